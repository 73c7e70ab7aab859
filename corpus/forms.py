"""Forms: how contracts write the numbers of their articles, clauses, chapters and annexes."""

from __future__ import annotations

import re

from corpus.numbering import IN_WORDS

_NUMERAL = rf"\d{{1,3}}|{IN_WORDS}|[ivxlc]{{1,6}}"
_SUFFIX = (
    r"(?:(?:\s?(?P<suffix>er|ère|ere|ᵉʳ|°|bis|ter|quater)|(?<=\d)(?:e|ème|eme|ᵉ)"
    r"|(?<=\d)(?P<letter>[A-DF-Za-df-z]))(?![\w]))?"
)
_AFTER = (
    r"(?P<after>\s*\\?[.:)|]+(?:\s*[–—-]+(?=\s))?(?=\s|$|[A-ZÀ-Ý«“\"*])|\s*[–—]\s*|\s+-+\s*|-\s+|\s+|$)"
    r"\s*(?P<rest>.*)$"
)
_BEHIND_WORD = _AFTER.replace(r"|-\s+|", r"|-\s+|-(?=[A-ZÀ-Ý])|")  # "Artikel 15-Duur"

ARTICLE = re.compile(
    r"^\s*(?P<word>articles?|art|artikel|clause|section|sectie|§)\.?\s*(?:n[°º]\s*)?"
    rf"(?P<number>\d{{1,3}}(?:\.\d{{1,2}})+|{_NUMERAL}){_SUFFIX}{_BEHIND_WORD}",
    re.IGNORECASE,
)
CHAPTER = re.compile(
    r"^\s*(?P<word>livre|partie|part|deel|titre|titel|title|chapitre|hoofdstuk|chapter|"
    r"section|sectie|afdeling)\.?\s*(?:n[°º]\s*)?"
    rf"(?P<number>{_NUMERAL}|(?<=\s)[a-z](?=\s*[:–—])){_SUFFIX}{_AFTER}",
    re.IGNORECASE,
)
ORDINAL = re.compile(
    rf"^\s*(?P<number>\d{{1,2}}(?=[eèr])|{IN_WORDS})(?:ère|re|e|ème)?\s+"
    rf"(?P<word>livre|partie|part|deel|titre|titel|chapitre|hoofdstuk){_AFTER}",
    re.IGNORECASE,
)
ANNEX = re.compile(
    r"^\s*(?P<word>annexes(?=\s*\d)|annexe|annex|bijlagen(?=\s*\d)|bijlage|schedule|appendix|appendice|aanhangsel|exhibit|addendum|"
    r"attachment)\b\s*(?:n[°ºr]\.?\s*)?"
    rf"(?:[\"“«](?=\w[\"”»]))?(?P<number>\d{{1,2}}|[ivx]{{1,5}}|[a-z])?[\"”»]?{_SUFFIX}{_AFTER}",
    re.IGNORECASE,
)
_GLUED = r"(?P<after>(?=[A-ZÀ-Ý][a-zà-ÿ]))(?P<rest>.*)$"  # "1.3In the event"
DOTTED = re.compile(
    r"^\s*(?P<number>[1-9]\d{0,2}(?:\\?\.(?:0?[1-9]|[1-9]\d)){1,4})"
    r"(?:(?P<suffix>bis|ter|quater)|(?P<letter>[A-Z])(?=[.\s]))?" + _AFTER
)
DOTTED_GLUED = re.compile(r"^(?P<number>[1-9]\d{0,2}(?:\.[1-9]\d?){1,3})" + _GLUED)
NUMBER = re.compile(r"^\s*(?P<number>[1-9]\d{0,2})(?:\s?(?P<suffix>bis|ter))?\\?" + _AFTER)
ROMAN = re.compile(r"^\s*(?P<number>[IVXLC]{1,6})" + _AFTER)
LETTER = re.compile(r"^\s*(?P<number>[A-Z])(?=[.)]|\s?[–—-]\s)" + _AFTER)
POINT = re.compile(r"^(?:\((?:[a-z]|[ivx]{2,4}|\d)\)|(?:[a-z]|[ivx]{2,4})[.)]|\d\))\s+\S")
