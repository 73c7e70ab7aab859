"""Where a question that names a clause is answered from."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.service import Assistant
from corpus.library import read_contract, shipped
from index.embedding import Embedder

OTHER = Path(__file__).parents[1] / "contracts" / "accord-de-traitement.txt"
NAMED = "Selon l'article 2, où sont énumérés les sous-traitants ?"


@pytest.mark.parametrize("first", [0, 1])
def test_a_named_clause_is_looked_for_in_the_first_contract_that_has_it(
    first: int, embedder: Embedder
) -> None:
    contracts = [*shipped(), read_contract(OTHER)]
    ordered = [contracts[first], contracts[1 - first]]

    answer = Assistant.open(ordered, embedder=embedder).ask(NAMED)

    assert answer.status == "answered"
    assert {cited.contract for cited in answer.citations} == {ordered[0].id}
    assert answer.citations[0].clause.split(".")[0] == "2"


@pytest.mark.parametrize(
    "absurd",
    [
        "Is the moon made of cheese according to article 5?",
        "Selon l'article 8, quelle est la recette de la mousse au chocolat ?",
        "Wie wordt er volgens artikel 4 wereldkampioen voetbal?",
    ],
)
def test_a_named_clause_does_not_answer_what_no_contract_holds(
    absurd: str, assistant: Assistant
) -> None:
    assert assistant.ask(absurd).status == "out_of_scope"


def test_a_named_clause_answers_what_it_is_asked(assistant: Assistant) -> None:
    answer = assistant.ask("Selon l'article 8, qui prévient l'autorité de contrôle ?")
    assert answer.citations[0].clause == "8.2"


def test_a_harsh_tone_is_a_way_of_asking(assistant: Assistant) -> None:
    answer = assistant.ask("Votre hébergeur se fait hacker : est-ce que vous me le dites ?")
    assert answer.citations[0].clause == "6.4"


def test_what_names_a_party_is_rather_about_the_contract(embedder: Embedder) -> None:
    contract = read_contract(OTHER.with_name("verwerkersovereenkomst.txt"))
    assistant = Assistant.open([contract], embedder=embedder)

    answer = assistant.ask("Waar is Zonneveld gevestigd?")

    assert answer.citations[0].clause == "preamble"
    assert "Gent" in answer.answer
    assert assistant.ask("Hoe laat sluit Zonneveld?").status != "answered"


def test_a_list_asked_for_is_told_whole_where_no_entry_is_named(embedder: Embedder) -> None:
    assistant = Assistant.open([read_contract(OTHER)], embedder=embedder)

    answer = assistant.ask("Quelles données personnelles sont traitées ?")

    assert answer.citations[0].clause == "annex"
    assert all(word in answer.answer for word in ("Coordonnées", "Photographies", "compte"))
