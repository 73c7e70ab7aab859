"""What was asked and answered: conversations, their turns, and what became of them."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from assistant.answer import Answer
from assistant.conversation import Turn
from assistant.journal.database import Database, timestamp

Origin = Literal["page", "widget", "api"]
LONGEST_REASON, LONGEST_MESSAGE, LONGEST_CONTACT = 500, 2_000, 200


@dataclass(frozen=True, slots=True)
class Kept:
    """A turn as kept: its number, what was typed, and how it was understood and answered."""

    number: int
    asked: str
    turn: Turn
    liked: bool | None = None


class Conversations:
    """Conversations in the journal. An id is a secret of the visitor who began it.

    Without `keep_text` only what is counted is kept: no question, no answer, no reason.
    """

    def __init__(self, database: Database, *, keep_text: bool = True) -> None:
        self._database = database
        self._keep_text = keep_text

    def begin(self, language: str, origin: Origin) -> str:
        """A new conversation's id."""
        name, now = secrets.token_urlsafe(18), timestamp()
        with self._database.writing() as journal:
            journal.execute(
                "INSERT INTO conversations (id, origin, language, began_at, last_at)"
                " VALUES (?, ?, ?, ?, ?)",
                (name, origin, language, now, now),
            )
        return name

    def record(self, conversation: str, asked: str, turn: Turn) -> int | None:
        """The number of the turn, now kept; None where the conversation is no longer there."""
        answer, now = turn.answer, timestamp()
        first = answer.citations[0] if answer.citations else None
        texts = (asked, turn.question, json.dumps(answer.as_json(), ensure_ascii=False))
        row = (
            conversation, now, *(texts if self._keep_text else (None, None, None)),
            answer.status, answer.language, answer.topic,
            first.contract if first else None, first.clause if first else None, answer.elapsed_ms,
        )  # fmt: skip
        with self._database.writing() as journal:
            found = journal.execute(
                "UPDATE conversations SET last_at = ? WHERE id = ?", (now, conversation)
            )
            if not found.rowcount:
                return None
            return journal.execute(
                "INSERT INTO turns (conversation, at, asked, understood, answer, status, language,"
                " topic, contract, clause, elapsed_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            ).lastrowid

    def turns(self, conversation: str) -> tuple[Kept, ...]:
        """What was said, oldest first; nothing where it is unknown or its text is not kept."""
        with self._database.reading() as journal:
            rows = journal.execute(
                "SELECT id, asked, understood, answer, liked FROM turns"
                " WHERE conversation = ? AND answer IS NOT NULL ORDER BY id",
                (conversation,),
            ).fetchall()
        return tuple(_kept(row) for row in rows)

    def known(self, conversation: str) -> bool:
        """Whether there is such a conversation."""
        with self._database.reading() as journal:
            found = journal.execute("SELECT 1 FROM conversations WHERE id = ?", (conversation,))
            return found.fetchone() is not None

    def rate(self, conversation: str, turn: int, liked: bool | None, reason: str = "") -> bool:
        """Keeps a thumb up or down (None takes it back); whether there is such a turn."""
        kept = reason.strip()[:LONGEST_REASON] if self._keep_text else ""
        with self._database.writing() as journal:
            found = journal.execute(
                "UPDATE turns SET liked = ?, reason = ? WHERE id = ? AND conversation = ?",
                (None if liked is None else int(liked), kept or None, turn, conversation),
            )
            return found.rowcount == 1

    def hand_over(self, conversation: str, message: str, contact: str) -> bool:
        """Asks staff to take over; whether there is such a conversation."""
        with self._database.writing() as journal:
            found = journal.execute(
                "UPDATE conversations SET handed_over_at = ?, message = ?, contact = ?,"
                " settled_at = NULL, settled_by = NULL WHERE id = ?",
                (
                    timestamp(),
                    message.strip()[:LONGEST_MESSAGE],
                    contact.strip()[:LONGEST_CONTACT],
                    conversation,
                ),
            )
            return found.rowcount == 1

    def settle(self, conversation: str, who: str, settled: bool = True) -> bool:
        """Marks what was handed over as dealt with, or not."""
        with self._database.writing() as journal:
            found = journal.execute(
                "UPDATE conversations SET settled_at = ?, settled_by = ?"
                " WHERE id = ? AND handed_over_at IS NOT NULL",
                (timestamp() if settled else None, who if settled else None, conversation),
            )
            return found.rowcount == 1

    def erase(self, conversation: str) -> bool:
        """Erases the conversation with all that was said; whether it was there."""
        with self._database.writing() as journal:
            found = journal.execute("DELETE FROM conversations WHERE id = ?", (conversation,))
        self._database.wipe_erased()
        return found.rowcount == 1

    def forget(self, days: int) -> int:
        """Erases the conversations in which nothing was said for `days` days; how many."""
        before = timestamp(datetime.now(UTC) - timedelta(days=days))
        with self._database.writing() as journal:
            gone = journal.execute("DELETE FROM conversations WHERE last_at < ?", (before,))
        if gone.rowcount:
            self._database.wipe_erased()
        return gone.rowcount


def spoken(kept: Sequence[Kept]) -> tuple[Turn, ...]:
    """The turns themselves, to go on from."""
    return tuple(item.turn for item in kept)


def _kept(row: sqlite3.Row) -> Kept:
    answer = Answer.from_json(json.loads(row["answer"]))
    liked = None if row["liked"] is None else bool(row["liked"])
    return Kept(row["id"], row["asked"], Turn(row["understood"], answer), liked)
