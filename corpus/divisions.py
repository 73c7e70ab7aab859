"""Parts of an annex, in each of which the entries are counted afresh.

They have a letter or number ("Partie A. Description", "Deel 2 – Beveiliging"), or no more than
a caption ("Durées de conservation", or "**Chiffrement.** Les …") in an annex that numbers nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.captions import reads_as_title
from corpus.lines import Line, unquoted
from corpus.marks import ARTICLE_DEPTH, Mark, slug
from corpus.model import Clause, Reference
from corpus.neighbours import next_title
from corpus.numbering import roman, value_of

# "Section 2" is an article of the annex; only with a letter it is a part of it.
_PART = (
    r"(?P<word>partie|part|deel|volet|luik|onderdeel|(?:section|sectie|afdeling)(?!\s+\d))\s+"
    r"(?P<number>\d{1,2}|(?-i:[A-Z]|[IVX]{2,4}))"
)
_LINE = re.compile(rf"^{_PART}(?P<sign>\s*[.:)–—]|\s+-)?(?:\s+|$)(?P<title>.*)$", re.IGNORECASE)
_MENTION = re.compile(
    rf"\b{_PART},?\s+(?:de l['’]\s?|van\s+(?:de\s+)?|of\s+(?:the\s+)?)"
    r"(?:annexe?|bijlage|schedule|appendix|appendice)\b"
    r"(?:\s+(?P<annex>\d{1,2}|(?-i:[A-Z]|[IVX]{2,4}))\b)?",
    re.IGNORECASE,
)
_FILLED_IN = re.compile(r"[:=;.…_]")
_FEWEST_CAPTIONS = 4
_IN_BOLD = re.compile(r"(?:\*\*|__)(?P<title>[^*_]{2,80}?)\.\s*(?:\*\*|__)\s+(?=\S)")
_FEWEST_IN_BOLD = 3


def divisions(lines: Sequence[Line], first: int, end: int) -> list[Mark]:
    """The parts that the lines from `first` to `end` open; none where they do not count from one.

    Markdown headings are none: their level tells what lies under them.
    """
    found = [mark for at in range(first, end) if (mark := _part(lines, at)) is not None]
    words = {mark.word.lower() for mark in found}
    counted = [*range(1, len(found) + 1)]
    shown = [mark.shown for mark in found]
    readings = [[value(one) for one in shown] for value in (_letter, roman, _digits)]
    if len(found) < 2 or len(words) > 1 or counted not in readings:
        return []
    return found


def captions(lines: Sequence[Line], first: int, end: int) -> list[Mark]:
    """The lines that head what follows in an annex without numbers ("Durées de conservation"):
    a few words between blank lines, never two of them in a row; none where they are few."""
    spoken = [at for at in range(first, end) if not lines[at].noise]
    pairs = enumerate(pairwise(spoken))
    places = [place for place, (at, below) in pairs if _is_caption(lines[at], lines[below])]
    found = [spoken[place] for place in places]
    apart = all(place + 1 < after for place, after in pairwise(places))
    if len(found) < _FEWEST_CAPTIONS or not apart or any(lines[at].level for at in spoken):
        return []
    return [_headed(lines, at, lines[at].text) for at in found]


def titles_in_bold(lines: Sequence[Line], first: int, end: int) -> list[Mark]:
    """The paragraphs of an annex without numbers that open with a title in bold and a stop, and
    such titles above a list; none where few of them run on in words."""
    found: list[Mark] = []
    for at in range(first, end):
        line = lines[at]
        opening = _IN_BOLD.match(line.text)
        if line.noise or line.table or line.bullet or not line.gap:
            continue
        if line.level:
            return []
        if line.bold and line.text.endswith(".") and reads_as_title(line.text):
            found.append(_headed(lines, at, line.text))
        elif opening and reads_as_title(opening["title"]):
            found.append(_headed(lines, at, opening["title"], line.start + opening.end()))
    return found if sum(mark.body is not None for mark in found) >= _FEWEST_IN_BOLD else []


def _headed(lines: Sequence[Line], at: int, title: str, body: int | None = None) -> Mark:
    return Mark(
        at, ARTICLE_DEPTH, "clause", "slash", slug(title), "", "", unquoted(title),
        lines[at].start, body, at,
    )  # fmt: skip


def _is_caption(line: Line, below: Line) -> bool:
    own = not (line.bullet or line.table) and not _FILLED_IN.search(line.text)
    return own and line.gap and below.gap and reads_as_title(line.text)


def parts_named(
    text: str, clauses: Sequence[Clause], others: Sequence[Reference]
) -> tuple[Reference, ...]:
    """The mentions of a part ("la partie C de l'annexe") among the `others`, in order."""
    ids = {clause.id for clause in clauses}
    found = [
        Reference(match.start(), match.end(), target)
        for match in _MENTION.finditer(text)
        for target in list(filter(ids.__contains__, _targets(match)))[:1]
    ]
    kept = [
        other
        for other in others
        if not any(one.start < other.end and other.start < one.end for one in found)
    ]
    return tuple(sorted([*kept, *found], key=lambda one: one.start))


def _targets(match: re.Match[str]) -> Iterator[str]:
    annex, part = match["annex"], f"part-{match['number'].lower()}"
    for number in (annex.lower(), value_of(annex)) if annex else ():
        yield f"annex-{number}/{part}"
    if not annex:
        yield f"annex/{part}"


def _part(lines: Sequence[Line], at: int) -> Mark | None:
    line = lines[at]
    match = _LINE.match(line.text)
    if match is None or line.noise or line.table or line.level or not line.gap:
        return None
    title, last = match["title"], at
    if title and not (match["sign"] and reads_as_title(title)):
        return None
    below = None if title else next_title(lines, at)
    if below is not None:
        title, last = lines[below].text, below
    number = match["number"]
    return Mark(
        at, ARTICLE_DEPTH - 1, "clause", "slash", f"part-{number.lower()}", match["word"], number,
        unquoted(title), line.start, None, last,
    )  # fmt: skip


def _letter(shown: str) -> int:
    return ord(shown) - ord("A") + 1 if len(shown) == 1 and shown.isalpha() else 0


def _digits(shown: str) -> int:
    return int(shown) if shown.isdecimal() else 0
