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
