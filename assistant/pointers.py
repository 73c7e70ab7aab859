"""Pointers: where what is asked stands elsewhere than the words that answer.

"The sub-processors are listed in Schedule 3" answers nobody who asks which ones there are, nor
"at the rate in clause 3.3" how much. What they point to is told with them; and so is, where a
number is asked and the clause has none, the next one that fits and has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.finding import WEIGHTS
from assistant.found import Finding, Place
from assistant.gaps import asks_count, has_figure, wants_number
from assistant.lexicon import any_sign, listed, read_data
from assistant.polarity import asks_yes_or_no
from assistant.quantities import states_quantity
from assistant.quoting import LONGEST_LIST
from assistant.reservations import Reservation
from corpus.columns import column_names
from corpus.folding import fold
from corpus.model import Clause, Contract, Reference, lies_under
from index.lexical import terms

# So many signs at most stand between "listed" and what names the list.
_NEAR = 60
# By how much at most another clause fits less, of so many: of ten such on development questions
# eight belong to the answer.
NEARLY, _NEXT = 1.5, 5


def pointed_at(contract: Contract, place: Place, question: str, language: str) -> list[Reservation]:
    """What the words at the place, or its clause, point to, where that is what is asked: a list
    that they say to stand there, or a figure that they leave to another clause."""
    if asks_yes_or_no(question, language):
        return []
    asked = set(terms(question, language))
    lists = _signs(language)["asks"].search(fold(question)) is not None
    counts = asks_count(question, language)
    for reference, clause in _referred(contract, contract.clause(place.clause)):
        start, end = contract.body(clause)
        told = place.start <= reference.start < place.end
        found = (lists and _points(contract, reference)) and (
            told or _is_named(contract, clause, asked)
        )
        if told and counts and _leaves(contract, reference, clause, asked):
            found = found or has_figure(contract.text[start:end])
        if not found:
            continue
        names = column_names(contract, clause)
        if names and not contract.text[start : names[0]].strip(" |\n"):
            start = names[1]
        if end - start <= LONGEST_LIST:
            return [Reservation(clause, start, end, "pointed")]
        if lists and clause.start < start and len(parts_of(contract, clause)) > 1:
            return [Reservation(clause, clause.start, start, "outlined")]
    return []


def parts_of(contract: Contract, clause: Clause) -> list[str]:
    """The headings of what stands in a clause, in order: what of it is told where it is long."""
    return [child.heading for child in contract.children(clause.id) if child.heading]


def figure_beside(
    contract: Contract, finding: Finding, question: str, language: str
) -> list[Reservation]:
    """The clause that fits nearly as well as the one found and has a figure, where one is asked for
    and that one has none."""
    first = contract.clause(finding.places[0].clause)
    if not wants_number(question, language):
        return []
    if states_quantity(contract.text[first.start : first.end]):
        return []
    best = max((found.fit(WEIGHTS) for found in finding.ranked), default=0.0)
    for found in finding.ranked[:_NEXT]:
        apart = found.contract == contract.id and not (
            lies_under(found.clause, first.id) or lies_under(first.id, found.clause)
        )
        near = best - found.fit(WEIGHTS) < NEARLY
        if apart and near and states_quantity(contract.text[found.start : found.end]):
            clause = contract.clause(found.clause)
            return [Reservation(clause, found.start, found.end, "pointed")]
    return []


def _referred(contract: Contract, within: Clause) -> Iterator[tuple[Reference, Clause]]:
    """The mentions, in a clause, of others that neither hold it nor stand in it."""
    for reference in contract.references_between(within.start, within.end):
        target = reference.target
        if target and not (lies_under(within.id, target) or lies_under(target, within.id)):
            yield reference, contract.clause(target)


def _points(contract: Contract, reference: Reference) -> bool:
    """Whether it is said of something that it stands at what is referred to: before the name of
    that, or behind ("in bijlage 3 vermeld")."""
    before = contract.text[max(0, reference.start - _NEAR) : reference.start]
    after = re.split("[.;:,]", contract.text[reference.end : reference.end + _NEAR])[0]
    points = _signs(contract.language)["points"]
    return any(points.search(fold(words)) is not None for words in (before, after))


def _is_named(contract: Contract, clause: Clause, asked: set[str]) -> bool:
    """Whether the heading of a clause has a word of what is `asked`."""
    return not asked.isdisjoint(terms(contract.heading(clause) or "", contract.language))


def _leaves(contract: Contract, reference: Reference, clause: Clause, asked: set[str]) -> bool:
    """Whether what is asked stands right before what names another clause ("the rate in clause
    3.3"), which is one and no whole article."""
    before = contract.text[max(0, reference.start - _NEAR) : reference.start]
    parts = any(child.kind == "clause" for child in contract.children(clause.id))
    return not parts and not asked.isdisjoint(terms(before, contract.language))


@cache
def _signs(language: str) -> dict[str, re.Pattern[str]]:
    table: dict[str, dict[str, str]] = read_data("quoting.yaml")["pointing_to"]
    return {name: any_sign(listed(by_language[language])) for name, by_language in table.items()}
