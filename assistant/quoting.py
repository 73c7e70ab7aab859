"""Quoting: which words of a clause are shown as proof, and how they are introduced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from assistant.answer import Evidence
from assistant.lexicon import any_sign, listed, read_data
from assistant.phrases import place_name, say, with_article
from corpus.announcement import announcement
from corpus.columns import column_names, headed_cells
from corpus.folding import fold
from corpus.model import Clause, Contract
from corpus.sentences import BULLET, Span, sentences

LONGEST_QUOTE = 700
LONGEST_SENTENCE = 420
LONGEST_LIST = 1_500
# A list's bullet stands between its own words and its entries, and a table's bar between its
# rows and what follows; they belong to neither.
_EDGES = " \n\t•◦|"
# The names of a table's columns, in Markdown, and the line under them.
_COLUMNS = re.compile(r"^[^\S\n]*\|[^\n]*\n[^\S\n]*\|[-:|\t ]+$", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<!\()\*+(?=[^\s*)])|(?<=[^\s*(])\*+")
_JOINT = re.compile(r"[;,]\s*(?:et|ou|et/ou|en|of|en/of|and|or|and/or)$")
_QUOTATION = re.compile(r"«\s*([^«»]+?)\s*»|“([^“”]+)”|\"([^\"]+)\"")


def evidence(
    contract: Contract, clause: Clause, start: int, end: int, marks: Iterable[tuple[int, int]]
) -> Evidence:
    """The words `start:end` of the contract as a citation; `marks` are offsets in the contract."""
    citation = contract.cite(clause, start, end)
    inside = ((max(a, start) - start, min(b, end) - start) for a, b in marks)
    return Evidence(
        citation.contract,
        citation.clause,
        clause.label,
        contract.heading(clause),
        citation.quote,
        start,
        end,
        clause.page if clause.start == start else page_at(contract, start),
        tuple(sorted({(a, b) for a, b in inside if a < b})),
    )


def quote_span(
    contract: Contract, clause: Clause, start: int, end: int, marks: Iterable[tuple[int, int]]
) -> tuple[int, int]:
    """What to quote: the clause's own words around `start:end`, whole where they are short.

    A sentence alone can lose the exception that follows it, so the whole clause is quoted
    up to `LONGEST_QUOTE` characters, else the paragraph, else the sentence and the marked words.
    """
    wanted = (min([start, *(a for a, _ in marks)]), max([end, *(b for _, b in marks)]))
    own = _own(contract, clause, start, end)
    around = _around(contract, own, start, end, LONGEST_QUOTE) if own else None
    if around is not None:
        wanted = (min(around[0], wanted[0]), max(around[1], wanted[1]))
    first, last = max(wanted[0], clause.start), min(wanted[1], clause.end)
    last = max(last, list_end(contract, clause, last))
    text = contract.text[first:last]
    if not text.strip(_EDGES):
        return first, last
    return first + len(text) - len(text.lstrip(_EDGES)), last - len(text) + len(text.rstrip(_EDGES))


def list_end(contract: Contract, clause: Clause, end: int) -> int:
    """The end of the list that the words before `end` announce by a colon, 0 where none do."""
    before = _COLUMNS.sub("", contract.text[clause.start : end])
    if not before.rstrip(_EDGES).endswith(":"):
        return 0
    entries = [child for child in contract.children(clause.id) if child.start >= end]
    within = [child.end for child in entries if child.end - end <= LONGEST_LIST]
    last = max(within, default=0)
    # What stands behind the entries goes on about them all.
    listed = len(within) == len(entries) and all(child.kind == "item" for child in entries)
    return clause.end if within and listed and clause.end - last <= LONGEST_SENTENCE else last


def page_at(contract: Contract, offset: int) -> int:
    """The page (from 1) on which the character at `offset` stands."""
    return max(1, sum(1 for start in contract.page_starts if start <= offset))


def cited_sentence(sentence: str, named: str) -> str:
    """ "Au plus tard 72 heures." and "article 8.1" → "Au plus tard 72 heures (article 8.1)."."""
    body = sentence.rstrip()
    mark = body[-1] if body[-1:] in ".!?" else "."
    return f"{body.rstrip('.!?')} ({named}){mark}"


def spoken_span(contract: Contract, clause: Clause, start: int, end: int) -> tuple[int, int]:
    """The words by which the clause speaks for itself where those at `start:end` answer.

    All that it says there where that is short: a sentence alone can lose what it goes on from, and
    the exception that follows. Else the sentences around, as far as they hang together.
    """
    own = _own(contract, clause, start, end)
    if own is None:
        return start, end
    around = _around(contract, own, start, end, LONGEST_SENTENCE) or (start, end)
    if around != own:
        spans = sentences(contract.text, *own)
        around = _hanging_together(contract.text, spans, *around)
    # Words that announce a list say nothing without it.
    return around[0], max(around[1], list_end(contract, clause, around[1]))


def _own(contract: Contract, clause: Clause, start: int, end: int) -> Span | None:
    """The clause's own words, between those of its children, that hold `start:end`."""
    spans = contract.own_spans(clause)
    return next((span for span in spans if span[0] <= start and end <= span[1]), None)


def _around(contract: Contract, own: Span, start: int, end: int, longest: int) -> Span | None:
    """`own`, which holds `start:end`, or the paragraph of these: what is short enough."""
    text = contract.text
    first = text.rfind("\n", own[0], start) + 1 or own[0]
    last = text.find("\n", end, own[1])
    paragraph = first, own[1] if last < 0 else last
    return next((span for span in (own, paragraph) if _length(text[slice(*span)]) <= longest), None)


def _length(quote: str) -> int:
    return len(" ".join(quote.split()))


def _hanging_together(text: str, spans: Sequence[Span], start: int, end: int) -> Span:
    """`start:end` with the sentence before it while it points back, and those after that do."""
    first, last = start, end
    for before in reversed([span for span in spans if span[1] <= start]):
        if not points_back(text[first:last]) or last - before[0] > LONGEST_SENTENCE:
            break
        first = before[0]
    for after in (span for span in spans if span[0] >= end):
        if not points_back(text[slice(*after)]) or after[1] - first > LONGEST_SENTENCE:
            break
        last = after[1]
    return first, last


def points_back(sentence: str) -> bool:
    """Whether the sentence begins with words that only mean something after another one."""
    return _pointing_back().match(fold(sentence)) is not None


@cache
def _pointing_back() -> re.Pattern[str]:
    listed = [
        word for words in read_data("quoting.yaml")["pointing_back"].values() for word in words
    ]
    return re.compile(rf"\W*(?:{'|'.join(map(re.escape, listed))})(?!\w)")


def opens_specially(sentence: str) -> bool:
    """Whether the sentence is on a special case only ("At the third failure, …")."""
    return signs("special", r"[\W\d]*(?<!\w)").match(fold(sentence)) is not None


def asks_exact_words(question: str) -> bool:
    """Whether the question asks for the very words of a clause ("mot pour mot")."""
    return signs("exact_words").search(fold(question)) is not None


@cache
def signs(name: str, before: str = r"(?<!\w)") -> re.Pattern[str]:
    """What matches the signs of that name in `quoting.yaml`, in folded text, after `before`."""
    return any_sign(listed(read_data("quoting.yaml")[name]), before)


def quoted_sentence(contract: Contract, clause: Clause, quote: str, language: str) -> str:
    """The clause speaking for itself, introduced in the asker's language."""
    words = quoted_words(contract, clause, quote)
    own = language == contract.language
    key, term = ("quoted" if own else "quoted_foreign"), ""
    if clause.kind == "definition" and contract.words(clause).startswith(quote.strip()):
        key, term = ("defined" if own else "defined_foreign"), clause.heading
        named = re.match(rf"\W*{re.escape(term)}\W{{0,3}}[:=–—]\s*(?=\w)", words)
        words = words[named.end() :] if named else words
        own_label = clause.label.endswith(clause.id) or clause.parent is None
        clause = clause if own_label else contract.clause(clause.parent or "")
    place = with_article(place_name(contract, clause, language), language)
    return say(key, language, place=place, quote=_inner(words, language), term=term)


def quoted_words(contract: Contract, clause: Clause, quote: str) -> str:
    """The clause's words on one line, at most `LONGEST_QUOTE`, after what announces them."""
    words = _plain(_cells(contract, clause, quote))
    if len(words) > LONGEST_QUOTE:
        words = words[:LONGEST_SENTENCE].rsplit(" ", 1)[0] + " …"
    announced = _unstressed(announcement(contract, clause))
    return f"{announced} … {words}" if announced and not words.startswith(announced) else words


def named_quote(key: str, contract: Contract, clause: Clause, quote: str, language: str) -> str:
    """Words of the clause, with its name, as the phrase of that key shows them."""
    words = _inner(_plain(_cells(contract, clause, quote)), language)
    return say(key, language, place=place_name(contract, clause, language), quote=words)


def _cells(contract: Contract, clause: Clause, quote: str) -> str:
    """The quote on one line; the cells of a table's row, a line each, set apart, and its rows."""
    if clause.kind == "row":
        whole = quote.strip(_EDGES) == contract.words(clause).strip(_EDGES)
        return _with_columns(contract, clause) if whole else on_a_line(quote)
    quote = _COLUMNS.sub("", quote)
    names = column_names(contract, clause)
    quote = quote.replace(contract.text[slice(*names)].strip(), "") if names else quote
    rows = [contract.words(one) for one in contract.children(clause.id) if one.kind == "row"]
    for row in rows:
        quote = quote.replace(row, f"{on_a_line(row).rstrip(' ;')};")
    return _line((quote.replace("|", " ") if rows else quote).split("\n"), " ")


def _with_columns(contract: Contract, row: Clause) -> str:
    """The cells of the row, those behind the first with the names of their columns."""
    (_, first), *others = headed_cells(contract, row)
    if not any(name for name, _ in others):
        return on_a_line(contract.words(row))
    colon = " : " if contract.language == "fr" else ": "
    named = (f"{name}{colon}{cell}" if name else cell for name, cell in others if cell)
    return _plain(" – ".join([first, *named]))


def on_a_line(quote: str) -> str:
    """The cells of a table's row, a line each or between bars, on one line."""
    return _line(re.split(r"[|\t\n]", quote), " – ").replace(": – ", ": ")


def _line(lines: Iterable[str], between: str) -> str:
    """The lines on one, without the bullets before them, and a stop before each of these."""
    said = ""
    for line in map(str.strip, lines):
        bullet = BULLET.match(line)
        words = " ".join((line[bullet.end() :] if bullet else line).split())
        if said and words:
            said += "; " if bullet and said[-1] not in ".;:,!?" else between
        said += words
    return said


def _plain(words: str) -> str:
    """Words to be quoted within a sentence: without marks of emphasis, and what joins an entry to
    the next one."""
    return _JOINT.sub("", _unstressed(words)).rstrip(" ;:")


def _unstressed(words: str) -> str:
    return _EMPHASIS.sub("", words)


def _inner(words: str, language: str) -> str:
    """The words with the marks that quotations within a quotation have in the language."""
    opening, closing = ("“", "”") if language == "fr" else ("‘", "’")
    return _QUOTATION.sub(lambda found: f"{opening}{found[found.lastindex or 0]}{closing}", words)
