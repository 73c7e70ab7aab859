"""How many people the page serves at once: 50 simulated visitors, for ten minutes.

    python benchmarks/load.py [--visitors 50] [--minutes 10] [--pause 5]

Each visitor opens the page, then asks known questions through the API in a conversation, with a
pause between them (exponential, `--pause` seconds on average; 0 asks without end). Prints the
questions answered per second, the median and 95th percentile of the time to an answer, errors,
the server's memory as it goes, and the throughput of the bare model, one question after another,
measured in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np

from assistant.knowledge import Knowledge
from index.loading import load_embedder

PORT = 7950
ADDRESS = f"http://127.0.0.1:{PORT}"
START = 180.0


@dataclass
class Seen:
    """What the visitors saw: seconds to each answer, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def bare_throughput(questions: list[str], seconds: float = 8.0) -> float:
    """Questions that the model alone encodes in a second, one after another."""
    embedder = load_embedder()
    embedder.encode_queries(questions[:20])
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        embedder.encode_queries([questions[count % len(questions)]])
        count += 1
    return count / (time.perf_counter() - began)


async def visit(questions: list[str], pause: float, until: float, seen: Seen) -> None:
    """One visitor, until the time is over."""
    async with httpx.AsyncClient(base_url=ADDRESS, timeout=60) as client:
        await asyncio.sleep(random.uniform(0, min(pause, 5)))
        conversation = None
        try:
            (await client.get("/")).raise_for_status()
            while time.monotonic() < until:
                asked = {"question": random.choice(questions), "conversation": conversation}
                began = time.perf_counter()
                answer = await client.post("/api/v1/ask", json=asked)
                answer.raise_for_status()
                seen.seconds.append(time.perf_counter() - began)
                conversation = answer.json()["conversation"]
                await asyncio.sleep(random.expovariate(1 / pause) if pause else 0)
        except httpx.HTTPError as error:
            seen.errors.append(f"{type(error).__name__}: {error}")


async def crowd(
    visitors: int, questions: list[str], pause: float, minutes: float, process: int
) -> tuple[Seen, list[float]]:
    """What all visitors saw, and the server's memory in MiB, ten times on the way."""
    seen, memory = Seen(), []
    until = time.monotonic() + 60 * minutes
    crowd = [asyncio.create_task(visit(questions, pause, until, seen)) for _ in range(visitors)]
    for _ in range(10):
        await asyncio.sleep(6 * minutes)
        memory.append(resident(process))
    await asyncio.gather(*crowd)
    return seen, memory


def resident(process: int) -> float:
    """MiB that the process holds in memory."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def wait_until_ready() -> None:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{ADDRESS}/health").status_code == 200:
                return
        except httpx.TransportError:
            pass  # Not listening yet.
        time.sleep(0.5)
    sys.exit("the page did not become ready")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--visitors", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--pause", type=float, default=5)
    options = parser.parse_args()
    questions = random.Random(0).sample([ask.text for ask in Knowledge.read().asks], 2_000)
    bare = bare_throughput(questions)
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "CLAUSIER_JOURNAL": f"{folder}/journal.sqlite",
            "CLAUSIER_RATES": "1000000/second",
        }
        server = subprocess.Popen(
            [sys.executable, "app.py", "--port", str(PORT)],
            env=os.environ | settings,
            stdout=subprocess.DEVNULL,
        )
        try:
            wait_until_ready()
            began = time.perf_counter()
            seen, memory = asyncio.run(
                crowd(options.visitors, questions, options.pause, options.minutes, server.pid)
            )
            took = time.perf_counter() - began
        finally:
            server.terminate()
            server.wait(10)
    milliseconds = 1000 * np.array(seen.seconds)
    rate = len(seen.seconds) / took
    print(f"visitors              {options.visitors}, pausing {options.pause:g} s on average")
    print(f"questions answered    {len(seen.seconds)} in {took:.0f} s, {rate:.1f} per second")
    print(f"time to an answer     median {np.median(milliseconds):.0f} ms")
    print(f"                      95th percentile {np.percentile(milliseconds, 95):.0f} ms")
    print(f"errors                {len(seen.errors)} {seen.errors[:3] or ''}")
    print(f"memory, MiB           {' '.join(f'{value:.0f}' for value in memory)}")
    print(f"bare model            {bare:.1f} questions per second, {rate / bare:.2f} of it served")


if __name__ == "__main__":
    main()
