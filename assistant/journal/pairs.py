"""Questions that staff have answered for good: approved pairs, each of which can be undone."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from assistant.evaluation import Row
from assistant.journal.database import Database, timestamp

LONGEST_WORDING = 1_000


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, the clause that answers it (None: the contract does not), and the wording."""

    number: int
    contract: str
    question: str
    language: str
    clause: str | None
    wording: str | None
    approved_by: str
    approved_at: str
    undone_by: str | None = None
    undone_at: str | None = None

    @property
    def holds(self) -> bool:
        return self.undone_at is None

    def as_regression(self) -> Row:
        """The pair as a question of the regression set (`clausier check`)."""
        clauses = (self.clause,) if self.clause else ()
        name = f"approved-{self.number}"
        return Row(name, self.language, self.question, clauses, (), self.clause is not None)


_FIELDS = (
    "id, contract, question, language, clause, wording,"
    " approved_by, approved_at, undone_by, undone_at"
)


class Pairs:
    """Approved pairs in the journal."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def approve(
        self,
        who: str,
        contract: str,
        question: str,
        language: str,
        clause: str | None,
        wording: str = "",
        turn: int | None = None,
    ) -> Pair:
        """The pair, in effect at once; an earlier one on the same question is undone by it."""
        now = timestamp()
        with self._database.writing() as journal:
            journal.execute(
                "UPDATE pairs SET undone_by = ?, undone_at = ?"
                " WHERE contract = ? AND question = ? AND undone_at IS NULL",
                (who, now, contract, question),
            )
            number = journal.execute(
                "INSERT INTO pairs (contract, question, language, clause, wording, turn,"
                " approved_by, approved_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    contract, question, language, clause,
                    wording.strip()[:LONGEST_WORDING] or None, turn, who, now,
                ),
            ).lastrowid  # fmt: skip
            _note(journal, who, "approve", f"{number}")
            row = journal.execute(f"SELECT {_FIELDS} FROM pairs WHERE id = ?", (number,)).fetchone()
        return Pair(*row)

    def undo(self, who: str, number: int) -> bool:
        """Takes the pair out of effect; whether it was in effect."""
        return self._set(who, number, "undo", (who, timestamp()), "undone_at IS NULL")

    def redo(self, who: str, number: int) -> bool:
        """Puts the pair in effect again; whether it was undone."""
        return self._set(who, number, "redo", (None, None), "undone_at IS NOT NULL")

    def all(self) -> tuple[Pair, ...]:
        """Every pair, the latest first."""
        with self._database.reading() as journal:
            rows = journal.execute(f"SELECT {_FIELDS} FROM pairs ORDER BY id DESC").fetchall()
        return tuple(Pair(*row) for row in rows)

    def in_effect(self) -> tuple[Pair, ...]:
        """The pairs that hold, the earliest first."""
        return tuple(pair for pair in reversed(self.all()) if pair.holds)

    def _set(
        self, who: str, number: int, what: str, values: tuple[str | None, str | None], where: str
    ) -> bool:
        with self._database.writing() as journal:
            found = journal.execute(
                f"UPDATE pairs SET undone_by = ?, undone_at = ? WHERE id = ? AND {where}",
                (*values, number),
            )
            if found.rowcount:
                _note(journal, who, what, f"{number}")
            return found.rowcount == 1


def _note(journal: sqlite3.Connection, who: str, what: str, about: str) -> None:
    journal.execute(
        "INSERT INTO deeds (at, who, what, about) VALUES (?, ?, ?, ?)",
        (timestamp(), who, what, about),
    )
