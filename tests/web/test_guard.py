"""Who may see which page, from where, and what browsers and logs are told."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from httpx import Client

from assistant.journal.accounts import User
from assistant.web.office import Office
from assistant.web.settings import Settings
from assistant.web.signing import COOKIE, own_path
from corpus.errors import ClausierError
from tests.web.conftest import served
from tests.web.fakes import HOSTILE_TEXT, PLAIN_TEXT, SCRIPT, FakeAssistant, Rule, contract_of
from tests.web.offices import FREELY, opened

PASSWORD = "quatre mots au hasard"
GARDEN = contract_of(PLAIN_TEXT)
RULES = [Rule("délai", "2.1", "Dans les 48 heures (article 2.1).", "48 heures")]
HTML = {"accept": "text/html"}
STAFF, CLIENT = User("an", "staff"), User("client", "client")


def office_with_users(settings: Settings = FREELY, text: str = PLAIN_TEXT) -> Office:
    office = opened(FakeAssistant(contract_of(text), RULES), settings)
    office.journal.accounts.add("an", "staff", PASSWORD)
    office.journal.accounts.add("client", "client", PASSWORD)
    return office


@pytest.fixture(scope="module")
def office() -> Office:
    return office_with_users()


@pytest.fixture(scope="module")
def url(office: Office) -> Iterator[str]:
    with served(office) as address:
        yield address


@pytest.fixture(scope="module")
def closed_office() -> Office:
    """Where clients sign in too."""
    return office_with_users(Settings(client_login=True, rates="1000/second"))


@pytest.fixture(scope="module")
def closed_url(closed_office: Office) -> Iterator[str]:
    with served(closed_office) as address:
        yield address


@contextmanager
def visitor(url: str, user: User | None = None, office: Office | None = None) -> Iterator[Client]:
    """A browser, signed in as `user` of `office` where they are given."""
    with httpx.Client(base_url=url, headers={"accept-language": "fr"}, timeout=20) as client:
        if user is not None and office is not None:
            client.cookies.set(COOKIE, office.journal.accounts.sign_in(user))
        yield client


STAFF_PAGES = (
    "/staff", "/staff/questions", "/staff/questions.csv", "/staff/questions.xlsx", "/staff/pairs",
    "/staff/checks", "/staff/contracts", "/staff/contracts/essai",
)  # fmt: skip


@pytest.mark.parametrize("path", STAFF_PAGES)
def test_staff_pages_are_for_staff(url: str, office: Office, path: str) -> None:
    with visitor(url) as nobody:
        led = nobody.get(path, headers=HTML)
        assert (led.status_code, led.headers["location"]) == (303, f"/login?next={path}")
        assert nobody.get(path).status_code == 401
    with visitor(url, CLIENT, office) as client:
        assert client.get(path).status_code == 403
    with visitor(url, STAFF, office) as staff:
        assert staff.get(path, follow_redirects=True).status_code == 200


@pytest.mark.parametrize(
    "path", ["/staff/pairs", "/staff/checks", "/staff/pairs/1/undo", "/staff/conversations/x/erase"]
)
def test_nobody_else_changes_anything(url: str, office: Office, path: str) -> None:
    with visitor(url, CLIENT, office) as client:
        assert client.post(path).status_code == 403
    with visitor(url) as nobody:
        assert nobody.post(path).status_code == 401


def test_signing_in_and_out() -> None:
    with served(office_with_users()) as url, visitor(url) as client:
        wrong = client.post("/login", data={"name": "an", "password": "x" * 12})
        assert wrong.status_code == 401
        assert "ne vont pas ensemble" in wrong.text
        assert COOKIE not in client.cookies
        right = client.post("/login", data={"name": "an", "password": PASSWORD, "next": "/staff"})
        cookie = right.headers["set-cookie"].lower()
        assert all(word in cookie for word in ("httponly", "samesite=lax", "path=/"))
        assert client.get("/staff/pairs").status_code == 200
        client.post("/logout")
        assert client.get("/staff/pairs").status_code == 401


def test_guessing_passwords_is_slowed_down() -> None:
    with served(office_with_users()) as url, visitor(url) as client:
        tries = [
            client.post("/login", data={"name": "an", "password": f"guess {i} guess"})
            for i in range(11)
        ]
        assert [sent.status_code for sent in tries] == [401] * 10 + [429]


def test_without_users_the_page_says_how_to_make_one() -> None:
    office = opened(FakeAssistant(GARDEN, RULES))
    with served(office) as url, visitor(url) as client:
        assert "clausier user add" in client.get("/login").text


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/staff/pairs", "/staff/pairs"),
        ("/?clause=1", "/?clause=1"),
        ("https://evil.example", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
        ("//[", "/"),
        ("https://[evil.example", "/"),
    ],
)
def test_signing_in_leads_to_no_other_site(asked: str, led: str) -> None:
    assert own_path(asked) == led


def test_a_page_to_go_on_to_that_is_no_address_is_left_out(url: str) -> None:
    with visitor(url) as client:
        shown = client.get("/login?next=//[")
        assert (shown.status_code, "//[" in shown.text) == (200, False)


def test_clients_sign_in_where_the_owner_wants_it(closed_url: str, closed_office: Office) -> None:
    with visitor(closed_url) as nobody:
        assert nobody.get("/", headers=HTML).headers["location"] == "/login?next=/"
        assert nobody.get("/contract/essai").status_code == 401
        asked = nobody.post("/api/ask", json={"question": "délai ?"})
        assert (asked.status_code, "www-authenticate" in asked.headers) == (401, True)
        assert nobody.get("/gradio_api/info").status_code == 401
        for free in ("/health", "/login", "/site/plain.css", "/widget.js"):
            assert nobody.get(free).status_code == 200
    with visitor(closed_url, CLIENT, closed_office) as client:
        assert client.get("/", headers=HTML).status_code == 200
        assert client.get("/contract/essai").status_code == 200
        assert client.get("/staff/pairs").status_code == 403
    with httpx.Client(base_url=closed_url, auth=("client", PASSWORD), timeout=20) as program:
        assert program.post("/api/ask", json={"question": "délai ?"}).status_code == 200
    with httpx.Client(base_url=closed_url, auth=("client", "wrong"), timeout=20) as program:
        assert program.post("/api/ask", json={"question": "délai ?"}).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://["},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
    ],
)
def test_other_sites_cannot_send_anything(
    url: str, office: Office, headers: dict[str, str]
) -> None:
    with visitor(url, STAFF, office) as staff:
        for path in ("/staff/checks", "/chat/erase", "/login", "/api/ask"):
            assert staff.post(path, headers=headers).status_code == 403


def test_too_much_at_once_is_refused(url: str) -> None:
    with visitor(url) as client:
        assert client.post("/api/ask", content=b"x" * 300_000).status_code == 413

        def endless() -> Iterator[bytes]:
            yield b"x"

        assert client.post("/api/ask", content=endless()).status_code == 411


@pytest.mark.parametrize("number", [10**30, -(10**30), 2**63])
def test_numbers_that_no_journal_holds_are_refused(url: str, office: Office, number: int) -> None:
    with visitor(url, STAFF, office) as staff:
        rating = {"conversation": "x", "turn": number, "liked": True}
        pair = {"turn": number, "question": "x", "clause": "none"}
        refused = [
            staff.post("/chat/rate", json=rating),
            staff.post("/staff/pairs", data=pair),
            staff.post(f"/staff/pairs/{number}/undo"),
            staff.get(f"/staff/questions/{number}"),
        ]
        assert [sent.status_code for sent in refused] == [422] * 4
        assert staff.post("/chat/rate", json=rating | {"turn": 2**63 - 1}).status_code == 404
        assert staff.get(f"/staff/questions/{2**63 - 1}").status_code == 404
        assert staff.get(f"/staff/questions?start={number}").status_code == 200


@pytest.mark.parametrize(
    "body",
    [r'{"question": "\ud800"}', '{"question": NaN}', r'{"question": "x", "\ud800": 1}', "[", ""],
)
def test_what_is_no_question_is_refused_without_repeating_it(url: str, body: str) -> None:
    with visitor(url) as client:
        headers = {"content-type": "application/json"}
        refused = client.post("/api/ask", content=body, headers=headers)
        assert refused.status_code == 422
        assert refused.json()["detail"][0].keys() == {"type", "loc", "msg"}


@pytest.mark.parametrize(
    ("path", "scripts", "frames"),
    [
        ("/", "'unsafe-eval'", "frame-ancestors 'self' https://firm.example"),
        ("/contract/essai", "script-src 'self';", "frame-ancestors 'self' https://firm.example"),
        ("/login", "script-src 'self';", "frame-ancestors 'none'"),
        ("/health", "script-src 'self'", "frame-ancestors 'self'"),
    ],
)
def test_browsers_are_told_what_a_page_may_do(path: str, scripts: str, frames: str) -> None:
    settings = Settings(sites=("https://firm.example",), rates="1000/second")
    with served(office_with_users(settings)) as url, visitor(url) as client:
        headers = client.get(path).headers
        assert scripts in headers["content-security-policy"]
        assert frames in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_the_log_tells_no_question_no_id_and_no_address(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="clausier.access"), visitor(url) as client:
        client.post("/api/ask", json={"question": "mon secret"})
        client.get("/conversation/abcdef123456?q=mon-secret")
        client.get("/mon-secret/page")
    lines = [json.loads(r.message) for r in caplog.records if r.name == "clausier.access"]
    assert [line["path"].rpartition("/")[2] for line in lines] == ["ask", "{name}", "other"]
    assert set(lines[0]) == {"method", "path", "status", "ms"}
    assert "127.0.0.1" not in caplog.text
    assert "abcdef" not in caplog.text
    assert "secret" not in "".join(r.message for r in caplog.records if r.name.startswith("claus"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("CLAUSIER_CLIENT_LOGIN", "maybe"),
        ("CLAUSIER_SITES", "firm.example"),
        ("CLAUSIER_SITES", "https://firm.example; script-src *"),
        ("CLAUSIER_RATES", "often"),
    ],
)
def test_settings_that_make_no_sense_are_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    monkeypatch.setenv(name, said)
    with pytest.raises(ClausierError, match=name):
        Settings.read()


def test_scripts_in_contracts_and_questions_are_text_on_every_page() -> None:
    office = office_with_users(text=HOSTILE_TEXT)
    with served(office) as url, visitor(url, STAFF, office) as staff:
        asked = staff.post("/api/ask", json={"question": f"{SCRIPT} prix ?"}).json()
        pages = [
            "/staff/questions", "/staff/questions/1", "/staff/contracts/essai", "/contract/essai",
            f"/conversation/{asked['conversation']}", "/staff/questions?words=%3Cscript%3E",
        ]  # fmt: skip
        for path in pages:
            shown = staff.get(path)
            assert shown.status_code == 200, path
            assert "<script>window" not in shown.text, path
            assert "<img src=" not in shown.text, path
