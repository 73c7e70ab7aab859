"""How well the student does on agreements that it does not learn from: `held/`."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from training.material import Agreement
from training.student import Student, word_by_word


@torch.no_grad()
def measured(student: Student, agreements: Sequence[Agreement]) -> str:
    """A line: how often a question's own clause is the nearest, word by word, and how often the
    best clause of a question that is answered outdoes that of one that is not (0.5: by chance)."""
    student.eval()
    right: list[bool] = []
    separated: list[float] = []
    for agreement in agreements:
        clauses = student.read([f"passage: {one.clause}" for one in agreement.clauses])
        asked = [(text, i) for i, one in enumerate(agreement.clauses) for text in one.questions]
        texts = [text for text, _ in asked] + list(agreement.unanswered)
        # All at once: what the questions share is taken from each of them.
        questions = student.read([f"query: {text}" for text in texts])
        scores = word_by_word(questions, clauses, student.rarity)
        own = torch.tensor([number for _, number in asked])
        right += (scores[: len(own)].argmax(1) == own).tolist()
        best = scores.amax(1)
        separated.append(outdone(best[: len(own)], best[len(own) :]))
    return (
        f"{len(right)} questions on {len(agreements)} agreements held out: "
        f"right clause first {sum(right) / len(right):.1%}, "
        f"answered or not (AUC) {sum(separated) / len(separated):.2f}"
    )


def outdone(higher: Tensor, lower: Tensor) -> float:
    """How often one of the first is more than one of the second."""
    return (higher[:, None] > lower[None, :]).float().mean().item()
