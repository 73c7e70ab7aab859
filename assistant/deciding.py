"""Deciding: which yes or no may stand before an answer, by the rules for sentences and the judge.

A wrong yes or no is worse than none, so what is found is held back where the words cited may be
another's, or where what limits them is just what is asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Evidence
from assistant.found import Finding, Place
from assistant.judgement import APART, judged
from assistant.names import Names
from assistant.quoting import quoted_words
from assistant.remarks import other_name
from assistant.reservations import Reservation, lifts, opens_exception
from assistant.topic_schema import Topic
from assistant.verdict import denies, on_condition, only_allows, told_elsewhere, verdict
from corpus.model import Contract
from corpus.sentences import sentences
from index.lexical import terms


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the `language` of its answer.

    `spoken` gives the words by which a place speaks for itself, and `likely` how likely words of
    a contract answer the question with a yes or a no (`index.search.ContractIndex.verdict`).
    """

    question: str
    language: str
    spoken: Callable[[Place], Place] = lambda place: place
    likely: Callable[[str], Mapping[str, float]] = lambda words: {}


class Decider:
    """Says yes or no to questions where the words found decide them."""

    def __init__(
        self, contracts: Mapping[str, Contract], topics: Mapping[str, Topic], names: Names
    ) -> None:
        self._contracts = contracts
        self._topics = topics
        self._names = names

    def by_sentence(
        self,
        finding: Finding,
        asked: Asked,
        sentence: str,
        cited: Sequence[Evidence],
        held: Sequence[Reservation],
    ) -> str | None:
        """What the sentence says to the question, else what the words cited do; nothing where the
        clause is not surely the one meant."""
        if finding.unsure:
            return None
        usual = self._topics[finding.topic].asks_in(asked.language) if finding.topic else ()
        contract = self._contracts[finding.places[0].contract]
        quotes = [item.quote for item in cited]
        found = verdict(asked.question, sentence, quotes, usual, asked.language, contract.language)
        if found is None:
            found = self._judged(finding, asked, cited[0])
            # A yes before "… it names no mediator" would be of another part of the clause.
            found = None if found == "yes" and denies(sentence, asked.language) else found
        # Where a rule does not hold, what it forbids is no "no".
        if found == "no" and lifts(sentence):
            return None
        return self._allowed(found, finding, asked, cited, held)

    def by_quote(
        self,
        finding: Finding,
        asked: Asked,
        cited: Sequence[Evidence],
        held: Sequence[Reservation],
    ) -> str | None:
        """What the words cited first say to the question, where they surely say yes or no."""
        return self._allowed(self._judged(finding, asked, cited[0]), finding, asked, cited, held)

    def _judged(self, finding: Finding, asked: Asked, first: Evidence) -> str | None:
        """What the judge says; nothing where the next clause comes near: it may be the one that
        decides."""
        if finding.lead < APART or finding.unsure or finding.kind == "clause":
            return None
        contract = self._contracts[first.contract]
        # An entry says the contrary of what it says without the words that announce it.
        words = quoted_words(contract, contract.clause(first.clause), first.quote)
        read = f"{first.heading} : {words}" if first.heading else words
        found = judged(asked.question, asked.language, words, lambda: asked.likely(read))
        said = " ".join(first.quote[start:end] for start, end in first.marks)
        if _is_another(found, asked, said, first.quote, contract.language):
            return None
        if found == "depends":
            return on_condition(asked.question, said, asked.language, contract.language)
        later = sentences(first.quote, 0, len(first.quote))[1:]
        excepted = any(opens_exception(first.quote[start:end]) for start, end in later)
        return None if excepted and found in ("yes", "no") else found

    def _allowed(
        self,
        found: str | None,
        finding: Finding,
        asked: Asked,
        cited: Sequence[Evidence],
        held: Sequence[Reservation],
    ) -> str | None:
        """What was `found`, but nothing of what only a reservation speaks of, and no yes to what is
        asked of another than the contract names."""
        contract = self._contracts[finding.places[0].contract]
        if found is None or _is_reserved(asked, cited, held, contract):
            return None
        if found not in ("yes", "yes_if"):
            return found
        quotes = [item.quote for item in cited]
        other = other_name(asked.question, asked.language, quotes, self._names)
        return None if other or self._names.unknown(asked.question) else found


def _is_another(
    found: str | None, asked: Asked, said: str, quote: str, contract_language: str
) -> bool:
    """Whether what was `found` is not what is asked: the words `said` only allow it, or another
    sentence of the quote has a word of the question and tells the contrary."""
    language = asked.language
    if found == "yes" and only_allows(asked.question, said, language, contract_language):
        return True
    if language != contract_language:
        return False
    missing = set(terms(asked.question, language)) - set(terms(said, language))
    return told_elsewhere(missing, found, [quote], language)


def _is_reserved(
    asked: Asked, cited: Sequence[Evidence], held: Sequence[Reservation], contract: Contract
) -> bool:
    """Whether what is reserved has a word of the question that the words cited first lack: "does
    the cap apply to wilful default?" is not answered by the cap."""
    language = contract.language
    if asked.language != language:
        return False
    missing = set(terms(asked.question, language)) - set(terms(cited[0].quote, language))
    reserved = (one for one in held if one.restricts)
    return any(
        not missing.isdisjoint(terms(contract.text[one.start : one.end], language))
        for one in reserved
    )
