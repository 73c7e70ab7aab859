"""The page's own words, read from `texts.yaml`: the same keys in every language."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict

DEFAULT = "fr"


class Subject(BaseModel):
    """What people ask about, and questions on it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: str
    questions: tuple[str, ...]


class Texts(BaseModel):
    """Everything the page says in one language; names tell the place."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name: str
    title: str
    tagline: str
    contracts: str
    languages: str
    welcome: str
    introduction: str
    question: str
    placeholder: str
    send: str
    new: str
    disclaimer: str
    conversation: str
    you: str
    empty: str
    too_long: str
    searching: str
    reading: str
    reading_stage: str
    share: str
    waiting: str
    stages: dict[str, str]
    load_failed: str
    load_unexpected: str
    load_advice: str
    ask_failed: str
    not_in_contract: str
    page: str
    show: str
    related: str
    nearest: str
    followups: str
    choices: str
    copy_answer: str
    copied: str
    useful: str
    useless: str
    reason_title: str
    reason_said: str
    ask_person: str
    person_title: str
    person_message: str
    person_contact: str
    person_said: str
    save_print: str
    save_word: str
    erase: str
    erase_title: str
    erase_asked: str
    erase_said: str
    cancel: str
    not_done: str
    copy_link: str
    link_copied: str
    whole_contract: str
    busy: str
    too_often: str
    in_line: str
    clause: str
    contents: str
    clause_empty: str
    cited: str
    note: str
    to_chat: str
    examples: tuple[Subject, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """The examples of all subjects."""
        return tuple(question for entry in self.examples for question in entry.questions)


@cache
def all_texts() -> dict[str, Texts]:
    """Language → its texts, in the order of the file."""
    table = yaml.safe_load((files(__package__) / "texts.yaml").read_text(encoding="utf-8"))
    return {
        language: Texts.model_validate({"code": language, **entry})
        for language, entry in table.items()
    }


def texts(language: str) -> Texts:
    """The texts of `language`, French where the page does not speak it."""
    return all_texts().get(language) or all_texts()[DEFAULT]


def known_language(wanted: object) -> str:
    """`wanted` if the page speaks it, else French."""
    return wanted if isinstance(wanted, str) and wanted in all_texts() else DEFAULT


def preferred_language(accepted: str) -> str:
    """The page's language for an `Accept-Language` header: "nl-BE,nl;q=0.9" → "nl"."""
    weighted = []
    for position, entry in enumerate(accepted.split(",")[:20]):
        tag, _, weight = entry.strip().partition(";q=")
        language = tag.strip().split("-")[0].lower()
        if language in all_texts() and _number(weight) > 0:
            weighted.append((-_number(weight), position, language))
    return min(weighted)[2] if weighted else DEFAULT


def _number(weight: str) -> float:
    try:
        return float(weight) if weight else 1.0
    except ValueError:
        return 0.0
