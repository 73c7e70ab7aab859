"""What every question shares is taken off."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.baseline import Baseline
from index.loading import load_published

from .conftest import WordEncoder


def test_the_mean_question_of_the_nearest_language_is_taken_off() -> None:
    centres = np.array([[0.8, 0.0, 0.2], [0.0, 0.8, 0.2]], np.float32)
    query = np.array([0.1, 0.9, 0.4], np.float32)

    rest = Baseline(centres, (), ()).distinctive(query)

    off = query - centres[1]
    np.testing.assert_allclose(rest, off / np.linalg.norm(off))


def test_scores_are_told_in_deviations_beyond_the_usual() -> None:
    group = np.array([[3.0, 0.0], [-1.0, 0.0]], np.float32)
    usual = Baseline(np.array([[1.0, 0.0]], np.float32), (group,), ()).usual(lambda rest: rest * 2)

    np.testing.assert_allclose(usual.means, [0.0, 0.0])
    assert usual.spread == pytest.approx(2**0.5)
    np.testing.assert_allclose(usual.beyond(np.array([2.0, 0.0])), [2**0.5, 0.0], rtol=1e-6)


def test_nothing_is_usual_where_there_is_no_passage() -> None:
    group = np.eye(2, dtype=np.float32)
    usual = Baseline(np.zeros((1, 2), np.float32), (group,), ()).usual(lambda rest: rest[:0])

    assert (len(usual.means), usual.spread) == (0, 1.0)


def test_known_questions_make_a_baseline_by_language() -> None:
    rows = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.0]], np.float32)
    baseline = Baseline.from_questions(["wat", "quoi", "wie"], rows, ["nl", "fr", "nl"])

    np.testing.assert_allclose(baseline.centres, [[0.0, 1.0], [0.75, 0.0]])
    assert baseline.texts == ("wat", "quoi", "wie")


def test_its_questions_are_encoded_once(words: WordEncoder, tmp_path: Path) -> None:
    Baseline.of(words, tmp_path / "probes")
    words.encoded.clear()
    Baseline.of(words, tmp_path / "probes")

    assert words.encoded == []


@pytest.mark.parametrize(
    ("language", "question"),
    [
        (0, "Qui paie les frais d'avocat ?"),
        (1, "Wie betaalt de kosten van de advocaat?"),
        (2, "Who pays the lawyer's fees?"),
    ],
)
def test_questions_are_nearest_to_their_own_language(
    tmp_path_factory: pytest.TempPathFactory, language: int, question: str
) -> None:
    embedder = load_published()
    baseline = Baseline.of(embedder, tmp_path_factory.getbasetemp() / "real-probes")
    query = embedder.encode_queries([question])[0]

    off = query - baseline.centres[language]
    np.testing.assert_allclose(baseline.distinctive(query), off / np.linalg.norm(off), atol=1e-6)
