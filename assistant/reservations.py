"""Reservations: what a contract takes back of the words that answer, soon after them.

"This limit does not apply to wilful default" stands in the next sentence, or the next clause. An
answer from the first words alone would promise more than the contract does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from assistant.lexicon import read_data
from assistant.quoting import points_back
from corpus.announcement import announcement, announcing
from corpus.folding import fold
from corpus.model import Clause, Contract
from corpus.sentences import Span, sentences

BARE = 6
"""So many words at most only tell who does what follows."""


@dataclass(frozen=True, slots=True)
class Reservation:
    """A sentence `start:end` of a clause that limits an answer from another.

    `how` it does: it is "reserved" from what was said, it "introduced" the list that this is in,
    or this is "continued" from it.
    """

    clause: Clause
    start: int
    end: int
    how: Literal["reserved", "introduced", "continued"] = "reserved"


def limits(contract: Contract, clause: Clause, start: int, end: int) -> tuple[Reservation, ...]:
    """What limits the words `start:end` where the clause speaks for itself, in order."""
    announced = () if announcement(contract, clause) else introduction(contract, clause)
    before = beginning(contract, clause, start)
    after = taken_back(contract, clause, end)
    return (*announced, *before, *after, *taken_back_beside(contract, clause))


def taken_back(contract: Contract, clause: Clause, end: int) -> Iterator[Reservation]:
    """The sentences after `end` in the clause that take back a part of what was said up to it."""
    for first, last in contract.own_spans(clause):
        for start, stop in sentences(contract.text, max(first, end), last):
            said = contract.text[start:stop]
            if _takes_back(said):
                yield Reservation(clause, start, stop)
            elif not points_back(said):
                return


def taken_back_beside(contract: Contract, clause: Clause) -> Iterator[Reservation]:
    """The sentences of later clauses of the same article that take back a part of the clause."""
    if clause.parent is None or contract.clause(clause.parent).kind == "chapter":
        return
    later = [other for other in contract.children(clause.parent) if other.start >= clause.end]
    for other in later:
        for number, span in enumerate(sentences(contract.text, *contract.body(other))):
            said = contract.text[slice(*span)]
            if not lifts(said):
                continue
            opens_next = number == 0 and other is later[0] and points_back(said)
            opens_later = number == 0 and _signs()["before_it"].match(fold(said)) is not None
            if opens_next or opens_later or _names(contract, clause, span):
                yield Reservation(other, *span)


def introduction(contract: Contract, clause: Clause) -> Iterator[Reservation]:
    """What introduces the list in which the clause is an entry, and when that holds; not that a
    side undertakes what follows ("Le sous-traitant s'engage à :").
    """
    span = announcing(contract, clause)
    if span is None or len(contract.text[slice(*span)].split()) <= BARE:
        return
    if clause.parent is not None:
        yield Reservation(contract.clause(clause.parent), *span, "introduced")


def beginning(contract: Contract, clause: Clause, start: int) -> Iterator[Reservation]:
    """The last sentence of the clause before, where the words from `start` on take back of it."""
    body, end = contract.body(clause)
    said = contract.text[start:end]
    if contract.text[body:start].strip() or not (points_back(said) and lifts(said)):
        return
    earlier = [one for one in contract.children(clause.parent) if one.end <= clause.start]
    if clause.parent is None or not earlier or earlier[-1].kind != clause.kind:
        return
    for span in sentences(contract.text, *contract.body(earlier[-1]))[-1:]:
        yield Reservation(earlier[-1], *span, "continued")


def _takes_back(said: str) -> bool:
    """Whether the sentence, which follows another one, takes back a part of it."""
    opens = _signs()["opening"].match(fold(said)) is not None
    return opens or (points_back(said) and lifts(said))


def lifts(said: str) -> bool:
    """Whether the words say of something that it does not hold ("ne s'applique pas")."""
    return _signs()["holding"].search(fold(said)) is not None


def _names(contract: Contract, clause: Clause, span: Span) -> bool:
    """Whether the sentence names the clause or its article, or what stands above."""
    return _signs()["named_above"].search(fold(contract.text[slice(*span)])) is not None or any(
        span[0] <= reference.start < span[1] and reference.target in (clause.id, clause.parent)
        for reference in contract.references
    )


@cache
def _signs() -> dict[str, re.Pattern[str]]:
    table: dict[str, list[str]] = read_data("quoting.yaml")["limiting"]
    return {
        name: re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, listed))})(?!\w)")
        for name, listed in table.items()
    }
