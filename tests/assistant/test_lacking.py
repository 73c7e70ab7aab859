"""What a question asks for and the words cited do not give."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.lacking import lacking, told_in
from assistant.language import question_language
from corpus.library import read_contract

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "lacking.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['q']} {case['lacks']}")
def test_a_detail_that_is_lacking_is_told_by_its_kind(case: dict[str, Any]) -> None:
    found = lacking(case["q"], question_language(case["q"]), [case["quote"]])

    assert found == case["lacks"]


FEES = """Article 1 - Restitution

1.1 Les données sont rendues sur demande. La restitution a lieu dans les dix jours. Elle donne
lieu à une indemnité raisonnable.
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Et c'est payant ?", "Elle donne"),
        ("does that cost anything?", "Elle donne"),
        ("en hoe snel dan?", "La restitution a lieu"),
        ("Dans quel délai ?", "La restitution a lieu"),
        ("Combien coûte une copie de secours ?", None),
        ("Et le numéro de votre bureau ?", None),
    ],
)
def test_a_bare_question_on_a_detail_is_told_by_the_sentence_that_has_it(
    question: str, told: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "contract.txt"
    path.write_text(FEES, "utf-8")
    contract = read_contract(path)

    found = told_in(question, contract, contract.clause("1.1"))

    assert (found and contract.text[slice(*found)][: len(told or "")]) == told
