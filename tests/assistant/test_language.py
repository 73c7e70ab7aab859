"""A question is answered in its language; where it does not tell, in the asker's usual one."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from assistant.language import question_language

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "language.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['q']} ({case['usual']})")
def test_the_language_of_a_question(case: dict[str, str]) -> None:
    assert question_language(case["q"], case["usual"]) == case["is"]
