"""The title of a contract, and the headings that open its preamble."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.captions import names_a_contract, reads_as_title
from corpus.folding import fold
from corpus.headings import Candidate
from corpus.lines import Line, unquoted
from corpus.scheme import Scheme

_OPENING = re.compile(
    r"^(?:preambule|parties|les parties|entre|entre les soussignes|considerants?|considerations?|"
    r"aanhef|preambel|partijen|de partijen|tussen|overwegingen?|overwegende|preamble|recitals?|"
    r"background|whereas|between|the parties|et|en|and|d'une part|d'autre part|"
    r"il est (?:prealablement|tout d'abord) (?:expose|rappele)(?: ce qui suit)?|"
    r"il a (?:d'abord |prealablement )?ete (?:prealablement )?(?:expose|rappele)(?: ce qui suit)?|"
    r"expose(?: prealable)?|ceci (?:etant )?expose|il est convenu ce qui suit|"
    r"il a ete (?:convenu|arrete|decide)(?: et arrete)? ce qui suit|"
    r"(?:de |zijn )?partijen(?: komen| zijn)?(?: als volgt)? overeen(?:gekomen)?(?: als volgt)?|"
    r"(?:zijn|komen) (?:het volgende|als volgt) overeen(?:gekomen)?|"
    r"(?:it is|the parties have|now it is hereby) (?:hereby )?agreed(?: as follows)?)[\s:,.]*$"
)
_TOP = 12  # lines that may hold the title


_OPEN = re.compile(r"(?:,|&|\b(?:DE|DU|DES|ET|OF|AND|VAN|EN))$")  # a title in capitals goes on
_LEGAL_FORM = re.compile(r"\b(?:[A-Z]\.){2,}$|\b(?:Inc|Ltd|Co|Corp)\.$")
_DATE = re.compile(
    r"^\W*(?:\w+ \d{1,2},? \d{4}|\d{1,2}(?:er)? \w+ \d{4}|\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4})\W*$"
)


def opens_contract(heading: str) -> bool:
    """Whether a heading only announces the parties or the preamble."""
    return bool(_OPENING.match(fold(unquoted(heading))))


def goes_on_title(heading: str) -> bool:
    """Whether a heading right below the title only says more of it, or who signs."""
    plain = fold(unquoted(heading))
    return bool(names_a_contract(plain) or re.match(r"(?:entre|tussen|between)\b", plain))


def title_of(lines: Sequence[Line], found: Sequence[Candidate], scheme: Scheme) -> tuple[int, str]:
    """The line after the title, and the title: level-1 headings at the top, or a first line."""
    spoken = [at for at, line in enumerate(lines) if _says_more_than_rows(line)][:_TOP]
    if len(spoken) > 1 and _DATE.match(lines[spoken[0]].text):
        spoken = spoken[1:]
    if not spoken:
        return 0, ""
    taken = {cand.at for cand in scheme.run}
    starts = {cand.at for cand in found if cand.weight > 2} | taken
    first = spoken[0]
    below = _below_letterhead(lines, spoken[1:], starts) if first not in starts else ""
    if len(lines[first].text) > 300:
        return first, below
    if lines[first].level == 1 and first not in taken:
        after = [at for at in spoken if at not in taken and lines[at].level == 1]
        run = [at for place, at in enumerate(after) if at == spoken[place]]
        return run[-1] + 1, unquoted(lines[first].text)
    words = unquoted(lines[first].text)
    if first in starts or not words or len(words) > 200 or lines[first].bullet:
        return first, below
    ended = not _LEGAL_FORM.search(words + ".") and lines[first].text.rstrip()[-1] in ".;,:"
    if words[-1] in ".;,:" or ended or len(spoken) == 1:
        return first, below
    if words[0].islower() or opens_contract(words):
        return first, "" if opens_contract(words) else below
    if names_a_contract(words) and reads_as_title(words):
        return first + 1, words
    return (first, below) if below else (first + 1, words)


def _says_more_than_rows(line: Line) -> bool:
    """Whether this is no row of a table, but for one of a single cell, such as a frame."""
    return not line.noise and not (line.table and re.search(r"[|\t]", line.text))


def _below_letterhead(lines: Sequence[Line], spoken: Sequence[int], starts: set[int]) -> str:
    """The title that stands under the name and address of who wrote the contract, '' if none.

    One in capitals is likelier; it may go on over several lines.
    """
    found = []
    for place, at in enumerate(spoken):
        words = unquoted(lines[at].text)
        if at in starts or opens_contract(words):
            break
        for below in spoken[place + 1 : place + 3]:
            if not (words.isupper() and lines[below].text.isupper() and _OPEN.search(words)):
                break
            words = f"{words} {unquoted(lines[below].text)}"
        said = words[:1].isdigit() or lines[at].text.rstrip("* ").endswith(".")
        if reads_as_title(words) and not said and names_a_contract(words):
            found.append(words)
    return next((words for words in found if words.isupper()), next(iter(found), ""))


def is_title(lines: Sequence[Line], looks: Sequence[int]) -> bool:
    first = looks[0]
    below = next((at for at in range(first + 1, len(lines)) if not lines[at].noise), -1)
    return below in looks or names_a_contract(lines[first].text)
