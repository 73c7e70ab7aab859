"""What a contract is, once read: one clean text and the spans that matter in it.

Everything points into `Contract.text` by offsets, so that a quote can always be
checked against the text it claims to come from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

ClauseKind = Literal[
    "preamble",
    "chapter",
    "article",
    "clause",
    "definition",
    "item",
    "annex",
    "row",
    "paragraph",
]


@dataclass(frozen=True, slots=True)
class Repair:
    """One change made to the source: `source[start:end] == before` became `after`.

    Applying every repair to the source gives the contract's text; nothing else
    changes it. `rule` names the law by which the change was made.
    """

    start: int
    end: int
    before: str
    after: str
    rule: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A node of the contract's tree; `text[start:end]` is its words, children included.

    `label` is how the contract's own language names it ("Article 8.1", "Annexe 2").
    `heading` is its own heading or defined term, '' where it has none. The span starts at
    the first word that can be quoted, after the number; those of articles, annexes, chapters
    and the preamble include their heading, and `body` is where their own words begin.
    """

    id: str
    kind: ClauseKind
    label: str
    heading: str
    start: int
    end: int
    page: int
    parent: str | None = None
    body: int = -1


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention of a clause: of this contract (`target` is its id) or of a law (`law`)."""

    start: int
    end: int
    target: str | None
    law: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """Who signs, and what the contract calls them ("le partenaire"); name '' if left blank."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Source:
    """The file a contract was read from."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark by staff on an oddity of the contract, by language, tied to a clause."""

    clause: str
    text: dict[str, str]
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contract:
    """A contract as read. `page_starts[i]` is the offset in `text` where page i+1 begins."""

    id: str
    title: str
    language: str
    text: str
    source: Source
    clauses: tuple[Clause, ...]
    parties: tuple[Party, ...] = ()
    references: tuple[Reference, ...] = ()
    repairs: tuple[Repair, ...] = ()
    page_starts: tuple[int, ...] = (0,)
    notes: tuple[Note, ...] = field(default=())

    @cached_property
    def by_id(self) -> dict[str, Clause]:
        return {clause.id: clause for clause in self.clauses}

    def clause(self, clause_id: str) -> Clause:
        """The clause of that id; KeyError where the contract has none."""
        return self.by_id[clause_id]

    def words(self, clause: Clause) -> str:
        """The clause, word for word."""
        return self.text[clause.start : clause.end]

    def body(self, clause: Clause) -> tuple[int, int]:
        """The span of the clause's words without number and heading (its children included)."""
        return max(clause.start, clause.body), clause.end

    def children(self, clause_id: str | None) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.clauses if clause.parent == clause_id)

    def references_between(self, start: int, end: int) -> tuple[Reference, ...]:
        """The mentions of clauses and laws that begin in `text[start:end]`, in order."""
        return tuple(one for one in self.references if start <= one.start < end)

    def own_spans(self, clause: Clause) -> tuple[tuple[int, int], ...]:
        """The spans of the clause's body that belong to none of its children, in order.

        A child's number and heading stand before its text and are the child's too.
        """
        spans, position = [], self.body(clause)[0]
        for child in self.children(clause.id):
            before = _title_start(self.text, position, child)
            if before > position:
                spans.append((position, before))
            position = max(position, child.end)
        if position < clause.end:
            spans.append((position, clause.end))
        return tuple(spans)

    def line(self, clause: Clause) -> tuple[Clause, ...]:
        """The clause and those above it, up to the highest."""
        line = [clause]
        while (parent := line[-1].parent) is not None:
            line.append(self.by_id[parent])
        return tuple(line)

    def heading(self, clause: Clause) -> str:
        """The clause's heading, else that of the nearest clause above that has one."""
        return next((node.heading for node in self.line(clause) if node.heading), "")

    def cite(self, clause: Clause, start: int, end: int) -> Citation:
        """A citation of `text[start:end]`; ValueError where that leaves the clause."""
        if not clause.start <= start < end <= clause.end:
            raise ValueError(
                f"span {start}:{end} is not inside clause {clause.id} ({clause.start}:{clause.end})"
            )
        return Citation(self.id, clause.id, start, end, self.text[start:end])


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and where it stands: `contract.text[start:end] == quote`, always."""

    contract: str
    clause: str
    start: int
    end: int
    quote: str

    def holds(self, contract: Contract) -> bool:
        return contract.id == self.contract and contract.text[self.start : self.end] == self.quote


def lies_under(clause: str, ancestor: str) -> bool:
    """Whether a clause id is `ancestor` or below it: "8.1" and "1/rgpd" lie under "8" and "1"."""
    return clause == ancestor or clause.startswith((f"{ancestor}.", f"{ancestor}/"))


def _title_start(text: str, position: int, clause: Clause) -> int:
    """Where, from `position` on, the line with the clause's number or heading begins."""
    gap = text[position : clause.start]
    line = gap.rfind("\n") + 1
    if clause.heading:
        heading = r"\s+".join(map(re.escape, clause.heading.split()))
        found = list(re.finditer(heading, gap))
        if found:
            return position + gap.rfind("\n", 0, found[-1].start()) + 1
    return clause.start if re.search(r"[^\W\d_]{2}", gap[line:]) else position + line
