"""What words that answer only point to is told with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.found import Place
from assistant.pointers import pointed_at
from corpus.library import read_contract
from corpus.model import Contract

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "pointers.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    path: Path = tmp_path_factory.mktemp("pointers") / "agreement.md"
    path.write_text(CASES["text"], "utf-8")
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
