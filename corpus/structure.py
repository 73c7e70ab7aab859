"""Finding the structure: from a clean text to its clauses, references and parties.

`parse` conducts: lines, table of contents, outline, the points inside each clause, then
the tree. A text without any structure is taken paragraph by paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.blocks import with_blocks
from corpus.contents import without_contents
from corpus.divisions import parts_named
from corpus.labels import Labels
from corpus.language import language_of
from corpus.lines import Line, split_lines
from corpus.marks import ARTICLE_DEPTH, Mark
from corpus.model import Clause, Party, Reference
from corpus.outline import outline_of
from corpus.parties import parties_defined, parties_in
from corpus.references import references_in
from corpus.signatories import signatories
from corpus.tree import clauses_of

_OPENING_CHARS = 4000


@dataclass(frozen=True, slots=True)
class Structure:
    """What was found in a text; every span points into it."""

    title: str
    language: str
    clauses: tuple[Clause, ...]
    references: tuple[Reference, ...]
    parties: tuple[Party, ...]


def parse(
    text: str, page_starts: Sequence[int] = (0,), *, language: str | None = None
) -> Structure:
    """The structure of a clean text; `language` is detected where it is not given.

    `page_starts` are the offsets where pages begin.
    """
    language = language or language_of(text)
    lines = without_contents(split_lines(text, page_starts))
    if all(line.noise for line in lines):
        lines = [replace(line, noise=False) for line in lines]
    outline = outline_of(lines)
    headings = list(outline.marks)
    if not any(mark.depth == ARTICLE_DEPTH or mark.kind == "clause" for mark in headings):
        headings = [*_paragraphs(lines, headings), *headings]
    marks = with_blocks(lines, headings)
    clauses = clauses_of(lines, marks, Labels.of(text, language), page_starts)
    heads = {lines[at].start for mark in headings for at in (mark.at, max(mark.at, mark.last))}
    heads |= {start + 2 for start in heads if text.startswith(("**", "__"), start)}
    heads |= {line.start + line.bullet for line in lines if line.noise}
    return Structure(
        title=outline.title,
        language=language,
        clauses=clauses,
        references=parts_named(text, clauses, references_in(text, clauses, heads)),
        parties=_parties(text, clauses),
    )


def _paragraphs(lines: Sequence[Line], headings: Sequence[Mark]) -> Iterator[Mark]:
    """A mark for each paragraph before the first heading (or all of them)."""
    end = headings[0].at if headings else len(lines)
    count = 0
    for at in range(end):
        if not lines[at].noise:
            count += 1
            yield Mark(at, 0, "paragraph", "whole", f"p{count}", last=at - 1)


def _parties(text: str, clauses: Sequence[Clause]) -> tuple[Party, ...]:
    """The parties of the preamble; where it does not name two, of the words that follow too; where
    neither names any, those that are defined; else those that are called by their names."""
    opening = next((clause for clause in clauses if clause.id in ("cover", "preamble")), None)
    start = opening.start if opening else 0
    end = min(opening.end, start + _OPENING_CHARS) if opening else start
    named = parties_in(text[start:end])
    if len(named) > 1:
        return named
    wider = parties_in(text[start : start + _OPENING_CHARS], sentences_only=True)
    defined = [(one.heading, text[one.start : one.end]) for one in clauses if _defines(one)]
    found = max(named, wider, key=len) or parties_defined(defined)
    return found or signatories(text[start:end])


def _defines(clause: Clause) -> bool:
    return clause.kind == "definition" and not clause.id.startswith("annex")
