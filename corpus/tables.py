"""Tables that a PDF turned into lines: their rows are found by what repeats.

Where cells of the last column say the same thing for several rows, each of them
closes a row; the rows between tell how many lines a row has, and what stands before
the first row is the table's header.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

_LONGEST_CELL = 160
_TALLEST_ROW = 6
_LONGEST_NAME = 60  # of a column
_VALUE = re.compile(r"\d|@|https?:|[.;]$|^\W*[\[☐☒☑]")
_SENTENCE = re.compile(r"(?:\S+\s+){6,}\S+[.!?]$")


def says_a_value(cells: Sequence[str]) -> bool:
    """Whether these cells of a table's first row are a name and its value: no names of columns."""
    if len(cells) != 2:
        return False
    name, value = cells
    return name.endswith(":") or len(value) > _LONGEST_NAME or bool(_VALUE.search(value))


def as_markdown(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as lines of Markdown, with a rule under the first of several."""
    lines = [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
    rule = "|" + "---|" * len(rows[0]) if len(rows) > 1 else ""
    return "\n".join([*lines[:1], *filter(None, [rule]), *lines[1:]])


def flat_rows(lines: Sequence[tuple[int, str]]) -> list[tuple[int, int]]:
    """First and last index of each row, for lines given as (line number, words)."""
    words = [" ".join(text.lower().split()).rstrip(" .;") for _, text in lines]
    counts = Counter(cell for cell in words if len(cell.split()) > 1)
    rows: list[tuple[int, int]] = []
    for cell, count in counts.items():
        if count > 1:
            rows += _closed_by(lines, [i for i, other in enumerate(words) if other == cell])
    rows.sort()
    apart = all(this[1] < after[0] for this, after in pairwise(rows))
    return rows if apart else []


def _closed_by(lines: Sequence[tuple[int, str]], closing: list[int]) -> list[tuple[int, int]]:
    sizes = [after - before for before, after in pairwise(closing)]
    size = max(set(sizes), key=lambda value: (sizes.count(value), value))
    if min(sizes) < 2 or size > _TALLEST_ROW or max(sizes) > _TALLEST_ROW:
        return []
    first = max(closing[0] - size + 1, 0)
    if any(len(text) > _LONGEST_CELL for _, text in lines[first : closing[-1] + 1]):
        return []
    starts = [first, *(index + 1 for index in closing[:-1])]
    if any(_SENTENCE.search(lines[start][1]) for start in starts):
        return []  # the name of a row is none
    return list(zip(starts, closing, strict=True))
