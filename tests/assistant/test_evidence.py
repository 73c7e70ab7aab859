"""What is gathered for each clause as the answer to a question."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, cast

import pytest

from assistant.evidence import Evidence
from assistant.recognition import Ask, Recognised
from assistant.service import Assistant
from assistant.treatment import Treatment, units
from assistant.weighing import Weights
from corpus.library import read_contract

ASKED = "Quel tribunal est compétent ?"


def test_a_clause_without_a_passage_of_its_own_is_as_near_as_what_lies_under_it(
    assistant: Assistant,
) -> None:
    evidence = assistant.evidence
    recognised, hits = evidence.signals(ASKED, assistant.listener.heard(ASKED))
    treating = {found.clause for found in evidence.candidates(recognised, hits) if found.topic}
    own = next(hit for hit in hits if hit.clause in treating)
    under = [replace(own, clause=f"{own.clause}.{n}", late=float(n)) for n in (1, 2)]

    found = evidence.candidates(recognised, under)

    assert {one.late for one in found if one.clause == own.clause} == {2.0}


@pytest.mark.parametrize(
    ("by", "sure", "left"),
    [("sentence", 1.0, 0.0), ("heading", 1.0, 0.0), ("meaning", 1.0, 0.1), ("meaning", 0.25, 0.15)],
)
def test_what_only_a_meaning_shows_takes_no_more_than_half_of_what_speaks_against(
    by: Literal["sentence", "heading", "meaning"], sure: float, left: float
) -> None:
    treated = Treatment("price", "1", 0, 9, (0, 9), by, weight=1.0, sure=sure)
    evidence = Evidence(cast(Any, None), cast(Any, None), {"c": {"price": (treated,)}})
    recognised = Recognised({"price": 0.2}, Ask("prix", "fr", "price"), 0.9)

    assert evidence.rival(recognised, Weights()).score == pytest.approx(left)


@pytest.mark.parametrize(
    ("question", "clause", "says"),
    [
        (
            "We handle this for a council. Does that let us off the hook towards you?",
            "3.4",
            "n’enlève rien",
        ),
        ("Nous servons une commune : restons-nous responsables ?", "3.4", "n’enlève rien"),
    ],
)
def test_the_sentence_that_answers_most_surely_speaks_for_its_clause(
    assistant: Assistant, question: str, clause: str, says: str
) -> None:
    (contract,) = assistant.contracts
    heard = assistant.listener.heard(question)
    found = contract.clause(clause)
    first, *_ = [unit for unit in units(contract) if unit.clause is found]

    best = assistant.evidence.best_sentence(heard, contract.id, clause, (first.start, first.end))

    assert best is not None
    assert says in contract.text[slice(*best)]
    assert assistant.evidence.best_sentence(heard, contract.id, clause, best) is None
    assert assistant.evidence.best_sentence(heard, contract.id, clause, (0, 1)) is None


def test_a_heading_that_asks_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "accord.txt"
    path.write_text(
        "Accord\n\n1. Où vont les données ?\n\n1.1 Elles restent en Belgique.\n"
        "\n2. Qui sommes-nous au juste ?\n\n2.1 Nous sommes une firme de Liège.\n",
        encoding="utf-8",
    )

    told = {unit.clause.id: unit.folded.text for unit in units(read_contract(path))}

    assert {"1.1", "2.1"} <= set(told)
    assert not any("?" in text for text in told.values())
