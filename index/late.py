"""Late interaction: a passage is near a question where each word of it is near some word there.

One vector for a whole passage blurs what it says in passing. Here every word keeps its own, and
a question's score is the mean, over its words, of the nearest word of the passage (ColBERT,
Khattab & Zaharia 2020, https://arxiv.org/abs/2004.12832), the rarer words of known questions
counting more. Both readings of a passage count, with its headings and without.

Some passages are hubs, which come near to any question. Each is therefore measured by how near it
comes to the known questions that it is nearest to (as in CSLS, Conneau et al. 2018,
https://arxiv.org/abs/1710.04087).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.baseline import HARDLY_TREATED, Baseline
from index.cache import key_of
from index.embedding import Encoded, Encoder, Vectors, unit_rows
from index.folders import read_json, replaced_folder, write_json
from index.passages import Passage
from index.progress import Progress, silent
from index.words import Words, kept_words

FORMAT = 4
WORDS, QUESTIONS, USUAL, USUAL_FILE = "passages", "questions", "usual", "usual.json"
SAMPLE, AT_ONCE = 2_400, 16
"""So many known questions tell what is usual: of 600, another choice moves a hub by two thirds of
what hubs differ by."""
OF_NEAREST, HUBS = 30, 0.75
"""How near the nearest known questions come, one in so many, tells how much of a hub a passage is;
and what that counts. Chosen with `benchmarks/finding.py`."""
MOST_PASSAGES = 4_000
"""Beyond so many passages their words would take gigabytes."""
NEVER_SEEN = 0.5


@dataclass(frozen=True)
class Usual:
    """What known questions show: their mean word [d], their words' counts, their usual score.

    `best` is what the best passage gets for a question that these texts hardly treat: all but
    a quarter of the known questions get more. `hubs` [passages] is what each gets too much.
    """

    middle: Vectors
    counts: dict[int, int]
    questions: int
    hubs: Vectors
    centre: float = 0.0
    spread: float = 1.0
    best: float = 0.0

    def weights(self, ids: Sequence[int]) -> Vectors:
        """How telling each word is (inverse document frequency), of sum 1."""
        held = np.array([self.counts.get(number, 0) for number in ids], np.float32)
        rarity = np.log((self.questions + 1) / (held + NEVER_SEEN))
        share: Vectors = (rarity / max(float(rarity.sum()), 1e-6)).astype(np.float32)
        return share


class LateIndex:
    """Scores of passages, in standard deviations above what known questions usually get."""

    def __init__(
        self, words: Words, readings: NDArray[np.int64], usual: Usual, fingerprint: str = ""
    ) -> None:
        """`readings` [2, passages]: which texts of `words` each passage is read as."""
        import torch

        self.fingerprint = fingerprint

        rows = words.states.astype(np.float32)
        self._words = torch.from_numpy(unit_rows(rows - rows.mean(axis=0)))
        self._starts = words.starts
        self._readings, self._usual = readings, usual

    @classmethod
    def open(
        cls,
        passages: Sequence[Passage],
        baseline: Baseline,
        embedder: Encoder,
        folder: Path,
        progress: Progress = silent,
        rebuild: bool = False,
        questions: Path | None = None,
    ) -> LateIndex | None:
        """The index kept in `folder`, of which only what is new is made; None for too much.

        `questions` is where the words of known questions are kept, which serve all contracts.
        """
        if not 0 < len(passages) <= MOST_PASSAGES:
            return None
        texts = [text for passage in passages for text in (passage.text, passage.words)]
        words = kept_words(texts, "passage", embedder, folder / WORDS, progress, rebuild)
        place = {name: number for number, name in enumerate(words.names)}
        readings = np.array([place[key_of(text)] for text in texts]).reshape(-1, 2).T
        made_from = (FORMAT, SAMPLE, embedder.fingerprint, baseline.texts, words.names)
        fingerprint = key_of(repr((made_from, readings.tolist())))
        usual = None if rebuild else _read(folder / USUAL, fingerprint)
        if usual is None:
            # By their hashes: a question more takes the place of one at most.
            sample = sorted(set(baseline.texts), key=key_of)[:SAMPLE]
            kept = questions or folder / QUESTIONS
            asked = kept_words(sample, "query", embedder, kept, progress, rebuild)
            counted = Counter(n for ids in embedder.token_ids(baseline.texts) for n in set(ids))
            usual = _usual(words, readings, asked, dict(counted), len(baseline.texts))
            _write(folder / USUAL, fingerprint, usual)
        return cls(words, readings, usual, fingerprint)

    @property
    def usual_best(self) -> float:
        """The score of the best passage for a question that the texts hardly treat."""
        return (self._usual.best - self._usual.centre) / self._usual.spread

    def scores(self, question: Encoded) -> Vectors:
        """A score per passage [n]."""
        (plain,) = self._plain([(np.array(question.ids), question.words)])
        rest: Vectors = (plain - self._usual.hubs - self._usual.centre) / self._usual.spread
        return rest

    def plain_scores(self, questions: Words) -> Vectors:
        """The same for each question [q, n], before it is compared with what is usual."""
        asked = list(questions.by_name().values())
        groups = [asked[start : start + AT_ONCE] for start in range(0, len(asked), AT_ONCE)]
        return np.concatenate([self._plain(group) for group in groups])

    def _plain(self, questions: Sequence[tuple[NDArray[np.int64], NDArray[Any]]]) -> Vectors:
        """The same of the questions' words, their numbers [t] and states [t, d]."""
        import torch

        ids, states = zip(*questions, strict=True)
        rows = np.concatenate(states).astype(np.float32) - self._usual.middle
        with torch.inference_mode():
            cosines = (torch.from_numpy(unit_rows(rows)) @ self._words.T).numpy()
        nearest = np.maximum.reduceat(cosines, self._starts, axis=1)
        edges = np.cumsum([len(row) for row in ids])[:-1]
        scores = [
            self._usual.weights(row.tolist()) @ part
            for row, part in zip(ids, np.split(nearest, edges), strict=True)
        ]
        both: Vectors = np.stack(scores)[:, self._readings].sum(axis=1)
        return both


def _usual(
    words: Words,
    readings: NDArray[np.int64],
    questions: Words,
    counts: dict[int, int],
    known: int,
) -> Usual:
    """What the questions show of the passages; `counts` of all `known` ones' words."""
    usual = Usual(
        questions.states.mean(axis=0, dtype=np.float32),
        counts,
        known,
        np.zeros(readings.shape[1], np.float32),
    )
    seen = LateIndex(words, readings, usual).plain_scores(questions)
    hubs = _hubs(seen)
    rest = seen - hubs
    best = float(np.quantile(rest.max(axis=1), HARDLY_TREATED))
    centre, spread = float(np.median(rest)), float(rest.std()) or 1.0
    return replace(usual, hubs=hubs, centre=centre, spread=spread, best=best)


def _hubs(seen: Vectors) -> Vectors:
    """What each passage gets too much, from the scores `seen` [questions, passages]; nothing where
    the questions are too few to tell."""
    count = len(seen) // OF_NEAREST
    if not count:
        return np.zeros(seen.shape[1], np.float32)
    nearest = np.sort(seen, axis=0)[-count:].mean(axis=0)
    hubs: Vectors = (HUBS * (nearest - nearest.mean())).astype(np.float32)
    return hubs


def _write(folder: Path, fingerprint: str, usual: Usual) -> None:
    told = asdict(usual) | {
        "middle": usual.middle.tolist(),
        "counts": sorted(usual.counts.items()),
        "hubs": usual.hubs.tolist(),
    }
    with replaced_folder(folder) as fresh:
        write_json(fresh / USUAL_FILE, {"made_from": fingerprint, "usual": told})


def _read(folder: Path, fingerprint: str) -> Usual | None:
    """What is kept in `folder`, None where missing, damaged or made with something else."""
    about = read_json(folder / USUAL_FILE)
    if not isinstance(about, dict) or about.get("made_from") != fingerprint:
        return None
    try:
        told = dict(about["usual"])
        return Usual(
            **told
            | {
                "middle": np.array(told["middle"], np.float32),
                "counts": dict(told["counts"]),
                "hubs": np.array(told["hubs"], np.float32),
            }
        )
    except (KeyError, TypeError, ValueError):
        return None
