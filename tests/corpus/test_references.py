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


@pytest.mark.parametrize("case", DATA["placed"], ids=lambda case: case["text"][:40])
def test_references_by_their_place(case: dict[str, Any]) -> None:
    text = case["text"]
    clauses = [
        Clause(id, kind, label, "", text.index(words), len(text), 1)
        for id, kind, label, words in case["clauses"]
    ]
    heads = {c.start for c in clauses} | {text.rfind("\n", 0, c.start) + 1 for c in clauses}
    found = references_in(text, clauses, heads)
    assert [[text[r.start : r.end], r.target, r.law] for r in found] == case["found"]


def test_a_number_before_the_words_of_its_clause_is_no_mention() -> None:
    text = "Art. 4. § 1er. Tout membre peut démissionner selon le § 1er."
    clauses = [
        Clause("4", "article", "Article 4", "", 0, len(text), 1),
        Clause("4.1", "clause", "Article 4.1", "", text.index("Tout"), len(text), 1, "4"),
    ]
    found = references_in(text, clauses, {0})
    assert [(r.start, r.target) for r in found] == [(text.rindex("§"), "4.1")]
