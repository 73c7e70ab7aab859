"""Finding the article in collective agreements, without topics and without any tuning.

    python benchmarks/agreements.py [--agreements 12] [--strength 0.6]

French labour jurists answered 41 questions for many collective agreements and named the article,
or wrote that the agreement says nothing (`@socialgouv/contributions-data`, `@socialgouv/kali-data`,
Apache-2.0; `npm` fetches them, 60 MB, once). Each question is asked to one agreement at a time,
the shortest agreements first. A pair counts where the reference names one article in force.

"first", "in five": a right article is first or among the first five; "AUC": how well the best
score tells questions that the agreement answers from those that it does not (0.5: not at all).

`--strength` uses so much of the adapter, which learned from agreements between firms, and no
reader.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from markupsafe import Markup

from assistant.finding import WEIGHTS
from corpus.errors import ClausierError
from corpus.model import Clause, Contract, Source
from index.adapter import adapted
from index.embedding import Embedder
from index.folders import cache_folder
from index.lexical import LexicalIndex
from index.loading import load_embedder, load_published
from index.model import MODEL_NAME
from index.search import ContractIndex, Hit

PACKAGES = ("@socialgouv/contributions-data@1.16.0", "@socialgouv/kali-data@1.107.0")
SILENT = "la convention collective ne prévoit rien sur ce point"
FEWEST_ANSWERED = 8
_ARTICLE = re.compile(r"(?:article|art\.)\s+([\w.\-]+)$", re.IGNORECASE)
_BLOCK = re.compile(r"<(?:p|br|li|tr|div)\b[^>]*>", re.IGNORECASE)

SIGNALS: dict[str, Callable[[Hit], float]] = {
    "BM25": lambda hit: hit.lexical,
    "meaning": lambda hit: hit.dense,
    "word by word": lambda hit: hit.late,
    "word by word and words": lambda hit: hit.score - hit.whole,
    "the same, and read": lambda hit: hit.score - hit.whole + WEIGHTS.odds * hit.odds,
    "the same, and whole articles": lambda hit: hit.score + WEIGHTS.odds * hit.odds,
}
WHOLE = "BM25, whole articles"


@dataclass
class Agreement:
    """One agreement as a contract; the articles that answer each question, or none."""

    contract: Contract
    asked: dict[str, set[str]] = field(default_factory=dict)

    @property
    def answered(self) -> int:
        return sum(bool(right) for right in self.asked.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--agreements", type=int, default=12)
    parser.add_argument("--strength", type=float, help="how much of the adapter is used")
    options = parser.parse_args()
    agreements = [a for a in read(fetched()) if a.answered >= FEWEST_ANSWERED]
    agreements.sort(key=lambda agreement: len(agreement.contract.text))
    embedder = _embedder(options.strength)
    found: dict[str, list[tuple[int | None, float]]] = defaultdict(list)
    for agreement in agreements[: options.agreements]:
        contract = agreement.contract
        print(f"{contract.title[:80]}: {len(contract.clauses)} articles", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            index = ContractIndex.open([contract], embedder, Path(folder) / "index")
            articles = [f"{one.heading} {contract.words(one)}" for one in contract.clauses]
            words = LexicalIndex(articles, contract.language)
            for question, right in agreement.asked.items():
                scores = dict(zip(contract.by_id, words.scores(question).tolist(), strict=True))
                found[WHOLE].append(_rank(scores, right))
                hits = index.signals(question)
                for name, signal in SIGNALS.items():
                    found[name].append(_rank({hit.clause: signal(hit) for hit in hits}, right))
    for name, ranks in found.items():
        print(f"{name:<34}{_told(ranks)}")


def _embedder(strength: float | None) -> Embedder:
    if strength is None:
        return load_embedder()
    return Embedder(adapted(load_published().model, strength), f"{MODEL_NAME}+{strength}")


def _rank(scores: dict[str, float], right: set[str]) -> tuple[int | None, float]:
    """The rank of the first right article (None where there is none) and the best score."""
    ranked = sorted(scores, key=scores.__getitem__, reverse=True)
    rank = next((n for n, clause in enumerate(ranked) if clause in right), len(ranked))
    return (rank if right else None), scores[ranked[0]]


def _told(ranks: list[tuple[int | None, float]]) -> str:
    at = np.array([rank for rank, _ in ranks if rank is not None])
    yes = np.array([score for rank, score in ranks if rank is not None])
    no = np.array([score for rank, score in ranks if rank is None])
    higher = (yes[:, None] > no).mean() + 0.5 * (yes[:, None] == no).mean()
    mean_reciprocal = (1 / (at + 1)).mean()
    return (
        f"first {np.mean(at == 0):6.1%}  in five {np.mean(at < 5):6.1%}  MRR {mean_reciprocal:.2f}"
        f"  AUC {higher:.2f}  ({len(yes)} answered, {len(no)} not)"
    )


def fetched() -> Path:
    """The folder with both packages, fetched where they are missing."""
    folder = cache_folder() / "collective-agreements"
    if not (folder / "done").exists():
        folder.mkdir(parents=True, exist_ok=True)
        try:
            subprocess.run(["npm", "pack", *PACKAGES], cwd=folder, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise ClausierError(f"npm could not fetch {' and '.join(PACKAGES)}: {error}") from error
        for archive in folder.glob("*.tgz"):
            with tarfile.open(archive) as packed:
                packed.extractall(folder / archive.name.split("-data")[0], filter="data")
        (folder / "done").touch()
    return folder


def read(folder: Path) -> Iterator[Agreement]:
    """Every agreement that a question was answered for."""
    questions = json.loads(next(folder.glob("*/package/data/contributions.json")).read_text())
    answers = defaultdict(list)
    for question in questions:
        for answer in question["answers"].get("conventions", []):
            answers[int(answer["idcc"])].append((question["title"], answer))
    for path in sorted(folder.glob("*/package/data/KALICONT*.json")):
        with path.open(encoding="utf-8") as file:
            head = re.search(r'"num":\s*"?(\d+)', file.read(1000))
        if head and int(head[1]) in answers:
            tree = json.loads(path.read_text("utf-8"))
            yield _agreement(path.stem, tree, answers.pop(int(head[1])))


def _agreement(name: str, tree: Any, answers: list[tuple[str, Any]]) -> Agreement:
    text, clauses = "", []
    named: dict[str, str] = {}
    numbered = defaultdict(list)
    for data, titles in _articles(tree, ()):
        words = Markup(_BLOCK.sub("\n\\g<0>", data["content"]))
        said = "\n".join(filter(None, (Markup(line).striptags() for line in words.split("\n"))))
        if not said:
            continue
        number = data.get("num") or ""
        label = f"Article {number}".strip()
        begin, body = len(text), len(text) + len(label) + 1
        text += f"{label}\n{said}\n"
        heading = titles[-1] if titles else ""
        end = body + len(said)
        node = Clause(data["id"], "article", number, heading, begin, end, 1, None, body)
        clauses.append(node)
        named |= {data["id"]: data["id"], data.get("cid", data["id"]): data["id"]}
        numbered[number.strip().lower()].append(data["id"])
    title = tree["data"]["title"]
    contract = Contract(name, title, "fr", text, Source(name, "0"), tuple(clauses))
    agreement = Agreement(contract)
    for question, answer in answers:
        references = [r["title"].strip() for r in answer["references"] if "agreement" in r]
        right = {found for title in references if (found := _article(title, named, numbered))}
        if right or (SILENT in answer["markdown"].lower() and not answer["references"]):
            agreement.asked[question] = right
    return agreement


def _article(title: str, named: dict[str, str], numbered: dict[str, list[str]]) -> str | None:
    """The one article that a reference means, by its id or by its number."""
    if title in named:
        return named[title]
    match = _ARTICLE.match(title)
    alike = numbered.get(match[1].lower(), []) if match else []
    return alike[0] if len(alike) == 1 else None


def _articles(node: Any, titles: tuple[str, ...]) -> Iterator[tuple[Any, tuple[str, ...]]]:
    data = node["data"]
    if node["type"] == "article":
        if data.get("etat", "").startswith("VIGUEUR") and data.get("content"):
            yield data, titles
        return
    for child in node.get("children", []):
        yield from _articles(child, (*titles, (data.get("title") or "").strip()))


if __name__ == "__main__":
    main()
