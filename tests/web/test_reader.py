"""The whole contract as a page: its words, their links, and the place that was asked for."""

from __future__ import annotations

import re
from html import unescape

import pytest

from assistant.web import reader
from corpus.library import shipped
from tests.web.fakes import HOSTILE_TEXT, PLAIN_TEXT, contract_of

GARDEN = contract_of(PLAIN_TEXT)
SHIPPED = shipped()


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", re.sub(r' <a class="permalink".*?</a>', "", html)))


@pytest.mark.parametrize("contract", [GARDEN, contract_of(HOSTILE_TEXT), *SHIPPED])
def test_every_word_of_the_contract_is_there_in_order(contract: object) -> None:
    shown = plain(reader.body(contract, "", (0, 0)))  # type: ignore[arg-type]
    text = "\n".join(line for line in contract.text.split("\n") if line.strip(" \t•–-"))  # type: ignore[attr-defined]
    assert shown.split() == text.split()


def test_the_quote_is_marked_and_its_clause_stands_out() -> None:
    clause = GARDEN.clause("2.1")
    start = GARDEN.text.index("48 heures")
    shown = reader.body(GARDEN, "2.1", (start, start + 9))
    assert "<mark>48 heures</mark>" in shown
    (cited,) = re.findall(r'<p class="cited numbered">(.*?)</p>', shown)
    assert GARDEN.text[clause.start : clause.end].split("\n")[0] in plain(cited)


def test_references_lead_to_their_clause_and_every_clause_has_its_address() -> None:
    contract = SHIPPED[0]
    shown = reader.body(contract, "", (0, 0))
    linked = set(re.findall(r'<a class="reference" href="\?clause=([^#]+)#', shown))
    assert linked
    assert linked <= set(contract.by_id)
    anchors = re.findall(r'<a id="([^"]+)">', shown)
    assert len(anchors) == len(set(anchors))
    assert {clause.id for clause in contract.clauses} <= set(anchors)


def test_defined_terms_carry_their_meaning_once_in_an_article() -> None:
    contract = SHIPPED[0]
    shown = reader.body(contract, "", (0, 0))
    meanings = re.findall(r'<dfn tabindex="0" data-meaning="([^"]+)">([^<]+)', shown)
    assert any(word.lower().startswith("fuite de données") for _, word in meanings)
    assert all(len(meaning) > 20 for meaning, _ in meanings)


@pytest.mark.parametrize("quote", [(5, 2), (0, 10**9), (-3, 4)])
def test_a_quote_that_is_nowhere_harms_nothing(quote: tuple[int, int]) -> None:
    assert "2.2" in reader.body(GARDEN, "nothing", quote)
