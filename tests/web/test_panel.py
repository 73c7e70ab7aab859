"""The contract beside the chat: the right article, its clause in full ink, the quote lit."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from assistant.web import html, panel
from assistant.web.panel import read_target
from assistant.web.texts import texts
from corpus.library import shipped
from corpus.model import Contract, Note
from tests.web.fakes import HOSTILE_TEXT, PLAIN_TEXT, contract_of, evidence_of

FR = texts("fr")
GARDEN = contract_of(PLAIN_TEXT)


def show(clause: str, words: str = "", contract: Contract = GARDEN) -> str:
    target = read_target(html.target(evidence_of(contract, clause, words)))
    return panel.show([contract], target, FR)


def plain(shown: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", shown))


def test_the_whole_article_is_shown_with_the_clause_lit() -> None:
    shown = show("1.1", "jardin")
    assert "<h2>Objet</h2>" in shown
    assert "Le client donne accès au jardin." in plain(shown)
    assert "répond au client" not in shown
    lit = re.findall(r'<span class="quoted">(.*?)</span>', shown)
    assert [plain(words) for words in lit] == [
        "Le prestataire entretient le jardin du client.",
        "Il fournit ses outils.",
    ]
    assert shown.count("<mark>jardin</mark>") == 1
    assert shown.count('class="line cited') == 2
    assert shown.count('class="line beside') == 1


def test_neighbours_and_contents_are_a_click_away() -> None:
    shown = show("1.1")
    assert FR.contents in shown
    assert "Article 2 ›" in shown
    assert "‹ Article" not in shown


def test_without_a_target_the_contents_are_shown() -> None:
    shown = panel.show([GARDEN], None, FR)
    assert FR.clause_empty in plain(shown)
    assert shown.count('class="entry"') == 2
    assert "Délais" in shown


@pytest.mark.parametrize(
    "value",
    ["", "null", "[]", "{", "x" * 9_000, 7, None, '{"contract":"essai"}',
     '{"contract":"essai","clause":"9.9"}', '{"contract":"autre","clause":"1.1"}',
     '{"contract":"essai","clause":"1.1","start":"x"}',
     '{"contract":"essai","clause":"1.1","more":1}'],
)  # fmt: skip
def test_a_wrong_target_shows_the_contents(value: object) -> None:
    assert FR.clause_empty in plain(panel.show([GARDEN], read_target(value), FR))


@pytest.mark.parametrize(("start", "end"), [(-9, 10**9), (50, 20), (10**9, 10**9 + 5), (0, 0)])
def test_no_target_can_light_words_outside_its_clause(start: int, end: int) -> None:
    value = {"contract": "essai", "clause": "1.2", "start": start, "end": end,
             "marks": [[start, end]]}  # fmt: skip
    shown = panel.show([GARDEN], read_target(json.dumps(value)), FR)
    lit = plain("".join(re.findall(r'<span class="quoted">.*?</span>', shown)))
    assert lit in ("", "Le client donne accès au jardin.")


def test_a_hostile_contract_is_only_text() -> None:
    contract = contract_of(HOSTILE_TEXT)
    shown = show("1.1", "48 heures", contract) + panel.show([contract], None, FR)
    own = {"section", "div", "span", "p", "h2", "button", "mark", "nav", "ol", "li", "aside", "a"}
    assert set(re.findall(r"</?([a-z0-9]+)", shown)) <= own
    assert "${window.broken=4}" in plain(shown)


def test_notes_stand_under_their_article() -> None:
    note = Note("1.2", {"fr": "À lire avec <b>soin</b>.", "nl": "x", "en": "y"})
    contract = contract_of(PLAIN_TEXT, notes=(note,))
    assert "À lire avec &lt;b&gt;soin&lt;/b&gt;." in show("1.1", contract=contract)
    assert "soin" not in show("2.1", contract=contract)


@pytest.mark.parametrize("contract", shipped(), ids=lambda contract: contract.id)
def test_every_clause_can_be_shown_word_for_word(contract: Contract) -> None:
    for clause in contract.clauses:
        start, end = contract.body(clause)
        target = panel.Target(contract=contract.id, clause=clause.id, start=start, end=end)
        shown = panel.show([contract], target, FR)
        lit = re.findall(r'<span class="quoted">(.*?)</span>', shown)
        words = " ".join(plain(line) for line in lit).split()
        asked = contract.text[start:end].split()
        # Numbers and bullets of the clauses inside stand before the words that are lit.
        assert [word for word in asked if word in set(words)] == words
        assert words
