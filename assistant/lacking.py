"""Lacking: the kind of detail that a question asks for and the words cited do not give.

"How long do you keep the recordings?" may be answered from the clause on recordings, which gives no
period: that has to be told, or its silence is taken for something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from assistant.facts import dates
from assistant.lexicon import any_sign, listed, read_data
from assistant.polarity import asks_yes_or_no
from assistant.quantities import amounts, durations, percentages
from corpus.folding import fold

_FIGURES: Mapping[str, tuple[Callable[[str], Sequence[object]], ...]] = {
    "duration": (durations, dates),
    "amount": (amounts, percentages),
    "phone": (),
}


def lacking(question: str, language: str, quotes: Iterable[str]) -> str | None:
    """The kind of detail ("duration", "amount", "phone") that the question asks for and none of the
    quotes gives, in a figure or in words; None where they may."""
    if asks_yes_or_no(question, language):
        return None
    asked, said = fold(question), " ".join(quotes)
    for kind, (asks, tells) in _signs(language).items():
        if asks.search(asked):
            given = any(read(said) for read in _FIGURES[kind])
            return None if given or tells.search(fold(said)) else kind
    return None


@cache
def _signs(language: str) -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    table = read_data("lacking.yaml")
    return {
        kind: (any_sign(listed(signs["asks"][language])), any_sign(listed(signs["tells"])))
        for kind, signs in table.items()
    }
