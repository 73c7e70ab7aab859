"""Quantities: every duration, sum of money and percentage that a text states, as figures.

Numbers are read whole, in digits or in letters. One that stands next to another number in
a way not understood is not read at all: a part of a figure is a wrong figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from assistant.lexicon import any_of, as_listed, numerals, scales, unit_by_word
from corpus.folding import Folded


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit ("hour", "%", "eur", '' for a bare number) and its span."""

    value: str
    unit: str
    start: int
    end: int


# Between the ends of a range, in every language ("30-60 jours", "24/48 heures").
_DASH = r"\s*[-/]\s*"
_DIGITS = r"\d{1,3}(?:[ .,'\u00a0\u202f]\d{3})+(?!\d)|\d+"
_ALWAYS_COUNTED = ("month", "year", "week")


@cache
def _duration_pattern(language: str) -> re.Pattern[str]:
    """A number with a unit of that language, or a range of two numbers, joined by `link`.

    `stray` is a number before it that it may belong with in a way not understood.
    """
    words, unit = numerals()[language], any_of(unit_by_word(language))

    def number(end: str) -> str:
        return (
            rf"(?:(?P<{end}_words>{words.phrase})(?:\s*\((?P<{end}_digits>\d+)\))?"
            rf"|(?P<{end}_number>{_DIGITS})(?:\s*\([^()\d]{{2,30}}\))?)"
        )

    till = rf"\s+(?:{words.till})\s+"
    higher = rf"{till}(?:\d+|{words.phrase})(?:\s*\([^()]*\))?[\s-]*(?:{unit})\b"
    # Lazily, so that "vingt et un jours" is a number first and a range only where it is none.
    low = rf"{number('low')}(?:[\s-]*(?P<low_unit>{unit})\b(?={till}))?"
    return re.compile(
        rf"(?<![\w.,])(?<!\w-)(?:(?:{low}|(?P<stray>\d[\d.,]*))"
        rf"(?P<link>{till}|\s+(?:{words.either})\s+|{_DASH})|(?P<stray_word>{words.word})[\s-]+)??"
        rf"{number('high')}[\s-]*(?P<unit>{unit})\b"
        rf"(?!\s*(?:/|(?:{words.out_of})\b)\s*\d|{higher})"
    )


def _duration_matches(folded: Folded, text: str, language: str) -> Iterator[re.Match[str]]:
    """What the pattern matches in `text`, whose folded form is `folded`."""
    pattern, at = _duration_pattern(language), 0
    while match := pattern.search(folded.text, at):
        at = match.end()
        if match["link"]:
            link, unit = (_written(text, folded, match, part) for part in ("link", "unit"))
            # A capital opens a sentence: the number before it is a heading's.
            if link.strip()[:2].istitle() and not unit.isupper():
                at = match.end("link")
                continue
        yield match


def _written(text: str, folded: Folded, match: re.Match[str], part: str) -> str:
    start, end = folded.span(*match.span(part))
    return text[start:end]


_SCALE_WORD = any_of(word for word in scales() if len(word) > 1)
_SCALE_SIGN = "".join(word for word in scales() if len(word) == 1)
_CURRENCY = r"(?:€|eur(?:os?)?\b|usd\b|\$|£|chf\b|dollars?\b)"
# A letter multiplies only where nothing parts it from the figure, or it from the currency.
SCALE = (
    rf"(?:\s*(?P<scale>{_SCALE_WORD})\b|(?P<glued>[{_SCALE_SIGN}])\b"
    rf"|\s*(?P<sign>[{_SCALE_SIGN}])(?=\s?{_CURRENCY}))"
)
_AMOUNT = re.compile(
    r"(?<![\w.,])(?P<before>€|eur|usd|\$|£|chf)?\s*"
    r"(?P<number>\d{1,3}(?:[ .,'\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)"
    rf"(?:{SCALE}(?:\s*d'|\s+de\b|\s+of\b)?)?\s*(?P<after>{_CURRENCY})?"
)
_PERCENT = re.compile(r"(?<![\w.,])(?P<number>\d+(?:[.,]\d+)?)\s*(?:%|pour cent|procent|per ?cent)")
_CURRENCIES = {"€": "eur", "eur": "eur", "euro": "eur", "euros": "eur", "$": "usd", "usd": "usd"}


def durations(text: str) -> list[Quantity]:
    """Every duration in `text`, in order; numbers in letters are read too.

    A range ("30 à 60 jours") is one quantity, whose value ("30 day-60") is no single number.
    """
    folded = Folded.of(text)
    matches = [
        (match, language)
        for language in numerals()
        for match in _duration_matches(folded, text, language)
    ]
    found, end = [], 0
    # The same figure may be read in two languages: the longest reading is the whole of it.
    for match, language in sorted(matches, key=lambda one: (one[0].start(), -one[0].end())):
        if match.start() < end:
            continue
        end = match.end()
        value, unit = _duration(match, language)
        if value:
            found.append(Quantity(value, unit, *folded.span(match.start(), end)))
    return found


def _duration(match: re.Match[str], language: str) -> tuple[str, str]:
    """The value and the unit of a duration as matched; '' for the value where it is none."""
    by_word = unit_by_word(language)
    word = as_listed(match["unit"])
    unit, value = by_word[word], _end(match, "high", language)
    low = _end(match, "low", language)
    if low:
        low_unit = by_word[as_listed(match["low_unit"])] if match["low_unit"] else unit
        value = f"{low} {low_unit.id}-{value}"
    article = value == "1" and match["high_words"] and not match["high_digits"]
    uncounted = article and unit.id not in _ALWAYS_COUNTED
    if match["stray"] or match["stray_word"] or uncounted or (word in unit.single and value != "1"):
        return "", unit.id
    return value, unit.id


def _end(match: re.Match[str], end: str, language: str) -> str:
    """The number at one end of a range as matched, '' where it has none."""
    written = match[f"{end}_number"] or match[f"{end}_digits"]
    if written:
        return str(int(plain_number(written)))
    words = match[f"{end}_words"]
    return str(numerals()[language].value(words)) if words else ""


def amounts(text: str) -> list[Quantity]:
    """Every sum of money in `text`, in order."""
    folded = Folded.of(text)
    found = []
    for match in _AMOUNT.finditer(folded.text):
        sign = match["before"] or match["after"]
        if sign:
            unit = _CURRENCIES.get(sign, sign)
            span = folded.span(match.start(), match.end())
            found.append(Quantity(scaled_number(match), unit, *span))
    return found


def percentages(text: str) -> list[Quantity]:
    """Every percentage in `text`, in order."""
    folded = Folded.of(text)
    return [
        Quantity(plain_number(match["number"]), "%", *folded.span(match.start(), match.end()))
        for match in _PERCENT.finditer(folded.text)
    ]


FIGURES: dict[str, Callable[[str], list[Quantity]]] = {
    "duration": durations,
    "amount": amounts,
    "percentage": percentages,
}
"""What reads every figure of one kind, by the kind of fact that it is."""
QUANTITY_READERS = tuple(FIGURES.values())


def states_quantity(text: str) -> bool:
    """Whether `text` has a figure with its unit."""
    return any(read(text) for read in QUANTITY_READERS)


def plain_number(written: str) -> str:
    """A number as written ("1.000,50", "1 000") in one plain form ("1000.50", "1000")."""
    whole, mark, decimals = "", "", ""
    match = re.fullmatch(r"(.*\d)([.,])(\d{1,2})", written)
    if match:
        whole, mark, decimals = match[1], ".", match[3]
    else:
        whole = written
    return re.sub(r"\D", "", whole) + mark + decimals


def scaled_number(match: re.Match[str]) -> str:
    """The plain number of a match of a `number` and a `SCALE`: "2,5 millions" is "2500000"."""
    number = plain_number(match["number"])
    scale = match["scale"] or match["glued"] or match["sign"]
    if not scale:
        return number
    return format((Decimal(number) * scales()[scale]).normalize(), "f")


def without(text: str, figures: Iterable[Quantity]) -> str:
    """The text, on one line, without figures that were read in it."""
    for figure in figures:
        text = text[: figure.start] + " " * (figure.end - figure.start) + text[figure.end :]
    return " ".join(text.split())
