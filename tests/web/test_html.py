"""What the conversation shows: the words in order, marked where they should be, and all escaped."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from xml.etree import ElementTree

import pytest

from assistant.answer import Answer, Evidence, Related
from assistant.conversation import Turn
from assistant.journal.conversations import Kept
from assistant.journal.questions import Filter
from assistant.web import exports, frame, html
from assistant.web.conversation import Visit, turn
from assistant.web.texts import all_texts, texts
from tests.web.fakes import (
    HOSTILE_TEXT,
    IMAGE,
    LINK,
    SCRIPT,
    FakeAssistant,
    contract_of,
    evidence_of,
)
from tests.web.offices import opened

FR = texts("fr")
HOSTILE = f"{SCRIPT} {IMAGE} {LINK} \" ' & <b>"
QUOTE = Evidence("c", "8.1", "Article 8.1", "Fuites", "Au plus tard\n72 heures après.", 100, 128, 7,
                 ((13, 22),))  # fmt: skip
ANSWER = Answer(
    "answered", "fr", "En 72 heures (article 8.1).", (QUOTE,),
    (Related("c", "8.2", "Article 8.2"),), ("Et ensuite ?",),
)  # fmt: skip


def tags(rendered: str) -> set[str]:
    return set(re.findall(r"</?([a-z0-9]+)", rendered))


@pytest.mark.parametrize(
    ("text", "marks", "expected"),
    [
        ("72 heures", [(0, 2)], "<mark>72</mark> heures"),
        ("72 heures", [], "72 heures"),
        ("a<b>c", [(1, 4)], "a<mark>&lt;b&gt;</mark>c"),
        ("abcdef", [(3, 5), (0, 2)], "<mark>ab</mark>c<mark>de</mark>f"),
        ("abcdef", [(0, 4), (2, 6)], "<mark>abcd</mark><mark>ef</mark>"),
        ("abc", [(1, 99), (-5, 0)], "a<mark>bc</mark>"),
        ("abc", [(2, 1)], "abc"),
    ],
)
def test_marks(text: str, marks: list[tuple[int, int]], expected: str) -> None:
    assert html.marked(text, marks) == expected


def test_an_answer_shows_its_sentence_its_quote_its_place_and_ways_on() -> None:
    shown = html.reply(ANSWER, FR, {"c": "Convention"})
    order = [
        "En 72 heures",
        "<blockquote>",
        "Au plus tard",
        "<mark>72 heures</mark>",
        "Article 8.1 · Fuites · page\u00a07",
        "Article 8.2",
        FR.copy_answer,
        "Et ensuite\u00a0?",
    ]
    positions = [shown.index(words) for words in order]
    assert positions == sorted(positions)


@pytest.mark.parametrize(
    ("parts", "present", "absent"),
    [(1, "En 72 heures", "<blockquote>"), (2, "<blockquote>", "Article 8.2")],
)
def test_an_answer_arrives_in_parts(parts: int, present: str, absent: str) -> None:
    shown = html.reply(ANSWER, FR, {}, parts)
    assert present in shown
    assert absent not in shown
    assert "arriving" in shown


def test_several_contracts_are_told_apart() -> None:
    assert "Bail" in html.reply(ANSWER, FR, {"c": "Bail", "d": "Prêt"})
    assert "Bail" not in html.reply(ANSWER, FR, {"c": "Bail"}, parts=2)


def test_what_the_contract_lacks_is_never_shown_as_a_quote() -> None:
    silent = Answer("not_in_contract", "fr", "Rien.", related=ANSWER.related)
    shown = html.reply(silent, FR, {})
    assert FR.not_in_contract in shown
    assert FR.nearest in shown
    assert "blockquote" not in tags(shown)
    assert FR.copy_answer not in shown


def test_copied_text_holds_answer_quote_and_place() -> None:
    assert html.plain_answer(ANSWER, FR, {"c": "Convention"}) == (
        "En 72 heures (article 8.1).\n\n"
        "« Au plus tard\n72 heures après. »\n— Article 8.1, Fuites, page 7 (Convention)"
    )


def test_nothing_from_outside_becomes_markup() -> None:
    evil = Answer(
        "answered", "fr", HOSTILE,
        (Evidence(HOSTILE, HOSTILE, HOSTILE, "x" + HOSTILE, HOSTILE, 0, 9, 1, ((0, 8),)),),
        (Related(HOSTILE, HOSTILE, HOSTILE),), (HOSTILE,),
    )  # fmt: skip
    own = {"div", "p", "figure", "blockquote", "figcaption", "button", "mark", "span", "i", "br"}
    own |= {"section", "h2", "a"}
    pieces = [
        html.reply(evil, FR, {HOSTILE: HOSTILE, "other": "x"}),
        html.question(HOSTILE, FR),
        html.welcome(FR, FR.questions),
        html.pending(HOSTILE, HOSTILE),
        html.failure(HOSTILE, HOSTILE),
        html.status(HOSTILE, "ask"),
    ]
    for piece in pieces:
        assert tags(piece) <= own
        assert 'onerror="' not in piece
    assert tags(frame.header(FR, [HOSTILE])) <= own | {"header", "nav", "h1"}


def test_the_welcome_offers_two_questions_of_each_subject_that_is_answered() -> None:
    first, *_, last = FR.examples
    shown = html.welcome(FR, [*first.questions, *last.questions])

    assert shown.count("<section>") == 2
    assert shown.count('class="example"') == 4
    assert first.subject in shown
    assert "<section>" not in html.welcome(FR, ())


def test_a_message_is_one_line_so_that_markdown_leaves_it_alone() -> None:
    answer = Answer("answered", "fr", "a\n\n# b", (QUOTE,), followups=("c\n\nd",))
    for message in (html.reply(answer, FR, {}), html.question("a\n\n* b", FR)):
        assert "\n" not in message
        assert message.startswith("<div")


LINE_BREAKS = ("\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029")


@pytest.mark.parametrize("ends", LINE_BREAKS)
def test_no_line_break_lets_markdown_in(ends: str) -> None:
    typed = f"Bonjour{ends}{ends}[x](https://evil){ends} {ends}# y"
    answer = Answer("answered", "fr", typed, (QUOTE,), followups=(typed,))
    asked = html.question(typed, FR)
    messages = [asked, html.pending(typed, typed), html.failure(typed, typed)]
    messages += [html.reply(answer, FR, {"c": typed, "d": typed}, number=1, asked=typed)]
    for message in messages:
        assert len(message.splitlines()) == 1
        assert message.startswith("<div")
    assert "Bonjour<br>[x](https://evil)<br># y</div>" in asked


@pytest.mark.parametrize("ends", LINE_BREAKS)
def test_what_a_button_holds_keeps_its_lines(ends: str) -> None:
    assert 'value="a&#10;&#10;&lt;b"' in html.button("ask", f"a{ends}{ends}<b", "a")


def test_a_half_character_is_neither_shown_nor_kept() -> None:
    office = opened(FakeAssistant(contract_of(HOSTILE_TEXT)))
    shown = list(turn(office, "prix \ud83d ? \U0001f642", [], FR, Visit(), pause=0))[-1]
    assert "prix  ? \U0001f642" in shown.messages[0]["content"]
    (kept,) = office.journal.questions.find(Filter())
    assert kept.question == "prix  ? \U0001f642"


@pytest.mark.parametrize("odd", ["\uffff", "\ufffe", "\ud800", "\x00", "\x1b", "\r"])
def test_a_letter_leaves_out_what_xml_cannot_hold(odd: str) -> None:
    from docx import Document

    cited = Evidence("c", "1", f"Article{odd} 1", "", f"le{odd} prix", 0, 7, 1, ())
    answers = (Answer("answered", "fr", f"Oui{odd}.", (cited,)), Answer("clarify", "fr", odd))
    kept = [
        Kept(i, f"Prix{odd} é\t\ufffd\U0001f642 ?", Turn("x", a)) for i, a in enumerate(answers)
    ]
    letter = Document(io.BytesIO(exports.as_docx(kept, {"c": f"Bail{odd}"}, FR)))
    lines = [paragraph.text for paragraph in letter.paragraphs]
    assert lines[0] == "Bail"
    assert lines[2:6] == [
        "Prix é\t\ufffd\U0001f642 ?",
        "Oui.",
        "le prix",
        "Article 1, page 1 (Bail)",
    ]


def test_a_workbook_leaves_out_what_xml_cannot_hold() -> None:
    office = opened(FakeAssistant(contract_of(HOSTILE_TEXT)))
    list(turn(office, "prix\uffff ?", [], FR, Visit(), pause=0))
    data = exports.as_xlsx(office.journal.questions.find(Filter()))
    texts_held = zipfile.ZipFile(io.BytesIO(data)).read("xl/sharedStrings.xml")
    assert "prix ?" in [held.text for held in ElementTree.fromstring(texts_held).iter()]


def test_a_hostile_quote_reads_as_written() -> None:
    contract = contract_of(HOSTILE_TEXT)
    cited = evidence_of(contract, "1.1", "48 heures")
    shown = html.reply(Answer("answered", "fr", "x", (cited,)), FR, {})
    block = re.search(r"<blockquote>(.*)</blockquote>", shown)
    assert block is not None
    assert unescape(re.sub(r"</?(p|mark)>", "", block.group(1))) == cited.quote


def test_a_very_long_question_is_not_echoed_whole() -> None:
    assert len(html.question("x" * 2_000, FR)) < 800


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_the_header_names_contract_and_languages(language: str) -> None:
    shown = frame.header(texts(language), ["Convention"])
    assert "Convention" in shown
    assert shown.count('aria-current="true"') == 1
    for entry in all_texts().values():
        assert entry.name in shown


def test_the_bars_around_a_row_are_hidden() -> None:
    assert html.shown("| Délai <b> | 30 % |") == (
        '<span class="sign">| </span>Délai &lt;b&gt; | 30 %<span class="sign"> |</span>'
    )
    rows = "| Délai |\n|---|\n| Un an |"
    spans = html.line_spans(rows, 0, len(rows))
    assert [rows[start:end] for start, end in spans] == ["| Délai |", "| Un an |"]
