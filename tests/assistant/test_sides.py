"""What a contract calls the two sides, and how an answer names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.sides import role_name
from corpus.library import read_contract

CALLED = "ENTRE :\n\nLa SRL ORME, dont le siège est à Huy, ci-après « {} » ;\n\nET :\n\n"
OPENING = CALLED + "L'ASBL LES SAULES, à Spa, ci-après « {} » ;\n\nArticle 1 - Objet\n\n{}\n"
BODY = "L'utilisateur du logiciel est le client du prestataire."


@pytest.mark.parametrize(
    ("processor", "controller", "named"),
    [
        ("l'Éditeur", "la Résidence", ("de l'éditeur", "à la Résidence")),
        ("le Prestataire", "le Centre", ("du prestataire", "au Centre")),
        ("le Prestataire", "le Client", ("du prestataire", "au client")),
        # Which of them is which side is not told.
        ("l'Infogérant", "le Laboratoire", ("du prestataire", "au client")),
    ],
)
def test_a_side_is_called_as_the_contract_calls_it(
    processor: str, controller: str, named: tuple[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "contract.txt"
    path.write_text(OPENING.format(processor, controller, BODY), "utf-8")
    contract = read_contract(path)

    assert [p.role for p in contract.parties] == [processor, controller]
    names = role_name(contract, "of_processor", "fr"), role_name(contract, "to_controller", "fr")
    assert names == named
    assert role_name(contract, "controller", "en") in ("the controller", "the client")
