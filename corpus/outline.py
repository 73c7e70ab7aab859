"""The outline: which lines are headings, after all, and how deep each lies.

The text is cut at its annexes; each piece has its own habit of numbering (see
`corpus.scheme`). Numbered clauses count only where they carry on the number of the
article they stand in, so that a wrapped cross-reference never opens a clause.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from corpus.annexes import annexes_of, numbering_again
from corpus.divisions import captions, divisions, titles_in_bold
from corpus.dotted import numbered_clauses
from corpus.ends import preamble, signing, signing_below
from corpus.folding import fold
from corpus.headings import Candidate, candidates
from corpus.lettered import lettered_points
from corpus.lines import Line, unquoted
from corpus.looks import unnumbered
from corpus.marks import ARTICLE_DEPTH, CHAPTER_DEPTH, Mark, slug
from corpus.neighbours import nearest_spoken
from corpus.overhead import titles_above
from corpus.scheme import (
    WORDS,
    banners,
    choose,
    of_contract,
    parts_above,
)
from corpus.titles import goes_on_title, is_title, opens_contract, title_of

_ONLY_ANNEXES = re.compile(r"^(?:annexes|bijlagen|schedules|appendices|annexures)\s*:?$")
_ROMAN_BIS = re.compile(r"^[ivxlc]+(?=bis|ter|quater)")


@dataclass(frozen=True, slots=True)
class Outline:
    """The headings in order, the title's words, and the line where the preamble begins."""

    marks: tuple[Mark, ...]
    title: str
    opening: int


def outline_of(lines: Sequence[Line]) -> Outline:
    """The outline of a text given as lines (noise flagged)."""
    found = candidates(lines)
    scheme = of_contract(found, lines)
    annexes = annexes_of(found, scheme)
    opening, title = title_of(lines, found, scheme)
    bounds = [annex.at for annex in annexes]
    parts: list[list[Candidate]] = [[] for _ in range(len(bounds) + 1)]
    for cand in found:
        parts[bisect_right(bounds, cand.at)].append(cand)
    end = bounds[0] if bounds else len(lines)
    marks = list(_body(lines, opening, end, parts[0]))
    again = numbering_again(annexes)
    for index, annex in enumerate(annexes):
        end = bounds[index + 1] if index + 1 < len(bounds) else len(lines)
        own = [cand for cand in parts[index + 1] if cand.at > annex.last]
        inside = list(_annex(lines, annex, end, own, again))
        marks += [*inside, *signing_below(lines, inside[-1], end)]
    return Outline(tuple(_apart(sorted(marks, key=lambda mark: mark.at))), title, opening)


def _apart(marks: Sequence[Mark]) -> Iterator[Mark]:
    """The marks less lines that already are the title of the heading above them."""
    taken = -1
    for mark in marks:
        if mark.at > taken:
            yield mark
        taken = max(taken, mark.last)


def _body(
    lines: Sequence[Line], opening: int, end: int, found: Sequence[Candidate]
) -> Iterator[Mark]:
    """Headings of the contract itself, from the title to the first annex."""
    found = [cand for cand in found if cand.at >= opening]
    stretch = lines[:end]
    scheme = choose(found, stretch)
    above = titles_above(scheme.run, lines)
    tops = {above.get(cand.at, cand.at): _article(cand) for cand in scheme.run}
    tops |= {
        at: replace(tops[at], at=at, heading=unquoted(lines[at].text)) for at in above.values()
    }
    plain = [at for at in range(opening, end) if lines[at].level and at not in tops]
    marks = dict(tops)
    if not tops and not plain:
        looks = unnumbered(stretch, 0)
        if looks and looks[0] < opening and not is_title(lines, looks):
            opening = looks[0]
        marks = {at: _named(lines, at, ARTICLE_DEPTH) for at in looks if at >= opening}
    level = scheme.level
    if not tops and plain:
        level = _top_level(lines, plain)
    used, above_page = set(marks), ("", 0)
    for cand in found:
        if cand.group == "chapter" and cand.at not in used and tops:
            if cand.word.lower() in ("section", "sectie") and scheme.group == "section":
                continue
            # A chapter's name may come back on each of its pages.
            if (cand.word.lower(), cand.number) != above_page:
                marks[cand.at] = _chapter(cand)
            above_page = cand.word.lower(), cand.number
    marks |= {cand.at: _chapter(cand) for cand in parts_above(found, scheme, lines)}
    if sum(cand.number == 1 and not cand.bis for cand in scheme.run) > 1:
        parts = [at for at in banners(scheme.run, lines) if at >= opening and at not in marks]
        marks |= {at: replace(_named(lines, at, CHAPTER_DEPTH), kind="chapter") for at in parts}
    by_line = {cand.at: cand for cand in found if cand.level and cand.group != "annex"}
    for at in plain:
        if at not in marks:
            marks[at] = _markdown(lines, at, level, by_line.get(at), bool(tops), scheme.group)
    marks |= {mark.at: mark for mark in numbered_clauses(found, marks)}
    yield from _without_specials(lines, marks, opening, end)
    yield from signing(lines, marks, end)


def _annex(
    lines: Sequence[Line],
    annex: Candidate,
    end: int,
    found: Sequence[Candidate],
    again: Container[str],
) -> Iterator[Mark]:
    """The annex and the headings inside it; a word in `again` is part of the annex's id."""
    letter = len(annex.shown) == 1 and annex.shown.isalpha() and annex.shown.lower() not in "ivx"
    number = annex.shown.lower() if letter else str(annex.path[0]) if annex.path else ""
    word = annex.word.lower() if annex.word.lower() in again else "annex"
    key = f"{word}-{number}" if number else word
    parts = divisions(lines, annex.last + 1, end)
    if parts and annex.last > annex.at and not lines[annex.last + 1].gap:
        # What stands right above the words before the parts is no title of them all.
        annex = replace(annex, title="", last=annex.at)
    stretch = lines, annex.last + 1, end
    if letter and not parts:
        parts = lettered_points(*stretch, annex.shown)
    if not (parts or choose(found, lines[:end], whole=False).run):
        parts = captions(*stretch) or titles_in_bold(*stretch)
    yield Mark(
        annex.at, 0, "annex", "whole", key, annex.word, annex.shown, annex.title,
        lines[annex.at].start, annex.body if annex.run_in else None, annex.last,
    )  # fmt: skip
    first = annex.last + 1
    for part, following in zip_longest([None, *parts], parts):
        if part is not None:
            yield part
            first = part.last + 1
        stop = following.at if following is not None else end
        inside = [cand for cand in found if first <= cand.at < stop]
        yield from _in_annex(lines, annex.level, (first, stop), inside)


def _in_annex(
    lines: Sequence[Line], level: int, stretch: tuple[int, int], found: Sequence[Candidate]
) -> Iterator[Mark]:
    """The headings in a stretch of an annex whose own heading has this Markdown `level`."""
    first, end = stretch
    scheme = choose(found, lines[:end], whole=False)
    marks = {cand.at: replace(_article(cand), kind="clause", link="slash") for cand in scheme.run}
    by_line = {cand.at: cand for cand in found if cand.level}
    for at in range(first, end):
        if lines[at].level and at not in marks:
            if level and lines[at].level <= level:
                marks[at] = replace(_named(lines, at, 0), kind="article")
            else:
                marks[at] = replace(
                    _markdown(lines, at, level + 1, by_line.get(at), True),
                    kind="clause", link="slash",
                )  # fmt: skip
    marks |= {mark.at: mark for mark in numbered_clauses(found, marks)}
    yield from (mark for at, mark in sorted(marks.items()) if not _is_list_of_annexes(lines[at]))


def _article(cand: Candidate) -> Mark:
    key = _ROMAN_BIS.sub(str(cand.number), cand.shown.lower()) if cand.bis else str(cand.number)
    if cand.group.startswith("letter"):
        key = cand.shown.lower()
    return Mark(
        cand.at, ARTICLE_DEPTH, "article", "whole", key, cand.word, cand.shown, cand.title,
        0, cand.body if cand.run_in else None, cand.last,
    )  # fmt: skip


def _chapter(cand: Candidate) -> Mark:
    key = f"{_CHAPTER_KEYS[cand.rank - 1]}-{cand.number}"
    return Mark(
        cand.at, CHAPTER_DEPTH + cand.rank, "chapter", "whole", key, cand.word, cand.shown,
        cand.title, 0, None, cand.last,
    )  # fmt: skip


_CHAPTER_KEYS = ("part", "title", "chapter", "section")


def _named(lines: Sequence[Line], at: int, depth: int) -> Mark:
    """A heading without a number; its id comes from its words."""
    heading = unquoted(lines[at].text) or lines[at].text
    return Mark(
        at, depth, "article", "whole", slug(heading) or "section", "", "", heading, 0, None, at
    )


def _top_level(lines: Sequence[Line], plain: Sequence[int]) -> int:
    levels = [lines[at].level for at in plain if not opens_contract(lines[at].text)]
    often = [level for level in sorted(set(levels)) if levels.count(level) > 1]
    return often[0] if often else min(levels, default=1)


def _markdown(
    lines: Sequence[Line],
    at: int,
    level: int,
    cand: Candidate | None,
    numbered: bool,
    habit: str = "",
) -> Mark:
    """A Markdown heading that is not one of the numbered articles.

    Below articles that a word names, "1) Prix" of the same level is a part of one.
    """
    line = lines[at]
    named = _named(lines, at, ARTICLE_DEPTH)
    if cand is not None and cand.group == "chapter" and line.level < level:
        return _chapter(cand)
    own = cand is not None and "@" in cand.group
    if line.level < level or (numbered and not level):
        return replace(named, kind="chapter", depth=min(CHAPTER_DEPTH + 3 + line.level, 9))
    depth = ARTICLE_DEPTH + line.level - level
    depth += depth == ARTICLE_DEPTH and own and habit in WORDS
    if depth == ARTICLE_DEPTH:
        return _article(cand) if own and cand is not None else named
    if cand is not None and own:
        return replace(_article(cand), kind="clause", depth=depth, link="dot")
    return replace(named, kind="clause", depth=depth, link="slash")


def _without_specials(
    lines: Sequence[Line], marks: dict[int, Mark], opening: int, end: int
) -> Iterator[Mark]:
    """The marks less headings that only open the contract or announce its annexes.

    What stands before the first heading becomes the preamble.
    """
    heading, started = "", False
    first = nearest_spoken(lines, opening, 1)
    numbered = any(mark.shown for mark in marks.values())
    for at, mark in sorted(marks.items()):
        words = unquoted(lines[at].text)
        if not started and not mark.shown:
            opens = opens_contract(words)
            above = nearest_spoken(lines, at - 1, -1)
            party = above is not None and opens_contract(lines[above].text)
            worded = lines[at].level and nearest_spoken(lines, at + 1, 1) not in marks
            subtitle = at == first and numbered and worded and goes_on_title(words)
            if opens or party or subtitle:
                heading = heading or words * opens
                continue
        announces = _is_list_of_annexes(lines[at])
        if announces and all(line.noise for line in lines[at + 1 : end]):
            yield Mark(at, 0, last=at)
            return
        if not started:
            started = True
            yield from preamble(lines, opening, at, heading)
        yield mark


def _is_list_of_annexes(line: Line) -> bool:
    return bool(_ONLY_ANNEXES.match(fold(unquoted(line.text))))
