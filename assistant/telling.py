"""Telling: which words of the clause that was found tell just what is asked."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.deciding import Asked
from assistant.found import Place
from assistant.gaps import has_figure, wants_number
from corpus.model import Contract
from corpus.sentences import Span, sentences
from index.lexical import terms

_LEFT_OUT = 2
"""So many words left out of a sentence tell that it is not on what is asked."""
_FEW = 2
"""So many sentences with a figure at most are marked because a figure is asked for."""


def said_elsewhere(contract: Contract, place: Place, asked: Asked) -> Place | None:
    """Another sentence of the clause that is what is asked: it has a word of the question that the
    one at the place lacks, and answers more surely. None where there is none."""
    clause = contract.clause(place.clause)
    if asked.language != contract.language:
        return None

    def has(words: str) -> set[str]:
        return set(terms(words, contract.language))

    told = has(contract.text[place.start : place.end]) | has(contract.heading(clause))
    missing = has(asked.question) - told
    around = (contract.text[start:end] for start, end in contract.own_spans(clause))
    if all(missing.isdisjoint(has(words)) for words in around):
        return None
    said = asked.spoken(place)
    apart = said.end <= place.start or place.end <= said.start
    meant = apart and not missing.isdisjoint(has(contract.text[said.start : said.end]))
    return said if meant else None


def leaves_out(contract: Contract, place: Place, sentence: str, asked: Asked) -> bool:
    """Whether the clause shares words with the question that the `sentence` made of it lacks: it
    may be the rule where an exception is asked for."""
    if asked.language != contract.language:
        return False
    clause = contract.clause(place.clause)
    own = " ".join(contract.text[start:end] for start, end in contract.own_spans(clause))
    shared = set(terms(asked.question, asked.language)) & set(terms(own, asked.language))
    told = {*terms(sentence, asked.language), *terms(contract.heading(clause), asked.language)}
    return len(shared - told) >= _LEFT_OUT


def figures_asked(
    contract: Contract, marked: Sequence[Span], quoted: Span, asked: Asked
) -> tuple[Span, ...]:
    """The sentences of what is `quoted` that give a figure, where one is asked for and none of the
    words `marked` does; none where many do."""
    if not wants_number(asked.question, asked.language):
        return ()
    text = contract.text
    if any(has_figure(text[slice(*span)]) for span in marked):
        return ()
    found = tuple(span for span in sentences(text, *quoted) if has_figure(text[slice(*span)]))
    return found if len(found) <= _FEW else ()
