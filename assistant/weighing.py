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
from index.search import LEXICAL_HALF


@dataclass(frozen=True, slots=True)
class Weights:
    """What a signal counts, in standard deviations of nearness (see `index.baseline`).

    `topic` is what a recognised topic counts for the clause that treats it, among the clauses;
    `proof` the same where it is to be told whether any clause answers, and `rival` what a topic
    counts against that which no clause treats. `enough` is the least by which the best proof
    must outdo the rival.
    Chosen on development questions about several contracts (`benchmarks/finding.py`).
    """

    lexical: float = 1.0
    topic: float = 40.0
    proof: float = 20.0
    rival: float = 30.0
    enough: float = 2.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause that may answer by its passage `start:end`, `marks` the telling words in it.

    `late` and `lexical` are the index's signals; `recognised` is the score of `topic`,
    which the clause treats as `treatment` says (0 and None for a clause that speaks for itself);
    `leaning` is what questions that staff answered with the clause add.
    """

    contract: str
    clause: str
    start: int
    end: int
    late: float
    lexical: float
    topic: str | None = None
    recognised: float = 0.0
    treatment: Treatment | None = None
    leaning: float = 0.0

    def fit(self, weights: Weights) -> float:
        """How well the clause answers, among the clauses, in the unit of `late`."""
        treats = self.treatment.weight if self.treatment else 0.0
        return self._told(weights) + weights.topic * treats * self.recognised

    def proof(self, weights: Weights) -> float:
        """How much speaks for an answer by the clause at all, in the unit of `late`."""
        treats = self.treatment.proof if self.treatment else 0.0
        return self._told(weights) + weights.proof * treats * self.recognised

    def _told(self, weights: Weights) -> float:
        words = self.lexical / (self.lexical + LEXICAL_HALF)
        return self.late + weights.lexical * words + self.leaning


@dataclass(frozen=True, slots=True)
class Weighed:
    """The candidates, best first, and by how much the best proof outdoes the rival."""

    ranked: tuple[Candidate, ...]
    margin: float


def weigh(candidates: Sequence[Candidate], rival: float, weights: Weights) -> Weighed:
    """`rival` is the score of the likeliest label that no clause treats."""
    ranked = tuple(sorted(candidates, key=lambda found: -found.fit(weights)))
    if not ranked:
        return Weighed((), float("-inf"))
    proof = max(found.proof(weights) for found in candidates)
    margin = proof - weights.rival * rival - weights.enough
    return Weighed(ranked, margin)
