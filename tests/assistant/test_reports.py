"""What other programs are told of a check."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from assistant.answer import Answer
from assistant.evaluation import Report, Row, evaluate
from assistant.reports import compared, junit, read_earlier
from corpus.errors import ClausierError

ROWS = (
    Row("a", "fr", "Météo ?", answerable=False),
    Row("b", "nl", "<b>Welke\u0007 rechtbank?</b>", clauses=("12",)),
)


def report() -> Report:
    """A check of two rows, of which the second fails."""
    silent = Answer("not_in_contract", "fr", "Rien & rien.", why=("aucun signal",))
    return evaluate(ROWS, lambda question: silent, lambda answer: 0)


def test_junit_names_rows_and_tells_why_they_fail() -> None:
    suite = ElementTree.fromstring(junit(report()))

    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    held, failed = suite.findall("testcase")
    assert (held.get("name"), held.find("failure")) == ("a: Météo ?", None)
    assert failed.get("name") == "b: <b>Welke\ufffd rechtbank?</b>"
    failure = failed.find("failure")
    assert failure is not None
    assert failure.get("message") == "expected 12, got not_in_contract"
    assert failure.text == "Rien & rien.\naucun signal"


@pytest.mark.parametrize(
    ("earlier", "told"),
    [
        ({"a": True, "b": True}, ["- b", "0 won, 1 lost, 0 new, 0 no longer asked"]),
        ({"a": False, "b": False}, ["+ a", "1 won, 0 lost, 0 new, 0 no longer asked"]),
        ({"c": True}, ["0 won, 0 lost, 2 new, 1 no longer asked"]),
    ],
)
def test_what_was_won_and_lost(earlier: dict[str, bool], told: list[str]) -> None:
    lines = compared(report(), earlier).split("\n")

    assert len(lines) == len(told)
    assert all(line.startswith(start) for line, start in zip(lines, told, strict=True))


def test_an_earlier_report_is_read_back(tmp_path: Path) -> None:
    (tmp_path / "earlier.json").write_text(json.dumps(report().as_json()), encoding="utf-8")

    assert read_earlier(tmp_path / "earlier.json") == {"a": True, "b": False}


@pytest.mark.parametrize("text", ["", "[]", '{"rows": [{}]}', '{"rows": 3}'])
def test_what_is_no_report_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "earlier.json").write_text(text, encoding="utf-8")

    with pytest.raises(ClausierError, match="no report of a check"):
        read_earlier(tmp_path / "earlier.json")
