"""Counting: the clause that is meant by its place after an answer.

"Et le 7 ?", "le point suivant", "the other annex", "het tweede puntje daarvan".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.lexicon import read_data
from assistant.mentions import request_words
from corpus.folding import fold
from corpus.model import Clause, Contract

_WORD = re.compile(
    r"(?P<number>\d{1,3}(?:\.\d{1,3})*)(?:e|er|de|ste|st|nd|rd|th|eme|ieme)?\b"
    r"|[^\W\d_]+(?:-[^\W\d_]+)*|\S"
)
_SENTENCE = re.compile(r"[.!?…:;]\s+")
_APOSTROPHE = re.compile("['’]")
LAST = "-1"


@dataclass(frozen=True, slots=True)
class Count:
    """A clause by its place: the `number`th, or so many `steps` from another one, or the `other`.

    `unit` is what is counted, "article", "clause", "annex" or "point", "" where it isn't told; of
    an `ordinal` ("le deuxième") it is told by the clause that is counted from.
    """

    unit: str = ""
    number: str = ""
    ordinal: bool = False
    steps: int = 0
    other: bool = False


def count(question: str) -> Count | None:
    """What the question, or its last sentence, counts; None where it says anything else."""
    said = fold(question)
    last = _SENTENCE.split(said.rstrip(" .!?…:;"))[-1]
    # "How many may we name? 5?" counts no clause.
    counts = last != said and not last.isdigit()
    return _count(said) or (_count(last) if counts else None)


def _count(said: str) -> Count | None:
    table = _words()
    told: dict[str, str] = {}
    for match in _WORD.finditer(_APOSTROPHE.sub(" ", said)):
        word = match["number"] or match[0]
        meaning = ("number", word) if match["number"] else table.get(word)
        if match["number"] and match[0] != word:
            told["ordinal"] = word
        if meaning is None:
            if word.isalnum() and word not in request_words():
                return None
            continue
        kind, value = meaning
        if told.get(kind, value) != value:
            # "The second point of this article" counts points.
            if kind != "unit" or "point" not in (value, told[kind]):
                return None
            value = "point"
        told[kind] = value
    return _told(told)


def _told(told: dict[str, str]) -> Count | None:
    unit = told.get("unit", "")
    number = told.get("number") or told.get("ordinal") or ""
    if told.get("ordinal", number) != number:
        return None
    near = told.get("beside it") if unit or "one" in told else None
    steps = told.get("step") or (near if not number else None)
    if bool(number) + bool(steps) + ("other" in told) != 1:
        return None
    return Count(unit, number, "ordinal" in told, int(steps or 0), "other" in told)


def counted(wanted: Count, contract: Contract, cited: Clause) -> Clause | None:
    """The clause that is meant where the last answer showed `cited`; None where there is none."""
    if wanted.other:
        return _other(wanted, contract, cited)
    if wanted.steps:
        return _beside(wanted, contract, cited)
    if wanted.unit == "point" or (wanted.ordinal and not wanted.unit):
        return _part(wanted.number, contract, cited)
    kind = "annex" if wanted.unit == "annex" else "article"
    if wanted.number == LAST:
        return next((one for one in reversed(contract.clauses) if one.kind == kind), None)
    return contract.by_id.get(f"annex-{wanted.number}" if kind == "annex" else wanted.number)


def _other(wanted: Count, contract: Contract, cited: Clause) -> Clause | None:
    """The one of two that is not shown."""
    kind = wanted.unit or cited.kind
    above = {clause.id for clause in contract.line(cited)}
    others = [one for one in contract.clauses if one.kind == kind and one.id not in above]
    return others[0] if len(others) == 1 else None


def _beside(wanted: Count, contract: Contract, cited: Clause) -> Clause | None:
    line = contract.line(cited)
    annex = wanted.unit == "annex"
    from_here = next((one for one in line if one.kind == "annex" or not annex), line[-1])
    row = [one for one in contract.clauses if _is_alike(contract, one, from_here)]
    place = row.index(from_here) + wanted.steps
    return row[place] if 0 <= place < len(row) else None


def _is_alike(contract: Contract, one: Clause, other: Clause) -> bool:
    """Whether both are counted in one row: an article without clauses stands beside clauses."""
    if one.kind == other.kind:
        return True
    if {one.kind, other.kind} != {"article", "clause"}:
        return False
    article = one if one.kind == "article" else other
    return not any(child.kind == "clause" for child in contract.children(article.id))


def _part(number: str, contract: Contract, cited: Clause) -> Clause | None:
    """The point of that number, of the clause shown or of the nearest one above that has it."""
    for clause in contract.line(cited):
        children = contract.children(clause.id)
        if number == LAST:
            found = children[-1:]
        else:
            named = {f"{clause.id}.{number}", f"{clause.id}/{number}"}
            found = tuple(child for child in children if child.id in named)
        if not found and number.isdigit():
            found = children[int(number) - 1 : int(number)]
        if found:
            return found[0]
    return None


@cache
def _words() -> dict[str, tuple[str, str]]:
    """What each word tells: the kind of thing and its value."""
    table: dict[str, Any] = read_data("counting.yaml")
    told = {word: ("unit", unit) for unit, words in table["units"].items() for word in words}
    for number, words in enumerate(table["ordinals"], 1):
        told |= {word: ("ordinal", str(number)) for word in words}
    told |= dict.fromkeys(table["last"], ("ordinal", LAST))
    told |= dict.fromkeys(table["other"], ("other", "other"))
    for step, names in (("1", "next"), ("-1", "previous")):
        told |= dict.fromkeys(table[names], ("step", step))
        told |= dict.fromkeys(table[f"{names}_to_it"], ("beside it", step))
    one = dict.fromkeys(table["stands_for_one"], ("one", "one"))
    return dict.fromkeys(table["beside"], ("", "")) | one | told
