"""Recognition: which topic a question asks about, by the ways people are known to ask.

Kernel ridge regression over the embeddings of all known questions: every one of them
votes, the nearer the louder, and votes that only repeat each other are discounted. What
all questions of a language have in common is taken off first, so that only the matter
counts. Solved in closed form, hence the same on every machine; kept on disk once solved.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from threadpoolctl import ThreadpoolController

from index.folders import read_sealed, write_sealed
from index.progress import Progress, silent

Floats = NDArray[np.float32]

# The labels of what is no topic.
OUT_OF_SCOPE, SMALLTALK = "out-of-scope", "smalltalk/"

# The kernel exp(WIDTH * (cosine - 1)) and the ridge, chosen by five-fold cross-validation
# over the known questions (benchmarks/recognition.py).
WIDTH, RIDGE = 1.0, 0.1
# What is this near a known question asks the same, and is at least so surely of its label.
SAME, SURELY = 0.9, 0.12
# So near a known question on a topic come five of 864 ways of small talk.
ALIKE = 0.8
# So near a known question on a topic come nine of thirty questions that are told to be out of scope
# by little, and six of these nine ask something of a contract.
RESEMBLING = 0.65
FORMAT = 1
VOTES_FILE, ABOUT_FILE = "votes.f32", "votes.json"
STAGE = "learning how people ask"


@dataclass(frozen=True, slots=True)
class Ask:
    """A known way of asking: `label` is a topic id, "out-of-scope" or "smalltalk/greeting"."""

    text: str
    language: str
    label: str


def is_topic(label: str) -> bool:
    """Whether a label is a topic's id, and neither small talk nor out of scope."""
    return label != OUT_OF_SCOPE and not label.startswith(SMALLTALK)


@dataclass(frozen=True, slots=True)
class Recognised:
    """The score of every label for one question, and the known question nearest to it."""

    scores: dict[str, float]
    nearest: Ask
    cosine: float

    @property
    def likeliest(self) -> tuple[str, float]:
        """The label that fits best, and its score."""
        return max(self.scores.items(), key=lambda one: one[1])

    @property
    def is_known(self) -> bool:
        """Whether it means as much as the same as a known question or word of small talk."""
        return self.cosine >= ALIKE

    @property
    def is_nearly_known(self) -> bool:
        """Whether it comes near to a known question on a topic, and is thus no small talk."""
        return is_topic(self.nearest.label) and self.is_known

    @property
    def resembles_a_topic(self) -> bool:
        """Whether it rather asks something of a contract than of the world."""
        return is_topic(self.nearest.label) and self.cosine >= RESEMBLING

    @property
    def told(self) -> str:
        """What it was recognised by, in words, for those who want to know why."""
        nearest = self.nearest
        return f"nearest known question “{nearest.text}” ({nearest.label}, {self.cosine:.2f})"


class Recogniser:
    """Tells which label a question carries. `vectors`: float32 [asks, d], normalised.

    `votes` (float32 [asks, labels]) is what `solve` gave for the same asks.
    """

    def __init__(self, asks: Sequence[Ask], vectors: Floats, votes: Floats) -> None:
        self._asks = tuple(asks)
        self._centres = centres(asks, vectors)
        self._rows = distinctive(vectors, self._centres)
        self._votes = votes
        self._pools = ThreadpoolController()
        self._label_of, self.labels = _numbered(asks)
        self.counts = Counter(ask.label for ask in asks)

    @classmethod
    def kept(
        cls, asks: Sequence[Ask], vectors: Floats, folder: Path, progress: Progress = silent
    ) -> Recogniser:
        """The recogniser of these asks, read from `folder` or solved and kept there."""
        if len(asks) != len(vectors):
            raise ValueError(f"{len(asks)} asks but {len(vectors)} vectors")
        made_from = _fingerprint(asks, vectors)
        votes = _read_votes(folder, made_from, len(asks))
        if votes is None:
            progress(STAGE, 0, 1)
            votes = solve(asks, vectors)
            progress(STAGE, 1, 1)
            write_sealed(folder, VOTES_FILE, votes.tobytes(), ABOUT_FILE, {"made_from": made_from})
        return cls(asks, vectors, votes)

    def distinctive(self, vectors: Floats) -> Floats:
        """What each vector [n, d] says beyond being a question in its language, normalised."""
        return distinctive(vectors, self._centres)

    def recognise(self, vector: Floats) -> Recognised:
        """How much each label fits. `vector`: float32 [d], the question's embedding."""
        # The idle threads of two pools, numpy's and the model's, keep each other off the cores.
        with self._pools.limit(limits=1, user_api="blas"):
            cosines = self._rows @ distinctive(vector[None, :], self._centres)[0]
            scores = np.exp(WIDTH * (cosines - 1)) @ self._votes
        best = int(np.argmax(cosines))
        nearest, cosine = self._asks[best], float(cosines[best])
        by_label = dict(zip(self.labels, scores.tolist(), strict=True))
        if cosine >= SAME:
            by_label[nearest.label] = max(by_label[nearest.label], SURELY)
        return Recognised(by_label, nearest, cosine)


def solve(asks: Sequence[Ask], vectors: Floats) -> Floats:
    """The votes of the asks for the labels: float32 [asks, labels]. Takes seconds."""
    label_of, labels = _numbered(asks)
    rows = distinctive(vectors, centres(asks, vectors))
    targets = np.eye(len(labels), dtype=np.float32)[label_of]
    targets /= np.sqrt(targets.sum(axis=0, keepdims=True))
    # In place: there is a gigabyte of it. Transposed, LAPACK takes it without a copy.
    kernel = rows @ rows.T
    kernel -= 1
    kernel *= WIDTH
    np.exp(kernel, out=kernel)
    kernel[np.diag_indices_from(kernel)] += RIDGE
    factor = cho_factor(kernel.T, lower=True, overwrite_a=True, check_finite=False)
    votes: Floats = cho_solve(factor, targets, check_finite=False).astype(np.float32)
    return np.ascontiguousarray(votes)


def centres(asks: Sequence[Ask], vectors: Floats) -> Floats:
    """The mean question of each language: float32 [languages, d]."""
    languages = np.array([ask.language for ask in asks])
    return np.stack([vectors[languages == name].mean(axis=0) for name in sorted(set(languages))])


def distinctive(vectors: Floats, means: Floats) -> Floats:
    """What each vector says beyond being a question in its language, normalised: [n, d]."""
    rest = vectors - means[np.argmax(vectors @ means.T, axis=1)]
    lengths = np.linalg.norm(rest, axis=1, keepdims=True)
    unit: Floats = rest / np.maximum(lengths, 1e-9)
    return unit


def _numbered(asks: Sequence[Ask]) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    labels = tuple(dict.fromkeys(ask.label for ask in asks))
    number = {label: position for position, label in enumerate(labels)}
    return np.array([number[ask.label] for ask in asks]), labels


def _fingerprint(asks: Sequence[Ask], vectors: Floats) -> str:
    digest = hashlib.sha256(f"{FORMAT} {WIDTH} {RIDGE}".encode())
    digest.update(repr([(ask.text, ask.language, ask.label) for ask in asks]).encode())
    digest.update(np.ascontiguousarray(vectors).tobytes())
    return digest.hexdigest()


def _read_votes(folder: Path, made_from: str, count: int) -> Floats | None:
    """The votes kept in `folder`, None where missing, damaged or made from other asks."""
    sealed = read_sealed(folder, VOTES_FILE, ABOUT_FILE, made_from=made_from)
    return np.frombuffer(sealed[1], np.float32).reshape(count, -1) if sealed else None
