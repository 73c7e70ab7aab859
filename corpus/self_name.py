"""What a contract without a title calls itself: « les présentes conditions générales de vente »."""

from __future__ import annotations

import re
from collections import Counter

_NAMES = re.compile(
    r"\b(?i:la présente|le présent|les présentes)\s+"
    r"(?P<fr>(?i:(?:contrat|convention|accord|conditions|charte|bail|statuts|règlement)\b"
    r"(?: (?:générales?|particulières?|spéciales?|intérieur))?"
    r"(?:(?: (?:de|du)(?: la)? | d['’])[\w-]+(?: des données)?)?))"
    r"|\b(?i:deze|dit)\s+"
    r"(?P<nl>(?i:algemene \w*voorwaarden|\w+(?:overeenkomst|voorwaarden|reglement)))\b"
    r"|\b[Tt]h(?:is|ese)\s+(?P<en>(?:[A-Z][\w-]+ ){1,4}"
    r"(?:Agreement|Contract|Addendum|Policy|Conditions|Lease|Terms(?: (?:of|and) [A-Z]\w+)*))\b"
)
_FEWEST = 2


def self_name(text: str) -> str:
    """The name in more than one word, or a compound, that the text gives itself at least twice.

    '' where there is none: "le présent contrat" names nothing.
    """
    found = Counter(
        name if match.lastgroup == "en" else name[:1].upper() + name[1:].lower()
        for match in _NAMES.finditer(text)
        if (name := " ".join((match[match.lastgroup or 0]).split()))
        if " " in name or match.lastgroup == "nl"
    )
    name, times = max(found.items(), key=lambda one: (one[1], len(one[0])), default=("", 0))
    return name if times >= _FEWEST else ""
