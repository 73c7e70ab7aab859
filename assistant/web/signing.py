"""Signing in: the session's cookie, and who a request comes from."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from assistant.journal.accounts import LONGEST_PASSWORD, SESSION_HOURS, Accounts, User

COOKIE = "clausier_session"
LOGIN_RATES = "10/minute; 60/hour"


def user_of(connection: HTTPConnection, accounts: Accounts) -> User | None:
    """Whose session the request carries; a program may give name and password instead."""
    token = connection.cookies.get(COOKIE)
    if token:
        return accounts.signed_in(token)
    return _by_password(connection.headers.get("authorization", ""), accounts)


def sign_in(response: Response, request: Request, accounts: Accounts, user: User) -> None:
    """Gives the browser a new session."""
    response.set_cookie(
        COOKIE,
        accounts.sign_in(user),
        max_age=SESSION_HOURS * 3600,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )


def sign_out(response: Response, request: Request, accounts: Accounts) -> None:
    """Ends the session, here and in the browser."""
    token = request.cookies.get(COOKIE)
    if token:
        accounts.sign_out(token)
    response.delete_cookie(COOKIE)


def own_path(address: str) -> str:
    """`address` where it is a path of this site, else the start: nobody is led elsewhere."""
    parts = urlsplit(address)
    inside = not parts.scheme and not parts.netloc and address.startswith("/")
    return address if inside and not address.startswith(("//", "/\\")) else "/"


def _by_password(header: str, accounts: Accounts) -> User | None:
    kind, _, encoded = header.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return accounts.check(name, password) if len(password) <= LONGEST_PASSWORD else None
