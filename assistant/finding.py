"""Finding: from a question to the clauses that answer it, or to the finding that none does.

Three signals meet here: the topic that the question was recognised as, the clauses
by which the contract treats that topic, and the search of the index. A clause that
the question names comes before all of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.mentions import Mention, definition_asked, mentions
from assistant.recognition import Floats, Recognised, Recogniser
from assistant.treatment import Treatment
from corpus.folding import fold
from corpus.model import Clause, Contract
from index.search import ContractIndex, Hit

_WORD = re.compile(r"\w+")

OUT_OF_SCOPE = "out-of-scope"
SMALLTALK = "smalltalk/"

Kind = Literal["clause", "topic", "passage", "silent", "unknown", "absent", "scope", "smalltalk"]


# Set on a development set of questions: what a cue's strength and the nearness of the
# clause's own words add to a topic's score, and the score below which no topic is recognised
# and the nearest passage, if its fit (`Hit.score`) is good enough, speaks for itself.
CUE_SHARE = 0.5
NEARNESS_WEIGHT = 0.003
FAINT_TOPIC = 0.03
GOOD_PASSAGE = 5.0
# By how much one entry of a list must stand out from the others to be the answer alone.
ENTRY_WORDS = 1.5
ENTRY_MEANING = 0.8


@dataclass(frozen=True, slots=True)
class Place:
    """Words that answer: `start:end` in the contract's text, `marks` the telling ones in it."""

    contract: str
    clause: str
    start: int
    end: int
    marks: tuple[tuple[int, int], ...] = ()
    treatment: Treatment | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, best place first. `near` are places worth reading, no evidence.

    `name` is the clause as the question named it, or the label that was recognised.
    """

    kind: Kind
    topic: str | None = None
    places: tuple[Place, ...] = ()
    near: tuple[Place, ...] = ()
    name: str = ""
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Scored:
    score: float
    topic: str
    place: Place


class Finder:
    """Finds the places that answer. `treatments[contract][topic]`: see `assistant.treatment`."""

    def __init__(
        self,
        contracts: Mapping[str, Contract],
        index: ContractIndex,
        recogniser: Recogniser,
        treatments: Mapping[str, Mapping[str, tuple[Treatment, ...]]],
        neighbours: Mapping[str, tuple[str, ...]],
        cites: Mapping[str, int],
    ) -> None:
        self._contracts = contracts
        self._index = index
        self._recogniser = recogniser
        self._treatments = treatments
        self._neighbours = neighbours
        self._cites = cites

    def find(self, question: str, vector: Floats) -> Finding:
        """The finding for a question whose embedding (float32 [d]) is `vector`."""
        named = self._named(question)
        scope = None
        if named is not None:
            contract, mention = named
            if mention.clause is None:
                return Finding("absent", name=mention.name, why=(f"no clause {mention.name!r}",))
            if mention.alone:
                place = whole(contract, contract.clause(mention.clause))
                return Finding(
                    "clause", places=(place,), why=(f"the question names {mention.name!r}",)
                )
            scope = mention.clause
        defined = self._defined(question)
        if defined is not None:
            return defined
        recognised = self._recogniser.recognise(vector)
        hits = self._index.search(question, k=12, vector=vector)
        if scope is not None:
            return self._inside(scope, recognised, hits)
        return self._weigh(question, vector, recognised, hits)

    def _named(self, question: str) -> tuple[Contract, Mention] | None:
        """The first clause that the question names; one that exists before one that does not."""
        missing = None
        for contract in self._contracts.values():
            for mention in mentions(question, contract):
                if mention.clause is not None:
                    return contract, mention
                missing = missing or (contract, mention)
        return missing

    def _defined(self, question: str) -> Finding | None:
        for contract in self._contracts.values():
            clause = definition_asked(question, contract)
            if clause is not None:
                why = (f"asks for the definition of {clause.heading!r}",)
                return Finding("clause", places=(whole(contract, clause),), why=why)
        return None

    def _inside(self, scope: str, recognised: Recognised, hits: list[Hit]) -> Finding:
        """The best answer within the clause that the question names, or that refers to it."""

        contract = next(c for c in self._contracts.values() if scope in c.by_id)
        referring = {
            clause.id
            for reference in contract.references
            if reference.target == scope
            for clause in contract.clauses
            if clause.start <= reference.start < clause.end
        }

        def within(clause: str) -> bool:
            return clause.startswith((f"{scope}.", f"{scope}/")) or clause in {scope, *referring}

        why = (f"the question names {scope}", _told(recognised))
        for scored in self._scored(recognised, hits):
            if within(scored.place.clause):
                return Finding("topic", scored.topic, (scored.place,), why=why)
        for hit in hits:
            if within(hit.clause):
                return Finding("passage", places=(_of_hit(hit),), why=why)
        return Finding("clause", places=(whole(contract, contract.clause(scope)),), why=why)

    def _weigh(
        self, question: str, vector: Floats, recognised: Recognised, hits: list[Hit]
    ) -> Finding:
        """The best treated topic against the best label that the contracts do not treat."""
        scored = self._scored(recognised, hits)
        treated = {topic for by_topic in self._treatments.values() for topic in by_topic}
        rivals = {k: v for k, v in recognised.scores.items() if k not in treated}
        rival = max(rivals, key=lambda label: rivals[label], default="")
        why = (_told(recognised), *(_told_hit(hit) for hit in hits[:1]))
        if scored and scored[0].score > rivals.get(rival, 0.0):
            topic = scored[0].topic
            why = (f"topic {topic} at {scored[0].score:.3f}, before {rival}", *why)
            most = self._cites.get(topic, 1)
            places = [found.place for found in scored if found.topic == topic]
            entry = self._entry(places[0], question, vector)
            if entry is not None:
                return Finding("passage", topic, (entry,), tuple(places[:1]), why=why)
            return Finding("topic", topic, tuple(places[:most]), tuple(places[most:]), why=why)
        why = (f"{rival} at {rivals.get(rival, 0.0):.3f}, which the contract does not treat", *why)
        if rival.startswith(SMALLTALK):
            return Finding("smalltalk", name=rival.removeprefix(SMALLTALK), why=why)
        if hits and hits[0].score >= GOOD_PASSAGE and rivals.get(rival, 0.0) < FAINT_TOPIC:
            near = tuple(_of_hit(hit) for hit in hits[1:4])
            return Finding("passage", places=(_of_hit(hits[0]),), near=near, why=why)
        if rival == OUT_OF_SCOPE:
            return Finding("scope", why=why)
        return Finding("silent", rival or None, near=self._near(rival, hits), why=why)

    def _entry(self, place: Place, question: str, vector: Floats) -> Place | None:
        """The one entry of a list that the question is about, None where it is about the list."""
        contract = self._contracts[place.contract]
        children = contract.children(place.clause)
        entries = {child.id for child in children if child.kind in ("row", "item")}
        if len(entries) < 2:
            return None
        hits = [
            hit
            for hit in self._index.signals(question, vector)
            if hit.contract == place.contract and hit.clause in entries
        ]
        if len(hits) < 2:
            return None
        named = [hit for hit in hits if _names_all(question, contract, hit.clause)]
        if len(named) == 1:
            return _of_hit(named[0])
        by_words = sorted(hits, key=lambda hit: -hit.lexical)
        by_meaning = sorted(hits, key=lambda hit: -hit.dense)
        if by_words[0].lexical > ENTRY_WORDS * max(by_words[1].lexical, 1.0):
            return _of_hit(by_words[0])
        if by_meaning[0].dense > by_meaning[1].dense + ENTRY_MEANING:
            return _of_hit(by_meaning[0])
        return None

    def _scored(self, recognised: Recognised, hits: list[Hit]) -> list[_Scored]:
        """Every place where the contracts treat a topic, by how well topic and words fit."""
        dense = {(hit.contract, hit.clause): hit.dense for hit in hits}
        floor = min(dense.values(), default=0.0)
        found = []
        for contract_id, by_topic in self._treatments.items():
            for topic, treated in by_topic.items():
                for hit in treated:
                    nearness = dense.get((contract_id, hit.clause), floor) - floor
                    cue = 1 - CUE_SHARE + CUE_SHARE * hit.strength
                    score = recognised.scores[topic] * cue + NEARNESS_WEIGHT * nearness
                    place = Place(contract_id, hit.clause, hit.start, hit.end, (hit.marks,), hit)
                    found.append(_Scored(score, topic, place))
        return sorted(found, key=lambda scored: -scored.score)

    def _near(self, topic: str, hits: list[Hit]) -> tuple[Place, ...]:
        """Where the contract treats the topic's neighbours; else what the search finds nearest."""
        places = [
            Place(contract_id, hit.clause, hit.start, hit.end, (hit.marks,), hit)
            for name in self._neighbours.get(topic, ())
            for contract_id, by_topic in self._treatments.items()
            for hit in by_topic.get(name, ())[:1]
        ]
        return tuple(places or (_of_hit(hit) for hit in hits[:1]))


def whole(contract: Contract, clause: Clause) -> Place:
    """The clause itself as a place."""
    return Place(contract.id, clause.id, clause.start, clause.end)


def _names_all(question: str, contract: Contract, entry: str) -> bool:
    """Whether the question holds every word of the entry's title, its first line."""
    title = contract.words(contract.clause(entry)).split("\n")[0]
    words = _WORD.findall(fold(title))
    return len(words) > 1 and set(words) <= set(_WORD.findall(fold(question)))


def _of_hit(hit: Hit) -> Place:
    return Place(hit.contract, hit.clause, hit.passage.start, hit.passage.end)


def _told(recognised: Recognised) -> str:
    nearest = recognised.nearest
    return f"nearest known question “{nearest.text}” ({nearest.label}, {recognised.cosine:.2f})"


def _told_hit(hit: Hit) -> str:
    return f"nearest passage in {hit.clause}: meaning {hit.dense:.1f}, words {hit.lexical:.1f}"
