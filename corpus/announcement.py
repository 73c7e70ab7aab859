"""The words that announce a list: "The publisher does not guarantee:"."""

from __future__ import annotations

from corpus.model import Clause, Contract
from corpus.sentences import sentences

LONGEST = 300
_EDGES = " \n\t•"


def announcement(contract: Contract, clause: Clause) -> str:
    """The words that announce the list in which the clause is an entry, '' where none do.

    An entry alone can say the contrary of what it says under its announcement.
    """
    if clause.kind != "item" or clause.parent is None:
        return ""
    parent = contract.clause(clause.parent)
    before = [span for span in contract.own_spans(parent) if span[1] <= clause.start]
    worded = [span for span in before if any(map(str.isalpha, contract.text[slice(*span)]))]
    if not worded:
        return ""
    *_, last = sentences(contract.text, *worded[-1])
    words = " ".join(contract.text[slice(*last)].strip(_EDGES).split())
    return words if words.endswith(":") and len(words) <= LONGEST else ""
