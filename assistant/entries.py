"""Which entry of a list a question is about, where it is about one and not the whole list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.found import Place, of_hit
from corpus.folding import fold
from corpus.model import Contract
from index.search import Hit

# By how much one entry of a list must stand out from the others to be the answer alone.
ENTRY_WORDS = 1.5
ENTRY_MEANING = 0.8
_WORD = re.compile(r"\w+")


def chosen_entry(
    contract: Contract, clause: str, question: str, hits: Sequence[Hit]
) -> Place | None:
    """The one entry of the clause's list that the question is about, None where it is the list."""
    children = contract.children(clause)
    entries = {child.id for child in children if child.kind in ("row", "item")}
    if len(entries) < 2:
        return None
    hits = [hit for hit in hits if hit.contract == contract.id and hit.clause in entries]
    if len(hits) < 2:
        return None
    named = [hit for hit in hits if _names_all(question, contract, hit.clause)]
    if len(named) == 1:
        return of_hit(named[0])
    by_words = sorted(hits, key=lambda hit: -hit.lexical)
    by_meaning = sorted(hits, key=lambda hit: -hit.dense)
    if by_words[0].lexical > ENTRY_WORDS * max(by_words[1].lexical, 1.0):
        return of_hit(by_words[0])
    if by_meaning[0].dense > by_meaning[1].dense + ENTRY_MEANING:
        return of_hit(by_meaning[0])
    return None


def _names_all(question: str, contract: Contract, entry: str) -> bool:
    """Whether the question holds every word of the entry's title, its first line."""
    title = contract.words(contract.clause(entry)).split("\n")[0]
    words = _WORD.findall(fold(title))
    return len(words) > 1 and set(words) <= set(_WORD.findall(fold(question)))
