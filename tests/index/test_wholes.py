"""Where clauses are long, what they say as a whole counts besides their best passage."""

from __future__ import annotations

import numpy as np
import pytest

from index.passages import Passage
from index.wholes import LONG, SHORT, Wholes


def passages(count: int, *topics: str) -> list[Passage]:
    """So many passages for each clause, all with the clause's word."""
    return [
        Passage("c", f"{number}", at, at + 1, f"{topic} mot{at}", f"{topic} mot{at}", "sentence")
        for number, topic in enumerate(topics)
        for at in range(count)
    ]


def scores(count: int, query: str) -> list[float]:
    found = passages(count, "congé", "prime", "préavis")
    told = Wholes(found, ["fr"] * len(found)).scores(query, np.zeros(3, np.float32))
    return [float(score) for score in told]


def test_short_clauses_are_found_by_their_passages_alone() -> None:
    assert scores(int(SHORT), "prime") == [0.0, 0.0, 0.0]


def test_a_long_clause_that_speaks_of_it_gains() -> None:
    first, second, third = scores(int(LONG), "prime")

    assert second > 0
    assert first == third == 0


def test_the_longer_the_clauses_the_more_it_counts() -> None:
    half = scores(int(SHORT + LONG) // 2, "prime")[1]

    assert 0 < half < scores(int(LONG), "prime")[1]


def test_meaning_counts_too() -> None:
    found = passages(int(LONG), "congé", "prime")
    dense = np.array([0.5, 2.0], np.float32)

    assert Wholes(found, ["fr"] * len(found)).scores("rien", dense) == pytest.approx([0.5, 2.0])
