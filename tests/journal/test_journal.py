"""The journal: what is kept, for how long, and what withstands crashes, crowds and newer files."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import stat
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.answer import Answer, Evidence, Related
from assistant.conversation import Turn
from assistant.journal.database import Database, timestamp
from assistant.journal.journal import Journal
from assistant.journal.questions import Filter
from corpus.errors import ClausierError

CITED = Evidence("bail", "2.1", "Article 2.1", "Délais", "Sous 48 heures.", 10, 25, 1, ((5, 14),))
NEAR = Related("bail", "2", "Article 2")
ANSWER = Answer(
    "answered", "fr", "Sous 48 heures (article 2.1).", (CITED,), (NEAR,), ("Et après ?",), 12,
    "deadline", ("2.1: meaning 4.2",),
)  # fmt: skip
SILENT = Answer("not_in_contract", "fr", "Le contrat ne fixe pas de prix.", topic="price")


def told(
    journal: Journal, *answers: Answer, question: str = "Quel délai ?"
) -> tuple[str, list[int]]:
    """A conversation in which the question gets these answers."""
    name = journal.conversations.begin("fr", "page")
    turns = [journal.conversations.record(name, question, Turn(question, a)) for a in answers]
    return name, [number for number in turns if number is not None]


def aged(journal: Journal, conversation: str, days: int) -> None:
    moment = timestamp(datetime.now(UTC) - timedelta(days=days))
    with journal.database.writing() as connection:
        connection.execute(
            "UPDATE conversations SET last_at = ? WHERE id = ?", (moment, conversation)
        )


def test_a_conversation_is_read_back_as_it_was(journal: Journal) -> None:
    name = journal.conversations.begin("nl", "widget")
    number = journal.conversations.record(name, " délai ? ", Turn("Quel délai ?", ANSWER))
    (kept,) = Journal.open(journal.database.path).conversations.turns(name)
    assert (kept.number, kept.asked) == (number, " délai ? ")
    assert kept.turn == Turn("Quel délai ?", ANSWER)


def test_ids_cannot_be_guessed_or_shared(journal: Journal) -> None:
    names = {journal.conversations.begin("fr", "page") for _ in range(50)}
    assert len(names) == 50
    assert min(map(len, names)) >= 24


def test_an_unknown_conversation_keeps_nothing(journal: Journal) -> None:
    assert journal.conversations.record("nobody", "?", Turn("?", ANSWER)) is None
    assert journal.conversations.turns("nobody") == ()
    assert not journal.conversations.rate("nobody", 1, True)
    assert not journal.conversations.hand_over("nobody", "help", "")
    assert not journal.conversations.erase("nobody")


def test_a_thumb_needs_its_own_conversation(journal: Journal) -> None:
    name, (number,) = told(journal, ANSWER)
    other, _ = told(journal, ANSWER)
    assert not journal.conversations.rate(other, number, False)
    assert journal.conversations.rate(name, number, False, "wrong clause")
    found = journal.questions.one(number)
    assert found is not None
    assert (found.liked, found.reason) == (False, "wrong clause")


def test_what_is_older_than_may_be_kept_is_erased_and_the_rest_stays(journal: Journal) -> None:
    old, (number,) = told(journal, ANSWER)
    young, _ = told(journal, ANSWER)
    aged(journal, old, 91)
    aged(journal, young, 89)
    assert journal.forget() == 1
    assert journal.conversations.turns(old) == ()
    assert len(journal.conversations.turns(young)) == 1
    assert journal.questions.one(number) is None


def test_erased_words_are_in_no_file(journal: Journal) -> None:
    name, _ = told(journal, ANSWER, question="numéro national 850730-033-28")
    assert journal.conversations.erase(name)
    folder = journal.database.path.parent
    assert all(b"850730-033-28" not in file.read_bytes() for file in folder.iterdir())


def test_without_text_only_counts_are_kept(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path / "j.sqlite", keep_text=False)
    name, (number,) = told(journal, SILENT, question="un secret")
    journal.conversations.rate(name, number, False, "un autre secret")
    assert journal.conversations.turns(name) == ()
    found = journal.questions.one(number)
    assert found is not None
    assert (found.question, found.answer, found.reason) == ("", None, "")
    assert (found.topic, found.liked) == ("price", False)
    assert b"secret" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_only_its_owner_may_read_the_file(journal: Journal) -> None:
    assert stat.S_IMODE(os.stat(journal.database.path).st_mode) == 0o600


def test_staff_find_questions_by_any_mix_of_criteria(journal: Journal) -> None:
    name, (first, second) = told(journal, ANSWER, SILENT)
    journal.conversations.rate(name, first, True)
    journal.conversations.hand_over(told(journal, SILENT)[0], "rappelez-moi", "a@b.be")
    find = journal.questions.find
    assert [q.number for q in find(Filter())] == [3, second, first]
    assert [q.number for q in find(Filter(status="answered"))] == [first]
    assert [q.number for q in find(Filter(rating="liked", clause="2.1"))] == [first]
    assert [q.number for q in find(Filter(rating="open"))] == [3]
    assert find(Filter(words="délai 48"))[0].number == first
    assert find(Filter(words="100% _")) == []
    assert find(Filter(words="' OR 1=1 --")) == []
    assert find(Filter(since="2999-01-01")) == []
    assert journal.questions.count(Filter(until="2999-01-01")) == 3
    assert journal.questions.lacking(Filter()) == [("price", 2)]
    assert [q.number for q in journal.questions.by_clause("bail")["2.1"]] == [first]
    (day,) = journal.questions.per_day(Filter()).values()
    assert day == {"answered": 1, "not_in_contract": 2}


def test_handing_over_is_settled_and_reopened(journal: Journal) -> None:
    name, _ = told(journal, SILENT)
    assert not journal.conversations.settle(name, "an")
    journal.conversations.hand_over(name, "m" * 5_000, "c" * 5_000)
    (asked,) = journal.questions.find(Filter(rating="open"))
    assert (len(asked.message), len(asked.contact)) == (2_000, 200)
    assert journal.conversations.settle(name, "an")
    assert journal.questions.find(Filter(rating="open")) == []
    assert journal.conversations.hand_over(name, "encore", "")
    assert len(journal.questions.find(Filter(rating="open"))) == 1


def test_approved_pairs_replace_are_undone_and_redone(journal: Journal) -> None:
    approve = journal.pairs.approve
    first = approve("an", "bail", "Quel délai ?", "fr", "2.1", "Sous 48 heures.")
    second = approve("bo", "bail", "Quel délai ?", "fr", None)
    assert [pair.number for pair in journal.pairs.in_effect()] == [second.number]
    assert not second.as_regression().answerable
    assert journal.pairs.undo("an", second.number)
    assert not journal.pairs.undo("an", second.number)
    assert journal.pairs.redo("an", first.number)
    (held,) = journal.pairs.in_effect()
    assert (held.clause, held.undone_by) == ("2.1", None)
    with journal.database.reading() as connection:
        deeds = connection.execute("SELECT who, what, about FROM deeds").fetchall()
    assert [tuple(deed) for deed in deeds] == [
        ("an", "approve", "1"), ("bo", "approve", "2"), ("an", "undo", "2"), ("an", "redo", "1"),
    ]  # fmt: skip


def test_a_pair_outlives_the_conversation_it_came_from(journal: Journal) -> None:
    name, (number,) = told(journal, SILENT)
    journal.pairs.approve("an", "bail", "Prix ?", "fr", "3", turn=number)
    journal.conversations.erase(name)
    assert len(journal.pairs.in_effect()) == 1


def _write_many(path: Path, count: int) -> None:
    journal = Journal.open(path)
    for _ in range(count):
        told(journal, ANSWER)


def _write_for_ever(path: Path) -> None:
    journal = Journal.open(path)
    while True:
        told(journal, ANSWER, SILENT)


def test_several_processes_write_at_once_without_loss(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=_write_many, args=(path, 40)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0] * 4
    assert Journal.open(path).questions.count(Filter()) == 160


def test_a_process_killed_while_writing_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    journal = Journal.open(path)
    worker = multiprocessing.get_context("spawn").Process(target=_write_for_ever, args=(path,))
    worker.start()
    deadline = time.monotonic() + 30
    while journal.questions.count(Filter()) < 20 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    worker.join(10)
    before = Journal.open(path).questions.count(Filter())
    assert before >= 20
    with journal.database.reading() as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    told(journal, ANSWER)
    assert journal.questions.count(Filter()) == before + 1


def test_an_error_halfway_keeps_nothing(journal: Journal) -> None:
    def fail_halfway() -> None:
        with journal.database.writing() as connection:
            connection.execute("DELETE FROM conversations")
            raise ZeroDivisionError

    name, _ = told(journal, ANSWER)
    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert journal.conversations.known(name)


def test_a_backup_is_whole_while_others_write(journal: Journal, tmp_path: Path) -> None:
    told(journal, ANSWER, SILENT)
    target = tmp_path / "backup.sqlite"
    journal.database.back_up(target)
    told(journal, ANSWER)
    assert Journal.open(target).questions.count(Filter()) == 2
    assert not list(tmp_path.glob("*.new"))


def test_migrations_run_once_each_and_in_order(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    told(Journal.open(path), ANSWER)
    assert Journal.open(path).questions.count(Filter()) == 1
    with sqlite3.connect(path) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    assert (version, mode) == (2, "wal")


def test_a_newer_or_a_foreign_file_is_refused_with_advice(tmp_path: Path) -> None:
    newer, foreign = tmp_path / "newer.sqlite", tmp_path / "letter.sqlite"
    Database(newer)
    with sqlite3.connect(newer) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(ClausierError, match="newer Clausier"):
        Database(newer)
    foreign.write_text("Dear Sir,\n" * 300)
    with pytest.raises(ClausierError, match=r"cannot be opened.*backup"):
        Database(foreign)
    assert foreign.read_text().startswith("Dear Sir")


@pytest.mark.parametrize("said", ["many", "-1", "0", "1.5"])
def test_a_retention_time_that_is_none_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setenv("CLAUSIER_KEEP_DAYS", said)
    with pytest.raises(ClausierError, match="CLAUSIER_KEEP_DAYS"):
        Journal.open(tmp_path / "j.sqlite")
