"""What is gathered for each clause as the answer to a question."""

from __future__ import annotations

from dataclasses import replace

from assistant.service import Assistant

ASKED = "Quel tribunal est compétent ?"


def test_a_clause_without_a_passage_of_its_own_is_as_near_as_what_lies_under_it(
    assistant: Assistant,
) -> None:
    evidence = assistant.evidence
    recognised, hits = evidence.signals(ASKED, assistant.heard(ASKED))
    treating = {found.clause for found in evidence.candidates(recognised, hits) if found.topic}
    own = next(hit for hit in hits if hit.clause in treating)
    under = [replace(own, clause=f"{own.clause}.{n}", late=float(n)) for n in (1, 2)]

    found = evidence.candidates(recognised, under)

    assert {one.late for one in found if one.clause == own.clause} == {2.0}
