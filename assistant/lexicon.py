"""The small tables of words that answers are read and said with, kept as data files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of time, with its words in a contract (folded) and in an answer."""

    id: str
    words: tuple[str, ...]
    one: dict[str, str]
    many: dict[str, str]


@dataclass(frozen=True, slots=True)
class Country:
    """A country as laws name it."""

    id: str
    words: tuple[str, ...]
    law: dict[str, str]


@dataclass(frozen=True, slots=True)
class Role:
    """What a contract calls one side; `forms[language]` = (plain, "of …", "to …")."""

    words: tuple[str, ...]
    forms: dict[str, tuple[str, str, str]]


def read_data(name: str) -> Any:
    """The parsed content of one of the package's own YAML data files."""
    return yaml.safe_load(files("assistant").joinpath("data", name).read_text(encoding="utf-8"))


@cache
def units() -> tuple[Unit, ...]:
    return tuple(
        Unit(row["id"], tuple(row["words"]), row["one"], row["many"])
        for row in read_data("units.yaml")
    )


@cache
def unit_by_word() -> dict[str, Unit]:
    return {word: unit for unit in units() for word in unit.words}


@cache
def numbers() -> dict[str, int]:
    """Numbers written in letters (folded), longest first."""
    table: dict[str, int] = read_data("numbers.yaml")
    return dict(sorted(table.items(), key=lambda entry: -len(entry[0])))


@cache
def countries() -> tuple[Country, ...]:
    return tuple(
        Country(row["id"], tuple(row["words"]), row["law"]) for row in read_data("countries.yaml")
    )


@cache
def equivalents() -> dict[str, frozenset[str]]:
    """For a name (folded), all the names that mean the same, itself included."""
    groups = [frozenset(group) for group in read_data("equivalents.yaml")]
    groups += [frozenset(country.words) for country in countries()]
    return {name: group for group in groups for name in group}


@cache
def roles() -> dict[str, tuple[Role, ...]]:
    """The roles by side: `processor` and `controller`."""
    return {
        side: tuple(
            Role(
                tuple(row["words"]),
                {language: tuple(row[language]) for language in ("fr", "nl", "en")},
            )
            for row in rows
        )
        for side, rows in read_data("roles.yaml").items()
    }
