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

from assistant.found import Finding, of_candidate, of_hit, whole
from assistant.journal.pairs import Pair
from assistant.recognition import Floats
from assistant.weighing import TOLD_TOPIC, Candidate, Weights, fittest
from corpus.folding import fold
from corpus.model import Contract, lies_under
from index.search import Hit

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


def without_clause(pair: Pair, hits: Sequence[Hit]) -> Finding:
    """That nothing answers, as staff said; the nearest of `hits` is worth reading."""
    near = tuple(of_hit(hit) for hit in hits[:1])
    wording = _wording(pair)
    return Finding("silent", near=near, why=_why(pair), approved=True, wording=wording)


def with_wording(pair: Pair, contract: Contract) -> Finding:
    """The sentence that staff wrote: it was read against its whole clause, and may rest on any
    part of it."""
    place = whole(contract, contract.clause(str(pair.clause)))
    wording = _wording(pair)
    return Finding("passage", places=(place,), why=_why(pair), approved=True, wording=wording)


def with_clause(
    pair: Pair, contract: Contract, candidates: Sequence[Candidate], weights: Weights
) -> Finding:
    """The words of the clause that staff named by which it answers best."""
    clause = str(pair.clause)
    inside = [
        found
        for found in candidates
        if found.contract == pair.contract and lies_under(found.clause, clause)
    ]
    best = fittest(inside, weights)
    place = of_candidate(best) if best else whole(contract, contract.clause(clause))
    if best is None or best.recognised < TOLD_TOPIC:
        return Finding("passage", places=(place,), why=_why(pair), approved=True)
    return Finding("topic", best.topic, (place,), why=_why(pair), approved=True)


def _wording(pair: Pair) -> dict[str, str]:
    return {pair.language: pair.wording} if pair.wording else {}


def _why(pair: Pair) -> tuple[str, ...]:
    return (f"staff answered “{pair.question}” with {pair.clause or 'no clause'}",)
