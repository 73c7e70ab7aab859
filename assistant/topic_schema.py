"""The shape of a topic file: what a lawyer knows before reading a contract.

A topic knows no contract. It knows how people ask, by which wording a clause
shows that it treats the matter, what to read there and how to say it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from assistant.cues import compile_cue
from assistant.faults import faults
from assistant.phrases import LANGUAGES
from corpus.errors import ClausierError

# The C loader is ten times as fast where it was built; both are the safe one.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Language = Literal["fr", "nl", "en"]
FactKind = Literal[
    "duration", "amount", "percentage", "date", "law", "court", "place", "items", "words"
]
Text = Annotated[str, Field(min_length=1, max_length=400)]


def _compiles(cue: str) -> str:
    compile_cue(cue)
    return cue


CueText = Annotated[Text, AfterValidator(_compiles)]
ROLE_PLACEHOLDERS = frozenset(
    f"{case}{role}" for case in ("", "of_", "to_") for role in ("processor", "controller")
)
PLACEHOLDER = re.compile(r"\{(\w+)\}")


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Wording(_Strict):
    """One way of saying the answer; used where its cues match and its facts were read.

    `when` and `unless` are cues by the contract's language, tested on the cited clause.
    """

    when: dict[Language, tuple[CueText, ...]] = {}
    unless: dict[Language, tuple[CueText, ...]] = {}
    fr: Text
    nl: Text
    en: Text

    def in_language(self, language: str) -> str:
        return {"fr": self.fr, "nl": self.nl, "en": self.en}[language]

    def fits(self, language: str, folded: str) -> bool:
        """Whether the wording is true of a clause: its folded words and its language are given."""
        when = self.when.get(_language(language), ())
        unless = self.unless.get(_language(language), ())
        if self.when and not any(compile_cue(cue).matches(folded) for cue in when):
            return False
        return not any(compile_cue(cue).matches(folded) for cue in unless)

    def telling(self, language: str, folded: str) -> list[tuple[int, int]]:
        """Where the cues by which it is true of a clause are found in the clause's folded words."""
        cues = map(compile_cue, self.when.get(_language(language), ()))
        return [span for cue in cues if (span := cue.span(folded)) is not None]

    def placeholders(self) -> set[str]:
        return {name for text in (self.fr, self.nl, self.en) for name in PLACEHOLDER.findall(text)}


class Topic(_Strict):
    """A matter people ask about.

    `question` is how it is offered to somebody who has not asked. A `detail` is one that a clause
    on the wider matter comes near to without giving it: only a cue shows that it is there.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    law: str = ""
    detail: bool = False
    labels: dict[Language, Text]
    question: dict[Language, Text]
    asks: dict[Language, tuple[Text, ...]]
    cues: dict[Language, tuple[CueText, ...]]
    facts: dict[str, FactKind] = {}
    cites: Annotated[int, Field(ge=1, le=4)] = 1
    answers: tuple[Wording, ...] = ()
    silent: dict[Language, Text] = {}
    near: tuple[str, ...] = ()

    @field_validator("labels", "question", "asks", "cues")
    @classmethod
    def _in_all_languages(cls, entries: dict[Language, object]) -> dict[Language, object]:
        missing = set(LANGUAGES) - set(entries)
        if missing:
            raise ValueError(f"no entry for {', '.join(sorted(missing))}")
        return entries

    @field_validator("answers")
    @classmethod
    def _only_known_facts(
        cls, answers: tuple[Wording, ...], info: ValidationInfo
    ) -> tuple[Wording, ...]:
        if "facts" not in info.data:  # They are at fault themselves.
            return answers
        known = set(info.data["facts"]) | ROLE_PLACEHOLDERS
        for wording in answers:
            unknown = wording.placeholders() - known
            if unknown:
                raise ValueError(f"unknown placeholder {{{sorted(unknown)[0]}}}")
        return answers

    @field_validator("silent")
    @classmethod
    def _all_or_none(cls, silent: dict[Language, str]) -> dict[Language, str]:
        if silent and set(silent) != set(LANGUAGES):
            raise ValueError("give all of fr, nl, en, or none")
        return silent

    def label(self, language: str) -> str:
        """The topic's name, a noun phrase with its article."""
        return self.labels[_language(language)]

    def asks_in(self, language: str) -> tuple[str, ...]:
        """The known ways of asking in that language."""
        return self.asks[_language(language)]

    def cues_in(self, language: str) -> tuple[str, ...]:
        """The cues for contracts in that language."""
        return self.cues[_language(language)]

    def offered(self, language: str) -> str:
        """The question by which it is offered."""
        return self.question[_language(language)]

    def silence(self, language: str) -> str | None:
        """What to say where a contract does not treat the topic, None where nothing is given."""
        return self.silent.get(_language(language))


def _language(name: str) -> Language:
    """The language of that name; French where topics know none such."""
    return name if name == "nl" or name == "en" else "fr"  # type: ignore[return-value]


def read_topics(folder: Path) -> tuple[Topic, ...]:
    """Every `*.yaml` under `folder`, by id; ClausierError naming the file that is wrong."""
    topics = tuple(_read(path) for path in _files(folder))
    ids = {topic.id for topic in topics}
    for topic in topics:
        unknown = set(topic.near) - ids
        if unknown:
            raise ClausierError(f"topic {topic.id}: near names unknown topic {sorted(unknown)[0]}")
    return topics


@cache
def shipped_topics() -> tuple[Topic, ...]:
    """The topics that come with the product."""
    return read_topics(Path(str(files("assistant"))) / "topics")


def topic_labels(language: str) -> dict[str, str]:
    """Topic id → what the topic is called in the language."""
    return {topic.id: topic.label(language) for topic in shipped_topics()}


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.glob("*.yaml"))


def _read(path: Path) -> Topic:
    source = path.read_text(encoding="utf-8")
    try:
        topic = Topic.model_validate(yaml.load(source, Loader=LOADER))
    except yaml.YAMLError as error:
        raise ClausierError(f"topic file {path.name} is no YAML: {error}") from error
    except ValidationError as error:
        told = "\n".join(f"  {path.name}{fault}" for fault in faults(error, source))
        raise ClausierError(f"topic file {path.name} cannot be used:\n{told}") from error
    if topic.id != path.stem:
        raise ClausierError(f"topic file {path.name}: its id is {topic.id!r}; name both alike")
    return topic
