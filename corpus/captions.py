"""Words that stand as a title: on a line of their own, or at the front of a paragraph."""

from __future__ import annotations

import re

from corpus.folding import fold
from corpus.lines import Line, unquoted

_TITLE_WORDS = re.compile(
    r"\b(?:contrat|clauses|convention|accord|agreement|\w*overeenkomst|contract|conditions|terms|"
    r"\w*voorwaarden|politique|policy|lettre|charte|bail|statuts|statuten|bylaws|addendum|"
    r"\w*reglement|licentie|lease)\b"
)


def names_a_contract(words: str) -> bool:
    """Whether these words, less what stands in brackets, are of a contract's title."""
    return _TITLE_WORDS.search(fold(words).split(" (")[0]) is not None


def reads_as_title(text: str) -> bool:
    """Whether these few words stand for themselves rather than being a sentence."""
    if len(text) > 300:
        return False
    plain = unquoted(text)
    words = plain.split()
    if not 1 <= len(words) <= 16 or len(plain) > 120:
        return False
    first = next((char for char in plain if char.isalnum()), "")
    if not first or first.islower() or "|" in plain or "\t" in text:
        return False
    ending = text.rstrip("* ").rstrip()[-1:]
    if ending in ";,:" or (ending in ".!?" and len(words) > 3):
        return False
    return not re.search(r"[.;!?]\s+[A-ZÀ-Ý]", plain)


def run_in_title(rest: str) -> str:
    """The heading at the front of a paragraph: "**Durée.** Le contrat …", "Duration. This …"."""
    rest = re.sub(r"^<\w[^<>]{0,100}>(.{2,80}?)</\w+>", r"**\1**", rest)
    bold = re.match(r"^(?:\*\*|__)(.{2,80}?)(?:\*\*|__)\s*[.:–—-]?\s+\S", rest)
    if bold:
        return unquoted(bold[1])
    short = re.match(r"^([A-ZÀ-Ý][\w’'-]+(?: [\w’'&/-]+){0,3})(?:\.| :|:| [–—-])\s+[A-ZÀ-Ý]", rest)
    return unquoted(short[1]) if short and len(rest) > 3 * len(short[1]) else ""


def bold_title(line: Line, body: int) -> str:
    """The rest of a bold opening that holds the number too: "**4.1 Durée.** Le contrat …"."""
    closing = line.text.find(line.text[:2], 2) if line.plain != line.text else -1
    title = line.text[body - line.start : closing] if closing > 0 else ""
    return unquoted(title) if reads_as_title(title) else ""
