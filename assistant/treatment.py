"""Treatment: which clauses of a contract treat which topic, found by the topics' cues."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.cues import Cue, compile_cue
from assistant.topic_schema import Topic
from corpus.folding import Folded, fold
from corpus.model import Clause, Contract
from corpus.sentences import sentences

_WORD = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence of a clause, folded for comparison; offsets are the contract's."""

    clause: Clause
    start: int
    end: int
    folded: Folded


@dataclass(frozen=True, slots=True)
class Treatment:
    """A sentence by which a clause treats a topic; `rank` 0 is the most telling cue.

    `marks` is the span of the telling words, in the contract's text.
    """

    topic: str
    clause: str
    start: int
    end: int
    rank: int
    marks: tuple[int, int]
    by: str

    @property
    def strength(self) -> float:
        """1 for the most telling cue, less for each one after it, down to 0.4."""
        return max(0.4, 1 - 0.06 * self.rank) * (1 if self.by == "sentence" else 0.8)


def units(contract: Contract) -> tuple[Unit, ...]:
    """The sentences of the contract, each once, with the innermost clause that holds it."""
    found = []
    for clause in contract.clauses:
        for start, end in contract.own_spans(clause):
            for first, last in sentences(contract.text, start, end):
                folded = Folded.of(contract.text[first:last])
                # The number of a clause stands in the article that holds it.
                if _WORD.search(folded.text):
                    found.append(Unit(clause, first, last, folded))
    return tuple(found)


def treatments(contract: Contract, topics: Iterable[Topic]) -> dict[str, tuple[Treatment, ...]]:
    """For each topic that the contract treats, where: most telling first, one per clause."""
    all_units = units(contract)
    first_units = _first_units(contract, all_units)
    found = {}
    for topic in topics:
        cues = [compile_cue(source) for source in topic.cues_in(contract.language)]
        hits = _hits(topic.id, cues, contract, all_units, first_units)
        if hits:
            found[topic.id] = hits
    return found


def _first_units(contract: Contract, all_units: tuple[Unit, ...]) -> dict[str, Unit]:
    """The first sentence under each clause that has a heading, for cues on headings."""
    first = {}
    for clause in contract.clauses:
        if clause.heading:
            inside = (u for u in all_units if clause.start <= u.start and u.end <= clause.end)
            unit = next(inside, None)
            if unit is not None:
                first[clause.id] = unit
    return first


def _hits(
    topic: str,
    cues: list[Cue],
    contract: Contract,
    all_units: tuple[Unit, ...],
    first_units: dict[str, Unit],
) -> tuple[Treatment, ...]:
    best: dict[str, Treatment] = {}
    for rank, cue in enumerate(cues):
        if cue.where == "sentence":
            candidates = (_in_sentence(topic, rank, cue, unit) for unit in all_units)
        else:
            candidates = (
                _in_heading(topic, rank, cue, contract.clause(clause_id), unit)
                for clause_id, unit in first_units.items()
            )
        for hit in candidates:
            if hit is not None:
                best.setdefault(hit.clause, hit)
    return tuple(sorted(best.values(), key=lambda hit: (-hit.strength, hit.start)))


def _in_sentence(topic: str, rank: int, cue: Cue, unit: Unit) -> Treatment | None:
    if cue.literal not in unit.folded.text:
        return None
    match = cue.pattern.search(unit.folded.text)
    if match is None:
        return None
    first, last = unit.folded.span(match.start(), match.end())
    marks = (unit.start + first, unit.start + last)
    return Treatment(topic, unit.clause.id, unit.start, unit.end, rank, marks, "sentence")


def _in_heading(topic: str, rank: int, cue: Cue, clause: Clause, unit: Unit) -> Treatment | None:
    if cue.where == "term" and clause.kind != "definition":
        return None
    if not cue.matches(fold(clause.heading)):
        return None
    by = "sentence" if cue.where == "term" else "heading"
    return Treatment(topic, unit.clause.id, unit.start, unit.end, rank, (unit.start, unit.end), by)
