"""Weighing: how well a clause answers a question, and whether well enough.

Three signals speak for a clause: how near its words are in meaning, which words it shares
with the question, and the topic that the question was recognised as, where the clause
treats it. One speaks against any answer: that the question was recognised as something
that no clause treats.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.treatment import Treatment

LEXICAL_HALF = 3.0


@dataclass(frozen=True, slots=True)
class Weights:
    """What a signal counts, in standard deviations of nearness (see `index.baseline`).

    `enough` is the least by which the best clause must outdo the rival to be an answer.
    Chosen on development questions about several contracts (`benchmarks/finding.py`).
    """

    dense: float = 0.5
    late: float = 1.0
    lexical: float = 2.0
    topic: float = 60.0
    rival: float = 60.0
    enough: float = 2.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause that may answer by its passage `start:end`, `marks` the telling words in it.

    `dense`, `late` and `lexical` are the index's signals; `recognised` is the score of `topic`,
    which the clause treats as `treatment` says (0 and None for a clause that speaks for itself);
    `leaning` is what questions that staff answered with the clause add.
    """

    contract: str
    clause: str
    start: int
    end: int
    dense: float
    lexical: float
    topic: str | None = None
    recognised: float = 0.0
    treatment: Treatment | None = None
    leaning: float = 0.0
    late: float = 0.0

    def fit(self, weights: Weights) -> float:
        """How well the clause answers, in the unit of `dense`."""
        treats = self.treatment.weight if self.treatment else 0.0
        words = self.lexical / (self.lexical + LEXICAL_HALF)
        topical = weights.topic * treats * self.recognised
        near = weights.dense * self.dense + weights.late * self.late
        return near + weights.lexical * words + topical + self.leaning


@dataclass(frozen=True, slots=True)
class Weighed:
    """The candidates, best first, and by how much the best one outdoes the rival."""

    ranked: tuple[Candidate, ...]
    margin: float


def weigh(candidates: Sequence[Candidate], rival: float, weights: Weights) -> Weighed:
    """`rival` is the score of the likeliest label that no clause treats."""
    ranked = tuple(sorted(candidates, key=lambda found: -found.fit(weights)))
    if not ranked:
        return Weighed((), float("-inf"))
    margin = ranked[0].fit(weights) - weights.rival * rival - weights.enough
    return Weighed(ranked, margin)
