"""What repair promises of any text, and what it makes of a whole contract."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.glyphs import RANKED, codes
from corpus.repair import apply, clean, undo

HERE = Path(__file__).parent
SOURCE = HERE.parents[1] / "corpus" / "contracts" / "ipso-convention-rgpd" / "source.txt"
FRENCH = set("\n '’(),-./:;«»–•°") | set("0123456789abcdefghijklmnopqrstuvwxyz")
FRENCH |= set("ABCDEFGHIJKLMNOPQRSTUVWXYZàâçèéêëîïôùûüÿœæÀÂÇÈÉÊËÎÏÔÙÛÜŸŒÆ")
SENTENCES = json.loads((HERE / "cases" / "sentences.json").read_text("utf-8"))


def source() -> str:
    return SOURCE.read_text("utf-8")


def test_the_contract_is_repaired_to_the_last_character() -> None:
    golden = (HERE / "golden" / "convention-rgpd.txt").read_text("utf-8")
    assert clean(source()).text == golden


def test_no_sign_is_left_that_french_does_not_use() -> None:
    assert set(clean(source()).text) <= FRENCH


def test_what_was_clean_is_kept_word_for_word() -> None:
    """Glyph codes and bullets apart, only white space and one hyphen's line break change."""
    text = source()
    repairs = [
        repair
        for repair in clean(text).repairs
        if repair.rule not in ("line-join", "page-break", "blank-lines", "whitespace")
    ]
    assert {repair.rule for repair in repairs} == {RANKED, "bullet", "line-end-hyphen"}
    assert apply(text, repairs).split() == clean(text).text.split()


def test_pages_begin_where_the_exporter_broke_them() -> None:
    result = clean(source())
    begins = [result.text[start : start + 12] for start in result.page_starts]
    assert len(begins) == 11
    assert begins[1:4] == ["notamment pa", "client agit ", "impérieuses "]
    assert begins[-2:] == ["Annexe 1 : N", "• Pas d’util"]


def test_form_feeds_begin_pages_even_empty_ones() -> None:
    result = clean("Page un.\f\fPage trois.\n")
    assert result.text == "Page un.\nPage trois.\n"
    assert result.page_starts == (0, 9, 9)


def test_a_repaired_text_needs_no_repair() -> None:
    text = clean(source()).text
    assert clean(text).text == text
    assert clean(text).repairs == ()


def test_neighbouring_changes_are_one_record() -> None:
    text = "Le partenaire ƴΩŜǎǘ Ǉŀǎ ŀǳǘƻǊƛǎŞ à payer."
    assert [(r.before, r.after) for r in clean(text).repairs] == [
        ("ƴΩŜǎǘ Ǉŀǎ ŀǳǘƻǊƛǎŞ", "n’est pas autorisé")
    ]


def test_a_repair_that_does_not_fit_is_refused() -> None:
    repairs = clean("reçu ƭŜ prix").repairs
    with pytest.raises(ValueError, match="expects 'ƭŜ', the source has 'le'"):
        apply("reçu le prix", repairs)


ODD = st.sampled_from(
    [
        "\n",
        "\f",
        " \n\n",
        "\n ",
        "-\n",
        "\u00ad\n",
        "• ",
        "Á ",
        "o X",
        "e\u0301",
        "\uf0a7",
        "\r\n",
        "\u00a0",
        "\x03",
        "\x00",
        "|",
        "```\n",
        "(cid:3)",
        "Article 1 – ",
        "1.1. ",
        "\u2028",
    ]
)
GARBLED = st.sampled_from([*codes(RANKED).values()])
TEXTS = st.lists(
    st.one_of(ODD, GARBLED, st.text(max_size=8), st.sampled_from(SENTENCES["fr"])), max_size=12
).map("".join)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_every_change_is_recorded_and_can_be_undone(text: str) -> None:
    result = clean(text)
    repairs = result.repairs
    assert apply(text, repairs) == result.text
    assert undo(result.text, repairs) == text
    assert all(repair.before != repair.after for repair in repairs)
    assert all(a.end <= b.start for a, b in pairwise(repairs))
    assert list(result.page_starts) == sorted(result.page_starts)
    assert result.page_starts[0] == 0
    assert result.page_starts[-1] <= len(result.text)
