"""Which entry of a list a question is about, where it is about one and not the whole list."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.found import Place, of_hit
from assistant.parts import asks_list
from corpus.folding import fold
from corpus.model import Contract
from index.search import Hit

# By how much one entry of a list must stand out from the others to be the answer alone.
ENTRY_WORDS = 1.5
ENTRY_MEANING = 0.9
# The same where it is nearer than the whole list by so much.
OVER_LIST, ENTRY_NEARER = 0.5, 0.35
# Within what difference two entries are as near to a question.
AS_NEAR = 0.15
_WORD = re.compile(r"\w+")


def chosen_entry(
    contract: Contract, clause: str, question: str, hits: Sequence[Hit]
) -> Place | None:
    """The one entry of the clause's list that the question is about, None where it is the list."""
    entries = _entries(contract, clause)
    if len(entries) < 2:
        return None
    here = [hit for hit in hits if hit.contract == contract.id]
    whole = max((hit.dense for hit in here if hit.clause == clause), default=float("inf"))
    hits = [hit for hit in here if hit.clause in entries]
    if len(hits) < 2:
        return None
    named = [hit for hit in hits if _names_all(question, contract, hit.clause)]
    if len(named) == 1:
        return of_hit(named[0])
    by_words = sorted(hits, key=lambda hit: -hit.lexical)
    by_meaning = sorted(hits, key=lambda hit: -hit.dense)
    if by_words[0].lexical > ENTRY_WORDS * max(by_words[1].lexical, 1.0):
        return of_hit(by_words[0])
    if asks_list(question):
        return None
    best, second = by_meaning[0].dense, by_meaning[1].dense
    if best > second + (ENTRY_NEARER if best > whole + OVER_LIST else ENTRY_MEANING):
        return of_hit(by_meaning[0])
    return None


def better_entry(
    contract: Contract, entry: str, alike: Collection[str], hits: Sequence[Hit]
) -> Place | None:
    """The other entry of the same list that shares more words with the question, and is as near as
    a whole, as the one that is nearest word by word: two signals of three. None where none is.

    `alike` are the clauses that treat the topic as `entry` does: between others the topic tells.
    """
    parent = contract.clause(entry).parent
    entries = _entries(contract, parent) & {entry, *alike} if parent else set()
    hits = [hit for hit in hits if hit.contract == contract.id and hit.clause in entries]
    found = next((hit for hit in hits if hit.clause == entry), None)
    if found is None:
        return None
    better = [
        hit for hit in hits if hit.lexical > found.lexical and hit.dense > found.dense - AS_NEAR
    ]
    return of_hit(max(better, key=lambda hit: hit.lexical)) if better else None


def _entries(contract: Contract, clause: str) -> set[str]:
    return {child.id for child in contract.children(clause) if child.kind in ("row", "item")}


def _names_all(question: str, contract: Contract, entry: str) -> bool:
    """Whether the question holds every word of the entry's title, its first line."""
    title = contract.words(contract.clause(entry)).split("\n")[0]
    words = _WORD.findall(fold(title))
    return len(words) > 1 and set(words) <= set(_WORD.findall(fold(question)))
