"""Which signals find the clause, and which weights: an experiment takes minutes.

    python benchmarks/finding.py            each signal alone and all, on development questions
    python benchmarks/finding.py --search   tries other weights on them
    python benchmarks/finding.py --test     the same on the test questions, to be told, not used
    ... --unlearned 40                      also on so many agreements that no model learned from

Every contract of `benchmarks/contracts.yaml` is asked its development questions and its test
questions. Weights may be chosen on the former only; the latter tell what they are worth.
"right": the best clause is right and is answered from; "refused": unanswerable questions
that get no answer.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import yaml
from unlearned import unlearned

from assistant.evaluation import Row, read_rows
from assistant.finding import WEIGHTS
from assistant.naming import names_one
from assistant.service import Assistant
from assistant.weighing import Candidate, Rival, Weights, weigh
from corpus.library import find
from corpus.model import lies_under
from index.embedding import Embedder
from index.loading import load_embedder

HERE = Path(__file__).parent
NEVER = float("-inf")
UNLEARNED = "unlearned"
MEANING = Weights(lexical=0.0, odds=0.0, topic=0.0, rival=0.0, stray=0.0, enough=NEVER)
ANY_RIVAL = Weights(rival=1.0, stray=0.0)
ANY_STRAY = Weights(rival=0.0, stray=1.0)
ALONE = {
    "in use": WEIGHTS,
    "meaning": MEANING,
    "meaning and words": replace(MEANING, lexical=WEIGHTS.lexical),
    "meaning, read": replace(MEANING, odds=WEIGHTS.odds),
    "all but reading": replace(WEIGHTS, odds=0.0),
    "all, never refusing": replace(WEIGHTS, enough=NEVER),
}
TRIED = {
    "lexical": (0.5, 1.0, 1.5, 2.0),
    "odds": (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5),
    "topic": (20, 25, 30, 35, 40),
    "rival": (10, 15, 20, 25, 30),
    "stray": (40, 60, 80, 120),
    "usual": (0.0, 0.5, 1.0, 1.5, 2.0),
    "enough": (-2.1, -1.9, -1.72, -1.6, -1.52, -1.4, -1.3),
}


@dataclass(frozen=True)
class Asked:
    """A question, the clauses that may answer it, and what speaks against any of them.

    `usual` is how near the nearest clause of the contract usually is to a question.
    """

    row: Row
    candidates: tuple[Candidate, ...]
    rivals: tuple[Rival, ...]
    usual: float


@dataclass(frozen=True)
class Score:
    rows: int
    answerable: int
    right: int
    abstained: int
    refused: int

    @property
    def worth(self) -> float:
        """What weights are chosen by: right answers, and a little less, right refusals."""
        silent = self.rows - self.answerable
        refused = self.refused / silent if silent else 1.0
        return 0.7 * self.right / max(1, self.answerable) + 0.3 * refused


def collect(assistant: Assistant, rows: list[Row]) -> list[Asked]:
    """Everything that weighing needs, so that weights can be tried without asking again."""
    asked, evidence = [], assistant.evidence
    contracts = {contract.id: contract for contract in assistant.contracts}
    for row in rows:
        recognised, hits = evidence.signals(row.q, assistant.listener.heard(row.q))
        candidates = tuple(evidence.candidates(recognised, hits))
        about = names_one(row.q, contracts)
        rivals = {
            evidence.rival(recognised, weights, about=about) for weights in (ANY_RIVAL, ANY_STRAY)
        }
        asked.append(Asked(row, candidates, tuple(rivals), evidence.usual))
    return asked


def score(asked: list[Asked], weights: Weights) -> Score:
    answerable = right = abstained = refused = 0
    for one in asked:
        against = max(rival.against(weights) for rival in one.rivals)
        weighed = weigh(one.candidates, against, one.usual, weights)
        if not one.row.answerable:
            refused += weighed.margin <= 0
            continue
        answerable += 1
        abstained += weighed.margin <= 0
        best = weighed.ranked[0].clause
        right += weighed.margin > 0 and any(lies_under(best, c) for c in one.row.clauses)
    return Score(len(asked), answerable, right, abstained, refused)


def opened(part: str, embedder: Embedder) -> Iterator[tuple[Assistant, list[Row]]]:
    """An assistant for each contract, and its questions; `part` is "development" or "test"."""
    for entry in yaml.safe_load((HERE / "contracts.yaml").read_text("utf-8")):
        rows = [row for name in entry.get(part, ()) for row in read_rows(HERE / name)]
        if rows:
            contract = find(entry["contract"], HERE)
            yield Assistant.open([contract], embedder=embedder), rows


def main() -> None:
    options, embedder = _options(), load_embedder()
    every = {
        assistant.index.contracts[0].id: collect(assistant, rows)
        for assistant, rows in opened("test" if options.test else "development", embedder)
    }
    if options.unlearned:
        every[UNLEARNED] = [
            asked
            for contract, rows in unlearned(options.unlearned)
            for asked in collect(Assistant.open([contract], embedder=embedder), rows)
        ]
    for name, weights in ALONE.items():
        print(f"\n{name}")
        for contract, asked in every.items():
            _print(contract, asked, weights)
    if options.search:
        _search(every)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--test", action="store_true", help="ask the test questions")
    parser.add_argument("--search", action="store_true", help="try other weights")
    parser.add_argument("--unlearned", type=int, default=0, metavar="N", help="agreements more")
    options = parser.parse_args()
    if options.test and (options.search or options.unlearned):
        parser.error("weights are not chosen by test questions")
    return options


def _print(contract: str, asked: list[Asked], weights: Weights) -> None:
    cells = []
    for language in ("fr", "nl", "en"):
        found = score([one for one in asked if one.row.lang == language], weights)
        silent = found.rows - found.answerable
        share = found.right / found.answerable if found.answerable else float("nan")
        cells.append(f"{language} {share:>6.1%} refused {found.refused:>2}/{silent:<2}")
    total = score(asked, weights)
    silently = f"abstained {total.abstained}/{total.answerable}"
    right = f"right {total.right / total.answerable:.1%}"
    print(f"  {contract:<24}{'   '.join(cells)}   {right}   {silently}")


def _search(development: dict[str, list[Asked]]) -> None:
    """One weight after the other is changed, the others as in use."""
    print("\nworth on the development questions, the weights in use")
    print(f"  {_worth(development, WEIGHTS):.4f}")
    for name, values in TRIED.items():
        print(f"\n{name}")
        for value in values:
            weights = replace(WEIGHTS, **{name: value})
            print(f"  {value:>6}  {_worth(development, weights):.4f}")


def _worth(development: dict[str, list[Asked]], weights: Weights) -> float:
    """Half for the first contract; the other half for the rest, what is unlearned as much as all
    others."""
    worth = {name: score(asked, weights).worth for name, asked in development.items()}
    first, *others = (worth[name] for name in worth if name != UNLEARNED)
    rest = [float(np.mean(others)), worth.get(UNLEARNED, float(np.mean(others)))]
    return 0.5 * first + 0.5 * float(np.mean(rest))


if __name__ == "__main__":
    main()
