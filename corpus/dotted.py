"""Numbered clauses: 4.1, 4.2, 4.2.1 …, where they carry on the number of their article."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from corpus.headings import Candidate
from corpus.marks import ARTICLE_DEPTH, Mark
from corpus.numbering import best_run


def numbered_clauses(found: Sequence[Candidate], marks: Mapping[int, Mark]) -> Iterator[Mark]:
    """Numbered clauses (4.1, 4.1.2) that carry on the numbers of where they stand."""
    tops = sorted(at for at, mark in marks.items() if mark.depth <= ARTICLE_DEPTH)
    stretches: dict[int, list[Candidate]] = {}
    for cand in found:
        if cand.group == "dotted":
            place = bisect_right(tops, cand.at) - 1
            stretches.setdefault(tops[place] if place >= 0 else -1, []).append(cand)
    for top, members in stretches.items():
        number = marks[top].key if top in marks and marks[top].kind != "chapter" else ""
        if number.isdigit():
            members = [cand for cand in members if cand.path[0] == int(number)]
        yield from _numbered(members)


def _numbered(members: Sequence[Candidate]) -> Iterator[Mark]:
    """The clauses of one article: the best run of 4.1, 4.2 …, and the 4.1.1 … between them."""
    firsts = sorted({cand.path[0] for cand in members})
    chosen: list[Candidate] = []
    for first in firsts:
        level = [
            cand
            for cand in members
            if len(cand.path) == 2 and cand.path[0] == first and not cand.bis
        ]
        run = best_run([cand.path[1] for cand in level], [cand.weight for cand in level])
        chosen += [level[index] for index in run if level[index].weight > 0]
    chosen.sort(key=lambda cand: cand.at)
    kept = {cand.at: cand for cand in chosen}
    current: tuple[int, ...] = ()
    for cand in sorted(members, key=lambda cand: cand.at):
        if cand.at in kept:
            current = cand.path
        elif cand.bis:
            if cand.path == current[: len(cand.path)]:
                kept[cand.at] = cand
        elif len(cand.path) > 2 and cand.weight > 0:
            above = current[: len(cand.path) - 1]
            sibling = current[len(cand.path) - 1] if len(current) >= len(cand.path) else 0
            if cand.path[:-1] == above and sibling < cand.path[-1] <= sibling + 3:
                kept[cand.at] = cand
                current = cand.path
    for cand in kept.values():
        key = cand.shown.lower() if cand.bis else ".".join(map(str, cand.path))
        yield Mark(
            cand.at, ARTICLE_DEPTH + len(cand.path) - 1, "clause", "whole", key, "", key,
            cand.title, 0, cand.body if cand.run_in else None, cand.last,
        )  # fmt: skip
