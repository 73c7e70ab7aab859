"""Numbers that a program left alone on their line, above the words that they count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.pages import PageLine

_NUMBER = re.compile(r"\d{1,2}\.(?:\d{1,2}(?:\.\d{1,2})*\.?)?$")
_LETTER = re.compile(r"\(?(?:[a-z]|[ivx]{2,4})\)$")
_FEW = 3  # fewer may be anything: a version, an amount, a day


def lone_numbers(lines: Sequence[PageLine]) -> frozenset[int]:
    """The lines that go with the line below: "3.4." above "If the goals are changed, …".

    Where two numbers stand one above the other their words are not told apart, and neither
    has any; numbers that do not count upwards are no numbers of clauses.
    """
    numbers = [index for index, line in enumerate(lines) if _NUMBER.match(line.text)]
    paths = [[int(part) for part in lines[index].text.split(".") if part] for index in numbers]
    upwards = sum(one < other for one, other in pairwise(paths))
    if len(numbers) < _FEW or upwards < 0.8 * (len(numbers) - 1):
        return frozenset()
    alone = {index for index, line in enumerate(lines) if _LETTER.match(line.text)} | {*numbers}
    return frozenset(
        index
        for index in alone
        if index + 1 < len(lines) and not alone & {index - 1, index + 1}
        and not lines[index + 1].opens and not lines[index].verbatim
    )  # fmt: skip
