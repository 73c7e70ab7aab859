"""What staff read in the journal: questions by many criteria, counts, what is lacking."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from assistant.answer import Answer
from assistant.journal.database import Database

STATUSES = ("answered", "not_in_contract", "out_of_scope", "clarify")
RATINGS = ("liked", "disliked", "handed_over", "open")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which questions: '' leaves a criterion open. Days are as 2026-05-25, both included.

    `rating` is one of `RATINGS`; "open" are conversations handed over and not yet settled.
    """

    words: str = ""
    status: str = ""
    language: str = ""
    rating: str = ""
    since: str = ""
    until: str = ""
    topic: str = ""
    clause: str = ""

    def sql(self) -> tuple[str, list[str]]:
        """The condition and its values; no word of the filter becomes part of the condition."""
        tests: list[tuple[str, list[str]]] = []
        for word in self.words.split()[:10]:
            like = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
            tests.append(("(asked LIKE ? ESCAPE '\\' OR answer LIKE ? ESCAPE '\\')", [like, like]))
        for column, value in (
            ("status", self.status), ("turns.language", self.language), ("topic", self.topic),
            ("clause", self.clause),
        ):  # fmt: skip
            if value:
                tests.append((f"{column} = ?", [value]))
        if self.since:
            tests.append(("at >= ?", [self.since]))
        if self.until:
            tests.append(("at < date(?, '+1 day')", [self.until]))
        if self.rating in _RATED:
            tests.append((_RATED[self.rating], []))
        values = [value for _, found in tests for value in found]
        return " AND ".join(test for test, _ in tests) or "1", values


_RATED = {
    "liked": "liked = 1",
    "disliked": "liked = 0",
    "handed_over": "handed_over_at IS NOT NULL",
    "open": "handed_over_at IS NOT NULL AND settled_at IS NULL",
}
_SELECT = (
    "SELECT turns.id, conversation, at, asked, answer, status, turns.language, topic, contract,"
    " clause, elapsed_ms, liked, reason, handed_over_at, message, contact, settled_at"
)
_FROM = "FROM turns JOIN conversations ON conversations.id = turns.conversation"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in the journal with what became of it; its texts are '' where not kept."""

    number: int
    conversation: str
    at: str
    question: str
    answer: Answer | None
    status: str
    language: str
    topic: str | None
    contract: str | None
    clause: str | None
    elapsed_ms: int
    liked: bool | None
    reason: str
    handed_over_at: str | None
    message: str
    contact: str
    settled_at: str | None


class Questions:
    """The journal as staff read it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, wanted: Filter, limit: int = 50, offset: int = 0) -> list[Asked]:
        """The questions wanted, the latest first."""
        condition, values = wanted.sql()
        rows = self._rows(
            f"{_SELECT} {_FROM} WHERE {condition} ORDER BY turns.id DESC LIMIT ? OFFSET ?",
            (*values, limit, offset),
        )
        return [_asked(row) for row in rows]

    def one(self, number: int) -> Asked | None:
        """The question of that number, None where it is gone."""
        rows = self._rows(
            f"{_SELECT} {_FROM} WHERE turns.id = ?",
            (number,),
        )
        return _asked(rows[0]) if rows else None

    def conversation(self, name: str) -> list[Asked]:
        """All that was asked in a conversation, in order."""
        rows = self._rows(
            f"{_SELECT} {_FROM} WHERE conversation = ? ORDER BY turns.id",
            (name,),
        )
        return [_asked(row) for row in rows]

    def count(self, wanted: Filter) -> int:
        """How many questions are wanted."""
        condition, values = wanted.sql()
        return int(self._rows(f"SELECT count(*) {_FROM} WHERE {condition}", values)[0][0])

    def per_day(self, wanted: Filter) -> dict[str, dict[str, int]]:
        """Day → status → how many, for the days on which something was asked."""
        condition, values = wanted.sql()
        days: dict[str, dict[str, int]] = {}
        for day, status, count in self._rows(
            f"SELECT date(at), status, count(*) {_FROM} WHERE {condition} GROUP BY 1, 2 ORDER BY 1",
            values,
        ):
            days.setdefault(day, {})[status] = count
        return days

    def lacking(self, wanted: Filter, most: int = 15) -> list[tuple[str, int]]:
        """The topics asked about that the contract lacks, the most asked first."""
        condition, values = wanted.sql()
        rows = self._rows(
            f"SELECT topic, count(*) {_FROM} WHERE {condition} AND status = 'not_in_contract'"
            " AND topic IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?",
            (*values, most),
        )
        return [(row[0], row[1]) for row in rows]

    def by_clause(self, contract: str) -> dict[str, list[Asked]]:
        """Clause → the latest questions that it answered, first cited."""
        found: dict[str, list[Asked]] = {}
        rows = self._rows(
            f"{_SELECT} {_FROM} WHERE contract = ? ORDER BY turns.id DESC LIMIT 2000",
            (contract,),
        )
        for row in rows:
            found.setdefault(row["clause"], []).append(_asked(row))
        return found

    def _rows(self, sql: str, values: Any) -> list[Any]:
        with self._database.reading() as journal:
            return journal.execute(sql, values).fetchall()


def _asked(row: Any) -> Asked:
    answer = Answer.from_json(json.loads(row["answer"])) if row["answer"] else None
    return Asked(
        row["id"], row["conversation"], row["at"], row["asked"] or "", answer, row["status"],
        row["language"], row["topic"], row["contract"], row["clause"], row["elapsed_ms"],
        None if row["liked"] is None else bool(row["liked"]), row["reason"] or "",
        row["handed_over_at"], row["message"] or "", row["contact"] or "", row["settled_at"],
    )  # fmt: skip
