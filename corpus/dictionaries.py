"""Which words the dictionaries of the three languages have."""

from __future__ import annotations

from collections.abc import Collection

from corpus.language import LANGUAGES


def known_words(words: Collection[str]) -> set[str]:
    """Those of the words, in small letters, that a dictionary has. No dictionary is kept: together
    they take a hundred megabytes."""
    from spellchecker import SpellChecker

    found: set[str] = set()
    for language in LANGUAGES:
        found |= SpellChecker(language=language).known(words)
    return found
