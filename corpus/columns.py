"""The names of a table's columns: what stands above its rows, and says nothing by itself."""

from __future__ import annotations

import re

from corpus.model import Clause, Contract
from corpus.sentences import Span

_CELLS = re.compile(r"[\t|]")
_RULE = re.compile(r"[\s|:+=_-]*")


def column_names(contract: Contract, clause: Clause) -> Span | None:
    """Where the line with the names of the columns stands, with the rule under it; None without.

    The table is the first one that stands in the clause.
    """
    rows = [child.start for child in contract.children(clause.id) if child.kind == "row"]
    begin, text = contract.body(clause)[0], contract.text
    end = text.rfind("\n", begin, min(rows)) + 1 if rows else 0
    if not end or not _CELLS.search(text[end : min(rows) + 1] + _line(text, min(rows))):
        return None
    start = end
    while start > begin:
        above = max(text.rfind("\n", begin, start - 1) + 1, begin)
        line = text[above : start - 1]
        start = above
        if not _RULE.fullmatch(line):
            return (above, end) if _CELLS.search(line) else None
    return None


def _line(text: str, start: int) -> str:
    end = text.find("\n", start)
    return text[start : end if end >= 0 else len(text)]


def headed_cells(contract: Contract, row: Clause) -> list[tuple[str, str]]:
    """The cells of the row, each with the name of its column, '' where it has none."""
    cells = _cells(contract.text[slice(*contract.body(row))])
    names = column_names(contract, contract.clause(row.parent)) if row.parent else None
    heads = _cells(contract.text[slice(*names)].split("\n")[0]) if names else []
    if len(heads) != len(cells):
        heads = [""] * len(cells)
    return list(zip(heads, cells, strict=True))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _CELLS.split(line.strip(" \n|"))]
