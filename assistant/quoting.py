"""Quoting: which words of a clause are shown as proof, and how they are introduced."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answer import Evidence
from assistant.phrases import place_name, say, with_article
from corpus.announcement import announcement
from corpus.model import Clause, Contract

LONGEST_QUOTE = 700
LONGEST_SENTENCE = 420
LONGEST_LIST = 1_500
# A list's bullet stands between its own words and its entries; it belongs to neither.
_EDGES = " \n\t•"


def evidence(
    contract: Contract, clause: Clause, start: int, end: int, marks: Iterable[tuple[int, int]]
) -> Evidence:
    """The words `start:end` of the contract as a citation; `marks` are offsets in the contract."""
    citation = contract.cite(clause, start, end)
    inside = ((max(a, start) - start, min(b, end) - start) for a, b in marks)
    return Evidence(
        citation.contract,
        citation.clause,
        clause.label,
        contract.heading(clause),
        citation.quote,
        start,
        end,
        clause.page if clause.start == start else page_at(contract, start),
        tuple(sorted({(a, b) for a, b in inside if a < b})),
    )


def quote_span(
    contract: Contract, clause: Clause, start: int, end: int, marks: Iterable[tuple[int, int]]
) -> tuple[int, int]:
    """What to quote: the clause's own words around `start:end`, whole where they are short.

    A sentence alone can lose the exception that follows it, so the whole clause is quoted
    up to `LONGEST_QUOTE` characters, else the sentence and the marked words.
    """
    wanted = (min([start, *(a for a, _ in marks)]), max([end, *(b for _, b in marks)]))
    for first, last in contract.own_spans(clause):
        if first <= start and end <= last and last - first <= LONGEST_QUOTE:
            wanted = (min(first, wanted[0]), max(last, wanted[1]))
    first, last = max(wanted[0], clause.start), min(wanted[1], clause.end)
    last = max(last, _list_end(contract, clause, last))
    text = contract.text[first:last]
    if not text.strip(_EDGES):
        return first, last
    return first + len(text) - len(text.lstrip(_EDGES)), last - len(text) + len(text.rstrip(_EDGES))


def _list_end(contract: Contract, clause: Clause, end: int) -> int:
    """The end of the list that the words before `end` announce by a colon, 0 where none do."""
    if not contract.text[:end].rstrip(_EDGES).endswith(":"):
        return 0
    entries = [child for child in contract.children(clause.id) if child.start >= end]
    within = [child.end for child in entries if child.end - end <= LONGEST_LIST]
    return max(within, default=0)


def page_at(contract: Contract, offset: int) -> int:
    """The page (from 1) on which the character at `offset` stands."""
    return max(1, sum(1 for start in contract.page_starts if start <= offset))


def cited_sentence(sentence: str, places: Iterable[str]) -> str:
    """ "Au plus tard 72 heures." and ("article 8.1",) → "Au plus tard 72 heures (article 8.1)."."""
    named = ", ".join(places)
    body = sentence.rstrip()
    mark = body[-1] if body[-1:] in ".!?" else "."
    return f"{body.rstrip('.!?')} ({named}){mark}"


def quoted_sentence(contract: Contract, clause: Clause, quote: str, language: str) -> str:
    """The clause speaking for itself, introduced in the asker's language."""
    words = " ".join(quote.split())
    if len(words) > LONGEST_SENTENCE:
        words = words[:LONGEST_SENTENCE].rsplit(" ", 1)[0] + " …"
    announced = announcement(contract, clause)
    if announced and not words.startswith(announced):
        words = f"{announced} … {words}"
    words = words.replace("« ", "“").replace(" »", "”").rstrip(" ;")
    key = "quoted" if language == contract.language else "quoted_foreign"
    if clause.kind == "definition":
        key = "defined"
        clause = contract.clause(clause.parent) if clause.parent else clause
    place = with_article(place_name(contract, clause, language), language)
    return say(key, language, place=place, quote=words)
