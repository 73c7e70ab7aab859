"""The parts of a question that asks several things at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer

MOST_PARTS = 3
FEWEST_WORDS = 3
_END = re.compile(r"\?+(?=\s)")
_AND = re.compile(
    r"(?:,\s*|\s)(?:et|ainsi que|and|en)\s+(?="
    r"(?:qui|que|quoi|quel(?:le)?s?|quand|comment|combien|pourquoi|où|dans quel|sous quel|"
    r"à qui|par qui|est-ce|puis-je|peut-on|pouvez-vous|y a-t-il|"
    r"who|what|which|when|where|how|why|can|may|do|does|is|are|must|"
    r"wie|wat|welke?|wanneer|waar|hoe|waarom|mag|kan|moet|is|zijn|binnen)\b)",
    re.IGNORECASE,
)


def parts(question: str) -> tuple[str, ...]:
    """The questions in `question`, in order; () where it asks one thing only."""
    sentences = [piece for piece in _END.split(question) if piece.strip()]
    found = [part.strip() for sentence in sentences for part in _AND.split(sentence)]
    asked = [part for part in found if len(part.split()) >= FEWEST_WORDS]
    return tuple(asked) if 1 < len(asked) <= MOST_PARTS else ()


def combined(first: Answer, others: Sequence[Answer]) -> Answer:
    """One answer that says what `first` says, then what the `others` do, with all their proof."""
    if not others:
        return first
    answers = (first, *others)
    citations = tuple(dict.fromkeys(item for answer in answers for item in answer.citations))
    cited = {(item.contract, item.clause) for item in citations}
    related = dict.fromkeys(item for answer in answers for item in answer.related)
    followups = dict.fromkeys(text for answer in answers for text in answer.followups)
    return replace(
        first,
        answer=" ".join(dict.fromkeys(answer.answer for answer in answers)),
        citations=citations,
        related=tuple(item for item in related if (item.contract, item.clause) not in cited)[:3],
        followups=tuple(followups)[:3],
        why=tuple(line for answer in answers for line in answer.why),
    )
