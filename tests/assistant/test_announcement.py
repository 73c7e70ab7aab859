"""What announces a list is told with its entries: alone, they may say the contrary."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.quoting import quoted_sentence
from corpus.announcement import announcement
from corpus.library import read_contract
from corpus.model import Contract
from index.passages import passages

TEXT = """\
# Conditions d'utilisation

## Article 1 : Engagements

L'éditeur garantit :

- la sécurité des comptes ;
- la confidentialité des messages.

L'éditeur ne garantit pas :

- l'absence d'interruption ;
- la compatibilité avec tous les appareils.

Au choix du client :

**Option A : Restitution**

- un export des fichiers ;

**Option B : Suppression**

- un certificat de destruction.

## Article 2 : Prix

Le service est gratuit.

## Annexe 1 : Durées

Journaux

- douze mois ;

Sauvegardes et archives

- trente jours ;
"""


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    path: Path = tmp_path_factory.mktemp("terms") / "conditions.md"
    path.write_text(TEXT, encoding="utf-8")
    return read_contract(path)


@pytest.mark.parametrize(
    ("words", "announced"),
    [
        ("sécurité", "L'éditeur garantit :"),
        ("confidentialité", "L'éditeur garantit :"),
        ("interruption", "L'éditeur ne garantit pas :"),
        ("compatibilité", "L'éditeur ne garantit pas :"),
        ("export", "**Option A : Restitution**"),
        ("douze mois", "Journaux"),
        ("trente jours", "Sauvegardes et archives"),
        ("certificat", "**Option B : Suppression**"),
    ],
)
def test_each_entry_has_its_own_announcement(
    contract: Contract, words: str, announced: str
) -> None:
    entries = [c for c in contract.clauses if c.kind in ("item", "row")]
    (entry,) = (c for c in entries if words in contract.words(c))
    (passage,) = (p for p in passages(contract) if p.clause == entry.id)

    assert announcement(contract, entry) == announced
    told = announced.strip("* ")
    assert told in quoted_sentence(contract, entry, contract.words(entry), "fr")
    assert told.rstrip(" :") in passage.text


def test_what_is_no_entry_of_a_list_has_none(contract: Contract) -> None:
    assert announcement(contract, contract.clause("1")) == ""
    assert announcement(contract, contract.clause("2")) == ""


NUMBERED = """\
1. Duties

1.1 The supplier shall:

1.1.1 notify the customer of a breach;

1.1.2 not move the data abroad.

1.2 The customer pays the fees set out below:

1.2.1 The fee is due every month.

2. Term

2.1 The agreement runs for a year.
"""


@pytest.mark.parametrize(
    ("clause", "announced"),
    [("1.1.2", "The supplier shall:"), ("1.2.1", ""), ("1.2", ""), ("2.1", "")],
)
def test_numbered_clauses_go_on_from_what_stays_open_above_them(
    clause: str, announced: str, tmp_path: Path
) -> None:
    (tmp_path / "agreement.txt").write_text(NUMBERED, "utf-8")
    found = read_contract(tmp_path / "agreement.txt")

    assert announcement(found, found.clause(clause)) == announced
