"""The text of the pages of a PDF, in the order in which a reader sees it.

A page's text is stored as it was drawn. That is nearly always as it is read, but some programs
draw all bullets, or all headings, behind the rest. Where the order jumps back up again and again,
and nothing stands side by side as in columns or tables, the lines are put in order by their places;
elsewhere only numbers and bullets are, that were drawn apart from their words.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pypdfium2
from pypdfium2 import raw

from corpus.breaks import plain_breaks
from corpus.drawn import Piece, pieces_of
from corpus.fields import fields_of, with_values
from corpus.grids import Grid, Tables, with_tables

_JUMPS = 1  # so often may the order go up: to a header drawn last
_SIGN = 4  # characters of a bullet or a number, which may stand apart from its words
_GAP = 18.0  # points between columns
_BESIDE = 60.0  # points that a number may stand to the left of its words
_SIGN_ALONE = re.compile(r"(?:[•●○◦▪■➢–-]|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zA-Z]|[ivx]{1,4})[.)]?)$")
_TOUCHING = 1.5  # points between pieces of one word, to either side


def pages_text(data: bytes) -> list[str]:
    """The text of each page, a line for each line, with what is written into a form's fields.

    Raises `PdfiumError` where the bytes are no PDF that can be read.
    """
    document = pypdfium2.PdfDocument(data)
    try:
        if _is_backwards(document):
            # A copy of the pages has no wish of how to show them, such as from right to left.
            pages = pypdfium2.PdfDocument.new()
            pages.import_pages(document)
        else:
            pages = document
            if document.get_formtype() != raw.FORMTYPE_NONE:
                document.init_forms()
        tables = Tables(data)
        return [_page_text(page, tables.on(page, index)) for index, page in enumerate(pages)]
    finally:
        document.close()


def _is_backwards(document: pypdfium2.PdfDocument) -> bool:
    """Whether pdfium would read the lines from right to left, as the document's viewer is told."""
    wish = ctypes.create_string_buffer(8)
    raw.FPDF_VIEWERREF_GetName(document, b"Direction", wish, len(wish))
    return wish.value == b"R2L"


def _page_text(page: pypdfium2.PdfPage, tables: Sequence[Grid]) -> str:
    words = page.get_textpage()
    pieces = with_tables(words, [*pieces_of(words), *fields_of(page)], tables)
    pieces = with_values(words, pieces)
    lines = _lines(pieces) if _is_disordered(pieces) else []
    if not lines or any(map(_in_columns, lines)):
        lines = [[piece] for piece in _with_signs(pieces)]
    text = "\n".join(_joined(line) for line in _rejoined(lines))
    return plain_breaks(text).replace("\t", " ")  # some programs write each space as a tab


def _rejoined(lines: Sequence[list[Piece]]) -> list[list[Piece]]:
    """The lines, where letters that were raised (1er, 2/3) do not part them."""
    found: list[list[Piece]] = []
    for line in lines:
        last, first = found[-1][-1] if found else None, line[0]
        if last is not None and _follows(last, first):
            found[-1] += line
        else:
            found.append(list(line))
    return found


def _follows(piece: Piece, other: Piece) -> bool:
    return _level(piece, other) and -_TOUCHING <= other.left - piece.right <= _GAP


def _with_signs(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, with each number or bullet that was drawn apart in front of its words."""
    kept: list[Piece | None] = list(pieces)
    for at, sign in enumerate(pieces):
        if not _SIGN_ALONE.match(sign.text):
            continue
        beside = [
            (piece.left, place)
            for place, piece in enumerate(pieces)
            if place != at and 0 <= piece.left - sign.right <= _BESIDE and _level(sign, piece)
        ]
        nearest = min(beside, default=(0.0, at))[1]
        words = kept[nearest]
        if nearest not in (at, at + 1) and words is not None and words.kind == "words":
            kept[at] = None
            kept[nearest] = replace(
                words, left=sign.left, top=max(words.top, sign.top),
                bottom=min(words.bottom, sign.bottom), text=f"{sign.text} {words.text}",
            )  # fmt: skip
    return [piece for piece in kept if piece is not None]


def _level(piece: Piece, other: Piece) -> bool:
    return piece.levels(other) or other.levels(piece)


def _is_disordered(pieces: Sequence[Piece]) -> bool:
    """Whether the order goes up more than once, or signs of a list stand one below the other."""
    pairs = list(pairwise(pieces))
    jumps = sum(after.bottom > before.top for before, after in pairs)
    stacked = any(len(a.text.strip()) == len(b.text.strip()) == 1 for a, b in pairs)
    return jumps > _JUMPS or (stacked and jumps > 0)


def _lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces by lines from top to bottom, those of a line from left to right."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        first = lines[-1][0] if lines else None
        if first is not None and first.levels(piece):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda piece: piece.left) for line in lines]


def _in_columns(line: Sequence[Piece]) -> bool:
    wide = [piece for piece in line if len(piece.text.strip()) > _SIGN]
    return any(after.left - before.right > _GAP for before, after in pairwise(wide))


def _joined(line: Sequence[Piece]) -> str:
    text = line[0].text
    for before, after in pairwise(line):
        touching = abs(after.left - before.right) <= _TOUCHING
        text += ("" if touching else " ") + after.text
    return text
