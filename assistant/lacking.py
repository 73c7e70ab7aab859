"""Lacking: the kind of detail that a question asks for and the words cited do not give.

"How long do you keep the recordings?" may be answered from the clause on recordings, which gives no
period: that has to be told, or its silence is taken for something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.facts import dates
from assistant.found import Place
from assistant.lexicon import any_sign, listed, read_data
from assistant.polarity import asks_yes_or_no
from assistant.quantities import amounts, durations, percentages
from corpus.folding import fold
from corpus.model import Clause, Contract
from corpus.sentences import Span, own_sentences

_FIGURES: Mapping[str, tuple[Callable[[str], Sequence[object]], ...]] = {
    "duration": (durations, dates),
    "amount": (amounts, percentages),
    "phone": (),
}
_BESIDE = re.compile(r"^(?:(?:et|mais|alors|donc|ok|en|maar|dus|and|but|so)\W+)*")


def lacking(question: str, language: str, quotes: Iterable[str]) -> str | None:
    """The kind of detail ("duration", "amount", "phone") that the question asks for and none of the
    quotes gives, in a figure or in words; None where they may."""
    if asks_yes_or_no(question, language):
        return None
    asked, said = fold(question), " ".join(quotes)
    kind = next((k for k, signs in _kinds().items() if signs.asks[language].search(asked)), None)
    return None if kind is None or _tells(kind, said) else kind


def told_beside(question: str, cited: Sequence[tuple[Contract, str]]) -> Place | None:
    """Where the detail stands that the question asks for, and nothing else ("et c'est payant ?"):
    in the clauses just `cited`, or else in the only one beside the first of them that tells it."""
    clauses = [(contract, contract.clause(name)) for contract, name in cited]
    own = _places(question, clauses)
    beside = [
        (contract, other)
        for contract, clause in clauses[:1]
        for other in contract.children(clause.parent)
        if other.kind == "clause" and other.id != clause.id
    ]
    found = own[:1] or _places(question, beside)
    return found[0] if len(found) == 1 else None


def _places(question: str, clauses: Iterable[tuple[Contract, Clause]]) -> list[Place]:
    """The first sentence of each of the clauses that tells the detail asked for, if any does."""
    spans = [(contract, one, told_in(question, contract, one)) for contract, one in clauses]
    return [Place(contract.id, one.id, *span, (span,)) for contract, one, span in spans if span]


def told_in(question: str, contract: Contract, clause: Clause) -> Span | None:
    """The first sentence of the clause that tells what kind of detail the question asks for, where
    it asks for nothing else ("et c'est payant ?"); None where there is none, or it asks more."""
    asked = _BESIDE.sub("", fold(question).strip(" ?!.,;:"))
    kind = next((kind for kind, signs in _kinds().items() if signs.bare.fullmatch(asked)), None)
    if kind is None:
        return None
    spans = own_sentences(contract, clause)
    return next((span for span in spans if _tells(kind, contract.text[slice(*span)])), None)


def _tells(kind: str, said: str) -> bool:
    """Whether the words give a detail of that kind, in a figure or in words."""
    given = any(read(said) for read in _FIGURES[kind])
    return given or _kinds()[kind].tells.search(fold(said)) is not None


@dataclass(frozen=True, slots=True)
class _Kind:
    """The patterns of a kind of detail, by the names of lacking.yaml; `asks` by language."""

    bare: re.Pattern[str]
    asks: dict[str, re.Pattern[str]]
    tells: re.Pattern[str]


@cache
def _kinds() -> dict[str, _Kind]:
    table: dict[str, dict[str, Any]] = read_data("lacking.yaml")
    return {
        kind: _Kind(
            any_sign(listed(signs["bare"])),
            {language: any_sign(listed(asks)) for language, asks in signs["asks"].items()},
            any_sign(listed(signs["tells"])),
        )
        for kind, signs in table.items()
    }
