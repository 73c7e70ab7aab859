"""Restating: the last answer's own words, where they come from, or the clause beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from assistant.answer import Answer, Evidence
from assistant.phrases import place_name, say, with_article
from assistant.quoting import evidence, quote_span, quoted_sentence
from corpus.model import Clause, Contract

Wanted = Literal["quote", "why", "next", "previous"]


def restated(
    wanted: Wanted, answer: Answer, contracts: Mapping[str, Contract], language: str
) -> Answer:
    """What is asked about `answer`, in `language`: its quote, its reason, or a clause beside it."""
    if not answer.citations:
        return Answer("clarify", language, say("nothing_cited", language))
    first = answer.citations[0]
    contract = contracts[first.contract]
    clause = contract.clause(first.clause)
    if wanted in ("next", "previous"):
        beside = _beside(contract, clause, 1 if wanted == "next" else -1)
        if beside is None:
            return Answer("clarify", language, say(f"no_{wanted}", language))
        cited = _whole(contract, beside)
        said = quoted_sentence(contract, beside, cited.quote, language)
        return Answer("answered", language, said, (cited,), why=(f"{wanted} after {clause.id}",))
    place = with_article(place_name(contract, clause, language), language)
    said = say(wanted, language, place=place, quote=" ".join(first.quote.split()))
    return replace(answer, language=language, answer=said, why=(f"asks again: {wanted}",))


def _beside(contract: Contract, clause: Clause, step: int) -> Clause | None:
    """The next (1) or previous (-1) clause of the same kind, None at the end."""
    alike = [other for other in contract.clauses if other.kind == clause.kind]
    position = alike.index(clause) + step
    return alike[position] if 0 <= position < len(alike) else None


def _whole(contract: Contract, clause: Clause) -> Evidence:
    start, end = quote_span(contract, clause, clause.start, clause.end, ())
    return evidence(contract, clause, start, end, ())
