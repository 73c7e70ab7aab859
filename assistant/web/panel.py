"""The contract beside the chat: its contents, or an article with the quoted words marked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.web.html import Spans, button, in_full, line_spans, marked
from assistant.web.texts import Texts
from corpus.model import Clause, Contract

LONGEST_SHEET = 30_000
MOST_ENTRIES = 300
SHEETS = frozenset({"preamble", "article", "annex"})
NUMBER = re.compile(r"(?:\d+(?:\.\d+)+\.?|\d+[.)]|[a-z]\)|\([a-z0-9]{1,3}\)|[•–-])(?=\s)")


class Target(BaseModel):
    """Which words to show, as a browser asks for them: every field may be wrong."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    contract: str
    clause: str
    start: int = 0
    end: int = 0
    marks: tuple[tuple[int, int], ...] = ()


def read_target(value: object) -> Target | None:
    """The target in a button's value, None where it is not one."""
    if not isinstance(value, str) or len(value) > 5_000:
        return None
    try:
        return Target.model_validate_json(value)
    except ValidationError:
        return None


def place_of(contracts: Sequence[Contract], address: Mapping[str, str]) -> str:
    """The target that a page's address names (`?clause=8.1`, perhaps `&contract=…`), '' if none."""
    wanted, named = address.get("clause", ""), address.get("contract", "")
    for contract in contracts:
        if wanted in contract.by_id and named in ("", contract.id):
            return _place(contract, contract.clause(wanted))
    return ""


def show(contracts: Sequence[Contract], wanted: Target | None, texts: Texts) -> str:
    """The article that holds the wanted clause, else the contents of the contracts."""
    contract = next((c for c in contracts if wanted and c.id == wanted.contract), None)
    if wanted is None or contract is None or wanted.clause not in contract.by_id:
        return contents(contracts, texts)
    return sheet(contract, contract.clause(wanted.clause), wanted, texts)


def sheet(contract: Contract, clause: Clause, wanted: Target, texts: Texts) -> str:
    """The whole article around `clause`: that clause in full ink, the quote and marks lit."""
    root = sheet_of(contract, clause)
    first, last = contract.body(root)
    quote = (max(wanted.start, clause.start), min(wanted.end, clause.end))
    lines = Markup().join(
        _line(contract, root, span, clause, quote, wanted.marks)
        for span in line_spans(contract.text, first, last)
    )
    kicker = Markup('<p class="kicker">{}</p>').format(root.label) if root.heading else Markup()
    title = Markup("<h2>{}</h2>").format(root.heading or root.label)
    where = Markup('<div class="trail">{}<span>{}</span>{}{}</div>').format(
        button("contents", "", "‹ " + texts.contents, "back"),
        texts.page.format(page=clause.page),
        button("link", json.dumps({"clause": clause.id}), texts.copy_link, "share"),
        in_full(contract.id, clause.id, (wanted.start, wanted.end), texts),
    )
    return str(
        Markup(
            '<section class="sheet" aria-label="{}">{}<div class="paper" lang="{}" tabindex="0">'
            '{}{}{}</div>{}{}{}</section>'
        ).format(
            texts.clause, where, contract.language, kicker, title, lines,
            _notes(contract, root, texts), _neighbours(contract, root), _to_chat(texts),
        )
    )  # fmt: skip


def sheet_of(contract: Contract, clause: Clause) -> Clause:
    """The clause shown whole around `clause`: its article, else the widest that is not too long."""
    path = contract.line(clause)
    for node in path:
        if node.kind in SHEETS and node.end - node.start <= LONGEST_SHEET:
            return node
    fitting = [n for n in path if n.end - n.start <= LONGEST_SHEET and n.kind != "chapter"]
    return fitting[-1] if fitting else clause


def contents(contracts: Sequence[Contract], texts: Texts) -> str:
    """The empty panel: what it is for, and the articles, to be opened."""
    tables = Markup().join(_table(contract) for contract in contracts)
    return str(
        Markup(
            '<section class="sheet" aria-label="{}"><div class="trail"><span>{}</span></div>'
            '<div class="paper contents"><p class="purpose">{}</p>{}</div>{}</section>'
        ).format(texts.clause, texts.clause, texts.clause_empty, tables, _to_chat(texts))
    )


def _line(
    contract: Contract,
    root: Clause,
    span: tuple[int, int],
    clause: Clause,
    quote: tuple[int, int],
    marks: Spans,
) -> Markup:
    text, (start, end) = contract.text, span
    number = NUMBER.match(text, start, end)
    head = Markup()
    body = start
    if number:
        head = Markup('<span class="number">{}</span> ').format(number.group())
        body = number.end() + 1
    cited = start < clause.end and end > clause.start
    kind = "line cited" if cited else "line beside"
    if number:
        kind += " numbered" if number.group()[0].isdigit() else " bullet"
    elif any(c.start < start < c.end for c in contract.children(root.id)):
        kind += " continued"
    lit_from, lit_to = max(body, quote[0]), min(end, quote[1])
    if lit_from >= lit_to:
        words = marked(text, (), body, end)
    else:
        words = Markup('{}<span class="quoted">{}</span>{}').format(
            marked(text, (), body, lit_from),
            marked(text, marks, lit_from, lit_to),
            marked(text, (), lit_to, end),
        )
    return Markup('<p class="{}">{}{}</p>').format(kind, head, words)


def _table(contract: Contract) -> Markup:
    entries = Markup().join(
        Markup("<li>{}</li>").format(button("show", _place(contract, root), _entry(root), "entry"))
        for root in _sheets(contract)[:MOST_ENTRIES]
    )
    return Markup('<h2>{}</h2><ol lang="{}">{}</ol>').format(
        contract.title, contract.language, entries
    )


def _entry(root: Clause) -> Markup:
    return Markup('<span class="kicker">{}</span><span class="title">{}</span>').format(
        root.label, root.heading
    )


def _place(contract: Contract, clause: Clause) -> str:
    return Target(contract=contract.id, clause=clause.id).model_dump_json(exclude_defaults=True)


def _sheets(contract: Contract) -> list[Clause]:
    """What the panel can show, in the contract's order."""
    return list(dict.fromkeys(sheet_of(contract, clause) for clause in contract.clauses))


def _notes(contract: Contract, root: Clause, texts: Texts) -> Markup:
    return Markup().join(
        Markup('<aside class="note"><strong>{}</strong> {}</aside>').format(
            texts.note, note.text[texts.code]
        )
        for note in contract.notes
        if texts.code in note.text and root in contract.line(contract.clause(note.clause))
    )


def _neighbours(contract: Contract, root: Clause) -> Markup:
    sheets = _sheets(contract)
    position = sheets.index(root)
    before, after = sheets[max(0, position - 1) : position], sheets[position + 1 : position + 2]
    links = [button("show", _place(contract, node), "‹ " + node.label, "turn") for node in before]
    links += [button("show", _place(contract, n), n.label + " ›", "turn next") for n in after]
    return Markup('<nav class="turns">{}</nav>').format(Markup().join(links))


def _to_chat(texts: Texts) -> Markup:
    return button("chat", "", "↑ " + texts.to_chat, "to-chat")
