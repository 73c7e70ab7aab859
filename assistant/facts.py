"""Reading facts from a clause: a duration, an amount, a law, a court.

Each reader takes the words of a clause and gives the first fact of its kind, with
the span it was read from, so that the fact can be marked in the quote.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from assistant.lexicon import Unit, countries, numbers, unit_by_word
from assistant.topic_schema import FactKind
from corpus.folding import Folded, fold


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact and how to say it. `start`/`end` are offsets into the text it was read from."""

    kind: FactKind
    start: int
    end: int
    said: dict[str, str]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit ("hour", "%", "eur", '' for a bare number) and its span."""

    value: str
    unit: str
    start: int
    end: int


_Reader = Callable[[str], Fact | None]


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _duration_pattern() -> re.Pattern[str]:
    unit = _alternatives(list(unit_by_word()))
    number = _alternatives(list(numbers()))
    return re.compile(
        rf"(?<![\w.,])(?:(?P<words>{number})(?:\s*\((?P<digits>\d+)\))?|(?P<number>\d+)"
        rf"(?:\s*\([^()\d]{{2,30}}\))?)[\s-]*(?P<unit>{unit})\b"
    )


_AMOUNT = re.compile(
    r"(?<![\w.,])(?P<before>€|eur|usd|\$|£|chf)?\s*"
    r"(?P<number>\d{1,3}(?:[ .,'\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)"
    r"\s*(?P<after>€|eur(?:os?)?\b|usd\b|\$|£|chf\b|dollars?\b)?"
)
_PERCENT = re.compile(r"(?<![\w.,])(?P<number>\d+(?:[.,]\d+)?)\s*(?:%|pour cent|procent|per ?cent)")
_MONTHS = (
    "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|"
    "januari|februari|maart|april|mei|juni|juli|augustus|oktober|december|"
    "january|february|march|may|june|july|august|september|october|november"
)
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:er|st|nd|rd|th)?\s+(?:{_MONTHS})\s+\d{{4}}|(?:{_MONTHS})\s+\d{{1,2}},?\s+\d{{4}}"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})\b"
)
_CURRENCIES = {"€": "eur", "eur": "eur", "euro": "eur", "euros": "eur", "$": "usd", "usd": "usd"}


def durations(text: str) -> list[Quantity]:
    """Every duration in `text`, in order; numbers in letters are read too."""
    folded = Folded.of(text)
    found = []
    for match in _duration_pattern().finditer(folded.text):
        value = match["number"] or match["digits"] or str(numbers()[match["words"]])
        unit = unit_by_word()[match["unit"]]
        if match["words"] in ("un", "une", "een", "one") and unit.id not in (
            "month",
            "year",
            "week",
        ):
            continue
        found.append(Quantity(str(int(value)), unit.id, *folded.span(match.start(), match.end())))
    return found


def amounts(text: str) -> list[Quantity]:
    """Every sum of money in `text`, in order."""
    folded = Folded.of(text)
    found = []
    for match in _AMOUNT.finditer(folded.text):
        sign = match["before"] or match["after"]
        if sign:
            unit = _CURRENCIES.get(sign, sign)
            span = folded.span(match.start(), match.end())
            found.append(Quantity(plain_number(match["number"]), unit, *span))
    return found


def percentages(text: str) -> list[Quantity]:
    """Every percentage in `text`, in order."""
    folded = Folded.of(text)
    return [
        Quantity(plain_number(match["number"]), "%", *folded.span(match.start(), match.end()))
        for match in _PERCENT.finditer(folded.text)
    ]


QUANTITY_READERS: tuple[Callable[[str], list[Quantity]], ...] = (durations, amounts, percentages)
"""What reads every figure of one kind."""


def dates(text: str) -> list[tuple[int, int]]:
    """The spans of every full date in `text`, in order."""
    folded = Folded.of(text)
    return [folded.span(match.start(), match.end()) for match in _DATE.finditer(folded.text)]


def plain_number(written: str) -> str:
    """A number as written ("1.000,50", "1 000") in one plain form ("1000.50", "1000")."""
    whole, mark, decimals = "", "", ""
    match = re.fullmatch(r"(.*\d)([.,])(\d{1,2})", written)
    if match:
        whole, mark, decimals = match[1], ".", match[3]
    else:
        whole = written
    return re.sub(r"\D", "", whole) + mark + decimals


_LAW_WORD = r"(?:droit|loi|lois|legislation|recht|wetgeving|law|laws)"
_COURT_WORDS = re.compile(
    r"(?i)\b(?:tribuna(?:l|ux)|cours?|juridictions?|rechtbank(?:en)?|ondernemingsrechtbank|hof|courts?"
    r"|commerce|entreprises?|premi[eè]re|instance|justice|arrondissement|enterprise|commercial)\b"
)
_COURT_ARTICLES = (
    ("tribunaux", "fr", "les"),
    ("tribunal", "fr", "le"),
    ("cours", "fr", "les"),
    ("cour ", "fr", "la"),
    ("juridictions", "fr", "les"),
    ("rechtbank", "nl", "de"),
    ("ondernemingsrechtbank", "nl", "de"),
    ("court", "en", "the"),
)
_COURT = re.compile(
    r"\b(?P<court>(?:tribuna(?:l|ux)|cours?|juridictions?|(?:ondernemings)?rechtbank(?:en)?|hof"
    r"|courts?)(?: [\w'’-]+){0,5}?) "
    r"(?:de l'arrondissement (?:de |d['’])?|arrondissement |de |d['’]|du |van |te |of |in )"
    r"(?P<place>(?:[A-ZÀ-Ý][\w'’-]+)(?:[ -](?:[A-ZÀ-Ý][\w'’-]+))*)"
)


def _read_duration(text: str) -> Fact | None:
    found = durations(text)
    return _duration_fact(found[0]) if found else None


def _duration_fact(quantity: Quantity) -> Fact:
    unit: Unit = next(unit for unit in unit_by_word().values() if unit.id == quantity.unit)
    names = unit.one if quantity.value == "1" else unit.many
    said = {language: f"{quantity.value} {name}" for language, name in names.items()}
    return Fact("duration", quantity.start, quantity.end, said)


def _read_verbatim(kind: FactKind, spans: Callable[[str], list[tuple[int, int]]]) -> _Reader:
    def read(text: str) -> Fact | None:
        found = spans(text)
        if not found:
            return None
        start, end = found[0]
        return Fact(kind, start, end, dict.fromkeys(("fr", "nl", "en"), text[start:end].strip()))

    return read


def _read_law(text: str) -> Fact | None:
    folded = Folded.of(text)
    for country in countries():
        names = _alternatives(list(country.words))
        after = rf"{_LAW_WORD}(?: (?:van|of|de|du|la|the))*[ -](?:{names})"
        pattern = rf"\b(?:{after}|(?:{names}) {_LAW_WORD})\b"
        match = re.search(pattern, folded.text)
        if match:
            start, end = folded.span(match.start(), match.end())
            return Fact("law", start, end, country.law)
    return None


def _read_court(text: str) -> Fact | None:
    match = _COURT.search(_lower_court_words(text))
    if match is None:
        return None
    place = text[match.start("place") : match.end("place")]
    place = place.title() if place.isupper() else place
    of = "d'" if fold(place[0]) in "aeiouyh" else "de "
    said = {
        "fr": f"le tribunal {of}{place}",
        "nl": f"de rechtbank van {place}",
        "en": f"the court of {place}",
    }
    written = _lower_court_words(text[match.start() : match.start("place")]) + place
    for opening, language, article in _COURT_ARTICLES:
        if written.startswith(opening):
            said[language] = f"{article} {written}"
            break
    return Fact("court", match.start(), match.end(), said)


def _lower_court_words(text: str) -> str:
    """`text` with the court's own words in lower case, so that capitals tell places."""
    return _COURT_WORDS.sub(lambda match: match[0].lower(), text)


def _spans(find: Callable[[str], list[Quantity]]) -> Callable[[str], list[tuple[int, int]]]:
    return lambda text: [(quantity.start, quantity.end) for quantity in find(text)]


_READERS: dict[FactKind, _Reader] = {
    "duration": _read_duration,
    "amount": _read_verbatim("amount", _spans(amounts)),
    "percentage": _read_verbatim("percentage", _spans(percentages)),
    "date": _read_verbatim("date", dates),
    "law": _read_law,
    "court": _read_court,
}


def read_fact(kind: FactKind, text: str) -> Fact | None:
    """The first fact of that kind in `text`, None where there is none.

    `items`, `words` and `place` are not read from text alone; for them the answer is None.
    """
    reader = _READERS.get(kind)
    return reader(text) if reader else None
