"""Teaches the judge which yes or no a clause says to a question: `index/data/judge.safetensors`.

    python -m training.judge                 goes on from the judge in use
    python -m training.judge --fresh         starts from the reader

`verdicts.yaml` tells what a careful lawyer would say first to questions that ask for a yes or a
no, of the clause that answers each: "yes", "no", "depends" (a condition, an exception), or "open"
where neither can be said. Those of `contrasts.yaml` were written for a clause each so that few
words turn the answer about, or so that the clause nearly decides it and does not. Now and then a
question is shown another clause of its agreement, or asks for something else, and the right verdict
is "open". A second a step on two cores, and 4 GB of memory for the clauses, which are read once.
`benchmarks/judgement.py` tells what it is worth on agreements from which nothing is learned.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import yaml
from torch import Tensor
from torch.nn.functional import cross_entropy
from torch.nn.utils.rnn import pad_sequence

from assistant.language import question_language
from assistant.polarity import asks_yes_or_no
from index.adapter import adapted
from index.embedding import Embedder
from index.loading import load_published
from index.reader import FIRST, VERDICTS
from training.learning import Learning, options
from training.material import (
    FRESH,
    LEARNED,
    Agreement,
    endless,
    few,
    heard,
    read_agreements,
    read_talk,
)
from training.reader import OUT as READER
from training.reading import Student, read

HERE = Path(__file__).parent
OUT = READER.with_name("judge.safetensors")
RATE, OTHER_RATE, SMOOTH = 6e-4, 1e-3, 0.05
ASKED, MISPLACED, OTHERS = 24, 5, 3
"""In a batch: questions with their clause, of these again with another one, and others that ask
for no yes or no."""
BESIDE, NEIGHBOURS = 2, 0.7
"""How near the other clause stands in the agreement, and how often; else it is any."""
OPEN = "open"
KEEP_EVERY = 50


@dataclass(frozen=True)
class Judged:
    """A question, the clause that it is asked of, by its `place` in the `agreement`, and what the
    clause says to it, one of the `VERDICTS`."""

    agreement: Agreement
    place: int
    question: str
    verdict: str

    @property
    def clause(self) -> str:
        """The clause under its heading."""
        return self.agreement.clauses[self.place].headed

    def another(self) -> str:
        """Another clause of the agreement, mostly one that stands near."""
        near = range(self.place - BESIDE, self.place + BESIDE + 1)
        every = range(len(self.agreement.clauses))
        among = [place for place in near if place in every]
        if random.random() > NEIGHBOURS:
            among = list(every)
        others = [place for place in among if self.agreement.clauses[place].headed != self.clause]
        return self.agreement.clauses[random.choice(others)].headed


def read_verdicts(folders: Sequence[Path]) -> tuple[list[Judged], list[Judged]]:
    """The judged questions on the agreements of the folders, and others that ask for no verdict."""
    table, contrasts = _table("verdicts.yaml"), _table("contrasts.yaml")
    judged, others = [], []
    for folder in folders:
        for agreement in read_agreements(folder):
            places = {q: n for n, one in enumerate(agreement.clauses) for q in one.questions}
            for verdict, questions in table.get(agreement.name, {}).items():
                judged += [
                    Judged(agreement, places[q], q, verdict) for q in questions if q in places
                ]
            for place, by_verdict in contrasts.get(agreement.name, {}).items():
                judged += [
                    Judged(agreement, place, question, verdict)
                    for verdict, questions in by_verdict.items()
                    for question in questions
                ]
            others += [
                Judged(agreement, place, question, OPEN)
                for question, place in places.items()
                if not asks_yes_or_no(question, question_language(question))
            ]
    return judged, others


def _table(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load((HERE / name).read_text("utf-8"), yaml.CSafeLoader)
    return found


class Judging(Student):
    """The judge as it learns."""

    def __init__(self, model: Embedder) -> None:
        super().__init__(model, len(VERDICTS))
        self._known: dict[str, Tensor] = {}

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Tensor:
        """[pairs, verdicts] for questions, each with a clause."""
        asked = read(self.model[0], [f"query: {question}" for question, _ in pairs])
        layers, there = self._clauses([clause for _, clause in pairs])
        each = torch.arange(len(pairs))
        return self.scores(asked, each, layers, there, each)

    def _clauses(self, clauses: Sequence[str]) -> tuple[list[Tensor], Tensor]:
        """The clauses before each layer that reads them, and what is `there` of them; each is read
        once, as the model itself does not learn."""
        new = [clause for clause in dict.fromkeys(clauses) if clause not in self._known]
        if new:
            found = read(self.model[0], [f"passage: {clause}" for clause in new])
            states = torch.stack(found.layers[FIRST:-1], dim=2).bfloat16()
            for clause, rows, length in zip(new, states, found.there.sum(1).tolist(), strict=True):
                self._known[clause] = rows[:length].clone()
        kept = [self._known[clause] for clause in clauses]
        lengths = torch.tensor([len(rows) for rows in kept])
        padded = pad_sequence(kept, batch_first=True)
        there = (torch.arange(padded.shape[1]) < lengths[:, None]).long()
        return list(padded.unbind(dim=2)), there


def train(steps: int, start: Path | None, unfinished: Path) -> Judging:
    """The student after so many steps, on from the judge or else from the reader."""
    student = Judging(Embedder(adapted(load_published().model), "adapted"))
    student.start_from(start or READER)
    changes = list(student.layers.parameters())
    others = [*student.hidden.parameters(), *student.answer.parameters()]
    learning = Learning(changes, others, (RATE, OTHER_RATE), steps, rise=0.08, shrink=0.01)
    judged, unasked = read_verdicts([LEARNED, FRESH])
    some, some_others, talk = endless(judged), endless(unasked), read_talk()
    for step in range(1, steps + 1):
        batch = [next(some) for _ in range(ASKED)]
        pairs = [(one.question, one.clause, one.verdict) for one in batch]
        pairs += [(one.question, one.another(), OPEN) for one in few(batch, MISPLACED)]
        for _ in range(OTHERS):
            other = next(some_others)
            pairs.append((other.question, other.clause, OPEN))
        right = torch.tensor([VERDICTS.index(verdict) for _, _, verdict in pairs])
        scores = student.judge([(heard(question, talk), clause) for question, clause, _ in pairs])
        loss = cross_entropy(scores, right, label_smoothing=SMOOTH)
        learning.learn(loss)
        if step % KEEP_EVERY == 0:
            student.save(unfinished)
    return student


def main() -> None:
    asked = options(__doc__, 2000, OUT)
    student = train(asked.steps, asked.start, asked.unfinished)
    asked.finish(student.save)


if __name__ == "__main__":
    main()
