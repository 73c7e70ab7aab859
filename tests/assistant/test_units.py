"""Cues, facts and verification, as cases a lawyer can read and extend."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.cues import compile_cue
from assistant.facts import read_fact
from assistant.knowledge import Knowledge
from assistant.recognition import OUT_OF_SCOPE
from assistant.verification import unquoted, unsupported
from assistant.vocabulary import Vocabulary
from corpus.folding import Folded, fold
from corpus.model import Citation, Contract, Source

CASES = Path(__file__).parent / "cases"
COMMON = frozenset({"au", "binnen", "within", "the", "le", "un", "il", "niet", "selon"})


def cases(name: str) -> list[Any]:
    return list(yaml.safe_load((CASES / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("case", cases("cues.yaml"), ids=lambda case: case["cue"])
def test_cue_matches_what_it_says(case: dict[str, Any]) -> None:
    cue = compile_cue(case["cue"])
    assert [text for text in case["matches"] if not cue.matches(fold(text))] == []
    assert [text for text in case["misses"] if cue.matches(fold(text))] == []


def test_cue_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ValueError, match="parentheses"):
        compile_cue("consentement (écrit")
    with pytest.raises(ValueError, match="inside parentheses"):
        compile_cue("(consentement & écrit)")


@pytest.mark.parametrize("case", cases("facts.yaml"), ids=lambda case: case["text"])
def test_fact_is_read_and_said(case: dict[str, Any]) -> None:
    fact = read_fact(case["kind"], case["text"])
    if case["read"] is None:
        assert fact is None
        return
    assert fact is not None
    assert case["text"][fact.start : fact.end].strip() == case["read"]
    assert {language: fact.said[language] for language in case["said"]} == case["said"]


@pytest.mark.parametrize("case", cases("verification.yaml"), ids=lambda case: case["sentence"])
def test_verification_finds_what_no_quote_holds(case: dict[str, Any]) -> None:
    found = unsupported(case["sentence"], case["quotes"], COMMON)
    assert [line.removesuffix(" is in no quote") for line in found] == case["problems"]


def test_a_quote_must_be_verbatim() -> None:
    contract = Contract("c", "C", "fr", "Le délai est de 72 heures.", Source("c.txt", ""), ())
    good = Citation("c", "1", 0, 8, "Le délai")
    bad = Citation("c", "1", 0, 8, "Le delai")
    foreign = Citation("d", "1", 0, 8, "Le délai")
    assert unquoted([good], {"c": contract}) == []
    assert len(unquoted([good, bad, foreign], {"c": contract})) == 2


def test_folding_keeps_track_of_offsets() -> None:
    text = "Le cœur, l’ÉTÉ"
    folded = Folded.of(text)
    assert folded.text == "le coeur, l'ete"
    start = folded.text.index("coeur")
    first, last = folded.span(start, start + 5)
    assert text[first:last] == "cœur"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    asks = Knowledge.read().asks
    return Vocabulary.of([*(ask.text for ask in asks if ask.label != OUT_OF_SCOPE), "Zblorg SA"])


def words_or_not() -> list[Any]:
    read = yaml.safe_load((CASES / "vocabulary.yaml").read_text(encoding="utf-8"))
    return [(text, name == "understood") for name, texts in read.items() for text in texts]


@pytest.mark.parametrize(("question", "understood"), words_or_not())
def test_words_are_told_from_keys_hit_at_random(
    vocabulary: Vocabulary, question: str, understood: bool
) -> None:
    assert vocabulary.understands(question) is understood


def test_the_words_of_what_staff_answered_are_known_too(vocabulary: Vocabulary) -> None:
    assert not vocabulary.understands("Grmblx ?")
    assert vocabulary.extended(["Et Grmblx ?"]).understands("Grmblx ?")
