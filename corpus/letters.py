"""How likely a text is, letter by letter, in the languages of Europe.

`data/letters.json.gz` counts which letter follows which (see benchmarks/letters.py);
what the word lists do not know (case, figures, signs, spaces) is judged by the few
habits below. Costs are negative logarithms: the lower, the likelier.
"""

from __future__ import annotations

import gzip
import json
import string
from functools import cache, lru_cache
from importlib import resources
from math import exp, log

# What a text has come to, in one sign: the state begins with it. Inside a word the
# word's last three letters follow.
LINE, SENTENCE, SPACE = "\n", "S", " "
LOWER, CAPITAL, CAPITALS = "w", "C", "U"  # in a word: small; after one capital; after more
TITLE = "T"  # after the capital that begins a sentence, or follows a word in capitals
SHOUT = "A"  # between words, the last of them in capitals
DIGIT, AFTER_DIGIT = "d", "D"
STOP, CLOSING, OPENING, ELISION, JOIN, SIGN, QUOTE = ".", ")", "(", "'", "-", "#", '"'
IN_WORD = frozenset((LOWER, CAPITAL, CAPITALS, TITLE))
START = LINE

_TRUST = 4.0  # how many counts the shorter context is worth
_UNKNOWN = 16.0
# Letters of some language, and those of pinyin: what they cost at most, wherever they stand.
_FOREIGN = {
    **{chr(code): exp(-10.0) for code in range(0x100, 0x180) if chr(code) not in "ĿŀŉſĲĳ"},
    **dict.fromkeys("ǎǐǒǔǖǘǚǜ", exp(-13.5)),
}
_ACRONYM_LETTER = 3.6
_BETWEEN = {STOP: SENTENCE, LINE: LINE, CAPITALS: SHOUT, SHOUT: SHOUT}  # what a space leads to

_SIGNS = {
    ",": 2.2, ".": 2.4, "’": 3.0, "'": 3.2, "-": 3.5, "(": 4.5, ")": 4.5, ":": 4.2, ";": 4.5,
    "?": 5.0, "!": 5.5, "«": 5.0, "»": 5.0, "“": 5.2, "”": 5.2, '"': 5.2, "„": 5.5, "/": 5.5,
    "–": 5.5, "—": 6.0, "‘": 6.0, "%": 5.5, "€": 5.8, "&": 6.0, "•": 6.0, "…": 6.0, "°": 6.0,
    "[": 6.5, "]": 6.5, "§": 6.5, "*": 7.0, "_": 7.0, "#": 7.0, "@": 7.0, "+": 7.0, "=": 7.0,
    "<": 7.5, ">": 7.5, "‹": 6.5, "›": 6.5, "$": 7.0, "£": 7.0, "¿": 6.0, "¡": 6.0, "‚": 7.0,
    "{": 10.5, "}": 9.0, "|": 8.0, "‑": 4.5, "‐": 6.0, "~": 8.5, "\\": 9.0, "²": 7.5, "³": 8.0,
    "©": 7.5, "®": 7.5, "™": 7.5, "½": 8.0, "¼": 8.5, "¾": 8.5, "×": 8.0, "±": 8.5, "·": 8.0,
    "º": 7.0, "ª": 7.0, "→": 8.0, "≤": 8.5, "≥": 8.5, "−": 8.0, "′": 9.0, "µ": 8.5, "☐": 8.0,
    "■": 8.0, "▪": 7.0, "●": 7.0, "□": 8.0, "√": 9.0, "☑": 8.0, "✓": 8.0, "†": 9.0, "`": 9.0,
    "¦": 13.0, "¢": 12.0,
}  # fmt: skip
_WORDS_OF_ONE = frozenset(("^a", "^e", "^i", "^o", "^u", "^y", "^à", "^è", "^é"))
_ALPHABET = frozenset(string.ascii_lowercase)
_ENDS = frozenset(".!?…")
_CLOSES = frozenset(",;:)]}»”›%°²³")
_NEVER_FIRST = frozenset(".!?,;:)]}»”%")
_OPENS = frozenset("([{«“„‹¿¡‘")
_ELIDES = frozenset("’'")
_JOINS = frozenset("-‑‐/")
_AFTER_SPACE = {
    "/": 4.0,
    ".": 10.0,
    **dict.fromkeys(",)]}…’'", 7.0),
    **dict.fromkeys(":;!?»%°", 1.5),
}


@cache
def _counts() -> dict[str, tuple[dict[str, int], int]]:
    packed = resources.files("corpus").joinpath("data/letters.json.gz").read_bytes()
    raw = json.loads(gzip.decompress(packed))["counts"]
    table = {context: dict(zip(*row, strict=True)) for context, row in raw.items()}
    return {context: (row, sum(row.values())) for context, row in table.items()}


@lru_cache(maxsize=200_000)
def _chance(context: str, letter: str) -> float:
    counts, total = _counts().get(context, ({}, 0))
    if not context:
        return max(counts.get(letter, 0) / total, exp(-_UNKNOWN))
    shorter = _chance(context[1:], letter)
    known = (counts.get(letter, 0) + _TRUST * shorter) / (total + _TRUST)
    return max(known, _FOREIGN.get(letter, 0.0))


@lru_cache(maxsize=200_000)
def step(state: str, char: str) -> tuple[float, str]:
    """The cost of `char` after a text that has come to `state`, and the state after it."""
    kind, context = state[0], state[1:]
    if char.isalpha():
        return _letter(kind, context, char)
    end = _word_end(kind, context, char) if kind in IN_WORD else 0.0
    if char in "\n\f":
        return end + 0.3, LINE
    if char.isspace() and char not in "\x1c\x1d\x1e\x1f":
        return end + _space(kind), _BETWEEN.get(kind, SPACE)
    if char.isdigit():
        return end + _digit(kind), DIGIT
    cost, after = _sign(kind, char)
    return end + cost, after


def _letter(kind: str, context: str, char: str) -> tuple[float, str]:
    small = char.lower()[0]
    upper = char != small
    inside = kind in IN_WORD
    chance = _chance(context if inside else "^", small)
    if upper and (kind != LOWER or not inside):
        chance = 0.65 * chance + 0.35 * _acronym_letter(small)
    cost = -log(max(chance, exp(-_UNKNOWN - 4)))
    if not inside:
        cost += _word_start(kind)
        capital, plain = {
            LINE: (0.8, 0.7),
            SENTENCE: (0.3, 1.8),
            STOP: (0.7, 0.7),
            SHOUT: (0.9, 0.5),
        }.get(kind, (1.9, 0.2))
    else:
        capital, plain = {
            LOWER: (8.0, 0.0),
            CAPITAL: (4.6, 0.1),
            TITLE: (3.2, 0.1),
            CAPITALS: (0.1, 3.5),
        }[kind]
    cost += capital if upper else plain
    if inside:
        after = LOWER if not upper else CAPITAL if kind == LOWER else CAPITALS
        return cost, after + (context + small)[-3:]
    capital_kind = TITLE if kind in (LINE, SENTENCE, SHOUT) else CAPITAL
    return cost, (capital_kind if upper else LOWER) + "^" + small


def _acronym_letter(small: str) -> float:
    """The chance of a letter where any may follow: in an acronym, as an initial."""
    return exp(-_ACRONYM_LETTER) if "a" <= small <= "z" else _chance("", small)


def _word_start(kind: str) -> float:
    return {
        SPACE: 0.2, SHOUT: 0.2, LINE: 0.3, SENTENCE: 0.2, OPENING: 0.3, QUOTE: 0.3, ELISION: 0.3,
        JOIN: 0.3, DIGIT: 4.5, STOP: 4.5, CLOSING: 4.5, AFTER_DIGIT: 3.5,
    }.get(kind, 3.0)  # fmt: skip


def _word_end(kind: str, context: str, char: str) -> float:
    chance = _chance(context, "$")
    if kind == LOWER and context in _WORDS_OF_ONE:
        chance = max(chance, 0.4)
    elif kind == CAPITALS:
        chance = max(chance, 0.2 if len(context) > 3 or "^" not in context else 0.06)
    elif kind in (CAPITAL, TITLE) and len(context) == 2 and char not in _ELIDES:
        chance = _initial(context[1], char, chance, kind == TITLE)
    if (
        len(context) == 2
        and "\u0140" <= context[1] <= "\u017f"
        and context[1] != "ő"
        and char != "."
    ):
        chance = min(chance, 0.002)  # a word in no language
    lone = 1.5 if char == "\n" and len(context) == 2 else 0.0
    return lone - log(chance)


def _initial(letter: str, char: str, chance: float, first: bool) -> float:
    """The chance that a single capital ends here: an initial, a label, or a word."""
    if char == "." or char in _JOINS:  # an initial; "E-mail"
        return max(chance, 0.1)
    if char in "!?":
        return 0.002
    if letter not in _ALPHABET:
        return chance if first or letter in "àő" or letter > "\u024f" else chance * 0.01
    if letter in "ai":
        return max(chance, 0.3)
    if letter in "hm":  # what clean "I" and "a" say as codes
        return 0.0006
    return max(chance, 0.01) if letter in "uy" else 0.003


def _space(kind: str) -> float:
    return {
        OPENING: 2.5,
        QUOTE: 6.0,
        ELISION: 6.0,
        JOIN: 2.5,
        SPACE: 2.0,
        SHOUT: 2.0,
        LINE: 0.5,
        SENTENCE: 2.0,
        DIGIT: 0.7,
    }.get(kind, 0.3)


def _digit(kind: str) -> float:
    return 2.3 + {
        DIGIT: 1.0, AFTER_DIGIT: 0.8, SPACE: 3.0, SHOUT: 3.0, SENTENCE: 3.0, LINE: 2.5,
        OPENING: 2.0,
        QUOTE: 2.0, ELISION: 8.5, JOIN: 2.5, LOWER: 5.0, CAPITAL: 3.0, TITLE: 3.0,
        CAPITALS: 3.0,
    }.get(kind, 2.5)  # fmt: skip


def _sign(kind: str, char: str) -> tuple[float, str]:
    known = "\x1f" < char < "\u0100" or "\u2000" <= char < "\u2c00"
    cost = _SIGNS.get(char, 10.0 if known else 15.0)
    if kind in (SPACE, SHOUT, SENTENCE, LINE):
        cost += _AFTER_SPACE.get(char, 0.0)
        cost += 4.0 if kind == LINE and char in _NEVER_FIRST else 0.0
    elif kind in IN_WORD or kind == DIGIT:
        cost += 4.0 if char in _OPENS else 0.0
        if kind == DIGIT:
            cost -= 3.0 if char in "%°€" else 1.0 if char in ",.-/:)" else 0.0
    elif kind in (OPENING, QUOTE):
        cost += 2.0 if char in _ELIDES or char in _CLOSES else 4.0 if char in "[{" else 0.0
    else:
        cost += 1.0 if char in _CLOSES or char in _ENDS else 2.0
    if kind == DIGIT and char in ",.:/-’ ":
        return cost, AFTER_DIGIT if char != "." else STOP
    if char in _ENDS:
        return cost, STOP
    if char == '"' and kind in (SPACE, SHOUT, SENTENCE, LINE, OPENING):
        return cost, QUOTE
    if char in _OPENS:
        return cost, OPENING
    if char in _ELIDES:
        return cost, ELISION
    if char in _JOINS:
        return cost, JOIN
    return cost, CLOSING if char in _CLOSES else SIGN
