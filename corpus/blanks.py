"""Blanks: what a contract leaves to be filled in ("{{délai}}", "[MONTANT]", "…… €", "____")."""

from __future__ import annotations

import re

from corpus.sentences import Span

_BLANK = re.compile(
    r"\{\{[^{}\n]*\}\}|\{[^\W\d]\w{2,}\}|\[(?=[^\]\n]{0,80}?(?:[^\W\d]{2}|[●•.…]))[^\[\]\n]{1,80}\](?!\()"
    r"|_{3,}|\.{4,}|…{2,}|(?<=\s)(?:…|\.{3})(?=\s)|●"
)
_LABEL = re.compile(r"^.*?(?:\s?:|\s[|–—-])\s", re.DOTALL)
_UNTOLD = re.compile(
    r"\b(?:[àa] (?:pr[ée]ciser|compl[ée]ter|d[ée]finir|d[ée]terminer|remplir)|n/a|tbd|tbc|"
    r"to be (?:completed|determined|defined|agreed|confirmed)|(?:nog )?(?:in|aan) te vullen|"
    r"(?:nader )?te bepalen)\b",
    re.IGNORECASE,
)
_UNITS = 3
"""So many words may stand beside a blank without saying anything ("[prix] € HT par mois")."""


def blanks(text: str) -> list[Span]:
    """The spans of the blanks in `text`, in order."""
    return [match.span() for match in _BLANK.finditer(text)]


def is_left_blank(words: str) -> bool:
    """Whether the words only name what would have to be filled in: "Préavis : {{délai}} jours"."""
    label = _LABEL.match(words)
    told = words[label.end() :] if label else words
    rest, holes = _BLANK.subn(" ", told)
    rest, untold = _UNTOLD.subn(" ", rest)
    said = re.findall(r"\w+", rest)
    small = len(said) <= _UNITS and not any(map(str.isdigit, "".join(said)))
    return bool(holes or untold) and small
