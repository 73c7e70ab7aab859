"""Questions that staff have answered for good, found again by their meaning.

A question that means the same gets the same answer; one that comes near leans towards the
same clause, as towards one more known way of asking for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assistant.journal.pairs import Pair
from assistant.recognition import Floats
from corpus.folding import fold

# From which cosine on (of what questions say beyond being questions) two mean the same, and
# from which the one speaks for the other's clause; what it counts there at most, in the unit of
# `assistant.weighing`.
SAME, NEAR = 0.93, 0.70
LEANING = 4.0


@dataclass(frozen=True)
class Approved:
    """Approved pairs and their questions' vectors: float32 [pairs, d], normalised."""

    pairs: tuple[Pair, ...]
    vectors: Floats

    @classmethod
    def none(cls) -> Approved:
        return cls((), np.empty((0, 0), np.float32))

    def same(self, question: str, vector: Floats) -> Pair | None:
        """The pair whose question has the same words, or means the same; the latest wins.

        `vector` [d] is the question's, as `vectors` are the pairs'.
        """
        literal = self._by_words.get(_words(question))
        if literal is not None:
            return literal
        cosines = self._cosines(vector)
        best = max(cosines, default=0.0)
        if best < SAME:
            return None
        return next(
            p for p, c in zip(reversed(self.pairs), reversed(cosines), strict=True) if c == best
        )

    def leaning(self, vector: Floats) -> dict[tuple[str, str], float]:
        """What the pairs near `vector` add to each (contract, clause) that they name."""
        found: dict[tuple[str, str], float] = {}
        for pair, cosine in zip(self.pairs, self._cosines(vector), strict=True):
            if pair.clause is not None and cosine > NEAR:
                key = (pair.contract, pair.clause)
                more = LEANING * (cosine - NEAR) / (1 - NEAR)
                found[key] = max(more, found.get(key, 0.0))
        return found

    @cached_property
    def _by_words(self) -> dict[tuple[str, ...], Pair]:
        """The pairs by their questions' words; the latest of those that have the same."""
        return {_words(pair.question): pair for pair in self.pairs}

    def _cosines(self, vector: Floats) -> Sequence[float]:
        found: list[float] = (self.vectors @ vector).tolist() if self.pairs else []
        return found


def _words(question: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", fold(question)))
