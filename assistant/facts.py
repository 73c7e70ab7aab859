"""Reading facts from a clause: a duration, an amount, a law, a court.

Each reader takes the words of a clause and gives the first fact of its kind, with
the span it was read from, so that the fact can be marked in the quote.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from assistant.lexicon import any_of, as_listed, countries, exclusion, read_data, units
from assistant.quantities import Quantity, amounts, durations, percentages
from assistant.topic_schema import FactKind
from corpus.folding import Folded, fold

LONGEST_SIGN = 3
"""So many letters at most has a unit's sign ("h", "min"), which is no word to say."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact and how to say it. `start`/`end` are offsets into the text it was read from."""

    kind: FactKind
    start: int
    end: int
    said: dict[str, str]


_Reader = Callable[[str], Fact | None]


_MONTHS = (
    "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|"
    "januari|februari|maart|april|mei|juni|juli|augustus|oktober|december|"
    "january|february|march|may|june|july|august|september|october|november"
)
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:er|st|nd|rd|th)?\s+(?:{_MONTHS})\s+\d{{4}}|(?:{_MONTHS})\s+\d{{1,2}},?\s+\d{{4}}"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})\b"
)


def dates(text: str) -> list[tuple[int, int]]:
    """The spans of every full date in `text`, in order."""
    folded = Folded.of(text)
    return [folded.span(match.start(), match.end()) for match in _DATE.finditer(folded.text)]


_LAW_WORD = r"(?:droit|loi|lois|legislation|recht|wetgeving|law|laws)"
_COURT_WORDS = re.compile(
    r"(?i)\b(?:tribuna(?:l|ux)|cours?|juridictions?|rechtbank(?:en)?|ondernemingsrechtbank|hof|courts?"
    r"|commerce|entreprises?|premi[eè]re|instance|justice|arrondissement|enterprise|commercial"
    r"|appel|appeal|beroep|cassati(?:on|e)|koophandel|eerste|aanleg)\b"
)
_COURT_ARTICLES = (
    ("tribunaux", "fr", "les"),
    ("tribunal", "fr", "le"),
    ("cours", "fr", "les"),
    ("cour ", "fr", "la"),
    ("juridictions", "fr", "les"),
    ("rechtbank", "nl", "de"),
    ("ondernemingsrechtbank", "nl", "de"),
    ("hof", "nl", "het"),
    ("court", "en", "the"),
)
_COURT = re.compile(
    r"\b(?P<court>(?:tribuna(?:l|ux)|cours?|juridictions?|(?:ondernemings)?rechtbank(?:en)?|hof"
    r"|courts?)(?: [\w'’-]+){0,5}?) "
    r"(?:de l'arrondissement (?:de |d['’])?|arrondissement |de |d['’]|du |van |te |of |in "
    r"|(?<=rechtbank ))"
    r"(?P<place>(?:[A-ZÀ-Ý][\w'’-]+)(?:[ -](?:[A-ZÀ-Ý][\w'’-]+))*"
    r"(?: (?:wallon|flamand|orientale?|occidentale?|septentrionale?|m[ée]ridionale?)\b)?)"
    r"(?:,? (?:division|afdeling)(?: de| d['’]| van)? ?(?P<division>[A-ZÀ-Ý][\w'’-]+))?"
)
_DIVISION = {"fr": "division", "nl": "afdeling", "en": "division"}


def _read_duration(text: str) -> Fact | None:
    single = (found for found in durations(text) if found.value.isdecimal())
    first = next(single, None)
    return _duration_fact(first, text[first.start : first.end]) if first else None


def _duration_fact(quantity: Quantity, written: str) -> Fact:
    """The duration as it is said; in the language in which it is `written`, by the same word.

    "Jours ouvrés" are not "jours ouvrables".
    """
    unit = next(unit for unit in units() if unit.id == quantity.unit)
    names = dict(unit.one if quantity.value == "1" else unit.many)
    for language, listed in unit.words.items():
        ending = [word for word in listed if as_listed(fold(written)).endswith(word)]
        own = max(ending, key=len, default="")
        if len(own) > LONGEST_SIGN:
            names[language] = " ".join(written.split()[-len(own.split()) :]).lower()
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


@cache
def _law_pattern() -> re.Pattern[str]:
    names = any_of(word for country in countries() for word in country.words)
    after = rf"{_LAW_WORD}(?: (?:van|of|de|du|la|the))*[ -](?P<last>{names})"
    return re.compile(rf"\b(?:{after}|(?P<first>{names}) {_LAW_WORD})\b")


@cache
def _excluded_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = exclusion()
    before = rf"(?<!\w)(?:{words.before})(?:\s+[^\s.,;:]+){{0,4}}\s+(?:[ld]')?$"
    return re.compile(before), re.compile(rf"\s+(?:{words.after})(?!\w)")


def _read_law(text: str) -> Fact | None:
    """The first law named in `text` that the text does not set aside."""
    folded = Folded.of(text)
    before, after = _excluded_patterns()
    laws = {as_listed(word): country.law for country in countries() for word in country.words}
    for match in _law_pattern().finditer(folded.text):
        if before.search(folded.text, 0, match.start()) or after.match(folded.text, match.end()):
            continue
        law = laws[as_listed(match["last"] or match["first"])]
        return Fact("law", *folded.span(match.start(), match.end()), law)
    return None


@cache
def _court_kinds() -> tuple[dict[str, str], ...]:
    return tuple(read_data("courts.yaml"))


def _read_court(text: str) -> Fact | None:
    match = _COURT.search(_lower_court_words(text))
    if match is None:
        return None
    place = text[match.start("place") : match.end("place")]
    place = place.title() if place.isupper() else place
    of = "d'" if fold(place[0]) in "aeiouyh" else "de "
    named = fold(match["court"])
    kind = next(kind for kind in _court_kinds() if re.search(kind["named"], named))
    said = {
        "fr": f"{kind['fr']} {of}{place}",
        "nl": f"{kind['nl']} van {place}",
        "en": f"{kind['en']} of {place}",
    }
    written = _lower_court_words(text[match.start() : match.start("place")]) + place
    for opening, language, article in _COURT_ARTICLES:
        if written.startswith(opening):
            said[language] = f"{article} {written}"
            break
    if match["division"]:
        division = text[match.start("division") : match.end("division")]
        said = {name: f"{court}, {_DIVISION[name]} {division}" for name, court in said.items()}
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
