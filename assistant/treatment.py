"""Treatment: which clauses of a contract treat which topic.

A clause shows it by its wording (the topic's cues), or by its meaning: what people ask on
the topic is near to what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant.cues import Cue, compile_cue
from assistant.topic_schema import Topic
from corpus.columns import column_names
from corpus.folding import Folded, fold
from corpus.model import Clause, Contract
from corpus.sentences import sentences
from index.passages import Passage

# How surely a definition treats what a cue finds in it.
IN_DEFINITION = 0.5
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
    """A passage by which a clause treats a topic, and the span of its telling words.

    `weight` is how much it counts, among the clauses, that the question's topic is this one;
    `sure` how surely the contract treats the topic at all; both from 0 to 1.
    """

    topic: str
    clause: str
    start: int
    end: int
    marks: tuple[int, int]
    by: Literal["sentence", "heading", "meaning"]
    weight: float
    sure: float = 1.0


def weight_of(rank: int, by: str) -> float:
    """What the `rank`-th cue of a topic counts: 1 for the most telling, down to 0.7."""
    return 0.5 + 0.5 * max(0.4, 1 - 0.06 * rank) * (1 if by == "sentence" else 0.8)


def units(contract: Contract) -> tuple[Unit, ...]:
    """The sentences of the contract, each once, with the innermost clause that holds it."""
    found = []
    for clause in contract.clauses:
        names = column_names(contract, clause) or (clause.end, clause.end)
        for start, end in contract.own_spans(clause):
            for first, last in sentences(contract.text, start, end):
                if names[0] < last and first < names[1]:
                    continue
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
    return tuple(sorted(best.values(), key=lambda hit: (-hit.weight, hit.start)))


def _in_sentence(topic: str, rank: int, cue: Cue, unit: Unit) -> Treatment | None:
    found = cue.span(unit.folded.text)
    if found is None:
        return None
    first, last = unit.folded.span(*found)
    marks = (unit.start + first, unit.start + last)
    weight = weight_of(rank, "sentence")
    # What defines a term names much that it does not settle ("Breach: any loss or destruction …").
    sure = IN_DEFINITION if unit.clause.kind == "definition" else 1.0
    return Treatment(topic, unit.clause.id, unit.start, unit.end, marks, "sentence", weight, sure)


def _in_heading(topic: str, rank: int, cue: Cue, clause: Clause, unit: Unit) -> Treatment | None:
    if cue.where == "term" and clause.kind != "definition":
        return None
    if not cue.matches(fold(clause.heading)):
        return None
    by: Literal["sentence", "heading"] = "sentence" if cue.where == "term" else "heading"
    span = (unit.start, unit.end)
    return Treatment(topic, unit.clause.id, *span, span, by, weight_of(rank, by))


# How near (see `index.baseline`) a passage must be to what people ask on a topic to treat it
# perhaps, and to treat it surely; and what that counts against a cue. `benchmarks/finding.py`.
PERHAPS, SURELY = 3.0, 5.0
MEANING_WEIGHT = 0.75
# The same word by word. It tells well which clause comes nearest to a topic, but not whether any
# treats it: so it counts among the clauses only, and from a lower nearness on.
NEAR, NEAREST = 1.0, 2.5
NEARNESS_WEIGHT = 0.6


def with_meaning(
    by_cue: Mapping[str, tuple[Treatment, ...]],
    topics: Sequence[str],
    nearness: NDArray[np.float32],
    word_by_word: NDArray[np.float32],
    passages: Sequence[Passage],
) -> dict[str, tuple[Treatment, ...]]:
    """`by_cue` and the passages that treat a topic by their meaning, best first, one per clause.

    `nearness` and `word_by_word` [topics, passages] tell how near each passage is to each
    topic's questions.
    """
    sure = np.clip((nearness - PERHAPS) / (SURELY - PERHAPS), 0, 1)
    near = np.clip((word_by_word - NEAR) / (NEAREST - NEAR), 0, 1)
    weights = np.maximum(MEANING_WEIGHT * sure, NEARNESS_WEIGHT * near)
    found = dict(by_cue)
    for number, topic in enumerate(topics):
        best = {hit.clause: hit for hit in found.get(topic, ())}
        for place in np.argsort(-weights[number], kind="stable").tolist():
            weight = float(weights[number, place])
            if weight == 0:
                break
            if passages[place].clause not in best:
                hit = _by_meaning(topic, passages[place], weight, float(sure[number, place]))
                best[hit.clause] = hit
        if best:
            found[topic] = tuple(sorted(best.values(), key=lambda hit: (-hit.weight, hit.start)))
    return found


def _by_meaning(topic: str, passage: Passage, weight: float, sure: float) -> Treatment:
    span = (passage.start, passage.end)
    return Treatment(topic, passage.clause, *span, span, "meaning", weight, sure)
