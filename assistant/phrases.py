"""What the assistant says around the contract's words, in three languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from assistant.lexicon import read_data
from corpus.model import Clause, Contract

LANGUAGES = ("fr", "nl", "en")
_PART = "part-"


@cache
def _table() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = read_data("phrases.yaml")
    return table


def say(key: str, language: str, **values: object) -> str:
    """The phrase of that key in `language`, filled; it starts with a capital."""
    text = say_within(key, language, **values)
    return text[:1].upper() + text[1:]


def say_within(key: str, language: str, **values: object) -> str:
    """The phrase of that key in `language`, filled, as it stands within a sentence."""
    return _table()[language][key].format(**values)


def place_name(contract: Contract, clause: Clause, language: str) -> str:
    """How an answer in `language` names a clause in passing: "article 8.1", "bijlage 2, punt 3"."""
    words = _table()[language]
    if clause.id in ("cover", "preamble", "signatures"):
        return words[clause.id]
    if language == contract.language:
        return clause.label[:1].lower() + clause.label[1:]
    parent, slash, entry = clause.id.rpartition("/")
    if not slash:
        return _numbered(clause, words)
    above = contract.by_id.get(parent)
    if above is None:
        return _titled(clause)
    name = place_name(contract, above, language)
    if clause.kind == "definition":
        return f"{name}, {words['definition'].format(term=clause.heading)}"
    if entry.startswith(_PART):
        return f"{name}, {words['part']} {entry.removeprefix(_PART).upper()}"
    if clause.kind == "clause" and clause.heading:
        return f"{name}, “{clause.heading}”"
    own = _table().get(contract.language, words)
    kind = "row" if f"{own['row']} " in clause.label else "point"
    return f"{name}, {words[kind]} {entry}"


def _numbered(clause: Clause, words: Mapping[str, str]) -> str:
    """The name of a clause that stands in none, by what numbers it."""
    if clause.id.startswith("annex"):
        number = clause.id.removeprefix("annex").lstrip("-").upper()
        return f"{words['annex']} {number}".strip()
    if re.fullmatch(r"p\d+", clause.id):
        return f"{words['paragraph']} {clause.id[1:]}"
    if re.match(r"\d", clause.id):
        return f"{words['article']} {clause.id}"
    return _titled(clause)


def _titled(clause: Clause) -> str:
    """The name of a clause that only its title names, in quotation marks of any language."""
    return f"“{clause.label.strip('«»“” ')}”"


def with_article(place: str, language: str) -> str:
    """`place` with the definite article it takes: "l'article 8", "artikel 8", "article 8"."""
    if language != "fr":
        return place
    feminine = ("clause", "section", "partie", "page", "formule")
    if place[:1].lower() in "aeiouéèh":
        return f"l'{place}"
    return f"la {place}" if place.startswith(feminine) else f"le {place}"
