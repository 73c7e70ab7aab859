"""What staff approve holds at once, for the question and for those that mean the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Answer
from assistant.journal.pairs import Pair
from assistant.service import Assistant

CONTRACT = "ipso-convention-rgpd"
COFFEE = "Qui paie le café pendant les réunions ?"
BREACH = "Sous combien de temps me prévenez-vous d'une fuite de données ?"


@pytest.fixture
def approving(assistant: Assistant) -> Iterator[Assistant]:
    """The assistant of the session, without what it was told in the test."""
    yield assistant
    assistant.approve(())


def pair(question: str, clause: str | None, wording: str | None = None, number: int = 1) -> Pair:
    return Pair(number, CONTRACT, question, "fr", clause, wording, "an", "2026-01-01T00:00:00Z")


def cited(answer: Answer) -> list[str]:
    return [item.clause for item in answer.citations]


@pytest.mark.parametrize(
    "asked",
    [COFFEE, "qui paie le cafe pendant les reunions", "Qui paie le café pendant la réunion ?"],
)
def test_an_approved_clause_answers(approving: Assistant, asked: str) -> None:
    assert approving.ask(asked).status != "answered"

    approving.approve([pair(COFFEE, "12.2")])
    answer = approving.ask(asked)

    assert (answer.status, cited(answer)) == ("answered", ["12.2"])
    assert approving.count_verbatim(answer) == 1


def test_an_approved_wording_is_said(approving: Assistant) -> None:
    approving.approve([pair(COFFEE, "12.2", "Voyez les dispositions diverses.")])

    assert approving.ask(COFFEE).answer == "Voyez les dispositions diverses (article 12.2)."


def test_an_approved_silence_is_kept(approving: Assistant) -> None:
    assert approving.ask(BREACH).status == "answered"

    approving.approve([pair(BREACH, None)])

    assert approving.ask(BREACH).status == "not_in_contract"


@pytest.mark.parametrize(
    "other",
    [
        "Quel tribunal est compétent ?",
        "Qui prévient l'autorité d'une fuite de données ?",
        "Que contient la notification d'une fuite de données ?",
        "Combien de temps conservez-vous mes données ?",
    ],
)
def test_other_questions_keep_their_answers(approving: Assistant, other: str) -> None:
    before = approving.ask(other)

    approving.approve([pair(COFFEE, "12.2"), pair(BREACH, "12.1", number=2)])

    assert cited(approving.ask(other)) == cited(before)


def test_the_latest_of_two_wins_and_what_is_undone_is_forgotten(approving: Assistant) -> None:
    approving.approve([pair(COFFEE, "12.2"), pair(COFFEE, "12.1", number=2)])
    assert cited(approving.ask(COFFEE)) == ["12.1"]

    approving.approve([])
    assert approving.ask(COFFEE).status != "answered"


def test_a_pair_on_what_no_contract_holds_is_left_out(approving: Assistant) -> None:
    approving.approve([pair(COFFEE, "99.9")])

    assert approving.ask(COFFEE).status != "answered"


def test_an_approved_wording_is_said_in_its_own_language_only(approving: Assistant) -> None:
    approving.approve([pair(COFFEE, "12.2", "Voyez les dispositions diverses.")])

    answer = approving.ask(COFFEE, language="en")

    assert cited(answer) == ["12.2"]
    assert "Voyez" not in answer.answer


def test_an_approved_wording_may_rest_on_any_part_of_the_clause(approving: Assistant) -> None:
    wording = "Le partenaire détruit les données après les délais légaux."
    approving.approve([pair(COFFEE, "9.1", wording)])

    assert approving.ask(COFFEE).answer.startswith(wording.rstrip("."))


def test_an_approved_answer_to_two_questions_is_said_alone(approving: Assistant) -> None:
    both = "Dans quel délai m'avertissez-vous d'une fuite et quel tribunal est compétent ?"
    assert len(cited(approving.ask(both))) > 1

    approving.approve([pair(both, "12.2", "Voyez les dispositions diverses.")])

    assert approving.ask(both).answer == "Voyez les dispositions diverses (article 12.2)."
