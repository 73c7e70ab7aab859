"""Vocabulary: whether a question is made of words at all.

Keys hit at random come as near to some clause as a question does, so they are told by spelling:
no word of theirs is known. One word that is known, or nearly, is enough to take a question up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne
from spellchecker import SpellChecker

from assistant.phrases import LANGUAGES
from corpus.folding import fold
from index.lexical import words

# Two letters are a word only where known questions or the contracts use it ("ok", "DC").
SHORTEST, SHORTEST_ELSEWHERE = 2, 3
# How alike, of 100, a word with typing errors and the word that is meant are.
MISTYPED = 85


@dataclass(frozen=True)
class Vocabulary:
    """The words of given texts, `own`, and those of the three languages."""

    own: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Vocabulary:
        """That of the texts."""
        return cls(frozenset(word for text in texts for word in _words(text)))

    def extended(self, texts: Iterable[str]) -> Vocabulary:
        """With the words of more texts."""
        return Vocabulary(self.own | Vocabulary.of(texts).own)

    def understands(self, question: str) -> bool:
        """Whether a word of the question is known, or nearly.

        Figures are words, and so is what is not written in Latin letters.
        """
        said = _words(question)
        if not self.own.isdisjoint(said) or any(char.isdigit() for char in question):
            return True
        longer = {word for word in said if len(word) >= SHORTEST_ELSEWHERE}
        return (
            not all(word.isascii() for word in said)
            or any(map(in_dictionary, longer))
            or any(self._meant(word) for word in longer)
        )

    def _meant(self, word: str) -> bool:
        found = extractOne(word, self.own, scorer=ratio, score_cutoff=MISTYPED)
        return found is not None


def _words(text: str) -> set[str]:
    return {word for word in words(fold(text)) if len(word) >= SHORTEST}


def in_dictionary(word: str) -> bool:
    """Whether a folded word is in the dictionary of any language."""
    return any(word in word_counts(language) for language in LANGUAGES)


@cache
def word_counts(language: str) -> Mapping[str, int]:
    """How often a language uses each of its words, folded. Half a second to read."""
    counts: Counter[str] = Counter()
    for word, count in SpellChecker(language=language).word_frequency.dictionary.items():
        counts[fold(word)] += count
    return counts
