"""Suggestions: what to ask or read besides an answer, of what the contracts treat."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import fuzz

from assistant.answer import Evidence, Related
from assistant.found import Finding
from assistant.topic_schema import Topic
from assistant.treatment import Treatment
from corpus.folding import fold
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

    def example(self, language: str) -> str:
        """A question that the first contract answers."""
        return next(iter(self.examples(language, 1)), "")

    def examples(self, language: str, count: int) -> tuple[str, ...]:
        """Questions that the contracts answer, one a topic, those on plain facts first."""
        topics = {topic for by_topic in self._treated.values() for topic in by_topic}
        worded = [self._topics[topic] for topic in sorted(topics) if self._topics[topic].answers]
        best = sorted(worded, key=lambda topic: not topic.facts)
        return tuple(_full_question(topic, language) for topic in best[:count])

    def asked_of(self, contract_id: str, clause: Clause, language: str) -> str:
        """A question that the clause is the first to answer; its name where none is known."""
        leading = (
            topic
            for topic, hits in self._treated[contract_id].items()
            if hits[0].clause == clause.id and hits[0].by == "sentence"
        )
        topic = next(leading, None)
        return _full_question(self._topics[topic], language) if topic else clause.label

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
        articles = {item.clause.split(".")[0].split("/")[0] for item in cited}
        topics = [topic for topic in near if any(topic in by for by in self._treated.values())]
        for by_topic in self._treated.values():
            for topic, hits in by_topic.items():
                if hits[0].clause.split(".")[0].split("/")[0] in articles:
                    topics.append(topic)
        wanted = [topic for topic in dict.fromkeys(topics) if topic != finding.topic]
        asked = (_full_question(self._topics[topic], language) for topic in wanted)
        return tuple(dict.fromkeys(question for question in asked if question))[:MOST_FOLLOWUPS]


def _full_question(topic: Topic, language: str) -> str:
    """Of the whole questions on the topic, the plainest: short, in the words of its label."""
    return _plainest(topic.asks_in(language), fold(topic.label(language)))


@lru_cache(maxsize=2048)
def _plainest(asks: tuple[str, ...], label: str) -> str:
    whole = [ask for ask in asks if ask.endswith("?") and ask.count("?") == 1 and len(ask) > 20]

    def plain(ask: str) -> float:
        return fuzz.token_set_ratio(fold(ask), label) - 0.5 * len(ask)

    chosen = max(whole, key=plain, default=asks[0])
    return chosen[:1].upper() + chosen[1:]
