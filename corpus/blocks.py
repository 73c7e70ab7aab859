"""Inside a clause: points, bullets, definitions and rows of tables.

A list is followed, not just recognised: "(i)" is the ninth letter after "(h)" and a
Roman one elsewhere; a number that does not carry on the list is ordinary text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest

from corpus.captions import reads_as_title, run_in_title
from corpus.definitions import defines_terms, term_of
from corpus.lines import Line, unquoted
from corpus.marks import ARTICLE_DEPTH, LIST_DEPTH, Link, Mark
from corpus.numbering import roman
from corpus.tables import flat_rows

_POINT = re.compile(
    r"^(?:\*\*)?(?:\((?P<round>\d{1,2}|[a-zA-Z]|[ivxIVX]{2,5})\)"
    r"|(?P<bare>\d{1,2}°?|[a-z]|[ivx]{2,5})\\?\.?[.)°]|(?P<upper>[A-Z])\))[.:]?(?:\*\*)?\s+(?=\S)"
)
_PARAGRAPH = re.compile(
    r"^§\s?(?P<number>\d{1,2})(?:\s?(?:er|ᵉʳ|°))?(?!\w)(?:\.?\s*[-–—:]|\.)?"
    r"(?:\s+(?=[A-ZÀ-Ý0-9«“\"*(])|(?=[A-ZÀ-Ý«“\"]))"
)
_LONGEST_TERM = 8  # words
_SENTENCE = re.compile(r"^[^a-zà-ÿ]*[A-ZÀ-Ý0-9«“\"*]")


@dataclass
class _Lists:
    """The lists that are open: style and last number (of bullets, indentation), outermost first.

    `ones` is how many points of the last numbered list were all written "1.".
    """

    open: list[tuple[str, int]] = field(default_factory=list)
    ones: int = 0

    def take(self, style: str, value: int) -> int | None:
        """The level of this point, None where it carries on no list and starts none."""
        for level, (other, last) in enumerate(self.open):
            if other == style and (last < value <= last + 2 or value == 1):
                if style.startswith("number.") and value == 1 and self.ones == last:
                    # Markdown counts by itself: "1." behind "1." is the second.
                    value = self.ones = last + 1
                else:
                    self.ones = int(value == 1)
                self.open = [*self.open[:level], (style, value)]
                return level
        if value != 1:
            return None
        self.open.append((style, value))
        self.ones = 1
        return len(self.open) - 1

    def take_bullet(self, indent: int) -> int:
        """The level of a bullet that is set in by `indent`."""
        for level, (other, last) in enumerate(self.open):
            if other == "bullet" and last >= indent:
                self.open = [*self.open[:level], ("bullet", indent)]
                return level
        self.open.append(("bullet", indent))
        return len(self.open) - 1


@dataclass(frozen=True, slots=True)
class _Words:
    """A line of text, or what stands behind a number on it."""

    at: int
    start: int
    text: str


def with_blocks(lines: Sequence[Line], outline: Sequence[Mark]) -> list[Mark]:
    """The outline and the marks inside each of its nodes (the preamble is left whole)."""
    marks: list[Mark] = []
    trail: list[Mark] = []
    for mark, following in zip_longest(outline, outline[1:]):
        trail = [*(above for above in trail if above.depth < mark.depth), mark]
        if mark.kind in (None, "preamble", "paragraph"):
            marks.append(mark)
            continue
        words = _words(lines, mark, following.at if following else len(lines))
        headings = [m.heading for m in trail if m.depth >= ARTICLE_DEPTH or m.kind == "annex"]
        defining = any(map(defines_terms, headings))
        term = term_of(words[0].text) if defining and words and mark.kind == "clause" else ""
        if term and mark.shown and mark.body is not None:
            marks.append(replace(mark, kind="definition", heading=term))
            marks += _inside(lines, words[1:], defining)
        else:
            counted = mark.kind == "article" and not mark.word and mark.shown.isdigit()
            signs = _paragraphs(lines, words)
            first = signs[0][0] if signs else len(words)
            marks += [mark, *_inside(lines, words[:first], defining, counted)]
            whole = mark.kind == "chapter" or any(above.kind == "annex" for above in trail)
            link: Link = "slash" if whole else "dot"
            for (index, number, skip), (end, _, _) in pairwise([*signs, (len(words), 0, 0)]):
                here = words[index]
                own = _Words(here.at, here.start + skip, here.text[skip:])
                marks.append(_sign(here, mark.depth + 1, link, number, skip))
                marks += _inside(lines, [own, *words[index + 1 : end]], defining)
    return sorted(marks, key=lambda mark: mark.at)


def _paragraphs(lines: Sequence[Line], words: Sequence[_Words]) -> list[tuple[int, int, int]]:
    """Index, number and length of the signs "§ 1", "§ 2" … that count these words, if two do."""
    signs: list[tuple[int, int, int]] = []
    for index, here in enumerate(words):
        found = _PARAGRAPH.match(here.text)
        cut = index > 0 and lines[words[index - 1].at].open and not lines[here.at].gap
        if found and not cut and int(found["number"]) == len(signs) + 1:
            signs.append((index, len(signs) + 1, found.end()))
    return signs if len(signs) > 1 else []


def _sign(here: _Words, depth: int, link: Link, number: int, skip: int) -> Mark:
    """The clause that "§ 1" opens; its words begin behind the sign."""
    return Mark(
        here.at, depth, "clause", link, str(number), "§", str(number),
        run_in_title(here.text[skip:]), here.start, here.start + skip,
    )  # fmt: skip


def _words(lines: Sequence[Line], mark: Mark, end: int) -> list[_Words]:
    words = []
    if mark.body is not None:
        at = max(mark.at, mark.last)
        words.append(_Words(at, mark.body, lines[at].text[mark.body - lines[at].start :]))
    for at in range(mark.last + 1, end):
        if not lines[at].noise:
            words.append(_Words(at, lines[at].start, lines[at].text))
    return words


def _inside(
    lines: Sequence[Line], words: list[_Words], defining: bool, counted: bool = False
) -> Iterator[Mark]:
    lists = _Lists()
    plain: list[_Words] = []
    defined = bulleted = tabled = False
    titled = 0  # how many of the open lists have a point whose own line is its title
    before: _Words | None = None
    for index, here in enumerate(words):
        line = lines[here.at]
        row = _row(lines, here) if line.table else None
        bullet = line.bullet if here.start == line.start else 0
        point = None if line.table or (index == 0 and not bullet and _only(here, line)) else (
            _point(here, bullet, lists, line.indent)
        )  # fmt: skip
        skip = point[2] if point else 0
        term = term_of(here.text[skip:]) if defining and not line.table else ""
        if defining and not term and not point:
            term = _term_above(words, index, lines)
        if term and not (lists.open and point and point[0] > 0):
            yield _defined(here, skip, term)
            lists.open = [lists.open[0]] if lists.open else []
            defined, bulleted = True, bool(skip)
        elif row is not None or line.table:
            yield Mark(here.at, LIST_DEPTH)
            lists.open, defined = [], False
            if row is not None:
                yield row
        elif point:
            titled = point[0] + 1 if line.bold else min(titled, point[0])
            mark = _listed(here, point, defined, line.bold)
            yield _as_clause(mark, here) if counted and line.indent and not bullet else mark
        elif tabled or (
            (lists.open or (defined and bulleted)) and _closes(before, here, line, lines)
        ):
            kept = 0 if tabled else max(titled, _resumed(lists, lines, words[index + 1 :]))
            yield Mark(here.at, LIST_DEPTH + kept + (1 if defined and kept else 0))
            lists.open = lists.open[:kept]
            defined = defined and kept > 0
        if not (term or point or row or line.table or defined):
            plain.append(here)
        before, tabled = here, line.table
    yield from _flat(plain)


def _term_above(words: Sequence[_Words], index: int, lines: Sequence[Line]) -> str:
    """The term on a line of its own whose meaning follows with a small letter: "Datalek"."""
    here = words[index]
    below = words[index + 1] if index + 1 < len(words) else None
    if below is None or below.at != here.at + 1 or lines[below.at].gap:
        return ""
    plain = not (lines[here.at].bullet or lines[here.at].table)
    means = below.text[0].islower() and len(below.text) > len(here.text)
    short = len(here.text.split()) <= _LONGEST_TERM and reads_as_title(here.text)
    return unquoted(here.text.split(" (")[0]) if plain and means and short else ""


def _resumed(lists: _Lists, lines: Sequence[Line], following: Sequence[_Words]) -> int:
    """How many of the open lists go on below a paragraph: it speaks for their last point."""
    for words in following:
        line = lines[words.at]
        found = None if line.table or line.bullet else _POINT.match(words.text)
        if found is None:
            continue
        readings = {
            (f"{style}{_sign_of(found, line.indent)}", value)
            for style, value in _values(_shown(found), lists)
        }
        for level, (style, last) in enumerate(lists.open):
            if (style, last + 1) in readings:
                return level + 1
        if any((style, 1) in readings for style, _ in lists.open):
            return 0
    return 0


def _only(here: _Words, line: Line) -> bool:
    """Whether these are the words behind a clause number, without a list of their own."""
    return here.start != line.start and not _POINT.match(here.text)


def _point(here: _Words, bullet: int, lists: _Lists, indent: int) -> tuple[int, str, int] | None:
    """Level, key and length of the point or bullet that `here` begins with."""
    if bullet:
        hollow = here.text.startswith("◦")
        return (lists.take_bullet(2 * indent + hollow), "", bullet)
    found = _POINT.match(here.text)
    if not found:
        return None
    shown, sign = _shown(found), _sign_of(found, indent)
    for style, value in _values(shown, lists):
        level = lists.take(f"{style}{sign}", value)
        if level is not None:
            key = str(lists.open[level][1]) if shown.isdigit() else shown.lower()
            return (level, key, found.end())
    return None


def _shown(found: re.Match[str]) -> str:
    return (found["round"] or found["bare"] or found["upper"]).rstrip("°")


def _sign_of(found: re.Match[str], indent: int) -> str:
    """What a list's points have in common beside their numbers: signs and indentation."""
    sign = "()" if found["round"] else ")" if found[0].rstrip("* ")[-1] in ")°" else "."
    return sign + (str(indent) if indent else "")


def _values(shown: str, lists: _Lists) -> Iterator[tuple[str, int]]:
    """The readings of a point's number, the likelier first."""
    if shown.isdigit():
        yield "number", int(shown)
        return
    case = "upper" if shown.isupper() else "lower"
    letter = (f"{case}-letter", ord(shown.lower()) - 96) if len(shown) == 1 else None
    value = roman(shown)
    numeral = (f"{case}-roman", value) if value else None
    carries_on = letter and any(
        style.startswith(letter[0]) and last + 1 == letter[1] for style, last in lists.open
    )
    for reading in (letter, numeral) if carries_on else (numeral, letter):
        if reading:
            yield reading


def _listed(here: _Words, point: tuple[int, str, int], defined: bool, bold: bool) -> Mark:
    level, key, skip = point
    return Mark(
        here.at, LIST_DEPTH + level + (1 if defined else 0), "item", "slash" if key else "count",
        key, shown=key, heading=unquoted(here.text[skip:]) if bold else "", head=here.start,
        body=here.start + skip,
    )  # fmt: skip


def _as_clause(mark: Mark, here: _Words) -> Mark:
    """A number nested in a numbered list of articles is a clause: 2. in 3. is 3.2."""
    if not mark.key.isdigit():
        return mark
    heading = run_in_title(here.text[(mark.body or here.start) - here.start :])
    return replace(mark, kind="clause", link="dot", heading=heading)


def _defined(here: _Words, skip: int, term: str) -> Mark:
    return Mark(
        here.at, LIST_DEPTH, "definition", "term", "", heading=term,
        head=here.start, body=here.start + skip,
    )  # fmt: skip


def _closes(before: _Words | None, here: _Words, line: Line, lines: Sequence[Line]) -> bool:
    """Whether this paragraph speaks for the clause again, not for the last point."""
    if before is None or (line.indent and not line.bullet):
        return False
    finished = line.gap and before.text.endswith((".", ";", ":", "!", "?", ","))
    new = bool(_SENTENCE.match(here.text)) and (line.gap or not lines[before.at].open)
    return finished or new


def _row(lines: Sequence[Line], here: _Words) -> Mark | None:
    """A row of a table; None for its header."""
    told = (line for line in reversed(lines[: here.at]) if line.table or not line.noise)
    above = next(told, None)
    if above is None or not above.table:
        return None
    first = next((cell for cell in re.split(r"[|\t]", here.text) if cell.strip()), "")
    return Mark(
        here.at, LIST_DEPTH, "row", "count", "", shown="table", heading=unquoted(first),
        head=here.start, body=here.start,
    )  # fmt: skip


def _flat(plain: Sequence[_Words]) -> Iterator[Mark]:
    """Rows of a table that lost its lines (see `corpus.tables`)."""
    for first, last in flat_rows([(words.at, words.text) for words in plain]):
        head = plain[first]
        heading = unquoted(head.text)
        yield Mark(
            head.at, LIST_DEPTH, "row", "count", "", shown="table", heading=heading,
            head=head.start, body=head.start,
        )  # fmt: skip
        if last + 1 < len(plain) and plain[last + 1].at == plain[last].at + 1:
            yield Mark(plain[last + 1].at, LIST_DEPTH)
