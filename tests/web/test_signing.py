"""Guessing passwords: slow whichever way in is tried, and no hindrance to who knows theirs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from unittest.mock import ANY

from assistant.journal.accounts import User
from assistant.web.signing import TooOftenError
from tests.web.conftest import served
from tests.web.test_guard import PASSWORD, office_with_users, visitor


def test_guessing_is_slowed_down_whichever_way_in_is_tried() -> None:
    with served(office_with_users()) as url, visitor(url) as client:
        for i in range(5):
            assert client.get("/staff/pairs", auth=("an", f"guess {i} guess")).status_code == 401
            guess = {"name": "an", "password": f"other {i} guess"}
            assert client.post("/login", data=guess).status_code == 401
        for password in ("one guess more", PASSWORD):
            refused = client.get("/staff/pairs", auth=("an", password))
            assert refused.status_code == 429
            assert 0 < int(refused.headers["retry-after"]) <= 60
        assert client.post("/login", data={"name": "an", "password": PASSWORD}).status_code == 429
        assert client.get("/staff/pairs").status_code == 401


def test_right_passwords_are_not_counted_as_guesses() -> None:
    with served(office_with_users()) as url, visitor(url) as program:
        assert program.get("/staff/pairs", auth=("an", "x" * 12)).status_code == 401
        seen = [program.get("/staff/pairs", auth=("an", PASSWORD)) for _ in range(12)]
        assert {page.status_code for page in seen} == {200}
        assert program.get("/staff/pairs", auth=("an", "x" * 12)).status_code == 401


def test_guesses_sent_at_once_are_counted_one_by_one() -> None:
    passwords = office_with_users().passwords

    def guess(number: int) -> bool:
        try:
            return passwords.check("10.0.0.1", "an", f"guess {number} guess") is None
        except TooOftenError:
            return False

    with ThreadPoolExecutor(20) as at_once:
        assert sum(at_once.map(guess, range(20))) == 10
    assert passwords.check("10.0.0.2", "an", PASSWORD) == User("an", "staff", ANY)
