"""What words that answer only point to is told with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.found import Finding, Place
from assistant.pointers import figure_beside, parts_of, pointed_at
from assistant.weighing import Candidate
from corpus.library import read_contract
from corpus.model import Contract

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "pointers.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    path: Path = tmp_path_factory.mktemp("pointers") / "agreement.md"
    path.write_text(CASES["text"].replace("LONG", "Doors are locked. " * CASES["long"]), "utf-8")
    return read_contract(path)


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["q"])
def test_what_is_pointed_to_is_told(contract: Contract, case: dict[str, Any]) -> None:
    start, end = contract.body(contract.clause(case["clause"]))
    if "said" in case:
        start = contract.text.index(case["said"])
        end = start + len(case["said"])
    place = Place(contract.id, case["clause"], start, end)

    found = pointed_at(contract, place, case["q"], CASES["language"])

    assert [one.clause.id for one in found] == [case["points_to"]] * bool(case["points_to"])


def test_of_what_is_long_the_parts_are_told(contract: Contract) -> None:
    case = CASES["outlined"]
    place = Place(contract.id, case["clause"], *contract.body(contract.clause(case["clause"])))

    (found,) = pointed_at(contract, place, case["q"], CASES["language"])

    assert (found.clause.id, found.how) == (case["points_to"], "outlined")
    assert parts_of(contract, found.clause) == case["parts"]


@pytest.mark.parametrize(
    ("question", "fits", "told"),
    [
        ("How much is assistance?", 4.5, ["2.2"]),
        ("How much is assistance?", 2.0, []),
        ("Who gives assistance?", 4.5, []),
        ("Is assistance EUR 85?", 4.5, []),
    ],
)
def test_a_figure_that_the_clause_lacks_is_told_from_the_next_one(
    contract: Contract, question: str, fits: float, told: list[str]
) -> None:
    first, other = (contract.clause(name) for name in ("1.2", "2.2"))
    ranked = (
        Candidate(contract.id, first.id, first.start, first.end, late=5.0, lexical=0.0),
        Candidate(contract.id, other.id, other.start, other.end, late=fits, lexical=0.0),
    )
    place = Place(contract.id, first.id, first.start, first.end)
    finding = Finding("passage", places=(place,), ranked=ranked)

    found = figure_beside(contract, finding, question, "en")

    assert [one.clause.id for one in found] == told
