"""A passage is near a question where each word of the question is near some word of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import index.late
from corpus.model import Contract
from index.baseline import Baseline
from index.embedding import Embedder, Encoded, Role
from index.late import OF_NEAREST, USUAL, USUAL_FILE, WORDS, LateIndex, Usual, _hubs
from index.passages import Passage, passages
from index.progress import Progress, silent
from index.words import ABOUT_FILE, STATES_FILE

from .conftest import AXES, WordEncoder


class WordByWord(WordEncoder):
    """Each of the five words keeps its own vector; all others are one word more."""

    def encode(
        self, texts: Sequence[str], role: Role, progress: Progress = silent
    ) -> list[Encoded]:
        return [self._encoded(text) for text in texts]

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        return [self._numbers(text) for text in texts]

    def _encoded(self, text: str) -> Encoded:
        numbers = self._numbers(text)
        self.encoded.append(text)
        words = np.eye(len(AXES) + 1, dtype=np.float32)[numbers]
        return Encoded(words.mean(axis=0), words, tuple(numbers))

    def _numbers(self, text: str) -> list[int]:
        said = (word.strip(".,:?") for word in text.lower().split())
        return [AXES.index(word) if word in AXES else len(AXES) for word in said] or [len(AXES)]


QUESTIONS = ("le prix est-il fixe ?", "quelle durée", "un audit", "la fuite", "le tribunal")


@pytest.fixture
def encoder() -> WordByWord:
    return WordByWord()


@pytest.fixture
def baseline(encoder: WordByWord) -> Baseline:
    return Baseline(np.zeros((1, len(AXES)), np.float32), (), QUESTIONS)


@pytest.fixture
def found(contract: Contract) -> list[Passage]:
    return list(passages(contract))


def opened(
    found: Sequence[Passage], baseline: Baseline, encoder: WordByWord, folder: Path
) -> LateIndex:
    late = LateIndex.open(found, baseline, encoder, folder)
    assert late is not None
    return late


def asked(late: LateIndex, encoder: WordByWord, question: str) -> np.ndarray:
    (encoded,) = encoder.encode([question], "query")
    return late.scores(encoded)


def test_the_passage_that_holds_the_words_is_best(
    found: list[Passage], baseline: Baseline, encoder: WordByWord, tmp_path: Path
) -> None:
    late = opened(found, baseline, encoder, tmp_path / "words")

    best = found[int(asked(late, encoder, "tribunal").argmax())]

    assert best.clause == "4"


def test_there_is_a_score_for_each_passage_around_what_is_usual(
    found: list[Passage], baseline: Baseline, encoder: WordByWord, tmp_path: Path
) -> None:
    late = opened(found, baseline, encoder, tmp_path / "words")
    scores = np.stack([asked(late, encoder, question) for question in QUESTIONS])

    assert scores.shape == (len(QUESTIONS), len(found))
    assert np.median(scores) == pytest.approx(0, abs=1e-5)
    assert scores.std() == pytest.approx(1, rel=1e-4)


def test_a_quarter_of_known_questions_gets_no_more_than_the_usual_best(
    found: list[Passage], baseline: Baseline, encoder: WordByWord, tmp_path: Path
) -> None:
    late = opened(found, baseline, encoder, tmp_path / "words")
    best = [asked(late, encoder, question).max() for question in QUESTIONS]

    assert late.usual_best == pytest.approx(np.quantile(best, 0.25), abs=1e-5)
    assert opened(found, baseline, encoder, tmp_path / "words").usual_best == late.usual_best


def test_a_passage_that_comes_near_to_any_question_is_less_near_to_each() -> None:
    # Of sixty questions, the first passage is near to all, the second to none, the last to three.
    seen = np.zeros((60, 3), np.float32)
    seen[:, 0], seen[:3, 2] = 0.6, 0.6

    hub, never, at_times = _hubs(seen)

    assert hub == at_times > never
    assert _hubs(seen[3:])[2] < hub
    assert (_hubs(seen[: OF_NEAREST - 1]) == 0).all()


def test_what_a_hub_gets_too_much_is_taken_off(
    found: list[Passage], baseline: Baseline, encoder: WordByWord, tmp_path: Path
) -> None:
    late = opened(found, baseline, encoder, tmp_path / "words")
    before = asked(late, encoder, "le prix")

    first = np.eye(1, len(found), dtype=np.float32)[0]
    late._usual = replace(late._usual, hubs=first * late._usual.spread)

    np.testing.assert_allclose(before - asked(late, encoder, "le prix"), first, atol=1e-5)


def test_rare_words_weigh_more() -> None:
    usual = Usual(np.zeros(2, np.float32), {7: 90, 8: 1}, 100, np.zeros(0, np.float32))

    frequent, rare, unknown = usual.weights([7, 8, 9])

    assert frequent < rare < unknown
    assert frequent + rare + unknown == pytest.approx(1)


def test_what_is_kept_says_the_same_and_is_not_made_again(
    found: list[Passage], baseline: Baseline, encoder: WordByWord, tmp_path: Path
) -> None:
    first = asked(opened(found, baseline, encoder, tmp_path / "words"), encoder, "le prix")
    encoder.encoded.clear()

    again = opened(found, baseline, encoder, tmp_path / "words")

    assert encoder.encoded == []
    np.testing.assert_allclose(asked(again, encoder, "le prix"), first, rtol=1e-6)


def test_only_new_passages_are_encoded(
    found: list[Passage], baseline: Baseline, encoder: WordByWord, tmp_path: Path
) -> None:
    opened(found[1:], baseline, encoder, tmp_path / "words")
    encoder.encoded.clear()

    late = opened(found, baseline, encoder, tmp_path / "words")

    assert set(encoder.encoded) == {found[0].text, found[0].words}
    fresh = opened(found, baseline, encoder, tmp_path / "fresh")
    np.testing.assert_allclose(
        asked(late, encoder, "la fuite"), asked(fresh, encoder, "la fuite"), rtol=1e-5
    )


def test_known_questions_are_encoded_once_for_all_contracts(
    found: list[Passage], baseline: Baseline, encoder: WordByWord, tmp_path: Path
) -> None:
    LateIndex.open(found[1:], baseline, encoder, tmp_path / "a", questions=tmp_path / "questions")
    encoder.encoded.clear()

    LateIndex.open(found[:1], baseline, encoder, tmp_path / "b", questions=tmp_path / "questions")

    assert set(encoder.encoded) == {found[0].text, found[0].words}


@pytest.mark.parametrize("damage", ["states", "about", "names", "missing", "usual", "counts"])
def test_what_is_damaged_is_made_again(
    found: list[Passage], baseline: Baseline, encoder: WordByWord, tmp_path: Path, damage: str
) -> None:
    folder = tmp_path / "words"
    first = asked(opened(found, baseline, encoder, folder), encoder, "un audit")
    states, about = folder / WORDS / STATES_FILE, folder / WORDS / ABOUT_FILE
    usual = folder / USUAL / USUAL_FILE
    if damage == "states":
        data = bytearray(states.read_bytes())
        data[5] ^= 255
        states.write_bytes(data)
    elif damage == "missing":
        states.unlink()
    elif damage == "names":
        _without(about, "names")
    elif damage == "counts":
        _without(usual, "usual", "counts")
    else:
        {"about": about, "usual": usual}[damage].write_text("{", encoding="utf-8")

    late = opened(found, baseline, encoder, folder)

    np.testing.assert_allclose(asked(late, encoder, "un audit"), first, rtol=1e-6)


def _without(path: Path, *keys: str) -> None:
    """Takes the last of the keys out of the JSON file, found by those before it."""
    about = json.loads(path.read_text(encoding="utf-8"))
    inner = about
    for key in keys[:-1]:
        inner = inner[key]
    del inner[keys[-1]]
    path.write_text(json.dumps(about), encoding="utf-8")


def test_too_many_passages_have_no_words(
    found: list[Passage],
    baseline: Baseline,
    encoder: WordByWord,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index.late, "MOST_PASSAGES", len(found) - 1)

    assert LateIndex.open(found, baseline, encoder, tmp_path / "words") is None
    assert LateIndex.open([], baseline, encoder, tmp_path / "words") is None


def test_the_model_gives_each_word_its_own_vector(embedder: Embedder) -> None:
    encoded = embedder.encode(["Quel tribunal est compétent ?", "Prix"], "query")

    for one, text in zip(encoded, ["Quel tribunal est compétent ?", "Prix"], strict=True):
        np.testing.assert_allclose(one.vector, embedder.encode_queries([text])[0], atol=1e-5)
        assert one.words.shape == (len(one.ids), embedder.dimension)
        # The prompt and the marks at both ends are left out.
        assert list(one.ids) == embedder.token_ids([text])[0][1:-1]
