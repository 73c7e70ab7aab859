"""Reader and judge as they learn (`index.reader`), and the agreements as they read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn.functional import gelu, linear

from index.embedding import Embedder
from index.reader import FIRST, LONGEST
from training.material import Agreement
from training.student import Read, word_by_word

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
        self.answered = [(q, i) for i, one in enumerate(agreement.clauses) for q in one.questions]
        self.unanswered = agreement.unanswered
        asked = [question for question, _ in self.answered] + list(self.unanswered)
        clauses = read(model, [f"passage: {one.headed}" for one in agreement.clauses])
        questions = read(model, [f"query: {question}" for question in asked])
        self.layers = [states.bfloat16() for states in clauses.layers[FIRST:-1]]
        self.there = clauses.there
        self.near = word_by_word(questions.words, clauses.words, weights)


@dataclass(frozen=True)
class Layers:
    """Texts before each layer and after the last [n, t, d], what is `there` of them [n, t], and
    their words' numbers `ids` [n, t]."""

    layers: list[Tensor]
    there: Tensor
    ids: Tensor

    @property
    def words(self) -> Read:
        end = self.there.sum(1, keepdim=True) - 1
        return Read.of(self.layers[-1], self.ids, self.there, end)


@torch.no_grad()
def read(model: Embedder, texts: Sequence[str]) -> Layers:
    """The texts, prompts included, as the model reads them."""
    tokens = model.model.tokenizer(
        list(texts), truncation=True, max_length=LONGEST, padding=True, return_tensors="pt"
    )
    with torch.autocast("cpu", torch.bfloat16):
        found = model.model[0].model(**tokens, output_hidden_states=True)
    layers = [states.float() for states in found.hidden_states]
    return Layers(layers, tokens["attention_mask"], tokens["input_ids"])


class Student(nn.Module):
    """A reader or a judge as it learns: its layers, and what tells from the words what they found,
    by so many `outputs`."""

    def __init__(self, model: Embedder, outputs: int = 1) -> None:
        super().__init__()
        self.model = [model]
        self.layers = nn.ModuleList([Layer(layer) for layer in model.encoder_layers[FIRST:]])
        self.hidden = nn.Linear(2 * model.dimension, HIDDEN)
        self.answer = nn.Linear(HIDDEN, outputs)
        self.none = nn.Parameter(torch.tensor(0.0))

    def forward(
        self, questions: Sequence[str], seen: Seen, shown: Sequence[Sequence[int]]
    ) -> Tensor:
        """How surely each clause shown to a question answers it [questions, shown + 1]; the last
        column is for none of them."""
        asked = read(self.model[0], [f"query: {question}" for question in questions])
        used = sorted({clause for clauses in shown for clause in clauses})
        asking = torch.tensor([n for n, clauses in enumerate(shown) for _ in clauses])
        of = torch.tensor([used.index(clause) for clauses in shown for clause in clauses])
        longest = int(seen.there[used].sum(1).max())
        clauses = [states[used][:, :longest] for states in seen.layers]
        scores = self.scores(asked, asking, clauses, seen.there[used][of][:, :longest], of)
        scores = scores.view(len(questions), -1)
        return torch.cat([scores, self.none.expand(len(scores), 1)], dim=1)

    def scores(
        self, asked: Layers, asking: Tensor, clauses: Sequence[Tensor], there: Tensor, of: Tensor
    ) -> Tensor:
        """[pairs, outputs]: of each pair `asking` [pairs] is the number of its question in `asked`
        and `of` [pairs] that of its clause in each layer of `clauses`, where `there` [pairs, u]."""
        own = asked.there[asking]
        unseen = (1 - torch.cat([own, there], dim=1)[:, None, None, :].float()) * -1e4
        words = asked.layers[FIRST][asking]
        with torch.autocast("cpu", torch.bfloat16):
            for layer, states in zip(self.layers, clauses, strict=True):
                words = layer(words, states, unseen.bfloat16(), of)
        weights = own[..., None].float()
        mean = (words.float() * weights).sum(1) / weights.sum(1)
        told = torch.cat([mean, words[:, 0].float()], dim=-1)
        scores: Tensor = SHARP * self.answer(gelu(self.hidden(told)))
        return scores

    def save(self, path: Path) -> None:
        """What is added to the model, in half precision, written aside and renamed."""
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
        """Takes over what `save` wrote, but for outputs of another kind."""
        known = {name: rows.float() for name, rows in load_file(path).items()}
        for number, layer in enumerate(self.layers):
            for name, change in layer.named_children():
                change.up.copy_(known[f"{number}.{name}.up"] / 2)
                change.down.copy_(known[f"{number}.{name}.down"])
                change.bias.copy_(known[f"{number}.{name}.bias"])
        self.hidden.weight.copy_(known["hidden.weight"])
        self.hidden.bias.copy_(known["hidden.bias"])
        if len(known["answer.bias"]) == len(self.answer.bias):
            self.answer.weight.copy_(known["answer.weight"] / SHARP)
            self.answer.bias.copy_(known["answer.bias"] / SHARP)
