"""Context: what was said before, for a question that leans on it.

The question is read with the words of the one before; among the clauses counts besides how each
fits it by itself, and whether it stands in the article that the last answer cites. That a clause
answers the question before is no sign that it answers this one: it must do so by itself too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assistant.weighing import Candidate, Weights
from corpus.model import Contract

Key = tuple[str, str]
"""A contract and one of its clauses."""

# What it counts how a clause fits the question alone, that it stands in the article cited, and
# that it was offered to choose from; what it counts how surely it answers the question alone (a
# logarithm of odds), and by how much more it must outdo what speaks against it. Chosen on 408
# conversations on ten contracts (docs/experiments.md).
ALONE, SAME_ARTICLE, OFFERED, OWN_ODDS, MORE = 0.6, 0.5, 1.0, 0.25, 0.4
LEAST_ODDS = -3.0


@dataclass(frozen=True, slots=True)
class Context:
    """What each clause gains among the others, and what tells whether any answers (`odds`)."""

    gains: Mapping[Key, float]
    odds: Mapping[Key, float]

    def gain(self, found: Candidate) -> float:
        return self.gains.get((found.contract, found.clause), 0.0)

    def margin(self, best: Candidate) -> float:
        """What the margin of the `best` clause gains, or loses, by how it answers alone."""
        return OWN_ODDS * self.odds.get((best.contract, best.clause), LEAST_ODDS) - MORE


def context(
    alone: Sequence[Candidate],
    cited: Collection[Key],
    offered: Collection[Key],
    contracts: Mapping[str, Contract],
    weights: Weights,
) -> Context:
    """The context of a question whose clauses rank as `alone` by itself, after an answer that
    `cited` some, or `offered` them to choose from."""
    fits: dict[Key, float] = {}
    for found in alone:
        fits.setdefault((found.contract, found.clause), found.fit(weights))
    best, least = max(fits.values()), min(fits.values())
    beside = {place for one in cited for place in _beside(contracts[one[0]], one[1])}
    gains = {
        (contract.id, clause.id): ALONE * (fits.get((contract.id, clause.id), least) - best)
        + SAME_ARTICLE * ((contract.id, clause.id) in beside)
        + OFFERED * ((contract.id, clause.id) in offered)
        for contract in contracts.values()
        for clause in contract.clauses
    }
    odds = {(found.contract, found.clause): found.odds for found in reversed(alone)}
    return Context(gains, odds)


def _beside(contract: Contract, cited: str) -> set[Key]:
    """The other clauses of the article, or annex, that holds the clause."""
    top = _top(contract, cited)
    within = (one.id for one in contract.clauses if _top(contract, one.id) == top)
    return {(contract.id, clause) for clause in within if clause != cited}


def _top(contract: Contract, clause: str) -> str:
    """The article or annex that holds the clause, or is it."""
    line = contract.line(contract.clause(clause))
    return next((node.id for node in line if node.kind in ("article", "annex")), line[-1].id)
