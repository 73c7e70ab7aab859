"""Conversation: what a question means after what was said before.

Some words only ask something about the last answer ("en anglais", "pourquoi ?", "l'article
suivant"). Others go on from the last question ("et pour un sous-traitant ?") and are
understood together with it. Any other question stands alone, and what was said is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from rapidfuzz import fuzz

from assistant.answer import Answer
from assistant.lexicon import read_data
from corpus.folding import fold

Request = Literal["fr", "nl", "en", "quote", "why", "next", "previous"]
ALIKE = 90
TOO_FEW, FEW_WORDS = 3, 6
LONGEST_QUESTION = 2_000
LONGEST_OPENING = 9
LONGEST_CONTEXT = 400


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was understood and its answer.

    A question that goes on from another stands on a line of its own under it.
    """

    question: str
    answer: Answer


def request(question: str) -> Request | None:
    """What the question asks about the last answer, None where it asks something else."""
    words = _plain(question)
    best, found = float(ALIKE), None
    for kind, phrases in _table()["requests"].items():
        for phrase in phrases:
            alike = fuzz.ratio(words, _plain(phrase))
            if alike > best:
                best, found = alike, kind
    return found


def joined(question: str, turns: Sequence[Turn]) -> str | None:
    """The question under the one it goes on from, None where it stands alone."""
    if not turns or not goes_on(question):
        return None
    return under(" ".join(turns[-1].question.split()), question)


def under(context: str, question: str) -> str:
    """The question on a line of its own under what gives it its meaning."""
    return f"{context[-LONGEST_CONTEXT:]}\n{question}"


def own_words(question: str) -> str:
    """The question as it was asked, without the one that it goes on from."""
    return question.rpartition("\n")[2]


def goes_on(question: str) -> bool:
    """Whether the question is too short to stand alone, or opens or points as one that goes on."""
    words = re.findall(r"[\w'-]+", fold(question))
    if not words or len(words) > LONGEST_OPENING:
        return False
    if len(words) <= TOO_FEW:
        return True
    said = " ".join(words)
    if any(re.match(rf"{re.escape(opening)}\b", said) for opening in _table()["openings"]):
        return True
    return len(words) <= FEW_WORDS and any(word in _table()["pointing"] for word in words)


def _plain(text: str) -> str:
    said = " ".join(re.findall(r"[\w'-]+", fold(text)))
    kept = re.sub(rf"(?<![\w'-])(?:{_polite()})(?![\w'-])", " ", said)
    return " ".join(kept.split()) or said


@cache
def _polite() -> str:
    longest_first = sorted(_table()["polite"], key=len, reverse=True)
    return "|".join(map(re.escape, longest_first))


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = read_data("followups.yaml")
    return table
