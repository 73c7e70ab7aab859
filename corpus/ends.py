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
    r"aldus (?:opgemaakt|overeengekomen)\b.*|opgemaakt (?:te|in)\b.*|gedaan te\b.*|"
    r"in witness whereof\b.*|(?:done|signed|executed) (?:at|in|by|on)\b.*|en foi de quoi\b.*)"
)


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
    words = last + 2 if marks[last].body is None else marks[last].last + 1
    for at in range(words, end):
        line = lines[at]
        if line.is_rule:
            rule = at
        elif _signs(line):
            yield Mark(at, 0, "paragraph", "whole", "signatures", last=at - 1)
            return
    closing = next((at for at in range(rule + 1, end) if not lines[at].noise), end)
    if rule >= 0 and closing < end:
        yield Mark(closing, 0, "paragraph", "whole", "closing", last=closing - 1)


def _signs(line: Line) -> bool:
    """Whether the parties sign from this line on."""
    words = not (line.noise or line.table or line.bullet)
    return words and bool(_SIGNING.match(fold(unquoted(line.text[:200]))))
