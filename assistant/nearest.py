"""The nearest passages: what is worth reading where the contract does not say what is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from assistant.found import Place, of_hit
from assistant.language import question_language
from assistant.treatment import Treatment
from assistant.weighing import Candidate
from corpus.model import Contract
from index.lexical import terms
from index.search import Hit

MOST = 3
# By how much less than usual a passage may be near to a question and be told: of seventy nearest
# passages nearly all that had nothing to do with it lay below.
FAR = 1.8
# What stands around the clauses, and is not worth reading instead of an answer.
AROUND = ("cover", "preamble", "signatures", "closing")


def nearest(
    neighbours: Iterable[str],
    treatments: Mapping[str, Mapping[str, tuple[Treatment, ...]]],
    ranked: Sequence[Candidate],
    telling: Iterable[Hit],
) -> tuple[Place, ...]:
    """Where the contracts surely treat the `neighbours` of the topic asked about, the clause first
    that fits the question best; else the first of the `telling` hits.

    `ranked` are the clauses as they were weighed, best first.
    """
    order = {(one.contract, one.clause): at for at, one in reversed([*enumerate(ranked)])}
    beside = {
        (contract, hit.clause): Place(contract, hit.clause, hit.start, hit.end, (hit.marks,), hit)
        for name in neighbours
        for contract, by_topic in treatments.items()
        for hit in by_topic.get(name, ())
        if hit.sure == 1 and hit.clause not in AROUND
    }
    if beside:
        by_fit = sorted(beside, key=lambda key: order.get(key, len(order)))
        return tuple(beside[key] for key in by_fit[:MOST])
    first = next((hit for hit in telling if hit.clause not in AROUND), None)
    return (of_hit(first),) if first else ()


def is_far(near: Sequence[Place], ranked: Iterable[Candidate], usual: float) -> bool:
    """Whether the first of the nearest places is far from what is asked: `usual` is how near the
    nearest clause is to any question."""
    clauses = {(place.contract, place.clause) for place in near[:1]}
    nearness = [one.late for one in ranked if (one.contract, one.clause) in clauses]
    return bool(nearness) and max(nearness) < usual - FAR


def shares_a_word(contract: Contract, clause: str, question: str) -> bool:
    """Whether the clause has a word of the question; in another language than the contract's it may
    have any."""
    language = contract.language
    if question_language(question, language) != language:
        return True
    found = contract.clause(clause)
    said = terms(f"{contract.heading(found)} {contract.words(found)}", language)
    return not set(terms(question, language)).isdisjoint(said)
