"""Citing: the places of an answer as citations, with what limits it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.answer import Evidence
from assistant.found import Place
from assistant.quoting import LONGEST_SENTENCE, evidence, quote_span
from assistant.reservations import (
    Reservation,
    introduction,
    subject_to,
    taken_back,
    taken_back_beside,
)
from assistant.verdict import has_condition
from corpus.model import Contract
from corpus.sentences import Span, sentences

# No figure is cut at its comma, and a bracket goes with what stands before it.
_PAUSE = re.compile(r"[;:!?|\n]|,(?!\d)|\.(?!\S)|\((?=\w{1,3}\)\s)")
LONGEST_MARK = LONGEST_SENTENCE


def held_back(
    contract: Contract, place: Place, sentence: str, language: str
) -> tuple[Reservation, ...]:
    """What limits the `sentence` that is said of the place, unless it says so itself."""
    clause = contract.clause(place.clause)
    after = (
        ()
        if has_condition(sentence, language)
        else taken_back(contract, clause, place.start, place.end)
    )
    beside = (*after, *taken_back_beside(contract, clause))
    named = () if beside else subject_to(contract, clause, place.start, place.end)
    return (*introduction(contract, clause), *beside, *named)


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
        text = contracts[place.contract].text
        telling = tuple(_phrase(text, place, mark) for mark in place.marks)
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
    """The telling words with what they are said with: the sentence, as much of it as may be marked
    where it is long, between two of its pauses. "Dans un délai" alone does not tell which, and
    words without the denial before them tell the contrary.
    """
    around = sentences(text, place.start, place.end)
    whole = next((span for span in around if span[0] <= mark[0] and mark[1] <= span[1]), mark)
    pauses = [pause.span() for pause in _PAUSE.finditer(text, *whole)]
    starts = [whole[0], *(end for _, end in pauses if end <= mark[0])]
    ends = [*(begin for begin, _ in pauses if begin >= mark[1]), whole[1]]
    spans = ((start, end) for start in starts for end in reversed(ends))
    fitting = (span for span in spans if span[1] - span[0] <= LONGEST_MARK)
    return next((_trimmed(text, *span) for span in fitting), mark)


def _trimmed(text: str, start: int, end: int) -> Span:
    said = text[start:end]
    return start + len(said) - len(said.lstrip()), end - len(said) + len(said.rstrip())


def _cited(contract: Contract, place: Place, marks: tuple[Span, ...]) -> Evidence:
    clause = contract.clause(place.clause)
    start, end = quote_span(contract, clause, place.start, place.end, marks)
    return evidence(contract, clause, start, end, marks)
