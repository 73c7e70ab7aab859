"""Files of questions: what is read, and what is refused with the row that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.evaluation import read_rows
from corpus.errors import ClausierError


def written(folder: Path, row: str) -> Path:
    path = folder / "questions.yaml"
    path.write_text(f"- {{id: a, q: 'Quoi ?', {row}}}", encoding="utf-8")
    return path


def test_a_row_is_read(tmp_path: Path) -> None:
    (row,) = read_rows(written(tmp_path, "clauses: ['8.10', 2], facts: ['72 ?h']"))

    assert (row.clauses, row.facts, row.answerable) == (("8.10", "2"), ("72 ?h",), True)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("clauses: 8.1", "`clauses` is a list of texts"),
        ("clauses: '8.1'", "`clauses` is a list of texts"),
        ("clauses: [8.10]", "`clauses` is a list of texts"),
        ("clauses:", "`clauses` is a list of texts"),
        ("clauses: ['8'], facts: '72 h'", "`facts` is a list of texts"),
        ("clauses: ['8'], 1: x, y: z", "unknown key"),
        ("clauses: []", "names the `clauses`"),
        ("clauses: ['8'], facts: ['(']", "no regular expression"),
    ],
)
def test_a_faulty_row_is_named(tmp_path: Path, row: str, why: str) -> None:
    with pytest.raises(ClausierError, match="row 1") as caught:
        read_rows(written(tmp_path, row))

    assert why in str(caught.value)
