"""Teaches the default model which clause answers a question: `index/data/adapter.safetensors`.

    python training/adapter.py [--steps 700] [--out FILE]

Learned from: the topics' known questions (which topic does each ask about?), examples of how
contracts word each topic (`clauses.yaml`), and clauses of all kinds with questions that they
answer (`pairs.yaml`). None of them is a clause or a question of the contracts that the benchmarks
ask about. About 25 minutes on two cores; the same data and seed give the same adapter, up to
the rounding of the machine.

Three losses, added: a known question points to its topic; an example clause points to its
topic; among the clauses of a batch a question is nearest to its own (in-batch negatives,
clauses of the same topic left out). Questions are roughened (accents, capitals, letters) as
people type them.
"""

from __future__ import annotations

import argparse
import random
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import torch
import yaml
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, normalize
from torch.nn.utils import parametrize

from assistant.recognition import Ask
from assistant.service import Knowledge
from index.adapter import linear_layers
from index.embedding import load_published

HERE = Path(__file__).parent
OUT = HERE.parent / "index" / "data" / "adapter.safetensors"
RANK, RATE, SEED = 16, 5e-4, 0
ASKS, PAIRS = 32, 24
"""Questions with a topic, and questions with a clause, in a batch."""
SHARP_TOPIC, SHARP_CLAUSE, SMOOTH = 16.0, 14.0, 0.05
LONGEST = 96
T = TypeVar("T")


@dataclass(frozen=True)
class Example:
    """A clause and questions that it answers; `matter` is its topic, or a name of its own."""

    matter: str
    clause: str
    questions: tuple[str, ...]


class LowRank(nn.Module):
    """Adds `up @ down` to a weight; nothing at first."""

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        rows, columns = weight.shape
        self.down = nn.Parameter(torch.randn(RANK, columns) / columns**0.5)
        self.up = nn.Parameter(torch.zeros(rows, RANK))

    def forward(self, weight: Tensor) -> Tensor:
        return weight + self.change()[0] @ self.change()[1]

    def change(self) -> tuple[Tensor, Tensor]:
        return 2 * self.up, self.down


def read_examples(asks: Sequence[Ask]) -> list[Example]:
    """The clauses with their questions: a topic's are the known questions on it."""
    questions: dict[str, list[str]] = {}
    for ask in asks:
        questions.setdefault(ask.label, []).append(ask.text)
    found = []
    for topic, by_language in _data("clauses.yaml").items():
        known = tuple(questions[topic])
        found += [Example(topic, clause, known) for cs in by_language.values() for clause in cs]
    for number, entry in enumerate(_data("pairs.yaml")):
        found.append(Example(f"pair {number}", entry["c"], tuple(entry["q"])))
    return found


def _data(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text("utf-8"))


def roughened(text: str) -> str:
    """The question as it may be typed: without accents or capitals, with a wrong letter."""
    dice = random.random()
    if dice < 0.25:
        plain = unicodedata.normalize("NFD", text)
        text = "".join(char for char in plain if not unicodedata.combining(char)).lower()
    elif dice < 0.35:
        text = text.lower().rstrip("?. !")
    if random.random() < 0.15 and len(text) > 8:
        i, kind = random.randrange(1, len(text) - 2), random.random()
        if kind < 0.4:
            text = text[:i] + text[i + 1] + text[i] + text[i + 2 :]
        else:
            text = text[:i] + (text[i + 1 :] if kind < 0.7 else text[i] + text[i:])
    return text


def endless(items: Sequence[T]) -> Iterator[T]:
    """The items in random order, again and again."""
    while True:
        yield from random.sample(items, len(items))


class Student(nn.Module):
    """The model with a low-rank change in every layer, and a direction for each topic."""

    def __init__(self, labels: Sequence[str], asks: Sequence[Ask]) -> None:
        super().__init__()
        published = load_published()
        vectors = torch.tensor(published.encode_queries([ask.text for ask in asks]))
        self.number = {label: position for position, label in enumerate(labels)}
        of = torch.tensor([self.number[ask.label] for ask in asks])
        middle = vectors.mean(dim=0)
        topics = torch.stack([(vectors[of == i] - middle).mean(0) for i in range(len(labels))])
        self.topics = nn.Parameter(normalize(topics, dim=-1))
        self.question_middle = nn.Parameter(middle.clone())
        self.clause_middle = nn.Parameter(middle.clone())
        self.tokenizer, self.encoder = published.model.tokenizer, published.model[0].model
        self.encoder.requires_grad_(False)
        self.changes: dict[str, LowRank] = {}
        for name, layer in linear_layers(published.model).items():
            self.changes[name] = LowRank(layer.weight)
            parametrize.register_parametrization(layer, "weight", self.changes[name])

    def encode(self, texts: list[str]) -> Tensor:
        """[n, d]: the mean of the tokens, as the model was made to be used."""
        tokens = self.tokenizer(
            texts, truncation=True, max_length=LONGEST, padding=True, return_tensors="pt"
        )
        mask = tokens["attention_mask"]
        states = self.encoder(tokens["input_ids"], attention_mask=mask).last_hidden_state
        weights = mask[..., None].float()
        return normalize((states * weights).sum(1) / weights.sum(1), dim=-1)

    def loss(self, asks: Sequence[Ask], examples: Sequence[Example]) -> Tensor:
        typed = [ask.text for ask in asks] + [random.choice(e.questions) for e in examples]
        questions = self.encode([f"query: {roughened(text)}" for text in typed])
        questions = normalize(questions - self.question_middle, dim=-1)
        clauses = self.encode([f"passage: {example.clause}" for example in examples])
        clauses = normalize(clauses - self.clause_middle, dim=-1)
        topical = [i for i, example in enumerate(examples) if example.matter in self.number]
        asked = self._topic_loss(questions[: len(asks)], [ask.label for ask in asks])
        worded = self._topic_loss(clauses[topical], [examples[i].matter for i in topical])
        return asked + 0.5 * worded + _nearest_loss(questions[len(asks) :], clauses, examples)

    def _topic_loss(self, vectors: Tensor, labels: Sequence[str]) -> Tensor:
        if not labels:
            return torch.zeros(())
        scores = SHARP_TOPIC * vectors @ normalize(self.topics, dim=-1).T
        right = torch.tensor([self.number[label] for label in labels])
        return cross_entropy(scores, right, label_smoothing=SMOOTH)


def _nearest_loss(questions: Tensor, clauses: Tensor, examples: Sequence[Example]) -> Tensor:
    matters = [example.matter for example in examples]
    alike = [[a == b and i != j for j, b in enumerate(matters)] for i, a in enumerate(matters)]
    scores = (SHARP_CLAUSE * questions @ clauses.T).masked_fill(torch.tensor(alike), -1e4)
    right = torch.arange(len(examples))
    return (cross_entropy(scores, right) + cross_entropy(scores.T, right)) / 2


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--steps", type=int, default=700)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    random.seed(SEED)
    torch.manual_seed(SEED)
    asks = Knowledge.read().asks
    examples = read_examples(asks)
    print(f"{len(asks)} known questions, {len(examples)} clauses with questions", flush=True)
    student = Student(tuple(dict.fromkeys(ask.label for ask in asks)), asks)
    student.train()
    learned = [p for change in student.changes.values() for p in change.parameters()]
    others = [student.topics, student.question_middle, student.clause_middle]
    optimizer = torch.optim.AdamW(
        [
            {"params": learned, "lr": RATE, "weight_decay": 0.01},
            {"params": others, "lr": 2e-3, "weight_decay": 0.0},
        ]
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=[RATE, 2e-3], total_steps=options.steps + 1, pct_start=0.1
    )
    some_asks, some_examples = endless(asks), endless(examples)
    for step in range(1, options.steps + 1):
        batch = [next(some_asks) for _ in range(ASKS)], [next(some_examples) for _ in range(PAIRS)]
        loss = student.loss(*batch)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        schedule.step()
        if step % 25 == 0:
            print(f"{step}/{options.steps}  loss {loss.item():.3f}", flush=True)
    tensors = {}
    for name, change in student.changes.items():
        up, down = change.change()
        tensors[f"{name}.up"] = up.detach().half().contiguous()
        tensors[f"{name}.down"] = down.detach().half().contiguous()
    fresh = options.out.with_suffix(".new")
    save_file(tensors, fresh)
    fresh.replace(options.out)
    print(f"written: {options.out.name}")


if __name__ == "__main__":
    main()
