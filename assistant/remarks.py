"""Remarks: what an honest clerk adds to an answer because of how the question was put."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from assistant.answer import Answer
from assistant.lexicon import read_data
from assistant.phrases import say
from assistant.quantities import QUANTITY_READERS, Quantity
from corpus.folding import fold, straight

HOURS_OF_A_DAY = 24


def remarked(question: str, answer: Answer) -> Answer:
    """The answer with a word on a figure that the contract does not give, and on advice."""
    keys = []
    if answer.status == "answered" and other_figure(question, [c.quote for c in answer.citations]):
        keys.append("other_figure")
    if answer.status != "out_of_scope" and asks_advice(question):
        keys.append("no_advice")
    said = (answer.answer, *(say(key, answer.language) for key in keys))
    return replace(answer, answer=" ".join(said))


def other_figure(question: str, quotes: list[str]) -> bool:
    """Whether the question names a figure and the quotes hold only other ones of its kind."""
    for read in QUANTITY_READERS:
        asked = {
            (found.value, found.unit)
            for found in read(question)
            if not _is_time_of_day(question, found)
        }
        held = {(found.value, found.unit) for quote in quotes for found in read(quote)}
        if asked and held and not asked & held:
            return True
    return False


def _is_time_of_day(question: str, found: Quantity) -> bool:
    """Whether the figure is an hour of the clock: "à 3 h", "2 uur 's nachts"."""
    if found.unit != "hour" or not found.value.isdigit() or int(found.value) > HOURS_OF_A_DAY:
        return False
    # As it is written: folded, "à" is the English article.
    said = straight(question).lower()
    before, after = _clock()
    return bool(before.search(said[: found.start]) or after.match(said[found.end :]))


def asks_advice(question: str) -> bool:
    """Whether the question asks what one should do in law, not what the contract says."""
    return _advice().search(fold(question)) is not None


@cache
def _clock() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table: dict[str, list[str]] = read_data("asking.yaml")["clock"]
    before, after = ("|".join(map(re.escape, table[key])) for key in ("before", "after"))
    return re.compile(rf"(?<!\w)(?:{before})\W*$"), re.compile(rf"\W*(?:{after})(?!\w)")


@cache
def _advice() -> re.Pattern[str]:
    table: dict[str, list[str]] = read_data("advice.yaml")
    phrases = [phrase for listed in table.values() for phrase in listed]
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)")
