"""The model that learns: the published one with a low-rank change in every layer."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, normalize
from torch.nn.utils import parametrize

from assistant.recognition import Ask
from index.adapter import linear_layers
from index.embedding import load_published
from index.late import NEVER_SEEN
from training.material import Example, heard, read_talk

RANK = 16
SHARP_TOPIC, SHARP_CLAUSE, SMOOTH = 16.0, 14.0, 0.05
LONGEST = 96
UNREAD = 0.08
"""The share of a text's words that are left out while the student learns."""
ENOUGH = 0.5
"""How near a clause must be to answer at all, to begin with: the student learns it."""
PROMPT = 3
"""How many words the model's prompts take: the mark at the beginning, "query" and ":"."""


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

    @torch.no_grad()
    def start_from(self, up: Tensor, down: Tensor) -> None:
        self.up.copy_(up.float() / 2)
        self.down.copy_(down.float())


@dataclass(frozen=True)
class Read:
    """Texts as the model reads them: `rows` [n, d], the mean of all words; the words' own
    `states` [n, t, d] and numbers `ids` [n, t]; `own` [n, t] is 1 for the text's own words."""

    rows: Tensor
    states: Tensor
    ids: Tensor
    own: Tensor

    def centred(self) -> Tensor:
        """The words' states without what all of them share, of length 1."""
        weights = self.own[..., None].float()
        return normalize(self.states - (self.states * weights).sum((0, 1)) / weights.sum(), dim=-1)


class Student(nn.Module):
    """The model, a direction for each topic, and what questions and clauses share."""

    def __init__(self, asks: Sequence[Ask], start: Path | None) -> None:
        super().__init__()
        published = load_published()
        self.tokenizer, self.encoder = published.model.tokenizer, published.model[0].model
        self.encoder.requires_grad_(False).eval()
        # Torch's own attention is exact too, but slow to learn through on a processor.
        self.encoder.set_attn_implementation("eager")
        self.changes: dict[str, LowRank] = {}
        known = load_file(start) if start else {}
        for name, layer in linear_layers(published.model).items():
            change = self.changes[name] = LowRank(layer.weight)
            if known:
                change.start_from(known[f"{name}.up"], known[f"{name}.down"])
            parametrize.register_parametrization(layer, "weight", change)
        with torch.no_grad():
            vectors = torch.tensor(published.encode_queries([ask.text for ask in asks]))
        labels = tuple(dict.fromkeys(ask.label for ask in asks))
        self.number = {label: position for position, label in enumerate(labels)}
        of = torch.tensor([self.number[ask.label] for ask in asks])
        middle = vectors.mean(dim=0)
        topics = torch.stack([(vectors[of == i] - middle).mean(0) for i in range(len(labels))])
        self.topics = nn.Parameter(normalize(topics, dim=-1))
        self.question_middle = nn.Parameter(middle.clone())
        self.clause_middle = nn.Parameter(middle.clone())
        self.sharp = nn.Parameter(torch.tensor(3.2))
        self.enough = nn.Parameter(torch.tensor(ENOUGH))
        self.talk = read_talk()
        self.rarity = _rarity(published.token_ids([ask.text for ask in asks]), len(self.tokenizer))

    def read(self, texts: list[str]) -> Read:
        """Leaves words out at random while it learns, which is cheaper than dropout."""
        tokens = self.tokenizer(
            texts, truncation=True, max_length=LONGEST, padding=True, return_tensors="pt"
        )
        whole = mask = tokens["attention_mask"]
        end = whole.sum(1, keepdim=True) - 1
        if self.training:
            mask = whole * (torch.rand(whole.shape) > UNREAD)
            mask[:, :PROMPT] = 1
            mask.scatter_(1, end, 1)
        states = self.encoder(tokens["input_ids"], attention_mask=mask).last_hidden_state
        weights = mask[..., None].float()
        rows = normalize((states * weights).sum(1) / weights.sum(1), dim=-1)
        own = mask.clone()
        own[:, :PROMPT] = 0
        own.scatter_(1, end, 0)
        return Read(rows, states, tokens["input_ids"], own)

    def loss(
        self, asks: Sequence[Ask], examples: Sequence[Example], unanswered: Sequence[str] = ()
    ) -> Tensor:
        """The losses of a batch: questions with their topics, clauses with a question each, and
        questions that none of these clauses answers."""
        typed = [random.choice(example.questions) for example in examples] + list(unanswered)
        asked = self.read([f"query: {heard(ask.text, self.talk)}" for ask in asks])
        questions = self.read([f"query: {heard(text, self.talk)}" for text in typed])
        clauses = self.read([f"passage: {example.told()}" for example in examples])
        told = normalize(clauses.rows - self.clause_middle, dim=-1)
        near = normalize(questions.rows - self.question_middle, dim=-1) @ told.T
        topical = [i for i, example in enumerate(examples) if example.matter in self.number]
        known = normalize(asked.rows - self.question_middle, dim=-1)
        sharp = self.sharp.exp()
        return (
            self._topic_loss(known, [ask.label for ask in asks])
            + 0.5 * self._topic_loss(told[topical], [examples[i].matter for i in topical])
            + _nearest_loss(SHARP_CLAUSE * near, examples)
            + _nearest_loss(
                sharp * self.word_by_word(questions, clauses), examples, sharp * self.enough
            )
        )

    def word_by_word(self, questions: Read, clauses: Read) -> Tensor:
        """[questions, clauses]: the mean over a question's words of the nearest in the clause."""
        cosines = torch.einsum("qtd,psd->qpts", questions.centred(), clauses.centred())
        nearest = cosines.masked_fill(clauses.own[None, :, None, :] == 0, -1).amax(-1)
        weights = self.rarity[questions.ids] * questions.own
        return (nearest * weights[:, None, :]).sum(-1) / weights.sum(-1).clamp(min=1e-6)[:, None]

    def _topic_loss(self, vectors: Tensor, labels: Sequence[str]) -> Tensor:
        if not labels:
            return torch.zeros(())
        scores = SHARP_TOPIC * vectors @ normalize(self.topics, dim=-1).T
        right = torch.tensor([self.number[label] for label in labels])
        return cross_entropy(scores, right, label_smoothing=SMOOTH)

    def save(self, path: Path) -> None:
        """The changes in half precision, written aside and renamed."""
        tensors: dict[str, Tensor] = {}
        for name, change in self.changes.items():
            up, down = change.change()
            tensors[f"{name}.up"] = up.detach().half().contiguous()
            tensors[f"{name}.down"] = down.detach().half().contiguous()
        fresh = path.with_suffix(".new")
        save_file(tensors, fresh)
        fresh.replace(path)


def _rarity(said: Sequence[Sequence[int]], vocabulary: int) -> Tensor:
    """How telling each word of the vocabulary is, as `index.late` weighs it."""
    counts = Counter(number for numbers in said for number in set(numbers))
    held = np.zeros(vocabulary, np.float32)
    held[list(counts)] = list(counts.values())
    return torch.from_numpy(np.log((len(said) + 1) / (held + NEVER_SEEN)).astype(np.float32))


def _nearest_loss(
    scores: Tensor, examples: Sequence[Example], enough: Tensor | None = None
) -> Tensor:
    """Each question's own clause against the others of the batch, and the other way round.

    `scores` [questions, clauses]; the questions beyond the clauses have none. With `enough`, a
    question's own clause must score more than that, and the others' clauses less.
    """
    matters = [example.matter for example in examples]
    alike = torch.zeros(scores.shape, dtype=torch.bool)
    for i, a in enumerate(matters):
        for j, b in enumerate(matters):
            alike[i, j] = a == b and i != j
    scores = scores.masked_fill(alike, -1e4)
    right = torch.arange(len(examples))
    backwards = cross_entropy(scores.T, right)
    if enough is None:
        return (cross_entropy(scores[: len(examples)], right) + backwards) / 2
    none = torch.full((len(scores) - len(examples),), len(examples))
    scores = torch.cat([scores, enough.expand(len(scores), 1)], dim=1)
    return (cross_entropy(scores, torch.cat([right, none])) + backwards) / 2
