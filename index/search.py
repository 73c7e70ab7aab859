"""Clauses ranked by how well they answer a query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.model import Contract
from index.baseline import Baseline
from index.cache import cached_rows
from index.embedding import Encoded, Encoder, Vectors
from index.late import LateIndex
from index.lexical import LexicalIndex
from index.passages import Passage, passages
from index.progress import Progress, silent
from index.store import default_folder, open_stored, probes_folder, questions_folder
from index.vectors import ClauseStore
from index.wholes import Wholes

NEAREST = 4096
LEXICAL_WEIGHT, LEXICAL_HALF = 2.0, 3.0
READ = 3
"""So many of the nearest clauses are read with the question."""
MOST_READ = 12
"""So many sentences of one clause are read with it at most."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause found. `passage` is the part of it that fits best.

    `dense` and `late` are in standard deviations of what questions in general get (0: no nearer
    than to any question), `lexical` is the BM25 score: each the best of the clause's passages.
    `odds` tells how surely the clause answers, as the model's reader has it (the logarithm of the
    odds, 0 without a reader); a clause that is not among the nearest has those of the worst read.
    `whole` is what speaks for it as a whole, in the unit of `late`, where clauses are long.
    """

    contract: str
    clause: str
    score: float
    dense: float
    lexical: float
    passage: Passage
    late: float = 0.0
    odds: float = 0.0
    whole: float = 0.0


class ContractIndex:
    """The clauses of some contracts, ready to be searched. Threads may share it."""

    def __init__(
        self,
        contracts: Sequence[Contract],
        found: Sequence[Passage],
        store: ClauseStore,
        baseline: Baseline,
        embedder: Encoder,
        late: LateIndex | None = None,
        asked: Path | None = None,
    ) -> None:
        """`asked` is the folder where scores of known questions are kept."""
        self.contracts = tuple(contracts)
        self.passages = tuple(found)
        self._store, self._baseline, self._embedder = store, baseline, embedder
        self._late, self._asked = late, asked
        self._usual = baseline.usual(self._scores)
        by_contract = {contract.id: contract.language for contract in contracts}
        languages = [by_contract[passage.contract] for passage in found]
        self._lexical = LexicalIndex([passage.text for passage in found], languages)
        self._wholes = Wholes(found, languages)
        places = {
            key: place
            for place, key in enumerate(dict.fromkeys((p.contract, p.clause) for p in found))
        }
        self._clauses = tuple(places)
        self._place = np.array([places[p.contract, p.clause] for p in found], np.int64)
        self._short = {places[p.contract, p.clause]: p for p in found if p.kind == "whole"}

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
        kept = folder or default_folder(contracts, embedder)
        beside = kept.with_name(f"{kept.name}-words")
        questions = questions_folder(contracts, embedder, folder)
        late = LateIndex.open(found, baseline, embedder, beside, progress, rebuild, questions)
        asked = kept.with_name(f"{kept.name}-asked")
        return cls(contracts, found, store, baseline, embedder, late, asked)

    @property
    def usual_best(self) -> float:
        """How near the best clause is to a question that the contracts hardly treat (`late`)."""
        return self._late.usual_best if self._late is not None else self._usual.best

    def search(self, query: str, *, k: int = 10, encoded: Encoded | None = None) -> list[Hit]:
        """The `k` best clauses, best first; `encoded` spares encoding the query again."""
        return self.signals(query, encoded)[:k]

    def signals(self, query: str, encoded: Encoded | None = None) -> list[Hit]:
        """Every clause that has words of its own, best first.

        An article made of numbered clauses is represented by these alone.
        """
        if not self.passages:
            return []
        if encoded is None:
            (encoded,) = self._embedder.encode([query], "query")
        dense = self._dense(encoded.vector)
        late = dense if self._late is None else self._late.scores(encoded)
        lexical = self._lexical.scores(query)
        best_dense, best_lexical, best_late = map(self._best, (dense, lexical, late))
        whole = self._wholes.scores(query, best_dense)
        shared = LEXICAL_WEIGHT * lexical / (lexical + LEXICAL_HALF)
        fused = late + shared + whole[self._place]
        order = np.argsort(-fused, kind="stable")
        best: dict[int, int] = {}
        for number in order.tolist():
            best.setdefault(int(self._place[number]), number)
        odds = self._read(encoded, best, best_late)
        return [
            Hit(
                *self._clauses[place],
                float(fused[number]),
                float(best_dense[place]),
                float(best_lexical[place]),
                self.passages[number],
                float(best_late[place]),
                float(odds[place]),
                float(whole[place]),
            )
            for place, number in best.items()
        ]

    def _read(self, question: Encoded, best: dict[int, int], late: Vectors) -> Vectors:
        """How surely each clause answers: the nearest are read, the others pass for the worst."""
        reader = self._embedder.reader
        if reader is None or question.halfway is None:
            return np.zeros(len(late), np.float32)
        nearest = np.argsort(-late, kind="stable")[:READ]
        read = [self._read_for(place, best[place]) for place in nearest.tolist()]
        known = reader.odds(question.halfway, read)
        odds = np.full(len(late), known.min(), np.float32)
        odds[nearest] = known
        return odds

    def read_ahead(self) -> None:
        """Reads the clauses before a question needs them, which then comes sooner to its answer.

        Takes seconds for a contract, and is of use only to the process that does it.
        """
        if self._embedder.reader is not None:
            read = map(self._read_for, self._place.tolist(), range(len(self.passages)))
            sentences = (passage.text for passage in self.passages)
            self._embedder.reader.read_ahead(list(dict.fromkeys([*read, *sentences])))

    def sentences(
        self, question: Encoded, contract: str, clause: str
    ) -> list[tuple[Passage, float]]:
        """The passages of a clause that are no whole clause, and how surely each answers (as
        `Hit.odds`); none without a reader, where there is but one, or more than `MOST_READ`.
        """
        found = [
            passage
            for passage in self.passages
            if (passage.contract, passage.clause) == (contract, clause) and passage.kind != "whole"
        ]
        reader = self._embedder.reader
        if reader is None or question.halfway is None or not 1 < len(found) <= MOST_READ:
            return []
        odds = reader.odds(question.halfway, [passage.text for passage in found])
        return list(zip(found, odds.tolist(), strict=True))

    def verdict(self, question: Encoded, words: str) -> dict[str, float]:
        """How likely these words of a contract answer the question with each of the
        `index.reader.VERDICTS`; nothing without a judge.
        """
        judge = self._embedder.judge
        if judge is None or question.halfway is None:
            return {}
        return judge.verdict(question.halfway, words)

    def _read_for(self, place: int, number: int) -> str:
        """What is read of a clause: the whole if it is short, else its passage of that number."""
        return self._short.get(place, self.passages[number]).text

    def _dense(self, vector: Vectors) -> Vectors:
        """A score per passage; those too far to be looked at get the lowest score seen."""
        return self._nearness(self._baseline.distinctive(vector))

    def word_by_word(self, questions: Sequence[str], progress: Progress = silent) -> Vectors:
        """How near each passage is to each question, word by word: [questions, passages].

        In standard deviations of what questions in general get; kept from one start to the next.
        """
        late = self._late
        if late is None or self._asked is None or not questions:
            return np.zeros((len(questions), len(self.passages)), np.float32)

        def scores(new: Sequence[str]) -> Vectors:
            encoded = self._embedder.encode(new, "query", progress)
            return np.stack([late.scores(one) for one in encoded])

        return cached_rows(questions, late.fingerprint, self._asked, scores)

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
