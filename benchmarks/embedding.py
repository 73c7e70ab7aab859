"""What the embedding model costs: to load, per query beside a bare forward pass, in batches.

python benchmarks/embedding.py
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import index.embedding
from index.embedding import Embedder
from index.loading import load_embedder

QUESTION = "Dans quel délai dois-je être averti d'une fuite de données ?"
WARM_UP, ROUNDS, TEXTS = 10, 100, 256
BATCHES = (8, 16, 32, 64)


def seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def bare_forward(embedder: Embedder) -> Callable[[], object]:
    """A call of the transformer alone, on the question tokenised beforehand."""
    import torch

    features = embedder.model.preprocess([QUESTION], prompt="query: ")
    transformer = embedder.model[0].auto_model
    inputs = {name: features[name] for name in ("input_ids", "attention_mask")}

    def call() -> object:
        with torch.inference_mode():
            return transformer(**inputs)

    return call


def main() -> None:
    print(f"first load, imports included: {seconds(load_embedder):.1f} s")
    embedder = load_embedder()
    print(f"second load: {seconds(load_embedder):.1f} s")
    calls = {
        "bare forward pass": bare_forward(embedder),
        "encode_queries": lambda: embedder.encode_queries([QUESTION]),
        "SentenceTransformer.encode_query": lambda: embedder.model.encode_query(QUESTION),
    }
    rounds = [
        {name: seconds(call) for name, call in calls.items()} for _ in range(WARM_UP + ROUNDS)
    ]
    for name in calls:
        times = [times[name] for times in rounds[WARM_UP:]]
        ratios = [times[name] / times["bare forward pass"] for times in rounds[WARM_UP:]]
        middle = 1000 * statistics.median(times)
        print(f"{name}: median {middle:.1f} ms, ratio {statistics.median(ratios):.2f}")
    texts = [f"{QUESTION} {'vraiment ' * (row % 7)}({row})" for row in range(TEXTS)]
    for size in BATCHES:
        index.embedding.BATCH = size
        spent = seconds(lambda: embedder.encode_queries(texts))
        print(f"batches of {size}: {TEXTS / spent:.0f} questions/s")


if __name__ == "__main__":
    main()
