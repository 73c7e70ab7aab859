"""The page served on a free port and a browser to look at it.

The browser is Chromium: `CLAUSIER_CHROMIUM` names its executable where it is not on the path.
`CLAUSIER_TEST_ASSISTANT=fake` serves a fake assistant, for work on the page itself.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Dialog,
    Page,
    Request,
    ViewportSize,
    sync_playwright,
)

from assistant.web.address import listen, shown_address
from assistant.web.desk import Answering
from assistant.web.office import Office
from corpus.library import shipped
from tests.web.fakes import SHIPPED_RULES, FakeAssistant
from tests.web.offices import opened

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
NAMES = ("chromium", "chromium-browser", "google-chrome")

Serve = Callable[[Office], str]
OpenPage = Callable[..., Page]


@contextmanager
def served(office: Office) -> Iterator[str]:
    """The address of a page of `office`, served by a thread of its own."""
    from assistant.web.page import build_app, web_server

    listener = listen("127.0.0.1", 0)
    server = web_server(build_app(office))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield shown_address(listener)
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serves the page of an office, until the test is over and its pages are closed."""
    with ExitStack() as stack:
        yield lambda office: stack.enter_context(served(office))


@pytest.fixture(scope="session")
def answering(request: pytest.FixtureRequest) -> Answering:
    """The assistant behind the page."""
    if os.environ.get("CLAUSIER_TEST_ASSISTANT") == "fake":
        contract = shipped()[0]
        return FakeAssistant(contract, SHIPPED_RULES[contract.id])
    real: Answering = request.getfixturevalue("assistant")
    return real


@pytest.fixture(scope="session")
def address(answering: Answering) -> Iterator[str]:
    """The page about the contracts that come with the product."""
    with served(opened(answering)) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    named = os.environ.get("CLAUSIER_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    if not found or not Path(found).exists():
        pytest.fail(
            "these tests need Chromium: install it (Debian, Ubuntu: apt-get install chromium) or "
            "name its executable in CLAUSIER_CHROMIUM",
            pytrace=False,
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, serve: Serve) -> Iterator[OpenPage]:
    """Opens an address; nothing may leave this machine or be reported amiss meanwhile.

    It takes `serve` so as to close its pages before their servers stop.
    """
    amiss: list[str] = []
    with ExitStack() as stack:

        def open_page(url: str, width: int = 1280, height: int = 800, **options: Any) -> Page:
            options.setdefault("locale", "fr-BE")
            viewport: ViewportSize = {"width": width, "height": height}
            context = browser.new_context(viewport=viewport, **options)
            stack.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(15_000)
            _watch(page, url, amiss)
            page.goto(url)
            page.wait_for_selector("#question textarea")
            page.wait_for_selector("#bridge", state="attached")
            page.wait_for_selector("#chat :is(.welcome, .asked)")
            return page

        yield open_page
    assert amiss == []


def _watch(page: Page, url: str, amiss: list[str]) -> None:
    home = url.split("?")[0].rstrip("/")

    def console(message: ConsoleMessage) -> None:
        if message.type == "error":
            amiss.append(f"console: {message.text}")

    def dialog(shown: Dialog) -> None:
        amiss.append(f"dialog: {shown.message}")
        shown.dismiss()

    def request(sent: Request) -> None:
        if not sent.url.startswith((home, "data:", "blob:")):
            amiss.append(f"request: {sent.url}")

    page.on("console", console)
    page.on("dialog", dialog)
    page.on("request", request)
    page.on("pageerror", lambda error: amiss.append(f"script: {error}"))
