"""Suggestions: what to ask or read besides an answer, of what the contracts treat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.answer import Evidence, Related
from assistant.found import Finding
from assistant.topic_schema import Topic
from assistant.treatment import Treatment
from corpus.model import Clause, Contract

MOST_RELATED = 3
MOST_FOLLOWUPS = 3


class Suggestions:
    """Knows what the contracts treat. `treated[contract][topic]` as `assistant.treatment` gives."""

    def __init__(
        self,
        contracts: Mapping[str, Contract],
        topics: Mapping[str, Topic],
        treated: Mapping[str, Mapping[str, tuple[Treatment, ...]]],
    ) -> None:
        self._contracts = contracts
        self._topics = topics
        self._treated = treated
        # Where each topic is treated first, by the first contract that does.
        self._first = {
            topic: (contract_id, hits[0])
            for contract_id, by_topic in reversed(list(treated.items()))
            for topic, hits in by_topic.items()
        }

    def example(self, language: str) -> str:
        """A question that the first contract answers."""
        return next(iter(self.examples(language, 1)), "")

    def examples(self, language: str, count: int) -> tuple[str, ...]:
        """Questions that the contracts answer, one a topic, those on plain facts first."""
        topics = {topic for by_topic in self._treated.values() for topic in by_topic}
        worded = [self._topics[topic] for topic in sorted(topics) if self._topics[topic].answers]
        best = sorted(worded, key=lambda topic: not topic.facts)
        return tuple(topic.offered(language) for topic in best[:count])

    def asked_of(self, contract_id: str, clause: Clause, language: str) -> str:
        """A question that the clause is the first to answer; its name where none is known."""
        leading = (
            topic
            for topic, hits in self._treated[contract_id].items()
            if hits[0].clause == clause.id and hits[0].by == "sentence"
        )
        topic = next(leading, None)
        return self._topics[topic].offered(language) if topic else clause.label

    def related(self, finding: Finding, cited: tuple[Evidence, ...]) -> tuple[Related, ...]:
        """Places near what was found, then those of neighbouring topics."""
        found = [(place.contract, place.clause) for place in finding.near]
        for topic in self._topics[finding.topic].near if finding.topic else ():
            for contract_id, by_topic in self._treated.items():
                found += [(contract_id, hit.clause) for hit in by_topic.get(topic, ())[:1]]
        seen = {(item.contract, item.clause) for item in cited}
        unseen = [place for place in dict.fromkeys(found) if place not in seen]
        return tuple(
            Related(contract_id, clause, self._contracts[contract_id].clause(clause).label)
            for contract_id, clause in unseen[:MOST_RELATED]
        )

    def followups(
        self, finding: Finding, cited: tuple[Evidence, ...], language: str
    ) -> tuple[str, ...]:
        """Questions that the contract answers, on neighbouring topics, then on the same article."""
        near = self._topics[finding.topic].near if finding.topic else ()
        articles = {_article(item.clause) for item in cited}
        places = self._first
        beside = [topic for topic, (_, hit) in places.items() if _article(hit.clause) in articles]
        wanted = [
            topic
            for topic in dict.fromkeys([*near, *beside])
            if topic in places and topic != finding.topic and not _is_quoted(*places[topic], cited)
        ]
        return tuple(self._topics[topic].offered(language) for topic in wanted[:MOST_FOLLOWUPS])


def _article(clause: str) -> str:
    return clause.split(".")[0].split("/")[0]


def _is_quoted(contract_id: str, hit: Treatment, cited: Sequence[Evidence]) -> bool:
    return any(
        item.contract == contract_id and item.start <= hit.start < item.end for item in cited
    )
