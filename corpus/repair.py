"""Repair: what a document says, from what a program wrote down of it.

Each step finds one kind of damage and says what it would change; `clean` makes the
changes in turn and reports them as one list over the source, so that each can be
explained and undone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.aligned import aligned
from corpus.edits import Edit, applied, composed, tidied
from corpus.garble import decoded
from corpus.glyphs import DIRECT, MACINTOSH, RANKED
from corpus.layout import laid_out
from corpus.ligatures import ligatures
from corpus.markup import unmarked
from corpus.model import Repair
from corpus.signs import composed_letters, plain

_RUNS = frozenset((RANKED, DIRECT, MACINTOSH))


@dataclass(frozen=True, slots=True)
class CleanText:
    """A repaired text. `page_starts[i]` is the offset in `text` where page i+1 begins."""

    text: str
    repairs: tuple[Repair, ...]
    page_starts: tuple[int, ...] = (0,)


def clean(source: str) -> CleanText:
    """`source` repaired; `apply(source, repairs)` gives the same text again."""
    edits: list[Edit] = []
    text = source
    for step in (decoded, unmarked, plain, composed_letters, ligatures, aligned):
        changes = step(text)
        edits = composed(source, edits, changes)
        text = applied(text, changes)
    layout, page_starts = laid_out(text)
    edits = tidied(source, composed(source, edits, layout), _RUNS)
    repairs = tuple(
        Repair(edit.start, edit.end, source[edit.start : edit.end], edit.after, edit.rule)
        for edit in edits
    )
    return CleanText(applied(text, layout), repairs, page_starts)


def apply(source: str, repairs: Sequence[Repair]) -> str:
    """The repaired text; ValueError where a repair does not fit `source`."""
    parts: list[str] = []
    position = 0
    for repair in repairs:
        found = source[repair.start : repair.end]
        if repair.start < position or found != repair.before:
            raise ValueError(
                f"repair {repair.rule!r} at {repair.start} expects {repair.before!r}, "
                f"the source has {found!r}"
            )
        parts += (source[position : repair.start], repair.after)
        position = repair.end
    return "".join((*parts, source[position:]))


def undo(text: str, repairs: Sequence[Repair]) -> str:
    """The source again, from the repaired text; ValueError where a repair does not fit."""
    inverse, shift = [], 0
    for repair in repairs:
        start = repair.start + shift
        end = start + len(repair.after)
        inverse.append(Repair(start, end, repair.after, repair.before, repair.rule))
        shift += len(repair.after) - len(repair.before)
    return apply(text, inverse)
