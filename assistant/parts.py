"""The parts of a question: what is asked and what is only told, and the several things asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from assistant.answer import Answer, Evidence
from assistant.lexicon import read_data

MOST_PARTS = 3
FEWEST_WORDS, FEWEST_ALONE = 3, 4
# "Jusqu'à" and "faut-il" are two words each, "?" is none.
_WORD = re.compile(r"\w+")
_END = re.compile(r"\?+(?=\s)")
_COMMA = re.compile(r"[,:–—-]\s+")
_SENTENCE = re.compile(r"(?<=[.!?…;])\s+")


@dataclass(frozen=True, slots=True)
class _Signs:
    """Where a second question is joined, where one opens, and where it opens after a comma;
    how a sentence begins that says first when its question matters; what points back; what
    asks for a list."""

    joined: re.Pattern[str]
    opening: re.Pattern[str]
    after: re.Pattern[str]
    condition: re.Pattern[str]
    pointing: re.Pattern[str]
    lists: re.Pattern[str]


@cache
def _signs() -> _Signs:
    table = read_data("asking.yaml")
    opens, conditions = _any_of(table["opens"]), _any_of(table["conditions"])
    joins, turns = _any_of(table["joins"]), "|".join(table["turns"])
    # French "en" is no Dutch "and": a join counts before what opens in its own language.
    joined = "|".join(
        rf"{_one_of(table['joins'][language])}\s+(?={_one_of(words)})"
        for language, words in table["opens"].items()
    )
    return _Signs(
        re.compile(rf"(?:,\s*|\s)(?:{joined})", re.IGNORECASE),
        re.compile(rf"(?:(?:{joins}|{turns})\s+)?{opens}", re.IGNORECASE),
        re.compile(rf"[,:–—-]\s+(?:(?:{turns})\s+)?(?={opens})", re.IGNORECASE),
        re.compile(rf"(?:(?:{joins}|{turns})\s+)?{conditions}", re.IGNORECASE),
        re.compile(rf"\b{_any_of(table['pointing'])}", re.IGNORECASE),
        re.compile(rf"\b{_any_of(table['lists'])}", re.IGNORECASE),
    )


def _any_of(by_language: dict[str, list[str]]) -> str:
    return _one_of([word for words in by_language.values() for word in words])


def _one_of(words: Sequence[str]) -> str:
    return rf"(?:{'|'.join(map(re.escape, words))})\b"


def _plain(question: str) -> str:
    return question.replace("’", "'")


def asked_in(question: str) -> str | None:
    """What `question` asks, without what it only tells.

    None where it tells nothing besides, or where what it asks does not stand alone.
    """
    question = _plain(question)
    asked = _after_sentences(question) or _after_comma(question)
    if asked is None or len(asked.split()) < FEWEST_ALONE or _signs().pointing.search(asked):
        return None
    return asked


def _after_sentences(question: str) -> str | None:
    sentences = _SENTENCE.split(question)
    asking = [one for one in sentences if one.endswith("?") or _signs().opening.match(one)]
    return " ".join(asking) if asking and len(asking) < len(sentences) else None


def _after_comma(question: str) -> str | None:
    *told, asked = _signs().after.split(question)
    if not told or _signs().condition.match(_COMMA.split(told[-1])[-1]):
        return None
    return asked


def parts(question: str) -> tuple[str, ...]:
    """The questions in `question`, in order; () where it asks one thing only."""
    sentences = [piece for piece in _END.split(_plain(question)) if piece.strip()]
    found = [part.strip() for sentence in sentences for part in _signs().joined.split(sentence)]
    asked = [part for part in found if len(_WORD.findall(part)) >= FEWEST_WORDS]
    return tuple(asked) if 1 < len(asked) <= MOST_PARTS else ()


def points_back(part: str) -> bool:
    """Whether the part means something that was said before it ("when must it be announced?")."""
    return _signs().pointing.search(_plain(part)) is not None


def asks_list(question: str) -> bool:
    """Whether the question asks for a whole list ("Quelles mesures … ?")."""
    return _signs().lists.search(question) is not None


def combined(first: Answer, others: Sequence[Answer]) -> Answer:
    """One answer that says what `first` says, then what the `others` do, with all their proof.

    It is answered where one of them is.
    """
    if not others:
        return first
    answers = (first, *others)
    citations = _quoted_once(item for answer in answers for item in answer.citations)
    cited = {(item.contract, item.clause) for item in citations}
    related = dict.fromkeys(item for answer in answers for item in answer.related)
    followups = dict.fromkeys(text for answer in answers for text in answer.followups)
    answered = any(answer.status == "answered" for answer in answers)
    return replace(
        first,
        status="answered" if answered else first.status,
        answer=" ".join(dict.fromkeys(answer.answer for answer in answers)),
        citations=citations,
        related=tuple(item for item in related if (item.contract, item.clause) not in cited)[:3],
        followups=tuple(followups)[:3],
        why=tuple(line for answer in answers for line in answer.why),
    )


def _quoted_once(citations: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The citations, those of the same words as one with the marks of all."""
    found: dict[tuple[str, str, int, int], Evidence] = {}
    for item in citations:
        same = (item.contract, item.clause, item.start, item.end)
        earlier = found.get(same, item)
        found[same] = replace(item, marks=tuple(sorted({*earlier.marks, *item.marks})))
    return tuple(found.values())
