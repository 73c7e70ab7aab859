"""Which passages a contract gives, and what they are searched by."""

from __future__ import annotations

import pytest

from corpus.model import Contract
from index.passages import passages, says_something

from .conftest import make_contract


def found(contract: Contract) -> list[tuple[str, str, str]]:
    return [(p.clause, p.kind, contract.text[p.start : p.end].strip()) for p in passages(contract)]


def test_each_word_belongs_to_the_deepest_clause(contract: Contract) -> None:
    assert found(contract) == [
        ("1/fuite", "definition", "Fuite : violation de la sécurité."),
        (
            "2.1",
            "sentence",
            "Le prestataire avertit le client de toute fuite dans les 72 heures.",
        ),
        ("2.1", "sentence", "Il le fait par écrit."),
        (
            "2.1",
            "whole",
            "Le prestataire avertit le client de toute fuite dans les 72 heures. "
            "Il le fait par écrit.",
        ),
        ("2.2", "sentence", "Le client décide de la suite à donner."),
        ("3", "sentence", "Le prix est fixe."),
        ("3", "sentence", "Le client paie sous 30 jours."),
        ("3", "whole", "Le prix est fixe. Le client paie sous 30 jours."),
        ("4", "sentence", "Le tribunal suivant est seul compétent :\nTribunal de Namur"),
        ("5", "heading", "Article 5 – Réservé"),
    ]


def test_headings_come_before_the_words_and_numbers_go(contract: Contract) -> None:
    texts = {p.clause: p.text for p in passages(contract) if p.kind != "whole"}

    assert texts["2.2"] == "Fuites de données : Le client décide de la suite à donner."
    assert texts["1/fuite"] == "Définitions : Fuite : violation de la sécurité."
    assert texts["4"] == "Litiges : Le tribunal suivant est seul compétent : Tribunal de Namur"
    assert texts["5"] == "Réservé"


def test_words_are_the_passage_alone_on_one_line(contract: Contract) -> None:
    words = {p.clause: p.words for p in passages(contract)}

    assert words["4"] == "Le tribunal suivant est seul compétent : Tribunal de Namur"


def test_words_that_look_like_labels_stay() -> None:
    contract = make_contract(
        "72 heures au plus. Il agit. L’avis est écrit. Le prix : 3 euros.",
        (
            "1",
            "clause",
            "",
            None,
            "72 heures au plus. Il agit. L’avis est écrit. Le prix : 3 euros.",
        ),
    )

    assert [p.text for p in passages(contract) if p.kind == "sentence"] == [
        "72 heures au plus.",
        "Il agit.",
        "L’avis est écrit.",
        "Le prix : 3 euros.",
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Entre les soussignés :",
        "ET",
        "CECI EXPOSÉ, IL A ÉTÉ CONVENU CE QUI SUIT",
        "Il est convenu et arrêté ce qui suit :",
        "Tussen de ondergetekenden:",
        "Is overeengekomen wat volgt:",
        "Now, therefore, the parties hereby agree as follows:",
        "2.1 Durée du marché ......................... 12",
    ],
)
def test_a_formula_or_an_entry_of_the_contents_is_no_passage(words: str) -> None:
    assert not says_something(words)


@pytest.mark.parametrize("words", ["Et il paie.", "Entre eux, les parties se taisent.", "Oui."])
def test_what_resembles_a_formula_stays(words: str) -> None:
    assert says_something(words)


def test_a_table_row_is_one_passage() -> None:
    row = "Données d'identité\nNom, prénom\nFacturation"
    contract = make_contract(
        f"Annexe 1 : Données\n{row}\n",
        ("annex-1", "annex", "Données", None, f"Annexe 1 : Données\n{row}\n"),
        ("annex-1/1", "row", "", "annex-1", row),
    )

    assert [(p.clause, p.kind, p.text) for p in passages(contract)] == [
        ("annex-1/1", "entry", "Données d'identité Nom, prénom Facturation")
    ]


def test_a_compound_cut_at_a_lines_end_is_one_word() -> None:
    text = "La sous-\ntraitance est interdite."
    contract = make_contract(text, ("1", "clause", "", None, text))

    assert passages(contract)[0].text == "La sous-traitance est interdite."


def test_a_long_clause_is_not_repeated_as_a_whole() -> None:
    text = "Le prestataire agit avec soin. " * 30
    contract = make_contract(text, ("1", "clause", "", None, text))

    assert {p.kind for p in passages(contract)} == {"sentence"}


def test_an_empty_contract_has_no_passage() -> None:
    assert passages(make_contract("")) == ()


def test_a_title_on_its_own_line_goes_with_the_sentence_below_it() -> None:
    text = (
        "Annexe 1\n\nDurée du traitement\nCelle du contrat.\n\nPour le client\nAnne Roux\n\n"
        "Données traitées\nLes noms, les adresses et tout ce que le client confie au prestataire."
    )
    whole = make_contract(text, ("annex-1", "annex", "Annexe 1", None, text))
    said = [p.words for p in passages(whole) if p.kind == "sentence"]
    assert said == [
        "Durée du traitement Celle du contrat.",
        "Pour le client",
        "Anne Roux",
        "Données traitées Les noms, les adresses et tout ce que le client confie au prestataire.",
    ]
