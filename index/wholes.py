"""What speaks for a clause as a whole, where clauses are long.

A clause of a sentence or two is found by its best passage. One of a page has some passage near to
almost any question, so what the passages say together counts besides: the words of the whole
clause, and its best passage as one vector has it, which blurs what is said in passing. Contracts
between firms have one or two passages a clause, collective agreements eight and more.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.embedding import Vectors
from index.lexical import LexicalIndex
from index.passages import Passage

SHORT, LONG = 4.0, 8.0
"""How many passages a clause has in the mean where nothing of this counts, and where all does."""
WORDS, MEANING = 1.0, 1.0
"""What the BM25 score of the whole clause counts, and the dense score of its best passage. Chosen
on seven collective agreements, and as good on five others (`benchmarks/agreements.py`)."""


class Wholes:
    """The clauses that have these `passages`, in the order of their first ones."""

    def __init__(self, passages: Sequence[Passage], languages: Sequence[str]) -> None:
        """`languages` has one per passage."""
        said: dict[tuple[str, str], list[str]] = {}
        spoken: dict[tuple[str, str], str] = {}
        for passage, language in zip(passages, languages, strict=True):
            key = passage.contract, passage.clause
            spoken[key] = language
            words = said.setdefault(key, [])
            if passage.kind != "whole":
                words.append(passage.words if words else passage.text)
        mean = len(passages) / max(1, len(said))
        self._weight = float(np.clip((mean - SHORT) / (LONG - SHORT), 0.0, 1.0))
        texts = [" ".join(words) for words in said.values()] if self._weight else []
        self._lexical = LexicalIndex(texts, [*spoken.values()][: len(texts)])

    def scores(self, query: str, dense: Vectors) -> Vectors:
        """What speaks for each clause besides its passages; `dense` is the best score of each."""
        if not self._weight:
            return np.zeros_like(dense)
        told = WORDS * self._lexical.scores(query) + MEANING * dense
        scores: Vectors = (self._weight * told).astype(np.float32)
        return scores
