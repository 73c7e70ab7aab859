"""Conversation: what a question means after what was said before.

Some words only ask something about the last answer ("en anglais", "pourquoi ?", "l'article
suivant"). Others go on from the last question ("et pour un sous-traitant ?") and are
understood together with it. Any other question stands alone, and what was said is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
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


def on_the_contract(turns: Sequence[Turn]) -> Sequence[Turn]:
    """The turns without greetings, thanks and other subjects, unless there are no others."""
    return [turn for turn in turns if turn.answer.status != "out_of_scope"] or turns


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


def chosen(question: str, turns: Sequence[Turn]) -> str | None:
    """The clause that is chosen of those last offered ("le premier"), as it is called."""
    offered = turns[-1].answer.related if turns and turns[-1].answer.status == "clarify" else ()
    words = set(_plain(question).split()) - {*_table()["beside_a_choice"]}
    named = [n for n, said in enumerate(_table()["choices"]) if words and words <= {*said}]
    return offered[named[0]].label if named and named[0] < len(offered) else None


def spelled_out(question: str, named: bool, cited: str | None, known: Collection[str] = ()) -> str:
    """The question, with what a bare number in it counts: articles, where the last question `named`
    one ("et le 7 ?") or its answer `cited` one and the number is that of a `known` one; or the
    points of what was cited ("le point 3", "het derde punt").
    """
    counted = _counted().fullmatch(fold(question))
    if counted is None:
        return question
    if counted["article"]:
        counts = named or (cited is not None and counted["article"] in known)
        return f"article {counted['article']}" if counts else question
    said = counted["point"] or counted["ordinal"]
    ordinals = enumerate(_table()["choices"], 1)
    number = next((number for number, words in ordinals if said in words), said)
    return f"point {number} de {cited}" if cited else question


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
def _counted() -> re.Pattern[str]:
    """A question that only counts: "et le 7 ?", "and 12.4?", "le point 3", "het derde punt"."""
    table = _table()
    before, points = "|".join(table["before_a_number"]), "|".join(table["points"])
    ordinal = "|".join(word for words in table["choices"] for word in words)
    return re.compile(
        rf"\W*(?:(?:{before})\W+)*(?:"
        rf"(?:(?:{points})\s*(?P<point>\d{{1,2}})|(?P<ordinal>{ordinal})\s+(?:{points}))"
        rf"(?:\s+(?:de|van|of|in|daarvan|ervan)\b.*)?"
        rf"|(?P<article>\d{{1,2}}(?:\.\d{{1,2}})*))\W*"
    )


@cache
def _polite() -> str:
    longest_first = sorted(_table()["polite"], key=len, reverse=True)
    return "|".join(map(re.escape, longest_first))


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = read_data("followups.yaml")
    return table
