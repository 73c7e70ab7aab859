"""Neighbours: what the lines around a line tell of it: a title, words under it, a sentence cut."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.captions import reads_as_title
from corpus.forms import ANNEX, ARTICLE, DOTTED, NUMBER, POINT
from corpus.lines import Line, unquoted

_FINISHED = re.compile(r"(?:[.;:!?]|[;,]\s(?:and|or|et|ou|en|of))\W*$")
_SHORTENED = re.compile(r"\b(?:arts?|n|no|nrs?|cl|par|pt|sect?|lid|al)\.$", re.IGNORECASE)


def listed_below(lines: Sequence[Line], at: int) -> bool:
    """Whether the line above is finished, or the title of this number's article, so that a
    number with small letters is a clause."""
    above = nearest_spoken(lines, at - 1, -1)
    if above is None:
        return False
    text, mine = lines[above].text, DOTTED.match(lines[at].plain)
    title = NUMBER.match(lines[above].plain)
    if mine and title and mine["number"] == f"{title['number']}.1":
        return True
    apart = lines[at].gap or (mine and not _SHORTENED.search(text))
    return bool(apart and _FINISHED.search(text))


def stands_as_title(lines: Sequence[Line], at: int, rest: str) -> bool:
    """Title words on a line of their own, with text or a deeper number under them.

    A whole question may be one ("4. Where are the data kept?"), unless others like it follow.
    """
    mine = DOTTED.match(lines[at].plain)
    cut = mine and lines[at].open and lines[at].text[-1].islower()
    if cut or not reads_as_title(rest.rstrip("? ")):
        return False
    after = nearest_spoken(lines, at + 1, 1)
    if after is None or carried_on(lines[after]):
        return False
    follows = lines[after].plain
    theirs = DOTTED.match(follows)
    if mine and theirs:
        return theirs["number"].startswith(mine["number"] + ".")
    if mine:
        return not (NUMBER.match(follows) or ARTICLE.match(follows) or ANNEX.match(follows))
    return not rest.endswith("?") or theirs is not None or NUMBER.match(follows) is None


def carried_on(line: Line) -> bool:
    """Whether this line is the rest of a sentence that was cut above it."""
    if line.gap or line.bullet or line.level or POINT.match(line.text):
        return False
    return line.text[0].islower()


def above_list(lines: Sequence[Line], at: int, rest: str) -> str:
    """The title that a few words with a full stop are above a list: "4.1 Droits des personnes."."""
    after = nearest_spoken(lines, at + 1, 1)
    listed = after is not None and (lines[after].bullet or POINT.match(lines[after].text))
    title = unquoted(rest)
    return title if listed and rest.endswith(".") and reads_as_title(title) else ""


def wrapped_title(lines: Sequence[Line], at: int, rest: str) -> int | None:
    """The second line of a title that breaks off ("Nature des données et / finalités")."""
    tail = at + 1
    if not lines[at].open or tail >= len(lines) or not carried_on(lines[tail]):
        return None
    return tail if reads_as_title(f"{rest} {lines[tail].text}") else None


def next_title(lines: Sequence[Line], at: int) -> int | None:
    """The line after `at`, where it is a title with something under it."""
    after = nearest_spoken(lines, at + 1, 1)
    if after is None:
        return None
    line = lines[after]
    numbered = DOTTED.match(line.plain) or NUMBER.match(line.plain) or ARTICLE.match(line.plain)
    if line.bullet or line.table or numbered or not reads_as_title(line.text):
        return None
    return after if line.level or nearest_spoken(lines, after + 1, 1) is not None else None


def has_words(lines: Sequence[Line], last: int) -> bool:
    """Whether text follows, not just the next entry of a list."""
    after = nearest_spoken(lines, last + 1, 1)
    if after is None:
        return False
    line = lines[after]
    if line.level:
        return line.level > lines[last].level > 0
    if DOTTED.match(line.plain):
        return not DOTTED.match(lines[last].plain)
    mine, theirs = NUMBER.match(lines[last].plain), NUMBER.match(line.plain)
    if mine and theirs and mine["number"] != "1" == theirs["number"]:
        return True
    if line.plain.startswith("§") and not lines[last].plain.startswith("§"):
        return True
    return not (ARTICLE.match(line.plain) or theirs or ANNEX.match(line.plain))


def nearest_spoken(lines: Sequence[Line], at: int, step: int) -> int | None:
    """The first line from `at` on, in that direction, that is no noise."""
    while 0 <= at < len(lines):
        if not lines[at].noise:
            return at
        at += step
    return None
