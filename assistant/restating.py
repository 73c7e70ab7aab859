"""Restating: the last answer's own words, where they come from, and what else there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from assistant.answer import Answer, Evidence
from assistant.phrases import place_name, say, with_article
from assistant.quoting import evidence, quote_span, quoted_sentence, quoted_words
from corpus.model import Clause, Contract

Wanted = Literal["quote", "why", "where", "again", "more"]


def restated(
    wanted: Wanted, answer: Answer, contracts: Mapping[str, Contract], language: str
) -> Answer:
    """What is asked about `answer`, in `language`: its words, their place, or more on it."""
    if wanted == "again":
        said = say("again", language, answer=answer.answer) if answer.citations else answer.answer
        return replace(answer, answer=said, why=("asks again",))
    if wanted == "more":
        return _more(answer, contracts, language)
    if not answer.citations:
        return _nearest(answer, contracts, language)
    first = answer.citations[0]
    contract = contracts[first.contract]
    clause = contract.clause(first.clause)
    place = with_article(place_name(contract, clause, language), language)
    quote = quoted_words(contract, clause, first.quote)
    paged = len(contract.page_starts) > 1
    key = "where_unpaged" if wanted == "where" and not paged else wanted
    said = say(key, language, place=place, page=first.page, quote=quote)
    return replace(answer, language=language, answer=said, why=(f"asks again: {wanted}",))


def _nearest(answer: Answer, contracts: Mapping[str, Contract], language: str) -> Answer:
    """The words of the clause that a refusal names as the nearest."""
    if answer.status != "not_in_contract" or not answer.related:
        return Answer("clarify", language, say("nothing_cited", language))
    contract = contracts[answer.related[0].contract]
    clause = contract.clause(answer.related[0].clause)
    cited = _whole(contract, clause)
    said = quoted_sentence(contract, clause, cited.quote, language)
    return Answer("answered", language, said, (cited,), why=("asks for the nearest passage",))


def _more(answer: Answer, contracts: Mapping[str, Contract], language: str) -> Answer:
    """The whole clause where a part of it was quoted, else the next clause on the matter."""
    for cited in answer.citations[:1]:
        contract = contracts[cited.contract]
        whole = _whole(contract, contract.clause(cited.clause))
        if whole.start < cited.start or cited.end < whole.end:
            return _quoted("whole", contract, whole, language)
    quoted = {(cited.contract, cited.clause) for cited in answer.citations}
    for other in answer.related:
        if (other.contract, other.clause) not in quoted:
            contract = contracts[other.contract]
            whole = _whole(contract, contract.clause(other.clause))
            return _quoted("more", contract, whole, language)
    return Answer("clarify", language, say("no_more", language), why=("asks for more",))


def _quoted(phrase: str, contract: Contract, cited: Evidence, language: str) -> Answer:
    clause = contract.clause(cited.clause)
    said = quoted_sentence(contract, clause, cited.quote, language)
    told = say(phrase, language, quoted=said)
    return Answer("answered", language, told, (cited,), why=(f"asks for more: {phrase}",))


def _whole(contract: Contract, clause: Clause) -> Evidence:
    start, end = quote_span(contract, clause, clause.start, clause.end, ())
    return evidence(contract, clause, start, end, ())
