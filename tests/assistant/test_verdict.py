"""When a yes or a no is said, and when not."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.composition import Composer
from assistant.deciding import Asked
from assistant.found import Finding, whole
from assistant.names import Names
from assistant.service import Assistant
from assistant.suggestions import Suggestions
from assistant.verdict import on_condition, only_allows, verdict
from assistant.wording import after
from corpus.library import read_contract

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


FORBIDDEN = "Le prestataire ne peut céder le contrat sans l'accord écrit du client."


@pytest.mark.parametrize(
    ("question", "said", "comes_to"),
    [
        ("Peuvent-ils céder le contrat ?", FORBIDDEN, "only_if"),
        ("Peuvent-ils céder le contrat sans nous demander ?", FORBIDDEN, "no"),
        (
            "Peuvent-ils changer les mesures sans nous demander ?",
            "Les mesures peuvent être changées, pour autant que le niveau ne soit pas abaissé.",
            "depends",
        ),
        ("Peut-on venir ?", "Le client peut venir, moyennant un préavis.", "yes_if"),
        (
            "Peut-on venir un dimanche ?",
            "Le client peut venir, sauf le dimanche.",
            "depends",
        ),
        ("Peut-on venir ?", "Le client vient une fois par an.", "depends"),
    ],
)
def test_what_it_depends_on(question: str, said: str, comes_to: str) -> None:
    assert on_condition(question, said, "fr", "fr") == comes_to


@pytest.mark.parametrize(
    ("question", "said", "allows"),
    [
        ("Do we have to see a mediator first?", "Either party may propose mediation.", True),
        ("Do we have to see a mediator first?", "The parties shall see a mediator.", False),
        ("May we see a mediator first?", "Either party may propose mediation.", False),
    ],
)
def test_what_may_be_is_no_duty(question: str, said: str, *, allows: bool) -> None:
    assert only_allows(question, said, "en", "en") is allows


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
@pytest.mark.parametrize("question", ["?" * 2000, "a-" * 1000, "mag voor in peut-il avant " * 80])
def test_long_questions_take_no_time(question: str, language: str) -> None:
    begun = time.perf_counter()
    for _ in range(3):
        verdict(question, "Le partenaire ne peut pas payer.", [], [], language, language)

    assert time.perf_counter() - begun < 0.5


def test_an_approved_wording_is_said_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "contract.txt").write_text(
        "Article 1 - Tiers\n\nLe partenaire ne peut pas recourir à des tiers.\n", "utf-8"
    )
    contract = read_contract(tmp_path / "contract.txt")
    contracts = {contract.id: contract}
    approved = "Non, le partenaire ne peut pas recourir à des tiers."
    places = (whole(contract, contract.clauses[0]),)
    finding = Finding("passage", places=places, wording={"fr": approved})

    answer = Composer(
        contracts, {}, Suggestions(contracts, {}, {}), {}, Names(frozenset())
    ).compose(finding, Asked("Le partenaire peut-il recourir à des tiers ?", "fr"))

    assert answer.answer.startswith(approved.rstrip("."))


def test_the_sentence_goes_on_after_its_verdict() -> None:
    common = frozenset({"le", "l", "obligation"})
    assert after("Non :", "Le client paie.", common) == "Non : le client paie."
    assert after("No:", "IPSO pays.", common) == "No: IPSO pays."
    assert after("Oui :", "L’obligation demeure.", common) == "Oui : l’obligation demeure."
    assert after("Oui :", "L'APD le demande.", common) == "Oui : L'APD le demande."
    assert after("", "Le client paie.", common) == "Le client paie."


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
