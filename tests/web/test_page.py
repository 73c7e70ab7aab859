"""The page in a real browser: what a person asks, sees and clicks."""

from __future__ import annotations

import threading
import time

import pytest
from playwright.sync_api import Page, expect

from assistant.answer import Answer
from corpus.errors import ClausierError
from tests.web.conftest import OpenPage, Serve
from tests.web.fakes import (
    HOSTILE_TEXT,
    IMAGE,
    LINK,
    PLAIN_TEXT,
    SCRIPT,
    FailingAssistant,
    FakeAssistant,
    Rule,
    contract_of,
)
from tests.web.offices import new_office, opened

pytestmark = pytest.mark.browser

BREACH = "Sous combien de temps me prévenez-vous d'une fuite de données ?"
COURT = "Quel tribunal est compétent ?"
PRICE = "Quel est le prix des services ?"
GARDEN = [Rule("délai", "2.1", "Dans les 48 heures (article 2.1).", "48 heures")]


def ask(page: Page, question: str) -> None:
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")


def settled(page: Page, answers: int = 1) -> None:
    """Waits until that many answers stand there in full."""
    expect(page.locator("#chat .asked")).to_have_count(answers)
    expect(page.locator("#chat .pending, #chat .arriving")).to_have_count(0)
    expect(page.locator("#chat .reply")).to_have_count(answers)


def overflow(page: Page) -> int:
    width: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return width


@pytest.mark.parametrize(
    ("question", "quoted", "label", "marked"),
    [
        (BREACH, "au plus tard dans un délai de 72 heures", "Article 8.1", "72 heures"),
        (COURT, "Tribunal de NIVELLES", "Article 12.4", "NIVELLES"),
    ],
)
def test_an_answer_its_quote_its_place_and_the_clause_beside_it(
    open_page: OpenPage, address: str, question: str, quoted: str, label: str, marked: str
) -> None:
    page = open_page(address)
    ask(page, question)
    settled(page)
    expect(page.locator(".asked")).to_contain_text(question)
    expect(page.locator(".quote blockquote").first).to_contain_text(quoted)
    expect(page.locator(".quote mark").first).to_contain_text(marked)
    expect(page.locator(".cite").first).to_contain_text(label)
    expect(page.locator(".cite").first).to_contain_text("page")
    expect(page.locator("#clause .quoted").first).to_be_in_viewport()
    expect(page.locator("#clause mark").first).to_contain_text(marked)
    expect(page.locator("#clause .beside").first).to_be_attached()
    expect(page.locator("#question textarea")).to_have_value("")


def test_it_opens_ready_to_be_asked(open_page: OpenPage, address: str) -> None:
    page = open_page(address)
    expect(page.locator("h1")).to_have_text("Clausier")
    expect(page.locator(".masthead .subject")).to_contain_text("IPSO")
    expect(page.locator("#question textarea")).to_be_focused()
    expect(page.locator("#clause .entry").first).to_be_visible()
    expect(page.get_by_text("pas un avis juridique")).to_be_visible()
    assert page.locator(".example").count() >= 2
    assert page.locator(".examples section").count() >= 2
    assert page.evaluate("document.documentElement.lang") == "fr"


def test_examples_and_followups_ask_when_clicked(open_page: OpenPage, address: str) -> None:
    page = open_page(address)
    first = page.locator(".example").first.inner_text()
    page.locator(".example").first.click()
    settled(page)
    expect(page.locator(".asked").first).to_contain_text(first)
    expect(page.locator(".quote")).not_to_have_count(0)
    followup = page.locator(".chip").first.inner_text()
    page.locator(".chip").first.click()
    settled(page, 2)
    expect(page.locator(".asked").nth(1)).to_contain_text(followup)


def test_clauses_open_by_mouse_and_by_keyboard(open_page: OpenPage, address: str) -> None:
    page = open_page(address)
    ask(page, BREACH)
    settled(page)
    page.locator(".back").click()
    expect(page.locator("#clause .entry").first).to_be_visible()
    page.locator(".cite").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#clause .quoted").first).to_be_in_viewport()
    page.locator(".clause-link").first.click()
    expect(page.locator("#clause .quoted")).to_have_count(0)
    expect(page.locator("#clause .cited").first).to_be_in_viewport()
    kicker = page.locator("#clause .paper .kicker")
    article = int(kicker.inner_text().removeprefix("Article "))
    page.locator(".turn.next").click()
    expect(kicker).to_have_text(f"Article {article + 1}")


def test_what_the_contract_lacks_looks_different(open_page: OpenPage, address: str) -> None:
    page = open_page(address)
    ask(page, PRICE)
    settled(page)
    expect(page.locator(".not_in_contract .badge")).to_be_visible()
    expect(page.locator(".quote")).to_have_count(0)
    expect(page.locator("#clause .quoted")).to_have_count(0)


@pytest.mark.parametrize("question", ["", "   ", "\n"])
def test_an_empty_question_gets_a_hint(open_page: OpenPage, address: str, question: str) -> None:
    page = open_page(address)
    page.fill("#question textarea", question)
    page.click("#send")
    expect(page.locator("#hint")).to_contain_text("Écrivez d’abord votre question")
    expect(page.locator(".asked")).to_have_count(0)


def test_a_question_too_long_is_kept_to_be_shortened(open_page: OpenPage, address: str) -> None:
    page = open_page(address)
    ask(page, "données " * 625)
    expect(page.locator("#hint")).to_contain_text("2000")
    expect(page.locator(".asked")).to_have_count(0)
    assert len(page.locator("#question textarea").input_value()) == 5_000


@pytest.mark.parametrize("question", ["xqzv brrt 77 flonk", "????", "😀😀", "a" * 1_999])
def test_nonsense_gets_a_reply(open_page: OpenPage, address: str, question: str) -> None:
    page = open_page(address)
    ask(page, question)
    settled(page)
    expect(page.locator(".reply .said").first).not_to_be_empty()
    expect(page.locator(".failed")).to_have_count(0)
    assert overflow(page) <= 0


@pytest.mark.parametrize("width", [375, 390, 768])
def test_nothing_overflows_on_a_phone(open_page: OpenPage, address: str, width: int) -> None:
    page = open_page(address, width, 812, has_touch=True, is_mobile=True)
    assert overflow(page) <= 0
    ask(page, BREACH)
    settled(page)
    assert overflow(page) <= 0
    expect(page.locator("#question")).to_be_in_viewport()
    page.locator(".cite").first.tap()
    expect(page.locator("#clause .quoted").first).to_be_in_viewport()
    assert overflow(page) <= 0


def test_an_answer_is_copied_with_its_place(open_page: OpenPage, address: str) -> None:
    permissions = ["clipboard-read", "clipboard-write"]
    page = open_page(address, permissions=permissions)
    ask(page, BREACH)
    settled(page)
    page.locator(".copy").click()
    expect(page.locator(".copy.done")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "72 heures suivant la prise de connaissance.\nLe partenaire" in copied
    assert "— Article 8.1, Traitement des fuites de données, page 6 (" in copied


def test_a_new_conversation_starts_empty(open_page: OpenPage, address: str) -> None:
    page = open_page(address)
    ask(page, COURT)
    settled(page)
    page.locator(".new").click()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(".asked")).to_have_count(0)
    expect(page.locator("#clause .entry").first).to_be_visible()
    ask(page, COURT)
    settled(page)


def test_the_page_speaks_the_browsers_language(open_page: OpenPage, address: str) -> None:
    page = open_page(address, locale="nl-BE")
    expect(page.locator(".hello")).to_have_text("Wat wilt u weten?")
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    ask(page, COURT)
    settled(page)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#send")).to_have_text("Send")
    expect(page.locator(".asked")).to_have_count(1)
    page.reload()
    settled(page)
    expect(page.locator(".masthead .new")).to_have_text("New conversation")
    page.locator(".masthead .new").click()
    expect(page.locator(".hello")).to_have_text("What would you like to know?")


def test_a_hostile_contract_and_a_hostile_question_stay_text(
    open_page: OpenPage, serve: Serve
) -> None:
    rules = [Rule("script|délai", "1.1", f"Sous 48 heures {SCRIPT} {IMAGE} {LINK}", "48 heures",
                  (f"Et {IMAGE} {LINK} ?",), ("1.2",))]  # fmt: skip
    url = serve(opened(FakeAssistant(contract_of(HOSTILE_TEXT), rules)))
    page = open_page(url)
    ask(page, f"{SCRIPT}{IMAGE} {LINK} **gras** $x$ </div></textarea> délai\n\n# titre")
    settled(page)
    page.locator(".cite").click()
    page.locator(".chip").click()
    settled(page, 2)
    expect(page.locator("#chat")).to_contain_text(SCRIPT)
    expect(page.locator("#chat .asked").first).to_contain_text("**gras** $x$ </div>")
    expect(page.locator("#clause .paper")).to_contain_text("${window.broken=4}")
    expect(page.locator("#clause .paper")).to_contain_text("{{window.broken}} **en gras**")
    for selector in ("#chat img", "#clause img", "a[href^=javascript]", "#chat script"):
        expect(page.locator(selector)).to_have_count(0)
    assert page.evaluate("window.broken") is None


def test_a_question_asked_while_the_contract_is_read_is_answered_then(
    open_page: OpenPage, serve: Serve
) -> None:
    assistant = FakeAssistant(contract_of(PLAIN_TEXT), GARDEN)
    may_open = threading.Event()

    def open_slowly(progress: object) -> FakeAssistant:
        assert callable(progress)
        progress("embedding", 1, 4)
        may_open.wait(30)
        return assistant

    url = serve(new_office(open_slowly, lambda: assistant.contracts))
    page = open_page(url)
    expect(page.locator("#hint")).to_contain_text("Je lis le contrat")
    ask(page, "Quel délai ?")
    expect(page.locator(".pending")).to_contain_text("25\u00a0%")
    may_open.set()
    settled(page)
    expect(page.locator(".quote")).to_contain_text("48 heures")
    expect(page.locator("#hint .busy")).to_have_count(0)


def test_a_contract_that_cannot_be_read_is_told_with_what_to_do(
    open_page: OpenPage, serve: Serve
) -> None:
    def fail(_: object) -> FakeAssistant:
        raise ClausierError("contract.yaml cannot be used: <b>title</b>. Correct it")

    url = serve(new_office(fail, lambda: ()))
    page = open_page(url)
    expect(page.locator("#hint")).to_contain_text("<b>title</b>. Correct it")
    ask(page, COURT)
    settled(page)
    expect(page.locator("#chat .failed")).to_contain_text("relancez Clausier")


def test_a_failure_is_a_friendly_reply(open_page: OpenPage, serve: Serve) -> None:
    url = serve(opened(FailingAssistant(contract_of(PLAIN_TEXT))))
    page = open_page(url)
    ask(page, COURT)
    settled(page)
    expect(page.locator(".failed")).to_contain_text("Je n’ai pas pu répondre")
    expect(page.locator("body")).not_to_contain_text("RuntimeError")


class Halting(FakeAssistant):
    """Answers to a question on the term once it may."""

    def __init__(self) -> None:
        super().__init__(contract_of(PLAIN_TEXT), GARDEN)
        self.may_answer = threading.Event()

    def ask(self, question: str, *, language: str | None = None) -> Answer:
        if "délai" in question:
            self.may_answer.wait(30)
        return super().ask(question, language=language)


def test_what_is_asked_while_an_answer_comes_waits_for_its_turn(
    open_page: OpenPage, serve: Serve
) -> None:
    assistant = Halting()
    page = open_page(serve(opened(assistant)))
    ask(page, "Quel délai ?")
    expect(page.locator(".pending")).to_be_visible()
    ask(page, PRICE)
    expect(page.locator("#question textarea")).to_have_value(PRICE)
    assistant.may_answer.set()
    settled(page, answers=2)
    expect(page.locator(".asked").last).to_contain_text(PRICE)
    expect(page.locator("#question textarea")).to_have_value("")


def test_people_who_ask_at_once_do_not_wait_for_each_other(
    open_page: OpenPage, serve: Serve
) -> None:
    class Slow(FakeAssistant):
        def ask(self, question: str, *, language: str | None = None) -> Answer:
            if "lentement" in question:
                time.sleep(3)
            return super().ask(question, language=language)

    url = serve(opened(Slow(contract_of(PLAIN_TEXT), GARDEN)))
    slow, quick = open_page(url), open_page(url)
    ask(slow, "Quel délai, lentement ?")
    ask(quick, "Quel délai ?")
    settled(quick)
    expect(slow.locator(".pending")).to_be_visible(timeout=1_000)
    settled(slow)
