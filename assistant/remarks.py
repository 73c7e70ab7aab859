"""Remarks: what an honest clerk adds to an answer because of how the question was put."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache

from assistant.answer import Answer, Evidence
from assistant.facts import read_fact
from assistant.gaps import leaves_out_a_name
from assistant.lacking import lacking
from assistant.lexicon import (
    any_of,
    any_sign,
    countries,
    countries_in,
    equivalents,
    listed,
    read_data,
)
from assistant.names import Names
from assistant.parts import asked_in
from assistant.phrases import say
from assistant.polarity import asks_to_confirm, asks_yes_or_no
from assistant.quantities import QUANTITY_READERS, Quantity
from corpus.announcement import announcement
from corpus.blanks import blanks
from corpus.folding import fold, straight
from corpus.model import Contract
from corpus.sentences import sentences

HOURS_OF_A_DAY = 24


def remarked(
    question: str,
    answer: Answer,
    contracts: Sequence[Contract],
    names: Names,
    *,
    approved: bool = False,
) -> Answer:
    """The answer with a word on a figure that the clause, or the contract, does not give, on a name
    that it does not have, on a detail that the words cited lack or leave blank, and on advice.

    What staff `approved` lacks nothing.
    """
    keys = []
    quotes = [item.quote for item in answer.citations]
    around = [*quotes, *_announced(answer, contracts)]
    if answer.status == "answered":
        keys += _on_its_figure(question, answer.language, around, contracts)
        if other_name(question, answer.language, quotes, names):
            keys.append("other_name")
        if _is_within_the_area(question, quotes):
            keys.append("within_the_area")
        missing = None if approved else lacking(question, answer.language, quotes)
        if missing is not None:
            keys.append(f"no_{missing}_there")
    if any(map(_leaves_a_blank, answer.citations)):
        keys.append("has_blank")
    if answer.status != "out_of_scope" and asks_advice(question):
        keys.append("no_advice")
    said = (answer.answer, *(say(key, answer.language) for key in keys))
    return replace(answer, answer=" ".join(said))


def _on_its_figure(
    question: str, language: str, around: list[str], contracts: Sequence[Contract]
) -> list[str]:
    """What is to be told of a figure that the question takes for the contract's: that it is another
    one than there, or, where it is to be confirmed, that no contract has it."""
    if asserts_figures(question, language) and other_figure(question, around):
        nowhere = other_figure(question, [contract.text for contract in contracts])
        return ["other_figure" if nowhere else "other_figure_here"]
    unknown = asks_to_confirm(question, language) and _has_no_such_figure(question, contracts)
    return ["no_such_figure"] if unknown else []


def _announced(answer: Answer, contracts: Iterable[Contract]) -> list[str]:
    """What announces the entries that are cited ("within 24 hours:")."""
    return [
        announcement(contract, contract.clause(item.clause))
        for contract in contracts
        for item in answer.citations
        if item.contract == contract.id
    ]


def _leaves_a_blank(item: Evidence) -> bool:
    """Whether a sentence that answers, as its marks tell, has a blank that leaves out no name."""
    holes = [hole for hole in blanks(item.quote) if not leaves_out_a_name(item.quote[slice(*hole)])]
    told = [
        (start, end)
        for start, end in sentences(item.quote, 0, len(item.quote))
        if not item.marks or any(a < end and start < b for a, b in item.marks)
    ]
    return any(start <= hole < end for hole, _ in holes for start, end in told)


def other_figure(question: str, quotes: list[str]) -> bool:
    """Whether the question names a figure and the `quotes` hold only other ones of its kind.

    What it only tells besides ("it has been two months") is not held against the contract.
    """
    for read in QUANTITY_READERS:
        asked = _asked_figures(question, read)
        held = {(found.value, found.unit) for quote in quotes for found in read(quote)}
        if asked and held and not asked & held:
            return True
    return False


def on_why(question: str, told: str, quotes: list[str]) -> str | None:
    """The phrase on what a "why" asks, or what is `told` with it, and no quote gives: a figure, or
    a reason."""
    if other_figure(told, quotes):
        return "other_figure_here"
    signs = _reasons()
    asked = signs["asks"].search(fold(question)) is not None
    given = any(signs["gives"].search(fold(quote)) is not None for quote in quotes)
    return "no_reason" if asked and not given else None


def asserts_figures(question: str, language: str) -> bool:
    """Whether the question takes its figures for the contract's: it wants them confirmed or
    explained, or asks whether just so long, or so much, is what holds. Any other may be the asker's
    own case ("la boutique est fermée 10 heures")."""
    if asks_to_confirm(question, language) or _reasons()["asks"].search(fold(question)):
        return True
    if not asks_yes_or_no(question, language):
        return False
    said, (opening, closing) = straight(question).lower(), _beside("asserted")
    return any(
        opening.search(said[: found.start]) or closing.match(said[found.end :])
        for read in QUANTITY_READERS
        for found in read(said)
    )


def _has_no_such_figure(question: str, contracts: Iterable[Contract]) -> bool:
    """Whether the question names a figure and no contract has it."""
    texts = [contract.text for contract in contracts]
    for read in QUANTITY_READERS:
        asked = _asked_figures(question, read)
        if asked and not any((f.value, f.unit) in asked for text in texts for f in read(text)):
            return True
    return False


def _asked_figures(question: str, read: Callable[[str], list[Quantity]]) -> set[tuple[str, str]]:
    """The figures of a kind, each with its unit, that the question asks about."""
    said = straight(asked_in(question) or question)
    return {(found.value, found.unit) for found in read(said) if not _is_told(said.lower(), found)}


def other_country(question: str, quotes: Iterable[str]) -> bool:
    """Whether the question names a country, or its law, and the `quotes` only others."""
    asked = set(countries_in(question))
    held = {country for quote in quotes for country in countries_in(quote)}
    return bool(asked and held and not asked & held)


def other_name(question: str, language: str, quotes: Iterable[str], names: Names) -> bool:
    """Whether the question is about someone whom no contract names, or wants another place
    confirmed as that of the court which the `quotes` name."""
    if names.concerned(question):
        return True
    wants = asks_yes_or_no(question, language) and names.strangers(question)
    return bool(wants) and any(read_fact("court", quote) for quote in quotes)


def _is_within_the_area(question: str, quotes: Iterable[str]) -> bool:
    """Whether the question names only countries of the European Economic Area, and the `quotes`
    speak of that: what they say of countries outside does not hold for it."""
    asked = set(countries_in(question))
    if not asked or not asked <= {country.id for country in countries() if country.eea}:
        return False
    area = re.compile(rf"(?<!\w)(?:{any_of(equivalents()['eea'])})(?!\w)")
    return any(area.search(fold(quote)) for quote in quotes)


def _is_told(said: str, found: Quantity) -> bool:
    """Whether the figure is no term: an hour of the clock, time that has passed, or a measure."""
    # As it is written: folded, "à" is the English article.
    before, after = said[: found.start], said[found.end :]
    if found.value == "1" and _beside("counted_by")[0].search(before):
        return True
    signs = ["passed"]
    if found.unit == "hour" and found.value.isdigit() and int(found.value) <= HOURS_OF_A_DAY:
        signs.append("clock")
    return any(
        opening.search(before) or closing.match(after) for opening, closing in map(_beside, signs)
    )


def asks_advice(question: str) -> bool:
    """Whether the question asks what one should do in law, not what the contract says."""
    return _advice().search(fold(question)) is not None


@cache
def _beside(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands right before, and right after, a figure of that kind."""
    signs: dict[str, list[str]] = read_data("asking.yaml")[name]
    before, after = ("|".join(map(re.escape, signs[key])) or "(?!)" for key in ("before", "after"))
    return re.compile(rf"(?<!\w)(?:{before})\W*$"), re.compile(rf"\W*(?:{after})(?!\w)")


@cache
def _advice() -> re.Pattern[str]:
    table: dict[str, list[str]] = read_data("advice.yaml")
    phrases = [phrase for listed in table.values() for phrase in listed]
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)")


@cache
def _reasons() -> dict[str, re.Pattern[str]]:
    table: dict[str, str] = read_data("followups.yaml")["reasons"]
    return {name: any_sign(listed(signs)) for name, signs in table.items()}
