"""Tables whose columns are set apart by spaces."""

from __future__ import annotations

import pytest

from corpus.aligned import aligned
from corpus.edits import applied

TABLE = """Catégorie             Personnes   Conservation
Identité, numéro      Résidents   Trente ans
Dossiers, médicaments Résidents   Dix ans
Photographies         Résidents   Deux ans
"""
CELLS = """Catégorie\tPersonnes\tConservation
Identité, numéro\tRésidents\tTrente ans
Dossiers, médicaments\tRésidents\tDix ans
Photographies\tRésidents\tDeux ans
"""


def test_aligned_columns_become_cells() -> None:
    text = f"Annexe\n\n{TABLE}\nFin"
    assert applied(text, aligned(text)) == f"Annexe\n\n{CELLS}\nFin"


@pytest.mark.parametrize(
    "text",
    [
        # Signatures stand side by side too.
        "Pour l'Éditeur        Pour la Résidence\n"
        "Fait à Mons           Fait à Huy\n"
        "Aurélie Delcroix      Thierry Lheureux\n",
        # The bullets of a list, and the pages of a table of contents.
        "*   Article premier\n*   Article deux\n*   Article trois\n*   Article quatre\n",
        "Objet ......   1\nDurée ......   2\nPrix .......   3\nFin ........   4\n",
        # Two columns of running text.
        "Le client peut,         dans les dix\nqui suivent la          jours,\n"
        "mettre fin au           contrat par\nécrit, sans             indemnité\n",
        # No line keeps to the columns.
        "Un mot  puis un autre\nDeux  mots encore\nTrois mots,  et puis\nQuatre  enfin\n",
    ],
)
def test_what_only_looks_like_columns_stays(text: str) -> None:
    assert aligned(text) == []
