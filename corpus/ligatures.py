"""Ligatures that a PDF gives out as a capital: "heeE" for "heeft", "parFjen" for "partijen".

A font may draw two or three letters as one glyph, and the map from glyphs to letters name another
one for it. The words tell which: where one capital stands in the midst of many small letters, and
the same ligature in its place makes words of nearly all of them, it is that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from corpus.dictionaries import known_words
from corpus.edits import Edit

_WITHIN = re.compile(r"(?<![^\W\d_])[a-zà-ÿ]{1,30}(?P<sign>[A-Z])[a-zà-ÿ]{0,30}(?![^\W\d_])")
_LIGATURES = ("ti", "ft", "tt", "fi", "fl", "ff", "tf", "fj", "ffi", "tti")
_FEWEST, _MOST = 4, 400
"""So many words must tell at least, and so many are looked up at most."""
_NEARLY_ALL = 0.6
"""The share of words that a dictionary must have: compounds stand in none."""


def ligatures(text: str) -> list[Edit]:
    """The changes that write such capitals as the letters they stand for."""
    found = list(_WITHIN.finditer(text))
    words: dict[str, set[str]] = defaultdict(set)
    for match in found[:_MOST]:
        words[match["sign"]].add(match[0])
    doubtful = {sign: held for sign, held in words.items() if len(held) >= _FEWEST}
    meant = _meant(doubtful) if doubtful else {}
    return [
        Edit(*match.span("sign"), meant[match["sign"]], "ligature")
        for match in found
        if match["sign"] in meant
    ]


def _meant(words: Mapping[str, Collection[str]]) -> dict[str, str]:
    """For each capital the ligature that it stands for; those for which none does are left out."""
    spelled = {
        (sign, ligature): {word.replace(sign, ligature) for word in held}
        for sign, held in words.items()
        for ligature in _LIGATURES
    }
    known = known_words(set().union(*spelled.values()))
    return dict(_likeliest(spelled, known))


def _likeliest(
    spelled: Mapping[tuple[str, str], set[str]], known: Collection[str]
) -> Iterator[tuple[str, str]]:
    for sign in dict.fromkeys(sign for sign, _ in spelled):
        shares = {
            ligature: sum(word in known for word in words) / len(words)
            for (of, ligature), words in spelled.items()
            if of == sign
        }
        best = max(shares, key=shares.__getitem__)
        if shares[best] >= _NEARLY_ALL:
            yield sign, best
