"""Offices for tests: a journal of their own, no limit on how often one may ask unless given."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

from assistant.journal.journal import Journal
from assistant.web.desk import Answering, Opener, Reader
from assistant.web.office import Office
from assistant.web.settings import Settings

FREELY = Settings(rates="100000/second")
_folder = tempfile.TemporaryDirectory(prefix="clausier-tests-")
_numbers = itertools.count()


def new_journal() -> Journal:
    """An empty journal; its file goes when the tests end."""
    file = Path(_folder.name) / f"{next(_numbers)}.sqlite"
    return Journal.open(file, keep_text=True, keep_days=90)


def new_office(opener: Opener, reader: Reader, settings: Settings = FREELY) -> Office:
    """An office whose assistant is being opened."""
    office = Office.open(opener, reader, new_journal(), settings)
    office.desk.open()
    return office


def opened(assistant: Answering, settings: Settings = FREELY) -> Office:
    """An office whose assistant is ready."""
    office = new_office(lambda _: assistant, lambda: assistant.contracts, settings)
    assert office.desk.wait(60)
    return office
