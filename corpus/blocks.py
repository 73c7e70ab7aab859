"""Inside a clause: points, bullets, definitions and rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from corpus.captions import reads_as_title, run_in_title
from corpus.definitions import MEANING, announces_terms, defines_terms, term_of
from corpus.lines import Line, dashed_cells, unquoted
from corpus.marks import ARTICLE_DEPTH, LEAF_DEPTH, LIST_DEPTH, Link, Mark
from corpus.points import POINT, Lists, Words, only_words, point_of, resumed
from corpus.tables import flat_rows, says_a_value

_PARAGRAPH = re.compile(
    r"^§\s?(?P<number>\d{1,2})(?:\s?(?:er|ᵉʳ|°))?(?!\w)(?:\.?\s*[-–—:]|\.)?"
    r"(?:\s+(?=[A-ZÀ-Ý0-9«“\"*(])|(?=[A-ZÀ-Ý«“\"]))"
)
_TERMS = 3  # so many terms above their meanings are no chance
_LONGEST_TERM = 8  # words of a term, or of a point's title
_FIRST = frozenset(("1", "a", "i"))
_SENTENCE = re.compile(r"^[^a-zà-ÿ]*[A-ZÀ-Ý0-9«“\"*]")


def with_blocks(lines: Sequence[Line], outline: Sequence[Mark]) -> list[Mark]:
    """The outline and the marks inside each of its nodes (in the preamble rows of tables only)."""
    marks: list[Mark] = []
    trail: list[Mark] = []
    for mark, following in zip_longest(outline, outline[1:]):
        trail = [*(above for above in trail if above.depth < mark.depth), mark]
        if mark.kind is None:
            marks.append(mark)
            continue
        words = _words(lines, mark, following.at if following else len(lines))
        if mark.kind in ("preamble", "paragraph"):
            marks.append(mark)
            if mark.kind == "preamble" and any(lines[here.at].table for here in words):
                rows = (row for row in _inside(lines, words, False) if row.kind in (None, "row"))
                marks += (replace(row, depth=LEAF_DEPTH + 1) for row in rows)
            continue
        headings = [m.heading for m in trail if m.depth >= ARTICLE_DEPTH or m.kind == "annex"]
        defining = any(map(defines_terms, headings)) or _announced(lines, words)
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
                own = Words(here.at, here.start + skip, here.text[skip:])
                marks.append(_sign(here, mark.depth + 1, link, number, skip))
                marks += _inside(lines, [own, *words[index + 1 : end]], defining)
    return sorted(marks, key=lambda mark: mark.at)


def _announced(lines: Sequence[Line], words: Sequence[Words]) -> bool:
    """Whether words that announce terms open the clause, and terms follow at once: there are
    definitions, whatever the heading."""
    if not words or not announces_terms(words[0].text):
        return False
    terms = [bool(term_of(_entry(lines, here))) for here in words[1:]]
    return sum(terms) > 1 and terms[0]


def _entry(lines: Sequence[Line], here: Words) -> str:
    """The words behind a bullet or the number of a point."""
    point = POINT.match(here.text)
    return here.text[lines[here.at].bullet or (point.end() if point else 0) :]


def _paragraphs(lines: Sequence[Line], words: Sequence[Words]) -> list[tuple[int, int, int]]:
    """Index, number and length of the signs "§ 1", "§ 2" … that count these words, if two do."""
    signs: list[tuple[int, int, int]] = []
    for index, here in enumerate(words):
        found = _PARAGRAPH.match(here.text)
        cut = index > 0 and lines[words[index - 1].at].open and not lines[here.at].gap
        if found and not cut and int(found["number"]) == len(signs) + 1:
            signs.append((index, len(signs) + 1, found.end()))
    return signs if len(signs) > 1 else []


def _sign(here: Words, depth: int, link: Link, number: int, skip: int) -> Mark:
    """The clause that "§ 1" opens; its words begin behind the sign."""
    return Mark(
        here.at, depth, "clause", link, str(number), "§", str(number),
        run_in_title(here.text[skip:]), here.start, here.start + skip,
    )  # fmt: skip


def _words(lines: Sequence[Line], mark: Mark, end: int) -> list[Words]:
    words = []
    if mark.body is not None:
        at = max(mark.at, mark.last)
        words.append(Words(at, mark.body, lines[at].text[mark.body - lines[at].start :]))
    for at in range(mark.last + 1, end):
        if not lines[at].noise:
            words.append(Words(at, lines[at].start, lines[at].text))
    return words


def _inside(
    lines: Sequence[Line], words: list[Words], defining: bool, counted: bool = False
) -> Iterator[Mark]:
    lists = Lists()
    plain: list[Words] = []
    defined = bulleted = leading = tabled = False
    above = (_term_above(words, index, lines) for index in range(len(words) if defining else 0))
    usual = len(list(filter(None, above))) >= _TERMS
    titled = 0  # how many of the open lists have a point whose own line is its title
    before: Words | None = None
    for index, here in enumerate(words):
        line = lines[here.at]
        row = _row(lines, here) if line.table else None
        bullet = line.bullet if here.start == line.start else 0
        point = None if line.table or (index == 0 and not bullet and only_words(here, line)) else (
            point_of(here, bullet, lists, line.indent, before.text if before else "")
        )  # fmt: skip
        skip = point[2] if point else 0
        term = term_of(here.text[skip:]) if defining and not line.table else ""
        if defining and not term and not point:
            term = _term_above(words, index, lines, usual)
        if term and not (lists.open and point and point[0] > 0):
            yield _defined(here, skip, term)
            lists.open = [lists.open[0]] if lists.open else []
            defined, bulleted, leading = True, bool(skip), False
        elif row is not None or line.table:
            if not tabled:
                lists.open = lists.open[: resumed(lists, lines, words[index + 1 :])]
            defined, depth = False, LIST_DEPTH + len(lists.open)
            yield Mark(here.at, depth)
            if row is not None:
                yield replace(row, depth=depth)
        elif point:
            goes_on = point[1] in _FIRST or titled > point[0]
            title = line.bold or (goes_on and _is_title(words, index, skip, lines))
            titled = point[0] + 1 if title else min(titled, point[0])
            leading = leading or (before is not None and before.text.rstrip("* ").endswith(":"))
            # Without a colon above it, an entry among terms that are entries is beside them.
            under = defined and (leading or not bulleted or point[0] > 0)
            mark = _listed(here, point, under, title)
            yield _as_clause(mark, here) if counted and line.indent and not bullet else mark
        elif tabled or (
            (lists.open or (defined and bulleted)) and _closes(before, here, line, lines)
        ):
            kept = resumed(lists, lines, words[index + 1 :])
            kept = kept if tabled else max(titled, kept)
            yield Mark(here.at, LIST_DEPTH + kept + (1 if defined and kept else 0))
            lists.open = lists.open[:kept]
            defined = defined and kept > 0
        if not (term or point or row or line.table or defined):
            plain.append(here)
        before, tabled = here, line.table
    yield from _flat(plain)


def _is_title(words: Sequence[Words], index: int, skip: int, lines: Sequence[Line]) -> bool:
    """Whether a point is no more than a title, and its words follow: "a) Délai", "Il est de …"."""
    here, below = words[index], words[index + 1] if index + 1 < len(words) else None
    rest = here.text[skip:]
    short = len(rest.split()) <= _LONGEST_TERM and not lines[here.at].open
    if below is None or not skip or not short or not reads_as_title(rest):
        return False
    line = lines[below.at]
    entry = line.bullet or line.table or line.bold or POINT.match(below.text)
    return not entry and bool(_SENTENCE.match(below.text)) and below.text[-1] in ".:;"


def _term_above(
    words: Sequence[Words], index: int, lines: Sequence[Line], usual: bool = False
) -> str:
    """The term on a line of its own whose meaning follows with a small letter: "Datalek".

    Where that is `usual`, so may a capital below a line that stands apart.
    """
    here = words[index]
    below = words[index + 1] if index + 1 < len(words) else None
    if below is None or below.at != here.at + 1 or lines[below.at].gap:
        return ""
    plain = not (lines[here.at].bullet or lines[here.at].table)
    means = below.text[0].islower() or MEANING.match(below.text) is not None
    means = means or (usual and lines[here.at].gap)
    means = means and len(below.text) > len(here.text)
    short = len(here.text.split()) <= _LONGEST_TERM and reads_as_title(here.text)
    return unquoted(here.text.split(" (")[0]) if plain and means and short else ""


def _listed(here: Words, point: tuple[int, str, int], defined: bool, title: bool) -> Mark:
    level, key, skip = point
    return Mark(
        here.at, LIST_DEPTH + level + (1 if defined else 0), "item", "slash" if key else "count",
        key, shown=key, heading=unquoted(here.text[skip:]) if title else "", head=here.start,
        body=here.start + skip,
    )  # fmt: skip


def _as_clause(mark: Mark, here: Words) -> Mark:
    """A number nested in a numbered list of articles is a clause: 2. in 3. is 3.2."""
    if not mark.key.isdigit():
        return mark
    heading = run_in_title(here.text[(mark.body or here.start) - here.start :])
    return replace(mark, kind="clause", link="dot", heading=heading)


def _defined(here: Words, skip: int, term: str) -> Mark:
    return Mark(
        here.at, LIST_DEPTH, "definition", "term", "", heading=term,
        head=here.start, body=here.start + skip,
    )  # fmt: skip


def _closes(before: Words | None, here: Words, line: Line, lines: Sequence[Line]) -> bool:
    """Whether this paragraph speaks for the clause again, not for the last point."""
    if before is None or (line.indent and not line.bullet):
        return False
    finished = line.gap and before.text.endswith((".", ";", ":", "!", "?", ","))
    new = bool(_SENTENCE.match(here.text)) and (line.gap or not lines[before.at].open)
    return finished or new


def _row(lines: Sequence[Line], here: Words) -> Mark | None:
    """A row of a table; None for its header."""
    told = (line for line in reversed(lines[: here.at]) if line.table or not line.noise)
    above = next(told, None)
    cells = [cell.strip() for cell in re.split(r"[|\t]", here.text) if cell.strip()]
    cells = dashed_cells(here.text) or cells if len(cells) == 1 else cells
    if (above is None or not above.table) and not says_a_value(cells):
        return None
    # Rows that are numbered are named by what stands behind the number.
    named = (cell for cell in cells if len(cells) == 1 or not cell.strip(" .").isdigit())
    first = next(named, "")
    return Mark(
        here.at, LIST_DEPTH, "row", "count", "", shown="table", heading=unquoted(first),
        head=here.start, body=here.start,
    )  # fmt: skip


def _flat(plain: Sequence[Words]) -> Iterator[Mark]:
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
