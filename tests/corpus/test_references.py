"""Mentions of clauses, sentence by sentence: `references.yaml` says what each points to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.model import Clause
from corpus.references import references_in

DATA = yaml.safe_load((Path(__file__).parent / "references.yaml").read_text(encoding="utf-8"))
CLAUSES = [Clause(id, "article", id, "", 0, 0, 1) for id in DATA["ids"]]


@pytest.mark.parametrize("case", DATA["cases"], ids=lambda case: case["text"][:60])
def test_references(case: dict[str, Any]) -> None:
    found = references_in(case["text"], CLAUSES)
    assert [[case["text"][r.start : r.end], r.target, r.law] for r in found] == case["found"]
