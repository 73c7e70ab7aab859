"""Texts as vectors: a sentence-transformers model, asked as directly as it allows.

`SentenceTransformer.encode` adds two milliseconds to the sixteen of a query; tokenising
and running the modules ourselves adds less than half of one (`benchmarks/embedding.py`).
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from index.progress import Progress, silent
from index.reader import FIRST, Judge, Reader

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor, nn

    from index.langchain import LangChainEmbeddings

Vectors = NDArray[np.float32]
BATCH = 32
EMBEDDING = "embedding"

Role = Literal["query", "passage"]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as the model sees it: its vector [d], of length 1, and its words' own [t, d].

    `ids` are the words' numbers in the model's vocabulary; those of the prompt and the marks
    at both ends are left out. `halfway` [t + marks, d] is what a reader goes on from, the marks
    included; None where the model has none.
    """

    vector: Vectors
    words: Vectors
    ids: tuple[int, ...]
    halfway: Vectors | None = None


class Encoder(Protocol):
    """What the index needs of a model: rows of length 1, and a name for what made them."""

    @property
    def dimension(self) -> int: ...

    @property
    def fingerprint(self) -> str: ...

    def encode_queries(self, texts: Sequence[str], progress: Progress = ...) -> Vectors: ...

    def encode_passages(self, texts: Sequence[str], progress: Progress = ...) -> Vectors: ...

    def encode(
        self, texts: Sequence[str], role: Role, progress: Progress = ...
    ) -> list[Encoded]: ...

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]: ...

    @property
    def reader(self) -> Reader | None: ...

    @property
    def judge(self) -> Judge | None: ...


class Embedder:
    """A loaded model. Threads may share it: one text or batch is encoded at a time."""

    def __init__(self, model: SentenceTransformer, name: str) -> None:
        self.name = name
        self.model = model.eval()
        self.reader: Reader | None = None
        self.judge: Judge | None = None
        self._lock = threading.Lock()
        self._halfway: Tensor | None = None
        prompts = model.prompts or {}
        self._query_prompt = prompts.get("query") or ""
        self._passage_prompt = prompts.get("document") or prompts.get("passage") or ""
        self._prompts = {"query": self._query_prompt, "passage": self._passage_prompt}

    @cached_property
    def dimension(self) -> int:
        return int(self.encode_queries(["?"]).shape[1])

    @cached_property
    def fingerprint(self) -> str:
        """The model's name and a hash of its prompts and of a sample of every weight."""
        digest = hashlib.sha256(repr((self._query_prompt, self._passage_prompt)).encode())
        for name, weight in self.model.state_dict().items():
            # No embedding uses this layer, and a model file without it gets a random one.
            if ".pooler." in name:
                continue
            sample = weight.flatten()[:: max(1, weight.numel() // 64)].float().cpu().numpy()
            digest.update(f"{name}{tuple(weight.shape)}".encode() + sample.tobytes())
        return f"{self.name}:{digest.hexdigest()[:16]}"

    @cached_property
    def _prompt_lengths(self) -> dict[str, int]:
        """How many words each prompt takes, the mark at the beginning included."""
        prompts = [prompt for prompt in set(self._prompts.values()) if prompt]
        return {"": 1} | {
            prompt: len(ids) - 1
            for prompt, ids in zip(prompts, self.token_ids(prompts), strict=True)
        }

    def encode_queries(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """A row of length 1 per text, in their order, as the model encodes questions."""
        return self._encode(texts, self._query_prompt, progress)

    def encode_passages(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """A row of length 1 per text, in their order, as the model encodes documents."""
        return self._encode(texts, self._passage_prompt, progress)

    def encode(
        self, texts: Sequence[str], role: Role, progress: Progress = silent
    ) -> list[Encoded]:
        """Each text with its words, in their order, as the model encodes questions or documents."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]), reverse=True)
        found: dict[int, Encoded] = {}
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            prompt = self._prompts[role]
            found |= zip(batch, self._words([texts[i].strip() for i in batch], prompt), strict=True)
            progress(EMBEDDING, min(start + BATCH, len(order)), len(order))
        return [found[i] for i in range(len(texts))]

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The numbers of each text's words in the model's vocabulary."""
        if not texts:
            return []
        with self._lock:
            ids: list[list[int]] = self.model.tokenizer(list(texts), verbose=False)["input_ids"]
        return ids

    def read_with(self, reader: Reader, judge: Judge) -> None:
        """From now on passages can be read by both, and questions tell them from where on."""

        def caught(layer: nn.Module, given: object, found: Tensor) -> None:
            self._halfway = found

        self.encoder_layers[FIRST - 1].register_forward_hook(caught)
        self.reader, self.judge = reader, judge

    @property
    def encoder_layers(self) -> list[nn.Module]:
        """The model's layers, from the lowest up."""
        encoder: Any = self.model[0]
        return list(encoder.model.encoder.layer)

    def layers(self, texts: Sequence[str], longest: int) -> tuple[list[Tensor], list[int]]:
        """Passages as the model has them before each layer and after the last [n, t, d], cut to
        `longest` words each with prompt and marks; and how many of the t are theirs."""
        import torch

        prompted = [self._passage_prompt + text for text in texts]
        with self._lock, torch.inference_mode():
            tokens = self.model.tokenizer(
                prompted, truncation=True, max_length=longest, padding=True, return_tensors="pt"
            ).to(self.model.device)
            encoder: Any = self.model[0]
            found = encoder.model(**tokens, output_hidden_states=True)
        lengths: list[int] = tokens["attention_mask"].sum(dim=1).tolist()
        return [states.float().cpu() for states in found.hidden_states], lengths

    def as_langchain(self) -> LangChainEmbeddings:
        """The model where LangChain wants its own kind of one."""
        from index.langchain import LangChainEmbeddings

        return LangChainEmbeddings(self)

    def _encode(self, texts: Sequence[str], prompt: str, progress: Progress) -> Vectors:
        """Texts of like length share a batch, so that little is spent on padding."""
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]), reverse=True)
        rows = []
        for start in range(0, len(order), BATCH):
            batch = [texts[i].strip() for i in order[start : start + BATCH]]
            rows.append(self._forward(batch, prompt))
            progress(EMBEDDING, min(start + BATCH, len(order)), len(order))
        sorted_rows = np.concatenate(rows)
        vectors = np.empty_like(sorted_rows)
        vectors[order] = sorted_rows
        return vectors

    def _forward(self, texts: list[str], prompt: str) -> Vectors:
        return unit_rows(self._run(texts, prompt)["sentence_embedding"].float().cpu().numpy())

    def _words(self, texts: list[str], prompt: str) -> list[Encoded]:
        found = self._run(texts, prompt)
        vectors = unit_rows(found["sentence_embedding"].float().cpu().numpy())
        if "token_embeddings" not in found or "input_ids" not in found:
            # A model without words of its own says all in one.
            return [Encoded(vector, vector[None], (0,)) for vector in vectors]
        states = found["token_embeddings"].float().cpu().numpy()
        numbers = found["input_ids"].cpu().numpy()
        lengths = found["attention_mask"].sum(dim=1).tolist()
        halfway = (
            found["halfway"].float().cpu().numpy() if "halfway" in found else [None] * len(texts)
        )
        first = self._prompt_lengths[prompt]
        encoded = []
        for vector, rows, ids, length, early in zip(
            vectors, states, numbers, lengths, halfway, strict=True
        ):
            own = slice(first, length - 1) if length - 1 > first else slice(0, length)
            seen = None if early is None else early[:length]
            encoded.append(Encoded(vector, rows[own], tuple(ids[own].tolist()), seen))
        return encoded

    def _run(self, texts: list[str], prompt: str) -> dict[str, Any]:
        """What the model makes of the texts; its features are added to what it was given."""
        import torch

        with self._lock, torch.inference_mode():
            features: dict[str, Any] = self.model.preprocess(texts, prompt=prompt or None)
            device = self.model.device
            if device.type != "cpu":
                features = {
                    name: value.to(device) if isinstance(value, torch.Tensor) else value
                    for name, value in features.items()
                }
            found: dict[str, Any] = {**features, **self.model(features)}
            if self._halfway is not None:
                found["halfway"] = self._halfway
            return found


def middle(one: Vectors, other: Vectors) -> Vectors:
    """The direction halfway between two vectors [d], of length 1."""
    (row,) = unit_rows((one + other)[None, :])
    between: Vectors = row
    return between


def stressed(whole: Encoded, part: Encoded) -> Encoded:
    """The text `whole` as it counts where `part` of it matters most: its words count again."""
    words = np.concatenate([whole.words, part.words])
    return Encoded(middle(whole.vector, part.vector), words, whole.ids + part.ids, whole.halfway)


def unit_rows(rows: Vectors) -> Vectors:
    """The rows [n, d] at length 1, those of nothing but zeros as they are."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Vectors = (rows / np.maximum(lengths, 1e-12)).astype(np.float32, copy=False)
    return unit
