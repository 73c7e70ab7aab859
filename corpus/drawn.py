"""What is drawn on a page of a PDF: its lines, with the boxes around them and their blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal

import pypdfium2
from pypdfium2 import raw

_HYPHEN = "\ufffe"  # what pdfium writes for a hyphen at a line's end, with no break behind it
_DRAWN = re.compile(rf"([^\r\n{_HYPHEN}]*)(\r\n|\n|{_HYPHEN}|$)")
_BLANK = re.compile(r"_{3,}|\.{6,}|…{3,}")


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank to be filled in: `text[start:end]` of a piece, from `left` to `right`."""

    start: int
    end: int
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that were drawn one after the other on a line, and the box around them.

    Lengths are in points from the lower left of the page; `first` is where the words begin in
    what pdfium has for the page's text, in units of UTF-16; a field's are no part of that, and of
    a table the words are Markdown.
    """

    left: float
    bottom: float
    right: float
    top: float
    text: str
    first: int = 0
    blanks: tuple[Blank, ...] = ()
    kind: Literal["words", "field", "table"] = "words"

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def levels(self, other: Piece) -> bool:
        """Whether the middle of the other piece is at the height of this one."""
        return self.bottom < other.middle < self.top


def pieces_of(words: pypdfium2.PdfTextPage) -> Iterator[Piece]:
    """The page's lines as they were drawn: nothing is moved, or spaced anew, inside of one."""
    start = 0
    for found in _DRAWN.finditer(words.get_text_range()):
        line, end = found[1], found[2]
        units = [*accumulate(map(_units, line), initial=start)]
        for begin, stop in _parts(words, units, line):
            text = line[begin:stop]
            boxes = [_box(words, units[at]) for at in (begin, stop - 1)]
            left, bottom, right, top = (
                pick(sides)
                for pick, sides in zip((min, min, max, max), zip(*boxes, strict=True), strict=True)
            )
            blanks = tuple(
                Blank(
                    *blank.span(),
                    _box(words, units[begin + blank.start()])[0],
                    _box(words, units[begin + blank.end() - 1])[2],
                )
                for blank in _BLANK.finditer(text)
            )
            text += "-" * (end == _HYPHEN and stop == len(line))
            yield Piece(left, bottom, right, top, text, units[begin], blanks)
        start += _units(found[0])


def _parts(
    words: pypdfium2.PdfTextPage, units: Sequence[int], line: str
) -> Iterator[tuple[int, int]]:
    """Where the words of a line begin and end; a part for each line that pdfium took for one."""
    spans = [word.span() for word in re.finditer(r"\S+", line)]
    if not spans:
        return
    begin = spans[0][0]
    for (_, stop), (following, _) in pairwise(spans):
        before, after = _box(words, units[stop - 1]), _box(words, units[following])
        if after[0] < before[0] and after[3] < before[3]:
            yield begin, stop
            begin = following
    yield begin, spans[-1][1]


def box(words: pypdfium2.PdfTextPage, piece: Piece, at: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of the character `piece.text[at]`."""
    return _box(words, piece.first + _units(piece.text[:at]))


def _box(words: pypdfium2.PdfTextPage, unit: int) -> tuple[float, float, float, float]:
    index = raw.FPDFText_GetCharIndexFromTextIndex(words, unit)
    return words.get_charbox(index, loose=True)  # type: ignore[no-any-return]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
