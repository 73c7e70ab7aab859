"""The staff pages: what they show, what they change, what leaves in files."""

from __future__ import annotations

import csv
import io
import re
import time
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest
from httpx import Client

from assistant.journal.accounts import User
from assistant.web import charts
from assistant.web.office import Office
from assistant.web.plain import words
from assistant.web.signing import COOKIE
from assistant.web.why import in_words
from tests.web.conftest import served
from tests.web.fakes import PLAIN_TEXT, FakeAssistant, Rule, contract_of
from tests.web.offices import opened

GARDEN = contract_of(PLAIN_TEXT)
RULES = [Rule("délai", "2.1", "Dans les 48 heures (article 2.1).", "48 heures")]
FR = words()["fr"]


@pytest.fixture
def office() -> Office:
    found = opened(FakeAssistant(GARDEN, RULES))
    found.journal.accounts.add("an", "staff", "quatre mots au hasard")
    return found


@pytest.fixture
def staff(office: Office) -> Iterator[Client]:
    with (
        served(office) as url,
        httpx.Client(
            base_url=url, headers={"accept-language": "fr"}, timeout=20, follow_redirects=True
        ) as client,
    ):
        client.cookies.set(COOKIE, office.journal.accounts.sign_in(User("an", "staff")))
        yield client


def ask(staff: Client, question: str) -> dict[str, str]:
    found: dict[str, str] = staff.post("/api/ask", json={"question": question}).json()
    return found


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def test_every_language_says_the_same_things() -> None:
    blanks = {
        language: {key: sorted(re.findall(r"{\w+}", text)) for key, text in table.items()}
        for language, table in words().items()
    }
    assert blanks["nl"] == blanks["fr"]
    assert blanks["en"] == blanks["fr"]


def test_an_empty_journal_says_what_will_be_there(staff: Client) -> None:
    assert FR["none_yet"] in plain(staff.get("/staff/questions").text)
    assert FR["pairs_empty"] in plain(staff.get("/staff/pairs").text)
    assert FR["check_none"] in plain(staff.get("/staff/checks").text)


def test_questions_are_listed_filtered_and_counted(staff: Client, office: Office) -> None:
    first = ask(staff, "Quel délai ?")
    ask(staff, "Quel prix ?")
    office.journal.conversations.rate(first["conversation"], 1, False, "faux")
    everything = plain(staff.get("/staff/questions").text)
    assert "2 questions" in everything
    one = plain(staff.get("/staff/questions?status=not_in_contract").text)
    assert "Quel prix ?" in one
    assert "Quel délai ?" not in one
    assert "Quel délai ?" in plain(staff.get("/staff/questions?rating=disliked").text)
    assert FR["none"] in plain(staff.get("/staff/questions?words=nothing").text)
    assert staff.get("/staff/questions?start=-5&since=x&rating=%27").status_code == 200


def test_one_question_shows_its_answer_its_reason_and_its_conversation(
    staff: Client, office: Office
) -> None:
    asked = ask(staff, "Quel délai ?")
    office.journal.conversations.rate(asked["conversation"], 1, False, "<b>faux</b>")
    office.journal.conversations.hand_over(asked["conversation"], "rappelez-moi", "a@b.be")
    shown = staff.get("/staff/questions/1").text
    for told in ("Dans les 48 heures", "rappelez-moi", "a@b.be", "<b>faux</b>"):
        assert told in plain(shown) or told in unescape(shown)
    assert "<b>faux</b>" not in shown
    assert staff.get("/staff/questions/99").status_code == 404


def approve(staff: Client, **given: str) -> httpx.Response:
    form = {"turn": "1", "question": "Combien de temps ?", "clause": "essai#2.1", "wording": ""}
    return staff.post("/staff/pairs", data=form | given)


def test_an_approved_answer_holds_at_once_and_can_be_undone(staff: Client, office: Office) -> None:
    ask(staff, "Combien de temps ?")
    done = approve(staff, wording="Dans les 48 heures.")
    assert FR["approved"] in plain(done.text)
    (pair,) = office.journal.pairs.in_effect()
    assert (pair.clause, pair.approved_by, pair.wording) == ("2.1", "an", "Dans les 48 heures.")
    ask(staff, "x ?")
    assert isinstance(office.desk.assistant, FakeAssistant)
    assert office.desk.assistant.approved == (pair,)
    staff.post(f"/staff/pairs/{pair.number}/undo")
    ask(staff, "y ?")
    assert office.desk.assistant.approved == ()
    assert staff.post(f"/staff/pairs/{pair.number}/redo").status_code == 200
    assert len(office.journal.pairs.in_effect()) == 1
    assert staff.post(f"/staff/pairs/{pair.number}/destroy").status_code == 404


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"clause": "essai#99"}, FR["unknown_clause"]),
        ({"clause": "other#2.1"}, FR["unknown_clause"]),
        ({"clause": ""}, ""),
        ({"question": "  "}, FR["unknown_clause"]),
        ({"wording": "Dans les 72 heures."}, "72"),
        ({"wording": "Le tribunal de Liège le dit."}, "Liège"),
    ],
)
def test_what_the_clause_does_not_hold_is_not_approved(
    staff: Client, office: Office, given: dict[str, str], told: str
) -> None:
    ask(staff, "Combien de temps ?")
    refused = approve(staff, **given)
    assert refused.status_code == 422
    assert told in plain(refused.text)
    assert office.journal.pairs.in_effect() == ()


def chosen(page: str) -> str:
    (found,) = re.findall(r'<option value="([^"]*)" selected', page)
    return str(found)


def test_a_clause_is_proposed_that_needs_only_be_approved(staff: Client, office: Office) -> None:
    refused, answered = ask(staff, "Le prix ?"), ask(staff, "Quel délai ?")
    assert chosen(staff.get("/staff/questions/1").text) == "essai#1.1"
    assert chosen(staff.get("/staff/questions/2").text) == "essai#2.1"
    assert refused["conversation"] != answered["conversation"]
    office.journal.conversations.rate(answered["conversation"], 2, False)
    assert chosen(staff.get("/staff/questions/2").text) == "essai#1.1"


def test_that_the_contract_says_nothing_can_be_approved(staff: Client, office: Office) -> None:
    ask(staff, "Combien de temps ?")
    approve(staff, clause="none")
    (pair,) = office.journal.pairs.in_effect()
    assert pair.clause is None


def test_the_regression_set_runs_and_tells_what_changed(
    staff: Client, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSIER_QUESTIONS", str(tmp_path))
    (tmp_path / "mine.yaml").write_text(
        '- {id: a, lang: fr, q: "Quel délai ?", clauses: ["2.1"], facts: ["48 ?h"]}\n'
        '- {id: b, lang: fr, q: "Quel prix ?", clauses: ["2.2"]}\n'
    )
    ask(staff, "Combien de temps ?")
    approve(staff, clause="none")

    def run() -> str:
        staff.post("/staff/checks")
        deadline = time.monotonic() + 10
        while "<progress" in (page := staff.get("/staff/checks").text):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        return plain(page)

    first = run()
    assert "2 questions sur 3 tiennent" in first
    assert "expected 2.2" in first
    office.desk._assistant = FakeAssistant(GARDEN, [Rule("prix", "2.2", "…"), *RULES])
    second = run()
    assert "3 questions sur 3" in second
    assert f"1 {FR['won']} Quel prix ?" in second
    (tmp_path / "broken.yaml").write_text("- {id: c}\n")
    assert "broken.yaml" in plain(staff.post("/staff/checks").text)


def test_contracts_are_shown_as_they_were_understood(staff: Client, office: Office) -> None:
    ask(staff, "Quel délai ?")
    shown = plain(staff.get("/staff/contracts/essai").text)
    assert "Article 2.1" in shown
    assert "Quel délai ?" in shown
    assert FR["repairs_none"] in shown
    assert staff.get("/staff/contracts/other").status_code == 404


def test_a_conversation_is_settled_and_erased(staff: Client, office: Office) -> None:
    name = ask(staff, "Quel délai ?")["conversation"]
    office.journal.conversations.hand_over(name, "aide", "")
    staff.post(f"/staff/conversations/{name}/settle", data={"turn": "1"})
    assert FR["reopen"] in plain(staff.get("/staff/questions/1").text)
    assert FR["erased"] in plain(staff.post(f"/staff/conversations/{name}/erase").text)
    assert not office.journal.conversations.known(name)


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=HYPERLINK(1)"])
def test_no_spreadsheet_takes_a_question_for_a_formula(staff: Client, formula: str) -> None:
    ask(staff, formula)
    data = staff.get("/staff/questions.csv")
    assert "attachment" in data.headers["content-disposition"]
    _, row = csv.reader(io.StringIO(data.content.decode("utf-8-sig")))
    assert not row[2].startswith(("=", "+", "-", "@", "\t"))
    book = zipfile.ZipFile(io.BytesIO(staff.get("/staff/questions.xlsx").content))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert formula.strip() in unescape(book.read("xl/sharedStrings.xml").decode())


def test_a_conversation_leaves_as_a_page_and_as_a_letter(staff: Client) -> None:
    from docx import Document

    name = ask(staff, "Quel délai\x0b <b>?")["conversation"]
    page = staff.get(f"/conversation/{name}").text
    assert "<mark>48 heures</mark>" in page
    assert "Article 2.1" in page
    letter = Document(io.BytesIO(staff.get(f"/conversation/{name}.docx").content))
    lines = [paragraph.text for paragraph in letter.paragraphs]
    assert "Quel délai <b>?" in lines
    assert any("48 heures" in line and "Article" not in line for line in lines)
    assert any(line.startswith("Article 2.1") for line in lines)
    assert staff.get("/conversation/other").status_code == 404


def test_why_is_told_in_the_readers_words() -> None:
    signals = (
        "8.1: meaning 4.2, words 3.1, topic breach-deadline at 0.081, in all 9",
        "9.1: meaning 4.2, words 3.1, in all 6.0",
        "against it price at 0.012",
        "nearest known question “quand ?” (breach-deadline, 0.91)",
        "staff answered “x” with 8.1",
    )
    told = in_words(signals, FR, lambda name: name.upper())
    assert "BREACH-DEADLINE" in told[0]
    assert "sujet" not in told[1]
    assert "PRICE" in told[2]
    assert "« quand ? »" in told[3]
    assert told[4] == signals[4]
    assert all("{" not in line for line in told)


def test_the_chart_spans_the_days_and_names_its_colours() -> None:
    drawn = charts.per_day(
        {"2026-05-01": {"answered": 3}, "2026-05-04": {"answered": 1, "clarify": 1}},
        [("answered", "répondue"), ("clarify", "<à préciser>")],
        "Questions",
    )
    assert drawn.count("<g>") == charts.FEWEST_DAYS
    assert drawn.count("<rect") == 3
    assert "&lt;à préciser&gt;" in drawn
    assert charts.per_day({}, [], "") == ""
