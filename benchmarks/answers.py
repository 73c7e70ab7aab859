"""What is answered to the questions on each contract, as people see it.

    python benchmarks/answers.py           development questions
    python benchmarks/answers.py --test    the same on the test questions, to be told, not used
    ... --only saas broker                 of the contracts with such names only

Where `benchmarks/finding.py` tells which clause fits best, this asks: with lists, parts, details
that a clause lacks. "right": the right clause is cited first; "holds": all facts are there too;
"facts": of those asked for, so many are in the answer or its quotes; "refused": unanswerable
questions without an answer; "abstained": answerable ones without.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable

from finding import opened

from assistant.evaluation import Row, judge
from assistant.service import Assistant
from index.loading import load_embedder

OF_ALL = {"right": "answerable", "holds": "answerable", "facts": "asked for", "refused": "silent"}


def counted(assistant: Assistant, rows: Iterable[Row]) -> Counter[str]:
    """How many questions and facts there are of each kind, and what became of them."""
    found: Counter[str] = Counter()
    for row in rows:
        answer = assistant.ask(row.q)
        outcome = judge(row, answer, len(answer.citations))
        if row.answerable:
            found["answerable"] += 1
            found["right"] += outcome.clause_right
            found["holds"] += outcome.holds
            found["abstained"] += answer.status != "answered"
            found["asked for"] += len(row.facts)
            found["facts"] += outcome.facts_found
        else:
            found["silent"] += 1
            found["refused"] += outcome.holds
    return found


def main() -> None:
    options = _options()
    total: Counter[str] = Counter()
    own: Counter[str] = Counter()
    for assistant, rows in opened("test" if options.test else "development", load_embedder()):
        contract = assistant.contracts[0]
        if options.only and not any(name in contract.id for name in options.only):
            continue
        french = [row for row in rows if row.lang == contract.language == "fr"]
        here = counted(assistant, french)
        own += here
        here = here + counted(assistant, [row for row in rows if row not in french])
        _print(contract.id, here)
        total += here
    _print("in all", total)
    _print("French on French", own)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--test", action="store_true", help="ask the test questions")
    parser.add_argument(
        "--only", nargs="*", default=[], metavar="NAME", help="parts of their names"
    )
    return parser.parse_args()


def _print(name: str, found: Counter[str]) -> None:
    cells = (f"{what} {found[what]:>4}/{found[of]:<4}" for what, of in OF_ALL.items())
    print(f"{name:<24}{'  '.join(cells)}  abstained {found['abstained']}", flush=True)


if __name__ == "__main__":
    main()
