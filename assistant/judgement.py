"""Judgement: the yes or no that a clause says to a question, where the model's judge is sure of it.

`assistant.verdict` reads a sentence by rules that know most questions not to be theirs; this is
for the others. What is said is one of the judge's verdicts, and only of a question that asks for
a yes or a no.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant.polarity import asks_yes_or_no
from assistant.remarks import other_country, other_figure

# How likely a verdict is at least where it is said: nine in ten are right, one in fifty contrary
# (`benchmarks/judgement.py`).
SURE = {"yes": 0.8, "no": 0.83, "depends": 0.8}
APART = 0.7
"""By how much a clause outdoes the next one (`found.Finding.lead`) where it is judged at all: below
it four in ten verdicts would stand before the wrong clause (docs/experiments.md)."""


def judged(
    question: str, language: str, quote: str, likely: Callable[[], Mapping[str, float]]
) -> str | None:
    """ "yes", "no" or "depends", None where none is sure; `likely` is asked where one is wanted.

    Words with another figure or country than the question's do not say yes to it.
    """
    if not asks_yes_or_no(question, language):
        return None
    found = likely()
    said = next((said for said, least in SURE.items() if found.get(said, 0) >= least), None)
    if said != "yes":
        return said
    other = other_figure(question, [quote]) or other_country(question, [quote])
    return None if other else said
