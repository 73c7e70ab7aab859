"""Teaches the default model which clause answers a question: `index/data/adapter.safetensors`.

    python -m training.adapter                       goes on from the adapter in use
    python -m training.adapter --fresh --steps 3000  starts from the published model

Four losses, added: a known question points to its topic; an example clause points to its topic;
among the clauses of a batch a question is nearest to its own, by their vectors and word by word
(in-batch negatives, clauses of the same topic left out). Two batches in three are one agreement,
often its neighbouring clauses, the hardest to tell apart, with questions that none of them answers
(some are those of the clauses that were left out): these may come near to no clause. Questions are
roughened (accents, capitals, letters) as people type them, some with talk around them that has no
part in the answer.
About three seconds a step on two cores; what is learned so far is kept beside the adapter, as
`.unfinished`. At the end it tells how the student does on the agreements of `held/`, from which
nothing is learned.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch

from assistant.knowledge import Knowledge
from assistant.recognition import OUT_OF_SCOPE
from training.held import measured
from training.learning import Learning, options
from training.material import (
    HELD,
    Example,
    endless,
    few,
    read_absurd,
    read_agreements,
    read_examples,
    shuffled,
)
from training.student import Student

OUT = Path(__file__).parent.parent / "index" / "data" / "adapter.safetensors"
RATE, FRESH_RATE, OTHER_RATE = 3e-4, 5e-4, 2e-3
ASKS, CLAUSES, UNANSWERED, LEFT, STRAY = 32, 24, 6, 6, 2
"""In a batch: questions with a topic, clauses with a question, questions that the agreement leaves
unanswered, questions of its clauses that were left out of the batch, and questions that no
agreement would answer."""
TURN = 3
"""Every so many batches the clauses are examples of all topics instead of one agreement's."""
KEEP_EVERY = 250


def train(steps: int, start: Path | None, unfinished: Path) -> Student:
    """The student after so many steps, from the adapter in the file `start` if there is one.

    Now and then it is written to `unfinished`.
    """
    knowledge = Knowledge.read()
    examples = read_examples(knowledge.asks, knowledge.topics)
    agreements = read_agreements()
    print(
        f"{len(knowledge.asks)} known questions, {len(examples)} clauses with questions, "
        f"{sum(len(one.clauses) for one in agreements)} more in {len(agreements)} agreements",
        flush=True,
    )
    student = Student(knowledge.asks, start)
    learned = [p for change in student.changes.values() for p in change.parameters()]
    others = [
        student.sharp,
        student.enough,
        student.topics,
        student.question_middle,
        student.clause_middle,
    ]
    rate = RATE if start else FRESH_RATE
    learning = Learning(learned, others, (rate, OTHER_RATE), steps, rise=0.1, shrink=0.0)
    strays = [ask.text for ask in knowledge.asks if ask.label == OUT_OF_SCOPE] + read_absurd()
    some_asks = endless(knowledge.asks)
    some_examples, some_agreements = endless(examples), shuffled(agreements)
    for step in range(1, steps + 1):
        asked = [next(some_asks) for _ in range(ASKS)]
        batch: Sequence[Example]
        unanswered: Sequence[str] = ()
        if step % TURN:
            agreement = next(some_agreements)
            batch, left = agreement.some(CLAUSES)
            unanswered = [
                *few(agreement.unanswered, UNANSWERED),
                *few(left, LEFT),
                *few(strays, STRAY),
            ]
        else:
            batch = [next(some_examples) for _ in range(CLAUSES)]
        with torch.autocast("cpu", torch.bfloat16):
            loss = student.loss(asked, batch, unanswered)
        learning.learn(loss)
        if step % KEEP_EVERY == 0:
            student.save(unfinished)
    return student


def main() -> None:
    asked = options(__doc__, 700, OUT)
    student = train(asked.steps, asked.start, asked.unfinished)
    asked.finish(student.save)
    print(measured(student, read_agreements(HELD)))


if __name__ == "__main__":
    main()
