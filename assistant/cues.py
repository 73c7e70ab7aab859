"""Cues: the small pattern language in which topic files name telling wordings.

A cue is matched on accent-folded, lower-case text, inside one sentence. Words
must be adjacent; `*` at a word's end stands for any ending, `…` for up to
sixteen words in between, `(a|b c)` for alternatives, `#` for a number from two
on, in digits or in letters of any language. `a & b` wants both, in any order.
The prefix `heading:` tests the clause's heading instead, `term:` the term that
a clause defines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import permutations
from typing import Literal

from assistant.lexicon import any_of, numerals
from corpus.folding import fold

Where = Literal["sentence", "heading", "term"]

_PIECES = re.compile(r"([…*()|# ])")
_SIGNS = {
    "…": r"\W+(?:\w+\W+){0,16}?",
    "*": r"\w*",
    "(": "(?:",
    ")": ")",
    "|": "|",
    " ": r"[\W_]+",
}
_PADDING = re.compile(r" ?([…|]) ?|(?<=\() | (?=\))")
_ALTERNATIVES = re.compile(r"\([^()]*\)")
_LITERAL = re.compile(r"[\w']+")
_BOTH = " & "
_BETWEEN = r"(?!\w)[\s\S]*?(?<!\w)"


@dataclass(frozen=True, slots=True)
class Cue:
    """A compiled cue. `literal` is a piece of text that any match must contain."""

    where: Where
    pattern: re.Pattern[str]
    literal: str

    def matches(self, folded: str) -> bool:
        """Whether the cue is found in an already folded text."""
        return self.literal in folded and self.pattern.search(folded) is not None


@lru_cache(maxsize=8192)
def compile_cue(source: str) -> Cue:
    """The cue written in `source`; ValueError where parentheses do not pair, or `&` is in some."""
    where, text = _split(source)
    folded = " ".join(fold(text).replace("...", "…").split())
    parts = folded.split(_BOTH)
    if folded.count("(") != folded.count(")"):
        raise ValueError(f"cue {source!r}: the parentheses do not pair")
    if any(part.count("(") != part.count(")") for part in parts):
        raise ValueError(f"cue {source!r}: `&` cannot stand inside parentheses")
    orders = permutations(map(_expression, parts))
    expression = "|".join(_BETWEEN.join(order) for order in orders)
    return Cue(where, re.compile(rf"(?<!\w)(?:{expression})(?!\w)"), _longest_literal(folded))


def _expression(part: str) -> str:
    pieces = _PIECES.split(_PADDING.sub(lambda padded: padded[1] or "", part))
    signs = {**_SIGNS, "#": _number()}
    return f"(?:{''.join(signs.get(piece) or re.escape(piece) for piece in pieces)})"


@cache
def _number() -> str:
    """A number from two on: `un` and `een` are articles more often than not."""
    words = {w for said in numerals().values() for w, value in said.values.items() if value > 1}
    digits = r"(?!0*1(?![\d.,]*\d))\d[\d.,]*[a-z]?"
    # Dutch writes ones before tens in one word.
    return rf"(?:{digits}|(?:\w+en)?(?:{any_of(words)}))"


def _longest_literal(folded: str) -> str:
    """The longest word outside any alternative, '' where there is none."""
    previous = ""
    while previous != folded:
        previous, folded = folded, _ALTERNATIVES.sub(" ", folded)
    return "" if "|" in folded else max(_LITERAL.findall(folded), key=len, default="")


def _split(source: str) -> tuple[Where, str]:
    head, colon, rest = source.partition(":")
    if colon and head.strip() == "heading":
        return "heading", rest
    if colon and head.strip() == "term":
        return "term", rest
    return "sentence", source
