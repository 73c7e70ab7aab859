"""What a question asks for and the words cited do not give."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.lacking import lacking
from assistant.language import question_language

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "lacking.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['q']} {case['lacks']}")
def test_a_detail_that_is_lacking_is_told_by_its_kind(case: dict[str, Any]) -> None:
    found = lacking(case["q"], question_language(case["q"]), [case["quote"]])

    assert found == case["lacks"]
