"""Citing: the places of an answer as citations, with what limits it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.answer import Evidence
from assistant.found import Place
from assistant.quoting import evidence, quote_span
from assistant.reservations import Reservation, introduction, taken_back, taken_back_beside
from assistant.verdict import has_condition
from corpus.model import Contract
from corpus.sentences import Span

_PAUSE = re.compile(r"[,;:!?()|\n]|\.(?!\S)")
LONGEST_PHRASE = 160


def held_back(
    contract: Contract, place: Place, sentence: str, language: str
) -> tuple[Reservation, ...]:
    """What limits the `sentence` that is said of the place, unless it says so itself."""
    clause = contract.clause(place.clause)
    after = () if has_condition(sentence, language) else taken_back(contract, clause, place.end)
    beside = taken_back_beside(contract, clause)
    return (*introduction(contract, clause), *after, *beside)


def citations(
    contracts: Mapping[str, Contract],
    places: Sequence[Place],
    facts: Mapping[int, tuple[Span, ...]],
    held: Sequence[Reservation],
) -> tuple[Evidence, ...]:
    """The places as citations, with what is `held` back of the first one; `facts` are the words
    that were read at some of them, by position."""
    contract = contracts[places[0].contract]
    cited = []
    for position, place in enumerate(places):
        telling = tuple(
            _phrase(contracts[place.contract].text, place, mark) for mark in place.marks
        )
        marks = facts.get(position) or telling or ((place.start, place.end),)
        more = ((one.start, one.end) for one in held if one.clause.id == place.clause)
        cited.append(_cited(contracts[place.contract], place, (*marks, *more)))
    known = {item.clause for item in cited}
    for one in held:
        if one.clause.id not in known:
            span = one.start, one.end
            cited.append(_cited(contract, Place(contract.id, one.clause.id, *span), (span,)))
    return tuple(cited)


def _phrase(text: str, place: Place, mark: Span) -> Span:
    """The telling words with what they are said with, from one pause of the sentence to the next:
    "dans un délai" alone does not tell which."""
    pauses = [pause.span() for pause in _PAUSE.finditer(text, place.start, place.end)]
    start = max((end for _, end in pauses if end <= mark[0]), default=place.start)
    end = min((begin for begin, _ in pauses if begin >= mark[1]), default=place.end)
    said = text[start:end]
    inner = start + len(said) - len(said.lstrip()), end - len(said) + len(said.rstrip())
    return inner if inner[0] <= mark[0] and inner[1] - inner[0] <= LONGEST_PHRASE else mark


def _cited(contract: Contract, place: Place, marks: tuple[Span, ...]) -> Evidence:
    clause = contract.clause(place.clause)
    start, end = quote_span(contract, clause, place.start, place.end, marks)
    return evidence(contract, clause, start, end, marks)
