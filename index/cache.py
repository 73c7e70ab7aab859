"""Vectors of texts that seldom change, kept so that only new texts are ever encoded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.embedding import Encoder, Vectors
from index.folders import read_sealed, write_sealed
from index.progress import Progress, silent

VECTORS_FILE, TEXTS_FILE = "vectors.f32", "texts.json"


def cached_queries(
    texts: Sequence[str], embedder: Encoder, folder: Path, progress: Progress = silent
) -> Vectors:
    """The vectors of the questions, a row each in their order, from `folder` where known."""
    if not texts:
        return np.empty((0, embedder.dimension), np.float32)
    return cached_rows(
        texts, embedder.fingerprint, folder, lambda new: embedder.encode_queries(new, progress)
    )


def cached_rows(
    texts: Sequence[str],
    fingerprint: str,
    folder: Path,
    make: Callable[[Sequence[str]], Vectors],
) -> Vectors:
    """A row for each text (one at least), in their order, from `folder` where known.

    `make` gives the rows of new texts, `fingerprint` names what it makes them with. `folder`
    holds the rows of one list of texts: those of others are dropped, and all of another maker's.
    """
    known = read_cached(folder, fingerprint)
    wanted = list(dict.fromkeys(texts))
    new = [text for text in wanted if key_of(text) not in known]
    if new or len(known) != len(wanted):
        known |= {
            key_of(text): row for text, row in zip(new, make(new) if new else (), strict=True)
        }
        known = {key_of(text): known[key_of(text)] for text in wanted}
        _write(folder, fingerprint, known)
    return np.stack([known[key_of(text)] for text in texts])


def read_cached(folder: Path, fingerprint: str) -> dict[str, Vectors]:
    """The vectors kept in `folder` by text key; none where missing, damaged or another model's."""
    sealed = read_sealed(folder, VECTORS_FILE, TEXTS_FILE, model=fingerprint)
    if sealed is None:
        return {}
    about, data = sealed
    try:
        rows = np.frombuffer(data, np.float32).reshape(len(about["texts"]), -1)
        return dict(zip(about["texts"], rows, strict=True))
    except (ValueError, KeyError, TypeError):
        return {}


def _write(folder: Path, fingerprint: str, known: dict[str, Vectors]) -> None:
    data = np.stack(list(known.values())).astype(np.float32).tobytes() if known else b""
    about = {"model": fingerprint, "texts": list(known)}
    write_sealed(folder, VECTORS_FILE, data, TEXTS_FILE, about)


def key_of(text: str) -> str:
    """What a text is called by where what was made of it is kept."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
