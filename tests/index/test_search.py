"""Clauses by rank, from the signals of their passages."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.model import Contract
from index.embedding import Embedder
from index.reader import load_reader
from index.search import READ, ContractIndex

from .conftest import WordEncoder, make_contract


@pytest.fixture
def index(contract: Contract, words: WordEncoder, tmp_path: Path) -> ContractIndex:
    return ContractIndex.open([contract], words, tmp_path / "index")


@pytest.mark.parametrize(
    ("query", "clause"), [("fuite 72 heures", "2.1"), ("quel tribunal ?", "4"), ("prix", "3")]
)
def test_the_clause_that_says_it_comes_first(index: ContractIndex, query: str, clause: str) -> None:
    assert index.search(query)[0].clause == clause


def test_every_clause_with_words_is_ranked_once(index: ContractIndex) -> None:
    hits = index.signals("tribunal")

    assert sorted(hit.clause for hit in hits) == ["1/fuite", "2.1", "2.2", "3", "4", "5"]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_k_limits_the_hits(index: ContractIndex) -> None:
    assert len(index.search("tribunal", k=2)) == 2


def test_a_hit_shows_its_best_passage_and_both_signals(
    index: ContractIndex, contract: Contract
) -> None:
    hit = index.search("Qui décide de la suite à donner ?")[0]

    assert (hit.contract, hit.clause) == (contract.id, "2.2")
    assert contract.text[hit.passage.start : hit.passage.end].startswith("Le client décide")
    assert hit.lexical > 0
    assert hit.score > hit.dense


def test_an_encoded_question_spares_the_encoding(index: ContractIndex, words: WordEncoder) -> None:
    (encoded,) = words.encode(["tribunal"], "query")
    words.encoded.clear()

    assert index.search("tribunal", encoded=encoded)[0].clause == "4"
    assert words.encoded == []


def test_the_whole_vocabulary_may_be_missing(index: ContractIndex) -> None:
    assert len(index.search("zzz")) == 6


def test_several_contracts_in_their_languages(
    contract: Contract, words: WordEncoder, tmp_path: Path
) -> None:
    text = "Article 1 – Audits\nThe customer may audit the processor."
    english = make_contract(text, ("1", "article", "Audits", None, text))
    english = Contract("other", "Other", "en", text, english.source, english.clauses)
    index = ContractIndex.open([contract, english], words, tmp_path / "index")

    hit = index.search("auditing by the customer")[0]

    assert (hit.contract, hit.clause) == ("other", "1")


def test_no_contract_gives_no_hit(words: WordEncoder, tmp_path: Path) -> None:
    assert ContractIndex.open([], words, tmp_path / "index").search("prix") == []


@pytest.mark.parametrize(
    ("query", "clause"),
    [
        ("Dans quel délai suis-je prévenu d'un piratage ?", "2.1"),
        ("Welke rechtbank is bevoegd?", "4"),
        ("when do I have to pay", "3"),
    ],
)
def test_the_model_finds_what_shares_no_word(
    embedder: Embedder,
    contract: Contract,
    tmp_path_factory: pytest.TempPathFactory,
    query: str,
    clause: str,
) -> None:
    folder = tmp_path_factory.getbasetemp() / "real-index"

    assert ContractIndex.open([contract], embedder, folder).search(query)[0].clause == clause


def test_the_nearest_clauses_are_read_and_the_others_are_no_better(
    embedder: Embedder, contract: Contract, tmp_path: Path
) -> None:
    index = ContractIndex.open([contract], embedder, tmp_path / "index")
    hits = index.signals("Dans quel délai suis-je prévenu d'un piratage ?")
    nearest_first = sorted(hits, key=lambda hit: -hit.late)
    read, rest = nearest_first[:READ], nearest_first[READ:]

    assert max(read, key=lambda hit: hit.odds).clause == "2.1"
    assert {hit.odds for hit in rest} == {min(hit.odds for hit in read)}


def test_a_contract_read_ahead_needs_no_reading_when_a_question_comes(
    embedder: Embedder, contract: Contract, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = ContractIndex.open([contract], embedder, tmp_path / "index")
    monkeypatch.setattr(embedder, "reader", load_reader(embedder))
    question = "Dans quel délai suis-je prévenu d'un piratage ?"
    expected = [hit.odds for hit in index.signals(question)]

    monkeypatch.setattr(embedder, "reader", load_reader(embedder))
    index.read_ahead()
    monkeypatch.setattr(embedder, "layers", None)

    odds = [hit.odds for hit in index.signals(question)]
    assert odds == pytest.approx(expected, abs=0.01)


def test_without_a_reader_nothing_is_read_ahead(
    contract: Contract, words: WordEncoder, tmp_path: Path
) -> None:
    ContractIndex.open([contract], words, tmp_path / "index").read_ahead()


def test_without_a_reader_no_clause_is_surer_than_another(
    contract: Contract, words: WordEncoder, tmp_path: Path
) -> None:
    index = ContractIndex.open([contract], words, tmp_path / "index")

    assert {hit.odds for hit in index.signals("fuite")} == {0.0}
    (encoded,) = words.encode(["fuite"], "query")
    assert index.sentences(encoded, contract.id, "2.1") == []


def test_dense_scores_are_in_units_of_what_questions_get(
    embedder: Embedder, contract: Contract, tmp_path: Path
) -> None:
    index = ContractIndex.open([contract], embedder, tmp_path / "index")
    dense = [hit.dense for hit in index.signals("Le contrat parle-t-il de football ?")]

    assert np.abs(dense).max() < 6
