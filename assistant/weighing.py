"""Weighing: how well a clause answers a question, and whether well enough.

Among the clauses four signals speak for one: how near its words are in meaning, what a second
look at them with the question's eyes says, which words it shares with the question, and the
topic that the question was recognised as, where the clause treats it. Whether any answers is
told by the first two: the nearest clauses must be nearer than they usually are to a question.
Against any answer speaks that the question was recognised as something that no clause treats.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.recognition import OUT_OF_SCOPE, SMALLTALK
from assistant.treatment import Treatment
from index.search import LEXICAL_HALF

NEAREST = (2, 1, 1)
"""What the nearest clause and the next ones count where it is to be told whether any answers."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What a signal counts, in standard deviations of nearness (see `index.baseline`).

    Among the clauses, `topic` is what a recognised topic counts for the one that treats it. Where
    it is to be told whether any clause answers, a topic that none treats counts `rival` against
    them all, small talk and other subjects `stray`, and how near clauses usually are `usual`.
    `enough` is the least by which the nearest must outdo all this. Chosen on development
    questions, and on agreements that no model learned from (`benchmarks/finding.py`).
    """

    lexical: float = 1.0
    odds: float = 0.3
    topic: float = 30.0
    rival: float = 25.0
    stray: float = 80.0
    usual: float = 1.0
    enough: float = -1.52


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause that may answer by its passage `start:end`, `marks` the telling words in it.

    `late`, `lexical` and `odds` are the index's signals; `recognised` is the score of `topic`,
    which the clause treats as `treatment` says (0 and None for a clause that speaks for itself);
    `leaning` is what questions that staff answered with the clause add.
    """

    contract: str
    clause: str
    start: int
    end: int
    late: float
    lexical: float
    odds: float = 0.0
    topic: str | None = None
    recognised: float = 0.0
    treatment: Treatment | None = None
    leaning: float = 0.0

    def fit(self, weights: Weights) -> float:
        """How well the clause answers, among the clauses, in the unit of `late`."""
        words = self.lexical / (self.lexical + LEXICAL_HALF)
        treats = self.treatment.weight if self.treatment else 0.0
        told = weights.lexical * words + weights.topic * treats * self.recognised
        return self.nearness(weights) + told

    def nearness(self, weights: Weights) -> float:
        """How near it is in meaning: as the words compare, and as the question reads it."""
        return self.late + weights.odds * self.odds + self.leaning


@dataclass(frozen=True, slots=True)
class Rival:
    """A label that no clause treats, and the score that the question has for it."""

    label: str
    score: float

    def against(self, weights: Weights) -> float:
        """How much it speaks against any answer, in the unit of `late`."""
        if self.label == OUT_OF_SCOPE or self.label.startswith(SMALLTALK):
            return weights.stray * self.score
        return weights.rival * self.score


def fittest(candidates: Iterable[Candidate], weights: Weights) -> Candidate | None:
    """The candidate that answers best, None where there is none."""
    return max(candidates, key=lambda found: found.fit(weights), default=None)


@dataclass(frozen=True, slots=True)
class Weighed:
    """The candidates, best first, and by how much the nearest outdoes what is against it."""

    ranked: tuple[Candidate, ...]
    margin: float


def weigh(
    candidates: Sequence[Candidate], against: float, usual: float, weights: Weights
) -> Weighed:
    """`against` is what speaks against any answer, `usual` how near the nearest clause of these
    contracts usually is to a question: the more clauses there are, the nearer by mere chance.
    """
    ranked = tuple(sorted(candidates, key=lambda found: -found.fit(weights)))
    if not ranked:
        return Weighed((), float("-inf"))
    near = _near([found.nearness(weights) for found in candidates])
    return Weighed(ranked, near - weights.usual * usual - against - weights.enough)


def _near(nearness: Iterable[float]) -> float:
    """How near the nearest clauses are. A clause that says it is rarely alone: others of its
    article come near too, while what comes near by chance does so alone.
    """
    # A clause is there once for each of its topics, and for each article above it.
    nearest = sorted(set(nearness), reverse=True)
    counted = list(zip(NEAREST, nearest, strict=False))
    return sum(count * near for count, near in counted) / sum(count for count, _ in counted)
