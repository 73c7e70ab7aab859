"""Lines, pages and bullets: the paragraphs behind the lines a document was cut into.

A line break is part of the page, not of the text, where the line was full and the
sentence goes on. Whether it does is judged from the lines themselves: how long their
neighbours are, how this one ends, how the next begins. Texts that have one paragraph a
line, and Markdown, stay as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.edits import Edit, applied, composed
from corpus.hyphens import Halves, only_breaking
from corpus.leaders import leads_to_a_page
from corpus.lone import lone_numbers
from corpus.pages import (
    GUTTER,
    SINGLE,
    PageLine,
    hanging,
    in_columns,
    lists_more,
    without_running_heads,
)

_BULLET = re.compile(r"[•▪▫●◦‣■□➢➤❖❑·]\s+(?=\S)|[•▪▫●◦‣■➢➤❖❑](?=\S)")
_LONE_BULLET = re.compile(r"[•▪▫●◦‣■➢➤❖❑]$")
_HOLLOW, _FILLED = frozenset("o◦○▫"), frozenset("•●▪■➢➤❖")  # a point in a point, and one around it
_GLUED_DASH = re.compile(r"[-–](?=[a-zà-ÿ]+[ '’])")
# Letters that stand for a bullet of a symbol font, where several lines begin with them.
_LETTER_BULLET = re.compile(r"([ÁoØü§vqÞ])\s+(?=[^\W\d_])")
_NESTED = re.compile(r"(?:[-*+]|\d+[.)])\s")
_BULLETS = tuple("•-*+–—▪●")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_BRACKETED = re.compile(r"\(\d+\)")  # "pendant douze / (12) mois", unless a sentence ended
_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu|dell|nell|all|dall|sull)[’']$", re.IGNORECASE)
_AND = re.compile("(?:et|ou|en|of|and|or|und|oder|y|o|e|ed)$")  # "vor- und nachher"
_TITLED = re.compile(r"\d{1,2}\s+[A-ZÀ-Ý][^.;:]{2,60}$")  # "8 Liability and indemnity"
_NARROW = 40  # no page is narrower: shorter lines are entries of their own
_WIDE = 170  # nor wider: longer lines are paragraphs
_NEAR = 8  # how many lines around tell how wide the column is


@dataclass(frozen=True)
class _Page:
    """What the lines have in common: how the page was set."""

    lines: Sequence[PageLine]
    doubled: bool  # a blank line behind every line
    wrapped: bool  # lines cut where the page ended
    broken: frozenset[Halves]  # halves of words that no hyphen of theirs parts
    hanging: frozenset[int]  # lines set below the words of a list's point
    lone: frozenset[int]  # numbers alone above the words they count

    def width(self, index: int) -> int:
        near = self.lines[max(0, index - _NEAR) : index + _NEAR + 1]
        lengths = sorted(len(line.text) for line in near)
        return lengths[-2] if len(lengths) > 4 else lengths[-1]


def laid_out(text: str) -> tuple[list[Edit], tuple[int, ...]]:
    """The changes that undo the page's layout, and where pages begin in the result."""
    bullets = _bulleted(text)
    marked = applied(text, bullets)
    lines = list(without_running_heads(list(_lines(marked))))
    if not lines:
        return [Edit(0, len(text), "", "blank-lines")] if text else [], (0,)
    page = _page(lines, marked)
    edits = [Edit(0, lines[0].start, "", "blank-lines")]
    begun: list[int] = []
    columns = in_columns(lines)
    for index, line in enumerate(lines):
        begun += [line.start] * line.pages
        edits += _squeezed(line, "\t" if index in columns else " ")
        if index + 1 < len(lines):
            edits.append(_between(page, index))
    last = lines[-1].end
    edits.append(Edit(last, len(marked), "\n" if "\n" in marked[last:] else "", "blank-lines"))
    edits = [edit for edit in edits if marked[edit.start : edit.end] != edit.after]
    return composed(text, bullets, edits), (0, *_moved(begun, edits))


def _moved(offsets: Sequence[int], edits: Sequence[Edit]) -> Iterator[int]:
    """Where the offsets (none inside an edit) lie once `edits` are made."""
    shift, done = 0, 0
    for offset in offsets:
        while done < len(edits) and edits[done].end <= offset:
            shift += len(edits[done].after) - (edits[done].end - edits[done].start)
            done += 1
        yield offset + shift


def _bulleted(text: str) -> list[Edit]:
    """The changes that write every bullet as "• ", and as "◦ " a hollow one below a filled one."""
    starts = [(m.start(1), m[1]) for m in re.finditer(r"(?m)^[ \t\f]*(\S.*)$", text)]
    letters = Counter(m[1] for _, line in starts if (m := _LETTER_BULLET.match(line)))
    glued = sum(bool(_GLUED_DASH.match(line)) for _, line in starts)
    edits, above = [], ""  # the sign of the last point that stands in no other
    for start, line in starts:
        found = _BULLET.match(line)
        letter = _LETTER_BULLET.match(line)
        if found is None and letter and letters[letter[1]] > 1:
            found = letter
        if _LONE_BULLET.match(line.rstrip()):
            edits.append(Edit(start, start + 1, "•", "bullet"))
        elif found:
            hollow = line[0] in _HOLLOW and above in _FILLED
            sign, above = ("◦ ", above) if hollow else ("• ", line[0])
            if found[0] != sign:
                edits.append(Edit(start, start + found.end(), sign, "bullet"))
        elif glued > 1 and _GLUED_DASH.match(line):
            edits.append(Edit(start + 1, start + 1, " ", "bullet"))
    return edits


def _lines(text: str) -> Iterator[PageLine]:
    """The lines that have words. A form feed begins a page, and so does a single space
    before a line where an exporter wrote one behind every line."""
    pieces = list(re.finditer(r"([^\n\f]*)(\n|\f|$)", text))
    spaced = _space_begins_page([piece[1] for piece in pieces if piece[1].strip()])
    blanks, pages, before, fenced = 0, 0, "\n", False
    for piece in pieces:
        words = piece[1].strip()
        if words:
            start = piece.start() + piece[1].index(words[0])
            indent = text[piece.start() : start]
            pages += spaced and indent == " " and piece.start() > 0
            fence = words.startswith(("```", "~~~"))
            yield PageLine(words, start, blanks, int(pages), indent, fence or fenced)
            fenced ^= fence
            blanks = pages = 0
        elif before == piece[2] == "\n":
            blanks += 1
        before = piece[2]
        pages += before == "\f"


def _space_begins_page(lines: Sequence[str]) -> bool:
    ends = sum(line.endswith(" ") for line in lines)
    begins = sum(line.startswith(" ") for line in lines)
    return len(lines) >= 20 and ends >= 0.9 * len(lines) and begins <= 0.1 * len(lines)


def _page(lines: Sequence[PageLine], text: str) -> _Page:
    pairs = [(a, b) for a, b in pairwise(lines) if not (a.text.startswith(SINGLE) or b.opens)]
    running = [b.blanks for a, b in pairs if not a.ends and b.text[0].islower()]
    doubled = sum(blanks == 1 for blanks in running)
    close = sum(b.blanks == 0 for _, b in pairs)
    often = doubled >= max(3, 0.2 * len(pairs)) or doubled >= max(4, 0.08 * len(pairs))
    is_doubled = often and close <= 0.2 * len(pairs)
    cut = sum(blanks <= is_doubled for blanks in running)
    wrapped = cut >= 3 and cut >= 0.15 * len(pairs)
    words = frozenset(word.lower() for word in _WORD.findall(text))
    halves = {pair for a, b in pairwise(lines) if (pair := _halves(a, b))}
    broken = only_breaking(halves, words)
    return _Page(lines, is_doubled, wrapped, broken, hanging(lines), lone_numbers(lines))


def _halves(line: PageLine, following: PageLine) -> Halves | None:
    """The halves of a word, in small letters, that a hyphen parts at the line's end."""
    tail, head = _WORD.findall(line.text[-60:]), _WORD.match(following.text)
    if not re.search(r"\w-$", line.text) or not tail or not head or _AND.match(head[0]):
        return None
    return tail[-1].lower(), head[0].lower()


def _between(page: _Page, index: int) -> Edit:
    """The change to what stands between a line and the next."""
    line, following = page.lines[index], page.lines[index + 1]
    rule = "page-break" if following.pages else "line-join"
    if not _carries_on(page, index):
        blank = following.blanks and not page.doubled
        if not following.pages:
            rule = "blank-lines" if following.blanks else "whitespace"
        below = index + 1 in page.hanging or _NESTED.match(following.text)
        nested = len(following.indent) > 1 and below
        indent = following.indent if following.verbatim or nested else ""
        return Edit(line.end, following.start, ("\n\n" if blank else "\n") + indent, rule)
    if line.text.endswith("\u00ad"):
        return Edit(line.end - 1, following.start, "", "line-end-hyphen")
    if _ELIDED.search(line.text):
        return Edit(line.end, following.start, "", rule)
    halves = _halves(line, following)
    if halves is None:
        return Edit(line.end, following.start, " ", rule)
    return Edit(line.end - (halves in page.broken), following.start, "", "line-end-hyphen")


def _carries_on(page: _Page, index: int) -> bool:
    """Whether the next line belongs to the same paragraph."""
    line, following = page.lines[index], page.lines[index + 1]
    if index in page.lone:
        return True
    if leads_to_a_page(line.text) or (line.ends and _TITLED.match(following.text)):
        return False
    small = following.text[0].islower()
    cut = small and line.open and line.text[-1] != "," and len(line.text) >= _NARROW
    surely = cut and following.blanks == 1 and not following.opens
    if following.blanks > max(page.doubled, surely):
        return False
    if line.text.startswith(SINGLE) or line.verbatim:
        return False
    if following.text.startswith((*SINGLE, *_BULLETS)):
        return False
    if surely or (index + 1 in page.hanging and not (line.ends or following.opens)):
        return True
    if _LONE_BULLET.match(line.text):
        return not following.heads
    if line.text.endswith("\u00ad"):
        return True
    width = page.width(index)
    if not _NARROW <= width <= _WIDE or "|" in (line.text[-1], following.text[0]):
        return False
    room = width - len(line.text) - 1 - len(following.first)
    full = room <= 0.07 * width
    if following.opens and (line.ends or not _BRACKETED.match(following.text)):
        return line.open and full and line.text[-1] != "," and not lists_more(line.text)
    if small and re.search(r"\w-$", line.text):
        return True
    if small and not line.ends:
        return full or len(line.text) >= 0.6 * width or (line.open and line.text[-1] != ",")
    if line.open:
        return len(line.text) >= 0.6 * width and page.wrapped
    if line.text.endswith((":", ";")) and not small:
        return False
    return page.wrapped and (room < 0 if line.ends and not small else full)


def _squeezed(line: PageLine, column: str) -> list[Edit]:
    """The changes that leave one space of several, and `column` of what parts columns."""
    if line.text.startswith(SINGLE) or line.verbatim:
        return []
    return [
        Edit(
            line.start + m.start(),
            line.start + m.end(),
            column if len(m[0]) >= GUTTER else " ",
            "whitespace",
        )
        for m in re.finditer("  +", line.text)
    ]
