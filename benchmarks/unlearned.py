"""Agreements that no model has learned from, as contracts with questions.

They are of many trades and habits, where the development contracts are few and well known, and
what they leave unanswered is hard to tell from what they answer (`training/weighed`).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from assistant.evaluation import Row
from assistant.language import question_language
from corpus.library import read_contract
from corpus.model import Contract

FOLDER = Path(__file__).parent.parent / "training" / "weighed"
ANSWERED = 20
"""So many of the questions that an agreement answers are asked; all that it does not answer are."""
LAST_WORDS = 6
DISTINCT = 0.6
"""So many of its clauses at least must be told apart once the agreement is read as a contract."""


def unlearned(count: int) -> Iterator[tuple[Contract, list[Row]]]:
    """The first `count` agreements and the questions about each, the same ones every time."""
    for path in sorted(FOLDER.glob("*.yaml"))[:count]:
        data = yaml.safe_load(path.read_text("utf-8"))
        contract = _contract(path.stem, data)
        places = [_clause(contract, entry["clause"]) for entry in data["clauses"]]
        if len({*places} - {None}) < DISTINCT * len(places):
            continue
        asked = [
            (question, place)
            for entry, place in zip(data["clauses"], places, strict=True)
            for question in entry["questions"]
            if place is not None
        ]
        some = random.Random(path.stem).sample(asked, min(ANSWERED, len(asked)))
        rows = [_row(question, (place,)) for question, place in some]
        yield contract, rows + [_row(question, ()) for question in data.get("unanswered", ())]


def _contract(name: str, data: dict[str, object]) -> Contract:
    """The agreement as its readers would have it: a title, headings, and clauses under them."""
    lines, under = [f"# {data.get('title', name)}"], None
    for entry in data["clauses"]:
        heading = entry.get("heading", "")
        if heading and heading != under:
            lines.append(f"## {heading}")
        under = heading
        lines.append(entry["clause"])
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name[:60]}.md"
        path.write_text("\n\n".join(lines) + "\n", "utf-8")
        return read_contract(path)


def _clause(contract: Contract, text: str) -> str | None:
    """The innermost clause of the contract that the text ends in."""
    at = contract.text.find(" ".join(text.split()[-LAST_WORDS:]))
    around = [clause for clause in contract.clauses if at >= 0 and clause.start <= at < clause.end]
    return min(around, key=lambda clause: clause.end - clause.start).id if around else None


def _row(question: str, clauses: tuple[str, ...]) -> Row:
    return Row("", question_language(question), question, clauses, answerable=bool(clauses))
