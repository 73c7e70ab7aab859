"""The names of a table's columns are told from its rows."""

from pathlib import Path

import pytest

from corpus.columns import column_names, headed_cells
from corpus.library import read_contract

TAB = "Nom\tTâche\nAlpha SA\tHébergement\nBeta SA\tCourriels"
BARS = "| Nom | Tâche |\n|---|---|\n| Alpha SA | Hébergement |\n| Beta SA | Courriels |"
BULLETS = "Les mesures sont :\n\n- un pare-feu ;\n- une sauvegarde."


@pytest.mark.parametrize(
    ("annex", "names"),
    [(TAB, "Nom\tTâche"), (BARS, "Nom | Tâche |\n|---|---|"), (BULLETS, None)],
    ids=["tabs", "bars", "bullets"],
)
def test_the_names_of_columns_stand_above_the_rows(
    tmp_path: Path, annex: str, names: str | None
) -> None:
    path = tmp_path / "contract.txt"
    path.write_text(f"Article 1 - Objet\n\nUn.\n\nAnnexe 1 - Liste\n\n{annex}\n", "utf-8")
    contract = read_contract(path)

    found = column_names(contract, contract.clause("annex-1"))

    told = contract.text[slice(*found)].strip(" |\n") if found else None
    assert told == (names.strip(" |\n") if names else None)


@pytest.mark.parametrize("annex", [TAB, BARS], ids=["tabs", "bars"])
def test_the_cells_of_a_row_have_the_names_of_their_columns(tmp_path: Path, annex: str) -> None:
    path = tmp_path / "contract.txt"
    path.write_text(f"Article 1 - Objet\n\nUn.\n\nAnnexe 1 - Liste\n\n{annex}\n", "utf-8")
    contract = read_contract(path)
    row = next(one for one in contract.clauses if contract.words(one).startswith("Alpha"))

    assert headed_cells(contract, row) == [("Nom", "Alpha SA"), ("Tâche", "Hébergement")]
