"""What stands before every request: who may come in, from where, and what browsers may do."""

from __future__ import annotations

import json
import logging
import time
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response

from assistant.web.office import Office
from assistant.web.signing import TooOftenError, user_of

access = logging.getLogger("clausier.access")

OPEN = ("/login", "/site/", "/health", "/widget.js", "/favicon.ico")
STAFF, PROGRAMS = "/staff", "/api"
PLAIN = (STAFF, "/login", "/contract/", "/conversation/", "/help")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST_BODY = 256 * 1024
COMMON = (
    "default-src 'self'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
)
# Gradio runs inline scripts and compiles templates; nothing may be loaded from, or sent to,
# another host.
GRADIO = (
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "worker-src 'self' blob:",
)
STRICT = ("script-src 'self'", "style-src 'self'", "font-src 'self'")


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: Any, office: Office) -> None:
        self._app = app
        self._office = office

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0
        headers = _headers(scope["path"], self._office.settings.sites)

        async def send_safely(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), *headers]
            await send(message)

        try:
            refusal = await self._refusal(HTTPConnection(scope))
            await (refusal or self._app)(scope, receive, send_safely)
        finally:
            _log(scope, status, time.perf_counter() - began)

    async def _refusal(self, connection: HTTPConnection) -> Response | None:
        """The answer to a request that may not come in, None where it may."""
        path, method = connection.scope["path"], connection.scope["method"]
        if method not in SAFE:
            if _from_elsewhere(connection):
                return JSONResponse({"detail": "sent from another site"}, 403)
            length = connection.headers.get("content-length", "0")
            if "transfer-encoding" in connection.headers or not length.isdecimal():
                return JSONResponse({"detail": "its length is not given"}, 411)
            if int(length) > LARGEST_BODY:
                return JSONResponse({"detail": "too large"}, 413)
        staff_only = path == STAFF or path.startswith(f"{STAFF}/")
        if path.startswith(OPEN) or not (staff_only or self._office.settings.client_login):
            return None
        accounts, passwords = self._office.journal.accounts, self._office.passwords
        try:
            user = await run_in_threadpool(user_of, connection, accounts, passwords)
        except TooOftenError as error:
            return JSONResponse({"detail": str(error)}, 429, {"retry-after": str(error.seconds)})
        connection.scope.setdefault("state", {})["user"] = user
        if user is not None and (user.role == "staff" or not staff_only):
            return None
        if path.startswith(PROGRAMS):
            return JSONResponse(
                {"detail": "sign in first"}, 401, {"www-authenticate": 'Basic realm="Clausier"'}
            )
        if method in SAFE and "text/html" in connection.headers.get("accept", ""):
            return RedirectResponse(f"/login?next={quote(path)}", 303)
        return JSONResponse({"detail": "sign in first"}, 403 if user else 401)


def _from_elsewhere(connection: HTTPConnection) -> bool:
    """Whether another site's page sent it: programs name no origin, our pages their own."""
    if connection.headers.get("sec-fetch-site") == "cross-site":
        return True
    origin = connection.headers.get("origin", "")
    try:
        return bool(origin) and urlsplit(origin).netloc != connection.headers.get("host")
    except ValueError:
        # What is no address is not ours.
        return True


def _headers(path: str, sites: tuple[str, ...]) -> list[tuple[bytes, bytes]]:
    plain = path.startswith(PLAIN)
    framed = "'none'" if path.startswith((STAFF, "/login")) else " ".join(("'self'", *sites))
    policy = (*COMMON, *(STRICT if plain else GRADIO), f"frame-ancestors {framed}")
    headers = [
        (b"content-security-policy", "; ".join(policy).encode()),
        (b"referrer-policy", b"same-origin"),
        (b"x-content-type-options", b"nosniff"),
        (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    ]
    if plain or path.startswith(PROGRAMS):
        headers.append((b"cache-control", b"no-store"))
    return headers


def _log(scope: Any, status: int, seconds: float) -> None:
    """One line of JSON for each request: no address, no query, no id, no text."""
    path = getattr(scope.get("route"), "path", "other")
    access.info(
        json.dumps(
            {
                "method": scope["method"],
                "path": path,
                "status": status,
                "ms": round(seconds * 1000, 1),
            }
        )
    )
