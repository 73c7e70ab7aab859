"""Clauses ranked by how well they answer a query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.model import Contract
from index.baseline import Baseline
from index.embedding import Encoder, Vectors
from index.lexical import LexicalIndex
from index.passages import Passage, passages
from index.progress import Progress, silent
from index.store import open_stored, probes_folder
from index.vectors import ClauseStore

NEAREST = 4096
LEXICAL_WEIGHT, LEXICAL_HALF = 3.0, 3.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause found. `passage` is the part of it that fits best.

    `dense` is in standard deviations of what questions in general get (0: no nearer than to
    any question), `lexical` the BM25 score, both the best of the clause's passages.
    """

    contract: str
    clause: str
    score: float
    dense: float
    lexical: float
    passage: Passage


class ContractIndex:
    """The clauses of some contracts, ready to be searched. Threads may share it."""

    def __init__(
        self,
        contracts: Sequence[Contract],
        found: Sequence[Passage],
        store: ClauseStore,
        baseline: Baseline,
        embedder: Encoder,
    ) -> None:
        self.contracts = tuple(contracts)
        self.passages = tuple(found)
        self._store, self._baseline, self._embedder = store, baseline, embedder
        self._usual = baseline.usual(self._scores)
        languages = {contract.id: contract.language for contract in contracts}
        self._lexical = LexicalIndex(
            [passage.text for passage in found], [languages[p.contract] for p in found]
        )
        places = {
            key: place
            for place, key in enumerate(dict.fromkeys((p.contract, p.clause) for p in found))
        }
        self._clauses = tuple(places)
        self._place = np.array([places[p.contract, p.clause] for p in found], np.int64)

    @classmethod
    def open(
        cls,
        contracts: Sequence[Contract],
        embedder: Encoder,
        folder: Path | None = None,
        progress: Progress = silent,
        rebuild: bool = False,
        baseline: Baseline | None = None,
    ) -> ContractIndex:
        """The index of these contracts, kept in `folder` (by default in the user's cache).

        What is kept there is used if it was made from the same contracts by the same model.
        `baseline` tells what questions in general get; by default some that come along do.
        """
        found = [passage for contract in contracts for passage in passages(contract)]
        store = open_stored(contracts, found, embedder, folder, progress, rebuild)
        if baseline is None:
            baseline = Baseline.of(embedder, probes_folder(contracts, embedder, folder))
        return cls(contracts, found, store, baseline, embedder)

    def search(self, query: str, *, k: int = 10, vector: Vectors | None = None) -> list[Hit]:
        """The `k` best clauses, best first; `vector` spares encoding the query again."""
        return self.signals(query, vector)[:k]

    def signals(self, query: str, vector: Vectors | None = None) -> list[Hit]:
        """Every clause that has words of its own, best first.

        An article made of numbered clauses is represented by these alone.
        """
        if not self.passages:
            return []
        if vector is None:
            vector = self._embedder.encode_queries([query])[0]
        dense = self._dense(vector)
        lexical = self._lexical.scores(query)
        fused = dense + LEXICAL_WEIGHT * lexical / (lexical + LEXICAL_HALF)
        best_dense, best_lexical = self._best(dense), self._best(lexical)
        order = np.argsort(-fused, kind="stable")
        best: dict[int, int] = {}
        for number in order.tolist():
            best.setdefault(int(self._place[number]), number)
        return [
            Hit(
                *self._clauses[place],
                float(fused[number]),
                float(best_dense[place]),
                float(best_lexical[place]),
                self.passages[number],
            )
            for place, number in best.items()
        ]

    def _dense(self, vector: Vectors) -> Vectors:
        """A score per passage; those too far to be looked at get the lowest score seen."""
        return self._nearness(self._baseline.distinctive(vector))

    def nearness(self, groups: Sequence[Vectors]) -> Vectors:
        """How near each passage is to what each group of questions [n, d] has in common.

        [groups, passages], in standard deviations of what questions in general get.
        """
        middles = [
            np.mean([self._baseline.distinctive(row) for row in group], axis=0) for group in groups
        ]
        units = [row / max(float(np.linalg.norm(row)), 1e-9) for row in middles]
        return np.stack([self._nearness(row.astype(np.float32)) for row in units])

    def _nearness(self, rest: Vectors) -> Vectors:
        return self._usual.beyond(self._scores(rest))

    def _scores(self, rest: Vectors) -> Vectors:
        numbers, scores = self._store.nearest_numbers(rest, NEAREST)
        dense = np.full(len(self.passages), scores.min() if len(scores) else 0.0, np.float32)
        dense[numbers] = scores
        return dense

    def _best(self, scores: Vectors) -> NDArray[np.float32]:
        """The best score of each clause's passages."""
        best = np.full(len(self._clauses), -np.inf, np.float32)
        np.maximum.at(best, self._place, scores)
        return best
