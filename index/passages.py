"""A contract cut into the small passages by which its clauses are found.

A passage is a sentence, a list or table entry, a definition, or a short clause as a whole.
It is searched by its words and by the headings above them: "72 heures" is found by "fuite
de données" because its article is called so. Every word belongs to the deepest clause that
holds it, so no passage of a child is repeated for its parent, and a heading is a passage
only where nothing stands under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.announcement import announcement
from corpus.columns import column_names
from corpus.leaders import leads_to_a_page
from corpus.model import Clause, Contract
from corpus.sentences import sentences

Span = tuple[int, int]
PassageKind = Literal["sentence", "entry", "definition", "heading", "whole"]
ENTRY_KINDS: dict[str, PassageKind] = {"row": "entry", "item": "entry", "definition": "definition"}
SHORT_CLAUSE = 600
LONGEST_TITLE = 70
LINE_HYPHEN = re.compile(r"(?<=\w)-[^\S\n]*\n\s*(?=\w)")
PLACE = (
    r"(?:articles?|art|artikel|clause|section|annexe?|appendix|schedule|bijlage|chapitre|chapter|"
    r"hoofdstuk|titre|titel|§)\b\.?"
)
NUMBER = r"(?:\d{1,3}(?:\.\d{1,3})*|[ivxl]{1,6}|[a-z])(?:er|ère|bis|ter)?"
LABEL = re.compile(rf"\W*(?:{PLACE}\s*)?(?:{NUMBER}\b)?\W*", re.IGNORECASE)

FORMULA = re.compile(
    r"(?:(?:ceci|cela) (?:étant )?exposé\W+)?"
    r"(?:les parties conviennent de|il (?:est|a été) (?:convenu|arrêté)(?: et \w+)?) ce qui suit"
    r"|(?:entre|et)(?: les (?:parties )?soussignée?s)?"
    r"|(?:wordt|is|werd) (?:het volgende overeengekomen|overeengekomen (?:als|wat|hetgeen) volgt)"
    r"|(?:de partijen )?(?:komen|zijn) (?:het volgende overeen\w*|overeen(?:gekomen)? \w+ volgt)"
    r"|(?:tussen|en)(?: de (?:\w+ )?ondergetekenden)?"
    r"|(?:now,? therefore\W+)?(?:it is|the parties)(?: hereby)? agreed? as follows"
    r"|(?:between|and)(?: the undersigned)?",
    re.IGNORECASE,
)
"""What opens a contract without saying anything: "Ceci exposé, il a été convenu ce qui suit"."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The contract's `text[start:end]`; `words` are these on one line, `text` with headings."""

    contract: str
    clause: str
    start: int
    end: int
    text: str
    words: str
    kind: PassageKind


def passages(contract: Contract) -> tuple[Passage, ...]:
    """The passages of every clause, in the contract's order."""
    return tuple(passage for clause in contract.clauses for passage in _of_clause(contract, clause))


def _of_clause(contract: Contract, clause: Clause) -> Iterator[Passage]:
    context = _context(contract, clause)
    body = _own_sentences(contract, clause)
    if not body and not contract.children(clause.id) and context:
        yield _passage(contract, clause, (clause.start, clause.end), "heading", context)
    if clause.kind == "row" and body:
        yield _passage(contract, clause, (body[0][0], body[-1][1]), "entry", context)
        return
    body = list(_introduced(contract.text, body))
    kind = ENTRY_KINDS.get(clause.kind, "sentence")
    for span in body:
        yield _passage(contract, clause, span, kind, context)
    if len(body) > 1 and _is_short_and_own(contract, clause, body[0][0], body[-1][1]):
        yield _passage(contract, clause, (body[0][0], body[-1][1]), "whole", context)


def _own_sentences(contract: Contract, clause: Clause) -> list[Span]:
    """The sentences of the clause that are no child's, without heading, numbers, formulas and the
    names of columns."""
    begin, end = contract.body(clause)
    names = column_names(contract, clause) or (end, end)
    return [
        span
        for start, stop in contract.own_spans(clause)
        for span in sentences(contract.text, max(start, begin), min(stop, end))
        if span[1] <= names[0] or names[1] <= span[0]
        if says_something(_plain(contract.text[slice(*span)]))
    ]


def says_something(words: str) -> bool:
    """Whether the words are more than the number of a clause, a formula of the opening or an entry
    of a table of contents."""
    said = LABEL.fullmatch(words) is None and FORMULA.fullmatch(words.strip(" .:,;-–—")) is None
    return said and not leads_to_a_page(words)


def _introduced(text: str, spans: list[Span]) -> Iterator[Span]:
    """The spans, each with the introduction before it: words that end in a colon, or a title."""
    start: int | None = None
    for index, (begin, end) in enumerate(spans):
        following = spans[index + 1] if index + 1 < len(spans) else None
        opens = text[begin:end].rstrip("*").endswith(":")
        opens |= (
            start is None and following is not None and _is_title(text, (begin, end), following)
        )
        begin = begin if start is None else start
        if opens and following is not None and following[1] - begin <= SHORT_CLAUSE:
            start = begin
        else:
            yield begin, end
            start = None


def _is_title(text: str, span: Span, following: Span) -> bool:
    """Whether the span is a few words without any stop, alone on a line right above a sentence."""
    (begin, end), below = span, text[slice(*following)]
    between = text[end : following[0]]
    alone = (not begin or text[begin - 1] == "\n") and between.startswith("\n")
    alone = alone and not any(map(str.isalnum, between))
    short = end - begin <= LONGEST_TITLE and re.search(r"[.:;,!?«»“”\"]", text[begin:end]) is None
    return alone and short and (below.rstrip("*")[-1] in ".;!?" or len(below) > LONGEST_TITLE)


def _is_short_and_own(contract: Contract, clause: Clause, start: int, end: int) -> bool:
    return end - start <= SHORT_CLAUSE and not any(
        child.start < end and start < child.end for child in contract.children(clause.id)
    )


def _passage(
    contract: Contract, clause: Clause, span: Span, kind: PassageKind, context: str
) -> Passage:
    words = _plain(contract.text[slice(*span)])
    text = context if kind == "heading" else _joined(context, words)
    return Passage(contract.id, clause.id, *span, text, words, kind)


def _context(contract: Contract, clause: Clause) -> str:
    """The headings from the article down to the clause, each said once, and what announces it.

    That of a chapter, too general to tell its articles apart, only where none has another.
    """
    headings: list[str] = []
    for node in contract.line(clause):
        heading = _plain(node.heading)
        if node.kind == "chapter" and headings:
            break
        if heading and heading not in headings:
            headings.insert(0, heading)
    announced = _plain(announcement(contract, clause)).rstrip(" :")
    return " – ".join([*headings, announced] if announced else headings)


def _joined(context: str, words: str) -> str:
    """Context and words, without the heading that the words begin with (a defined term)."""
    last = context.rpartition(" – ")[2]
    if last and words.lower().startswith(last.lower()):
        context = context[: -len(last)].removesuffix(" – ")
    return f"{context} : {words}" if context else words


def _plain(words: str) -> str:
    """The words on one line, not in bold; a compound cut at a line's end is one word again."""
    return " ".join(LINE_HYPHEN.sub("-", words).replace("**", "").split())
