"""What is drawn on a page of a PDF: its lines, with the boxes around them and their blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
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


def pieces_of(words: pypdfium2.PdfTextPage) -> Iterator[Piece]:
    """The page's lines as they were drawn: nothing is moved, or spaced anew, inside of one."""
    start = 0
    for found in _DRAWN.finditer(words.get_text_range()):
        line, end = found[1], found[2]
        for begin, stop in _parts(words, start, line):
            text = line[begin:stop]
            first = start + _units(line[:begin])
            boxes = [box(words, first, text, at) for at in (0, len(text) - 1)]
            left, bottom, right, top = (
                pick(sides)
                for pick, sides in zip((min, min, max, max), zip(*boxes, strict=True), strict=True)
            )
            blanks = tuple(
                Blank(
                    *blank.span(),
                    box(words, first, text, blank.start())[0],
                    box(words, first, text, blank.end() - 1)[2],
                )
                for blank in _BLANK.finditer(text)
            )
            text += "-" * (end == _HYPHEN and stop == len(line))
            yield Piece(left, bottom, right, top, text, first, blanks)
        start += _units(found[0])


def _parts(words: pypdfium2.PdfTextPage, start: int, line: str) -> Iterator[tuple[int, int]]:
    """Where the words of a line begin and end; a part for each line that pdfium took for one."""
    spans = [word.span() for word in re.finditer(r"\S+", line)]
    if not spans:
        return
    begin = spans[0][0]
    for (_, stop), (following, _) in pairwise(spans):
        before, after = box(words, start, line, stop - 1), box(words, start, line, following)
        if after[0] < before[0] and after[3] < before[3]:
            yield begin, stop
            begin = following
    yield begin, spans[-1][1]


def box(
    words: pypdfium2.PdfTextPage, first: int, text: str, at: int
) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of `text[at]`, where `text` begins at `first` on the page."""
    index = raw.FPDFText_GetCharIndexFromTextIndex(words, first + _units(text[:at]))
    return words.get_charbox(index, loose=True)  # type: ignore[no-any-return]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
