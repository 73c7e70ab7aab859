"""What a contract leaves to be filled in."""

from __future__ import annotations

import pytest

from corpus.blanks import blanks, is_left_blank


@pytest.mark.parametrize(
    ("words", "holes"),
    [
        ("Préavis de {{notice_period}} jours", ["{{notice_period}}"]),
        ("limitée à [MONTANT OU %]", ["[MONTANT OU %]"]),
        ("limitée à [●]", ["[●]"]),
        ("Fait à ____, le ......", ["____", "......"]),
        ("un loyer de … euros", ["…"]),
        ("voyez [le guide](https://example.org)", []),
        ("- [x] fait, note [1]", []),
        ("Et ainsi de suite… Le client paie.", []),
    ],
)
def test_blanks_are_found(words: str, holes: list[str]) -> None:
    assert [words[start:end] for start, end in blanks(words)] == holes


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("Plan Pro : [Prix mensuel] € HT/mois", True),
        ("Contact : {{dpo_contact}}", True),
        ("Hébergement | à préciser", True),
        ("Looptijd: nog in te vullen", True),
        ("Le client peut auditer, avec un préavis de [●] jours.", False),
        ("Durée : 12 mois, sauf [exception]", False),
        ("Contact : dpo@example.org", False),
    ],
)
def test_words_that_only_name_what_is_to_be_filled_in(words: str, left: bool) -> None:
    assert is_left_blank(words) is left
