"""Choices: the clauses that a question may mean which says too little to tell one of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from assistant.found import Place, of_hit
from assistant.language import question_language
from assistant.lexicon import read_data
from assistant.quantities import QUANTITY_READERS, Quantity, without
from assistant.recognition import Recognised
from assistant.weighing import Candidate, Weighed, Weights
from corpus.folding import fold
from corpus.model import Clause, Contract, lies_under
from corpus.sentences import sentences
from index.lexical import stop_words
from index.search import Hit

# A question of so few words, on no clear topic, may mean any clause that holds them.
VAGUE_WORDS, CLEAR_TOPIC, TOO_COMMON, MOST_CHOICES = 2, 0.05, 15, 5
# Where one or two words may mean several clauses, those that fit nearly as well as the best; by how
# little it leads then; and how surely a topic is recognised to be plainly meant.
NEARLY, CLOSE, PLAIN_TOPIC = 1.5, 0.7, 0.08
_WORD = re.compile(r"\w+")


def by_words(question: str, recognised: Recognised, hits: Sequence[Hit]) -> tuple[Place, ...]:
    """The clauses that hold the one or two words asked; none where a topic tells which is meant."""
    clear = max(recognised.scores.values(), default=0.0) >= CLEAR_TOPIC
    if clear or len(_WORD.findall(question)) > VAGUE_WORDS:
        return ()
    holding = [hit for hit in hits if hit.lexical > 0]
    if not 2 <= len(holding) <= TOO_COMMON:
        return ()
    return tuple(of_hit(hit) for hit in holding[:MOST_CHOICES])


def by_doubt(question: str, weighed: Weighed, weights: Weights) -> tuple[Place, ...]:
    """The clauses that come near the best one; none where the question has more than one or two
    words, or is plainly on a topic."""
    ranked = weighed.ranked
    if len(_WORD.findall(question)) > VAGUE_WORDS or ranked[0].recognised >= PLAIN_TOPIC:
        return ()
    least = ranked[0].fit(weights) - NEARLY
    near: dict[tuple[str, str], Candidate] = {}
    for one in ranked:
        if one.fit(weights) > least:
            near.setdefault((one.contract, one.clause), one)
    apart = [
        one
        for one in near.values()
        if not any(lies_under(clause, one.clause) and clause != one.clause for _, clause in near)
    ]
    places = tuple(Place(one.contract, one.clause, one.start, one.end) for one in apart)
    return places[:MOST_CHOICES] if len(places) > 1 else ()


def by_figure(question: str, contracts: Mapping[str, Contract]) -> tuple[Place, ...]:
    """The sentences with a figure of the kind that the question names, where it names no matter.

    "Pourquoi le délai est-il de 48 heures ?" means what the contract says in hours; where it
    says nothing in hours, any other term.
    """
    for read in QUANTITY_READERS:
        asked = read(question)
        if asked and not _matter(question, asked):
            units = {quantity.unit for quantity in asked}
            held = [
                (contract, clause, found)
                for contract in contracts.values()
                for clause in contract.clauses
                for start, end in contract.own_spans(clause)
                for found in _moved(read(contract.text[start:end]), start)
            ]
            same = [one for one in held if one[2].unit in units]
            places = {(c.id, clause.id): _sentence(c, clause, f) for c, clause, f in same or held}
            return tuple(places.values())[:MOST_CHOICES]
    return ()


def _matter(question: str, figures: Sequence[Quantity]) -> set[str]:
    """The words of the question besides its figures and those that say nothing of their matter."""
    empty = stop_words(question_language(question)) | _figure_words()
    return set(_WORD.findall(fold(without(question, figures)))) - empty


@cache
def _figure_words() -> frozenset[str]:
    table: list[list[str]] = read_data("figure_words.yaml")
    return frozenset(word for words in table for word in words)


def _moved(found: Sequence[Quantity], by: int) -> list[Quantity]:
    return [Quantity(q.value, q.unit, q.start + by, q.end + by) for q in found]


def _sentence(contract: Contract, clause: Clause, figure: Quantity) -> Place:
    """The sentence that gives the figure."""
    spans = sentences(contract.text, *contract.body(clause))
    around = (span for span in spans if span[0] <= figure.start and figure.end <= span[1])
    marks = ((figure.start, figure.end),)
    return Place(contract.id, clause.id, *next(around, marks[0]), marks)
