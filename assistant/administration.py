"""The commands of whoever runs Clausier: users who may sign in, and the journal's file."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
import yaml

from assistant.journal.accounts import ROLES, Role
from assistant.journal.journal import Journal
from assistant.terminal import tell_errors, write_aside
from corpus.errors import ClausierError


@click.group()
def user() -> None:
    """Add, list and remove those who may sign in."""


@user.command()
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="staff", show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@tell_errors
def add(name: str, role: Role, password_stdin: bool) -> None:
    """Add the user NAME; the password is asked for."""
    accounts = Journal.open().accounts
    added = accounts.add(name, role, _password(password_stdin))
    click.echo(f"{added.name} ({added.role}) may sign in")


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@tell_errors
def list_users(as_json: bool) -> None:
    """Name everyone who may sign in."""
    users = Journal.open().accounts.users()
    if as_json:
        rows = [{"name": u.name, "role": u.role, "added_at": u.added_at} for u in users]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for found in users:
        click.echo(f"{found.name:24} {found.role:8} added {found.added_at}")
    if not users:
        click.echo("nobody may sign in yet: `clausier user add NAME`", err=True)


@user.command()
@click.argument("name")
@tell_errors
def remove(name: str) -> None:
    """Remove the user NAME and end their sessions."""
    Journal.open().accounts.remove(name)
    click.echo(f"{name} may no longer sign in")


@user.command()
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@tell_errors
def reset(name: str, password_stdin: bool) -> None:
    """Set a new password for NAME and end their sessions."""
    Journal.open().accounts.reset(name, _password(password_stdin))
    click.echo(f"{name} has a new password")


@click.group()
def journal() -> None:
    """Back up the journal, erase from it, take approved answers out of it."""


@journal.command()
@click.argument("file", type=click.Path(path_type=Path))
@tell_errors
def backup(file: Path) -> None:
    """Write a whole copy of the journal to FILE, also while the page is running."""
    Journal.open().database.back_up(file)
    click.echo(f"wrote {file}", err=True)


@journal.command()
@click.option("--days", type=click.IntRange(0), help="Instead of CLAUSIER_KEEP_DAYS.")
@tell_errors
def purge(days: int | None) -> None:
    """Erase the conversations that are older than may be kept."""
    opened = Journal.open()
    gone = opened.conversations.forget(opened.keep_days if days is None else days)
    click.echo(f"conversations erased: {gone}")


# An id may begin with a dash, and is no option then.
@journal.command(context_settings={"ignore_unknown_options": True})
@click.argument("conversation")
@tell_errors
def erase(conversation: str) -> None:
    """Erase one CONVERSATION, by the id that its page shows."""
    if not Journal.open().conversations.erase(conversation):
        raise ClausierError(f"there is no conversation {conversation!r}; it may be erased already")
    click.echo("erased")


@journal.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file.")
@tell_errors
def pairs(output: Path | None) -> None:
    """Print the approved answers as questions for `clausier check`."""
    found = [pair.as_regression() for pair in Journal.open().pairs.in_effect()]
    rows = [{name: value for name, value in asdict(row).items() if value != ()} for row in found]
    rows = json.loads(json.dumps(rows))
    text = yaml.safe_dump(rows, allow_unicode=True, sort_keys=False)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_aside(output, text)
        click.echo(f"wrote {output}", err=True)


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    said: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return said
