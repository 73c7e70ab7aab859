"""How near a passage is to any question at all, so that only the rest counts.

Some passages are near to every question (definitions most of all), and a question in one
language is nearer to whatever resembles that language. Both vanish when the mean of many
questions of the same language (`data/probes.yaml`) is taken off the question. The spread
of what remains gives dense scores a unit that does not depend on the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
import yaml

from index.cache import cached_queries
from index.embedding import Encoder, Vectors

SAMPLE = 2000


@dataclass(frozen=True)
class Baseline:
    """The mean question of each language, a row each, and all the questions by language."""

    centres: Vectors
    questions: tuple[Vectors, ...]

    @classmethod
    def of(cls, embedder: Encoder, folder: Path) -> Baseline:
        """The baseline of a model; its questions' vectors are kept in `folder`."""
        source = resources.files("index").joinpath("data/probes.yaml").read_text("utf-8")
        by_language: list[list[str]] = list(yaml.safe_load(source).values())
        texts = [text for texts in by_language for text in texts]
        vectors = cached_queries(texts, embedder, folder)
        edges = np.cumsum([len(texts) for texts in by_language])[:-1]
        groups = tuple(np.split(vectors, edges))
        return cls(np.stack([group.mean(axis=0) for group in groups]), groups)

    def distinctive(self, query: Vectors) -> Vectors:
        """What the query's vector says beyond being a question in its language, of length 1."""
        rest = query - self.centres[int(np.argmax(self.centres @ query))]
        unit: Vectors = rest / max(float(np.linalg.norm(rest)), 1e-9)
        return unit

    def spread(self, passages: Vectors) -> float:
        """The standard deviation of questions' scores on these passages; 1 if there is none."""
        if not len(passages):
            return 1.0
        sample = passages[:: max(1, len(passages) // SAMPLE)]
        rests = np.stack([self.distinctive(row) for group in self.questions for row in group])
        return float(np.std(rests @ sample.T)) or 1.0
