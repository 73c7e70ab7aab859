"""Where sentences begin and end in a contract.

Contracts defeat the usual rules: full stops in "art. 28.3.a", "c.-à-d." and "8.1.", lines
cut by a page's width rather than by sense, lists whose items end in semicolons. So lines
are judged first (does this break end a block, or only a line?), then the full stops
inside each block. The words this takes are in `data/sentences.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import pairwise

import yaml

from corpus.model import Clause, Contract

Span = tuple[int, int]

LINE_BREAK = re.compile(r"[^\S\n]*\n\s*")
BULLET = re.compile(r"(?:[•●○◦▪■□➢➤►✓✔☐☑·‣⁃\uf0b7\uf0a7]|\*(?!\*)|[-–—](?=\s)|[oÁØŸ](?=\s))\s*")
MARKER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,5})(?:[.)]|(?<=\d)(?=\s))\s+")
STOP = re.compile(r"[.!?…]+(?:[\u00a0\u202f ]?[»\"”’')\]])*(?=\s)")
LABEL = re.compile(
    r"\W*(?:(?:art|article|artikel|clause|section|annexe?|bijlage|§)\.?\s*)?"
    r"(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivxl]{1,6})(?:er|bis|ter)?[.)]?",
    re.IGNORECASE,
)
LAST_WORDS = re.compile(r"(?:([^\s(«\"“'’]+)[\s\u00a0]+)?(?:\w+['’])?([^\s(«\"“'’]+)$")
FIRST_WORD = re.compile(r"[\w-]+")
ACRONYM = re.compile(r"(?:[^\W\d]\.)+[^\W\d]")
BLOCK_END = re.compile(r"[.!?…;:][»\"”’')\]\s]*$")
LIST_END = re.compile(r"(?:[.!?…;:,]|[;,]\s*(?:et|ou|et/ou|and|or|and/or|en|of|en/of))$")
NARROWEST_PAGE = 50
NEARLY_FULL = 0.85


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The spans of the sentences of `text[start:end]`, in order.

    A heading, a list item and the words that introduce a list count as sentences. Spans
    carry no space and no bullet at their ends; numbers such as "8.1." stay. Together they
    cover every word.
    """
    stop = len(text) if end is None else max(start, end)
    spans = (
        _trimmed(text, *span)
        for block in _blocks(text, start, stop)
        for span in _split(text, *block)
    )
    return [span for span in spans if any(char.isalnum() for char in text[slice(*span)])]


def _blocks(text: str, start: int, end: int) -> Iterator[Span]:
    """The span cut at every line break that ends more than a line."""
    breaks = [(m.start(), m.end()) for m in LINE_BREAK.finditer(text, start, end)]
    edges = [start, *(edge for pair in breaks for edge in pair), end]
    lines = [(edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]
    width = max(b - a for a, b in lines)
    block = start
    for (a, b), (c, d) in pairwise(lines):
        gap = text.count("\n", b, c)
        if _breaks_block(text[a:b].strip(), text[c:d].strip(), width, gap):
            yield block, b
            block = c
    yield block, end


def _breaks_block(line: str, following: str, width: int, gap: int) -> bool:
    """Whether more than a line ends between two lines that are `gap` line feeds apart.

    A line that the next word would not have fitted was cut by the page, unless it ends
    like a sentence. Sources with an empty line after each line have gaps of two.
    """
    if not line or not following or BULLET.match(following):
        return True
    first_word = following.split(None, 1)[0]
    full = width >= NARROWEST_PAGE and len(line) + len(first_word) >= NEARLY_FULL * width
    if MARKER.match(following) and not _stays_open(line):
        return bool(LIST_END.search(line)) or not full
    if _first_letter(following).islower():
        return line.endswith(";") and not full
    if _stays_open(line):
        return False
    return bool(BLOCK_END.search(line)) or not full or gap > 2


def _first_letter(text: str) -> str:
    return next((char for char in text if char.isalnum()), "")


def _split(text: str, start: int, end: int) -> Iterator[Span]:
    """The block cut after every full stop that ends a sentence."""
    begin = start
    for match in STOP.finditer(text, start, end):
        if _ends_sentence(text, begin, match, end):
            yield begin, match.end()
            begin = match.end()
    yield begin, end


def _ends_sentence(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    following = text[stop.end() : end]
    first = _first_letter(following)
    if not first or first.islower():
        return False
    said = text[begin : stop.start()]
    if said.count("(") > said.count(")") and ")" in text[stop.end() : end]:
        return False
    if stop.group()[0] != "." or stop.group().startswith(".."):
        return True
    return not LABEL.fullmatch(said.strip()) and _full_stop(
        said, following[following.index(first) :]
    )


def _full_stop(said: str, following: str) -> bool:
    """Whether the full stop after `said` ends the sentence, before a capital or a figure."""
    found = LAST_WORDS.search(said)
    if found is None:
        return True
    before, word = (found[1] or "").lower().rstrip("."), found[2]
    lower, words = word.lower(), _words()
    if _abbreviation(before, lower):
        return False
    if following[0].isdigit():
        return lower not in words["figures"] and not lower.isdigit()
    if len(word) == 1 and word.isupper():
        return before in words["places"] or _starts_sentence(following)
    if (
        lower in words["either"]
        or f"{before} {lower}" in words["either"]
        or ACRONYM.fullmatch(word)
    ):
        return _starts_sentence(following)
    return True


def _stays_open(line: str) -> bool:
    """Whether the line ends in an abbreviation or in a word that awaits a number."""
    found = LAST_WORDS.search(line.rstrip("."))
    if found is None:
        return False
    word = found[2].lower()
    if line.endswith("."):
        return _abbreviation((found[1] or "").lower().rstrip("."), word)
    return word in _words()["places"] and not word.isupper() and len(line) > len(word) + 1


def _abbreviation(before: str, word: str) -> bool:
    joined = {word, f"{before}.{word}", f"{before} {word}"}
    return not joined.isdisjoint(_words()["open"])


def _starts_sentence(following: str) -> bool:
    found = FIRST_WORD.match(following)
    return found is not None and found[0].lower() in _words()["starters"]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    bullet = BULLET.match(text, start, end)
    return (bullet.end(), end) if bullet else (start, end)


@cache
def _words() -> dict[str, frozenset[str]]:
    source = resources.files("corpus").joinpath("data/sentences.yaml").read_text("utf-8")
    return {name: frozenset(map(str, words)) for name, words in yaml.safe_load(source).items()}


def own_sentences(contract: Contract, clause: Clause) -> list[Span]:
    """The sentences of the clause that are no child's, in order."""
    return [span for own in contract.own_spans(clause) for span in sentences(contract.text, *own)]
