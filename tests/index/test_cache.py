"""Vectors of questions, kept between starts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.cache import cached_queries

from .conftest import WordEncoder

TEXTS = ["quel prix", "quel tribunal", "quel prix", "quelle durée"]


@pytest.fixture
def folder(words: WordEncoder, tmp_path: Path) -> Path:
    cached_queries(TEXTS, words, tmp_path / "questions")
    words.encoded.clear()
    return tmp_path / "questions"


def test_rows_follow_the_texts(words: WordEncoder, folder: Path) -> None:
    rows = cached_queries(TEXTS, words, folder)

    assert words.encoded == []
    np.testing.assert_array_equal(rows, WordEncoder().encode_queries(TEXTS))


def test_only_new_texts_are_encoded(words: WordEncoder, folder: Path) -> None:
    rows = cached_queries(["quel audit", *TEXTS[1:]], words, folder)

    assert words.encoded == ["quel audit"]
    np.testing.assert_array_equal(rows[1:], WordEncoder().encode_queries(TEXTS[1:]))


def test_texts_no_longer_wanted_are_dropped(words: WordEncoder, folder: Path) -> None:
    cached_queries(TEXTS[:1], words, folder)
    cached_queries(TEXTS, words, folder)

    assert words.encoded == ["quel tribunal", "quelle durée"]


def test_another_model_encodes_all(folder: Path) -> None:
    other = WordEncoder("words:2")
    cached_queries(TEXTS, other, folder)

    assert len(other.encoded) == 3


@pytest.mark.parametrize("name", ["vectors.f32", "texts.json"])
@pytest.mark.parametrize("data", [b"", b"[]", b"\x80\x04."])
def test_damage_is_repaired(words: WordEncoder, folder: Path, name: str, data: bytes) -> None:
    (folder / name).write_bytes(data)
    rows = cached_queries(TEXTS, words, folder)

    assert len(words.encoded) == 3
    np.testing.assert_array_equal(rows, WordEncoder().encode_queries(TEXTS))


def test_no_text_gives_no_row(words: WordEncoder, tmp_path: Path) -> None:
    assert cached_queries([], words, tmp_path / "none").shape == (0, 5)
