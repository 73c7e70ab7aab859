"""The whole contract as a page: its contents, its words with links, definitions and the quote."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from assistant.web.html import line_spans, shown
from assistant.web.panel import NUMBER
from corpus.model import Clause, Contract

ARTICLES = frozenset({"preamble", "chapter", "article", "annex"})
SHORTEST_TERM, LONGEST_MEANING = 3, 400


@dataclass(frozen=True, slots=True)
class Lit:
    """A stretch of the text that is shown as more than text; `close` ends what `open` began."""

    start: int
    end: int
    open: Markup
    close: Markup


def contents(contract: Contract) -> list[tuple[str, str, str, int]]:
    """The table of contents: id, label, heading and depth of each article."""
    found = []
    for clause in contract.clauses:
        if clause.kind in ARTICLES:
            depth = sum(1 for _ in _above(contract, clause))
            heading = clause.heading if clause.heading != clause.label else ""
            found.append((clause.id, clause.label, heading, min(depth, 3)))
    return found


def body(contract: Contract, wanted: str, quote: tuple[int, int]) -> Markup:
    """The contract's words as HTML, open at the clause `wanted`, the words `quote` marked."""
    lit = sorted(
        [*_references(contract), *_terms(contract)], key=lambda found: (found.start, -found.end)
    )
    by_start = {clause.start: clause for clause in reversed(contract.clauses)}
    parts = [
        _line(contract, span, by_start, lit, wanted, quote)
        for span in line_spans(contract.text, 0, len(contract.text))
    ]
    return Markup("\n").join(parts)


def _line(
    contract: Contract,
    span: tuple[int, int],
    by_start: Mapping[int, Clause],
    lit: list[Lit],
    wanted: str,
    quote: tuple[int, int],
) -> Markup:
    start, end = span
    text = contract.text
    begun = [by_start[position] for position in range(start, end) if position in by_start]
    title = next((clause for clause in begun if clause.kind in ARTICLES), None)
    number = NUMBER.match(text, start, end) if title is None else None
    anchors = Markup().join(Markup('<a id="{}"></a>').format(clause.id) for clause in begun)
    inside = wanted and any(
        clause.id == wanted or _lies_in(contract, clause, wanted)
        for clause in _around(contract, span)
    )
    words = _words(text, start, end, lit, quote)
    share = Markup()
    if begun:
        share = Markup(
            ' <a class="permalink" href="?clause={0}#{0}" aria-label="{1}">¶</a>'
        ).format(begun[-1].id, begun[-1].label)
    if title is not None:
        return Markup("<h2{}>{}{}{}</h2>").format(
            Markup(' class="cited"') if inside else "", anchors, words, share
        )
    kind = ("cited" if inside else "") + (" numbered" if number else "")
    return Markup('<p class="{}">{}{}{}</p>').format(kind.strip(), anchors, words, share)


def _around(contract: Contract, span: tuple[int, int]) -> Iterator[Clause]:
    """The clauses that hold words of the line, innermost ones last."""
    return (
        clause for clause in contract.clauses if clause.start < span[1] and clause.end > span[0]
    )


def _lies_in(contract: Contract, clause: Clause, wanted: str) -> bool:
    return any(node.id == wanted for node in _above(contract, clause))


def _above(contract: Contract, clause: Clause) -> Iterator[Clause]:
    while clause.parent:
        clause = contract.by_id[clause.parent]
        yield clause


def _words(text: str, start: int, end: int, lit: list[Lit], quote: tuple[int, int]) -> Markup:
    """`text[start:end]` with links and definitions, cut where the quote begins and ends."""
    parts, position = [], start
    for found in (item for item in lit if item.start >= start and item.end <= end):
        if found.start < position:
            continue
        parts.append(_quoted(text, position, found.start, quote))
        parts += [found.open, _quoted(text, found.start, found.end, quote), found.close]
        position = found.end
    parts.append(_quoted(text, position, end, quote))
    return Markup().join(parts)


def _quoted(text: str, start: int, end: int, quote: tuple[int, int]) -> Markup:
    first, last = max(start, quote[0]), min(end, quote[1])
    if first >= last:
        return shown(text[start:end])
    return Markup("{}<mark>{}</mark>{}").format(
        shown(text[start:first]), shown(text[first:last]), shown(text[last:end])
    )


def _references(contract: Contract) -> Iterator[Lit]:
    for reference in contract.references:
        if reference.target in contract.by_id:
            yield Lit(
                reference.start,
                reference.end,
                Markup('<a class="reference" href="?clause={0}#{0}">').format(reference.target),
                Markup("</a>"),
            )


def _terms(contract: Contract) -> Iterator[Lit]:
    """Each defined term where it is used, with its meaning to be read there."""
    meanings = {
        clause.heading: " ".join(contract.words(clause).split())[:LONGEST_MEANING]
        for clause in contract.clauses
        if clause.kind == "definition" and len(clause.heading) >= SHORTEST_TERM
    }
    if not meanings:
        return
    defined = [(c.start, c.end) for c in contract.clauses if c.kind == "definition"]
    articles = sorted(c.start for c in contract.clauses if c.kind in ARTICLES)
    seen: set[tuple[int, str]] = set()
    longest_first = sorted(meanings, key=len, reverse=True)
    pattern = re.compile(
        r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?:s|x)?(?!\w)", re.IGNORECASE
    )
    folded = {term.lower(): meaning for term, meaning in meanings.items()}
    for match in pattern.finditer(contract.text):
        term = match.group().lower()
        term = term if term in folded else term[:-1]
        # Once in each article is enough to look it up.
        place = (bisect_right(articles, match.start()), term)
        if place not in seen and not any(a <= match.start() < b for a, b in defined):
            seen.add(place)
            yield Lit(
                match.start(),
                match.end(),
                Markup('<dfn tabindex="0" data-meaning="{}">').format(folded[term]),
                Markup("</dfn>"),
            )
