"""What stands before the first article and behind the last: cover, preamble, signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.folding import fold
from corpus.lines import Line, unquoted
from corpus.marks import LEAF_DEPTH, Mark

_LONG_CONTENTS = 8  # so many lines of contents are no part of the preamble
_SIGNING = re.compile(
    r"^(?:(?:signatures?|handtekening(?:en)?|ondertekening)\s*:?$|fait (?:a|en|le)\b.*|"
    r"aldus (?:opgemaakt|overeengekomen|getekend)\b.*|"
    r"(?:opgemaakt|(?:onder)?getekend) (?:te|in)\b.*|gedaan te\b.*|signe (?:a|en)\b.*|"
    r"in witness whereof\b.*|en foi de quoi\b.*|"
    r"(?:done|signed|executed)(?: and executed)? "
    r"(?:at|in|by|on|as a deed|for and on behalf|for or on behalf|on behalf)\b.*)"
)
_HEADING = re.compile(r"signatures?\b|handtekening|ondertekening")
_LONGEST_SIGNING = 30  # lines of signatures below an annex


def preamble(lines: Sequence[Line], opening: int, end: int, heading: str) -> Iterator[Mark]:
    """What stands before the first heading; a cover, where a long table of contents follows it."""
    contents = [at for at in range(opening, end) if lines[at].contents]
    if len(contents) >= _LONG_CONTENTS and contents[-1] - contents[0] < 2 * len(contents):
        cover = next((at for at in range(opening, contents[0]) if not lines[at].noise), None)
        if cover is not None:
            yield Mark(cover, LEAF_DEPTH, "paragraph", "whole", "cover", last=cover - 1)
        yield Mark(contents[0], 0, last=contents[-1])
        opening = contents[-1] + 1
    first = next((at for at in range(opening, end) if not lines[at].noise), None)
    if first is not None:
        yield Mark(
            first, LEAF_DEPTH, "preamble", "whole", "preamble", heading=heading, last=first - 1
        )


def signing(lines: Sequence[Line], marks: dict[int, Mark], end: int) -> Iterator[Mark]:
    """Signatures, or words under a last rule: they are no words of the last clause."""
    if not marks:
        return
    last = max(marks)
    if _SIGNING.match(fold(marks[last].heading)):
        return
    rule = -1
    for at in range(_worded(marks[last]), end):
        if lines[at].is_rule:
            rule = at
        elif _signs(lines[at]):
            yield _signatures(at)
            return
    closing = next((at for at in range(rule + 1, end) if not lines[at].noise), end)
    if rule >= 0 and closing < end:
        yield Mark(closing, 0, "paragraph", "whole", "closing", last=closing - 1)


def signing_below(lines: Sequence[Line], last: Mark, end: int) -> Iterator[Mark]:
    """Signatures behind an annex whose last heading is `last`, set apart as its last lines."""
    if _HEADING.match(fold(last.heading)):
        return
    for at in range(max(_worded(last), end - _LONGEST_SIGNING), end):
        if lines[at].gap and _signs(lines[at]):
            yield _signatures(at)
            return


def _worded(heading: Mark) -> int:
    """The first line below a heading that need not be its only words."""
    return heading.last + 2 if heading.body is None else heading.last + 1


def _signatures(at: int) -> Mark:
    return Mark(at, 0, "paragraph", "whole", "signatures", last=at - 1)


def _signs(line: Line) -> bool:
    """Whether the parties sign from this line on."""
    words = not (line.noise or line.table or line.bullet)
    return words and bool(_SIGNING.match(fold(unquoted(line.text[:200]))))
