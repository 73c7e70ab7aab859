"""Evidence: what speaks for each clause as the answer to a question, and what against any.

Three signals meet here: the topic that the question was recognised as, the clauses by which
the contract treats that topic, and the search of the index.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.recognition import SMALLTALK, Recognised, Recogniser
from assistant.treatment import Treatment
from assistant.weighing import Candidate, Rival, Weights
from corpus.model import lies_under
from index.embedding import Encoded
from index.search import ContractIndex, Hit

# How surely a topic is treated at most where only the meaning of a clause tells.
BY_MEANING = 0.5
# Below it a topic says nothing about the clauses that treat it.
FAINT = 0.005
# Below it a tone of small talk is a way of asking ("votre hébergeur se fait hacker : …").
FAINT_TALK = 0.04

Signals = tuple[float, float, float, float]
"""Of a clause: nearness in meaning, words shared, how surely it answers when read, and what speaks
for it as a whole."""


class Evidence:
    """Gathers the signals. `treatments[contract][topic]`: see `assistant.treatment`."""

    def __init__(
        self,
        index: ContractIndex,
        recogniser: Recogniser,
        treatments: Mapping[str, Mapping[str, tuple[Treatment, ...]]],
    ) -> None:
        self._index = index
        self._recogniser = recogniser
        self.treatments = treatments
        self._sure: dict[str, float] = {}
        for by_topic in treatments.values():
            for topic, treated in by_topic.items():
                sure = max(map(_sure, treated))
                self._sure[topic] = max(sure, self._sure.get(topic, 0.0))

    def signals(self, question: str, encoded: Encoded) -> tuple[Recognised, list[Hit]]:
        """The topics that the question may carry, and every clause by its words."""
        return self._recogniser.recognise(encoded.vector), self._index.signals(question, encoded)

    def candidates(self, recognised: Recognised, hits: Sequence[Hit]) -> list[Candidate]:
        """Every clause as it speaks for itself, and as it treats each of its topics."""
        found = [
            Candidate(h.contract, h.clause, h.passage.start, h.passage.end, *_signals(h))
            for h in hits
        ]
        signals = {(hit.contract, hit.clause): _signals(hit) for hit in hits}
        for contract_id, by_topic in self.treatments.items():
            for topic, treated in by_topic.items():
                score = recognised.scores[topic]
                if score < FAINT:
                    continue
                for t in treated:
                    nearness = _nearness((contract_id, t.clause), signals)
                    found.append(
                        Candidate(contract_id, t.clause, t.start, t.end, *nearness, topic, score, t)
                    )
        return found

    def best_sentence(
        self, question: Encoded, contract: str, clause: str, span: tuple[int, int]
    ) -> tuple[int, int] | None:
        """The sentence of the clause, or of those at `span`, that answers most surely; None where
        the one at `span` does, or where there is none.
        """
        read = self._index.sentences(question, contract, clause)
        odds = {(passage.start, passage.end): surely for passage, surely in read}
        if span not in odds:
            first, last = span
            odds = {
                one: surely for one, surely in odds.items() if first <= one[0] and one[1] <= last
            }
        best = max(odds, key=odds.__getitem__, default=span)
        return best if best != span else None

    @property
    def usual(self) -> float:
        """How near the nearest clause usually is to a question, in the unit of `Hit.late`."""
        return self._index.usual_best

    def rival(
        self, recognised: Recognised, weights: Weights, leans: bool = False, about: bool = False
    ) -> Rival:
        """The label not treated by the contracts that speaks loudest against any answer.

        What `leans` on a question before it is no small talk; what names a party is rather
        `about` the contract than out of its scope.
        """
        rivals = (
            Rival(label, score * (1 - self._sure.get(label, 0.0)), about)
            for label, score in recognised.scores.items()
            if (score >= FAINT_TALK and not leans) or not label.startswith(SMALLTALK)
        )
        return max(rivals, key=lambda rival: rival.against(weights), default=Rival("", 0.0))


def _sure(hit: Treatment) -> float:
    return min(hit.sure, BY_MEANING) if hit.by == "meaning" else hit.sure


def _signals(hit: Hit) -> Signals:
    return hit.late, hit.lexical, hit.odds, hit.whole


def _nearness(clause: tuple[str, str], signals: Mapping[tuple[str, str], Signals]) -> Signals:
    """The signals of a clause, or of the nearest one under it."""
    if clause in signals:
        return signals[clause]
    contract, name = clause
    inside = [
        found
        for (other, child), found in signals.items()
        if other == contract and lies_under(child, name)
    ]
    return max(inside, default=(0.0, 0.0, 0.0, 0.0))
