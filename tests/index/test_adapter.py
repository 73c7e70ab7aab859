"""What the model was taught: questions are nearer to the clauses that answer them."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import numpy as np
import pytest

import index.adapter
from corpus.errors import ClausierError
from index.adapter import adapted
from index.embedding import Embedder
from index.loading import load_embedder, load_published
from index.model import default_model

CLAUSES = (
    "De klant betaalt binnen dertig dagen na factuurdatum.",
    "Les litiges relèvent des tribunaux de Liège.",
    "The tenant shall not keep animals in the premises.",
    "Het personeel mag geen gegevens op privétoestellen bewaren.",
)
QUESTIONS = (
    "Quand faut-il régler la facture ?",
    "where do we go to court",
    "mag mijn hond mee naar het appartement?",
    "Un employé peut-il copier les fichiers sur son téléphone ?",
)


def margins(embedder: Embedder) -> np.ndarray:
    """By how much each question is nearer to its own clause than to the next best."""
    questions, clauses = embedder.encode_queries(QUESTIONS), embedder.encode_passages(CLAUSES)
    scores = questions @ clauses.T
    own = np.diag(scores).copy()
    np.fill_diagonal(scores, -1)
    return own - scores.max(axis=1)


def test_questions_are_nearer_to_their_clauses_than_the_published_model_has_them(
    embedder: Embedder,
) -> None:
    taught, published = margins(embedder), margins(load_published())

    assert (taught > 0).all()
    assert taught.mean() > 2 * published.mean()


@pytest.mark.parametrize("data", [b"", b"no tensors", b"\x08\0\0\0\0\0\0\0{}      "])
def test_a_damaged_adapter_says_what_to_do(
    data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = load_published().model
    (tmp_path / "adapter.safetensors").write_bytes(data)
    monkeypatch.setattr(resources, "files", lambda package: tmp_path)
    monkeypatch.setattr(index.adapter, "ADAPTER", "adapter.safetensors")

    with pytest.raises(ClausierError, match="Install Clausier again"):
        adapted(model)


def test_another_model_than_the_default_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSIER_MODEL", str(default_model()))

    assert load_embedder().fingerprint.endswith(load_published().fingerprint.partition(":")[2])
