"""The text of a page of a PDF, in the order in which a reader sees it.

A page's text is stored as it was drawn. That is nearly always as it is read, but some programs
draw all bullets, or all headings, behind the rest. Where the order jumps back up again and again,
and nothing stands side by side as in columns or tables, the lines are put in order by their places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from corpus.breaks import plain_breaks

_JUMPS = 1  # so often may the order go up: to a header drawn last
_SIGN = 4  # characters of a bullet or a number, which may stand apart from its words
_GAP = 18.0  # points between columns
_TOUCHING = 1.5  # points between pieces of one word


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words that were drawn in one go, and the box around them, in points from the lower left."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def page_text(words: Any) -> str:
    """The text of a page of pdfium (`PdfTextPage`), a line for each line."""
    pieces = _pieces(words)
    if _is_disordered(pieces):
        lines = _lines(pieces)
        if not any(map(_in_columns, lines)):
            return _plain("\n".join(map(_joined, lines)))
    return _plain(words.get_text_bounded())


def _plain(text: str) -> str:
    # pdfium writes \x02 for a hyphen at a line's end, which it takes for one that breaks a word.
    return plain_breaks(text).replace("\x02", "-\n")


def _pieces(words: Any) -> list[_Piece]:
    found = []
    for index in range(words.count_rects()):
        left, bottom, right, top = words.get_rect(index)
        # A box may touch the line below.
        text = words.get_text_bounded(left, bottom, right, top).split("\r\n")[0]
        found.append(_Piece(left, bottom, right, top, text))
    return [piece for piece in found if piece.text.strip()]


def _is_disordered(pieces: Sequence[_Piece]) -> bool:
    """Whether the order goes up more than once, or signs of a list stand one below the other."""
    pairs = list(pairwise(pieces))
    jumps = sum(after.bottom > before.top for before, after in pairs)
    stacked = any(len(a.text.strip()) == len(b.text.strip()) == 1 for a, b in pairs)
    return jumps > _JUMPS or (stacked and jumps > 0)


def _lines(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """The pieces by lines from top to bottom, those of a line from left to right."""
    lines: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        first = lines[-1][0] if lines else None
        if first is not None and first.bottom < piece.middle < first.top:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda piece: piece.left) for line in lines]


def _in_columns(line: Sequence[_Piece]) -> bool:
    wide = [piece for piece in line if len(piece.text.strip()) > _SIGN]
    return any(after.left - before.right > _GAP for before, after in pairwise(wide))


def _joined(line: Sequence[_Piece]) -> str:
    text = line[0].text
    for before, after in pairwise(line):
        apart = after.left - before.right > _TOUCHING and not text.endswith(" ")
        text += (" " if apart else "") + after.text
    return text
