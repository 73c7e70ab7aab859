"""How things look on a terminal: answers, clauses, hits, repairs and reports."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec

import click

from assistant.answer import Answer
from assistant.evaluation import Report
from corpus.errors import ClausierError
from corpus.model import Clause, Contract, Repair
from index.progress import Progress
from index.search import Hit

P = ParamSpec("P")


def tell_errors(command: Callable[P, None]) -> Callable[P, None]:
    """Errors meant for the user become one line on standard error and exit status 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except ClausierError as error:
            click.echo(f"clausier: {error}", err=True)
            sys.exit(1)

    return run


def progress() -> Progress:
    """A progress callback that draws one bar a stage on standard error, if it is a terminal."""
    stream = sys.stderr
    interactive = stream.isatty()
    last = ""

    def show(stage: str, done: int, total: int) -> None:
        nonlocal last
        if interactive:
            share = done / total if total else 1.0
            filled = round(24 * share)
            bar = "█" * filled + "·" * (24 - filled)
            click.echo(f"\r{stage:<36.36} {bar} {share:4.0%}", nl=done >= total, file=stream)
        elif stage != last:
            click.echo(f"{stage} …", file=stream)
        last = stage

    return show


def show_answer(answer: Answer) -> str:
    lines = [click.style(answer.answer, bold=True)]
    for item in answer.citations:
        lines += ["", *(f"  │ {line}" for line in _marked(item.quote, item.marks).splitlines())]
        heading = f" – {item.heading}" if item.heading else ""
        lines.append(f"  └ {item.label}{heading}, p. {item.page}")
    if answer.related:
        lines += ["", "→ " + " · ".join(item.label for item in answer.related)]
    if answer.followups:
        lines += ["", *(f"? {question}" for question in answer.followups)]
    return "\n".join(lines)


def _marked(quote: str, marks: Sequence[tuple[int, int]]) -> str:
    parts, position = [], 0
    for start, end in marks:
        if start >= position:
            parts += [quote[position:start], click.style(quote[start:end], underline=True)]
            position = end
    return "".join([*parts, quote[position:]])


def clause_as_json(contract: Contract, clause: Clause) -> dict[str, Any]:
    return {
        "contract": contract.id,
        "clause": clause.id,
        "kind": clause.kind,
        "label": clause.label,
        "heading": contract.heading(clause),
        "page": clause.page,
        "start": clause.start,
        "end": clause.end,
        "parent": clause.parent,
        "children": [child.id for child in contract.children(clause.id)],
        "text": contract.words(clause),
    }


def show_clause(found: dict[str, Any]) -> str:
    heading = f" – {found['heading']}" if found["heading"] else ""
    title = click.style(f"{found['label']}{heading} (p. {found['page']})", bold=True)
    return f"{title}\n\n{found['text']}"


def hit_as_json(contract: Contract, hit: Hit) -> dict[str, Any]:
    clause = contract.clause(hit.clause)
    return {
        "contract": hit.contract,
        "clause": hit.clause,
        "label": clause.label,
        "heading": contract.heading(clause),
        "page": clause.page,
        "score": round(hit.score, 4),
        "dense": round(hit.dense, 4),
        "late": round(hit.late, 4),
        "lexical": round(hit.lexical, 4),
        "odds": round(hit.odds, 4),
        "whole": round(hit.whole, 4),
        "start": hit.passage.start,
        "end": hit.passage.end,
        "text": contract.text[hit.passage.start : hit.passage.end],
    }


def show_hits(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return "No clause found."
    lines = []
    for row in rows:
        heading = f" – {row['heading']}" if row["heading"] else ""
        place = click.style(f"{row['label']}{heading}, p. {row['page']}", bold=True)
        text = " ".join(row["text"].split())
        lines += [f"{row['score']:.3f}  {place}", f"       {text[:160]}"]
    return "\n".join(lines)


def repairs_as_json(source: str, repairs: Sequence[Repair]) -> list[dict[str, Any]]:
    """The repairs, each with the line of the source on which it starts (from 1)."""
    rows, line, position = [], 1, 0
    for repair in repairs:
        line += source.count("\n", position, repair.start)
        position = repair.start
        rows.append(
            {
                "line": line,
                "start": repair.start,
                "end": repair.end,
                "rule": repair.rule,
                "before": repair.before,
                "after": repair.after,
            }
        )
    return rows


def show_repairs(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return "Nothing to repair."
    lines = [
        f"line {row['line']:>4}  {row['rule']:<18} {row['before']!r} → {row['after']!r}"
        for row in rows
    ]
    counts = Counter(str(row["rule"]) for row in rows)
    summary = ", ".join(f"{count} {rule}" for rule, count in counts.most_common())
    return "\n".join([*lines, "", f"{len(rows)} repairs: {summary}"])


def show_report(report: Report) -> str:
    lines = []
    for outcome in report.outcomes:
        if not outcome.holds:
            lines += [
                click.style(f"✗ {outcome.row.id}  {outcome.row.q}", fg="red"),
                f"    {outcome.why}",
                f"    said: {' '.join(outcome.answer.answer.split())[:200]}",
                *(f"    because: {line}" for line in outcome.answer.why),
            ]
    lines.append(
        f"{'':<5}{'rows':>6}{'hold':>6}{'clause':>9}{'facts':>9}{'abstained':>11}{'invented':>10}"
    )
    for name, totals in report.totals.items():
        counted = totals.as_json()
        lines.append(
            f"{name:<5}{totals.rows:>6}{totals.holds:>6}{_percent(counted['clause_accuracy']):>9}"
            f"{_percent(counted['facts_found']):>9}{totals.wrongly_abstained:>11}"
            f"{totals.wrongly_answered:>10}"
        )
    every = report.totals["all"]
    lines.append(f"{every.quotes_verbatim} of {every.quotes} quotes are verbatim")
    return "\n".join(lines)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def write_aside(path: Path, text: str) -> None:
    """Writes a file whole or not at all; ClausierError where that cannot be done."""
    try:
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text if text.endswith("\n") else text + "\n")
        Path(aside).chmod(0o644)
        os.replace(aside, path)
    except OSError as error:
        raise ClausierError(f"cannot write {path}: {error.strerror}") from error
