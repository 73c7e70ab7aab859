"""The canonical questions: what staff approved must go on holding."""

from collections import Counter
from pathlib import Path

import pytest

from assistant.evaluation import Row, judge, read_rows
from assistant.service import Assistant

FOLDER = Path(__file__).parent.parent / "canonical"
ROWS = [row for path in sorted(FOLDER.glob("*.yaml")) for row in read_rows(path)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_canonical_question_holds(row: Row, assistant: Assistant) -> None:
    answer = assistant.ask(row.q)
    outcome = judge(row, answer, assistant.count_verbatim(answer))
    assert outcome.why == "", f"{row.q}\n{answer.answer}"


def test_there_are_enough_of_each() -> None:
    counts = Counter(row.lang if row.answerable else "unanswerable" for row in ROWS)
    assert counts["fr"] >= 60
    assert counts["nl"] >= 15
    assert counts["en"] >= 15
    assert counts["unanswerable"] >= 15
    assert len({row.id for row in ROWS}) == len(ROWS)
