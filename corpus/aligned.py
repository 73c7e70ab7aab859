"""Tables whose columns are set apart by spaces only, as in a typed text.

A column begins where the words of most lines of a block do. Where every line keeps to the columns,
the spaces before each become a tab, which parts the cells of a row from then on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.edits import Edit

_BLOCK = re.compile(r"(?:^[^\S\n]*\S[^\n]*(?:\n|\Z)){3,}", re.MULTILINE)
_COLUMN = re.compile(r"(?<=[^\s.…_]) {2,}(?=\S)")
"""What parts two columns; leaders to a page number, or blanks to fill in, do not."""
_NAMED = re.compile(r"[^\W\d_]{2}|\d{2}")
"""What the first cell of a row has, and the bullet or number of a list's entry has not."""
_MOST = 0.6
"""The share of lines in which the words begin there."""
_FEWEST_ROWS, _FEWEST_OF_TWO = 3, 4
"""So many rows a table has at least, and one of two columns, which signatures resemble."""
_OPENING = 0.7
"""The share of cells that open as an entry does: words of running text go on with small letters."""


def aligned(text: str) -> list[Edit]:
    """The changes that part the cells of such tables by tabs."""
    return [edit for block in _BLOCK.finditer(text) for edit in _parted(block[0], block.start())]


def _parted(block: str, offset: int) -> Iterator[Edit]:
    lines = block.rstrip("\n").split("\n")
    if any("\t" in line or "|" in line for line in lines):
        return
    columns = _columns(lines)
    if not columns or not _is_table(lines, columns):
        return
    at = offset
    for line in lines:
        for column in columns:
            if len(line) > column:
                before = line[:column].rstrip(" ")
                yield Edit(at + len(before), at + column, "\t", "column")
        at += len(line) + 1


def _columns(lines: Sequence[str]) -> list[int]:
    """Where the second column and those after it begin."""
    begins = Counter(match.end() for line in lines for match in _COLUMN.finditer(line))
    return sorted(place for place, count in begins.items() if count >= _MOST * len(lines))


def _is_table(lines: Sequence[str], columns: Sequence[int]) -> bool:
    least = _FEWEST_ROWS if len(columns) > 1 else _FEWEST_OF_TWO
    edges = [0, *columns]
    rows = [
        [line[a:b].strip() for a, b in zip(edges, [*columns, None], strict=True)] for line in lines
    ]
    keeps = all(
        len(line) <= column or line[column - 1 : column + 1].startswith(" ")
        for line in lines
        for column in columns
    )
    cells = [cell for row in rows for cell in row if cell]
    opening = sum(not cell[0].islower() for cell in cells)
    named = all(_NAMED.search(row[0]) for row in rows)
    whole = named and sum(all(row) for row in rows) >= _MOST * len(rows)
    return len(lines) >= least and keeps and whole and opening >= _OPENING * len(cells)
