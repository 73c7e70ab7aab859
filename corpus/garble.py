"""Words written in glyph codes, found and read again.

A page may mix fonts: some runs of words are garbled, others are clean, and the change
may fall inside a word. Whether a character is meant or is a code cannot be told from
the character alone (`5` is also the code of "D", `œ` that of "ç"), so each line is read
both ways at once (`corpus.decoding`). Only lines with a telling character are looked at,
and the schemes tried are those under which the line's odd characters are common ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.decoding import EXOTIC, KEPT, is_usual, read
from corpus.edits import Edit
from corpus.glyphs import DIRECT, MACINTOSH, RANKED, meanings

# A scheme met less often has to explain a text that much better.
_PRIOR = {RANKED: 0.0, DIRECT: 10.0, MACINTOSH: 10.0}
# What makes a line worth a look: codes beyond Latin-1 and control characters; else signs,
# figures and capitals in the midst of letters.
_TELLING = re.compile("[\u0102-\u0588\x03-\x08\x0e-\x1f]")
_DOUBTFUL = re.compile(
    r"[^\W\d_][{\[!¢¦±½\d]|[a-z][A-Z]|[{\[!;:.<&4-9/¢¦±½][^\W\d_]|[¢¦±½]|[A-Z]{5}"
)
_BLANK = re.compile(r"\{\{[\w .-]{1,60}\}\}")  # to be filled in: "{{.NbRooms}}"
_CONTROL = re.compile("[\x03-\x08\x0e-\x1f]")
# Codes of signs that never stand alone, as the comma: sums, ohms, angles and semicolons after all.
_SYMBOLS = frozenset("ΣΦΩακψω\u037e ")


def decoded(text: str) -> list[Edit]:
    """The changes that turn garbled runs of `text` into what they say, one a character."""
    edits: list[Edit] = []
    for start, end in _blocks(text):
        edits += _best_reading(text, start, end)
    return edits


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Spans of lines worth a look, neighbours together."""
    start = end = -1
    for line in re.finditer(r"[^\n\f]*\S[^\n\f]*", text):
        if _TELLING.search(line[0]) or _DOUBTFUL.search(line[0]):
            start = line.start() if start < 0 else start
            end = line.end()
        elif start >= 0:
            yield start, end
            start = -1
    if start >= 0:
        yield start, end


def _best_reading(text: str, start: int, end: int) -> list[Edit]:
    """The changes by the likeliest of the readings of `text[start:end]`."""
    words = text[start:end]
    readings = []
    for scheme in _candidates(words):
        cost, spans = read(words, meanings(scheme))
        readings.append((cost + _PRIOR[scheme], scheme, spans))
    _, scheme, spans = min(readings)
    table = meanings(scheme)
    blanks = {at for blank in _BLANK.finditer(words) for at in range(*blank.span())}
    return [
        Edit(start + at, start + at + 1, table[words[at]], scheme)
        for first, last in _believed(words, spans, table)
        for at in range(first, last)
        if words[at] in table and words[at] not in KEPT and at not in blanks
    ]


def _candidates(words: str) -> list[str]:
    """The schemes worth trying."""
    codes = [char for char in words if char > "\u00ff"]
    scores = {
        scheme: sum(is_usual(meanings(scheme).get(char, "")) for char in codes)
        for scheme in (RANKED, DIRECT)
    }
    best = max(scores.values())
    found = [scheme for scheme in scores if scores[scheme] >= max(1, 0.6 * best)] or [RANKED]
    if _CONTROL.search(words):
        return list(dict.fromkeys((*found, DIRECT, MACINTOSH)))
    capitals = sum("A" <= char <= "Z" for char in words)
    return [*found, MACINTOSH] if capitals > 0.5 * len(words) else found


def _believed(
    words: str, spans: list[tuple[int, int]], table: dict[str, str]
) -> list[tuple[int, int]]:
    """The garbled spans, less those that rest on too little."""
    if not EXOTIC.search(words) and all(_SYMBOLS.issuperset(words[a:b]) for a, b in spans):
        return []
    if any(_TELLING.search(words[first:last]) for first, last in spans):
        return spans
    return [(a, b) for a, b in spans if _says_a_word(words[a:b], table)]


def _says_a_word(run: str, table: dict[str, str]) -> bool:
    """Whether a run without any telling character says something: a word in capitals."""
    said = "".join(table.get(char, char) for char in run)
    return bool(re.search(r"[^\W\d_]{3}", said)) and not re.search(r"(.)\1\1", said)
