"""From marks to clauses: parents, exact spans, ids and labels.

A span begins at the words that can be quoted, after number and heading; articles,
annexes, chapters and the preamble include their heading, and `Clause.body` tells where
their words begin. Every span ends with its last word, its children's included.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.labels import Labels
from corpus.lines import Line
from corpus.marks import Mark, slug
from corpus.model import Clause

_WITH_HEADING = ("article", "annex", "chapter", "preamble")


@dataclass
class _Node:
    mark: Mark
    id: str
    label: str
    parent: _Node | None
    end_line: int = -1
    count: int = 0

    @property
    def annex(self) -> _Node | None:
        node: _Node | None = self
        while node is not None and node.mark.kind != "annex":
            node = node.parent
        return node

    @property
    def chapter(self) -> _Node | None:
        node: _Node | None = self
        while node is not None and node.mark.kind != "chapter":
            node = node.parent
        return node


def clauses_of(
    lines: Sequence[Line], marks: Sequence[Mark], labels: Labels, page_starts: Sequence[int]
) -> tuple[Clause, ...]:
    """The clauses that these marks open, in the order of the text."""
    spoken = [at for at, line in enumerate(lines) if not line.noise]
    nodes: list[_Node] = []
    stack: list[_Node] = []
    used: set[str] = set()
    for mark in marks:
        while stack and stack[-1].mark.depth >= mark.depth:
            stack.pop().end_line = _before(spoken, mark.at)
        if mark.kind is None:
            continue
        parent = stack[-1] if stack else None
        node = _named(mark, parent, used, labels)
        used.add(node.id)
        nodes.append(node)
        stack.append(node)
    for node in stack:
        node.end_line = spoken[-1]
    return tuple(_clause(node, lines, spoken, page_starts) for node in _tidied(nodes))


def _before(spoken: Sequence[int], at: int) -> int:
    return spoken[bisect_right(spoken, at - 1) - 1]


def _named(mark: Mark, parent: _Node | None, used: set[str], labels: Labels) -> _Node:
    if mark.kind == "item" and mark.link == "count" and parent is not None and parent.annex:
        mark = replace(mark, kind="row")
    key = mark.key
    if mark.link == "term":
        key = slug(mark.heading)
    above = parent.id if parent else ""
    if not key:
        key = _counted(parent, used)
    wanted = _wanted(mark, key, parent, used)
    unique, again = wanted, 2
    while unique in used:
        unique, again = f"{wanted}-{again}", again + 1
    kind: str = (parent.mark.kind or "") if parent else ""
    if parent is not None and parent.annex:
        kind = f"annex {kind}"
    shown_key = key if mark.link != "whole" or "/" not in unique else mark.key
    label = labels.label(mark, shown_key, parent.label if above and parent else "", kind)
    chapter = parent.chapter if parent else None
    whole = mark.link == "whole" and chapter is not None and chapter is parent
    if whole and chapter is not None and unique == f"{chapter.id}/{key}":
        label = f"{chapter.label}, {label}"
    return _Node(mark, unique, label, parent)


def _counted(parent: _Node | None, used: set[str]) -> str:
    if parent is None:
        return "1"
    parent.count += 1
    while f"{parent.id}/{parent.count}" in used:
        parent.count += 1
    return str(parent.count)


def _wanted(mark: Mark, key: str, parent: _Node | None, used: set[str]) -> str:
    if parent is None:
        return key
    if mark.link == "whole":
        annex = parent.annex
        if annex is not None:
            return f"{annex.id}/{key}"
        chapter = parent.chapter
        again = chapter is not None and parent.id.startswith(f"{chapter.id}/")
        if chapter is not None and (again or key in used):
            return f"{chapter.id}/{key}"
        return key
    joint = "." if mark.link == "dot" and parent.annex is None else "/"
    if parent.mark.kind == "chapter" and mark.kind == "item" and key.isdigit():
        key = f"p{key}"  # the chapter's articles have the plain numbers
    return f"{parent.id}{joint}{key}"


def _tidied(nodes: list[_Node]) -> list[_Node]:
    """A heading above the articles that holds none is an article of its own."""
    holding = {id(node.parent) for node in nodes if node.mark.kind in ("article", "chapter")}
    for node in nodes:
        if node.mark.kind == "chapter" and not node.mark.shown and id(node) not in holding:
            node.mark = replace(node.mark, kind="article")
    return nodes


def _clause(
    node: _Node, lines: Sequence[Line], spoken: Sequence[int], page_starts: Sequence[int]
) -> Clause:
    mark, line = node.mark, lines[node.mark.at]
    assert mark.kind is not None
    body = mark.body
    if body is None:
        after = bisect_right(spoken, max(mark.last, mark.at - 1))
        inside = after < len(spoken) and spoken[after] <= node.end_line
        body = lines[spoken[after]].outer_start if inside else line.outer_start
    end = max(lines[node.end_line].outer_end, body)
    start = line.outer_start if mark.kind in _WITH_HEADING else body
    if start >= end:
        start = body = line.outer_start
    page = max(bisect_right(page_starts, start), 1)
    parent = node.parent.id if node.parent else None
    return Clause(node.id, mark.kind, node.label, mark.heading, start, end, page, parent, body)
