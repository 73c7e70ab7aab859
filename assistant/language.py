"""The language of a question: French, Dutch or English."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

from assistant.lexicon import read_data
from assistant.phrases import LANGUAGES
from assistant.vocabulary import in_dictionary, word_counts
from corpus.folding import fold

UNSURE = 0.6
"""What the letters of no known word tell less surely is not taken for told."""
CLEARLY = 1.5
"""A language is told where it is likelier than the usual one by so much: a logarithm."""
UNSEEN = 1e-9
"""As likely at least is any language by the letters, which know no words."""


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier


def question_language(question: str, default: str = "fr") -> str:
    """The language of a question, `default` where nothing tells it, or hardly.

    How often each language uses its words tells most, how likely its letters are the rest, of
    words in no dictionary above all (both as in a naive Bayes classifier). Words that every
    language uses in these matters ("backup") tell nothing.
    """
    words = "".join(char if char.isalnum() else " " for char in fold(question)).split()
    telling = [word for word in words if word not in _international()]
    if not telling:
        return default
    known = list(filter(in_dictionary, telling))
    said = question if len(telling) == len(words) else " ".join(telling)
    letters: dict[str, float] = dict(_identifier().rank(said))
    if not known and max(letters.values()) < UNSURE:
        return default
    likely = {
        one: _likelihood(known, one) + math.log(max(letters[one], UNSEEN)) for one in LANGUAGES
    }
    best = max(likely, key=likely.__getitem__)
    is_clear = default not in likely or likely[best] - likely[default] > CLEARLY
    return best if is_clear else default


@cache
def _international() -> frozenset[str]:
    return frozenset(map(str, read_data("international_words.yaml")))


def _likelihood(words: list[str], language: str) -> float:
    """How likely the language uses these words: a logarithm, up to a constant."""
    counts = word_counts(language)
    total = _total(language)
    return sum(math.log((counts.get(word, 0) + 1) / total) for word in words)


@cache
def _total(language: str) -> int:
    return sum(word_counts(language).values())
