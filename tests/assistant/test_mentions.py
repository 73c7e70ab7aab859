"""The definition that a question asks for, by any of the terms that it defines."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.mentions import definition_asked
from corpus.library import read_contract
from corpus.model import Contract

TEXT = """\
Article 1. Définitions
Les termes « données », « traitement » et « responsable » ont le sens que leur donne le RGPD.
« Client » : la société qui paie le service.
Article 2. Prix
Le service est gratuit.
"""


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    path: Path = tmp_path_factory.mktemp("terms") / "contrat.txt"
    path.write_text(TEXT, encoding="utf-8")
    return read_contract(path)


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("Que veut dire « données » ?", "1/donnees"),
        ("Quelle est la définition de traitement ?", "1/donnees"),
        ("c'est quoi la définition de responsable", "1/donnees"),
        ("Que signifie « Client » ?", "1/client"),
        ("Quelle est la définition de prix ?", None),
    ],
)
def test_any_term_of_a_definition_finds_it(
    contract: Contract, question: str, clause: str | None
) -> None:
    found = definition_asked(question, contract)

    assert (found.id if found else None) == clause
