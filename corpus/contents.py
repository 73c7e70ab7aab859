"""The table of contents: lines that only announce what comes later."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.folding import fold
from corpus.leaders import leads_to_a_page
from corpus.lines import Line, unquoted

_TITLE = re.compile(
    r"^(?:\d{1,2}\.?\s+)?(?:table des mati[eè]res|sommaire|inhoudsopgave|inhoudstafel|inhoud|"
    r"table of contents|contents|index)\s*:?$",
    re.IGNORECASE,
)
_APART = re.compile(r"(?:\t+|\s{3,})\s*\d{1,4}$")
_PAGE = re.compile(r"\s+\d{1,4}$")
_LINK = re.compile(r"^\w{0,5}\[[^\[\]]{1,300}\]\([^()\s]{0,300}#[^()\s]*\)$")
_TOLD = re.compile(r"\w+")
_SHORTEST_RUN = 3


def without_contents(lines: Sequence[Line]) -> list[Line]:
    """`lines` with the table of contents flagged as noise."""
    spoken = [index for index, line in enumerate(lines) if not line.noise and not line.table]
    keys = {index: _key(lines[index]) for index in spoken}
    # A heading may have its number, or the end of its title, on a line of its own.
    last_seen = {
        " ".join(keys[index] for index in spoken[place : place + deep]): spoken[place]
        for deep in (3, 2, 1)
        for place in range(len(spoken))
    }
    announced: set[int] = set()
    run: list[int] = []
    titled = False
    for index in [*spoken, -1]:
        if index >= 0 and _announces(lines[index], index, last_seen, bool(run) or titled):
            run.append(index)
            continue
        if len(run) >= _SHORTEST_RUN or (titled and run):
            announced.update(run)
        run = []
        titled = index >= 0 and bool(_TITLE.match(unquoted(lines[index].text)))
        if titled:
            announced.add(index)
    return [
        replace(line, noise=True, contents=True, level=0) if index in announced else line
        for index, line in enumerate(lines)
    ]


def _announces(line: Line, index: int, last_seen: dict[str, int], begun: bool) -> bool:
    """Whether this line announces one further down; a bullet begins no table of contents."""
    apart = leads_to_a_page(line.text) or _APART.search(line.text[-120:])
    if apart or _LINK.match(line.text[line.bullet :]):
        return True
    if len(line.text) > 160 or (line.bullet and not begun):
        return False
    key = _key(line)
    return len(key) > 3 and (
        last_seen[key] > index or last_seen.get(_PAGE.sub("", key), -1) > index
    )


def _key(line: Line) -> str:
    """The words and numbers of an entry, as its heading has them, whatever signs part them."""
    return " ".join(_TOLD.findall(fold(unquoted(line.text[line.bullet :][:200]))))
