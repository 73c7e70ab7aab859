"""Who may sign in: users with a role, their passwords as Argon2 hashes, their sessions."""

from __future__ import annotations

import hashlib
import re
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from assistant.journal.database import Database, timestamp
from corpus.errors import ClausierError

Role = Literal["client", "staff"]
ROLES: tuple[Role, ...] = ("client", "staff")
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200
SESSION_HOURS = 12
_NAME = re.compile(r"[\w.@+-]{1,64}")


@dataclass(frozen=True, slots=True)
class User:
    """Someone who may sign in."""

    name: str
    role: Role
    added_at: str = ""


class Accounts:
    """Users and sessions in the journal."""

    def __init__(self, database: Database, hasher: PasswordHasher | None = None) -> None:
        self._database = database
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_urlsafe())

    def add(self, name: str, role: Role, password: str) -> User:
        """The new user; ClausierError where the name is taken or unfit, or the password weak."""
        if not _NAME.fullmatch(name):
            raise ClausierError(
                f"{name!r} is no user name: use up to 64 letters, digits and . _ - + @"
            )
        hashed = self._hasher.hash(_fit(password))
        now = timestamp()
        try:
            with self._database.writing() as journal:
                journal.execute(
                    "INSERT INTO users (name, role, password, added_at) VALUES (?, ?, ?, ?)",
                    (name, role, hashed, now),
                )
        except sqlite3.IntegrityError as error:
            raise ClausierError(
                f"there is a user {name!r} already; `clausier user reset` sets a new password"
            ) from error
        return User(name, role, now)

    def users(self) -> tuple[User, ...]:
        """Everyone who may sign in, by name."""
        with self._database.reading() as journal:
            rows = journal.execute("SELECT name, role, added_at FROM users ORDER BY name")
            return tuple(User(*row) for row in rows)

    def remove(self, name: str) -> None:
        """Removes the user and their sessions; ClausierError where there is none."""
        with self._database.writing() as journal:
            found = journal.execute("DELETE FROM users WHERE name = ?", (name,))
        _must_exist(found.rowcount, name)

    def reset(self, name: str, password: str) -> None:
        """Sets a new password and ends the user's sessions; ClausierError where there is none."""
        hashed = self._hasher.hash(_fit(password))
        with self._database.writing() as journal:
            found = journal.execute("UPDATE users SET password = ? WHERE name = ?", (hashed, name))
            journal.execute(
                "DELETE FROM sessions WHERE user = (SELECT id FROM users WHERE name = ?)", (name,)
            )
        _must_exist(found.rowcount, name)

    def check(self, name: str, password: str) -> User | None:
        """The user, where name and password belong together; takes as long for unknown names."""
        with self._database.reading() as journal:
            row = journal.execute(
                "SELECT name, role, added_at, password FROM users WHERE name = ?", (name,)
            ).fetchone()
        try:
            self._hasher.verify(row["password"] if row else self._nobody, password)
        except (VerificationError, InvalidHashError):
            return None
        return User(row["name"], row["role"], row["added_at"]) if row else None

    def sign_in(self, user: User, hours: float = SESSION_HOURS) -> str:
        """The token of a new session, to be kept by the browser alone."""
        token = secrets.token_urlsafe(32)
        ends = timestamp(datetime.now(UTC) + timedelta(hours=hours))
        with self._database.writing() as journal:
            journal.execute("DELETE FROM sessions WHERE expires_at <= ?", (timestamp(),))
            journal.execute(
                "INSERT INTO sessions (token, user, expires_at)"
                " SELECT ?, id, ? FROM users WHERE name = ?",
                (_hashed(token), ends, user.name),
            )
        return token

    def signed_in(self, token: str) -> User | None:
        """Whose session the token belongs to, None where it is unknown or has expired."""
        with self._database.reading() as journal:
            row = journal.execute(
                "SELECT name, role, added_at FROM sessions JOIN users ON users.id = sessions.user"
                " WHERE token = ? AND expires_at > ?",
                (_hashed(token), timestamp()),
            ).fetchone()
        return User(*row) if row else None

    def sign_out(self, token: str) -> None:
        """Ends the session."""
        with self._database.writing() as journal:
            journal.execute("DELETE FROM sessions WHERE token = ?", (_hashed(token),))


def _fit(password: str) -> str:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise ClausierError(
            f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters; "
            "a few words in a row are easy to remember"
        )
    return password


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _must_exist(found: int, name: str) -> None:
    if not found:
        raise ClausierError(f"there is no user {name!r}: `clausier user list` names them")
