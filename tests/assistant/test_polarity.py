"""Which questions ask for a yes or a no."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from assistant.polarity import asks_yes_or_no

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "polarity.yaml").read_text("utf-8"))
QUESTIONS = [
    (question, language, kind == "asks")
    for language, kinds in CASES.items()
    for kind, questions in kinds.items()
    for question in questions
]


@pytest.mark.parametrize(("question", "language", "asks"), QUESTIONS)
def test_which_questions_ask_for_a_yes_or_a_no(question: str, language: str, asks: bool) -> None:
    assert asks_yes_or_no(question, language) is asks
