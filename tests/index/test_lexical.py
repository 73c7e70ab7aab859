"""What counts as the same word, and how texts are scored by it."""

from __future__ import annotations

import numpy as np
import pytest

from index.lexical import LexicalIndex, terms, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'avis d'un tiers, qu’il lise", ["avis", "un", "tiers", "il", "lise"]),
        ("Aujourd'hui, jusqu'à jeudi", ["aujourdhui", "à", "jeudi"]),
        ("le sous-traitant", ["le", "sous", "traitant", "soustraitant"]),
        ("la sous-\ntraitance", ["la", "sous", "traitance", "soustraitance"]),
        ("the client's data don't", ["the", "client", "data", "don"]),
        ("foto's van klanten", ["foto", "van", "klanten"]),
        ("72 heures (art. 28)", ["72", "heures", "art", "28"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert list(words(text)) == expected


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("fr", "sécurisée", "securisee"),
        ("fr", "données", "donnée"),
        ("fr", "notification", "notifications"),
        ("fr", "délais", "delai"),
        ("fr", "responsabilité", "Responsable"),
        ("nl", "verwerkers", "verwerker"),
        ("nl", "verwerking", "verwerkingen"),
        ("en", "processing", "processed"),
    ],
)
def test_forms_of_a_word_share_a_term(language: str, one: str, other: str) -> None:
    assert set(terms(one, language)) & set(terms(other, language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Est-ce que vous avez, ou quel est le"),
        ("nl", "Wat is de, hoe zijn het"),
        ("en", "What is the, how do you"),
    ],
)
def test_empty_words_do_not_count(language: str, text: str) -> None:
    assert set(terms(text, language)) <= {"estc", "estce"}


def test_words_that_ask_count_among_questions() -> None:
    assert terms("combien", "fr") == []
    assert terms("combien", "fr", questions=True)


def test_rare_words_weigh_more_and_absent_ones_nothing() -> None:
    index = LexicalIndex(
        ["le prix du service", "la durée du service", "le service d'audit", "rien"], "fr"
    )

    scores = index.scores("Quel est le prix du service ?")

    assert scores.dtype == np.float32
    assert scores[0] > scores[1] > 0
    assert scores[3] == 0


@pytest.mark.parametrize("texts", [[], ["le la les"], ["", ""]])
def test_texts_without_words_score_nothing(texts: list[str]) -> None:
    np.testing.assert_array_equal(LexicalIndex(texts, "fr").scores("prix"), [0] * len(texts))


@pytest.mark.parametrize("query", ["", "le la", "zzz", "?!"])
def test_queries_without_words_score_nothing(query: str) -> None:
    np.testing.assert_array_equal(LexicalIndex(["le prix"], "fr").scores(query), [0])


def test_each_text_may_have_its_language() -> None:
    index = LexicalIndex(["les données", "de gegevens", "the processing"], ["fr", "nl", "en"])

    assert index.scores("gegevens").argmax() == 1
    assert index.scores("processed").argmax() == 2


def test_a_language_unknown_to_the_stemmers_is_compared_as_written() -> None:
    assert LexicalIndex(["la protezione dei dati"], "it").scores("protezione")[0] > 0


def test_languages_must_be_as_many_as_texts() -> None:
    with pytest.raises(ValueError, match="2 texts but 1 languages"):
        LexicalIndex(["a", "b"], ["fr"])
