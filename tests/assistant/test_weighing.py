"""How the signals are weighed: which clause is best, and whether any answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.recognition import OUT_OF_SCOPE, SMALLTALK
from assistant.treatment import Treatment
from assistant.weighing import Candidate, Rival, Weights, weigh

WEIGHTS = Weights(lexical=1.0, topic=10.0, rival=20.0, stray=40.0, usual=1.0, enough=0.0)


def clause(name: str, late: float, lexical: float = 0.0) -> Candidate:
    return Candidate("c", name, 0, 9, late, lexical)


def treating(name: str, late: float, recognised: float) -> Candidate:
    treatment = Treatment("breach", name, 0, 9, (0, 9), "sentence", weight=1.0)
    return Candidate("c", name, 0, 9, late, 0.0, 0.0, 0.0, "breach", recognised, treatment)


def test_nearness_words_and_topic_decide_among_clauses() -> None:
    near, worded, topical = clause("1", 2.0), clause("2", 1.9, lexical=3.0), treating("3", 1.0, 0.2)

    ranked = weigh([near, worded, topical], 0.0, 0.0, WEIGHTS).ranked

    assert [found.clause for found in ranked] == ["3", "2", "1"]


def test_shared_words_do_not_tell_whether_any_answers() -> None:
    alone, worded = clause("1", 2.0), clause("1", 2.0, lexical=30.0)

    assert weigh([alone], 0.0, 1.0, WEIGHTS).margin == weigh([worded], 0.0, 1.0, WEIGHTS).margin


def test_the_nearest_must_be_nearer_than_usual() -> None:
    assert weigh([clause("1", 2.0)], 0.0, 1.5, WEIGHTS).margin > 0
    assert weigh([clause("1", 2.0)], 0.0, 2.5, WEIGHTS).margin < 0


def test_what_is_usual_counts_as_often_as_it_is_said_to() -> None:
    twice = replace(WEIGHTS, usual=2.0)

    assert weigh([clause("1", 2.0)], 0.0, 1.5, twice).margin == -1.0


def test_a_clause_that_answers_when_it_is_read_is_nearer() -> None:
    read = replace(clause("2", 1.0), odds=4.0)
    weights = replace(WEIGHTS, odds=0.5)

    weighed = weigh([clause("1", 2.0), read], 0.0, 0.0, weights)

    assert weighed.ranked[0].clause == "2"
    assert weighed.margin == (2 * 3.0 + 2.0) / 3


def test_a_near_clause_in_company_tells_more_than_one_alone() -> None:
    alone = weigh([clause("1", 3.0), clause("2", 0.0), clause("3", -1.0)], 0.0, 0.0, WEIGHTS)
    among = weigh([clause("1", 3.0), clause("2", 2.0), clause("3", 1.0)], 0.0, 0.0, WEIGHTS)
    many = weigh([clause(str(n), 3.0 - n) for n in range(9)], 0.0, 0.0, WEIGHTS)

    assert (alone.margin, among.margin) == (1.25, 2.25)
    assert many.margin == among.margin


def test_a_clause_is_no_company_to_itself() -> None:
    found = [clause("1", 2.0), treating("1", 2.0, 0.3), clause("2", 0.0)]

    assert weigh(found, 0.0, 0.0, WEIGHTS).margin == weigh(found[1:], 0.0, 0.0, WEIGHTS).margin


def test_what_no_clause_treats_speaks_against_all() -> None:
    topic, stray, chat = (Rival(n, 0.05) for n in ("price", OUT_OF_SCOPE, f"{SMALLTALK}thanks"))

    assert topic.against(WEIGHTS) == 1.0
    assert stray.against(WEIGHTS) == chat.against(WEIGHTS) == 2.0
    assert weigh([clause("1", 2.0)], stray.against(WEIGHTS), 0.5, WEIGHTS).margin == -0.5


def test_a_topic_does_not_tell_whether_any_answers() -> None:
    plain = weigh([clause("1", 2.0)], 0.0, 0.0, WEIGHTS).margin

    assert weigh([treating("1", 2.0, 0.3)], 0.0, 0.0, WEIGHTS).margin == plain


def test_nothing_answers_where_nothing_is_found() -> None:
    weighed = weigh([], 0.0, 0.0, WEIGHTS)

    assert (weighed.ranked, weighed.margin) == ((), float("-inf"))


@pytest.mark.parametrize(
    ("found", "usual", "sure"),
    [
        ([clause("1", 5.0), clause("2", 1.0)], 0.0, True),
        ([clause("1", 2.0), clause("2", 1.0)], 2.0, False),
        ([clause("1", 2.5), clause("2", 2.5)], 0.9, False),
        ([clause("1", 2.5), clause("1.1", 2.5)], 0.9, True),
    ],
    ids=["far ahead", "hardly nearer than usual", "two alike", "one under the other"],
)
def test_an_answer_is_sure_where_it_outdoes_the_next_clause_and_what_is_usual(
    found: list[Candidate], usual: float, sure: bool
) -> None:
    assert weigh(found, 0.0, usual, WEIGHTS).is_sure(WEIGHTS) == sure
