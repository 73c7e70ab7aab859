"""The answer given to a question, as the page, the command line and the API show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Status = Literal["answered", "not_in_contract", "out_of_scope", "clarify"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A citation as shown. `marks` are the answering words, as offsets into `quote`."""

    contract: str
    clause: str
    label: str
    heading: str
    quote: str
    start: int
    end: int
    page: int
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """A clause worth reading besides the ones cited."""

    contract: str
    clause: str
    label: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said, with its proof. `why` tells the signals that led to it, in words."""

    status: Status
    language: str
    answer: str
    citations: tuple[Evidence, ...] = ()
    related: tuple[Related, ...] = ()
    followups: tuple[str, ...] = ()
    elapsed_ms: int = 0
    topic: str | None = None
    why: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The answer as the documented JSON object: plain lists, dicts, strings and numbers."""
        return {
            "status": self.status,
            "language": self.language,
            "answer": self.answer,
            "citations": [
                {
                    "contract": c.contract,
                    "clause": c.clause,
                    "label": c.label,
                    "heading": c.heading,
                    "quote": c.quote,
                    "start": c.start,
                    "end": c.end,
                    "page": c.page,
                    "marks": [list(mark) for mark in c.marks],
                }
                for c in self.citations
            ],
            "related": [
                {"contract": r.contract, "clause": r.clause, "label": r.label} for r in self.related
            ],
            "followups": list(self.followups),
            "elapsed_ms": self.elapsed_ms,
            "topic": self.topic,
            "why": list(self.why),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Answer:
        """The answer that `as_json` gave."""
        cited = [
            Evidence(**{**item, "marks": tuple((a, b) for a, b in item["marks"])})
            for item in data["citations"]
        ]
        return cls(
            data["status"], data["language"], data["answer"], tuple(cited),
            tuple(Related(**item) for item in data["related"]), tuple(data["followups"]),
            data["elapsed_ms"], data["topic"], tuple(data["why"]),
        )  # fmt: skip
