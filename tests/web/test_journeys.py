"""What clients and staff come to do, from beginning to end, in a real browser."""

from __future__ import annotations

import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from assistant.journal.questions import Filter
from assistant.web.office import Office
from assistant.web.settings import Settings
from corpus.library import shipped
from tests.web.conftest import OpenPage, Serve, served
from tests.web.fakes import SHIPPED_RULES, FakeAssistant
from tests.web.offices import opened
from tests.web.test_page import ask, overflow, settled

pytestmark = pytest.mark.browser

CONTRACT = shipped()[0]
BREACH = "Que faire en cas de fuite de données ?"
PASSWORD = "quatre mots au hasard"
SIZES = [pytest.param(1280, 800, id="laptop"), pytest.param(390, 844, id="phone")]


def new_office(settings: Settings | None = None) -> Office:
    assistant = FakeAssistant(CONTRACT, SHIPPED_RULES[CONTRACT.id])
    office = opened(assistant, settings) if settings else opened(assistant)
    office.journal.accounts.add("anne", "staff", PASSWORD)
    return office


@pytest.fixture
def office() -> Office:
    return new_office()


@pytest.fixture
def url(office: Office, serve: Serve) -> str:
    return serve(office)


def said(page: Page, words: str) -> None:
    expect(page.locator(".toast.shown")).to_have_text(words)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_client_asks_judges_hands_over_comes_back_and_erases(
    open_page: OpenPage, office: Office, url: str, width: int, height: int
) -> None:
    page = open_page(url, width, height)
    ask(page, BREACH)
    settled(page)
    page.locator(".thumb.down").click()
    page.locator("dialog[open] textarea").fill("Je cherchais le délai")
    page.locator("dialog[open] .do").click()
    said(page, "Merci, c’est noté.")
    page.locator(".person").click()
    page.get_by_label("Ce qu’elle doit savoir").fill("Rappelez-moi")
    page.get_by_label("Où vous joindre").fill("anne@example.com")
    page.locator("dialog[open] .do").click()
    said(page, "Votre demande et cette conversation sont transmises.")
    (kept,) = office.journal.questions.find(Filter(rating="open"))
    assert (kept.liked, kept.reason) == (False, "Je cherchais le délai")
    assert (kept.message, kept.contact) == ("Rappelez-moi", "anne@example.com")
    page.reload()
    settled(page)
    expect(page.locator(".thumb.down.chosen")).to_be_visible()
    expect(page.locator("#clause mark").first).to_be_attached()
    page.locator(".manage button").click()
    page.locator("dialog[open] .do").click()
    expect(page.locator(".hello")).to_be_visible()
    assert office.journal.questions.count(Filter()) == 0
    page.reload()
    expect(page.locator(".hello")).to_be_visible()
    assert overflow(page) <= 0


def test_a_box_is_left_by_escape_and_nothing_is_sent(
    open_page: OpenPage, office: Office, url: str
) -> None:
    page = open_page(url)
    ask(page, BREACH)
    settled(page)
    page.locator(".person").click()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert office.journal.questions.find(Filter(rating="open")) == []
    page.locator(".thumb.up").click()
    said(page, "Merci, c’est noté.")
    page.locator(".thumb.up").click()
    expect(page.locator(".thumb.chosen")).to_have_count(0)
    assert office.journal.questions.find(Filter())[0].liked is None


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_clause_and_a_question_have_addresses(
    open_page: OpenPage, url: str, width: int, height: int
) -> None:
    page = open_page(f"{url}/?clause=9.1", width, height)
    expect(page.locator("#clause .cited").first).to_be_in_viewport()
    expect(page.locator("#clause .kicker")).to_have_text("Article 9")
    permissions = ["clipboard-read", "clipboard-write"]
    other = open_page(
        f"{url}/?q=Quel%20tribunal%20est%20comp%C3%A9tent%20%3F", width, height,
        permissions=permissions,
    )  # fmt: skip
    settled(other)
    expect(other.locator(".cite").first).to_contain_text("Article 12.4")
    other.locator(".tools .share").click()
    said(other, "Lien copié")
    shared = other.evaluate("navigator.clipboard.readText()")
    again = open_page(shared, width, height)
    settled(again)
    expect(again.locator(".asked")).to_contain_text("Quel tribunal est compétent ?")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_whole_contract_opens_at_the_quote_and_is_searched(
    open_page: OpenPage, url: str, width: int, height: int
) -> None:
    page = open_page(url, width, height)
    ask(page, BREACH)
    settled(page)
    with page.context.expect_page() as opening:
        page.locator(".quote .in-full").click()
    contract = opening.value
    contract.set_default_timeout(15_000)
    expect(contract.locator(".paper mark").first).to_be_in_viewport()
    expect(contract.locator(".paper h1")).to_have_text(CONTRACT.title)
    contract.fill("#find", "PARTENAIRE SE RESERVE")
    expect(contract.locator("mark.hit.now")).to_be_in_viewport()
    expect(contract.locator(".find output")).to_have_text(re.compile(r"1 sur \d"))
    contract.fill("#find", "xyzzy")
    expect(contract.locator(".find output")).to_have_text("Aucun résultat")
    contract.locator("dfn").first.focus()
    expect(contract.locator("#meaning")).to_be_visible()
    contract.keyboard.press("Escape")
    expect(contract.locator("#meaning")).to_be_hidden()
    contract.locator(".contents a", has_text="Article 12").click()
    expect(contract.locator('[id="12"]')).to_be_in_viewport()
    assert overflow(contract) <= 0


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize(
    ("locale", "sign_in", "approved"),
    [
        ("fr-BE", "Se connecter", "La réponse est approuvée"),
        ("nl-BE", "Aanmelden", "Het antwoord is goedgekeurd"),
        ("en-GB", "Sign in", "The answer is approved"),
    ],
)
def test_staff_set_an_answer_right(
    browser: Browser, office: Office, url: str, width: int, height: int, locale: str,
    sign_in: str, approved: str,
) -> None:  # fmt: skip
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale=locale, base_url=url
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    context.request.post("/api/ask", data={"question": "Quel est le prix ?"})
    page.goto("/staff")
    page.locator("[name=name]").fill("anne")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name=sign_in).click()
    page.get_by_role("link", name="Quel est le prix ?").click()
    page.locator("select[name=clause]").select_option("ipso-convention-rgpd#11.1")
    page.locator(".improve button").click()
    expect(page.locator(".done")).to_contain_text(approved)
    assert overflow(page) <= 0
    assert [pair.clause for pair in office.journal.pairs.in_effect()] == ["11.1"]
    page.goto("/staff/checks")
    page.locator("main form button").click()
    expect(page.locator("table")).to_contain_text("11.1")
    context.close()


SHOWN = ["/", "/?q=Quel%20tribunal%20%3F", "/login", "/contract/ipso-convention-rgpd?clause=8.1",
         "/api/docs"]  # fmt: skip
BEHIND = ["/staff/questions", "/staff/questions/1", "/staff/pairs", "/staff/checks",
          "/staff/contracts", "/staff/contracts/ipso-convention-rgpd"]  # fmt: skip


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_use_every_page(
    browser: Browser, office: Office, url: str, width: int, height: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="fr-BE", base_url=url,
        color_scheme="dark" if scheme == "dark" else "light",
    )  # fmt: skip
    page = context.new_page()
    page.set_default_timeout(15_000)
    asked = context.request.post("/api/ask", data={"question": BREACH}).json()
    context.request.post("/api/ask", data={"question": "Quel est le prix ?"})
    found = []
    for path in [*SHOWN, f"/conversation/{asked['conversation']}"]:
        found += serious(page, path)
    page.goto("/staff")
    page.locator("[name=name]").fill("anne")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button").click()
    for path in BEHIND:
        found += serious(page, path)
    context.close()
    assert found == []


def serious(page: Page, path: str) -> list[str]:
    """What axe-core finds that shuts somebody out, a line each."""
    page.goto(path)
    if path.startswith("/?q"):
        settled(page)
    elif path == "/":
        page.wait_for_selector("#chat .welcome")
    page.wait_for_timeout(400)
    violations = Axe().run(page).response["violations"]
    return [
        f"{path}: {one['id']}: {one['nodes'][0]['html'][:200]}"
        for one in violations
        if one["impact"] in ("serious", "critical")
    ]


def test_the_firms_own_site_shows_the_chat(browser: Browser, tmp_path: Path) -> None:
    site = ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    )
    threading.Thread(target=site.serve_forever, daemon=True).start()
    home = f"http://127.0.0.1:{site.server_port}"
    office = new_office(Settings(sites=(home,), rates="1000/second"))
    with served(office) as url:
        (tmp_path / "index.html").write_text(
            f'<html lang="nl"><script src="{url}/widget.js" defer></script><p>Welkom</p></html>'
        )
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(home)
        page.get_by_role("button", name="Een vraag over uw contract?").click()
        chat = page.frame_locator("iframe")
        expect(chat.locator(".hello")).to_have_text("Wat wilt u weten?")
        chat.locator("#question textarea").fill("Welke rechtbank?")
        chat.locator("#send").click()
        expect(chat.locator(".cite").first).to_contain_text("Article 12.4")
        page.keyboard.press("Escape")
        context.close()
    site.shutdown()
    with office.journal.database.reading() as journal:
        assert journal.execute("SELECT origin FROM conversations").fetchone()[0] == "widget"
