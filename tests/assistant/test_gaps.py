"""Whether a question asks for what the contract leaves blank."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.gaps import is_left_out
from assistant.service import Assistant
from corpus.library import read_contract
from index.embedding import Embedder

AUDIT = "Le Client peut auditer le Prestataire, avec un préavis de {{audit_notice_period}}."
SERVICE = "Le service {{product_name}} est fourni pendant la durée du contrat principal."


@pytest.mark.parametrize(
    ("question", "language", "words", "left"),
    [
        ("Combien de jours avant un audit faut-il prévenir ?", "fr", AUDIT, True),
        ("Hoeveel dagen vooraf moeten we een audit melden?", "nl", AUDIT, True),
        ("What notice is needed for an audit?", "en", AUDIT, True),
        ("Peut-on auditer le prestataire ?", "fr", AUDIT, False),
        ("Qui peut auditer ?", "fr", AUDIT, False),
        ("Pendant combien de temps le service est-il fourni ?", "fr", SERVICE, False),
        ("Comment s'appelle le service ?", "fr", SERVICE, True),
        ("Peut-on partir quand on veut ?", "fr", "Préavis : [●]", True),
        ("En combien d'exemplaires ?", "fr", "Fait en deux exemplaires, à [Ville].", False),
        ("Dans quels cas peut-on auditer ?", "fr", AUDIT, False),
        ("Pour combien de temps ?", "fr", "Le présent contrat dure {duration_text}.", True),
        ("Quel préavis ?", "fr", "Préavis de 3 mois, à [LIEU].", False),
    ],
)
def test_what_is_asked_may_be_left_out(
    question: str, language: str, words: str, left: bool
) -> None:
    assert is_left_out(question, language, words) is left


def test_in_the_opening_a_role_tells_something() -> None:
    words = "Sous-traitant : {{provider_legal_name}}"

    assert not is_left_out("Vous êtes quoi, pour nous ?", "fr", words, opening=True)
    assert is_left_out("Quel est le nom du sous-traitant ?", "fr", words, opening=True)


TEXT = """\
# Contrat de maintenance

## Article 1 : Audit

Le Client peut auditer le Prestataire une fois par an, avec un préavis de [●] jours.

## Article 2 : Prix

Prix mensuel : [MONTANT] € HT

## Article 3 : Tribunal

Le tribunal de Namur est compétent.

## Article 4 : Paiement

Le montant total est fixé à [XXX] €. Un acompte de 50 % est dû à la commande.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    path: Path = tmp_path_factory.mktemp("draft") / "brouillon.md"
    path.write_text(TEXT, encoding="utf-8")
    return Assistant.open([read_contract(path)], embedder=embedder)


def test_a_blank_is_no_answer_but_is_shown(assistant: Assistant) -> None:
    answer = assistant.ask("Quel est le prix par mois ?")

    assert answer.status == "not_in_contract"
    assert answer.answer == "Le contrat laisse ce point en blanc, à compléter : voyez l'article 2."
    assert [place.clause for place in answer.related] == ["2"]
    assert answer.citations == ()


def test_a_clause_with_a_blank_answers_what_it_says(assistant: Assistant) -> None:
    answer = assistant.ask("Le client peut-il auditer le prestataire ?")

    assert answer.status == "answered"
    assert answer.citations[0].clause == "1"
    assert answer.answer.endswith("Le texte y laisse un blanc, à compléter.")


def test_what_stands_beside_a_blank_may_tell(assistant: Assistant) -> None:
    answer = assistant.ask("Combien dois-je payer à la commande ?")

    assert answer.citations[0].clause == "4"
    assert "50 %" in answer.answer


def test_a_blank_elsewhere_in_the_clause_is_not_remarked(assistant: Assistant) -> None:
    answer = assistant.ask("Quel pourcentage d'acompte est dû ?")

    assert answer.citations[0].clause == "4"
    assert "blanc" not in answer.answer
