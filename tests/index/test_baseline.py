"""What every question shares is taken off."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.baseline import Baseline
from index.embedding import Embedder

from .conftest import WordEncoder


def test_the_mean_question_of_the_nearest_language_is_taken_off() -> None:
    centres = np.array([[0.8, 0.0, 0.2], [0.0, 0.8, 0.2]], np.float32)
    query = np.array([0.1, 0.9, 0.4], np.float32)

    rest = Baseline(centres, ()).distinctive(query)

    off = query - centres[1]
    np.testing.assert_allclose(rest, off / np.linalg.norm(off))


def test_spread_is_the_deviation_of_questions_scores() -> None:
    group = np.array([[1.0, 0.0], [-1.0, 0.0]], np.float32)
    baseline = Baseline(np.zeros((1, 2), np.float32), (group,))

    assert baseline.spread(np.array([[2.0, 0.0]], np.float32)) == pytest.approx(2.0)
    assert baseline.spread(np.empty((0, 2), np.float32)) == 1.0
    assert baseline.spread(np.zeros((3, 2), np.float32)) == 1.0


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
    embedder: Embedder, tmp_path_factory: pytest.TempPathFactory, language: int, question: str
) -> None:
    baseline = Baseline.of(embedder, tmp_path_factory.getbasetemp() / "real-probes")
    query = embedder.encode_queries([question])[0]

    off = query - baseline.centres[language]
    np.testing.assert_allclose(baseline.distinctive(query), off / np.linalg.norm(off), atol=1e-6)
