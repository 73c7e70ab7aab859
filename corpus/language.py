"""Which of the product's three languages a text is written in."""

from __future__ import annotations

from functools import cache
from typing import Any

LANGUAGES = ("fr", "nl", "en")
_ENOUGH = 20_000


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def language_of(text: str, *, default: str = "fr") -> str:
    """`fr`, `nl` or `en`; `default` for a text without words."""
    sample = text[:_ENOUGH]
    if not any(char.isalpha() for char in sample):
        return default
    return str(_identifier().classify(sample)[0])
