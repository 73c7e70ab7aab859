"""When a yes or a no is said, and when not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.service import Assistant
from assistant.verdict import after, verdict

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "verdict.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["q"])
def test_verdicts(case: dict[str, Any]) -> None:
    found = verdict(
        case["q"],
        case["sentence"],
        [case["quote"]],
        case["usual"],
        case["language"],
        case["language"],
    )

    assert found == case["verdict"]


def test_the_sentence_goes_on_after_its_verdict() -> None:
    assert after("Non :", "Le client paie.", "fr") == "Non : le client paie."
    assert after("No:", "IPSO pays.", "en") == "No: IPSO pays."


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("Le partenaire peut-il prévenir lui-même l'autorité de contrôle ?", "Non :"),
        ("Le partenaire peut-il faire appel à un sous-traitant ?", "Seulement sous condition :"),
        ("Le client peut-il auditer le partenaire ?", "Oui, sous condition :"),
        ("Can the partner use third parties to process personal data?", "Only on conditions:"),
    ],
)
def test_answers_begin_with_it(assistant: Assistant, question: str, begins: str) -> None:
    assert assistant.ask(question).answer.startswith(begins)
