"""The measured questions: nobody tunes on them, so they only tell that something broke.

The floors are well below what is measured (README); raise them when the figures rise for good.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.evaluation import Report, evaluate, read_rows
from assistant.service import Assistant

FOLDER = Path(__file__).parent.parent / "measured"
FILES = sorted(FOLDER.glob("*.yaml"))


@pytest.fixture(scope="module")
def report(assistant: Assistant) -> Report:
    rows = [row for path in FILES for row in read_rows(path)]
    return evaluate(rows, assistant.ask, assistant.count_verbatim)


@pytest.mark.parametrize(("language", "floor"), [("fr", 0.80), ("nl", 0.70), ("en", 0.80)])
def test_the_right_clause_is_cited_first(report: Report, language: str, floor: float) -> None:
    total = report.totals[language]

    assert total.clause_right / total.answerable >= floor


def test_what_the_contract_does_not_say_is_refused(report: Report) -> None:
    total = report.totals["all"]

    assert total.wrongly_answered / (total.rows - total.answerable) <= 0.2
    assert total.wrongly_abstained / total.answerable <= 0.1


def test_every_quote_is_verbatim(report: Report) -> None:
    total = report.totals["all"]

    assert total.quotes_verbatim == total.quotes > 100


def test_a_fifth_of_all_pairs_is_not_answerable() -> None:
    canonical = sorted((FOLDER.parent / "canonical").glob("*.yaml"))
    rows = [row for path in [*FILES, *canonical] for row in read_rows(path)]

    assert len(rows) >= 250
    assert sum(not row.answerable for row in rows) >= len(rows) / 5
    assert {row.lang for row in rows} == {"fr", "nl", "en"}
