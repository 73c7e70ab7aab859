"""Annexes: which of the lines that name one open it, and whose numbers come back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpus.headings import Candidate
from corpus.scheme import Scheme

_HEADS = 6.0  # the weight of an annex's heading that is no mere mention


def annexes_of(found: Sequence[Candidate], scheme: Scheme) -> list[Candidate]:
    """The annexes: behind the articles, one for each name, the one that has words."""
    run = scheme.run
    numbers = {cand.at: cand.number for cand in run}
    members = [cand for cand in found if cand.group == scheme.group]
    titles = Counter(cand.title for cand in found if cand.group == "annex")
    kept: dict[tuple[str, tuple[int, ...]], Candidate] = {}
    for cand in found:
        if cand.group != "annex" or (run and cand.at < run[0].at):
            continue
        before = max((numbers[c.at] for c in run if c.at < cand.at), default=0)
        after = next((c for c in members if c.at > cand.at), None)
        if after is not None and after.at in numbers and after.number == before + 1:
            continue
        name = (cand.word.lower(), cand.path)
        other = kept.get(name)
        # Words that come back again and again are those of the heads of the annex's pages.
        head = titles[cand.title] > 2 and other is not None and other.weight >= _HEADS
        if other is None or (cand.weight >= other.weight and not head):
            kept[name] = cand
    return sorted(kept.values(), key=lambda cand: cand.at)


def numbering_again(annexes: Sequence[Candidate]) -> set[str]:
    """The words ("appendix") whose numbers those of an earlier word ("schedule") have too."""
    again: set[str] = set()
    first: dict[tuple[int, ...], str] = {}
    for annex in annexes:
        word = annex.word.lower()
        if word not in again and first.setdefault(annex.path, word) != word:
            again.add(word)
    return again
