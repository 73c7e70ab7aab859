"""Serving the page: the address, the web server and what it tells browsers to refuse."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from assistant.web.desk import Answering, Desk, Opener, Progress
from corpus.errors import ClausierError

if TYPE_CHECKING:
    from fastapi import FastAPI

HOST, PORT = "127.0.0.1", 7860
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
    from uvicorn import Config, Server

    listener = listen(*address(host, port))
    desk = Desk(open_assistant)
    desk.open()
    config = Config(build_app(desk), log_level="warning", timeout_graceful_shutdown=2)
    name, number = listener.getsockname()[:2]
    shown = "127.0.0.1" if name in ("0.0.0.0", "::") else name
    print(f"Clausier: http://{f'[{shown}]' if ':' in shown else shown}:{number} (Ctrl-C stops it)")
    with contextlib.suppress(KeyboardInterrupt):
        Server(config).run(sockets=[listener])


def open_assistant(progress: Progress) -> Answering:
    """The real assistant; its libraries are only imported here, in the background."""
    from assistant.service import Assistant

    return Assistant.open(progress=progress)


def build_app(desk: Desk) -> FastAPI:
    """The web application around `desk`."""
    # The embedding libraries read their settings once, at import; gradio imports some of them.
    import index.environment  # noqa: F401

    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr
    from fastapi import FastAPI

    from assistant.web.page import build_page, page_script, page_style, page_theme

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
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
        favicon_path=str(files(__package__) / "favicon.png"),
        theme=page_theme(),
        css=page_style(),
        js=page_script(),
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


def address(host: str | None, port: int | None) -> tuple[str, int]:
    """Where to listen; ClausierError where the port is no port."""
    wanted = os.environ.get("CLAUSIER_PORT", "") if port is None else str(port)
    if wanted and not (wanted.isdecimal() and int(wanted) < 65_536):
        raise ClausierError(f"{wanted!r} is not a port: give a number from 1 to 65535 (--port)")
    number = int(wanted) if wanted else PORT
    return host or os.environ.get("CLAUSIER_HOST") or HOST, number


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address, before anything slow begins; ClausierError where it is not."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError) as error:
        raise ClausierError(
            f"no such address: {host!r}. Give an address of this machine (--host)"
        ) from error
    listener = socket.socket(family, kind, protocol)
    if os.name == "posix":
        # A port just left is free again; on Windows this option would share a port in use.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(where)
        listener.listen()
    except OSError as error:
        listener.close()
        raise ClausierError(_unavailable(host, port, error)) from error
    return listener


def _unavailable(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} is in use, perhaps by another Clausier. Stop it, or choose another: "
            f"--port {port + 1 if port < 65_535 else PORT}"
        )
    if isinstance(error, PermissionError):
        return f"port {port} needs rights you do not have. Choose one above 1023: --port {PORT}"
    return f"cannot listen on {host}:{port}: {error.strerror}. Give an address of this machine (--host)"
