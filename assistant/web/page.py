"""Serving the page: the address, the web server and what it tells browsers to refuse."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.web.address import address, listen, shown_address
from assistant.web.desk import Answering, Desk, Progress

if TYPE_CHECKING:
    from fastapi import FastAPI
    from uvicorn import Server

    from corpus.model import Contract

# Gradio runs inline scripts and compiles templates; nothing may be loaded from, or sent to,
# another host.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
)


def serve(host: str | None = None, port: int | None = None) -> None:
    """Serves the page until interrupted; the assistant opens meanwhile.

    Without arguments `CLAUSIER_HOST` and `CLAUSIER_PORT` decide, else 127.0.0.1:7860.
    ClausierError where the address cannot be had.
    """
    listener = listen(*address(host, port))
    desk = Desk(open_assistant, read_contracts)
    server = web_server(build_app(desk))
    # Only now: importing the model's libraries would hold up the page.
    desk.open()
    print(f"Clausier: {shown_address(listener)} (Ctrl-C stops it)", flush=True)
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

    return QuietServer(Config(app, log_level="warning", timeout_graceful_shutdown=1))


def open_assistant(progress: Progress) -> Answering:
    """The real assistant; its libraries are only imported here, in the background."""
    from assistant.service import Assistant

    return Assistant.open(progress=progress)


def read_contracts() -> tuple[Contract, ...]:
    """The contracts, long before the assistant is ready to speak of them."""
    from corpus.library import available

    return available()


def build_app(desk: Desk) -> FastAPI:
    """The web application around `desk`."""
    # The embedding libraries read their settings once, at import; gradio imports some of them.
    import index.environment  # noqa: F401

    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr
    from fastapi import FastAPI
    from fastapi.staticfiles import StaticFiles

    from assistant.web.blocks import build_page, theme

    here = Path(str(files(__package__)))
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.mount("/fonts", StaticFiles(directory=here / "fonts", check_dir=False))
    gr.mount_gradio_app(
        app,
        build_page(desk),
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size="1kb",
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        favicon_path=str(here / "favicon.png"),
        theme=theme(),
        css=(here / "style.css").read_text(encoding="utf-8"),
    )
    app.add_middleware(SafeHeaders)
    return app


class SafeHeaders:
    """Adds `HEADERS` to every answer, without touching streams."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def send_safely(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)

        await self.app(scope, receive, send_safely if scope["type"] == "http" else send)
