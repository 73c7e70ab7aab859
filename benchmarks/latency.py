"""How long an answer takes, as a multiple of one bare forward pass of the model.

    python benchmarks/latency.py

Time from start to first answer is a new process each (library imports, model, index);
warm answers and bare forward passes of the same questions are timed in turns, a set at a time.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

import torch

from assistant.evaluation import read_rows
from assistant.service import Assistant
from index.embedding import Embedder
from index.loading import load_embedder

QUESTIONS = Path(__file__).parent / "questions" / "convention-development.yaml"
STARTS, ROUNDS = 1, 2


def cold_start() -> float:
    began = time.perf_counter()
    question = "Sous combien de temps me prévenez-vous d'une fuite de données ?"
    subprocess.run(
        [sys.executable, "-m", "assistant", "ask", question, "--json"],
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - began


def bare_forward(embedder: Embedder, question: str) -> float:
    model = embedder.model
    batch = model.preprocess([question], prompt="query: ")
    began = time.perf_counter()
    with torch.inference_mode():
        model[0].auto_model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
    return time.perf_counter() - began


def main() -> None:
    print(f"start to first answer: {statistics.median(cold_start() for _ in range(STARTS)):.1f} s")
    embedder = load_embedder()
    assistant = Assistant.open(embedder=embedder)
    questions = [row.q for row in read_rows(QUESTIONS)][:60]
    for question in questions[:10]:
        assistant.ask(question)
    asked, bare = [], []
    for _ in range(ROUNDS):
        bare += [bare_forward(embedder, question) for question in questions]
        for question in questions:
            began = time.perf_counter()
            assistant.ask(question)
            asked.append(time.perf_counter() - began)
    median, p95 = statistics.median(asked), statistics.quantiles(asked, n=20)[-1]
    base, base95 = statistics.median(bare), statistics.quantiles(bare, n=20)[-1]
    print(f"{'':<20}{'median ms':>10}{'p95 ms':>10}{'median ratio':>14}{'p95 ratio':>11}")
    print(f"{'bare forward pass':<20}{base * 1e3:>10.1f}{base95 * 1e3:>10.1f}{1:>14.2f}{1:>11.2f}")
    print(
        f"{'warm answer':<20}{median * 1e3:>10.1f}{p95 * 1e3:>10.1f}"
        f"{median / base:>14.2f}{p95 / base:>11.2f}"
    )


if __name__ == "__main__":
    main()
