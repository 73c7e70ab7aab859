"""Words written in glyph codes, found and read again.

A page may mix fonts: some runs of words are garbled, others are clean, and the change
may fall inside a word. Whether a character is meant or is a code cannot be told from
the character alone (`5` is also the code of "D", `œ` that of "ç"), so each line is read
both ways at once: of all ways to call some characters clean and others garbled, the one
is kept whose result is the likeliest text (`corpus.letters`), every change between the
two having its price. Only lines with a telling character are looked at.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from typing import NamedTuple

from corpus.edits import Edit
from corpus.glyphs import DIRECT, MACINTOSH, RANKED, meanings
from corpus.letters import ELISION, IN_WORD, JOIN, LINE, SENTENCE, SPACE, START, step

_BEAM = 30.0
_CLEAN, _GARBLED, _PROVEN = 0, 1, 2
_BETWEEN = frozenset((LINE, SENTENCE, SPACE))
# What it costs to change between clean and garbled: between words, next to a sign,
# inside a word.
_ENTER = (4.5, 9.0, 12.0)
_LEAVE = (0.5, 1.5, 9.0)
_INSIDE = (9.0, 6.0)  # enter or leave inside a word, at a character of no language
_PRIOR = {RANKED: 0.0, DIRECT: 10.0, MACINTOSH: 10.0}
_STRANGE = 3.0  # what a lone Greek or Cyrillic letter costs in a Latin line
_ODD = 8.0  # what a rare letter or sign costs where it is read from a code
_UNPROVEN = 5.5  # what a garbled run costs more until a telling character comes


_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]+")
_CYRILLIC = re.compile("[\u0400-\u0487\u048a-\u052f]+")
_FOREIGN = re.compile("[\u0370-\u052f]")
# In no living language of Europe, nor in pinyin.
_EXOTIC = re.compile(
    "[\u0180-\u0191\u0193-\u019f\u01a2-\u01ae\u01b1-\u01c3\u01cb-\u01cd\u01dd-\u01e5\u01ea-\u0217]"
)
_CONTROL = re.compile("[\x03-\x08\x0e-\x1f]")
_KEPT = frozenset(" \n\t\r\f")  # never a code
_USUAL = frozenset("àâäáãåæçèéêëìíîïñòóôõöøœùúûüÿßÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØŒÙÚÛÜ’‘“”„«»–—…•€°§£")
_EXPECTED = _USUAL | set(string.ascii_letters + string.digits + string.punctuation)
_EXPECTED |= {"ff", "fi", "fl", "ffi", "ffl", "ft", "tt", "ti", "tti", "tf", " "}
_COMMON = frozenset("0123456789.,;:!?…’'‘“”„«»()[]/-–—•€%&°§\"@+=*_#")


class _Path(NamedTuple):
    """The best way to reach a state: its cost, and where it changed between the two."""

    cost: float
    switches: tuple[object, ...]  # (earlier switches, position), innermost last


def decoded(text: str) -> list[Edit]:
    """The changes that turn garbled runs of `text` into what they say, one a character."""
    edits: list[Edit] = []
    for start, end in _blocks(text):
        edits += _best_reading(text, start, end)
    return edits


# What makes a line worth a look: codes beyond Latin-1, control characters; else signs
# and capitals in the midst of letters.
_TELLING = re.compile("[\u0102-\u0588\x03-\x08\x0e-\x1f]")
_DOUBTFUL = re.compile(
    r"[^\W\d_][{\[!¢¦±½\d]|[a-z][A-Z]|[{\[!;:.<&4-9/¢¦±½][^\W\d_]|[¢¦±½]|[A-Z]{5}"
)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Spans of lines that hold a telling character, neighbours together."""
    start = end = -1
    for line in re.finditer(r"[^\n\f]*\S[^\n\f]*", text):
        if not _TELLING.search(line.group()) and not _DOUBTFUL.search(line.group()):
            if start >= 0:
                yield start, end
            start = -1
            continue
        if start < 0:
            start = line.start()
        end = line.end()
    if start >= 0:
        yield start, end


def _best_reading(text: str, start: int, end: int) -> list[Edit]:
    """The likeliest of the readings that the schemes offer for `text[start:end]`."""
    words = text[start:end]
    readings = {scheme: _read(words, scheme) for scheme in _candidates(words)}
    scheme, (_, garbled) = min(readings.items(), key=lambda reading: reading[1][0])
    table = meanings(scheme)
    if not any(_TELLING.search(words[first:last]) for first, last in garbled):
        garbled = [span for span in garbled if _convincing(words[slice(*span)], table)]
    return [
        Edit(start + at, start + at + 1, table[words[at]], scheme)
        for first, last in garbled
        for at in range(first, last)
        if words[at] in table and words[at] not in _KEPT
    ]


def _convincing(run: str, table: dict[str, str]) -> bool:
    """Whether a run without any telling character is garbled: it says a word in capitals."""
    said = "".join(table.get(char, char) for char in run)
    return bool(re.search(r"[^\W\d_]{3}", said)) and not re.search(r"(.)\1\1", said)


def _candidates(words: str) -> list[str]:
    """The schemes worth trying: those under which the telling signs are common ones."""
    codes = [char for char in words if char > "\u00ff"]
    scores = {
        scheme: sum(table.get(char, "") in _EXPECTED for char in codes)
        for scheme, table in ((RANKED, meanings(RANKED)), (DIRECT, meanings(DIRECT)))
    }
    best = max(scores.values())
    found = [scheme for scheme in scores if scores[scheme] >= max(1, 0.6 * best)]
    capitals = sum("A" <= char <= "Z" for char in words)
    if _CONTROL.search(words):
        return [*found, DIRECT, MACINTOSH]
    return [*(found or [RANKED]), *([MACINTOSH] if capitals > 0.5 * len(words) else [])]


def _read(words: str, scheme: str) -> tuple[float, list[tuple[int, int]]]:
    """The cost of the likeliest reading of `words`, and its garbled spans."""
    table = meanings(scheme)
    paths = {(_CLEAN, START): _Path(0.0, ())}
    meant = _meant(words, table)
    latin = re.search("[A-Za-z]", words)
    for at, char in enumerate(words):
        grown: dict[tuple[int, str], _Path] = {}
        code = char if char in _KEPT else table.get(char, "")
        outs = ((_CLEAN, char), (_GARBLED, "" if at in meant else code))
        telling = char > "\u00ff" or char < " "
        odd = 0.0 if code in _EXPECTED or char in _KEPT else _ODD
        exotic = bool(_EXOTIC.match(char) or (at and _EXOTIC.match(words[at - 1])))
        strange = _STRANGE if latin and at not in meant and _FOREIGN.match(char) else 0.0
        for (mode, state), (cost, switches) in paths.items():
            for aim, out in outs:
                if not out:
                    continue
                price, after, taken, garbled = cost, state, switches, aim
                if aim and mode != _PROVEN:
                    garbled = _PROVEN if telling else _GARBLED
                    price += _UNPROVEN * ((not telling) - (mode == _GARBLED))
                elif aim:
                    garbled = _PROVEN
                price += odd if aim else strange
                if bool(aim) != bool(mode):
                    price += _switch(bool(aim), state, out[0], exotic)
                    taken = (switches, at)
                for letter in out:
                    paid, after = step(after, letter)
                    price += paid
                known = grown.get((garbled, after))
                if known is None or price < known.cost:
                    grown[garbled, after] = _Path(price, taken)
        limit = min(path.cost for path in grown.values()) + _BEAM
        paths = {key: path for key, path in grown.items() if path.cost <= limit}
    (mode, _), best = min(
        paths.items(), key=lambda item: item[1].cost + step(item[0][1], "\n")[0]
    )
    return best.cost + _PRIOR[scheme], _spans(best.switches, bool(mode), len(words))


def _meant(words: str, table: dict[str, str]) -> set[int]:
    """Positions of Greek and Cyrillic words: a garbled text has but their letters that
    are codes of figures and signs, and hardly ever among others."""
    found: set[int] = set()
    for script in (_GREEK, _CYRILLIC):
        spans = [(m.start(), m.end()) for m in script.finditer(words)]
        sure = [
            span
            for span in spans
            if any(len(table.get(char, "~~")) > 1 or table[char] not in _COMMON for char in words[slice(*span)])
            and span[1] - span[0] > 1
        ]
        if sure and not _EXOTIC.search(words):
            sure = spans
        found.update(at for span in sure for at in range(*span))
    return found


def _switch(garbled: bool, state: str, char: str, exotic: bool) -> float:
    prices = _ENTER if garbled else _LEAVE
    if state[0] in _BETWEEN or char.isspace():
        return prices[0]
    if state[0] in (ELISION, JOIN) and char.isalpha():
        return prices[0]
    if state[0] not in IN_WORD or not char.isalpha():
        return prices[1]
    return _INSIDE[not garbled] if exotic else prices[2]


def _spans(switches: tuple[object, ...], garbled: bool, end: int) -> list[tuple[int, int]]:
    """The garbled spans, from the chain of switches; `garbled` is how the text ends."""
    spans = []
    while switches:
        switches, at = switches  # type: ignore[assignment]
        if garbled:
            spans.append((at, end))
        end, garbled = at, not garbled
    return spans[::-1]  # type: ignore[return-value]
