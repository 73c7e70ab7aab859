"""A second look at the nearest passages: the words of the question read them.

Late interaction compares words that were read apart. Here the question's words go through the
upper layers of the model once more, and in each they attend to their own and to the passage's,
as the model had these in that layer when it read the passage alone. A passage is thus read
once, and a question costs no more than its own few words (a cross-encoder made of modules:
MORES, Gao, Dai & Callan 2020, https://arxiv.org/abs/2004.13313). What the upper layers do
differently was learned by `training/reader.py`: a low-rank change of each weight, and the
layer that says at the end whether the passage answers. A *judge* reads the same way, and tells
whether it answers with a yes or a no (`training/judge.py`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeVar

from corpus.errors import ClausierError

if TYPE_CHECKING:
    import torch
    from torch import Tensor, nn

    from index.embedding import Embedder, Vectors

T = TypeVar("T")
READER, JUDGE = "data/reader.safetensors", "data/judge.safetensors"
FIRST = 6
"""The first layer in which a question reads a passage; up to it both are read apart."""
LONGEST = 104
"""How many words of a passage are read, its headings and the prompt included."""
KEPT, KEPT_JUDGED = 256, 64
"""So many passages are kept as they were read: a megabyte each at most."""
AT_ONCE = 4
"""So many passages are read ahead at once: a question that comes meanwhile waits for no more."""
NO_DOUBT = 6.0
"""Beyond it the odds say no more, to either side."""
VERDICTS = ("yes", "no", "depends", "open")
"""What a judge says; "open" where the passage decides nothing, or nothing of the kind is asked."""


class Layer:
    """A layer of the model in which words also attend to those of a passage."""

    def __init__(self, layer: Any, learned: Mapping[str, Tensor], name: str) -> None:
        attention = layer.attention
        self._attended, self._done = attention.output.LayerNorm, layer.output.LayerNorm
        self._heads = attention.self.num_attention_heads
        self._linear = {
            part: _changed(base, learned, f"{name}.{part}")
            for part, base in {
                "query": attention.self.query,
                "key": attention.self.key,
                "value": attention.self.value,
                "passage_key": attention.self.key,
                "passage_value": attention.self.value,
                "attended": attention.output.dense,
                "inner": layer.intermediate.dense,
                "outer": layer.output.dense,
            }.items()
        }

    def told(self, passages: Tensor) -> tuple[Tensor, Tensor]:
        """What the words of passages [n, u, d] offer to those of a question: keys, values."""
        return self._through("passage_key", passages), self._through("passage_value", passages)

    def __call__(self, words: Tensor, keys: Tensor, values: Tensor, seen: Tensor) -> Tensor:
        """The question's words [n, t, d] after reading; `keys`, `values` [n, u, d] as `told`.

        `seen` [n, 1, 1, t + u] is true for what is there to be attended to.
        """
        import torch
        from torch.nn.functional import gelu, scaled_dot_product_attention

        found = scaled_dot_product_attention(
            self._by_head(self._through("query", words)),
            self._by_head(torch.cat([self._through("key", words), keys], dim=1)),
            self._by_head(torch.cat([self._through("value", words), values], dim=1)),
            attn_mask=seen,
        )
        found = found.transpose(1, 2).reshape(words.shape)
        words = self._attended(self._through("attended", found) + words)
        inner = gelu(self._through("inner", words))
        after: Tensor = self._done(self._through("outer", inner) + words)
        return after

    def _by_head(self, rows: Tensor) -> Tensor:
        return rows.view(*rows.shape[:2], self._heads, -1).transpose(1, 2)

    def _through(self, part: str, rows: Tensor) -> Tensor:
        from torch.nn.functional import linear

        weight, bias = self._linear[part]
        return linear(rows.to(weight.dtype), weight, bias)


@dataclass(frozen=True)
class Told:
    """What a passage's words offer in each layer that reads it: keys, values [layers, u, d]."""

    keys: Tensor
    values: Tensor


class _Reading:
    """Reads passages with a question's eyes. Threads may share it."""

    def __init__(self, embedder: Embedder, learned: Mapping[str, Tensor], kept: int) -> None:
        """`learned` is what was saved by the training; KeyError or RuntimeError if it misfits."""
        self._embedder, self._most = embedder, kept
        upper = embedder.encoder_layers[FIRST:]
        self._layers = [Layer(layer, learned, str(n)) for n, layer in enumerate(upper)]
        self._hidden = learned["hidden.weight"].float(), learned["hidden.bias"].float()
        self._answer = learned["answer.weight"].float(), learned["answer.bias"].float()
        self._kept: dict[str, Told] = {}
        self._lock = threading.Lock()

    def _scores(self, question: Vectors, passages: Sequence[str]) -> Tensor:
        """What the last layer makes of each passage [n, outputs].

        `question` [t, d] are its words before the layer `FIRST`, prompt and marks included.
        """
        import torch
        from torch.nn.functional import gelu, linear

        told = self._told(passages)
        with torch.inference_mode():
            words = torch.from_numpy(question).expand(len(told), -1, -1)
            keys, there = _padded([one.keys for one in told])
            values, _ = _padded([one.values for one in told])
            own = torch.ones(words.shape[:2], dtype=torch.bool)
            seen = torch.cat([own, there], dim=1)[:, None, None, :]
            for number, layer in enumerate(self._layers):
                words = layer(words, keys[:, number], values[:, number], seen)
            read = torch.cat([words.mean(dim=1), words[:, 0]], dim=-1)
            return linear(gelu(linear(read, *self._hidden)), *self._answer)

    def read_ahead(self, passages: Sequence[str]) -> None:
        """Reads the passages before a question needs them; no more than are kept."""
        ahead = passages[: self._most]
        for start in range(0, len(ahead), AT_ONCE):
            self._told(ahead[start : start + AT_ONCE])

    def _told(self, passages: Sequence[str]) -> list[Told]:
        """The passages as they are read; those that are not kept are read together."""
        with self._lock:
            kept = {text: self._kept[text] for text in passages if text in self._kept}
        new = [text for text in dict.fromkeys(passages) if text not in kept]
        if new:
            kept |= self._read(new)
            with self._lock:
                self._kept |= kept
                while len(self._kept) > self._most:
                    del self._kept[next(iter(self._kept))]
        return [kept[text] for text in passages]

    def _read(self, passages: Sequence[str]) -> dict[str, Told]:
        import torch

        states, lengths = self._embedder.layers(passages, LONGEST)
        with torch.inference_mode():
            told = [
                layer.told(given)
                for layer, given in zip(self._layers, states[FIRST:-1], strict=True)
            ]
            keys = torch.stack([key for key, _ in told], dim=1).half()
            values = torch.stack([value for _, value in told], dim=1).half()
        return {
            text: Told(keys[n, :, :length].clone(), values[n, :, :length].clone())
            for n, (text, length) in enumerate(zip(passages, lengths, strict=True))
        }


class Reader(_Reading):
    """Tells whether passages answer a question."""

    def odds(self, question: Vectors, passages: Sequence[str]) -> Vectors:
        """The logarithm of the odds that each passage answers [n], at most `NO_DOUBT` either way.

        `question` is `index.embedding.Encoded.halfway`.
        """
        odds: Vectors = self._scores(question, passages)[:, 0].clamp(-NO_DOUBT, NO_DOUBT).numpy()
        return odds


class Judge(_Reading):
    """Tells whether a passage answers a question with a yes or a no."""

    def verdict(self, question: Vectors, passage: str) -> dict[str, float]:
        """How likely each of the `VERDICTS` is; `question` is `index.embedding.Encoded.halfway`."""
        (likely,) = self._scores(question, [passage]).softmax(dim=-1).tolist()
        return dict(zip(VERDICTS, likely, strict=True))


def load_reader(embedder: Embedder) -> Reader:
    """The reader that comes along, for the adapted model; ClausierError where it does not fit."""
    return _loaded(READER, lambda learned: Reader(embedder, learned, KEPT))


def load_judge(embedder: Embedder) -> Judge:
    """The judge that comes along, for the adapted model; ClausierError where it does not fit."""
    return _loaded(JUDGE, lambda learned: Judge(embedder, learned, KEPT_JUDGED))


def _loaded(name: str, made: Callable[[dict[str, Tensor]], T]) -> T:
    from safetensors import SafetensorError
    from safetensors.torch import load

    try:
        return made(load(resources.files("index").joinpath(name).read_bytes()))
    except (OSError, KeyError, RuntimeError, SafetensorError) as error:
        what = "reader" if name == READER else "judge"
        raise ClausierError(
            f"The {what} that comes with Clausier ({name}) is damaged: {error}. "
            "Install Clausier again."
        ) from error


@cache
def numbers() -> torch.dtype:
    """The kind of numbers in which passages are read: bfloat16 where the processor multiplies them
    itself, in half the time of others. Odds differ by 0.01 in the mean, as measured."""
    import torch

    can = torch.cpu.get_capabilities()
    return torch.bfloat16 if can.get("avx512_bf16") or can.get("amx_bf16") else torch.float32


def _padded(rows: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """Rows [layers, u, d] of different u as one [n, layers, u, d], and which of them are there."""
    import torch
    from torch.nn.utils.rnn import pad_sequence

    one = pad_sequence([row.transpose(0, 1) for row in rows], batch_first=True).to(numbers())
    lengths = torch.tensor([row.shape[1] for row in rows])
    return one.transpose(1, 2), torch.arange(one.shape[1]) < lengths[:, None]


def _changed(base: nn.Linear, learned: Mapping[str, Tensor], name: str) -> tuple[Tensor, Tensor]:
    """Weight and bias of a linear layer with what was learned added, in `numbers`."""
    up, down = learned[f"{name}.up"].float(), learned[f"{name}.down"].float()
    weight: Tensor = base.weight.detach().cpu() + up @ down
    bias: Tensor = base.bias.detach().cpu() + learned[f"{name}.bias"].float()
    return weight.to(numbers()), bias.to(numbers())
