"""When the judge's yes or no is said, and when not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from assistant.judgement import SURE, judged
from assistant.phrases import say
from assistant.service import Assistant

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "judgement.yaml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("likely", "said"),
    [
        ({"yes": 0.99, "no": 0.01}, "yes"),
        ({"depends": 0.99, "open": 0.01}, "depends"),
        ({"yes": SURE["yes"] - 0.01, "open": 0.01}, None),
        ({"open": 0.99}, None),
        ({}, None),
    ],
)
def test_only_what_is_sure_is_said(likely: Mapping[str, float], said: str | None) -> None:
    assert (
        judged("Le client peut-il payer ?", "fr", "Le client peut payer.", lambda: likely) == said
    )


def test_another_figure_is_no_yes() -> None:
    quote, sure = "Le client paie dans les 72 heures.", {"yes": 0.99}

    assert judged("Le client paie-t-il dans les 24 heures ?", "fr", quote, lambda: sure) is None
    assert judged("Le client paie-t-il dans les 72 heures ?", "fr", quote, lambda: sure) == "yes"


def test_another_country_is_no_yes() -> None:
    quote, sure = "Le contrat est régi par le droit belge.", {"yes": 0.99}

    assert judged("Is it under French law?", "en", quote, lambda: sure) is None
    assert judged("Is it under Belgian law?", "en", quote, lambda: sure) == "yes"


def test_the_judge_is_asked_only_where_a_verdict_is_wanted() -> None:
    def never() -> Mapping[str, float]:
        raise AssertionError("asked")

    assert judged("Quand le client doit-il payer ?", "fr", "Le client paie.", never) is None


@pytest.mark.parametrize("case", CASES["said"], ids=lambda case: case["q"])
def test_answers_begin_with_what_is_judged(assistant: Assistant, case: dict[str, str]) -> None:
    answer = assistant.ask(case["q"])

    assert answer.citations[0].clause == case["clause"]
    assert answer.answer.startswith(say(f"verdict_{case['verdict']}", answer.language))


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize("case", CASES["known failures"], ids=lambda case: case["q"])
def test_the_judge_is_not_sure_enough(assistant: Assistant, case: dict[str, str]) -> None:
    answer = assistant.ask(case["q"])

    assert answer.answer.startswith(say(f"verdict_{case['verdict']}", answer.language))


@pytest.mark.parametrize("case", CASES["unsaid"], ids=lambda case: case["q"])
def test_nothing_is_said_first_where_nothing_is_decided(
    assistant: Assistant, case: dict[str, str]
) -> None:
    answer = assistant.ask(case["q"])

    verdicts = ("yes", "no", "depends", "yes_if", "only_if")
    begins = [say(f"verdict_{verdict}", answer.language) for verdict in verdicts]
    assert not answer.answer.startswith(tuple(begins))
