"""How often a yes or a no is said first to questions that ask for one, and how often rightly.

    python benchmarks/judgement.py

Alone: the judge on the clauses of agreements from which no model learned, with their questions
(`training/verdicts.yaml`), and with others that few words turn about (`training/contrasts.yaml`).
In answers: development questions on the contracts of `contracts.yaml`
(`verdicts.yaml`), by rules and judge together, where the clause cited is the one of the table.
"said": so many answers begin with the verdict; "right": so many of these agree with the table;
"contrary": a yes for a no or a no for a yes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from finding import opened
from unlearned import FOLDER

from assistant.judgement import judged
from assistant.language import question_language
from assistant.phrases import say
from index.embedding import Embedder
from index.loading import load_embedder

HERE = Path(__file__).parent
TRAINING = FOLDER.parent
VERDICTS = {
    "yes": "yes",
    "no": "no",
    "depends": "depends",
    "yes_if": "depends",
    "only_if": "depends",
}
"""What is said, as the tables name it."""


def main() -> None:
    argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0]).parse_args()
    embedder = load_embedder()
    print("the judge alone, on agreements from which no model learned")
    _print(list(_alone(embedder, _asked())))
    print("\nthe same, where few words turn the answer about")
    _print(list(_alone(embedder, _contrasts())))
    print("\nin answers to development questions")
    _print(list(_in_answers(embedder)))


def _asked() -> Iterator[tuple[dict[str, str], str, str]]:
    """Clauses of the agreements, questions on each, and what is right."""
    table = _table("verdicts.yaml")
    for name, entries in _agreements():
        clauses = {question: entry for entry in entries for question in entry["questions"]}
        for verdict, questions in table.get(name, {}).items():
            for question in questions:
                yield clauses[question], question, verdict


def _contrasts() -> Iterator[tuple[dict[str, str], str, str]]:
    """The same for the questions that were written to contrast."""
    table = _table("contrasts.yaml")
    for name, entries in _agreements():
        for place, by_verdict in table.get(name, {}).items():
            for verdict, questions in by_verdict.items():
                for question in questions:
                    yield entries[place], question, verdict


def _agreements() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for path in sorted(FOLDER.glob("*.yaml")):
        yield path.stem, yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)["clauses"]


def _table(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load((TRAINING / name).read_text("utf-8"), yaml.CSafeLoader)
    return found


def _alone(
    embedder: Embedder, asked: Iterable[tuple[dict[str, str], str, str]]
) -> Iterator[tuple[str, str | None]]:
    """For each question what is right and what is said."""
    assert embedder.judge is not None
    for entry, question, verdict in asked:
        (encoded,) = embedder.encode([question], "query")
        assert encoded.halfway is not None
        likely = embedder.judge.verdict(encoded.halfway, _headed(entry))
        said = judged(
            question, question_language(question), entry["clause"], lambda found=likely: found
        )
        yield verdict, said


def _headed(entry: dict[str, str]) -> str:
    heading = entry.get("heading", "")
    return f"{heading} : {entry['clause']}" if heading else entry["clause"]


def _in_answers(embedder: Embedder) -> Iterator[tuple[str, str | None]]:
    table = yaml.safe_load((HERE / "verdicts.yaml").read_text("utf-8"))
    for assistant, _ in opened("development", embedder):
        for row in table.get(assistant.contracts[0].id, ()):
            answer = assistant.ask(row["q"])
            if answer.citations and answer.citations[0].clause == row["clause"]:
                yield row["verdict"], _said(answer.answer, answer.language)


def _said(answer: str, language: str) -> str | None:
    """The verdict that the answer begins with."""
    begun = (key for key in VERDICTS if answer.startswith(say(f"verdict_{key}", language)))
    return next((VERDICTS[key] for key in begun), None)


def _print(pairs: Iterable[tuple[str, str | None]]) -> None:
    pairs = list(pairs)
    for verdict in ("yes", "no", "depends"):
        said = [right for right, found in pairs if found == verdict]
        hit = said.count(verdict)
        contrary = sum({verdict, right} == {"yes", "no"} for right in said)
        asked = sum(right == verdict for right, _ in pairs)
        counts = f"{asked:>5} asked {len(said):>5} said {hit:>5} right {contrary:>3} contrary"
        print(f"  {verdict:<8}{counts}")
    every = [(right, found) for right, found in pairs if found is not None]
    hit = sum(right == found for right, found in every)
    print(f"  in all  {len(pairs):>5} asked {len(every):>5} said {hit:>5} right")


if __name__ == "__main__":
    main()
