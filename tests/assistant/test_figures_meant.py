"""Of several figures in a sentence, the one that is meant is said, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.service import Assistant
from corpus.library import read_contract
from index.embedding import Embedder

TEXT = """\
# Contrat d'abonnement

## Article 1 : Durée

Le contrat est renouvelé pour des périodes de douze (12) mois, sauf dénonciation par lettre \
recommandée moyennant un préavis de deux (2) mois avant le terme.

## Article 2 : Prix

Le service est gratuit.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    path: Path = tmp_path_factory.mktemp("renewal") / "abonnement.md"
    path.write_text(TEXT, encoding="utf-8")
    return Assistant.open([read_contract(path)], embedder=embedder)


def test_the_notice_is_not_the_term_of_renewal(assistant: Assistant) -> None:
    answer = assistant.ask("Combien de jours de préavis ?")

    assert answer.citations[0].clause == "1"
    assert answer.answer == (
        "Pour empêcher la reconduction du contrat, il faut le dénoncer au moins 2 mois avant "
        "l'échéance (article 1)."
    )


def test_where_the_words_leave_it_open_the_clause_speaks_for_itself(
    tmp_path: Path, embedder: Embedder
) -> None:
    path = tmp_path / "conge.md"
    path.write_text(
        TEXT.replace(
            "moyennant un préavis de deux (2) mois avant le terme",
            "moyennant un préavis de deux (2) mois, ou de six (6) mois pour le fournisseur",
        ),
        encoding="utf-8",
    )
    answer = Assistant.open([read_contract(path)], embedder=embedder).ask(
        "Combien de jours de préavis ?"
    )

    assert "l'article 1 dit :" in answer.answer.lower()
    assert "six (6) mois" in answer.answer


def test_a_role_that_the_clause_does_not_name_may_open_the_sentence(
    tmp_path: Path, embedder: Embedder
) -> None:
    path = tmp_path / "editeur.md"
    path.write_text(
        "# Contrat de licence\n\nEntre Rendévo, l'Éditeur, et Coiffure Anne, le Client.\n\n"
        "## Article 1 : Incidents\n\nRendévo avise le Client de toute violation de données dans "
        "les 36 heures après en avoir pris connaissance.\n\n## Article 2 : Licence\n\n"
        "Le Client reçoit de l'Éditeur une licence. L'Éditeur la renouvelle chaque année.\n",
        encoding="utf-8",
    )
    assistant = Assistant.open([read_contract(path)], embedder=embedder)

    answer = assistant.ask("Dans quel délai une violation de données doit-elle être notifiée ?")

    assert answer.answer.startswith("L'éditeur avise")
    assert "36 heures" in answer.answer
