"""Signing in: the session's cookie, and who a request comes from."""

from __future__ import annotations

import base64
import binascii
import threading
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from assistant.journal.accounts import LONGEST_PASSWORD, SESSION_HOURS, Accounts, User
from assistant.web.visitors import Visitors
from corpus.errors import ClausierError

COOKIE = "clausier_session"
LOGIN_RATES = "10/minute; 60/hour"


class TooOftenError(ClausierError):
    """Too many wrong passwords; `seconds` until another may be given."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many wrong passwords: try again in {seconds} seconds")
        self.seconds = seconds


class Passwords:
    """Names and passwords from outside: who gives too many wrong ones has to wait.

    One count for every way in, so that no way is left to guess by.
    """

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._failures = Visitors(LOGIN_RATES)
        self._checking = threading.Lock()

    def check(self, address: str | None, name: str, password: str) -> User | None:
        """The user, where name and password belong together.

        TooOftenError, whatever the password, where the visitor has to wait.
        """
        # One at a time: of guesses sent at once, all would be checked before one is counted.
        with self._checking:
            seconds = self._failures.left(address)
            if seconds:
                raise TooOftenError(seconds)
            user = self._accounts.check(name, password)
            if user is None:
                self._failures.count(address)
        return user


def user_of(connection: HTTPConnection, accounts: Accounts, passwords: Passwords) -> User | None:
    """Whose session the request carries; a program may give name and password instead.

    TooOftenError where it gives one, and its visitor gave too many wrong ones.
    """
    token = connection.cookies.get(COOKIE)
    if token:
        return accounts.signed_in(token)
    given = _given(connection.headers.get("authorization", ""))
    return passwords.check(address_of(connection), *given) if given else None


def address_of(connection: HTTPConnection) -> str | None:
    """Which address the request comes from, where that is known."""
    return connection.client.host if connection.client else None


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
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    inside = not parts.scheme and not parts.netloc and address.startswith("/")
    return address if inside and not address.startswith(("//", "/\\")) else "/"


def _given(header: str) -> tuple[str, str] | None:
    """The name and password of HTTP Basic, None where there are none that can be right."""
    kind, _, encoded = header.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (name, password) if len(password) <= LONGEST_PASSWORD else None
