"""Cues: the small pattern language in which topic files name telling wordings.

A cue is matched on accent-folded, lower-case text, inside one sentence. Words
must be adjacent; `*` at a word's end stands for any ending, `…` for up to
fourteen words in between, `(a|b c)` for alternatives. The prefix `heading:`
tests the clause's heading instead, `term:` the term that a clause defines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from corpus.folding import fold

Where = Literal["sentence", "heading", "term"]

_PIECES = re.compile(r"([…*()| ])")
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
    """The cue written in `source`; ValueError where its parentheses do not pair."""
    where, text = _split(source)
    folded = " ".join(fold(text).replace("...", "…").split())
    if folded.count("(") != folded.count(")"):
        raise ValueError(f"cue {source!r}: the parentheses do not pair")
    pieces = _PIECES.split(_PADDING.sub(lambda padded: padded[1] or "", folded))
    expression = "".join(_SIGNS.get(piece) or re.escape(piece) for piece in pieces)
    return Cue(where, re.compile(rf"(?<!\w)(?:{expression})(?!\w)"), _longest_literal(folded))


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
