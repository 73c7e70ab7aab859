"""Signatories: the parties of a contract that calls them by their names throughout.

"Entre Orme, société par actions simplifiée …, et Maison Hêtre, dont le siège …": each is told by
what is said of a company right behind its name.
"""

from __future__ import annotations

import re

from corpus.lines import unquoted
from corpus.model import Party

_BETWEEN = re.compile(r"\b(?:entre|tussen|between|parties|partijen)\b", re.IGNORECASE)
_COMPANY = (
    r"soci[ée]t[ée]|association|entreprise individuelle|fondation|dont le si[èe]ge|"
    r"ayant son si[èe]ge|[ée]tablie? (?:à|au|en)|immatricul[ée]|inscrite? (?:à|au)|"
    r"(?:besloten |naamloze )?vennootschap|vereniging|stichting|met (?:maatschappelijke )?zetel|"
    r"gevestigd te|ingeschreven|company|incorporated|registered|having its|with its registered"
)
_SIGNATORY = re.compile(
    r"^[^\S\n]*(?:(?:\d[.)]|\([a-z\d]\)|-|•|et|en|and|entre|tussen|between)\s*:?\s+)*"
    r"(?:\*\*)?(?P<name>(?-i:[A-ZÀ-Ý])[^,;:()\n*]{1,60}?)(?:\*\*)?,\s+"
    rf"(?:(?:une?|een|an?)\s+)?(?:{_COMPANY})\b",
    re.IGNORECASE | re.MULTILINE,
)


def signatories(opening: str) -> tuple[Party, ...]:
    """The two or more parties named so in a contract's opening words, each called by its name; none
    where there is only one."""
    begun = _BETWEEN.search(opening)
    if begun is None:
        return ()
    named = (unquoted(match["name"]) for match in _SIGNATORY.finditer(opening, begun.start()))
    parties = tuple(Party(name, name) for name in dict.fromkeys(named))
    return parties if len(parties) > 1 else ()
