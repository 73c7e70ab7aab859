"""Naming: what of a contract the question names, a clause, a defined term or a party."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.conversation import own_words
from assistant.found import Finding, whole
from assistant.mentions import Mention, definition_asked, mentions
from corpus.folding import fold
from corpus.model import Contract

_WORD = re.compile(r"[^\W\d_]{4,}")


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


def names_a_party(question: str, contracts: Mapping[str, Contract]) -> bool:
    """Whether the question's own words hold one of a party's name."""
    asked = set(_WORD.findall(fold(own_words(question))))
    return any(
        not asked.isdisjoint(_WORD.findall(fold(party.name)))
        for contract in contracts.values()
        for party in contract.parties
    )


def referring(contract: Contract, scope: str) -> set[str]:
    """The clauses that refer to the one named `scope`, and those around them."""
    return {
        clause.id
        for reference in contract.references
        if reference.target == scope
        for clause in contract.clauses
        if clause.start <= reference.start < clause.end
    }
