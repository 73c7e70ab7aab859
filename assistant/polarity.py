"""Polarity: whether a question asks for a yes or a no.

People tell before they ask ("On a changé de local. Faut-il vous le dire ?"), ask as they speak
("vous gardez nos photos ?"), and state what they want confirmed ("…, c'est bien ça ?"). What counts
is the sentence that asks, and in it the last part that opens like a question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assistant.lexicon import any_sign, listed, read_data
from corpus.folding import fold

FEWEST_TOLD = 4
"""So many words of several parts ask as one tells ("vous gardez nos photos ?"); fewer only add."""
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_PART = re.compile(r"[,;:–—()]\s*|\s-\s+")


@dataclass(frozen=True, slots=True)
class _Signs:
    """The patterns of one language, by the names of polarity.yaml."""

    opens: re.Pattern[str]
    wants: re.Pattern[str]
    amid: re.Pattern[str]
    confirms: re.Pattern[str]
    does: re.Pattern[str]


@cache
def _signs(language: str) -> _Signs:
    table: dict[str, str] = read_data("polarity.yaml")[language]
    each = {name: listed(signs) for name, signs in table.items()}
    first = rf"^\W*(?:(?:{'|'.join(each['turns'])})\W+)*"
    return _Signs(
        opens=any_sign(each["opens"], r"(?<!\w)" if language == "fr" else first),
        wants=any_sign(each["wants"], first),
        amid=any_sign(each["amid"]),
        confirms=any_sign(each["confirms"]),
        does=any_sign(each["does"]),
    )


def asks_to_confirm(question: str, language: str) -> bool:
    """Whether the question wants confirmed what it tells ("…, c'est bien ça ?")."""
    return _signs(language).confirms.search(fold(question)) is not None


def asks_yes_or_no(question: str, language: str) -> bool:
    """Whether the question, in `language`, asks for a yes or a no."""
    signs, sentences = _signs(language), _SENTENCE.split(fold(question).strip())
    asking = [one for one in sentences if one.rstrip(' )"»”').endswith("?")]
    asked = asking[-1] if asking else sentences[-1]
    if signs.confirms.search(asked):
        return True
    parts = _PART.split(asked)
    for part in reversed(parts):
        if signs.wants.search(part):
            return False
        if signs.opens.search(part):
            return True
    least = FEWEST_TOLD if len(parts) > 1 else 1
    told = [part for part in parts if len(part.split()) >= least and signs.does.search(part)]
    return bool(asking and told) and signs.amid.search(told[-1]) is None
