"""The journal's file: SQLite, written by several threads and processes at once.

In WAL mode readers never wait for a writer, and a process that dies between two writes leaves
the file as it was after the first. Each use opens a connection of its own (a fifth of a
millisecond), so nothing is shared between threads.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import platformdirs

from corpus.errors import ClausierError

FILE_NAME = "journal.sqlite"
BUSY_SECONDS = 15.0
# What SQLite holds: https://www.sqlite.org/datatype3.html.
LARGEST_NUMBER = 2**63 - 1


def journal_file() -> Path:
    """Where the journal is kept: `CLAUSIER_JOURNAL`, else in the user's data folder."""
    named = os.environ.get("CLAUSIER_JOURNAL", "").strip()
    if named:
        return Path(named).expanduser()
    return Path(platformdirs.user_data_dir("clausier")) / FILE_NAME


def timestamp(moment: datetime | None = None) -> str:
    """A moment (now, where none is given) as the journal writes it: UTC, to the second."""
    return (moment or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Database:
    """The file and how it is read and written. ClausierError where it cannot be opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._connect()) as connection:
                os.chmod(path, 0o600)
                connection.execute("PRAGMA journal_mode = WAL")
                _migrate(connection)
        except (OSError, sqlite3.Error) as error:
            raise ClausierError(
                f"The journal {path} cannot be opened: {error}. Put a backup in its place, or "
                "name another file with CLAUSIER_JOURNAL."
            ) from error

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection on one consistent state of the file."""
        with closing(self._connect()) as connection:
            connection.execute("BEGIN")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are kept together, or not at all where an error comes."""
        with closing(self._connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def back_up(self, target: Path) -> None:
        """A whole copy of the journal in `target`, made while others write."""
        fresh = target.with_name(target.name + ".new")
        try:
            fresh.unlink(missing_ok=True)
            with closing(self._connect()) as source, closing(sqlite3.connect(fresh)) as copy:
                source.backup(copy)
            os.chmod(fresh, 0o600)
            fresh.replace(target)
        except (OSError, sqlite3.Error) as error:
            raise ClausierError(f"the backup {target} cannot be written: {error}") from error

    def wipe_erased(self) -> None:
        """Takes what was erased out of the write-ahead log as well, where nobody is reading."""
        with closing(self._connect()) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        # Erased words are overwritten, not merely forgotten.
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection


def _migrate(connection: sqlite3.Connection) -> None:
    """Applies the migrations that the file has not seen, each once and in order."""
    scripts = sorted(
        (file for file in (files(__package__) / "migrations").iterdir() if file.name[:4].isdigit()),
        key=lambda file: file.name,
    )
    connection.execute("BEGIN IMMEDIATE")
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > len(scripts):
            raise ClausierError(
                "The journal was written by a newer Clausier: update this one, or put a backup "
                "of its own time in its place."
            )
        for script in scripts[version:]:
            for statement in _statements(script.read_text(encoding="utf-8")):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(scripts)}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: `executescript` would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
