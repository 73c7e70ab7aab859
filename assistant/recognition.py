"""Recognition: which topic a question asks about, by the ways people are known to ask.

A question is compared with every known way of asking, by meaning (embeddings) and by
letters (character n-grams, which forgive spelling). A linear classifier over the same
embeddings tells neighbouring topics apart where the nearest example alone would waver.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from corpus.folding import fold

Floats = NDArray[np.float32]

RIDGE = 0.4
DENSE_WEIGHT, LETTERS_WEIGHT, LINEAR_WEIGHT = 22.0, 6.0, 8.0


@dataclass(frozen=True, slots=True)
class Ask:
    """A known way of asking: `label` is a topic id, "out-of-scope" or "smalltalk/greeting"."""

    text: str
    language: str
    label: str


@dataclass(frozen=True, slots=True)
class Recognised:
    """A label with its probability among all labels, and the known question nearest to it."""

    label: str
    probability: float
    nearest: Ask
    dense: float
    letters: float


class Recogniser:
    """Tells which label a question carries. `vectors`: float32 [asks, d], normalised."""

    def __init__(self, asks: Sequence[Ask], vectors: Floats) -> None:
        if len(asks) != len(vectors):
            raise ValueError(f"{len(asks)} asks but {len(vectors)} vectors")
        self._asks = tuple(asks)
        self._vectors = vectors
        self.labels = tuple(dict.fromkeys(ask.label for ask in asks))
        number = {label: position for position, label in enumerate(self.labels)}
        self._label_of = np.array([number[ask.label] for ask in asks])
        self._letters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, preprocessor=fold, min_df=1
        )
        self._letter_rows = self._letters.fit_transform([ask.text for ask in asks]).astype(
            np.float32
        )
        self._mean = vectors.mean(axis=0)
        self._linear = _ridge(vectors - self._mean, self._label_of, len(self.labels))

    def recognise(self, question: str, vector: Floats) -> tuple[Recognised, ...]:
        """Every label, most probable first. `vector`: float32 [d], the question's embedding."""
        dense = self._vectors @ vector
        letters = (self._letter_rows @ self._letters.transform([question]).T).toarray().ravel()
        linear = (vector - self._mean) @ self._linear
        by_label = len(self.labels)
        best_dense = _max_by(self._label_of, dense, by_label)
        best_letters = _max_by(self._label_of, letters, by_label)
        logits = DENSE_WEIGHT * best_dense + LETTERS_WEIGHT * best_letters + LINEAR_WEIGHT * linear
        weights = np.exp(logits - logits.max())
        probabilities = weights / weights.sum()
        closeness = dense + 0.3 * letters
        found = []
        for position in np.argsort(-probabilities, kind="stable"):
            members = np.flatnonzero(self._label_of == position)
            nearest = int(members[np.argmax(closeness[members])])
            found.append(
                Recognised(
                    self.labels[position],
                    float(probabilities[position]),
                    self._asks[nearest],
                    float(best_dense[position]),
                    float(best_letters[position]),
                )
            )
        return tuple(found)


def _max_by(groups: NDArray[np.int64], values: Floats, count: int) -> Floats:
    best = np.full(count, -np.inf, dtype=np.float32)
    np.maximum.at(best, groups, values)
    return best


def _ridge(rows: Floats, labels: NDArray[np.int64], count: int) -> Floats:
    """Ridge regression onto one-hot labels, solved in closed form: float32 [d, count]."""
    targets = np.eye(count, dtype=np.float32)[labels]
    targets = targets / np.sqrt(targets.sum(axis=0, keepdims=True))
    gram = rows.T @ rows + RIDGE * np.eye(rows.shape[1], dtype=np.float32)
    return np.asarray(np.linalg.solve(gram, rows.T @ targets), dtype=np.float32)
