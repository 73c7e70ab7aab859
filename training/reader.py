"""Teaches the reader whether a passage answers a question: `index/data/reader.safetensors`.

    python -m training.reader                 goes on from the reader in use
    python -m training.reader --fresh         starts from the upper layers of the adapted model

A question is shown a few clauses of one agreement: its own and those that the model alone finds
nearest, the hardest to tell apart; or only others, or it is one that the agreement leaves
unanswered or that no contract answers (`absurd.yaml`), and then none of them is to be taken.
Most of the agreements are those of `fresh/`, from which the adapter did not learn. Questions are
roughened as people type them.
Three seconds a step on two cores. At the end it tells how often the reader, and the model with
it, take the right clause of agreements from which nothing is learned (`held/`).
"""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from assistant.knowledge import Knowledge
from index.adapter import adapted
from index.embedding import Embedder
from index.loading import load_published
from training.adapter import OUT as ADAPTER
from training.held import outdone
from training.learning import Learning, options
from training.material import (
    FRESH,
    HELD,
    few,
    read_absurd,
    read_agreements,
    roughened,
    shuffled,
)
from training.reading import Seen, Student
from training.student import rarity

OUT = ADAPTER.with_name("reader.safetensors")
RATE, OTHER_RATE = 6e-4, 1e-3
ASKED, UNANSWERED, SHOWN = 18, 7, 5
"""In a batch: questions that the agreement answers, and that it does not; clauses shown to each."""
NEAREST = 4
"""So many of the clauses that the model finds nearest, besides the right one, are shown most."""
TAKEN_AWAY = 0.15
"""How often a question's own clause is not among those shown."""
ABSURD = 9
"""So many questions that no agreement answers are asked of each."""
FRESH_TIMES = 5
"""So many times as often an agreement is seen from which the adapter did not learn: on the others
the model nearly always finds the right clause by itself, as it does not on new ones."""
BATCHES = 4
"""So many batches of an agreement, one after the other."""
KEEP_EVERY = 25


def batch(seen: Seen) -> tuple[list[str], list[list[int]], Tensor]:
    """Some questions, the clauses shown to each, and which of these answers (`SHOWN`: none)."""
    questions, shown, right = [], [], []
    for place in few(range(len(seen.answered)), ASKED):
        question, own = seen.answered[place]
        others: list[int] = seen.near[place].argsort(descending=True).tolist()
        others.remove(own)
        near = random.sample(others[:NEAREST], NEAREST - 1)
        near += random.sample(others[NEAREST:], SHOWN - len(near))
        there = random.random() > TAKEN_AWAY
        questions.append(roughened(question))
        shown.append([own, *near[: SHOWN - 1]] if there else near)
        right.append(0 if there else SHOWN)
    for place in few(range(len(seen.unanswered)), UNANSWERED):
        order = seen.near[len(seen.answered) + place].argsort(descending=True).tolist()
        questions.append(roughened(seen.unanswered[place]))
        shown.append(order[:NEAREST] + random.sample(order[NEAREST:], SHOWN - NEAREST))
        right.append(SHOWN)
    return questions, shown, torch.tensor(right)


def train(steps: int, start: Path | None, unfinished: Path) -> tuple[Student, Tensor]:
    """The student after so many steps, and how telling each word is."""
    model = Embedder(adapted(load_published().model), "adapted")
    asks = [ask.text for ask in Knowledge.read().asks]
    weights = rarity(model.token_ids(asks), len(model.model.tokenizer))
    student = Student(model)
    if start:
        student.start_from(start)
    changes = list(student.layers.parameters())
    others = [p for name, p in student.named_parameters() if not name.startswith("layers")]
    learning = Learning(changes, others, (RATE, OTHER_RATE), steps, rise=0.08, shrink=0.01)
    every = [*read_agreements(), *read_agreements(FRESH) * FRESH_TIMES]
    agreements = [a for a in every if a.unanswered and len(a.clauses) > 2 * SHOWN]
    absurd, some = read_absurd(), shuffled(agreements)
    for step in range(steps):
        if step % BATCHES == 0:
            chosen = next(some).asked(ASKED * BATCHES, UNANSWERED * BATCHES - ABSURD)
            unanswered = (*chosen.unanswered, *few(absurd, ABSURD))
            seen = Seen(model, replace(chosen, unanswered=unanswered), weights)
        questions, shown, right = batch(seen)
        loss = cross_entropy(student(questions, seen, shown), right)
        learning.learn(loss)
        if (step + 1) % KEEP_EVERY == 0:
            student.save(unfinished)
    return student, weights


@torch.no_grad()
def measured(student: Student, weights: Tensor, shown: int = 4) -> str:
    """A line: right clauses first among the nearest, of the model alone, the reader alone, and
    both; and how often the best clause of an answered question outdoes an unanswered one's."""
    rows = []
    for agreement in read_agreements(HELD):
        seen = Seen(student.model[0], agreement, weights)
        top = seen.near.topk(shown, dim=1).indices
        asked = [question for question, _ in seen.answered] + list(seen.unanswered)
        odds = (
            torch.cat(
                [
                    student(asked[i : i + 48], seen, top[i : i + 48].tolist())[:, :-1]
                    for i in range(0, len(asked), 48)
                ]
            )
            - student.none
        )
        near = 20 * seen.near.gather(1, top)
        own = torch.tensor([clause for _, clause in seen.answered])
        rows.append([_told(scores, top, own) for scores in (near, odds, near + odds)])
    means = torch.tensor(rows).mean(0).tolist()
    names = ("model", "reader", "both")
    return ", ".join(
        f"{name}: {right:.1%} right, answered or not (AUC) {told:.3f}"
        for name, (right, told) in zip(names, means, strict=True)
    )


def _told(scores: Tensor, top: Tensor, own: Tensor) -> tuple[float, float]:
    answered, best = len(own), scores.amax(1)
    taken = top.gather(1, scores.argmax(1, keepdim=True))[:answered, 0]
    return (taken == own).float().mean().item(), outdone(best[:answered], best[answered:])


def main() -> None:
    asked = options(__doc__, 1000, OUT)
    student, weights = train(asked.steps, asked.start, asked.unfinished)
    asked.finish(student.save)
    print(measured(student, weights))


if __name__ == "__main__":
    main()
