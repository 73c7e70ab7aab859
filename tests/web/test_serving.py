"""Where the page is served, in which language, and what its answers forbid."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest

import app
from assistant.answer import Answer
from assistant.web.address import address, listen, shown_address
from assistant.web.page import forget_daily
from assistant.web.texts import all_texts, preferred_language
from corpus.errors import ClausierError
from tests.journal.test_journal import aged, told
from tests.web.offices import new_journal


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CLAUSIER_HOST", "CLAUSIER_PORT"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_this_machine_only_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert address(None, None) == ("127.0.0.1", 7860)
    monkeypatch.setenv("CLAUSIER_HOST", "0.0.0.0")
    monkeypatch.setenv("CLAUSIER_PORT", "8080")
    assert address(None, None) == ("0.0.0.0", 8080)
    assert address("localhost", 9000) == ("localhost", 9000)


@pytest.mark.parametrize("port", ["eighty", "-1", "65536", "80.5"])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("CLAUSIER_PORT", port)
    with pytest.raises(ClausierError, match="not a port"):
        address(None, None)


def test_a_port_in_use_is_told_with_another_to_try(taken: int) -> None:
    with pytest.raises(ClausierError, match=f"port {taken} is in use.*--port"):
        listen("127.0.0.1", taken)


def test_the_program_says_it_in_one_line(taken: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["--port", str(taken)]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"clausier: port {taken} is in use")
    assert said.count("\n") == 1


@pytest.mark.parametrize("host", ["not a host", "203.0.113.7"])
def test_an_address_of_another_machine_is_refused(host: str) -> None:
    with pytest.raises(ClausierError, match="address"):
        listen(host, 0)


def test_the_address_shown_can_be_opened() -> None:
    with listen("0.0.0.0", 0) as everywhere:
        assert shown_address(everywhere).startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "fr"),
        ("nl-BE,nl;q=0.9,fr;q=0.8", "nl"),
        ("fr-BE", "fr"),
        ("de,en;q=0.7,nl;q=0.8", "nl"),
        ("de-DE", "fr"),
        ("EN-gb", "en"),
        ("*", "fr"),
        ("nl;q=0,en;q=0.1", "en"),
        ("nl;q=x, ;;;,en", "en"),
    ],
)
def test_the_browsers_language_decides(accepted: str, language: str) -> None:
    assert preferred_language(accepted) == language


def test_every_language_offers_as_many_examples_and_the_same_blanks() -> None:
    blanks = {
        language: {
            name: sorted(part.split("}")[0] for part in value.split("{")[1:])
            for name, value in entry
            if isinstance(value, str)
        }
        for language, entry in all_texts().items()
    }
    assert blanks["nl"] == blanks["fr"]
    assert blanks["en"] == blanks["fr"]
    shapes = {tuple(len(subject.questions) for subject in t.examples) for t in all_texts().values()}
    assert len(shapes) == 1
    assert len({tuple(entry.stages) for entry in all_texts().values()}) == 1


@pytest.mark.browser
def test_browsers_are_told_to_load_nothing_from_elsewhere(address: str) -> None:
    import httpx

    with httpx.Client(base_url=address) as client:
        page = client.get("/")
        assert "default-src 'self'" in page.headers["content-security-policy"]
        assert "fonts.googleapis" not in page.text
        assert client.get("/favicon.ico").headers["content-type"] == "image/png"
        assert client.get("/fonts/source-serif-pro-regular.woff2").status_code == 200
        assert client.get("/fonts/../page.py").status_code == 404
        assert client.get("/docs").status_code == 404
        assert client.post("/gradio_api/upload", files={"files": b"x" * 5_000}).status_code != 200
        assert client.get("/gradio_api/info").json()["named_endpoints"] == {}


def test_what_is_too_old_is_erased_while_the_page_runs() -> None:
    journal = new_journal()
    name, _ = told(journal, Answer("answered", "fr", "Oui."))
    aged(journal, name, 91)

    forget_daily(journal)

    deadline = time.monotonic() + 10
    while journal.conversations.known(name) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not journal.conversations.known(name)
