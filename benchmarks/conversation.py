"""How often the last question of a conversation gets the right answer, by what it leans on.

    python benchmarks/conversation.py           the conversations that may be read
    python benchmarks/conversation.py --test    those that nobody looks at

Each is held with the convention, or with the contract that it names; only its last answer is
judged.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assistant.conversation import Turn
from assistant.evaluation import Row, judge
from assistant.service import Assistant
from corpus.library import find
from index.loading import load_embedder

HERE = Path(__file__).parent
CONVENTION = "ipso-convention-rgpd"
KINDS = {
    "goes-on": "goes on from what was said",
    "new-subject": "changes the subject",
    "counts-clauses": "counts clauses",
    "request": "asks about the last answer",
    "among-talk": "stands among talk",
    "ambiguous": "is ambiguous, or chooses",
    "social": "is small talk, or asks advice",
}
STATUS = {"smalltalk": "out_of_scope", "clarify": "clarify"}
"""What the last answer must be where it need not cite a clause."""


def holds(assistant: Assistant, talk: dict[str, Any]) -> bool:
    """Whether the last answer is from a right clause, or refused where none is."""
    turns: list[Turn] = []
    for question in talk["turns"]:
        turns.append(assistant.turn(question, turns=turns))
    last = turns[-1].answer
    expected = talk.get("expect", "answered" if talk.get("answerable") else "not_in_contract")
    if expected in STATUS:
        return last.status == STATUS[expected]
    clauses = tuple(talk["clauses"])
    answerable = expected == "answered"
    row = Row(talk["id"], talk["lang"], talk["turns"][-1], clauses, answerable=answerable)
    return not judge(row, last, assistant.count_verbatim(last)).why


def opener() -> Callable[[str], Assistant]:
    """What gives the assistant of a contract, by its id or its file."""
    embedder = load_embedder()

    @cache
    def opened(name: str) -> Assistant:
        return Assistant.open([find(name, HERE)], embedder=embedder)

    return opened


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--test", action="store_true", help="those that nobody looks at")
    part = "test" if options.parse_args().test else "development"
    opened = opener()
    for path in sorted((HERE / "questions").glob(f"conversations-{part}*.yaml")):
        talks = yaml.safe_load(path.read_text("utf-8"))
        every = Counter(talk["kind"] for talk in talks)
        held = Counter(
            talk["kind"] for talk in talks if holds(opened(talk.get("contract", CONVENTION)), talk)
        )
        print(path.name)
        for kind in filter(every.__contains__, KINDS):
            print(f"{KINDS[kind]:<32}{held[kind]:>4} of {every[kind]}")
        print(f"{'all':<32}{held.total():>4} of {every.total()}\n")


if __name__ == "__main__":
    main()
