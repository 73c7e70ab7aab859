"""Answers where people talk around their question, against the same question alone.

    python benchmarks/talk.py

Development questions of every contract are asked three ways: alone, with a sentence of chatter
before them (`questions/talk.yaml`), and after the same chatter and a comma.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import yaml
from finding import HERE, opened

from assistant.evaluation import Row, evaluate
from index.loading import load_embedder

MOST, LONGEST, SEED = 60, 25, 0
"""Questions of a contract, and the words of a question that may have talk before it."""


def apart(talk: str, question: str) -> str:
    return f"{talk} {question[:1].upper()}{question[1:]}"


def joined(talk: str, question: str) -> str:
    return f"{talk.rstrip('.')}, {question[:1].lower()}{question[1:]}"


WAYS: Mapping[str, Callable[[str, str], str]] = {
    "alone": lambda _, question: question,
    "after a sentence": apart,
    "after a comma": joined,
}


def asked(rows: Sequence[Row], talk: Mapping[str, Sequence[str]], way: str) -> list[Row]:
    """The rows with their questions put in one of the `WAYS`, the same talk before each."""
    dice = random.Random(SEED)
    return [replace(row, q=WAYS[way](dice.choice(talk[row.lang]), row.q)) for row in rows]


def main() -> None:
    talk = yaml.safe_load((HERE / "questions" / "talk.yaml").read_text("utf-8"))
    totals = {way: [0, 0, 0, 0] for way in WAYS}
    for assistant, rows in opened("development", load_embedder()):
        short = [row for row in rows if len(row.q.split()) < LONGEST]
        some = random.Random(SEED).sample(short, min(MOST, len(short)))
        for way, total in totals.items():
            found = evaluate(asked(some, talk, way), assistant.ask, assistant.count_verbatim)
            every = found.totals["all"]
            silent = every.rows - every.answerable
            counts = (every.clause_right, every.answerable, silent - every.wrongly_answered, silent)
            totals[way] = [a + b for a, b in zip(total, counts, strict=True)]
    print(f"{'':<18}{'clause right':>14}{'refused':>12}")
    for way, (right, answerable, refused, silent) in totals.items():
        print(f"{way:<18}{f'{right} of {answerable}':>14}{f'{refused} of {silent}':>12}")


if __name__ == "__main__":
    main()
