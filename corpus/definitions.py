"""Defined terms: "« Terme » : …", "**Terme** : …", "“Term” means …", "Onder “X” wordt verstaan"."""

from __future__ import annotations

import re

from corpus.folding import fold
from corpus.lines import unquoted

_SECTION = re.compile(
    r"\b(?:definitions?|definities|begrippen(?:lijst)?|begripsbepaling(?:en)?|"
    r"begripsomschrijving(?:en)?|terminologie|terminology|glossaire|glossary|lexique|lexicon|"
    r"vocabulaire|vocabulary|woordenlijst|termes definis|defined terms|"
    r"interpretation|interpretatie)\b"
)
_ANNOUNCED = re.compile(
    r"\b(?:(?:on|nous|parties|faut) (?:entend(?:ons|ent|re)?|designent?)(?: [\w']+){0,3} par|"
    r"verstaan(?: \w+){0,2} onder|bedoeld met|(?:sens|significations?) suivante?s?|"
    r"(?:termes|mots|expressions|notions|definitions) (?:suivante?s|ci-dessous|ci-apres)\b[^.]*|"
    r"volgende (?:begrippen|termen|woorden|definities|betekenis(?:sen)?)\b[^.]*|"
    r"following (?:terms|words|expressions|definitions|meanings?)\b[^.]*)\s*:\W*$"
)
_INTRO = r"^(?:(?:on entend par|par|onder|by|le terme|les termes|la notion de|the term)\s+)?"
_ARTICLE = r"(?:(?:le|la|les|l['’]|de|het|een|the|an?)\s*)?"
_MORE = r"(?:\s*(?:,|/|ou|of|or|et|en|and)\s*{0})*"
_NOTE = r"(?:\s*\([^)]{0,120}\))?"
_MEANS = (
    r"(?:shall mean|means?|refers? to|has the meaning|have the meaning|désigne(?:nt)?|"
    r"signifie(?:nt)?|s['’]entend(?:ent)?|correspond(?:ent)? à|vise(?:nt)?|betekent|betekenen|"
    r"verwijst naar|wordt verstaan|worden verstaan|wordt bedoeld|on entend|il faut entendre|"
    r"is defined as)\b"
)
_SENSE = (
    r"(?:(?:a|ont) (?:le (?:même )?sens|la (?:même )?signification)"
    r"|(?:heeft|hebben) de betekenis)\b"
)
_QUOTES = r"[«\"“„”‘][^«»\"“”„‘\n]{1,90}[»\"”“’]"
_QUOTED = re.compile(
    _INTRO + _ARTICLE + rf"(?:\*\*)?(?P<term>{_QUOTES})(?:\*\*)?"
    + rf"(?P<more>{_MORE.format(_QUOTES)})" + _NOTE
    + rf"\s*(?:[:=,–—-]|{_MEANS}|{_SENSE}|(?:is|sont|est|zijn|are)\b|hierna)",
    re.IGNORECASE,
)  # fmt: skip
_STRONG = re.compile(
    r"^(?:\*\*|__)(?P<term>[^*_\n]{1,90}?)\s*:?\s*(?:\*\*|__)"
    + _NOTE + rf"\s*(?:(?<=:\*\*)\s|[:=–—-]|{_MEANS})",
    re.IGNORECASE,
)  # fmt: skip
_COLON = re.compile(r"^(?P<term>[A-ZÀ-Ý0-9][^:.;,«»\"“”|\n]{0,80}?)\s*(?::|\s[–—-]|\s=)\s+(?=\S)")
_VERB = re.compile(rf"^(?P<term>[A-ZÀ-Ý][^:.;,«»|\n]{{0,70}}?)\s+{_MEANS}")
MEANING = re.compile(_MEANS, re.IGNORECASE)
"""What follows a term that stands on a line of its own."""
_LEAST = 8


def defines_terms(heading: str) -> bool:
    """Whether a heading announces definitions."""
    return bool(_SECTION.search(fold(heading)))


def announces_terms(words: str) -> bool:
    """Whether these words end by announcing terms and their meanings: "… on entend par :"."""
    return bool(_ANNOUNCED.search(fold(words)))


def terms_of(words: str) -> tuple[str, ...]:
    """Every term that these words define: "« A », « B » et « C » ont le sens du règlement"."""
    first, found = term_of(words), _QUOTED.match(words)
    others = re.findall(_QUOTES, found["more"]) if found and first else []
    return tuple(filter(None, (first, *map(_bare, others))))


def term_of(words: str) -> str:
    """The first term that these words define, "" where they define none."""
    for pattern in (_QUOTED, _STRONG, _COLON, _VERB):
        found = pattern.match(words)
        if found and len(words) - found.end() >= _LEAST:
            term = _bare(found["term"])
            if term and len(term.split()) <= 9 and term.count("(") == term.count(")"):
                return term
    return ""


def _bare(term: str) -> str:
    return unquoted(term.strip('«»"“”„‘’ ')).strip('«»"“”„ ')
