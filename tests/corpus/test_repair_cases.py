"""Repair, case by case: what is met in the wild, what we made up, what must stay.

`known-failures` are expected to fail: one that no longer does is to be moved up.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.repair import apply, clean

CASES = Path(__file__).parent / "cases"


def cases() -> list[object]:
    found: list[object] = []
    for name in ("repair-garble", "repair-layout", "repair-markup"):
        groups = json.loads((CASES / f"{name}.json").read_text("utf-8"))
        for group, rows in groups.items():
            marks = [pytest.mark.xfail(strict=True)] if group == "known-failures" else []
            for row in rows:
                label = f"{group}: {row['label']}"
                found.append(pytest.param(row["before"], row["after"], id=label, marks=marks))
    return found


@pytest.mark.parametrize(("before", "after"), cases())
def test_case(before: str, after: str) -> None:
    result = clean(before)
    assert result.text == after
    assert apply(before, result.repairs) == after
