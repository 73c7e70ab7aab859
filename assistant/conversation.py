"""Conversation: what a question means after what was said before.

Some questions go on from the last one ("et pour un sous-traitant ?") and are understood together
with it. Any other stands alone, and what was said is dropped. What only asks something about the
last answer is told by `assistant.requests`, what counts clauses from it by `assistant.counting`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.answer import Answer
from assistant.lexicon import read_data
from assistant.quantities import QUANTITY_READERS, without
from corpus.folding import fold

LONGEST_QUESTION = 2_000
LONGEST_CONTEXT = 400
_LONGEST_CHECK = 60
_GOING_ON = re.compile(r"(?:et|en|and)(?! (?:toi|jij|you)\b)(?: [\w'’-]+,?){3,}\W*\?\W*")


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


def chosen(question: str, turns: Sequence[Turn]) -> str | None:
    """The clause that is chosen of those last offered ("le premier"), as it is called."""
    offered = turns[-1].answer.related if turns and turns[-1].answer.status == "clarify" else ()
    words = set(_plain(question).split()) - {*_table()["beside_a_choice"]}
    named = [n for n, said in enumerate(_table()["choices"]) if words and words <= {*said}]
    return offered[named[0]].label if named and named[0] < len(offered) else None


def joined(question: str, turns: Sequence[Turn]) -> str:
    """The question under the last one, which it goes on from."""
    return under(" ".join(turns[-1].question.split()), question)


def under(context: str, question: str) -> str:
    """The question on a line of its own under what gives it its meaning."""
    return f"{context[-LONGEST_CONTEXT:]}\n{question}"


def own_words(question: str) -> str:
    """The question as it was asked, without the one that it goes on from."""
    return question.rpartition("\n")[2]


def changes_subject(question: str) -> bool:
    """Whether the question says itself that it is about something else ("autre question : …")."""
    said = " ".join(re.findall(r"[\w'-]+|[:,.]", fold(question)))
    signs = "|".join(map(re.escape, _table()["new_subject"]))
    # Further on it is a part of what is asked ("si la licence dit autre chose").
    return re.match(rf"(?:\S+ ){{0,3}}(?:{signs})(?:\s|$)", said) is not None


def goes_on(question: str) -> bool:
    """Whether a question opens with "and", and is more than "and you, how are you?"."""
    return _GOING_ON.fullmatch(fold(question.strip())) is not None


def checks_a_figure(question: str) -> bool:
    """Whether the question only wants a figure confirmed ("donc c'est 5 jours ?")."""
    figures = [figure for read in QUANTITY_READERS for figure in read(question)]
    rest = re.findall(r"[a-z]+", fold(without(question, figures)))
    return bool(figures) and len(question) <= _LONGEST_CHECK and {*rest} <= {*_table()["checking"]}


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
