"""Pointers: where the words that answer only tell where the answer stands.

"The sub-processors are listed in Schedule 3" answers nobody who asks which ones there are, nor
"at the rate in clause 3.3" how much. What they point to is told with them.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.found import Place
from assistant.gaps import asks_count, has_figure
from assistant.lexicon import any_sign, listed, read_data
from assistant.polarity import asks_yes_or_no
from assistant.quoting import LONGEST_LIST
from assistant.reservations import Reservation
from corpus.folding import fold
from corpus.model import Contract, lies_under
from index.lexical import terms

# So many signs at most stand between "listed" and what names the list.
_NEAR = 60


def pointed_at(contract: Contract, place: Place, question: str, language: str) -> list[Reservation]:
    """What the words at the place point to, where that is what is asked: a list that they say to
    stand there, or a figure that they leave to another clause."""
    if asks_yes_or_no(question, language):
        return []
    lists = _signs(language)["asks"].search(fold(question)) is not None
    counted = set(terms(question, language)) if asks_count(question, language) else set()
    for reference in contract.references:
        target = reference.target
        if not (place.start <= reference.start < place.end) or target is None:
            continue
        if lies_under(place.clause, target) or lies_under(target, place.clause):
            continue
        clause = contract.clause(target)
        start, end = contract.body(clause)
        before = contract.text[place.start : reference.start][-_NEAR:]
        points = lists and _signs(contract.language)["points"].search(fold(before)) is not None
        named = not counted.isdisjoint(terms(before, contract.language))
        parts = any(child.kind == "clause" for child in contract.children(target))
        given = named and not parts and has_figure(contract.text[start:end])
        if (points or given) and end - start <= LONGEST_LIST:
            return [Reservation(clause, start, end, "pointed")]
    return []


@cache
def _signs(language: str) -> dict[str, re.Pattern[str]]:
    table: dict[str, dict[str, str]] = read_data("quoting.yaml")["pointing_to"]
    return {name: any_sign(listed(by_language[language])) for name, by_language in table.items()}
