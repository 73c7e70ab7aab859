"""Folding: text reduced to what matters when words are compared.

Lower case, no accents, plain apostrophes and dashes, œ as oe. Never shown, only compared.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    plain = {"’": "'", "‘": "'", "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "‑": "-", "–": "-"}
    if char in plain:
        return plain[char]
    decomposed = unicodedata.normalize("NFD", char.lower())
    kept = "".join(part for part in decomposed if not unicodedata.combining(part))
    return " " if kept.isspace() else kept


def fold(text: str) -> str:
    """`text` folded. Its length may differ; use `Folded` where offsets matter."""
    return "".join(map(_fold_char, text))


def straight(text: str) -> str:
    """`text`, as long as before, with straight apostrophes."""
    return text.replace("’", "'")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text that knows where each of its characters came from."""

    text: str
    origins: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Folded:
        pieces = [_fold_char(char) for char in text]
        origins = [index for index, piece in enumerate(pieces) for _ in piece]
        return cls("".join(pieces), (*origins, len(text)))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text behind `self.text[start:end]` (not empty)."""
        return self.origins[start], self.origins[end - 1] + 1
