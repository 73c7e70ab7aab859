"""Which texts share the query's words: BM25 on stems.

A word counts under two forms: its stem as written, without accents, and the stem of the
word without accents, so that "securisee" meets "sécurisée" and both meet "sécurisé".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib import resources
from itertools import chain
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from corpus.folding import fold

STEMMERS = {"fr": "french", "nl": "dutch_porter", "en": "english"}
PART = r"[^\W_]+"
WORD = re.compile(rf"{PART}(?:['’]{PART})*(?:[-‑]\s*{PART}(?:['’]{PART})*)*")
ELIDED = frozenset(
    ["l", "d", "j", "m", "n", "s", "t", "c", "ç", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"]
)
# The stemmer leaves the plurals of "photo" and "caméra" as they are.
_PLURAL = re.compile(r"(?<=\w{3}[ao])s$")
CLITICS = frozenset(["s", "t", "d", "m", "ll", "re", "ve", "n"])


class LexicalIndex:
    """BM25 scores of a list of texts.

    `languages` is that of all texts or one per text ('fr', 'nl', 'en'; others are compared
    without stemming). `questions` keeps the words that make a question.
    """

    def __init__(
        self, texts: Sequence[str], languages: str | Sequence[str], *, questions: bool = False
    ) -> None:
        of_each = [languages] * len(texts) if isinstance(languages, str) else list(languages)
        if len(of_each) != len(texts):
            raise ValueError(f"{len(texts)} texts but {len(of_each)} languages")
        self._languages = tuple(dict.fromkeys(of_each))
        self._questions = questions
        self._size = len(texts)
        self._index = _bm25(
            [terms(text, lang, questions) for text, lang in zip(texts, of_each, strict=True)]
        )

    def scores(self, query: str) -> NDArray[np.float32]:
        """A score per text, 0 where no word is shared."""
        asked = chain.from_iterable(terms(query, lang, self._questions) for lang in self._languages)
        found = list(dict.fromkeys(asked))
        if self._index is None or not found:
            return np.zeros(self._size, np.float32)
        scores: NDArray[np.float32] = self._index.get_scores(found)
        return scores.astype(np.float32, copy=False)


def terms(text: str, language: str, questions: bool = False) -> list[str]:
    """What of the text counts, in order: stems without accents, no empty words."""
    ignored = stop_words(language, questions)
    return [
        form for word in words(text) if fold(word) not in ignored for form in _forms(word, language)
    ]


def words(text: str) -> Iterator[str]:
    """The words in lower case: elided articles off, compounds in parts and as a whole.

    "l'avis" gives "avis", "aujourd'hui" "aujourdhui", "sous-traitant" "sous", "traitant"
    and "soustraitant", "client's" "client".
    """
    for match in WORD.finditer(text):
        parts = [_bare(part) for part in re.split(r"[-‑]\s*", match[0].lower())]
        kept = [part for part in parts if part]
        yield from kept
        if len(kept) > 1:
            yield "".join(kept)


def stop_words(language: str, questions: bool = False) -> frozenset[str]:
    """The words without matter, folded; with those that ask unless `questions`."""
    common, asking = _stop_words().get(language, (frozenset(), frozenset()))
    return common - asking if questions else common | asking


def _bare(word: str) -> str:
    """The word without what an apostrophe ties to it."""
    pieces = re.split("['’]", word)
    while len(pieces) > 1 and pieces[0] in ELIDED:
        pieces.pop(0)
    while len(pieces) > 1 and pieces[-1] in CLITICS:
        pieces.pop()
    return "".join(pieces)


@lru_cache(maxsize=65536)
def _forms(word: str, language: str) -> tuple[str, ...]:
    folded = fold(word)
    return tuple(dict.fromkeys((fold(_stem(word, language)), _stem(folded, language))))


def _stem(word: str, language: str) -> str:
    from Stemmer import Stemmer

    if language not in STEMMERS:
        return word
    if language == "fr":
        word = _PLURAL.sub("", word)
    stem: str = Stemmer(STEMMERS[language], 0).stemWord(word)
    return stem


def _bm25(documents: Iterable[list[str]]) -> Any:
    """The BM25 index, None where no document has a word."""
    import bm25s

    tokens = list(documents)
    if not any(tokens):
        return None
    index = bm25s.BM25(method="lucene", backend="numpy")
    index.index(tokens, show_progress=False)
    return index


@cache
def _stop_words() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    source = resources.files("index").joinpath("data/stopwords.yaml").read_text("utf-8")
    return {
        language: (frozenset(lists["common"].split()), frozenset(lists["asking"].split()))
        for language, lists in yaml.safe_load(source).items()
    }
