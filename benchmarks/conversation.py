"""How often the last question of a conversation gets the right clause, by what it leans on.

    python benchmarks/conversation.py           the conversations that may be read
    python benchmarks/conversation.py --test    those that nobody looks at

Each is held with the convention; only its last answer is judged.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from assistant.conversation import Turn
from assistant.evaluation import Row, judge
from assistant.service import Assistant
from corpus.library import shipped

QUESTIONS = Path(__file__).parent / "questions"
KINDS = {
    "goes-on": "goes on from what was said",
    "new-subject": "changes the subject",
    "counts-clauses": "counts clauses",
    "among-talk": "stands among talk",
}


def holds(assistant: Assistant, talk: dict[str, Any]) -> bool:
    """Whether the last answer is from a right clause, or refused where none is."""
    turns: list[Turn] = []
    for question in talk["turns"]:
        turns.append(assistant.turn(question, turns=turns))
    last = turns[-1].answer
    clauses = tuple(talk["clauses"])
    row = Row(talk["id"], talk["lang"], talk["turns"][-1], clauses, answerable=talk["answerable"])
    return not judge(row, last, assistant.count_verbatim(last)).why


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--test", action="store_true", help="those that nobody looks at")
    part = "test" if options.parse_args().test else "development"
    talks = yaml.safe_load((QUESTIONS / f"conversations-{part}.yaml").read_text("utf-8"))
    assistant = Assistant.open(shipped())
    held = Counter(talk["kind"] for talk in talks if holds(assistant, talk))
    every = Counter(talk["kind"] for talk in talks)
    for kind, name in KINDS.items():
        print(f"{name:<28}{held[kind]:>4} of {every[kind]}")
    print(f"{'all':<28}{held.total():>4} of {every.total()}")


if __name__ == "__main__":
    main()
