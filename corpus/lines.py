"""A text as lines: their words without Markdown signs, and the lines that say nothing.

Every line keeps its offsets, so that what is found in it can be cited. Noise is
what a reader skips: rules, template code, page numbers, headers and footers that
come back on each page.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.pages import opens

_UNDERLINE = re.compile(r"^(={3,}|-{3,})$")
_NUMBERED = re.compile(r"^\d{1,2}\\?\.\s+(?:\S+\s*){1,8}$")
_RULE = re.compile(r"^(?:[-*_=~—–] ?){3,}$")
_CODE = re.compile(r"^(?:\{%.*%\}|\{#.*#\}|<!--.*-->|```.*|</?\w[^<>]*>)$")
_PAGE_NUMBER = re.compile(
    r"^(?:[-–—] ?)?(?:p(?:age|agina|\.)? ?)?\d{1,4}"
    r"(?: ?(?:/|sur|of|van|de) ?\d{1,4})?(?: ?[-–—])?$",
    re.IGNORECASE,
)
_TABLE_RULE = re.compile(r"^\|?[\s:|-]*-[\s:|-]*$")
_BAR = re.compile(r"(?<=\S)\s+\|\s+(?=\S)|\t+")
_DASH = re.compile(r"(?<=\S) [–—-] (?=\S)")
_FEWEST_ROWS, _LONGEST_CELL = 3, 60
_SIGN = re.compile(
    r"^\W*(?:\w{1,4}(?:\.\w{1,3})*|(?:article|artikel|art|clause|section|annexe?|bijlage|schedule)"
    r"\W*\w{1,5})\W*$",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(r"^(?P<quote>(?:>\s*)*)(?:(?P<hashes>#{1,6})(?:\s+|(?=[^\s#])))?")
_BOLD = re.compile(r"^(\*\*|__)(?P<inner>(?:(?!\1).)+)\1(?P<colon>\s*:)?$")
_BULLET = re.compile(r"^(?:[-*+•◦▪‣·●○■□◻❑➢➤✓✔–—]\s+|o\s+(?=[A-ZÀ-Ý]))(?:\[[ xX]?\]\s+)?(?=\S)")
_OPEN_END = re.compile(
    r"(?:[,(«‘“/]|\w-|\b(?:à|au|aux|d['’]|de|des|du|en|et|l['’]|la|le|les|ou|par|pour|sous|que|qu['’]|"
    r"conformément|selon|voir|cf\.?|articles?|annexes?|clauses?|sections?|van|het|een|of|volgens|"
    r"met|aan|artikel|bijlage|zie|overeenkomstig|the|an?|and|or|to|in|by|with|under|see|this|"
    r"pursuant to))$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line's words: `text == whole[start:end]`, without hashes, quote signs or outer bold.

    `level` is its Markdown heading level, 0 where it is none; `gap` tells whether a
    blank line stands before it; `number` counts all lines, those left out too; `margin` is
    the length of the bold signs around it; `contents` is noise that only announces what
    comes; `indent` is its depth in a Markdown list, in steps of two spaces.
    """

    number: int
    start: int
    end: int
    text: str
    level: int = 0
    bold: bool = False
    gap: bool = True
    noise: bool = False
    contents: bool = False
    table: bool = False
    margin: tuple[int, int] = (0, 0)
    indent: int = 0

    @property
    def outer_start(self) -> int:
        """Where the line begins, emphasis included."""
        return self.start - self.margin[0]

    @property
    def outer_end(self) -> int:
        return self.end + self.margin[1]

    @property
    def is_rule(self) -> bool:
        """Whether it is a line drawn across the page."""
        return self.noise and bool(_RULE.match(self.text))

    @property
    def plain(self) -> str:
        """The text with the bold signs of its opening blanked: "**4.1** Le …"."""
        if not self.text.startswith(("**", "__")):
            return self.text
        head, tail = self.text[:200], self.text[200:]
        return head.replace(self.text[:2], "  ") + tail

    @property
    def bullet(self) -> int:
        """The length of the bullet it starts with, 0 where it has none."""
        found = _BULLET.match(self.text)
        return found.end() if found and not self.level and not self.bold else 0

    @property
    def open(self) -> bool:
        """Whether its sentence surely goes on in the next line."""
        return bool(_OPEN_END.search(self.text[-60:]))


def split_lines(text: str, page_starts: Sequence[int] = (0,)) -> list[Line]:
    """The lines of `text` that have words or marks, in order, noise flagged."""
    lines: list[Line] = []
    offset, gap = 0, True
    for number, raw in enumerate(text.split("\n")):
        words = raw.strip()
        if not words:
            gap = True
        else:
            start = offset + raw.index(words[0])
            indent = len(raw[: raw.index(words[0])].expandtabs(4)) // 2
            lines.append(replace(_line(number, start, words, gap), indent=indent))
            gap = False
        offset += len(raw) + 1
    lines = _dashed(_piped(_underlined(lines)))
    running = _running_heads(lines, page_starts)
    return [replace(line, noise=True) if line.number in running else line for line in lines]


def _line(number: int, start: int, words: str, gap: bool) -> Line:
    end = start + len(words)
    if _CODE.match(words) or _RULE.match(words) or _PAGE_NUMBER.match(words):
        return Line(number, start, end, words, gap=gap, noise=True)
    if words.startswith("|"):
        noise = (len(words) < 2000 and bool(_TABLE_RULE.match(words))) or not words.strip("| ")
        cells = words.strip("| ") or words
        start += words.index(cells)
        end = start + len(cells)
        return Line(number, start, end, cells, gap=gap, noise=noise, table=True)
    found = _MARKDOWN.match(words)
    level = len(found["hashes"] or "") if found else 0
    inner = words[found.end() :] if found else words
    if level and len(inner) < 400:
        inner = re.sub(r"\s+#+$", "", inner)
    start += len(words) - len(words[found.end() :]) if found else 0
    bold = _BOLD.match(inner)
    if bold:
        text, after = bold["inner"], len(inner) - 2 - len(bold["inner"])
        stop = start + 2 + len(text)
        return Line(number, start + 2, stop, text, level, True, gap, margin=(2, after))
    if not inner:
        return Line(number, end - len(words), end, words, gap=gap, noise=True)
    return Line(number, start, start + len(inner), inner, level, False, gap)


def _underlined(lines: list[Line]) -> list[Line]:
    """Setext headings: the underline becomes noise, the line above a heading."""
    out = list(lines)
    for index in range(1, len(lines)):
        above, line = lines[index - 1], lines[index]
        rule = _UNDERLINE.match(line.text)
        if (
            not rule
            or line.gap
            or above.noise
            or above.table
            or above.level
            or above.bullet
            or "\t" in above.text
        ):
            continue
        ended = above.text.endswith((".", ";", ",")) and not _NUMBERED.match(above.text)
        if len(above.text) <= 110 and not ended:
            out[index - 1] = replace(above, level=1 if rule[1][0] == "=" else 2)
    return out


def _piped(lines: list[Line]) -> list[Line]:
    """Tables without outer bars: lines that follow each other with as many bars between cells."""
    out, first = list(lines), 0
    spoken = [at for at, line in enumerate(lines) if not (line.noise or line.table or line.level)]
    bars = [len(_BAR.findall(lines[at].text)) for at in spoken]
    for end in range(1, len(spoken) + 1):
        if end < len(spoken) and bars[end] == bars[first]:
            continue
        run = spoken[first:end]
        if bars[first] and len(run) >= _FEWEST_ROWS and _are_rows([lines[at] for at in run]):
            for at in run:
                out[at] = replace(lines[at], table=True)
        first = end
    return out


def _dashed(lines: list[Line]) -> list[Line]:
    """Tables drawn with dashes: lines right below one another, each of as many short cells; none
    that all end with a number, as the pages of a table of contents do."""
    out, first = list(lines), 0
    cells = [_between_dashes(line) for line in lines]
    for end in range(1, len(lines) + 1):
        if end < len(lines) and len(cells[end]) == len(cells[first]) and not lines[end].gap:
            continue
        contents = all(row[-1].strip().isdecimal() for row in cells[first:end] if row)
        if cells[first] and end - first >= _FEWEST_ROWS and not contents:
            out[first:end] = [replace(line, table=True) for line in lines[first:end]]
        first = end
    return out


def _between_dashes(line: Line) -> list[str]:
    plain = not (line.noise or line.table or line.level or line.bullet)
    return dashed_cells(line.text) if plain else []


def dashed_cells(row: str) -> list[str]:
    """The cells "P1 – 4 heures – 1 heure" of a row drawn with dashes; none where this is no row."""
    cells = _DASH.split(row)
    return cells if len(cells) > 2 and max(map(len, cells)) <= _LONGEST_CELL else []


def _are_rows(lines: Sequence[Line]) -> bool:
    """Whether these lines with bars are no list, whose signs stand before a tab, and no table of
    contents, whose lines end with pages that do not fall."""
    cells = [_BAR.split(line.text) for line in lines]
    signs = sum(len(row) == 2 and bool(_SIGN.match(row[0])) for row in cells)
    pages = [int(row[-1]) for row in cells if row[-1].strip().isdecimal()]
    contents = 2 * len(pages) > len(cells) and pages == sorted(pages)
    return 2 * signs < len(cells) and not contents


def _running_heads(lines: list[Line], page_starts: Sequence[int]) -> set[int]:
    """Numbers of the lines that open or close most pages with the same words, none a heading's."""
    if len(page_starts) < 3:
        return set()
    starts = [line.start for line in lines]
    bounds = [bisect_left(starts, page) for page in page_starts] + [len(lines)]
    edges: list[tuple[str, int]] = []
    for first, last in pairwise(bounds):
        page = lines[first:last]
        near = {line.number: line for line in (*page[:2], *page[-2:])}
        heads = (line for line in near.values() if not (line.level or opens(line.text)))
        edges += [(re.sub(r"\d+", "0", line.text), line.number) for line in heads]
    counts = Counter(words for words, _ in edges)
    often = max(3, (len(page_starts) + 1) // 2)
    return {number for words, number in edges if counts[words] >= often}


def unquoted(text: str) -> str:
    """Words of a heading or term without emphasis, links and outer punctuation."""
    plain = re.sub(r"</?\w[^<>]{0,300}>", "", text)
    plain = re.sub(r"\[([^\[\]]{0,300})\]\([^()]{0,600}\)", r"\1", plain)
    plain = re.sub(r"\*\*|__|`", "", plain)
    return " ".join(plain.split()).strip(" :–—-*_|").removesuffix(".").strip()
