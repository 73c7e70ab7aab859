"""The words of texts, each with its own vector, kept so that only new texts are ever encoded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.cache import key_of
from index.embedding import Encoder, Role
from index.folders import read_sealed, write_sealed
from index.progress import Progress, silent

STATES_FILE, ABOUT_FILE = "states.f16", "about.json"


@dataclass(frozen=True)
class Words:
    """The words of different texts, each text once: their states [words, d], text after text.

    `names` are the texts' hashes, `lengths` how many words each has, `ids` the words' numbers in
    the model's vocabulary.
    """

    names: tuple[str, ...]
    lengths: tuple[int, ...]
    ids: NDArray[np.int64]
    states: NDArray[np.float16]

    @property
    def starts(self) -> NDArray[np.int64]:
        """Where the words of each text begin."""
        return np.cumsum([0, *self.lengths[:-1]])

    def by_name(self) -> dict[str, tuple[NDArray[np.int64], NDArray[np.float16]]]:
        """The words of each text: their numbers [t] and their states [t, d]."""
        inner = self.starts[1:]
        rows = zip(np.split(self.ids, inner), np.split(self.states, inner), strict=True)
        return dict(zip(self.names, rows, strict=True))


def kept_words(
    texts: Sequence[str],
    role: Role,
    embedder: Encoder,
    folder: Path,
    progress: Progress = silent,
    rebuild: bool = False,
) -> Words:
    """The words of the texts (one at least), in their order, from `folder` where known there.

    `folder` holds the words of one list of texts: those of others are dropped.
    """
    by_name = {key_of(text): text for text in texts}
    known = None if rebuild else _read(folder, embedder.fingerprint)
    if known is not None and known.names == tuple(by_name):
        return known
    rows = known.by_name() if known else {}
    fresh = {name: text for name, text in by_name.items() if name not in rows}
    encoded = embedder.encode(list(fresh.values()), role, progress)
    for name, one in zip(fresh, encoded, strict=True):
        rows[name] = np.array(one.ids, np.int64), one.words.astype(np.float16)
    ids, states = zip(*(rows[name] for name in by_name), strict=True)
    words = Words(
        tuple(by_name), tuple(map(len, states)), np.concatenate(ids), np.concatenate(states)
    )
    _write(folder, embedder.fingerprint, words)
    return words


def _write(folder: Path, fingerprint: str, words: Words) -> None:
    about = {
        "model": fingerprint,
        "names": words.names,
        "lengths": words.lengths,
        "ids": words.ids.tolist(),
    }
    write_sealed(folder, STATES_FILE, words.states.tobytes(), ABOUT_FILE, about)


def _read(folder: Path, fingerprint: str) -> Words | None:
    """What is kept in `folder`, None where missing, damaged or another model's."""
    sealed = read_sealed(folder, STATES_FILE, ABOUT_FILE, model=fingerprint)
    if sealed is None:
        return None
    about, data = sealed
    try:
        names, lengths = tuple(about["names"]), tuple(about["lengths"])
        ids = np.array(about["ids"], np.int64)
        states = np.frombuffer(data, np.float16).reshape(len(ids), -1)
        return Words(names, lengths, ids, states) if sum(lengths) == len(ids) else None
    except (KeyError, TypeError, ValueError):
        return None
