"""The model that learns: the published one with a low-rank change in every layer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, normalize

from assistant.recognition import Ask
from index.adapter import linear_layers
from index.late import NEVER_SEEN
from index.loading import load_published
from training.material import Example, few, heard, read_talk

RANK = 32
SHARP_TOPIC, SHARP_CLAUSE, SMOOTH = 16.0, 14.0, 0.05
LONGEST = 96
UNREAD = 0.08
"""The share of a text's words that are left out while the student learns."""
EACH = 2
"""How many questions of a clause are asked at once: they are short, and reading clauses is not."""
ENOUGH = 0.5
"""How near a clause must be to answer at all, to begin with: the student learns it."""
PROMPT = 3
"""How many words the model's prompts take: the mark at the beginning, "query" and ":"."""


class LowRank(nn.Module):
    """Adds what `up @ down` makes of a layer's input to its output; nothing at first.

    Beside the layer instead of in its weight, whose own gradient would cost as much as the rest.
    """

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        self.down = nn.Parameter(torch.randn(RANK, layer.in_features) / layer.in_features**0.5)
        self.up = nn.Parameter(torch.zeros(layer.out_features, RANK))
        layer.register_forward_hook(self._added)

    def _added(self, layer: nn.Module, given: tuple[Tensor, ...], found: Tensor) -> Tensor:
        up, down = self.change()
        return found + given[0] @ down.T @ up.T

    def change(self) -> tuple[Tensor, Tensor]:
        return 2 * self.up, self.down

    @torch.no_grad()
    def start_from(self, up: Tensor, down: Tensor) -> None:
        """Takes over a change of the same or a lower rank."""
        rank = len(down)
        self.up[:, :rank].copy_(up.float() / 2)
        self.down[:rank].copy_(down.float())


@dataclass(frozen=True)
class Read:
    """Texts as the model reads them: `rows` [n, d], the mean of all words; the words' own
    `states` [n, t, d] and numbers `ids` [n, t]; `own` [n, t] is 1 for the text's own words."""

    rows: Tensor
    states: Tensor
    ids: Tensor
    own: Tensor

    @classmethod
    def of(cls, states: Tensor, ids: Tensor, mask: Tensor, end: Tensor) -> Read:
        """From what the model made of texts under `mask` [n, t], each with its last mark at `end`
        [n, 1]."""
        weights = mask[..., None].float()
        rows = normalize((states * weights).sum(1) / weights.sum(1), dim=-1)
        own = mask.clone()
        own[:, :PROMPT] = 0
        return cls(rows, states, ids, own.scatter_(1, end, 0))

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
            change = self.changes[name] = LowRank(layer)
            if known:
                change.start_from(known[f"{name}.up"], known[f"{name}.down"])
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
        self.rarity = rarity(published.token_ids([ask.text for ask in asks]), len(self.tokenizer))

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
        return Read.of(states, tokens["input_ids"], mask, end)

    def loss(
        self, asks: Sequence[Ask], examples: Sequence[Example], unanswered: Sequence[str] = ()
    ) -> Tensor:
        """The losses of a batch: questions with their topics, clauses with a question each, and
        questions that none of these clauses answers."""
        typed, own = _asked(examples)
        typed += unanswered
        right = torch.tensor(own + [len(examples)] * len(unanswered))
        asked = self.read([f"query: {heard(ask.text, self.talk)}" for ask in asks])
        questions = self.read([f"query: {heard(text, self.talk)}" for text in typed])
        clauses = self.read([f"passage: {example.told()}" for example in examples])
        told = normalize(clauses.rows - self.clause_middle, dim=-1)
        near = normalize(questions.rows - self.question_middle, dim=-1) @ told.T
        topical = [i for i, example in enumerate(examples) if example.matter in self.number]
        known = normalize(asked.rows - self.question_middle, dim=-1)
        sharp, alike = self.sharp.exp(), _alike(examples)
        words = sharp * word_by_word(questions, clauses, self.rarity)
        return (
            self._topic_loss(known, [ask.label for ask in asks])
            + 0.5 * self._topic_loss(told[topical], [examples[i].matter for i in topical])
            + _nearest_loss(SHARP_CLAUSE * near, right, alike)
            + _nearest_loss(words, right, alike, sharp * self.enough)
        )

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


def word_by_word(questions: Read, clauses: Read, rarity: Tensor) -> Tensor:
    """[questions, clauses]: the mean over a question's words of the nearest in the clause.

    `rarity` tells how telling each word of the vocabulary is.
    """
    cosines = torch.einsum("qtd,psd->qpts", questions.centred(), clauses.centred())
    nearest = cosines.masked_fill(clauses.own[None, :, None, :] == 0, -1).amax(-1)
    weights = rarity[questions.ids] * questions.own
    return (nearest * weights[:, None, :]).sum(-1) / weights.sum(-1).clamp(min=1e-6)[:, None]


def rarity(said: Sequence[Sequence[int]], vocabulary: int) -> Tensor:
    """How telling each word of the vocabulary is, as `index.late` weighs it."""
    counts = Counter(number for numbers in said for number in set(numbers))
    held = np.zeros(vocabulary, np.float32)
    held[list(counts)] = list(counts.values())
    return torch.from_numpy(np.log((len(said) + 1) / (held + NEVER_SEEN)).astype(np.float32))


def _asked(examples: Sequence[Example]) -> tuple[list[str], list[int]]:
    """Some questions of each clause, and the number of the clause that answers each."""
    asked: list[str] = []
    own: list[int] = []
    for number, example in enumerate(examples):
        some = few(example.questions, EACH)
        asked += some
        own += [number] * len(some)
    return asked, own


def _alike(examples: Sequence[Example]) -> Tensor:
    """[clauses, clauses]: whether two of them treat the same matter."""
    matters = [example.matter for example in examples]
    rows = [[a == b and i != j for j, b in enumerate(matters)] for i, a in enumerate(matters)]
    return torch.tensor(rows)


def _nearest_loss(
    scores: Tensor, right: Tensor, alike: Tensor, enough: Tensor | None = None
) -> Tensor:
    """Each question's own clause against the others of the batch, and the other way round.

    `scores` [questions, clauses]; `right` [questions] is the clause's number, beyond the last for
    a question that none answers; clauses that are `alike` [clauses, clauses] do not compete. With
    `enough`, a question's own clause must score more than that, and the others' clauses less.
    """
    clauses = scores.shape[1]
    none = torch.zeros(1, clauses, dtype=torch.bool)
    scores = scores.masked_fill(torch.cat([alike, none])[right], -1e4)
    own = right[:, None] == torch.arange(clauses)
    backwards = (scores.logsumexp(0) - scores.masked_fill(~own, -1e4).logsumexp(0)).mean()
    if enough is None:
        answered = right < clauses
        return (cross_entropy(scores[answered], right[answered]) + backwards) / 2
    scores = torch.cat([scores, enough.expand(len(scores), 1)], dim=1)
    return (cross_entropy(scores, right) + backwards) / 2
