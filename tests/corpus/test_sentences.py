"""The sentence splitter, on contracts' own ways of writing (`sentences.yaml`)."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import sentences

CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("sentences.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_sentences_of_a_contract(case: dict[str, Any]) -> None:
    expected = re.findall("⟦([^⟧]*)⟧", case["text"])
    text = re.sub("[⟦⟧]", "", case["text"])

    assert [text[start:end] for start, end in sentences(text)] == expected


def test_a_span_is_split_in_place() -> None:
    text = "Avant. Le client paie. Le prestataire livre. Après."

    assert sentences(text, 7, 44) == [(7, 22), (23, 44)]


@given(st.text(alphabet="aA1 .;:\n(-•»é!", max_size=120))
def test_no_word_is_lost_and_no_span_overlaps(text: str) -> None:
    spans = sentences(text)
    outside = [index for index, char in enumerate(text) if char.isalnum()]

    assert all(a < b for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))
    assert all(any(a <= index < b for a, b in spans) for index in outside)
    assert all(not text[a].isspace() and not text[b - 1].isspace() for a, b in spans)
