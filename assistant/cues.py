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


@dataclass(frozen=True, slots=True)
class Cue:
    """A compiled cue: the parts that it wants. `literal` is a piece of text that each match has."""

    where: Where
    parts: tuple[re.Pattern[str], ...]
    literal: str

    def matches(self, folded: str) -> bool:
        """Whether the cue is found in an already folded text."""
        return self.span(folded) is not None

    def span(self, folded: str) -> tuple[int, int] | None:
        """From where to where the cue is found in a folded text; its parts do not overlap."""
        if self.literal not in folded:
            return None
        taken: list[tuple[int, int]] = []
        for part in self.parts:
            # Each part by itself: one pattern for all would take forever on a long sentence.
            for match in part.finditer(folded):
                if all(match.end() <= start or end <= match.start() for start, end in taken):
                    taken.append(match.span())
                    break
            else:
                return None
        return min(start for start, _ in taken), max(end for _, end in taken)


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
    patterns = tuple(re.compile(rf"(?<!\w){_expression(part)}(?!\w)") for part in parts)
    return Cue(where, patterns, _longest_literal(folded))


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
