"""What the adapter learns from: clauses and the questions that they answer.

None of it comes from a contract that the benchmarks ask about, nor from any real one.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import yaml

from assistant.language import question_language
from assistant.recognition import Ask
from assistant.topic_schema import Topic

HERE = Path(__file__).parent
LEARNED, FRESH, HELD = HERE / "agreements", HERE / "fresh", HERE / "held"
"""Agreements that adapter, reader and judge learn from, the reader and the judge, and none. None
learns from `weighed/` either, by which the signals are weighed (`benchmarks/unlearned.py`)."""
TALK_BEFORE, TALK_AFTER = 0.2, 0.06
UNDER_A_HEADING = 0.4
NEIGHBOURS = 0.6
"""How often the clauses taken from an agreement are neighbours, which are hardest to tell apart."""
LEFT_OUT = 5
"""One clause of so many is left out at least, so that its questions have no answer."""
MOST_ARE = "fr"
"""The language of most agreements; those in others are seen twice as often."""
T = TypeVar("T")


@dataclass(frozen=True)
class Example:
    """A clause and questions that it answers.

    `matter` is its topic, or a name of its own; `heading` what an agreement may print above it.
    """

    matter: str
    clause: str
    questions: tuple[str, ...]
    heading: str = ""

    @property
    def headed(self) -> str:
        """The clause under its heading, if it has one."""
        return f"{self.heading} : {self.clause}" if self.heading else self.clause

    def told(self) -> str:
        """The clause, sometimes under its heading, as an index reads it."""
        if self.heading and random.random() < UNDER_A_HEADING:
            return self.headed
        return self.clause


@dataclass(frozen=True)
class Agreement:
    """Clauses, each with its own questions, and questions that none of them answers."""

    name: str
    clauses: tuple[Example, ...]
    unanswered: tuple[str, ...]
    language: str

    def asked(self, answered: int, unanswered: int) -> Agreement:
        """The agreement with so many of its questions at random, of those of each kind."""
        every = [(place, text) for place, one in enumerate(self.clauses) for text in one.questions]
        kept: dict[int, list[str]] = {}
        for place, text in few(every, answered):
            kept.setdefault(place, []).append(text)
        clauses = (
            replace(one, questions=tuple(kept.get(place, ())))
            for place, one in enumerate(self.clauses)
        )
        return replace(
            self, clauses=tuple(clauses), unanswered=tuple(few(self.unanswered, unanswered))
        )

    def some(self, most: int) -> tuple[Sequence[Example], list[str]]:
        """So many of its clauses at random, or as they follow each other, and the questions of
        those left out, which these do not answer although they come near."""
        count = min(most, len(self.clauses) - len(self.clauses) // LEFT_OUT)
        if random.random() > NEIGHBOURS:
            order = random.sample(self.clauses, len(self.clauses))
        else:
            first = random.randrange(len(self.clauses))
            order = [*self.clauses[first:], *self.clauses[:first]]
        left = [question for clause in order[count:] for question in clause.questions]
        return order[:count], left


@dataclass(frozen=True)
class Talk:
    """What people say `before` and `after` a question that has no part in its answer."""

    before: tuple[str, ...]
    after: tuple[str, ...]

    def around(self, question: str) -> str:
        """The question, now and then with some talk around it."""
        if random.random() < TALK_BEFORE:
            question = f"{random.choice(self.before)} {question}"
        if random.random() < TALK_AFTER:
            question = f"{question} {random.choice(self.after)}"
        return question


def read_examples(asks: Sequence[Ask], topics: Mapping[str, Topic]) -> list[Example]:
    """Single clauses with their questions: a topic's are the known questions on it."""
    questions: dict[str, list[str]] = {}
    for ask in asks:
        questions.setdefault(ask.label, []).append(ask.text)
    found = []
    for topic, by_language in _data(HERE / "clauses.yaml").items():
        known = tuple(questions[topic])
        for language, clauses in by_language.items():
            heading = topics[topic].label(language)
            found += [Example(topic, clause, known, heading) for clause in clauses]
    for number, entry in enumerate(_data(HERE / "pairs.yaml")):
        found.append(Example(f"pair {number}", entry["c"], tuple(entry["q"])))
    return found


def read_agreements(folder: Path = LEARNED) -> list[Agreement]:
    """The agreements of a folder."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        data = _data(path)
        clauses = [
            Example(
                f"{path.stem} {number}",
                entry["clause"],
                tuple(entry["questions"]),
                entry.get("heading", ""),
            )
            for number, entry in enumerate(data["clauses"])
        ]
        unanswered = tuple(data.get("unanswered", ()))
        found.append(Agreement(path.stem, tuple(clauses), unanswered, data["language"]))
    return found


def shuffled(agreements: Sequence[Agreement]) -> Iterator[Agreement]:
    """The agreements in random order, those in a rarer language twice, again and again."""
    rarer = [one for one in agreements if one.language != MOST_ARE]
    return endless([*agreements, *rarer])


def read_absurd() -> list[str]:
    """Questions that no agreement answers although they use such words."""
    found: list[str] = _data(HERE / "absurd.yaml")
    return found


def read_talk() -> dict[str, Talk]:
    """The talk of each language."""
    found = _data(HERE / "talk.yaml").items()
    return {name: Talk(tuple(said["before"]), tuple(said["after"])) for name, said in found}


def heard(question: str, talk: Mapping[str, Talk]) -> str:
    """The question as it may be asked: with some talk around it, and carelessly typed."""
    return roughened(talk[question_language(question)].around(question))


def roughened(text: str) -> str:
    """The question as it may be typed: without accents or capitals, with a wrong letter."""
    dice = random.random()
    if dice < 0.25:
        plain = unicodedata.normalize("NFD", text)
        text = "".join(char for char in plain if not unicodedata.combining(char)).lower()
    elif dice < 0.35:
        text = text.lower().rstrip("?. !")
    if random.random() < 0.15 and len(text) > 8:
        i, kind = random.randrange(1, len(text) - 2), random.random()
        if kind < 0.4:
            text = text[:i] + text[i + 1] + text[i] + text[i + 2 :]
        else:
            text = text[:i] + (text[i + 1 :] if kind < 0.7 else text[i] + text[i:])
    return text


def few(items: Sequence[T], most: int) -> list[T]:
    """So many of the items at random, or all of them."""
    return random.sample(items, min(most, len(items)))


def endless(items: Sequence[T]) -> Iterator[T]:
    """The items in random order, again and again."""
    while True:
        yield from random.sample(items, len(items))


def _data(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))
