"""Answers on questions that were never used while building, against the plain recipe.

    python benchmarks/quality.py [FILE.yaml ...]

The plain recipe is what a tutorial gives: the text as extracted, cut into chunks of 1000
characters that overlap by 200, the embedding model as published, FAISS, the nearest chunk. It has
no articles to cite and never abstains; it finds a fact where its first chunk holds it.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

from langchain_text_splitters import RecursiveCharacterTextSplitter

from assistant.evaluation import Row, evaluate, read_rows
from assistant.service import Assistant
from corpus.library import SHIPPED, shipped
from corpus.reading import read_source
from index.loading import load_published
from index.vectors import ClauseStore

HELD_OUT = sorted((Path(__file__).parent.parent / "tests" / "measured").glob("*.yaml"))


def plain_recipe(rows: list[Row], source: str, embedder) -> dict[str, bool]:  # type: ignore[no-untyped-def]
    """For each answerable row, whether the nearest chunk of the raw text holds all its facts."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    store = ClauseStore.from_texts(splitter.split_text(source), embedder.as_langchain())
    found = {}
    for row in rows:
        chunk = store.similarity_search(row.q, k=1)[0].page_content
        found[row.id] = all(re.search(fact, chunk, re.IGNORECASE) for fact in row.facts)
    return found


def main() -> None:
    rows = [row for name in sys.argv[1:] or HELD_OUT for row in read_rows(Path(name))]
    answerable = [row for row in rows if row.answerable]
    contracts = shipped()
    assistant = Assistant.open(contracts)
    report = evaluate(rows, assistant.ask, assistant.count_verbatim)
    raw = read_source(SHIPPED / contracts[0].id / "source.txt")
    plain = plain_recipe(answerable, raw, load_published())
    ours: dict[str, list[bool]] = defaultdict(list)
    theirs: dict[str, list[bool]] = defaultdict(list)
    for outcome in report.outcomes:
        if outcome.row.answerable:
            ours[outcome.row.lang].append(outcome.facts_found == len(outcome.row.facts))
            theirs[outcome.row.lang].append(plain[outcome.row.id])
    print(
        f"{'':<4}{'questions':>10}{'clause right':>14}{'all facts':>11}{'plain recipe':>14}", end=""
    )
    print(f"{'abstained':>11}{'invented':>10}")
    for language in ("fr", "nl", "en"):
        totals = report.totals[language]
        unanswerable = totals.rows - totals.answerable
        print(
            f"{language:<4}{totals.rows:>10}{totals.clause_right / totals.answerable:>14.1%}"
            f"{_share(ours[language]):>11.1%}{_share(theirs[language]):>14.1%}"
            f"{f'{totals.wrongly_abstained}/{totals.answerable}':>11}"
            f"{f'{totals.wrongly_answered}/{unanswerable}':>10}"
        )
    every = report.totals["all"]
    print(f"{every.quotes_verbatim} of {every.quotes} quotes verbatim")


def _share(values: list[bool]) -> float:
    return sum(values) / len(values)


if __name__ == "__main__":
    main()
