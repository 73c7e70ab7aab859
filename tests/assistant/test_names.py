"""Which names in a question the contract does not have, and what is said of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.answer import Answer
from assistant.knowledge import Knowledge
from assistant.names import Names
from assistant.phrases import say
from assistant.remarks import other_name
from assistant.service import Assistant

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "names.yaml").read_text("utf-8"))
CONTRACT = "Convention RGPD d'IPSO et de Wallonie Bus : le client et le partenaire paient."


@pytest.fixture(scope="module")
def names() -> Names:
    return Names.of([CONTRACT], [ask.text for ask in Knowledge.read().asks])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["q"])
def test_names_that_the_contract_does_not_have(names: Names, case: dict[str, Any]) -> None:
    concerned, beside = case.get("concerned", []), case.get("beside", [])

    assert list(names.concerned(case["q"])) == concerned
    assert list(names.strangers(case["q"])) == concerned + beside


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("Est-ce que AWS fait partie de la liste ?", True),
        ("Proximus est-il un sous-traitant autorisé ?", True),
        ("Êtes-vous certifiés ISO 27001 ?", True),
        ("Pouvez-vous appliquer le RGPD ?", False),
        ("Is IPSO bound by the GDPR?", False),
        ("Is de WB ook partij?", False),
        ("PEUVENT-ILS LIRE MES MAILS ?", False),
        ("Puis-je faire un audit ?", False),
    ],
)
def test_whom_no_yes_is_said_of(names: Names, question: str, unknown: bool) -> None:
    assert names.unknown(question) == unknown


def test_another_place_is_not_confirmed_as_that_of_the_court(names: Names) -> None:
    court, none = ["Seul le tribunal de Nivelles est compétent."], ["Le client paie."]
    asked = "Klopt het dat de rechter in Antwerpen beslist?"

    assert other_name(asked, "nl", court, names)
    assert not other_name(asked, "nl", none, names)
    assert not other_name("Welke rechter beslist als wij in Antwerpen zitten?", "nl", court, names)


@pytest.mark.parametrize(
    "question",
    [
        "Vous me confirmez qu'en cas de litige on va devant le tribunal de Bruxelles ?",
        "Klopt het dat de rechter in Antwerpen erover beslist als we ruzie krijgen?",
        "Est-ce que Microsoft doit nous prévenir d'une fuite de données ?",
        "Can Proximus use subcontractors without our consent?",
    ],
)
def test_that_the_contract_does_not_name_someone_is_told(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)

    assert answer.status == "answered"
    assert answer.answer.endswith(say("other_name", answer.language))
    assert not _confirms(answer)


def test_the_contract_s_own_parties_are_no_strangers(assistant: Assistant) -> None:
    answer = assistant.ask("Dans quel délai IPSO doit-elle prévenir le client d'une fuite ?")

    assert answer.status == "answered"
    assert say("other_name", "fr") not in answer.answer


def _confirms(answer: Answer) -> bool:
    return answer.answer.startswith(
        tuple(say(key, answer.language) for key in ("verdict_yes", "verdict_yes_if"))
    )
