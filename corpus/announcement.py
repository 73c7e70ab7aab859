"""The words that announce a list: "The publisher does not guarantee:"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import Clause, Contract
from corpus.sentences import Span, sentences

LONGEST = 300
# What stays open before its colon.
_OPEN = re.compile(
    r"\b(?:[àa]|de|to|shall|must|may|will|if|that|ertoe|om|dient|dienen|moet|moeten|mag|doit|doivent|peut)\s*:$"
)
_UNWORDED = re.compile(r"[\W\d_]*(?:(?:[a-z]|[ivxl]{1,5})[\W\d_]+)?", re.IGNORECASE)
"""What stands between the entries of a list: the number of one at most, "(ii)"."""
_EDGES = " \n\t•◦"
_LABEL = re.compile(
    r"^[^\S\n]*(?:(?P<bold>\*\*|__)(?:(?!(?P=bold)).)+(?P=bold)|[A-ZÀ-Ý][^.:;,!?\n]{2,70}(?<=[\w)]))\Z",
    re.MULTILINE,
)
"""Words in bold, or few without a stop, on a line of their own right above the list: "**Option B :
Suppression**", "Sauvegardes"."""


def announcing(contract: Contract, clause: Clause) -> Span | None:
    """The span of the words that announce the list in which the clause is an entry, if any do."""
    entry = clause.kind in ("item", "clause") or (clause.kind == "row" and not clause.heading)
    if not entry or clause.parent is None:
        return None
    parent = contract.clause(clause.parent)
    before = [span for span in contract.own_spans(parent) if span[1] <= clause.start]
    if clause.kind == "clause":
        return _governing(contract, clause, before)
    worded = [span for span in before if not _UNWORDED.fullmatch(contract.text[slice(*span)])]
    if not worded:
        return None
    *_, last = sentences(contract.text, *worded[-1])
    words = contract.text[slice(*last)].rstrip(_EDGES)
    if clause.kind == "item" and words.endswith(":"):
        return last
    label = _LABEL.search(words)
    return (last[0] + label.start(), last[0] + label.end()) if label else None


def _governing(contract: Contract, clause: Clause, before: Sequence[Span]) -> Span | None:
    """The words right above the first of the numbered clauses, where these go on from them ("The
    supplier shall: 3.1.1 notify …")."""
    first = min(child.start for child in contract.children(clause.parent))
    above = [span for span in before if span[1] <= first and contract.text[slice(*span)].strip()]
    if not above:
        return None
    *_, last = sentences(contract.text, *above[-1]) or [(0, 0)]
    words = contract.text[slice(*last)].rstrip(_EDGES)
    goes_on = contract.words(clause)[:1].islower() or _OPEN.search(words)
    return last if words.endswith(":") and goes_on else None


def announcement(contract: Contract, clause: Clause) -> str:
    """The words that announce the list in which the clause is an entry, '' where none do, or many.

    An entry alone can say the contrary of what it says under its announcement.
    """
    span = announcing(contract, clause)
    words = " ".join(contract.text[slice(*span)].strip(_EDGES).split()) if span else ""
    return words if len(words) <= LONGEST else ""
