"""Users and sessions, from the code and from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant.cli import main
from assistant.journal.journal import Journal
from corpus.errors import ClausierError

PASSWORD = "quatre mots au hasard"


def test_only_the_right_password_opens(journal: Journal) -> None:
    journal.accounts.add("an", "staff", PASSWORD)
    assert journal.accounts.check("an", PASSWORD + " ") is None
    assert journal.accounts.check("nobody", PASSWORD) is None
    user = journal.accounts.check("AN", PASSWORD)
    assert user is not None
    assert (user.name, user.role) == ("an", "staff")


def test_the_file_holds_neither_passwords_nor_tokens(journal: Journal) -> None:
    user = journal.accounts.add("an", "staff", PASSWORD)
    token = journal.accounts.sign_in(user)
    journal.database.wipe_erased()
    data = journal.database.path.read_bytes()
    assert PASSWORD.encode() not in data
    assert token.encode() not in data
    assert b"$argon2id$" in data


def test_sessions_end_by_time_by_leaving_by_reset_and_by_removal(journal: Journal) -> None:
    accounts = journal.accounts
    user = accounts.add("an", "staff", PASSWORD)
    assert accounts.signed_in(accounts.sign_in(user, hours=-1)) is None
    token = accounts.sign_in(user)
    assert accounts.signed_in(token) == user
    accounts.sign_out(token)
    assert accounts.signed_in(token) is None
    token = accounts.sign_in(user)
    accounts.reset("an", PASSWORD + "!")
    assert accounts.signed_in(token) is None
    assert accounts.check("an", PASSWORD) is None
    token = accounts.sign_in(user)
    accounts.remove("an")
    assert accounts.signed_in(token) is None
    assert accounts.users() == ()


@pytest.mark.parametrize(
    ("name", "password", "told"),
    [
        ("an", "short", "12 to 200"),
        ("an", "x" * 201, "12 to 200"),
        ("", PASSWORD, "no user name"),
        ("a b", PASSWORD, "no user name"),
        ("<an>", PASSWORD, "no user name"),
        ("Bo", PASSWORD, "already"),
    ],
)
def test_unfit_names_and_passwords_are_refused(
    journal: Journal, name: str, password: str, told: str
) -> None:
    journal.accounts.add("bo", "client", PASSWORD)
    with pytest.raises(ClausierError, match=told):
        journal.accounts.add(name, "staff", password)


def run(monkeypatch: pytest.MonkeyPatch, file: Path, *words: str, said: str = "") -> Result:
    monkeypatch.setenv("CLAUSIER_JOURNAL", str(file))
    return CliRunner().invoke(main, words, input=said)


def test_the_command_line_adds_lists_resets_and_removes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "journal.sqlite"
    assert "nobody may sign in yet" in run(monkeypatch, file, "user", "list").output
    twice = f"{PASSWORD}\n{PASSWORD}\n"
    added = run(monkeypatch, file, "user", "add", "an", said=twice)
    assert "an (staff) may sign in" in added.output
    assert PASSWORD not in added.output
    again = run(monkeypatch, file, "user", "add", "an", said=twice)
    assert again.exit_code == 1
    assert "already" in again.output
    other = "cinq autres mots au hasard\n"
    assert (
        run(monkeypatch, file, "user", "reset", "an", "--password-stdin", said=other).exit_code == 0
    )
    assert Journal.open(file).accounts.check("an", other.strip()) is not None
    assert '"role": "staff"' in run(monkeypatch, file, "user", "list", "--json").output
    assert run(monkeypatch, file, "user", "remove", "an").exit_code == 0
    assert "no user 'an'" in run(monkeypatch, file, "user", "remove", "an").output


def test_the_journal_is_backed_up_purged_and_erased_by_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "journal.sqlite"
    name = Journal.open(file).conversations.begin("fr", "page")
    copy = tmp_path / "copy.sqlite"
    assert run(monkeypatch, file, "journal", "backup", str(copy)).exit_code == 0
    assert Journal.open(copy).conversations.known(name)
    assert "erased: 0" in run(monkeypatch, file, "journal", "purge").output
    assert run(monkeypatch, file, "journal", "erase", name).exit_code == 0
    assert "no conversation" in run(monkeypatch, file, "journal", "erase", name).output
    Journal.open(file).pairs.approve("an", "bail", "Délai ?", "fr", "2.1")
    assert "q: Délai ?" in run(monkeypatch, file, "journal", "pairs").output


def test_a_conversation_is_erased_though_its_id_begins_with_a_dash(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "journal.sqlite"
    with monkeypatch.context() as patched:
        patched.setattr("secrets.token_urlsafe", lambda *_: "-Egc1pzdFAO7CT9ZkjHF1Ixs")
        name = Journal.open(file).conversations.begin("fr", "page")
    assert name == "-Egc1pzdFAO7CT9ZkjHF1Ixs"
    assert run(monkeypatch, file, "journal", "erase", name).output == "erased\n"
    assert not Journal.open(file).conversations.known(name)
