"""Points that carry the letter of their annex: "C.1 …", "C2) …", "C-3. …" in annex C."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.captions import bold_title, reads_as_title, run_in_title
from corpus.lines import Line, unquoted
from corpus.marks import ARTICLE_DEPTH, Mark
from corpus.neighbours import next_title, stands_as_title

_POINT = (
    r"^(?:\*\*)?{letter}\s?[.–-]?\s?(?P<number>\d{{1,2}})(?:[.):]|\s?[–—:])?(?:\*\*)?"
    r"(?:\s+(?P<rest>\S.*))?$"
)


def lettered_points(lines: Sequence[Line], first: int, end: int, letter: str) -> list[Mark]:
    """The points that the lines from `first` to `end` open, counted from one; none where there is
    no second."""
    pattern = re.compile(_POINT.format(letter=letter.upper()))
    found: list[Mark] = []
    for at in range(first, end):
        line = lines[at]
        match = None if line.noise or line.table or line.bullet else pattern.match(line.text)
        if match and int(match["number"]) == len(found) + 1:
            found.append(_point(lines, at, match))
    return found if len(found) > 1 else []


def _point(lines: Sequence[Line], at: int, match: re.Match[str]) -> Mark:
    line, rest, number = lines[at], match["rest"] or "", match["number"]
    last, body = at, None
    below = None if rest else next_title(lines, at)
    if below is not None:
        heading, last = lines[below].text, below
    elif line.level or (reads_as_title(rest) and stands_as_title(lines, at, rest)):
        heading = rest
    else:
        body = line.start + match.start("rest") if rest else None
        heading = run_in_title(rest) or (bold_title(line, body) if body else "")
    return Mark(
        at, ARTICLE_DEPTH, "clause", "slash", number, "", number, unquoted(heading),
        line.start, body, last,
    )  # fmt: skip
