"""The reader as it learns (`index.reader`), and the agreements as it reads them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn.functional import gelu, linear, normalize

from index.embedding import Embedder
from index.reader import FIRST, LONGEST
from training.material import Agreement

RANK, HIDDEN, SHARP = 64, 256, 4.0


class Change(nn.Module):
    """A linear layer of the model with a low-rank change."""

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        self.weight, self.was = layer.weight.detach(), layer.bias.detach()
        self.down = nn.Parameter(torch.randn(RANK, layer.in_features) / layer.in_features**0.5)
        self.up = nn.Parameter(torch.zeros(layer.out_features, RANK))
        self.bias = nn.Parameter(torch.zeros(layer.out_features))

    def forward(self, rows: Tensor) -> Tensor:
        return linear(rows, self.weight + 2 * self.up @ self.down, self.was + self.bias)


class Layer(nn.Module):
    """`index.reader.Layer`, as it learns."""

    def __init__(self, layer: nn.Module) -> None:
        super().__init__()
        attention = layer.attention
        self.query, self.key = Change(attention.self.query), Change(attention.self.key)
        self.value = Change(attention.self.value)
        self.passage_key = Change(attention.self.key)
        self.passage_value = Change(attention.self.value)
        self.attended = Change(attention.output.dense)
        self.inner, self.outer = Change(layer.intermediate.dense), Change(layer.output.dense)
        self.heads = attention.self.num_attention_heads
        # In a list, because the model's own layers do not learn.
        self.norms = [attention.output.LayerNorm, layer.output.LayerNorm]

    def forward(self, words: Tensor, clauses: Tensor, unseen: Tensor, of: Tensor) -> Tensor:
        """Words [p, t, d] after reading the clauses [n, u, d] of which `of` [p] tells the number.

        `unseen` [p, 1, 1, t + u] is very low for what is not there. By hand, because Torch's own
        attention is slow to learn through on a processor.
        """
        keys, values = self.passage_key(clauses), self.passage_value(clauses)
        keys = torch.cat([self.key(words), keys.index_select(0, of)], dim=1)
        values = torch.cat([self.value(words), values.index_select(0, of)], dim=1)
        query = self._by_head(self.query(words)) * (words.shape[-1] // self.heads) ** -0.5
        attention = torch.matmul(query, self._by_head(keys).transpose(2, 3)) + unseen
        found = torch.matmul(attention.softmax(-1).to(values.dtype), self._by_head(values))
        words = self.norms[0](self.attended(found.transpose(1, 2).reshape(words.shape)) + words)
        return self.norms[1](self.outer(gelu(self.inner(words))) + words)

    def _by_head(self, rows: Tensor) -> Tensor:
        return rows.view(*rows.shape[:2], self.heads, -1).transpose(1, 2)


class Seen:
    """An agreement as the model reads it: its clauses before each layer, and how near each is to
    each question word by word [questions, clauses]; the unanswered questions come last."""

    @torch.no_grad()
    def __init__(self, model: Embedder, agreement: Agreement, weights: Tensor) -> None:
        clauses = [
            f"passage: {one.heading} : {one.clause}" if one.heading else f"passage: {one.clause}"
            for one in agreement.clauses
        ]
        self.answered = [(q, i) for i, one in enumerate(agreement.clauses) for q in one.questions]
        self.unanswered = agreement.unanswered
        asked = [question for question, _ in self.answered] + list(self.unanswered)
        layers, self.there, _ = read(model, clauses)
        self.layers = [states.bfloat16() for states in layers[FIRST:-1]]
        states, there, words = read(model, [f"query: {question}" for question in asked])
        ours, theirs = _own(states[-1], there), _own(layers[-1], self.there)
        nearest = torch.stack([_nearest(ours, clause) for clause in theirs.unbind()], dim=2)
        told = weights[words] * _is_own(there)
        self.near = (nearest * told[:, :, None]).sum(1) / told.sum(1, keepdim=True).clamp(min=1e-6)


@torch.no_grad()
def read(model: Embedder, texts: Sequence[str]) -> tuple[list[Tensor], Tensor, Tensor]:
    """The states of texts before each layer and after the last, what is there, and the words."""
    tokens = model.model.tokenizer(
        list(texts), truncation=True, max_length=LONGEST, padding=True, return_tensors="pt"
    )
    with torch.autocast("cpu", torch.bfloat16):
        found = model.model[0].model(**tokens, output_hidden_states=True)
    states = [state.float() for state in found.hidden_states]
    return states, tokens["attention_mask"], tokens["input_ids"]


class Student(nn.Module):
    """The reader as it learns: its layers, and what tells from the words whether they found it."""

    def __init__(self, model: Embedder) -> None:
        super().__init__()
        self.model = [model]
        upper = list(model.model[0].model.encoder.layer)[FIRST:]
        self.layers = nn.ModuleList([Layer(layer) for layer in upper])
        self.hidden = nn.Linear(2 * model.dimension, HIDDEN)
        self.answer = nn.Linear(HIDDEN, 1)
        self.none = nn.Parameter(torch.tensor(0.0))

    def forward(
        self, questions: Sequence[str], seen: Seen, shown: Sequence[Sequence[int]]
    ) -> Tensor:
        """How surely each clause shown to a question answers it [questions, shown + 1]; the last
        column is for none of them."""
        states, own, _ = read(self.model[0], [f"query: {question}" for question in questions])
        used = sorted({clause for clauses in shown for clause in clauses})
        asking = torch.tensor([n for n, clauses in enumerate(shown) for _ in clauses])
        of = torch.tensor([used.index(clause) for clauses in shown for clause in clauses])
        longest = int(seen.there[used].sum(1).max())
        there = torch.cat([own[asking], seen.there[used][of][:, :longest]], dim=1)
        unseen = (1 - there[:, None, None, :].float()) * -1e4
        words = states[FIRST][asking]
        with torch.autocast("cpu", torch.bfloat16):
            for layer, clauses in zip(self.layers, seen.layers, strict=True):
                words = layer(words, clauses[used][:, :longest], unseen.bfloat16(), of)
        weights = own[asking][..., None].float()
        mean = (words.float() * weights).sum(1) / weights.sum(1)
        told = torch.cat([mean, words[:, 0].float()], dim=-1)
        scores = SHARP * self.answer(gelu(self.hidden(told))).view(len(questions), -1)
        return torch.cat([scores, self.none.expand(len(scores), 1)], dim=1)

    def save(self, path: Path) -> None:
        """What the reader adds to the model, in half precision, written aside and renamed."""
        tensors: dict[str, Tensor] = {}
        for number, layer in enumerate(self.layers):
            for name, change in layer.named_children():
                tensors[f"{number}.{name}.up"] = 2 * change.up
                tensors[f"{number}.{name}.down"] = change.down
                tensors[f"{number}.{name}.bias"] = change.bias
        tensors["hidden.weight"], tensors["hidden.bias"] = self.hidden.weight, self.hidden.bias
        tensors["answer.weight"] = SHARP * self.answer.weight
        tensors["answer.bias"] = SHARP * self.answer.bias - self.none
        fresh = path.with_suffix(".new")
        save_file(
            {name: rows.detach().half().contiguous() for name, rows in tensors.items()}, fresh
        )
        fresh.replace(path)

    @torch.no_grad()
    def start_from(self, path: Path) -> None:
        """Takes over what `save` wrote."""
        known = {name: rows.float() for name, rows in load_file(path).items()}
        for number, layer in enumerate(self.layers):
            for name, change in layer.named_children():
                change.up.copy_(known[f"{number}.{name}.up"] / 2)
                change.down.copy_(known[f"{number}.{name}.down"])
                change.bias.copy_(known[f"{number}.{name}.bias"])
        self.hidden.weight.copy_(known["hidden.weight"])
        self.hidden.bias.copy_(known["hidden.bias"])
        self.answer.weight.copy_(known["answer.weight"] / SHARP)
        self.answer.bias.copy_(known["answer.bias"] / SHARP)


def _is_own(there: Tensor) -> Tensor:
    """[n, t]: whether a word is the text's own, not of the prompt or a mark at an end."""
    own = there.clone()
    own[:, :3] = 0
    return own.scatter_(1, there.sum(1, keepdim=True) - 1, 0)


def _own(states: Tensor, there: Tensor) -> Tensor:
    """The texts' own words at length 1, without what all of them share; others are nothing."""
    own = _is_own(there)[..., None].float()
    middle = (states * own).sum((0, 1)) / own.sum()
    return normalize(states - middle, dim=-1) * own


def _nearest(words: Tensor, clause: Tensor) -> Tensor:
    """[questions, t]: how near each word is to the nearest one of the clause [u, d]."""
    return (words @ clause.T).amax(-1)
