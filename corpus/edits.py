"""Changes to a text that can be composed, replayed and undone.

Each step of the repair reads a text and says what it would change; the steps' changes
are composed into one list over the source, so that every changed character of the
result can be explained.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Edit:
    """`text[start:end]` becomes `after`, by the law named `rule`."""

    start: int
    end: int
    after: str
    rule: str


def applied(text: str, edits: Sequence[Edit]) -> str:
    """`text` with `edits` (ordered, apart from each other) made."""
    parts: list[str] = []
    position = 0
    for edit in edits:
        parts += (text[position : edit.start], edit.after)
        position = edit.end
    return "".join((*parts, text[position:]))


@dataclass(frozen=True, slots=True)
class _Placed:
    """An edit with the span its result has in the edited text."""

    edit: Edit
    start: int
    end: int


def _placed(edits: Sequence[Edit]) -> Iterator[_Placed]:
    shift = 0
    for edit in edits:
        start = edit.start + shift
        yield _Placed(edit, start, start + len(edit.after))
        shift += len(edit.after) - (edit.end - edit.start)


def composed(text: str, first: Sequence[Edit], then: Sequence[Edit]) -> list[Edit]:
    """The changes to `text` that `first` and, on its result, `then` make together."""
    if not first or not then:
        return list(first or then)
    middle = applied(text, first)
    result: list[Edit] = []
    shift = 0  # position in the middle text, less the one in `text`, outside of edits
    for before, after in _clusters(list(_placed(first)), then):
        start = min([*(p.start for p in before), *(e.start for e in after)])
        end = max([*(p.end for p in before), *(e.end for e in after)])
        grown = sum(len(p.edit.after) - (p.edit.end - p.edit.start) for p in before)
        local = [replace(e, start=e.start - start, end=e.end - start) for e in after]
        words = applied(middle[start:end], local)
        rule = before[0].edit.rule if before and words else (after or [before[0].edit])[0].rule
        result.append(Edit(start - shift, end - shift - grown, words, rule))
        shift += grown
    return result


def _clusters(
    first: list[_Placed], then: Sequence[Edit]
) -> Iterator[tuple[list[_Placed], list[Edit]]]:
    """Edits of both steps in order; those that share characters come together."""
    i = j = 0
    while i < len(first) or j < len(then):
        before: list[_Placed] = []
        after: list[Edit] = []
        if j == len(then) or (i < len(first) and _precedes(first[i], then[j])):
            before.append(first[i])
            i += 1
            end = before[0].end
        else:
            after.append(then[j])
            j += 1
            end = after[0].end
        while True:
            if i < len(first) and first[i].start < end:
                before.append(first[i])
                end = max(end, first[i].end)
                i += 1
            elif j < len(then) and then[j].start < end:
                after.append(then[j])
                end = max(end, then[j].end)
                j += 1
            else:
                break
        yield before, after


def _precedes(placed: _Placed, edit: Edit) -> bool:
    return placed.start < edit.start or (
        placed.start == edit.start and (placed.start == placed.end or edit.start < edit.end)
    )


def tidied(text: str, edits: Sequence[Edit], bridged: frozenset[str]) -> list[Edit]:
    """`edits` without those that change nothing, neighbours of one rule made one.

    Edits of a rule in `bridged` also grow together over a single space: a run of words.
    """
    result: list[Edit] = []
    for edit in edits:
        if text[edit.start : edit.end] == edit.after:
            continue
        last = result[-1] if result else None
        if last and last.rule == edit.rule:
            between = text[last.end : edit.start]
            if not between or (between == " " and edit.rule in bridged):
                result[-1] = Edit(
                    last.start, edit.end, last.after + between + edit.after, edit.rule
                )
                continue
        result.append(edit)
    return result
