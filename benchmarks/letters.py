"""Derives `corpus/data/letters.json.gz`: which letters follow which in Europe's languages.

    pip install wordfreq==3.1.1
    python benchmarks/letters.py

Counts the letters after up to three others in the word lists of wordfreq (a list of
words with their frequency, drawn from many sources; its data is under CC BY-SA 4.0, and
so is the table derived from it). `corpus.letters` reads the table.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import wordfreq  # type: ignore[import-not-found, unused-ignore]

TABLE = Path(__file__).parents[1] / "corpus" / "data" / "letters.json.gz"

# The product's languages and those near them weigh most; the others are there so that
# a clean text in them is recognised as such.
LANGUAGES = {
    **dict.fromkeys(("fr", "nl", "en", "de", "es", "it"), (80_000, 1.0)),
    **dict.fromkeys(("pt", "pl", "cs", "ro", "sv"), (30_000, 0.3)),
    **dict.fromkeys(("tr", "hu", "ca", "sk", "hr", "vi", "lv"), (25_000, 0.25)),
    **dict.fromkeys(("sl", "da", "nb", "fi", "lt"), (15_000, 0.12)),
    **dict.fromkeys(("el", "ru"), (30_000, 0.6)),
    **dict.fromkeys(("uk", "bg"), (15_000, 0.2)),
}
DAMPING = 0.85  # rare words count for more than their share: contracts are full of them
TOTAL = 400_000
SMALLEST = {1: 0.5, 2: 0.5, 3: 1.0, 4: 7.0}
WORD = re.compile(r"[^\W\d_]+")


def words(language: str, limit: int) -> Iterator[tuple[str, float]]:
    """The words of a language and their weights, as people write them."""
    source = "sh" if language == "hr" else language
    found: defaultdict[str, float] = defaultdict(float)
    for token in wordfreq.top_n_list(source, limit):
        frequency = wordfreq.word_frequency(token, source)
        if language == "el":
            token = re.sub("σ$", "ς", token)
        for word in WORD.findall(token):
            found[word] += frequency
    for word, frequency in found.items():
        weight = frequency**DAMPING
        yield word, weight
        if language == "ca" and "ll" in word:
            yield word.replace("ll", "ŀl"), weight * 0.02
        if language == "ro" and {"ș", "ț"} & set(word):
            yield word.replace("ș", "ş").replace("ț", "ţ"), weight


def count() -> dict[str, dict[str, float]]:
    """How often each letter follows each context; "^" starts a word and "$" ends it."""
    counts: defaultdict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for language, (limit, share) in LANGUAGES.items():
        listed = list(words(language, limit))
        scale = TOTAL * share / sum(weight for _, weight in listed)
        for word, weight in listed:
            letters = f"^{word}$"
            for at in range(1, len(letters)):
                for size in range(min(at, 3) + 1):
                    counts[letters[at - size : at]][letters[at]] += weight * scale
    return counts


def pruned(counts: dict[str, dict[str, float]]) -> dict[str, list[object]]:
    """Contexts with their letters and whole-number counts, rare ones left out."""
    table: dict[str, list[object]] = {}
    for context, following in sorted(counts.items()):
        kept = {
            letter: max(1, round(number))
            for letter, number in sorted(following.items())
            if number >= SMALLEST[len(context) + 1]
        }
        if kept:
            table[context] = ["".join(kept), list(kept.values())]
    return table


def main() -> None:
    table = pruned(count())
    content = {
        "about": "Counts of the letter after up to three others, in 24 languages of Europe.",
        "source": "Derived by benchmarks/letters.py from the word lists of wordfreq 3.1.1.",
        "licence": "CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/), "
        "as the data of wordfreq by Robyn Speer and others.",
        "counts": table,
    }
    packed = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    aside = TABLE.with_suffix(".new")
    aside.write_bytes(gzip.compress(packed, mtime=0))
    os.replace(aside, TABLE)
    print(f"{TABLE.name}: {TABLE.stat().st_size / 1000:.0f} kB, {len(table)} contexts")


if __name__ == "__main__":
    main()
