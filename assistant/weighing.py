"""Weighing: how well a clause answers a question, and whether well enough.

Among the clauses four signals speak for one: how near its words are in meaning, what a second
look at them with the question's eyes says, which words it shares with the question, and the
topic that the question was recognised as, where the clause treats it. Whether any answers is
told by the first two: the nearest clauses must be nearer than they usually are to a question.
Against any answer speaks that the question was recognised as something that no clause treats.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from assistant.recognition import OUT_OF_SCOPE, SAME, SMALLTALK, Recognised
from assistant.treatment import Treatment
from corpus.model import lies_under
from index.search import LEXICAL_HALF

# What a lead over the next clause, and a sentence that treats the topic, count where it is told
# whether the best clause is sure, in the unit of the margin; and how much is sure. By a logistic
# regression on the answered ones of 1,500 development questions and of those on 60 agreements that
# no model learned from: of the answers that are not sure half are right (docs/experiments.md).
LEAD, MOST_LEAD, TREATED, SURE = 0.6, 3.0, 0.6, 1.75
# The least score by which a topic's own wording is trusted to be what was asked.
TOLD_TOPIC = 0.02
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

    `late`, `lexical`, `odds` and `whole` are the index's signals; `recognised` is the score of
    `topic`, which the clause treats as `treatment` says (0 and None for a clause that speaks for
    itself); `leaning` is what questions that staff answered with the clause add, `context` what
    was said before, among the clauses.
    """

    contract: str
    clause: str
    start: int
    end: int
    late: float
    lexical: float
    odds: float = 0.0
    whole: float = 0.0
    topic: str | None = None
    recognised: float = 0.0
    treatment: Treatment | None = None
    leaning: float = 0.0
    context: float = 0.0

    def fit(self, weights: Weights) -> float:
        """How well the clause answers, among the clauses, in the unit of `late`."""
        words = self.lexical / (self.lexical + LEXICAL_HALF)
        treats = self.treatment.weight if self.treatment else 0.0
        told = weights.lexical * words + weights.topic * treats * self.recognised
        return self.nearness(weights) + self.whole + self.context + told

    def nearness(self, weights: Weights) -> float:
        """How near it is in meaning: as the words compare, and as the question reads it."""
        return self.late + weights.odds * self.odds + self.leaning

    def told(self, weights: Weights) -> str:
        """The signals, in words, for those who want to know why."""
        whole = f", as a whole {self.whole:.1f}" if self.whole else ""
        topic = f", topic {self.topic} at {self.recognised:.3f}" if self.topic else ""
        return (
            f"{self.clause}: meaning {self.late:.1f}, words {self.lexical:.1f}, "
            f"read {self.odds:.1f}{whole}{topic}, in all {self.fit(weights):.1f}"
        )


@dataclass(frozen=True, slots=True)
class Rival:
    """A label that no clause treats, and the score that the question has for it, which may be
    `about` the contract by its words."""

    label: str
    score: float
    about: bool = False

    def against(self, weights: Weights) -> float:
        """How much it speaks against any answer, in the unit of `late`."""
        if (self.label == OUT_OF_SCOPE and not self.about) or self.label.startswith(SMALLTALK):
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

    def is_sure(self, weights: Weights) -> bool:
        """Whether the best clause is rather right than wrong, of questions that are answered.

        It may outdo by little what speaks against it, or the next clause.
        """
        best = self.ranked[0]
        by_its_words = best.treatment is not None and best.treatment.by == "sentence"
        told = self.margin + LEAD * min(self.lead(weights), MOST_LEAD) + TREATED * by_its_words
        return told > SURE

    def lead(self, weights: Weights, besides: Collection[str] = ()) -> float:
        """By how much the best clause outdoes the next one that is neither above nor under it, nor
        one of `besides`."""
        best = self.ranked[0]
        others = (
            one
            for one in self.ranked[1:]
            if not _of_one(one.clause, best.clause) and one.clause not in besides
        )
        other = next(others, None)
        return best.fit(weights) - other.fit(weights) if other else MOST_LEAD


def _of_one(one: str, other: str) -> bool:
    return lies_under(one, other) or lies_under(other, one)


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


def is_known(recognised: Recognised, weighed: Weighed) -> bool:
    """Whether the question is a known one, on a topic that the best clause surely treats."""
    best = weighed.ranked[0] if weighed.ranked else None
    return (
        recognised.cosine >= SAME
        and best is not None
        and best.topic == recognised.nearest.label
        and best.treatment is not None
        and best.treatment.by == "sentence"
        and best.treatment.sure == 1
    )


def treated_alike(best: Candidate, ranked: Sequence[Candidate]) -> set[str]:
    """The clauses of the same contract that treat the best one's topic as surely as it does."""
    least = best.treatment.weight if best.treatment else 0.0
    return {
        found.clause
        for found in ranked
        if (found.contract, found.topic) == (best.contract, best.topic)
        and (found.treatment.weight if found.treatment else 0.0) >= least
    }
