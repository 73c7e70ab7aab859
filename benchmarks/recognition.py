"""How well questions are recognised, by five-fold cross-validation over the known ways of asking.

    python benchmarks/recognition.py

Each fifth of the known questions is recognised from the other four; the share whose most
probable topic is the right one is told by language, for a few widths, ridges and sharpnesses.
"""

from __future__ import annotations

import numpy as np

from assistant import recognition
from assistant.knowledge import Knowledge
from assistant.recognition import Ask, Floats, centres, distinctive
from index.cache import cached_queries
from index.folders import cache_folder
from index.loading import load_embedder

FOLDS = 5


def scores(asks: list[Ask], vectors: Floats, fold: np.ndarray, width: float, ridge: float):  # type: ignore[no-untyped-def]
    """The held-out scores of every ask, [asks, labels], and its right label."""
    recognition.WIDTH, recognition.RIDGE = width, ridge
    label_of, labels = recognition._numbered(asks)
    found = np.zeros((len(asks), len(labels)), dtype=np.float32)
    for number in range(FOLDS):
        train, test = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        known = [asks[i] for i in train]
        votes = recognition.solve(known, vectors[train])
        means = centres(known, vectors[train])
        rows = distinctive(vectors[train], means)
        kernel = np.exp(width * (distinctive(vectors[test], means) @ rows.T - 1))
        _, seen = recognition._numbered(known)
        columns = [labels.index(label) for label in seen]
        found[np.ix_(test, columns)] = kernel @ votes
    return found, label_of


def main() -> None:
    asks = list(Knowledge.read().asks)
    vectors = cached_queries(
        [ask.text for ask in asks], load_embedder(), cache_folder() / "topics" / "questions"
    )
    fold = np.random.default_rng(0).integers(0, FOLDS, len(asks))
    languages = np.array([ask.language for ask in asks])
    print(f"{len(asks)} known questions, {len({ask.label for ask in asks})} topics")
    print(f"{'width':>6}{'ridge':>7}{'fr':>8}{'nl':>8}{'en':>8}   log-loss by sharpness")
    for width, ridge in ((0.5, 0.1), (1.0, 0.1), (1.0, 0.3), (2.0, 0.2)):
        found, right = scores(asks, vectors, fold, width, ridge)
        best = found.argmax(axis=1) == right
        by_language = "".join(
            f"{best[languages == name].mean():>8.1%}" for name in ("fr", "nl", "en")
        )
        losses = []
        for sharpness in (30, 60, 100, 150):
            logits = sharpness * (found - found.max(axis=1, keepdims=True))
            chosen = logits[np.arange(len(asks)), right] - np.log(np.exp(logits).sum(axis=1))
            losses.append(f"{sharpness}: {-chosen.mean():.3f}")
        print(f"{width:>6}{ridge:>7}{by_language}   {'  '.join(losses)}", flush=True)


if __name__ == "__main__":
    main()
