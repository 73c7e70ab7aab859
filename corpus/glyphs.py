"""Glyph codes: what a PDF wrote when its font had lost the map from glyphs to characters.

A font's glyphs are numbered; where the map is missing, programs write the number as if
it were a character. `data/glyph-codes.json` holds, per scheme, which character stands
for which text. Ligature glyphs stand for several letters.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

RANKED, DIRECT, MACINTOSH = "calibri-ranked", "calibri-direct", "macintosh-order"


@cache
def meanings(scheme: str) -> dict[str, str]:
    """What each character of that scheme stands for."""
    source = resources.files("corpus").joinpath("data/glyph-codes.json").read_text("utf-8")
    table: dict[str, str] = json.loads(source)["schemes"][scheme]
    return table


@cache
def codes(scheme: str) -> dict[str, str]:
    """The character that scheme writes for a letter, sign or ligature."""
    found: dict[str, str] = {}
    for code, meaning in meanings(scheme).items():
        found.setdefault(meaning, code)
    return found
