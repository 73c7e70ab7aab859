"""Which entry of a list a question is about, where it is about one and not the whole list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from math import inf

from assistant.found import Place, of_hit, whole
from assistant.parts import asks_list
from assistant.quoting import LONGEST_LIST, signs
from corpus.announcement import announcement
from corpus.folding import fold
from corpus.model import Contract
from index.lexical import terms
from index.search import Hit

# By how much one entry of a list must stand out from the others to be the answer alone.
ENTRY_WORDS = 1.5
ENTRY_MEANING = 0.9
# The same where it is nearer than the whole list by so much.
OVER_LIST, ENTRY_NEARER = 0.5, 0.35
# Within what difference two entries are as near to a question.
AS_NEAR = 0.15
# Below it an entry shares no telling word with a question (BM25).
NAMED = 1.0
_WORD = re.compile(r"\w+")


def entry_or_list(
    contract: Contract, clause: str, question: str, alike: Collection[str], hits: Sequence[Hit]
) -> Place | None:
    """What of a list answers where not the clause as found: one entry, or the list as a whole.

    `alike` are the clauses that treat the topic as the clause does: between others it tells. What
    stands in an order of precedence, or is one of the only cases in which something holds, says
    nothing without the others.
    """
    announced = fold(announcement(contract, contract.clause(clause)))
    if signs("ranking").search(announced) or signs("only_when").search(announced):
        return list_of(contract, clause)
    cases = _only_cases(contract, clause)
    if cases is not None:
        return cases
    every = whole_list(contract, clause, alike, hits) if asks_list(question) else None
    among = every.clause if every else clause
    chosen = chosen_entry(contract, among, question, hits) or every
    return (
        chosen
        or named_entry(contract, clause, question, hits)
        or better_entry(contract, clause, alike, hits)
    )


def chosen_entry(
    contract: Contract, clause: str, question: str, hits: Sequence[Hit]
) -> Place | None:
    """The one entry of the clause's list that the question is about, None where it is the list."""
    entries = _entries(contract, clause)
    if len(entries) < 2:
        return None
    here = [hit for hit in hits if hit.contract == contract.id]
    above = [hit for hit in here if hit.clause == clause]
    whole = max((hit.dense for hit in above), default=inf)
    besides = max((hit.lexical for hit in above), default=0.0)
    hits = [hit for hit in here if hit.clause in entries]
    if len(hits) < 2:
        return None
    named = [hit for hit in hits if _names_all(question, contract, hit.clause)]
    if len(named) == 1:
        return of_hit(named[0])
    by_words = sorted(hits, key=lambda hit: -hit.lexical)
    by_meaning = sorted(hits, key=lambda hit: -hit.dense)
    if by_words[0].lexical > max(ENTRY_WORDS * max(by_words[1].lexical, 1.0), besides):
        return of_hit(by_words[0])
    if asks_list(question):
        return None
    best, second = by_meaning[0].dense, by_meaning[1].dense
    if best > second + (ENTRY_NEARER if best > whole + OVER_LIST else ENTRY_MEANING):
        return of_hit(by_meaning[0])
    return None


def named_entry(contract: Contract, entry: str, question: str, hits: Sequence[Hit]) -> Place | None:
    """The only other entry of the same list that has words of the question which stand in no other,
    where this one has none ("also photos?") and it answers more surely when it is read."""
    words = {
        other: _spelt(contract.words(contract.clause(other)), contract.language)
        for other in _beside(contract, entry)
    }
    often = Counter(term for each in words.values() for term in each)
    own = {term for term in _spelt(question, contract.language) if often[term] == 1}
    holding = [other for other, each in words.items() if not own.isdisjoint(each)]
    odds = {hit.clause: hit.odds for hit in hits if hit.contract == contract.id and hit.odds}
    if len(holding) != 1 or odds.get(holding[0], -inf) <= odds.get(entry, inf):
        return None
    return whole(contract, contract.clause(holding[0]))


def _spelt(text: str, language: str) -> set[str]:
    """The stems of the text, spelt as in Dutch: "photo" is "foto" there."""
    return {term.replace("ph", "f") for term in terms(text, language)}


def better_entry(
    contract: Contract, entry: str, alike: Collection[str], hits: Sequence[Hit]
) -> Place | None:
    """The other entry of the same list that shares more words with the question, and is as near as
    a whole, as the one that is nearest word by word: two signals of three. None where none is.
    """
    entries = _beside(contract, entry) & {entry, *alike}
    hits = [hit for hit in hits if hit.contract == contract.id and hit.clause in entries]
    found = next((hit for hit in hits if hit.clause == entry), None)
    if found is None:
        return None
    better = [
        hit for hit in hits if hit.lexical > found.lexical and hit.dense > found.dense - AS_NEAR
    ]
    return of_hit(max(better, key=lambda hit: hit.lexical)) if better else None


def whole_list(
    contract: Contract, entry: str, alike: Collection[str], hits: Sequence[Hit]
) -> Place | None:
    """The list that `entry` belongs to, where more of its entries are among the `alike`, it is
    nearer as a whole, or the question hardly shares a word with the entry.

    None for a list too long to be quoted.
    """
    parent, entries = contract.clause(entry).parent, _beside(contract, entry)
    if parent is None or not entries:
        return None
    here = {hit.clause: hit for hit in hits if hit.contract == contract.id}
    near = {clause: hit.dense for clause, hit in here.items()}
    is_nearer = near.get(parent, -inf) > near.get(entry, inf)
    is_named = entry not in here or here[entry].lexical >= NAMED
    if len(entries & {entry, *alike}) < 2 and not is_nearer and is_named:
        return None
    return list_of(contract, entry)


def list_of(contract: Contract, entry: str) -> Place | None:
    """The list that the entry stands in, None where there is none or it is too long to quote."""
    parent = contract.clause(entry).parent
    if parent is None:
        return None
    start, end = contract.body(contract.clause(parent))
    rows = [child.start for child in contract.children(parent) if child.kind == "row"]
    # What stands above a table are the names of its columns.
    start = min(rows, default=start)
    return Place(contract.id, parent, start, end) if end - start <= LONGEST_LIST else None


def _only_cases(contract: Contract, clause: str) -> Place | None:
    """The clause with its list, where that names the only cases in which something holds."""
    entries = [contract.clause(entry).start for entry in _entries(contract, clause)]
    start, end = contract.body(contract.clause(clause))
    if not entries or end - start > LONGEST_LIST:
        return None
    opening = fold(contract.text[start : min(entries)])
    return Place(contract.id, clause, start, end) if signs("only_when").search(opening) else None


def _beside(contract: Contract, entry: str) -> set[str]:
    """The entries of the list that `entry` belongs to, itself among them; none where it is none."""
    parent = contract.clause(entry).parent
    entries = _entries(contract, parent) if parent else set()
    return entries if entry in entries else set()


def _entries(contract: Contract, clause: str) -> set[str]:
    return {child.id for child in contract.children(clause) if child.kind in ("row", "item")}


def _names_all(question: str, contract: Contract, entry: str) -> bool:
    """Whether the question holds every word of the entry's title, its first line."""
    title = contract.words(contract.clause(entry)).split("\n")[0]
    words = _WORD.findall(fold(title))
    return len(words) > 1 and set(words) <= set(_WORD.findall(fold(question)))
