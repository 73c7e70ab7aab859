"""Tables of a PDF: the cells that ruled lines part from each other, as rows of Markdown."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pypdfium2
from pypdfium2 import raw

from corpus.drawn import Piece, box
from corpus.pages import is_open
from corpus.tables import as_markdown

_MOST_LINES = 5_000  # a page with more paths is a drawing
_PAGE = re.compile(r"(?:pages?|pagina|blz\.?)(?:\s*\d+)?$", re.IGNORECASE)
_log = logging.getLogger(__name__)
logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of fonts, which are not needed


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a page, in points from its lower left."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, across: float, up: float) -> bool:
        return self.left <= across <= self.right and self.bottom <= up <= self.top


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the box around it, and those of its cells, row by row from the top."""

    around: Box
    rows: tuple[tuple[Box, ...], ...]


class Tables:
    """Where a PDF has tables; its pages are looked at one by one, where they have lines."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @cached_property
    def _document(self) -> Any:
        import pdfplumber

        return pdfplumber.open(io.BytesIO(self._data))

    def on(self, page: pypdfium2.PdfPage, index: int) -> list[Grid]:
        """The tables of two columns or more on this page; none where it cannot be told."""
        from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

        lines = sum(1 for _ in page.get_objects([raw.FPDF_PAGEOBJ_PATH]))
        if not 0 < lines <= _MOST_LINES or page.get_rotation():
            return []
        try:
            if index >= len(self._document.pages):
                return []  # of a damaged file it may find fewer pages than pdfium
            seen = self._document.pages[index]
            grids = [_grid(table, seen.bbox) for table in seen.find_tables()]
            seen.close()
        except (MalformedPDFException, PdfminerException) as error:
            _log.warning("the tables of page %d cannot be told: %s", index + 1, error)
            return []
        return [grid for grid in grids if not any(_inside(other, grid) for other in grids)]


def _grid(table: Any, page: tuple[float, float, float, float]) -> Grid:
    def placed(found: tuple[float, float, float, float]) -> Box:
        left, top, right, bottom = found
        return Box(left, page[3] - bottom, right, page[3] - top)

    rows = tuple(tuple(placed(cell) for cell in row.cells if cell) for row in table.rows)
    return Grid(placed(table.bbox), rows)


def _inside(grid: Grid, other: Grid) -> bool:
    this, around = grid.around, other.around
    middle = (this.left + this.right) / 2, (this.bottom + this.top) / 2
    smaller = this.right - this.left < around.right - around.left - 1
    smaller |= this.top - this.bottom < around.top - around.bottom - 1
    return grid is not other and smaller and around.holds(*middle)


def with_tables(
    words: pypdfium2.PdfTextPage, pieces: Sequence[Piece], grids: Sequence[Grid]
) -> list[Piece]:
    """The pieces, with one for each table, of a line for each row, instead of those in its cells.

    A table of which a word stands in no cell is left as it was drawn.
    """
    found = list(pieces)
    for grid in grids:
        around = grid.around
        inside: list[Piece] = []
        outside: list[Piece] = []
        first = 0  # of those outside, how many stand before the table
        for piece in found:
            if piece.kind != "table" and around.holds(*_centre(piece)):
                first = first if inside else len(outside)
                inside.append(piece)
            else:
                outside.append(piece)
        text = _markdown(_cells(words, inside, grid))
        if text:
            table = Piece(around.left, around.bottom, around.right, around.top, text, kind="table")
            found = [*outside[:first], table, *outside[first:]]
    return found


def _centre(piece: Piece) -> tuple[float, float]:
    return (piece.left + piece.right) / 2, piece.middle


def _cells(
    words: pypdfium2.PdfTextPage, pieces: Sequence[Piece], grid: Grid
) -> dict[tuple[int, int], str]:
    """The words of each cell, by the place of its row and column; none where a word has no cell."""
    lefts = sorted({round(cell.left) for row in grid.rows for cell in row})
    boxes = [
        (at, lefts.index(round(cell.left)), cell)
        for at, row in enumerate(grid.rows)
        for cell in row
    ]
    found: dict[tuple[int, int], str] = {}
    for piece in pieces:
        for word, across in _words(words, piece):
            place = next(
                ((row, column) for row, column, cell in boxes if cell.holds(across, piece.middle)),
                None,
            )
            if place is None:
                return {}
            found[place] = _together(found.get(place, ""), word)
    return found


def _together(before: str, after: str) -> str:
    glued = not (before and after) or (before.endswith("-") and after[0].islower())
    return before + ("" if glued else " ") + after


def _words(words: pypdfium2.PdfTextPage, piece: Piece) -> Iterator[tuple[str, float]]:
    """The words of a piece, and how far across the page the middle of each is."""
    for found in re.finditer(r"\S+", piece.text):
        if piece.kind == "field":
            yield found[0], (piece.left + piece.right) / 2
            continue
        last = min(found.end(), len(piece.text.rstrip("-")) or 1) - 1
        left = box(words, piece, found.start())[0]
        right = box(words, piece, max(last, found.start()))[2]
        yield found[0], (left + right) / 2


def _markdown(cells: dict[tuple[int, int], str]) -> str:
    """The rows as Markdown; "" where fewer than two have words in two columns, or they tell pages.

    A column joins the one before it where no row has words in both.
    """
    places: dict[int, int] = {}  # of each column, where it is shown
    place, beside = -1, set[int]()
    for column in sorted({column for _, column in cells}):
        rows = {row for row, other in cells if other == column}
        if place < 0 or rows & beside:
            place, beside = place + 1, set()
        places[column], beside = place, beside | rows
    table: dict[int, list[str]] = {}
    for (row, column), text in sorted(cells.items()):
        table.setdefault(row, [""] * (place + 1))[places[column]] = text
    lines: list[list[str]] = []
    for line in table.values():
        if lines and _goes_on(lines[-1], line):
            lines[-1] = [_together(*pair) for pair in zip(lines[-1], line, strict=True)]
        else:
            lines.append(line)
    full = sum(sum(map(bool, line)) > 1 for line in lines)
    if full < 2 or any(_PAGE.match(cell) for cell in lines[0]):
        return ""
    return as_markdown(lines)


def _goes_on(above: Sequence[str], line: Sequence[str]) -> bool:
    """Whether a row only holds the next lines of the cells above it."""
    full = [place for place, text in enumerate(line) if text]
    if not line[0]:
        return len(full) == 1 and bool(above[full[0]])
    return bool(above[0]) and (line[0][0].islower() or is_open(above[0]))
