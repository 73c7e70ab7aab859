"""The small tables of words that answers are read and said with, kept as data files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from corpus.folding import fold


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of time, with its words in a contract (folded, by language) and in an answer.

    `single` are words that mean the unit after one only.
    """

    id: str
    words: dict[str, tuple[str, ...]]
    single: tuple[str, ...]
    one: dict[str, str]
    many: dict[str, str]


@dataclass(frozen=True, slots=True)
class Numerals:
    """How a language writes numbers in letters, as patterns over folded text.

    `phrase` matches a whole number, `word` any one word of one; `till`, `either` and `out_of`
    are what joins two numbers (see numbers.yaml).
    """

    phrase: str
    word: str
    values: dict[str, int]
    till: str
    either: str
    out_of: str
    idioms: str

    def value(self, phrase: str) -> int:
        """The number that a match of `phrase` says."""
        total = part = 0
        for word in re.findall(self.word, phrase):
            value = self.values[as_listed(word)]
            if value >= 1000:
                total, part = total + max(part, 1) * value, 0
            elif value == 100:
                part = max(part, 1) * value
            else:
                part += value
        return total + part

    def read(self, folded: str) -> list[int]:
        """Every number in letters in a folded text, in order."""
        text = re.sub(rf"(?<!\w)(?:{self.idioms})(?!\w)", " ", folded) if self.idioms else folded
        whole = re.finditer(rf"(?<![\w-]){self.phrase}(?![\w-])", text)
        return [self.value(match[0]) for match in whole]


@dataclass(frozen=True, slots=True)
class Country:
    """A country as laws name it."""

    id: str
    words: tuple[str, ...]
    law: dict[str, str]
    eea: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """What a contract calls one side; `forms[language]` = (plain, "of …", "to …").

    `general`: it may be said of that side whatever the contract calls it; `others_too`: it names
    other people as well, and the side only where a party is called so.
    """

    words: tuple[str, ...]
    forms: dict[str, tuple[str, str, str]]
    general: bool = False
    others_too: bool = False


def read_data(name: str) -> Any:
    """The parsed content of one of the package's own YAML data files."""
    return yaml.safe_load(files("assistant").joinpath("data", name).read_text(encoding="utf-8"))


def any_of(words: Iterable[str]) -> str:
    """A pattern of any of the folded words, the longest first; their spaces may be hyphens."""
    longest = sorted(words, key=len, reverse=True)
    return "|".join(r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", word))) for word in longest)


def listed(signs: str) -> list[str]:
    """The regular expressions that stand in `signs` between bars, on one line or several."""
    return [sign.strip() for sign in signs.split("|")]


def any_sign(signs: Iterable[str], before: str = r"(?<!\w)") -> re.Pattern[str]:
    """What matches any of the regular expressions as whole words, or up to an apostrophe, after
    `before`."""
    return re.compile(rf"{before}(?:{'|'.join(signs)})(?:(?<=')|(?!\w))")


def as_listed(matched: str) -> str:
    """What `any_of` matched, with plain spaces: the key of its word in a table."""
    return re.sub(r"[\s-]+", " ", matched)


@cache
def units() -> tuple[Unit, ...]:
    return tuple(
        Unit(
            row["id"],
            {language: tuple(words) for language, words in row["words"].items()},
            tuple(row.get("single", ())),
            row["one"],
            row["many"],
        )
        for row in read_data("units.yaml")
    )


@cache
def unit_by_word(language: str) -> dict[str, Unit]:
    return {word: unit for unit in units() for word in unit.words[language]}


@cache
def numerals() -> dict[str, Numerals]:
    """How numbers are written in letters, by language."""
    data = read_data("numbers.yaml")
    scales = {word: value for word, value in data.pop("scales").items() if len(word) > 1}
    return {language: _numerals(row, scales) for language, row in data.items()}


def _numerals(row: dict[str, Any], scales: dict[str, int]) -> Numerals:
    places = [row[place] for place in ("ones", "teens", "tens", "hundreds", "thousands")]
    ones, teens, tens, hundreds, thousands = map(any_of, places)
    # Where ones stand before tens in one word, other parts may be written in one word too.
    gap = r"[\s-]*" if row.get("reversed") else r"[\s-]+"
    link = rf"{gap}(?:{row['and']}{gap})?"
    if row.get("reversed"):
        below = rf"(?:(?:{ones})-?{row['and']}-?)?(?:{tens})"
    else:
        below = rf"(?:{tens})(?:{link}(?:{ones}))?"
    if "teens_after" in row:
        below = rf"(?:{any_of(row['teens_after'])}){link}(?:{teens})|{below}"
    below = rf"(?:{below}|{teens}|{ones})"
    hundred = rf"(?:(?:(?:{teens}|{ones}){gap})?(?:{hundreds})(?:{link}{below})?|{below})"
    thousand = rf"(?:(?:{hundred}{gap})?(?:{thousands})(?:{link}{hundred})?|{hundred})"
    values = {as_listed(w): v for place in (*places, scales) for w, v in place.items()}
    word = any_of(values)
    return Numerals(
        rf"{thousand}(?:{gap}(?:{any_of(scales)})(?:{link}{thousand})?)?(?!{gap}(?:{word})(?!\w))",
        word,
        values,
        any_of(row["till"]),
        any_of(row["or"]),
        any_of(row["out_of"]),
        any_of(row.get("idioms", ())),
    )


@cache
def scales() -> dict[str, int]:
    """What multiplies a number written before it ("million", "k"), in any language."""
    table: dict[str, int] = read_data("numbers.yaml")["scales"]
    return table


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Folded patterns of what sets a law aside, `before` its name or `after` it."""

    before: str
    after: str


@cache
def exclusion() -> Exclusion:
    data: dict[str, list[list[str]]] = read_data("exclusions.yaml")
    before, after = ([word for row in data[side] for word in row] for side in ("before", "after"))
    return Exclusion(any_of(before), any_of(after))


@cache
def countries() -> tuple[Country, ...]:
    return tuple(
        Country(row["id"], tuple(row["words"]), row["law"], row.get("eea", False))
        for row in read_data("countries.yaml")
    )


def countries_in(text: str) -> Counter[str]:
    """How often the text names each country, or its law, by the country's id."""
    named, ids = _countries_named()
    return Counter(ids[as_listed(found)] for found in named.findall(fold(text)))


@cache
def _countries_named() -> tuple[re.Pattern[str], dict[str, str]]:
    ids = {as_listed(word): country.id for country in countries() for word in country.words}
    words = (word for country in countries() for word in country.words)
    return re.compile(rf"(?<!\w)(?:{any_of(words)})(?!\w)"), ids


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
                row.get("general", False),
                row.get("others_too", False),
            )
            for row in rows
        )
        for side, rows in read_data("roles.yaml").items()
    }


@cache
def role_forms() -> tuple[str, ...]:
    """Every way in which an answer names a side: "le prestataire", "of the client"."""
    each = (role for side in roles().values() for role in side)
    return tuple(form for role in each for forms in role.forms.values() for form in forms)
