"""What all parts of the page share: the assistant, the journal, the settings, the limits."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from assistant.conversation import Turn
from assistant.journal.conversations import Kept, Origin, spoken
from assistant.journal.database import LARGEST_NUMBER
from assistant.journal.journal import Journal
from assistant.web.desk import Desk, Opener, Reader
from assistant.web.settings import Settings
from assistant.web.signing import Passwords
from assistant.web.visitors import Visitors

log = logging.getLogger(__name__)
LONGEST_ID = 64
MOST_TURNS = 20
Number = Annotated[int, Field(ge=0, le=LARGEST_NUMBER)]
"""The number of something in the journal, as a browser gives it."""


@dataclass(frozen=True)
class Office:
    """One running Clausier."""

    desk: Desk
    journal: Journal
    settings: Settings
    visitors: Visitors
    passwords: Passwords

    @classmethod
    def open(
        cls, opener: Opener, reader: Reader, journal: Journal, settings: Settings | None = None
    ) -> Office:
        """The office; its assistant is opened by `desk.open()`."""
        chosen = settings or Settings()
        desk = Desk(opener, reader, journal.pairs.in_effect)
        passwords = Passwords(journal.accounts)
        return cls(desk, journal, chosen, Visitors(chosen.rates), passwords)

    def said(self, conversation: str) -> tuple[Kept, ...]:
        """What was said in the conversation; nothing where it is unknown."""
        if not 0 < len(conversation) <= LONGEST_ID:
            return ()
        return self.journal.conversations.turns(conversation)

    def earlier(self, conversation: str) -> tuple[Turn, ...]:
        """The last turns of the conversation, to go on from."""
        return spoken(self.said(conversation))[-MOST_TURNS:]

    def keep(
        self, conversation: str, asked: str, turn: Turn, language: str, origin: Origin
    ) -> tuple[str, int | None]:
        """Keeps a turn; the conversation's id, a new one where it was unknown, and its number.

        An answer is given even where it cannot be kept, which is logged.
        """
        conversations = self.journal.conversations
        try:
            if not (0 < len(conversation) <= LONGEST_ID and conversations.known(conversation)):
                conversation = conversations.begin(language, origin)
            return conversation, conversations.record(conversation, asked, turn)
        except sqlite3.Error as error:
            log.error("a turn could not be kept: %s", error)
            return conversation, None


def joined_turns(kept: Sequence[Turn], more: Turn) -> tuple[Turn, ...]:
    """The turns to go on from after one more."""
    return (*kept, more)[-MOST_TURNS:]
