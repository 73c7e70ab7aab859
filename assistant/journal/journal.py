"""The journal as a whole: one file, and what may be done with it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from assistant.journal.accounts import Accounts
from assistant.journal.conversations import Conversations
from assistant.journal.database import Database, journal_file
from assistant.journal.pairs import Pairs
from assistant.journal.questions import Questions
from corpus.errors import ClausierError

KEEP_DAYS = 90
OFF = frozenset({"0", "no", "off", "false"})


@dataclass(frozen=True)
class Journal:
    """The parts of the journal, all in one file; `keep_days` is how long conversations stay."""

    database: Database
    conversations: Conversations
    questions: Questions
    accounts: Accounts
    pairs: Pairs
    keep_days: int = KEEP_DAYS

    @classmethod
    def open(
        cls,
        path: Path | None = None,
        *,
        keep_text: bool | None = None,
        keep_days: int | None = None,
    ) -> Journal:
        """The journal in `path`; what is not given is as the environment says.

        `CLAUSIER_JOURNAL` names the file, `CLAUSIER_KEEP_DAYS` how long conversations are kept,
        `CLAUSIER_KEEP_TEXT=0` that no text is. ClausierError where it cannot be opened.
        """
        database = Database(path or journal_file())
        if keep_text is None:
            keep_text = os.environ.get("CLAUSIER_KEEP_TEXT", "").strip().lower() not in OFF
        return cls(
            database,
            Conversations(database, keep_text=keep_text),
            Questions(database),
            Accounts(database),
            Pairs(database),
            _days() if keep_days is None else keep_days,
        )

    def forget(self) -> int:
        """Erases the conversations that are older than may be kept; how many."""
        return self.conversations.forget(self.keep_days)


def _days() -> int:
    said = os.environ.get("CLAUSIER_KEEP_DAYS", "").strip()
    if not said:
        return KEEP_DAYS
    if not (said.isdecimal() and 0 < int(said) <= 36_500):
        raise ClausierError(
            f"CLAUSIER_KEEP_DAYS is {said!r}: give the number of days that conversations are kept"
        )
    return int(said)
