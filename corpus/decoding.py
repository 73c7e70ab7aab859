"""A line read as meant and as glyph codes at once: which characters are which.

Of all ways to call some characters clean and others garbled, the one is kept whose
result is the likeliest text (`corpus.letters`), every change between the two having its
price (Viterbi's algorithm, with a beam). The prices were set on sentences of the
Universal Declaration of Human Rights and of Django's translations, six languages
garbled in part and 25 languages left clean.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from typing import NamedTuple

from corpus.letters import ELISION, IN_WORD, JOIN, LINE, SENTENCE, SHOUT, SPACE, START, step

KEPT = frozenset(" \n\t\r\f")  # never a code
# In no living language of Europe, nor in pinyin.
EXOTIC = re.compile(
    "[\u0180-\u0191\u0193-\u019f\u01a2-\u01ae\u01b1-\u01c3\u01cb-\u01cd\u01dd-\u01e5\u01ea-\u0217]"
)

_BEAM = 30.0
_CLEAN, _GARBLED, _PROVEN = 0, 1, 2
_BETWEEN = frozenset((LINE, SENTENCE, SHOUT, SPACE))
# What a change between clean and garbled costs: between words, next to a sign, inside a
# word, inside a word at a character of no language.
_ENTER = (4.5, 9.0, 12.0, 9.0)
_LEAVE = (0.5, 1.5, 9.0, 6.0)
_UNPROVEN = 5.5  # what a garbled run costs more until a telling character comes
_ODD = 8.0  # what a rare letter or sign costs where it is read from a code
_STRANGE = 6.0  # what a lone Greek or Cyrillic letter costs in a Latin line

_ACCENTED = "àâäáãåæçèéêëìíîïñòóôõöøœùúûüÿ"
_LIGATURES = {"ff", "fi", "fl", "ffi", "ffl", "ft", "tt", "ti", "tti", "tf"}
_SIGNS = frozenset("0123456789.,;:!?…’'‘“”„«»()[]/-–—•€%&°§\"@+=*_#")
_USUAL = {*string.printable, *_ACCENTED, *_ACCENTED.upper(), *_LIGATURES, *_SIGNS, "ß", "£"}
_SCRIPTS = (
    re.compile("[\u0370-\u03ff\u1f00-\u1fff]+"),
    re.compile("[\u0400-\u0487\u048a-\u052f]+"),
)


class _Path(NamedTuple):
    """The best way to reach a state: its cost, and where it changed between the two."""

    cost: float
    switches: _Switches


class _Switches(NamedTuple):
    """The positions of a path's changes, the last one first."""

    at: int
    before: _Switches | None


_Paths = dict[tuple[int, str], _Path]
_START: _Paths = {(_CLEAN, START): _Path(0.0, _Switches(-1, None))}


class _Char(NamedTuple):
    """A character as it stands, what it says as a code ('' if none), and their prices."""

    meant: str
    code: str
    meant_price: float
    code_price: float
    telling: bool
    exotic: bool


def is_usual(said: str) -> bool:
    """Whether that letter, ligature or sign is common in contracts of western Europe."""
    return said in _USUAL


def read(words: str, table: dict[str, str]) -> tuple[float, list[tuple[int, int]]]:
    """The cost of the likeliest reading of `words`, and the spans garbled in it."""
    paths = _START
    for at, char in enumerate(_chars(words, table)):
        paths = _grown(paths, at, char)
    (mode, _), best = min(paths.items(), key=lambda item: item[1].cost + step(item[0][1], "\n")[0])
    return best.cost, _spans(best.switches, mode != _CLEAN, len(words))


def _chars(words: str, table: dict[str, str]) -> Iterator[_Char]:
    meant = _foreign_words(words, table)
    latin = re.search("[A-Za-z]", words) is not None
    exotic = False
    for at, char in enumerate(words):
        foreign = "\u0370" <= char <= "\u052f" and latin and at not in meant
        code = "" if at in meant else char if char in KEPT else table.get(char, "")
        was_exotic, exotic = exotic, bool(EXOTIC.match(char))
        yield _Char(
            char, code, _STRANGE if foreign else 0.0, 0.0 if code in _USUAL else _ODD,
            char > "\u00ff" or (char < " " and char not in KEPT), exotic or was_exotic,
        )  # fmt: skip


def _foreign_words(words: str, table: dict[str, str]) -> set[int]:
    """Positions of Greek and Cyrillic words: of their letters, a garbled text has but
    those that are codes of figures and signs, and hardly ever among others."""
    found: set[int] = set()
    for script in _SCRIPTS:
        spans = [match.span() for match in script.finditer(words)]
        sure = [
            (a, b)
            for a, b in spans
            if b - a > 1 and any(table.get(char) not in _SIGNS for char in words[a:b])
        ]
        certain = spans if sure and not EXOTIC.search(words) else sure
        found.update(at for a, b in certain for at in range(a, b))
    return found


def _grown(paths: _Paths, at: int, char: _Char) -> _Paths:
    """The paths one character further, those far behind the best given up."""
    grown: _Paths = {}
    for (mode, state), path in paths.items():
        _grow(grown, (_CLEAN, state, char.meant), mode, path, at, char)
        if char.code:
            aim = _PROVEN if char.telling or mode == _PROVEN else _GARBLED
            _grow(grown, (aim, state, char.code), mode, path, at, char)
    limit = min(path.cost for path in grown.values()) + _BEAM
    return {key: path for key, path in grown.items() if path.cost <= limit}


def _grow(
    grown: _Paths, step_to: tuple[int, str, str], mode: int, path: _Path, at: int, char: _Char
) -> None:
    aim, state, said = step_to
    cost, switches = path
    cost += char.code_price if aim else char.meant_price
    cost += _UNPROVEN * ((aim == _GARBLED) - (mode == _GARBLED)) if aim else 0.0
    if (aim == _CLEAN) != (mode == _CLEAN):
        cost += _switch(aim != _CLEAN, state, said[0], char.exotic)
        switches = _Switches(at, switches)
    for letter in said:
        price, state = step(state, letter)
        cost += price
    known = grown.get((aim, state))
    if known is None or cost < known.cost:
        grown[aim, state] = _Path(cost, switches)


def _switch(garbled: bool, state: str, char: str, exotic: bool) -> float:
    prices = _ENTER if garbled else _LEAVE
    if state[0] in _BETWEEN or char.isspace():
        return prices[0]
    if not char.isalpha() or state[0] not in IN_WORD:
        return prices[0] if char.isalpha() and state[0] in (ELISION, JOIN) else prices[1]
    return prices[3] if exotic else prices[2]


def _spans(switches: _Switches, garbled: bool, end: int) -> list[tuple[int, int]]:
    """The garbled spans in order; `garbled` tells how the text ends."""
    spans = []
    while switches.before is not None:
        if garbled:
            spans.append((switches.at, end))
        garbled, end, switches = not garbled, switches.at, switches.before
    return spans[::-1]
