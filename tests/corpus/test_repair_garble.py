"""Garbled runs are read again, whatever their place, and clean text is left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.glyphs import DIRECT, RANKED, codes
from corpus.repair import clean

CASES = Path(__file__).parent / "cases"
SENTENCES = json.loads((CASES / "sentences.json").read_text("utf-8"))
GARBLED_LANGUAGES = ("fr", "nl", "en", "de", "es", "it")
LIGATURES = ("tti", "ffi", "ffl", "ff", "fi", "fl", "ft", "tf", "ti", "tt")
# Codes that no clean text has: a run without any is told from clean text by luck.
TELLING = set(map(chr, range(0x180, 0x218)))


def encoded(text: str, ligatures: bool, scheme: str = RANKED) -> str:
    """`text` as the glyph codes of that scheme, `ti` and its like as one where asked."""
    table = codes(scheme)
    out, at = [], 0
    while at < len(text):
        ligature = next((part for part in LIGATURES if ligatures and text.startswith(part, at)), "")
        piece = ligature or text[at]
        out.append(table.get(piece, piece))
        at += len(piece)
    return "".join(out)


sentences = st.sampled_from([s for language in GARBLED_LANGUAGES for s in SENTENCES[language]])


@st.composite
def partly_garbled(draw: st.DrawFn) -> tuple[str, str]:
    """A sentence, and the same with some runs of its words garbled."""
    sentence = draw(sentences)
    words = sentence.split(" ")
    cuts = draw(st.lists(st.integers(0, len(words)), max_size=6, unique=True).map(sorted))
    ligatures, garble = draw(st.booleans()), draw(st.booleans())
    runs = []
    for first, last in zip([0, *cuts], [*cuts, len(words)], strict=True):
        run = " ".join(words[first:last])
        code = encoded(run, ligatures)
        runs += [code if garble and TELLING & set(code) else run] if run else []
        garble = not garble
    return sentence, " ".join(runs)


@given(partly_garbled())
@settings(max_examples=400, deadline=None, derandomize=True)
def test_garbled_runs_are_read_again(case: tuple[str, str]) -> None:
    sentence, garbled = case
    assert clean(garbled).text == sentence


@pytest.mark.parametrize("language", GARBLED_LANGUAGES)
@pytest.mark.parametrize("ligatures", [False, True], ids=["letters", "ligatures"])
def test_whole_sentences_are_read_again(language: str, ligatures: bool) -> None:
    for sentence in SENTENCES[language]:
        assert clean(encoded(sentence, ligatures)).text == sentence


@pytest.mark.parametrize("language", GARBLED_LANGUAGES)
def test_a_page_of_garbled_sentences_is_read_again(language: str) -> None:
    page = "\n".join(SENTENCES[language]) + "\n"
    assert clean(encoded(page, False)).text == page


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_clean_sentences_stay_as_they_are(language: str) -> None:
    page = "\n".join(SENTENCES[language]) + "\n"
    assert clean(page).text == page
    for sentence in SENTENCES[language]:
        assert clean(sentence).text == sentence


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_the_direct_scheme_is_read_as_far_as_it_can_be(language: str) -> None:
    """Its codes for A to E and some others are control characters: here they are kept."""
    read = [clean(encoded(s, False, DIRECT)).text == s for s in SENTENCES[language]]
    assert sum(read) >= 0.8 * len(read)
