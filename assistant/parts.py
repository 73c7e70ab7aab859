"""The parts of a question: what is asked and what is only told, and the several things asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from assistant.answer import Answer, Evidence
from assistant.lexicon import read_data
from corpus.folding import straight

MOST_PARTS = 3
FEWEST_WORDS, FEWEST_ALONE = 2, 4
MOST_WORDS, LONGEST_THING, LONGEST_NAME = 18, 6, 4
"""Of a question that names several things, of each of these but the first, and of each where only
commas stand between them."""
# "Jusqu'à" and "faut-il" are two words each, "?" is none.
_WORD = re.compile(r"\w+")
_END = re.compile(r"\?+(?=\s)")
_COMMA = re.compile(r"[,:–—-]\s+")
_QUOTED = re.compile(r"[«“\"]\s*(.+?)\s*[»”\"]\W*$")
_SENTENCE = re.compile(r"(?<=[.!?…;])\s+")
_QUOTE_OR_SENTENCE = re.compile(r"(?<=[.!?…;»”\"])\s+(?![»”\"])")

Quoted = tuple[str, str, int, int]
"""Words of a contract: its id, the clause, and where they begin and end."""


@dataclass(frozen=True, slots=True)
class _Signs:
    """Where a second question is joined, the same where it first names who does it, where one
    opens, and where it opens after a comma;
    how a sentence begins that says first when its question matters; what points back; what
    asks for a list; what joined words are one thing; what asks, in the midst of a phrase; what
    asks for whatever there is about a subject; what stands between two things, by language."""

    joined: re.Pattern[str]
    named: re.Pattern[str]
    opening: re.Pattern[str]
    after: re.Pattern[str]
    condition: re.Pattern[str]
    pointing: re.Pattern[str]
    lists: re.Pattern[str]
    fixed: re.Pattern[str]
    asking: re.Pattern[str]
    about: re.Pattern[str]
    beside: Mapping[str, re.Pattern[str]]


@cache
def _signs() -> _Signs:
    table = read_data("asking.yaml")
    opens, conditions = _any_of(table["opens"]), _any_of(table["conditions"])
    joins, turns = _any_of(table["joins"]), "|".join(table["turns"])
    # French "en" is no Dutch "and": a join counts before what opens in its own language.
    joined = "|".join(_joined(table, language) for language in table["opens"])
    return _Signs(
        re.compile(joined, re.IGNORECASE),
        re.compile(_named(table), re.IGNORECASE),
        re.compile(rf"(?:(?:{joins}|{turns})\s+)?{opens}", re.IGNORECASE),
        re.compile(rf"[,:–—-]\s+(?:(?:{turns})\s+)?(?={opens})", re.IGNORECASE),
        re.compile(rf"(?:(?:{joins}|{turns})\s+)?{conditions}", re.IGNORECASE),
        re.compile(rf"\b{_any_of(table['pointing'])}", re.IGNORECASE),
        re.compile(rf"\b{_any_of(table['lists'])}", re.IGNORECASE),
        re.compile(rf"\b{_any_of(table['fixed'])}", re.IGNORECASE),
        re.compile(rf"\b{opens}", re.IGNORECASE),
        re.compile(rf"(?:(?:{joins}|{turns})\s+)?{_about(table['about'])}", re.IGNORECASE),
        {
            language: re.compile(rf",?\s+{_one_of(words)}\s+", re.IGNORECASE)
            for language, words in table["joins"].items()
        },
    )


def _joined(table: Mapping[str, Any], language: str) -> str:
    """What stands between a question and the next one in the language."""
    join = rf"{_one_of(table['joins'][language])}\s+"
    listed, spoken = table["opens"][language], table["spoken"].get(language)
    inverted, told = table["inverted"].get(language), table["continues"].get(language)
    opens = _one_of(listed)
    if inverted:
        opens = rf"(?:{opens}|[^\W\d_]+{_one_of(inverted)})"
    if told:
        # "bij" goes on, "bij wie" asks.
        asks = _one_of([word for word in listed if " " in word])
        opens = rf"(?:{asks}|(?!{_one_of(told)}){opens})"
    after_comma = rf"|,\s*{join}(?={_one_of(spoken)})" if spoken else ""
    return rf"(?:,\s*|\s){join}(?={opens}){after_comma}"


def _named(table: Mapping[str, Any]) -> str:
    """What stands between a question and the next one where who does it comes before the verb
    ("…, et le client doit-il payer ?")."""
    each = [
        rf",\s*{_one_of(table['joins'][language])}\s+"
        rf"(?=(?:[^\W\d_]+[\s']){{1,{most}}}[^\W\d_]+{_one_of(table['inverted'][language])})"
        for language, most in table["named"].items()
    ]
    return "|".join(each)


def _about(phrases: Mapping[str, Sequence[Sequence[Sequence[str]]]]) -> str:
    """One word of each list of a phrase, in order, and the subject that follows."""
    each = ["".join(map(_place, phrase)) for one in phrases.values() for phrase in one]
    # "What about a sub-processor?" asks of one case, and may go on from what was said.
    return rf"(?:{'|'.join(each)})(?!(?:an?|een|une?)\b)(?P<subject>\w.*)"


def _place(words: Sequence[str]) -> str:
    """One of the words and a space; nothing where that is among them."""
    said = "|".join(re.escape(word) for word in words if word)
    return rf"(?:(?:{said})\s+){'?' if '' in words else ''}"


def _any_of(by_language: dict[str, list[str]]) -> str:
    return _one_of([word for words in by_language.values() for word in words])


def _one_of(words: Sequence[str]) -> str:
    return rf"(?:{'|'.join(map(re.escape, words))})\b"


def subject(question: str) -> str | None:
    """What `question` asks about where it asks for whatever there is ("que dit le contrat sur les
    sauvegardes ?"), None where it asks something of it.
    """
    found = _signs().about.match(straight(question))
    return found["subject"] if found else None


def is_question(said: str) -> bool:
    """Whether what is said ends, or opens, as questions do."""
    return said.rstrip().endswith("?") or _signs().opening.match(straight(said)) is not None


def asked_in(question: str) -> str | None:
    """What `question` asks, without what it only tells.

    None where it tells nothing besides, or where what it asks does not stand alone.
    """
    question = straight(question)
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
    sentences = [piece for piece in _END.split(straight(question)) if piece.strip()]
    found = [part.strip() for sentence in sentences for part in _questions(sentence)]
    asked = [part for part in found if len(_WORD.findall(part)) >= FEWEST_WORDS]
    return tuple(asked) if 1 < len(asked) <= MOST_PARTS else ()


def _questions(sentence: str) -> list[str]:
    """The sentence, apart where another question is joined to it."""
    found = _signs().joined.split(sentence)
    if len(found) > 1:
        return found
    first, *others = _signs().named.split(sentence)
    # "Le nom, et les photos sont-elles gardées ?" is one.
    return [first, *others] if _signs().asking.search(first) else [sentence]


def things(question: str, language: str) -> tuple[str, ...]:
    """What a short question names side by side ("le prix et le préavis ?"), in order.

    () where it names one thing only, or where what follows asks for itself.
    """
    signs, said = _signs(), straight(question).rstrip(" ?!.")
    if len(_WORD.findall(said)) > MOST_WORDS or signs.fixed.search(said) or parts(question):
        return ()
    joined = signs.beside[language].split(said)
    named = [one.strip() for piece in joined for one in piece.split(", ")]
    if len(joined) == 1 and any(len(_WORD.findall(one)) > LONGEST_NAME for one in named):
        return ()
    apart = all(
        len(_WORD.findall(one)) <= LONGEST_THING and not signs.asking.search(one)
        for one in named[1:]
    )
    return tuple(named) if 1 < len(named) <= MOST_PARTS and all(named) and apart else ()


def stands_alone(part: str) -> bool:
    """Whether a later part of a question is long enough to mean something without the first."""
    return len(_WORD.findall(part)) >= FEWEST_ALONE


def asks_list(question: str) -> bool:
    """Whether the question asks for a whole list ("Quelles mesures … ?")."""
    return _signs().lists.search(question) is not None


def on_another_topic(answers: Sequence[Answer], other: Answer) -> bool:
    """Whether `other` is on a topic on which none of the `answers` is."""
    return other.topic not in {None, *(one.topic for one in answers)}


def quotes_more(answers: Sequence[Answer], other: Answer) -> bool:
    """Whether `other` quotes words of a contract that none of the `answers` quotes."""
    quoted = {_words_of(item) for one in answers for item in one.citations}
    return any(_words_of(item) not in quoted for item in other.citations)


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
        answer="\n".join(_said_once([answer.answer for answer in answers])),
        citations=citations,
        related=tuple(item for item in related if (item.contract, item.clause) not in cited)[:3],
        followups=tuple(followups)[:3],
        why=tuple(line for answer in answers for line in answer.why),
    )


def _said_once(texts: Sequence[str]) -> list[str]:
    """The texts, without those whose quoted words another one quotes among others, and without the
    last sentences that an earlier one ends in too (a remark, the nearest clause).
    """
    kept = list(dict.fromkeys(texts))
    for text in tuple(kept):
        quoted = _QUOTED.search(text)
        others = [other for other in kept if other != text]
        ends_alike = any(0 < len(_without_end(text, other)) < len(text) for other in others)
        if quoted and not ends_alike and any(quoted[1] in other for other in others):
            kept.remove(text)
    said: list[str] = []
    for text in kept:
        shorter = min((_without_end(text, earlier) for earlier in said), key=len, default=text)
        said += [shorter] if shorter else []
    return said


def _without_end(text: str, earlier: str) -> str:
    """The text up to the sentences at its end that are those at the end of `earlier`."""
    own, before = _QUOTE_OR_SENTENCE.split(text), _QUOTE_OR_SENTENCE.split(earlier)
    if own[-1] != before[-1]:
        return text
    while own and before and own[-1] == before[-1]:
        own.pop()
        before.pop()
    return " ".join(own)


def _quoted_once(citations: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The citations, those of the same words as one with the marks of all."""
    found: dict[Quoted, Evidence] = {}
    for item in citations:
        earlier = found.get(_words_of(item), item)
        found[_words_of(item)] = replace(item, marks=tuple(sorted({*earlier.marks, *item.marks})))
    return tuple(found.values())


def _words_of(item: Evidence) -> Quoted:
    return item.contract, item.clause, item.start, item.end
