"""How long an answer takes, as a multiple of one bare forward pass of the model.

    python benchmarks/latency.py

Time from start to first answer is a new process each (library imports, model, index);
warm answers, with the contract read ahead as the page does, and bare forward passes of the same
questions are timed in turns, a set at a time.
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
STARTS, ROUNDS = 1, 3


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


def warm_answer(assistant: Assistant, question: str) -> float:
    began = time.perf_counter()
    assistant.ask(question)
    return time.perf_counter() - began


def main() -> None:
    print(f"start to first answer: {statistics.median(cold_start() for _ in range(STARTS)):.1f} s")
    embedder = load_embedder()
    assistant = Assistant.open(embedder=embedder)
    assistant.read_ahead()
    questions = [row.q for row in read_rows(QUESTIONS)][:60]
    for question in questions[:10]:
        assistant.ask(question)
    bare, asked = [], []
    for _ in range(ROUNDS):
        bare.append([bare_forward(embedder, question) for question in questions])
        asked.append([warm_answer(assistant, question) for question in questions])
    # The least of some rounds: what the machine does besides only ever adds.
    bare_ms, asked_ms = (
        [1e3 * min(times) for times in zip(*rounds, strict=True)] for rounds in (bare, asked)
    )
    ratios = [answer / forward for answer, forward in zip(asked_ms, bare_ms, strict=True)]
    print(f"{'':<36}{'median':>8}{'p95':>8}")
    for name, values in (
        ("bare forward pass, ms", bare_ms),
        ("warm answer, ms", asked_ms),
        ("answer / pass of the same question", ratios),
    ):
        p95 = statistics.quantiles(values, n=20)[-1]
        print(f"{name:<36}{statistics.median(values):>8.2f}{p95:>8.2f}")


if __name__ == "__main__":
    main()
