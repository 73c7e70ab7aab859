"""Pages: the lines of a document as they were set, its running heads and its columns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

_MARKER = re.compile(
    r"""(?:
        (?:\#{1,6}|[-*+•◦▪▫‣·●○■□◻❑❖➢➤➔✓✔✗☐☑☒→–—]|\[[ xX]?\])\s+\S   # headings of Markdown, bullets
      | (?:\||>|```|~~~|---|===|\*\*\*|\{%|<!--)                  # tables, quotes, rules, code
      | \d{1,3}(?:\.\d{1,3})*(?:\.?°|[.)])?\s+[-–—]\s+\S         # 3 – Object
      | \d{1,3}(?:\.\d{1,3}){1,4}[.)]?\s+\S                     # 3.1. Object
      | \d{1,3}\s?(?:\.|\)|°|\.-|\)-)\s+\S                     # 1. or 1) or 1°
      | \(\d{1,2}\)\s+\S                                        # (1)
      | \(?(?:[a-zA-Z]|[ivxIVX]{1,5})\)\s+\S                    # a) or (iv)
      | (?:[a-zA-Z]|[ivxIVX]{1,5})\.\s+\S                       # a. or IV.
    )""",
    re.VERBOSE,
)
_HEADING = re.compile(
    r"""(?i:article|artikel|art\.|annexe|annex|bijlage|anhang|anlage|anexo|allegato|appendix|schedule
    |chapitre|hoofdstuk|chapter|kapitel|titre|titel|title|título|titolo|section|sectie|afdeling
    |abschnitt|sección|sezione|partie|deel|part|clause|cláusula|artículo|articolo|préambule
    |preambule|preamble|präambel|preámbulo|considerant|exhibit)
    (?:\s+(?:\d|[IVXLC]+\b|[A-Z]\b|er\b|un\b|premier|eerste|first|one)|\s*[:–—-]|\s*$)""",
    re.VERBOSE,
)
# Behind the sign of a list stands no column.
LISTED = re.compile(r"(?:[-*+•◦▪‣·●○■□–—]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])\s+")
_MORE = re.compile(r"[;,]\s(?:and|or|and/or|et|ou|et/ou|en|of|en/of)$")
_ENDS = re.compile(r"[.;:!?…][\"»”’')\]]*$")
_OPEN = re.compile(
    r"""(?:[,(«‘“/&-]|(?:^|[\s(])(?:à|au|aux|avec|chez|dans|d['’]|de|des|dont|du|en|entre|et|l['’]|la|le
    |les|leur|leurs|ni|ou|où|par|pour|qu['’]|que|qui|sa|sans|se|selon|ses|son|sous|sur|un|une|vers
    |aan|bij|dat|die|door|een|het|met|naar|of|op|over|te|tot|van|voor|volgens|zie
    |an?|and|as|at|by|for|from|in|is|of|on|or|that|the|their|to|under|with
    |als|auf|aus|bei|das|dem|den|der|die|durch|ein|eine|einer|für|mit|nach|oder|und|von|zu|zum|zur
    |al|con|del|el|las|los|o|para|por|y
    |alla|che|da|dal|dei|del|della|di|gli|il|nel|per|un
    |articles?|artikel(?:en)?|annexes?|bijlagen?|clauses?|sections?|paragraphes?|alinéas?|art\.|n°|cf\.
    ))$""",
    re.VERBOSE | re.IGNORECASE,
)
SINGLE = ("#", "|", ">", "```", "~~~", "---", "===", "{%", "<!--")  # lines of Markdown
# Gaps in so many of the places between words, where these are more than a few, part no columns.
_JUSTIFIED, _FEW_WORDS = 0.6, 6
GUTTER, _ROWS = 3, 3  # so many spaces part columns, so many lines make a table
# Lines of a page's edge that may be heads, those that may be the title, and how long one is.
_EDGE, _TITLE, _LONGEST_HEAD = 8, 3, 400
_FURNITURE = re.compile(
    r"(?i)\b(?:version|contact|t[ée]l|fax|siret|siren|rcs|r\.c\.s|tva|btw|vat|kvk|bce|kbo|iban|capital|www|https?|"
    r"copyright)\b|[@©®]|\b\d{4,5}\s+[A-ZÀ-Ý]"
)
_FEWEST_PAGES = 3
_FEWEST_ALIKE, _NEARLY_EACH = 4, 0.75  # pages that have a whole block in common
_SHORTEST_WORDS = 6  # a shorter line that comes back may be any word
_SHORTEST_HEAD, _SHORTEST_PAGE = 16, 8  # in signs and in lines, where pages are not marked
_RULE = re.compile(r"^[-=_–—\s]+$")
_PAGE = re.compile(
    r"(?i)\bp(?:age|agina|\.)\s*\d+|^\W*\d{1,4}[^\w.]*$|\d+\s*(?:/|sur|of|van|de)\s*\d+\W*$"
)


_PRINTED = re.compile(
    r"(?:(?:file|https?)://\S+\s+\d+/\d+|\d{1,2}[/.]\d{1,2}[/.]\d{2,4},?\s+\d{1,2}:\d{2}(?:\s?[AP]M)?\s+\S.*)$"
)
"""What a browser prints above and below a page."""


def lists_more(text: str) -> bool:
    """Whether a line ends as entries of a list do that have others behind them: "…; et"."""
    return bool(_MORE.search(text))


def opens(text: str) -> bool:
    """Whether a line begins like a heading, a numbered clause, a bullet or a row."""
    return bool(_MARKER.match(text) or _HEADING.match(text))


def is_open(text: str) -> bool:
    """Whether the last word of a line surely has another behind it."""
    return bool(_OPEN.search(text))


@dataclass(frozen=True)
class PageLine:
    """A line's words in the text, the blank lines before it, and the pages begun by it."""

    text: str
    start: int
    blanks: int
    pages: int
    indent: str = ""
    verbatim: bool = False  # code, between two fences

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @cached_property
    def opens(self) -> bool:
        """Whether it begins like a heading, a numbered clause, a bullet or a row."""
        return opens(self.text)

    @cached_property
    def heads(self) -> bool:
        """Whether it begins as articles, annexes and chapters do."""
        return bool(_HEADING.match(self.text))

    @cached_property
    def ends(self) -> bool:
        return bool(_ENDS.search(self.text))

    @cached_property
    def open(self) -> bool:
        return is_open(self.text)

    @cached_property
    def first(self) -> str:
        return self.text.split(None, 1)[0]


def in_columns(lines: Sequence[PageLine]) -> set[int]:
    """The numbers of the lines that are rows of a table set with spaces: `_ROWS` or more that
    follow each other with as many gutters, at about the same places."""
    numbers = [index for index, line in enumerate(lines) if not _RULE.match(line.text)]
    gutters = [_gutters(lines[index]) for index in numbers]
    rows: set[int] = set()
    first = 0
    for end in range(1, len(numbers) + 1):
        if end < len(numbers) and gutters[first] and _aligned(gutters[end - 1], gutters[end]):
            continue
        if end - first >= _ROWS:
            rows.update(numbers[first:end])
        first = end
    return rows


def _gutters(line: PageLine) -> list[int]:
    """Where the columns behind the first begin in the line."""
    if line.text.startswith(SINGLE) or line.verbatim:
        return []
    sign = LISTED.match(line.text)
    behind = sign.end() if sign else 0
    gutters = list(re.finditer(rf" {{{GUTTER},}}", line.text[behind:]))
    words = len(line.text.split())
    if words > _FEW_WORDS and len(gutters) > _JUSTIFIED * words:
        return []
    return [len(line.indent) + behind + m.end() for m in gutters]


def _aligned(one: Sequence[int], other: Sequence[int]) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= 1 for a, b in zip(one, other, strict=True))


def hanging(lines: Sequence[PageLine]) -> frozenset[int]:
    """The numbers of the lines that begin where the words of the list's point above them do."""
    found: set[int] = set()
    margin = 0
    for index, line in enumerate(lines):
        indent = len(line.indent.expandtabs(4))
        sign = LISTED.match(line.text)
        if sign:
            margin = indent + sign.end()
        elif margin and margin - 1 <= indent <= margin + 2 and not line.opens:
            found.add(index)
        else:
            margin = 0
    return frozenset(found)


def without_running_heads(lines: Sequence[PageLine]) -> Iterator[PageLine]:
    """The lines less the headers and footers that come back, but for numbers, on most pages.

    The words around them stand side by side again, as far as the sentence goes on.
    """
    running = _running_heads(lines)
    pages, left, before = 0, False, None
    for index, line in enumerate(lines):
        if index in running:
            pages, left = pages + line.pages, True
            continue
        if left:
            goes_on = before is not None and not before.ends and line.text[0].islower()
            blanks = 0 if goes_on else max(1, line.blanks)
            line = replace(line, blanks=blanks, pages=line.pages + pages)
            pages, left = 0, False
        yield line
        before = line


def _running_heads(lines: Sequence[PageLine]) -> set[int]:
    """The numbers of the lines that come back at the edges of most pages.

    What opens the first page without a page number is the title that the others repeat.
    """
    starts = [index for index, line in enumerate(lines) if line.pages]
    bounds = [0, *starts, len(lines)]
    if not starts:
        return _far_apart(lines)
    printed = {
        index
        for first, last in pairwise(bounds)
        for index in {*range(first, last)[:1], *range(first, last)[-_TITLE:]}
        if _PRINTED.match(lines[index].text)
    }
    if len(bounds) <= _FEWEST_PAGES:
        return printed
    edges: dict[str, set[int]] = defaultdict(set)
    for first, last in pairwise(bounds):
        for index in {*range(first, last)[:_EDGE], *range(first, last)[-_EDGE:]}:
            words = lines[index].text
            head = len(words) >= _SHORTEST_WORDS and not lines[index].opens
            if len(words) <= _LONGEST_HEAD and (head or _PAGE.search(words)):
                edges[_less_figures(words)].add(index)
    often = max(_FEWEST_PAGES, (len(bounds) - 1) // 2)
    repeated = (index for found in edges.values() if len(found) >= often for index in found)
    top = min(_TITLE, bounds[1])
    heads = {index for index in repeated if index >= top or _PAGE.search(lines[index].text)}
    return _with_their_neighbours(lines, heads, len(bounds) - 1) | printed


def _less_figures(words: str) -> str:
    """The words with all numbers alike: a head counts its pages."""
    return re.sub(r"\d+", "0", words)


def _far_apart(lines: Sequence[PageLine]) -> set[int]:
    """The same of a text that lost its pages: lines with a number of a page, an address or a
    version that come back through most of it, a page's length apart."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        head = _PAGE.search(line.text) or _FURNITURE.search(line.text)
        if head and _SHORTEST_HEAD <= len(line.text) <= _LONGEST_HEAD and not line.opens:
            places[_less_figures(line.text)].append(index)
    return _page_numbers(lines) | {
        index
        for found in places.values()
        if len(found) > _FEWEST_PAGES and found[-1] - found[0] > len(lines) / 2
        if all(after - before >= _SHORTEST_PAGE for before, after in pairwise(found))
        for index in found
    }


def _with_their_neighbours(lines: Sequence[PageLine], heads: set[int], pages: int) -> set[int]:
    """The heads, and the lines that come back beside them on nearly each of the `pages`."""
    places: dict[str, set[int]] = defaultdict(set)
    for index, line in enumerate(lines[_TITLE:], _TITLE):
        if not line.opens and len(line.text) >= _SHORTEST_WORDS:
            same = _less_figures(line.text) if _PAGE.search(line.text) else line.text
            places[same].add(index)
    least = max(_FEWEST_ALIKE, _NEARLY_EACH * pages)
    repeated = [found for found in places.values() if len(found) >= least]
    grown: set[int] = set()
    while heads != grown:
        grown = heads
        beside = {index + step for index in heads for step in (-1, 1)}
        again = (found & beside for found in repeated)
        heads = heads.union(*(found for found in again if len(found) >= least))
    return heads


def _page_numbers(lines: Sequence[PageLine]) -> set[int]:
    """The lines that hold one number only, where these count on a page's length apart."""
    run: list[int] = []
    for index, line in enumerate(lines):
        if re.fullmatch(r"\d{1,3}", line.text):
            apart = not run or index - run[-1] >= _SHORTEST_PAGE
            if apart and (not run or int(line.text) == int(lines[run[-1]].text) + 1):
                run.append(index)
    return set(run) if len(run) > _FEWEST_PAGES else set()
