"""Finding: from a question to the clauses that answer it, or to the finding that none does.

Three signals meet here: the topic that the question was recognised as, the clauses
by which the contract treats that topic, and the search of the index. A clause that
the question names comes before all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant.mentions import Mention, definition_asked, mentions
from assistant.recognition import Recognised, Recogniser
from assistant.treatment import Treatment
from corpus.model import Clause, Contract
from index.search import ContractIndex, Hit

OUT_OF_SCOPE = "out-of-scope"
SMALLTALK = "smalltalk/"

Kind = Literal["clause", "topic", "passage", "silent", "unknown", "absent", "scope", "smalltalk"]


@dataclass(frozen=True, slots=True)
class Limits:
    """When a signal counts, as probabilities and cosines; set on a development set of questions."""

    silent: float = 0.35
    scope: float = 0.50
    topic: float = 0.15
    rival: float = 0.60
    dense: float = 3.0
    dense_weight: float = 0.1


@dataclass(frozen=True, slots=True)
class Place:
    """Words that answer: `start:end` in the contract's text, `marks` the telling ones among them."""

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


class Finder:
    """Finds the places that answer. `treatments[contract][topic]` as `assistant.treatment` gives."""

    def __init__(
        self,
        contracts: Mapping[str, Contract],
        index: ContractIndex,
        recogniser: Recogniser,
        treatments: Mapping[str, Mapping[str, tuple[Treatment, ...]]],
        neighbours: Mapping[str, tuple[str, ...]],
        cites: Mapping[str, int],
        limits: Limits | None = None,
    ) -> None:
        self._contracts = contracts
        self._index = index
        self._recogniser = recogniser
        self._treatments = treatments
        self._neighbours = neighbours
        self._cites = cites
        self._limits = limits or Limits()

    def find(self, question: str, vector: NDArray[np.float32]) -> Finding:
        """The finding for a question whose embedding (float32 [d]) is `vector`."""
        named = self._named(question)
        scope = None
        if named is not None:
            contract, mention = named
            if mention.clause is None:
                return Finding("absent", name=mention.name, why=(f"no clause {mention.name!r}",))
            if mention.alone:
                place = whole(contract, contract.clause(mention.clause))
                return Finding("clause", places=(place,), why=(f"the question names {mention.name!r}",))
            scope = mention.clause
        defined = self._defined(question)
        if defined is not None:
            return defined
        recognised = self._recogniser.recognise(vector)
        hits = self._index.search(question, k=12, vector=vector)
        if scope is not None:
            return self._inside(scope, recognised, hits)
        return self._weigh(recognised, hits)

    def _named(self, question: str) -> tuple[Contract, Mention] | None:
        """The first clause that the question names; one that exists goes before one that does not."""
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

    def _inside(self, scope: str, recognised: tuple[Recognised, ...], hits: list[Hit]) -> Finding:
        """The best answer within the clause that the question names."""

        def within(clause: str) -> bool:
            return clause == scope or clause.startswith((f"{scope}.", f"{scope}/"))

        for candidate in recognised[:5]:
            places = [p for p in self._places(candidate.label, hits) if within(p.clause)]
            if places and candidate.probability >= 0.05:
                return Finding(
                    "topic", candidate.label, tuple(places[:1]), why=(_told(candidate), f"within {scope}")
                )
        for hit in hits:
            if within(hit.clause):
                return Finding("passage", places=(_of_hit(hit),), why=(f"within {scope}",))
        contract = next(c for c in self._contracts.values() if scope in c.by_id)
        return Finding("clause", places=(whole(contract, contract.clause(scope)),), why=(f"names {scope}",))

    def _weigh(self, recognised: tuple[Recognised, ...], hits: list[Hit]) -> Finding:
        limits = self._limits
        top = recognised[0]
        why = (_told(top), *(_told_hit(hit) for hit in hits[:1]))
        if top.label.startswith(SMALLTALK) and top.probability >= limits.scope:
            return Finding("smalltalk", name=top.label.removeprefix(SMALLTALK), why=why)
        if top.label == OUT_OF_SCOPE and top.probability >= limits.scope:
            return Finding("scope", why=why)
        for candidate in recognised:
            if candidate.probability < max(limits.topic, limits.rival * top.probability):
                break
            places = self._places(candidate.label, hits)
            if places:
                most = self._cites.get(candidate.label, 1)
                return Finding("topic", candidate.label, places[:most], places[most:], why=why)
            if candidate.probability >= limits.silent and candidate.label in self._neighbours:
                near = self._near(candidate.label, hits)
                return Finding("silent", candidate.label, near=near, why=why)
        if hits and hits[0].dense >= limits.dense:
            near = tuple(_of_hit(hit) for hit in hits[1:4])
            return Finding("passage", places=(_of_hit(hits[0]),), near=near, why=why)
        kind: Kind = "scope" if top.label == OUT_OF_SCOPE or not hits else "unknown"
        return Finding(kind, near=tuple(_of_hit(hit) for hit in hits[:2]), why=why)

    def _places(self, topic: str, hits: list[Hit]) -> tuple[Place, ...]:
        """Where the contracts treat the topic; of equal cues the passage nearest to the question first."""
        dense = {(hit.contract, hit.clause): hit.dense for hit in hits}
        floor = min(dense.values(), default=0.0)
        found = []
        for contract_id, by_topic in self._treatments.items():
            for treated in by_topic.get(topic, ()):
                nearness = dense.get((contract_id, treated.clause), floor) - floor
                score = treated.strength + self._limits.dense_weight * nearness
                marks = (treated.marks,)
                found.append(
                    (
                        score,
                        Place(contract_id, treated.clause, treated.start, treated.end, marks, treated),
                    )
                )
        return tuple(place for _, place in sorted(found, key=lambda pair: -pair[0]))

    def _near(self, topic: str, hits: list[Hit]) -> tuple[Place, ...]:
        """Where the contract treats the topic's neighbours; else what the search finds nearest."""
        by_topic = [self._places(name, hits)[:1] for name in self._neighbours.get(topic, ())]
        places = [place for found in by_topic for place in found]
        return tuple(places or (_of_hit(hit) for hit in hits[:1]))


def whole(contract: Contract, clause: Clause) -> Place:
    """The clause itself as a place."""
    return Place(contract.id, clause.id, clause.start, clause.end)


def _of_hit(hit: Hit) -> Place:
    return Place(hit.contract, hit.clause, hit.passage.start, hit.passage.end)


def _told(recognised: Recognised) -> str:
    return (
        f"topic {recognised.label} at {recognised.probability:.0%}, "
        f"nearest known question “{recognised.nearest.text}”"
    )


def _told_hit(hit: Hit) -> str:
    return f"nearest passage in {hit.clause}: meaning {hit.dense:.1f}, words {hit.lexical:.1f}"
