"""Evaluation: question–answer pairs as regression tests.

A row holds when the status is `answered`, the first citation's clause is one of
`clauses` or lies under one, and each regular expression of `facts` is found in the
answer or its quotes. A row with `answerable: false` holds when the assistant says
that the contract is silent or that the question is not about it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from assistant.answer import Answer
from corpus.errors import ClausierError
from corpus.model import lies_under

_KEYS = {"id", "lang", "q", "clauses", "facts", "answerable"}


@dataclass(frozen=True, slots=True)
class Row:
    """A question and what its answer must hold."""

    id: str
    lang: str
    q: str
    clauses: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    answerable: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row: `why` is '' where it holds."""

    row: Row
    answer: Answer
    clause_right: bool
    facts_found: int
    why: str = ""
    quotes_verbatim: int = 0

    @property
    def holds(self) -> bool:
        return not self.why


@dataclass
class Totals:
    """Counts over rows; accuracies are None where there is nothing to count."""

    rows: int = 0
    holds: int = 0
    answerable: int = 0
    clause_right: int = 0
    facts: int = 0
    facts_found: int = 0
    wrongly_abstained: int = 0
    wrongly_answered: int = 0
    quotes: int = 0
    quotes_verbatim: int = 0

    def add(self, outcome: Outcome) -> None:
        self.rows += 1
        self.holds += outcome.holds
        answered = outcome.answer.status == "answered"
        if outcome.row.answerable:
            self.answerable += 1
            self.clause_right += outcome.clause_right
            self.facts += len(outcome.row.facts)
            self.facts_found += outcome.facts_found
            self.wrongly_abstained += outcome.answer.status in ("not_in_contract", "out_of_scope")
        else:
            self.wrongly_answered += answered
        self.quotes += len(outcome.answer.citations)
        self.quotes_verbatim += outcome.quotes_verbatim

    def as_json(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "holds": self.holds,
            "answerable": self.answerable,
            "clause_accuracy": _ratio(self.clause_right, self.answerable),
            "facts_found": _ratio(self.facts_found, self.facts),
            "wrongly_abstained": self.wrongly_abstained,
            "wrongly_answered": self.wrongly_answered,
            "quotes": self.quotes,
            "quotes_verbatim": self.quotes_verbatim,
        }


def _ratio(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


@dataclass(frozen=True)
class Report:
    """The outcomes, with totals over all and per language."""

    outcomes: tuple[Outcome, ...]
    totals: dict[str, Totals] = field(default_factory=dict)

    def passes(self, minima: dict[str, float]) -> bool:
        """Whether every row holds; with `minima`, whether each share named reaches its least."""
        every = self.totals["all"]
        if not minima:
            return every.holds == every.rows
        shares = every.as_json() | {"holds": _ratio(every.holds, every.rows)}
        return all((shares[name] or 0.0) >= least for name, least in minima.items())

    def as_json(self) -> dict[str, Any]:
        return {
            "rows": [
                {
                    "id": outcome.row.id,
                    "lang": outcome.row.lang,
                    "q": outcome.row.q,
                    "holds": outcome.holds,
                    "why": outcome.why,
                    "answer": outcome.answer.as_json(),
                }
                for outcome in self.outcomes
            ],
            "totals": {name: totals.as_json() for name, totals in self.totals.items()},
        }


def read_rows(path: Path) -> list[Row]:
    """The rows of a YAML or JSON Lines file; ClausierError names the file and row that is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ClausierError(f"cannot read the questions in {path}: {error}") from error
    return [_row(path, number, raw) for number, raw in enumerate(_records(path, text), 1)]


def _records(path: Path, text: str) -> Iterator[Any]:
    if path.suffix in (".jsonl", ".ndjson"):
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                try:
                    yield json.loads(line)
                except json.JSONDecodeError as error:
                    raise ClausierError(f"{path}, line {number}: not JSON ({error})") from error
        return
    try:
        rows = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ClausierError(f"{path}: not YAML ({error})") from error
    if not isinstance(rows, list):
        raise ClausierError(f"{path}: expected a list of questions, a row each")
    yield from rows


def _row(path: Path, number: int, raw: Any) -> Row:
    where = f"{path}, row {number}"
    if not isinstance(raw, dict) or not {"id", "q"} <= set(raw):
        raise ClausierError(f"{where}: a row needs at least `id` and `q`")
    unknown = set(raw) - _KEYS
    if unknown:
        raise ClausierError(f"{where}: unknown key {min(map(str, unknown))!r}")
    row = Row(
        str(raw["id"]),
        str(raw.get("lang", "fr")),
        str(raw["q"]),
        _texts(where, raw, "clauses"),
        _texts(where, raw, "facts"),
        bool(raw.get("answerable", True)),
    )
    if row.answerable and not row.clauses:
        raise ClausierError(f"{where}: an answerable row names the `clauses` that answer it")
    for fact in row.facts:
        try:
            re.compile(fact)
        except re.error as error:
            raise ClausierError(f"{where}: {fact!r} is no regular expression ({error})") from error
    return row


def _texts(where: str, raw: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """The list under `key`; YAML reads 8.10 without quotes as the number 8.1."""
    given = raw.get(key, [])
    if not isinstance(given, list) or not all(isinstance(item, str | int) for item in given):
        raise ClausierError(f"{where}: `{key}` is a list of texts, in quotes: ['8.10']")
    return tuple(str(item) for item in given)


def evaluate(
    rows: Iterable[Row],
    ask: Callable[[str], Answer],
    is_verbatim: Callable[[Answer], int],
) -> Report:
    """Asks every row. `is_verbatim` counts the verbatim quotes of an answer."""
    return report_of([judge(row, answer := ask(row.q), is_verbatim(answer)) for row in rows])


def report_of(outcomes: Sequence[Outcome]) -> Report:
    """The outcomes with their totals."""
    totals = {"all": Totals()}
    for outcome in outcomes:
        totals["all"].add(outcome)
        totals.setdefault(outcome.row.lang, Totals()).add(outcome)
    return Report(tuple(outcomes), totals)


def judge(row: Row, answer: Answer, quotes_verbatim: int) -> Outcome:
    """Whether the answer is what the row asks for, and if not, why."""
    first = answer.citations[0].clause if answer.citations else ""
    clause_right = answer.status == "answered" and any(lies_under(first, c) for c in row.clauses)
    said = "\n".join([answer.answer, *(citation.quote for citation in answer.citations)])
    missing = [fact for fact in row.facts if not re.search(fact, said, re.IGNORECASE)]
    why = ""
    if quotes_verbatim < len(answer.citations):
        why = "a quote is not verbatim"
    elif not row.answerable:
        if answer.status not in ("not_in_contract", "out_of_scope"):
            why = f"expected no answer, got {answer.status} from {first or 'no clause'}"
    elif answer.status != "answered":
        why = f"expected {'/'.join(row.clauses)}, got {answer.status}"
    elif not clause_right:
        why = f"expected {'/'.join(row.clauses)}, cited {first}"
    elif missing:
        why = f"fact not found: {missing[0]}"
    return Outcome(row, answer, clause_right, len(row.facts) - len(missing), why, quotes_verbatim)
