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

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.baseline import HARDLY_TREATED, Baseline
from index.embedding import Encoded, Encoder, Vectors, unit_rows
from index.folders import read_json, replaced_folder, write_json
from index.passages import Passage
from index.progress import Progress, silent

FORMAT = 3
STATES_FILE, ABOUT_FILE = "states.f16", "about.json"
SAMPLE = 600
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


@dataclass(frozen=True)
class Words:
    """The words of different texts, each text once: their states [words, d], text after text.

    `names` are the texts' hashes, `lengths` how many words each has.
    """

    names: tuple[str, ...]
    lengths: tuple[int, ...]
    states: NDArray[np.float16]

    @property
    def starts(self) -> NDArray[np.int64]:
        """Where the words of each text begin."""
        return np.cumsum([0, *self.lengths[:-1]])

    def by_name(self) -> dict[str, NDArray[np.float16]]:
        """The words of each text [t, d]."""
        return dict(zip(self.names, np.split(self.states, self.starts[1:]), strict=True))


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
    ) -> LateIndex | None:
        """The index kept in `folder`, of which only what is new is made; None for too much."""
        if not 0 < len(passages) <= MOST_PASSAGES:
            return None
        texts = [text for passage in passages for text in (passage.text, passage.words)]
        by_name = {_name(text): text for text in texts}
        made_from = _hash(repr((FORMAT, embedder.fingerprint, baseline.texts)))
        kept = None if rebuild else _read(folder, made_from)
        place = {name: number for number, name in enumerate(by_name)}
        readings = np.array([place[_name(text)] for text in texts]).reshape(-1, 2).T
        if kept is None or (kept[0].names, len(kept[1].hubs)) != (tuple(by_name), len(passages)):
            words = _encoded(by_name, kept[0] if kept else None, embedder, progress)
            kept = words, _usual(words, readings, baseline, embedder)
            _write(folder, made_from, *kept)
        fingerprint = _hash(repr((made_from, kept[0].names, readings.tolist())))
        return cls(kept[0], readings, kept[1], fingerprint)

    @property
    def usual_best(self) -> float:
        """The score of the best passage for a question that the texts hardly treat."""
        return (self._usual.best - self._usual.centre) / self._usual.spread

    def scores(self, question: Encoded) -> Vectors:
        """A score per passage [n]."""
        plain = self.plain_scores(question) - self._usual.hubs
        rest: Vectors = (plain - self._usual.centre) / self._usual.spread
        return rest

    def plain_scores(self, question: Encoded) -> Vectors:
        """The same before it is compared with what is usual."""
        import torch

        words = torch.from_numpy(unit_rows(question.words - self._usual.middle))
        with torch.inference_mode():
            cosines = (words @ self._words.T).numpy()
        nearest = np.maximum.reduceat(cosines, self._starts, axis=1)
        scores: Vectors = self._usual.weights(question.ids) @ nearest
        both: Vectors = scores[self._readings].sum(axis=0)
        return both


def _encoded(
    texts: dict[str, str], known: Words | None, embedder: Encoder, progress: Progress
) -> Words:
    """The words of the texts, by name; those in `known` are not encoded again."""
    rows = known.by_name() if known else {}
    fresh = {name: text for name, text in texts.items() if name not in rows}
    encoded = embedder.encode(list(fresh.values()), "passage", progress)
    rows |= {name: one.words.astype(np.float16) for name, one in zip(fresh, encoded, strict=True)}
    lengths = tuple(len(rows[name]) for name in texts)
    return Words(tuple(texts), lengths, np.concatenate([rows[name] for name in texts]))


def _usual(
    words: Words, readings: NDArray[np.int64], baseline: Baseline, embedder: Encoder
) -> Usual:
    texts = baseline.texts
    sample = embedder.encode(texts[:: max(1, len(texts) // SAMPLE)], "query")
    usual = Usual(
        np.concatenate([question.words for question in sample]).mean(axis=0),
        dict(Counter(n for ids in embedder.token_ids(texts) for n in set(ids))),
        len(texts),
        np.zeros(readings.shape[1], np.float32),
    )
    index = LateIndex(words, readings, usual)
    seen = np.stack([index.plain_scores(question) for question in sample])
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


def _name(text: str) -> str:
    return _hash(text)[:32]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _write(folder: Path, made_from: str, words: Words, usual: Usual) -> None:
    data = words.states.tobytes()
    about = {
        "made_from": made_from,
        "states": hashlib.sha256(data).hexdigest(),
        "names": words.names,
        "lengths": words.lengths,
        "middle": usual.middle.tolist(),
        "counts": sorted(usual.counts.items()),
        "questions": usual.questions,
        "hubs": usual.hubs.tolist(),
        "centre": usual.centre,
        "spread": usual.spread,
        "best": usual.best,
    }
    with replaced_folder(folder) as fresh:
        (fresh / STATES_FILE).write_bytes(data)
        write_json(fresh / ABOUT_FILE, about)


def _read(folder: Path, made_from: str) -> tuple[Words, Usual] | None:
    """What is kept in `folder`, None where missing, damaged or made with something else."""
    about = read_json(folder / ABOUT_FILE)
    if not isinstance(about, dict) or about.get("made_from") != made_from:
        return None
    try:
        data = (folder / STATES_FILE).read_bytes()
        if hashlib.sha256(data).hexdigest() != about["states"]:
            return None
        middle = np.array(about["middle"], np.float32)
        counts = dict(about["counts"])
        seen = (about["centre"], about["spread"], about["best"])
        hubs = np.array(about["hubs"], np.float32)
        usual = Usual(middle, counts, about["questions"], hubs, *seen)
        states = np.frombuffer(data, np.float16).reshape(-1, len(middle))
        return Words(tuple(about["names"]), tuple(about["lengths"]), states), usual
    except (OSError, KeyError, TypeError, ValueError):
        return None
