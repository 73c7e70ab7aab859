"""Numbers as contracts write them, and the run of numbers that belongs together."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ROMAN_FORM = re.compile(r"^(?:x{0,3}|xl|l?x{0,3}|xc)(?:ix|iv|v?i{0,3})$", re.IGNORECASE)
_WORDS = {
    "premier": 1, "premiere": 1, "première": 1, "unique": 1, "eerste": 1, "één": 1,
    "first": 1, "one": 1,
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11, "douze": 12,
    "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9,
    "tien": 10, "elf": 11, "twaalf": 12,
    "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
    "deuxième": 2, "seconde": 2, "troisième": 3, "quatrième": 4, "tweede": 2, "derde": 3,
    "vierde": 4, "second": 2, "third": 3, "fourth": 4,
}  # fmt: skip
IN_WORDS = "|".join(sorted(_WORDS, key=len, reverse=True))
_MAX_GAP = 12


def roman(text: str) -> int | None:
    """The value of a Roman number below 100, None for anything else."""
    low = text.lower()
    if not low or not _ROMAN_FORM.match(low):
        return None
    values = [_ROMAN[char] for char in low]
    following = [*values[1:], 0]
    pairs = zip(values, following, strict=True)
    return sum(-value if value < after else value for value, after in pairs)


def value_of(text: str) -> int | None:
    """The value of `4`, `1er`, `premier`, `IV` or `Two`; None where it is no number."""
    low = text.strip().lower()
    digits = re.match(r"^(\d{1,3})(?:\s?(?:er|ère|ere|e|ᵉʳ|°|ste|de))?$", low)
    if digits:
        return int(digits[1])
    return _WORDS.get(low) or roman(low)


def best_run(
    numbers: Sequence[int], weights: Sequence[float], restarts: Sequence[int] = ()
) -> list[int]:
    """Indexes of the increasing run of `numbers` with the greatest weight.

    Numbers that were skipped, and a run that does not begin at 1, cost weight. After
    an index in `restarts` (a chapter begins there) a run may begin again at 1.
    """
    best: dict[int, tuple[float, int]] = {}
    came_from: list[int] = []
    totals: list[float] = []
    resume: tuple[float, int] = (0.0, -1)
    marks = set(restarts)
    for index, (number, weight) in enumerate(zip(numbers, weights, strict=True)):
        if index in marks and best:
            resume = max(best.values())
        options = [(-0.75 * (number - 1), -1)]
        if number == 1 and resume[1] >= 0:
            options.append(resume)
        for step in range(1, _MAX_GAP + 1):
            if number - step in best:
                total, before = best[number - step]
                options.append((total - 0.75 * (step - 1), before))
        total, before = max(options)
        totals.append(total + weight)
        came_from.append(before)
        if number not in best or totals[index] >= best[number][0]:
            best[number] = (totals[index], index)
    if not totals:
        return []
    at = max(range(len(totals)), key=lambda index: (totals[index], index))
    run = []
    while at >= 0:
        run.append(at)
        at = came_from[at]
    return run[::-1]
