"""Naming: what of a contract the question names, a clause, a defined term or a party."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from assistant.conversation import own_words
from assistant.found import Finding, whole
from assistant.lexicon import countries_in
from assistant.mentions import Mention, definition_asked, mentions
from assistant.vocabulary import in_dictionary
from assistant.weighing import Candidate
from corpus.folding import fold
from corpus.model import Contract

_WORD = re.compile(r"[^\W\d_]{4,}")
# What it counts among the clauses that one has a name of the question, and how often at most the
# contract has such a name.
NAMED, RARE = 1.0, 5


def named_clause(
    question: str, contracts: Mapping[str, Contract]
) -> tuple[Contract, Mention] | None:
    """The first clause that the question names; one that exists before one that does not.

    Where the question goes on from another, its own words count first.
    """
    own = own_words(question)
    return _named_in(own, contracts) or (
        _named_in(question, contracts) if own != question else None
    )


def _named_in(question: str, contracts: Mapping[str, Contract]) -> tuple[Contract, Mention] | None:
    missing = None
    for contract in contracts.values():
        for mention in mentions(question, contract):
            if mention.clause is not None:
                return contract, mention
            missing = missing or (contract, mention)
    return missing


def defined_term(question: str, contracts: Mapping[str, Contract]) -> Finding | None:
    """The definition that the question asks for, None where it asks for none."""
    for contract in contracts.values():
        clause = definition_asked(question, contract)
        if clause is not None:
            why = (f"asks for the definition of {clause.heading!r}",)
            return Finding("clause", places=(whole(contract, clause),), why=why)
    return None


def names_one(question: str, contracts: Mapping[str, Contract]) -> bool:
    """Whether the question's own words hold a party's name, or another that a contract has."""
    asked = set(_WORD.findall(fold(own_words(question))))
    named = (
        _WORD.findall(fold(party.name))
        for contract in contracts.values()
        for party in contract.parties
    )
    return any(not asked.isdisjoint(words) for words in named) or any(
        not asked.isdisjoint(_names_of(contract.text)) for contract in contracts.values()
    )


def with_names(
    candidates: Iterable[Candidate], question: str, contracts: Mapping[str, Contract]
) -> list[Candidate]:
    """The candidates, of which those that hold a name of the question, or name its country, and few
    others do, count more among the clauses."""
    own = own_words(question)
    names = {contract.id: _rare_names(own, contract) for contract in contracts.values()}
    lands = {contract.id: _rare_countries(own, contract) for contract in contracts.values()}

    def named(found: Candidate) -> bool:
        words = contracts[found.contract].text[found.start : found.end]
        if not names[found.contract].isdisjoint(_WORD.findall(fold(words))):
            return True
        rare = lands[found.contract]
        return bool(rare) and not rare.isdisjoint(countries_in(words))

    return [
        replace(found, context=found.context + NAMED) if named(found) else found
        for found in candidates
    ]


def _rare_names(asked: str, contract: Contract) -> set[str]:
    often = _names_of(contract.text)
    return {name for name in _WORD.findall(fold(asked)) if 0 < often[name] <= RARE}


def _rare_countries(asked: str, contract: Contract) -> set[str]:
    often = _countries_of(contract.text)
    return {country for country in countries_in(asked) if 0 < often[country] <= RARE}


@lru_cache(maxsize=64)
def _countries_of(text: str) -> Counter[str]:
    return countries_in(text)


@lru_cache(maxsize=64)
def _names_of(text: str) -> Counter[str]:
    """How often `text` has each of its names, folded: the words that never stand without a capital
    and are in no dictionary; no abbreviations, as "the GDPR" may be named about anything."""
    words = set(_WORD.findall(text))
    named = {word for word in words if word[0].isupper() and not word.isupper()}
    folded = {fold(word) for word in named if not {word.lower(), word.upper()} & words}
    often = Counter(_WORD.findall(fold(text)))
    return Counter({word: often[word] for word in folded if not in_dictionary(word)})


def referring(contract: Contract, scope: str) -> set[str]:
    """The clauses that refer to the one named `scope`, and those around them."""
    return {
        clause.id
        for reference in contract.references
        if reference.target == scope
        for clause in contract.clauses
        if clause.start <= reference.start < clause.end
    }
