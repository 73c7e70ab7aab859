"""Suggestions: what to ask or read besides an answer, of what the contracts treat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice

from assistant.answer import Evidence, Related
from assistant.found import Finding
from assistant.phrases import LANGUAGES
from assistant.topic_schema import Topic
from assistant.treatment import Treatment
from corpus.model import Clause, Contract

MOST_RELATED = 3
MOST_FOLLOWUPS = 3


class Suggestions:
    """Knows what the contracts treat. `treated[contract][topic]` as `assistant.treatment` gives.

    `answered` tells whether the question of a topic, asked in a language, gets the answer that it
    is offered for; it is asked once for each.
    """

    def __init__(
        self,
        contracts: Mapping[str, Contract],
        topics: Mapping[str, Topic],
        treated: Mapping[str, Mapping[str, tuple[Treatment, ...]]],
        answered: Callable[[Topic, str], bool] = lambda topic, language: True,
    ) -> None:
        self._contracts = contracts
        self._topics = topics
        self._treated = treated
        self._answered = answered
        self._known: dict[tuple[str, str], bool] = {}
        # Where each topic is treated first, by the first contract that does.
        self._first = {
            topic: (contract_id, hits[0])
            for contract_id, by_topic in reversed(list(treated.items()))
            for topic, hits in by_topic.items()
        }

    def read_ahead(self) -> None:
        """Asks every question that may be offered, in every language."""
        for language in LANGUAGES:
            for topic in self._first:
                self._is_answered(topic, language)

    def example(self, language: str) -> str:
        """A question that the first contract answers."""
        return next(iter(self.examples(language, 1)), "")

    def examples(self, language: str, count: int) -> tuple[str, ...]:
        """Questions that the contracts answer, one an article: on plain facts first, and on what
        people ask in many ways."""
        worded = [topic for topic in self._first if self._topics[topic].answers]
        best = sorted(worded, key=lambda topic: _rank(self._topics[topic]))
        seen: Counter[tuple[str, str]] = Counter()
        nth = {}
        for topic in best:
            contract_id, hit = self._first[topic]
            place = contract_id, _article(hit.clause)
            nth[topic] = seen[place]
            seen[place] += 1
        return self._offered(sorted(best, key=lambda topic: nth[topic]), language, count)

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
        return self._offered(wanted, language, MOST_FOLLOWUPS)

    def _offered(self, topics: Iterable[str], language: str, count: int) -> tuple[str, ...]:
        """The questions of the first topics whose question gets its answer."""
        good = (topic for topic in topics if self._is_answered(topic, language))
        return tuple(self._topics[topic].offered(language) for topic in islice(good, count))

    def _is_answered(self, topic: str, language: str) -> bool:
        key = topic, language
        if key not in self._known:
            self._known[key] = self._answered(self._topics[topic], language)
        return self._known[key]


def _rank(topic: Topic) -> tuple[bool, bool, int, str]:
    asked = sum(len(ways) for ways in topic.asks.values())
    return topic.detail, not topic.facts, -asked, topic.id


def _article(clause: str) -> str:
    return clause.split(".")[0].split("/")[0]


def _is_quoted(contract_id: str, hit: Treatment, cited: Sequence[Evidence]) -> bool:
    return any(
        item.contract == contract_id and item.start <= hit.start < item.end for item in cited
    )
