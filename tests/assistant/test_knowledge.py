"""What staff may edit is checked against what the assistant knows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.knowledge import Knowledge, check_notes
from corpus.errors import ClausierError
from corpus.library import available
from corpus.model import Contract, Note


@pytest.fixture(scope="module")
def convention() -> Contract:
    return next(contract for contract in available() if contract.notes)


def test_notes_name_topics_that_there_are(convention: Contract) -> None:
    check_notes([convention], Knowledge.read().topics)


def test_a_note_on_no_topic_is_told_with_the_nearest_ones(convention: Contract) -> None:
    noted = replace(convention, notes=(Note("2", {"fr": "…"}, ("renewals",)),))

    with pytest.raises(ClausierError, match=r"clause 2 names the topic 'renewals'.*\(renewal"):
        check_notes([noted], Knowledge.read().topics)
