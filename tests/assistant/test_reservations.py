"""What a contract takes back of an answer is told with it, and nothing else is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.quoting import spoken_span
from assistant.reservations import introduction, limits, of_a_case_beside, of_the_case
from corpus.library import read_contract
from corpus.model import Contract

CONTRACTS = yaml.safe_load(
    (Path(__file__).parent / "cases" / "reservations.yaml").read_text("utf-8")
)
CASES = [(one["text"], case) for one in CONTRACTS for case in one["cases"]]


def read(text: str, folder: Path) -> Contract:
    path = folder / "contract.txt"
    path.write_text(text, "utf-8")
    return read_contract(path)


@pytest.mark.parametrize(("text", "case"), CASES, ids=lambda one: str(one)[:60])
def test_what_is_taken_back_is_told(text: str, case: dict[str, Any], tmp_path: Path) -> None:
    contract = read(text, tmp_path)
    clause = contract.clause(case["clause"])
    start = contract.body(clause)[0]
    end = contract.text.index(case["said"], start) + len(case["said"])

    held = limits(contract, clause, start, end)

    told = [[one.clause.id, one.how, contract.text[one.start : one.end]] for one in held]
    assert [one[:2] for one in told] == [one[:2] for one in case["held"]]
    for (*_, words), (*_, opening) in zip(told, case["held"], strict=True):
        assert words.startswith(opening)


def test_an_entry_of_a_list_is_told_with_what_introduces_it(tmp_path: Path) -> None:
    contract = read(CONTRACTS[0]["text"], tmp_path)
    entry = next(c for c in contract.clauses if contract.words(c).startswith("correction"))

    (found,) = introduction(contract, entry)

    assert found.how == "introduced"
    assert contract.text[found.start : found.end].startswith("Sur demande écrite du client")


CASE = """Article 1 - Litiges

1.1 Le litige relève du tribunal de Namur. Si le client n'est pas commerçant, la loi décide. En
cas de litige, chacun paie.

1.2 Le reste.
"""


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("Je ne suis pas commerçant : quel tribunal ?", "Si le client n'est pas commerçant"),
        ("Quel tribunal pour un litige ?", None),
        ("Le client va devant quel tribunal ?", None),
    ],
)
def test_the_case_that_is_asked_about_is_told(
    question: str, opening: str | None, tmp_path: Path
) -> None:
    contract = read(CASE, tmp_path)
    start = contract.text.index("Le litige")
    place = start, start + len("Le litige relève du tribunal de Namur.")

    found = [*of_the_case(contract, contract.clause("1.1"), place, question)]

    said = [contract.text[one.start : one.end].startswith(opening or "-") for one in found]
    assert said == [True] * (opening is not None)


BESIDE = """Article 1 - Fuites

1.1 Le prestataire prévient le trésorier dans les 36 heures.

1.2 Si la fuite touche des salaires, le délai est de 12 heures.

1.3 Si le trésorier est absent, le prestataire appelle le président.
"""


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        ("En cas de fuite des salaires, vous prévenez quand ?", ["1.2"]),
        ("Vous prévenez en combien de temps d'une fuite ?", []),
        ("Le président est prévenu quand ?", []),
    ],
)
def test_another_figure_for_the_case_asked_about_stands_beside(
    question: str, clauses: list[str], tmp_path: Path
) -> None:
    contract = read(BESIDE, tmp_path)
    clause = contract.clause("1.1")

    found = of_a_case_beside(contract, clause, contract.body(clause), question)

    assert [one.clause.id for one in found] == clauses


LONG = "Le prestataire tient un registre de chaque intervention. " * 8
QUOTED = [
    ("Il pleut. Il neige.", "Il neige.", "Il pleut. Il neige."),
    (
        f"{LONG}Le client décide. Il avertit le partenaire.",
        "Il avertit",
        "Le client décide. Il avertit",
    ),
    (
        f"Le client décide. Toutefois, il avertit. {LONG}",
        "Le client décide.",
        "Le client décide. Toutefois, il avertit.",
    ),
]


@pytest.mark.parametrize(("text", "found", "quoted"), QUOTED)
def test_a_clause_is_quoted_whole_or_with_what_its_words_go_on_from(
    text: str, found: str, quoted: str, tmp_path: Path
) -> None:
    contract = read(f"Article 1 - Objet\n\n1.1 {text}\n\n1.2 Le reste.\n", tmp_path)
    at = contract.text.index(found)

    start, end = spoken_span(contract, contract.clause("1.1"), at, at + len(found))

    assert contract.text[start:end].strip().startswith(quoted)
    assert LONG not in contract.text[start:end]
