"""Reports of a check for other programs: JUnit XML, and what changed since an earlier check."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

from assistant.evaluation import Outcome, Report
from corpus.errors import ClausierError

# What XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets).
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(report: Report) -> str:
    """A test suite in JUnit's XML, a test case per row, named by its id and question."""
    failed = [outcome for outcome in report.outcomes if not outcome.holds]
    counts = {"tests": str(len(report.outcomes)), "failures": str(len(failed))}
    suite = ElementTree.Element("testsuite", {"name": "clausier check", **counts})
    for outcome in report.outcomes:
        seconds = f"{outcome.answer.elapsed_ms / 1000:.3f}"
        name = _plain(f"{outcome.row.id}: {outcome.row.q}")
        about = {"classname": outcome.row.lang, "name": name, "time": seconds}
        case = ElementTree.SubElement(suite, "testcase", about)
        if not outcome.holds:
            failure = ElementTree.SubElement(case, "failure", {"message": _plain(outcome.why)})
            said = [outcome.answer.answer, *outcome.answer.why]
            failure.text = _plain("\n".join(said))
    ElementTree.indent(suite)
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True)


def read_earlier(path: Path) -> dict[str, bool]:
    """Which rows held in an earlier `check --json`, by id; ClausierError where it is none."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["rows"]
        return {str(row["id"]): bool(row["holds"]) for row in rows}
    except OSError as error:
        raise ClausierError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ClausierError(
            f"{path} is no report of a check; make one with: clausier check FILE --json > {path}"
        ) from error


def compared(report: Report, earlier: dict[str, bool]) -> str:
    """What was won and lost since `earlier`, a line per row, and the sum."""
    won, lost, new = [], [], 0
    for outcome in report.outcomes:
        held = earlier.get(outcome.row.id)
        if held is None:
            new += 1
        elif outcome.holds and not held:
            won.append(f"+ {_titled(outcome)}")
        elif held and not outcome.holds:
            lost.append(f"- {_titled(outcome)}  ({outcome.why})")
    gone = len(earlier.keys() - {outcome.row.id for outcome in report.outcomes})
    summary = f"{len(won)} won, {len(lost)} lost, {new} new, {gone} no longer asked"
    return "\n".join([*lost, *won, summary])


def _titled(outcome: Outcome) -> str:
    return f"{outcome.row.id}  {outcome.row.q}"


def _plain(text: str) -> str:
    return NO_XML.sub("\ufffd", text)
