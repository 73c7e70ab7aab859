"""The language of a question: French, Dutch or English."""

from __future__ import annotations

from functools import cache
from typing import Any

from assistant.lexicon import read_data
from corpus.folding import fold


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(["fr", "nl", "en"])
    return identifier


@cache
def _telling_words() -> dict[str, str]:
    """Words that only one of the three languages has, folded, to that language."""
    table: dict[str, list[str]] = read_data("telling_words.yaml")
    return {word: language for language, words in table.items() for word in words}


def question_language(question: str, default: str = "fr") -> str:
    """The language of a question, `default` where nothing tells it.

    Few words are too little for statistics on letters, so the small words of each language
    are counted first.
    """
    words = "".join(char if char.isalnum() else " " for char in fold(question)).split()
    counts = {"fr": 0, "nl": 0, "en": 0}
    for word in words:
        language = _telling_words().get(word)
        if language:
            counts[language] += 1
    best = max(counts, key=lambda language: counts[language])
    if counts[best] and sorted(counts.values())[-2] < counts[best]:
        return best
    if not words:
        return default
    language, probability = _identifier().classify(question)
    return language if probability > 0.6 or len(words) > 3 else default
