"""Serving the page: the address, the web server and what it tells browsers to refuse."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import sqlite3
import threading
import time
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.journal.journal import Journal
from assistant.web.address import address, listen, shown_address
from assistant.web.desk import Answering, Progress
from assistant.web.guard import Guard, access
from assistant.web.office import Office
from assistant.web.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI
    from uvicorn import Server

    from corpus.model import Contract

log = logging.getLogger(__name__)
DAY = 24 * 3600.0
# Seconds that an idle connection is kept: longer than browsers and web servers before us keep
# theirs, for who closes first while the other speaks makes a request fail.
KEEP_ALIVE = 75


def serve(host: str | None = None, port: int | None = None) -> None:
    """Serves the page until interrupted; the assistant opens meanwhile.

    Without arguments `CLAUSIER_HOST` and `CLAUSIER_PORT` decide, else 127.0.0.1:7860.
    ClausierError where the address cannot be had.
    """
    settings = Settings.read()
    journal = Journal.open()
    listener = listen(*address(host, port))
    office = Office.open(open_assistant, read_contracts, journal, settings)
    _log_requests()
    server = web_server(build_app(office))
    # Only now: importing the model's libraries would hold up the page.
    office.desk.open()
    forget_daily(journal)
    where = shown_address(listener)
    print(f"Clausier: {where} (Ctrl-C stops it)", flush=True)
    print(_about_staff(journal, where), flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listener])


def web_server(app: FastAPI) -> Server:
    """A server for `app` that stops at once and without noise, though pages are still open."""
    from uvicorn import Config, Server

    class QuietServer(Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            # Each open page holds a connection; that it is cut is no error.
            logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
            await super().shutdown(sockets)

    return QuietServer(
        Config(app, log_level="warning", timeout_graceful_shutdown=1, timeout_keep_alive=KEEP_ALIVE)
    )


def forget_daily(journal: Journal) -> None:
    """Erases what is too old to be kept, now and once a day for as long as the page runs."""

    def forget() -> None:
        while True:
            try:
                journal.forget()
            except sqlite3.Error as error:
                log.error("old conversations could not be erased: %s", error)
            time.sleep(DAY)

    threading.Thread(target=forget, name="clausier-forget", daemon=True).start()


def _about_staff(journal: Journal, where: str) -> str:
    if any(user.role == "staff" for user in journal.accounts.users()):
        return f"Staff pages: {where}/staff"
    return "Staff pages: nobody can sign in yet. Create a user with: clausier user add NAME"


def _log_requests() -> None:
    """A line of JSON for each request, on standard error, if `CLAUSIER_LOG=1`."""
    if os.environ.get("CLAUSIER_LOG", "").strip() in ("1", "yes", "on", "true"):
        access.addHandler(logging.StreamHandler())
        access.setLevel(logging.INFO)
        access.propagate = False


def open_assistant(progress: Progress) -> Answering:
    """The real assistant; its libraries are only imported here, in the background."""
    from assistant.service import Assistant

    return Assistant.open(progress=progress)


def read_contracts() -> tuple[Contract, ...]:
    """The contracts, long before the assistant is ready to speak of them."""
    from corpus.library import available

    return available()


def build_app(office: Office) -> FastAPI:
    """The web application of `office`: the chat, the plain pages, the API."""
    # The embedding libraries read their settings once, at import; gradio imports some of them.
    import index.environment  # noqa: F401

    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr
    from fastapi import FastAPI
    from fastapi.exceptions import RequestValidationError
    from fastapi.staticfiles import StaticFiles

    from assistant.web import api, public, staff
    from assistant.web.blocks import build_page, theme

    here = Path(str(files(__package__)))
    app = FastAPI(
        title="Clausier", version=api.VERSION, description=api.DESCRIPTION, docs_url=None,
        redoc_url=None, openapi_url="/api/openapi.json",
    )  # fmt: skip
    app.mount("/fonts", StaticFiles(directory=here / "fonts", check_dir=False))
    app.mount("/site", StaticFiles(directory=here / "static"))
    app.add_exception_handler(RequestValidationError, api.refused)
    app.include_router(public.router(office))
    app.include_router(staff.router(office))
    api.add_api(app, office)
    gr.mount_gradio_app(
        app,
        build_page(office),
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size="1kb",
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        favicon_path=str(here / "static" / "favicon.png"),
        theme=theme(),
        css=(here / "static" / "chat.css").read_text(encoding="utf-8"),
    )
    app.add_middleware(Guard, office=office)
    return app
