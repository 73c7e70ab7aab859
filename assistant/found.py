"""What was found for a question: the places that answer it, or that none does."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.treatment import Treatment
from assistant.weighing import Candidate
from corpus.model import Clause, Contract
from index.search import Hit

Kind = Literal["clause", "topic", "passage", "choice", "silent", "absent", "scope", "smalltalk"]


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
    """What was found, best place first. `near` are places worth reading, no evidence; the first is
    worth being told too unless it is `far` from the question.

    `name` is the clause as the question named it, or the label that was recognised;
    `certainty` is that label's score, 1 where the question names what it wants, and `margin` by
    how much what was found outdoes what speaks against it, `lead` by how much the next clause, if
    others were weighed; `unsure` where that is as often wrong as right. `ranked` are the clauses
    as they were weighed, best first. `approved` is what staff answered, and `wording` the sentence
    that they approved for it, by language.
    """

    kind: Kind
    topic: str | None = None
    places: tuple[Place, ...] = ()
    near: tuple[Place, ...] = ()
    far: bool = False
    name: str = ""
    why: tuple[str, ...] = ()
    certainty: float = 1.0
    margin: float = 0.0
    lead: float = math.inf
    unsure: bool = False
    ranked: tuple[Candidate, ...] = field(default=(), repr=False)
    approved: bool = False
    wording: Mapping[str, str] = field(default_factory=dict)


def whole(contract: Contract, clause: Clause) -> Place:
    """The clause itself as a place."""
    return Place(contract.id, clause.id, clause.start, clause.end)


def of_hit(hit: Hit) -> Place:
    """The passage by which the search found a clause, as a place."""
    return Place(hit.contract, hit.clause, hit.passage.start, hit.passage.end)


def of_candidate(found: Candidate) -> Place:
    """The words by which a clause may answer, as a place."""
    marks = (found.treatment.marks,) if found.treatment else ()
    return Place(found.contract, found.clause, found.start, found.end, marks, found.treatment)
