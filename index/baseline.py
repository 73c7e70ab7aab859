"""How near a passage is to any question at all, so that only the rest counts.

Some passages are near to every question (definitions most of all), and a question in one
language is nearer to whatever resembles that language. Both vanish when the mean of many
questions of the same language (`data/probes.yaml`, or all that are known) is taken off the
question, and what questions usually get off each passage. The spread of what remains gives
dense scores a unit that does not depend on the model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

import numpy as np
import yaml

from index.cache import cached_queries
from index.embedding import Encoder, Vectors

SAMPLE = 500
HARDLY_TREATED = 0.25
"""The share of known questions that a contract is taken not to treat."""


@dataclass(frozen=True)
class Usual:
    """The mean score of questions in general on each passage [n], and the scores' deviation.

    `best` is by how many deviations the best passage stands out for a question that the passages
    hardly treat: all but a quarter of the questions get more.
    """

    means: Vectors
    spread: float
    best: float = 0.0

    def beyond(self, scores: Vectors) -> Vectors:
        """By how many deviations each passage's score [..., n] is above its usual one."""
        rest: Vectors = ((scores - self.means) / self.spread).astype(np.float32)
        return rest


@dataclass(frozen=True)
class Baseline:
    """The mean question of each language, a row each, and all the questions by language.

    `texts` are the questions' words.
    """

    centres: Vectors
    questions: tuple[Vectors, ...]
    texts: tuple[str, ...]

    @classmethod
    def from_questions(
        cls, texts: Sequence[str], vectors: Vectors, languages: Sequence[str]
    ) -> Baseline:
        """The baseline of known questions: a row [d] each, and the language of each."""
        of = np.array(languages)
        groups = tuple(vectors[of == language] for language in sorted(set(languages)))
        return cls(np.stack([group.mean(axis=0) for group in groups]), groups, tuple(texts))

    @classmethod
    def of(cls, embedder: Encoder, folder: Path) -> Baseline:
        """The baseline of a model; its questions' vectors are kept in `folder`."""
        source = resources.files("index").joinpath("data/probes.yaml").read_text("utf-8")
        by_language: list[list[str]] = list(yaml.safe_load(source).values())
        texts = [text for texts in by_language for text in texts]
        vectors = cached_queries(texts, embedder, folder)
        edges = np.cumsum([len(texts) for texts in by_language])[:-1]
        groups = tuple(np.split(vectors, edges))
        return cls(np.stack([group.mean(axis=0) for group in groups]), groups, tuple(texts))

    def distinctive(self, query: Vectors) -> Vectors:
        """What the query's vector says beyond being a question in its language, of length 1."""
        rest = query - self.centres[int(np.argmax(self.centres @ query))]
        unit: Vectors = rest / max(float(np.linalg.norm(rest)), 1e-9)
        return unit

    def usual(self, scores: Callable[[Vectors], Vectors]) -> Usual:
        """What questions in general get; `scores` gives a vector's score on each passage [n]."""
        questions = np.concatenate(self.questions)
        sample = questions[:: max(1, len(questions) // SAMPLE)]
        found = np.stack([scores(self.distinctive(question)) for question in sample])
        if not found.size:
            return Usual(found.mean(axis=0), 1.0)
        usual = Usual(found.mean(axis=0), float(found.std()) or 1.0)
        best = np.quantile(usual.beyond(found).max(axis=1), HARDLY_TREATED)
        return replace(usual, best=float(best))
