"""Gaps: whether a question asks for what the contract leaves blank."""

from __future__ import annotations

import re
from functools import cache

from assistant.found import Place
from assistant.lexicon import any_sign, listed, numerals, read_data
from assistant.polarity import asks_yes_or_no
from assistant.quantities import states_quantity
from assistant.quoting import spoken_span
from corpus.blanks import blanks, is_left_blank
from corpus.folding import fold
from corpus.model import Contract


def leaves_open(contract: Contract, place: Place, question: str, language: str) -> bool:
    """Whether the words at the place leave blank what is asked, and those beside tell nothing."""
    clause = contract.clause(place.clause)
    words = contract.text[place.start : place.end]
    if not is_left_out(question, language, words, opening=clause.kind == "preamble"):
        return False
    start, end = spoken_span(contract, clause, place.start, place.end)
    beside = contract.text[start : place.start], contract.text[place.end : end]
    return not any(_gives(question, language, words) for words in beside)


def is_left_out(question: str, language: str, words: str, *, opening: bool = False) -> bool:
    """Whether the `words` of a contract would answer the question, but leave blank what it asks.

    They may only name what is to be filled in; or the question asks for a figure, a date, a choice
    or a name, and they have a blank for it and no figure. In the `opening` a role besides the
    blank tells something too ("Client : {{nom}}").
    """
    if is_left_blank(words) and not opening:
        return True
    holes = [words[start:end] for start, end in blanks(words)]
    if not holes or asks_yes_or_no(question, language):
        return False
    asked = fold(question)
    if _asking("names", language).search(asked):
        return True
    if has_figure(words) or all(map(leaves_out_a_name, holes)):
        return False
    return _asking("figures", language).search(asked) is not None


def asks_count(question: str, language: str) -> bool:
    """Whether the question asks for a number of something ("combien", "how long")."""
    return _asking("counted", language).search(fold(question)) is not None


def wants_number(question: str, language: str) -> bool:
    """Whether a number is all that is asked for, and no yes or no on one."""
    return asks_count(question, language) and not asks_yes_or_no(question, language)


def _gives(question: str, language: str, words: str) -> bool:
    """Whether the question asks for a number of something and the `words` have a figure."""
    return asks_count(question, language) and has_figure(words)


def has_figure(words: str) -> bool:
    """Whether the words have a figure with its unit, or a number in letters."""
    folded = fold(words)
    in_letters = (number for language in numerals().values() for number in language.read(folded))
    return states_quantity(words) or any(n > 1 for n in in_letters)


def leaves_out_a_name(hole: str) -> bool:
    """Whether what stands in a blank tells that a name belongs there ("{{provider_name}}")."""
    return _named().search(re.sub(r"[\W_]+", " ", fold(hole))) is not None


@cache
def _asking(what: str, language: str) -> re.Pattern[str]:
    """What asks for `figures`, a date or a choice, for something `counted`, or for `names`."""
    table: dict[str, dict[str, str]] = read_data("blanks.yaml")
    return any_sign(listed(table[language][what]))


@cache
def _named() -> re.Pattern[str]:
    table: dict[str, dict[str, str]] = read_data("blanks.yaml")
    return any_sign(sign for signs in table.values() for sign in listed(signs["named"]))
