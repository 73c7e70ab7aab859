"""A contract by hand and an encoder of five words, so that most tests need no model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from corpus.model import Clause, ClauseKind, Contract, Source
from index.embedding import Encoded, Role, Vectors
from index.progress import Progress, silent

AXES = ("fuite", "tribunal", "prix", "durée", "audit")


class WordEncoder:
    """A text's vector counts five words; `encoded` remembers every text it was asked for."""

    dimension = len(AXES)
    reader = judge = None

    def __init__(self, fingerprint: str = "words:1") -> None:
        self.fingerprint = fingerprint
        self.encoded: list[str] = []

    def encode_queries(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        self.encoded += texts
        rows = [[text.lower().count(word) + 0.01 for word in AXES] for text in texts]
        vectors = np.array(rows, np.float32).reshape(-1, self.dimension)
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    encode_passages = encode_queries

    def encode(
        self, texts: Sequence[str], role: Role, progress: Progress = silent
    ) -> list[Encoded]:
        vectors = self.encode_queries(texts, progress)
        return [Encoded(vector, vector[None], (0,)) for vector in vectors]

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        return [[0] for _ in texts]


@pytest.fixture
def words() -> WordEncoder:
    return WordEncoder()


def make_contract(text: str, *clauses: tuple[str, ClauseKind, str, str | None, str]) -> Contract:
    """A contract whose clauses are (id, kind, heading, parent, words), found in the text.

    Articles and annexes begin with the line of their heading.
    """
    nodes = []
    for id_, kind, heading, parent, said in clauses:
        start = text.index(said)
        titled = kind in ("article", "annex")
        body = start + len(said.splitlines()[0]) if titled else -1
        end = start + len(said)
        nodes.append(Clause(id_, kind, id_, heading, start, end, 1, parent, body))
    return Contract("essai", "Essai", "fr", text, Source("essai.txt", "0"), tuple(nodes))


TEXT = """Article 1 – Définitions
Fuite : violation de la sécurité.
Article 2 – Fuites de données
2.1. Le prestataire avertit le client de toute fuite dans les 72 heures. Il le fait par écrit.
2.2. Le client décide de la suite à donner.
Article 3 – Prix
Le prix est fixe. Le client paie sous 30 jours.
Article 4 – Litiges
Le tribunal suivant est seul compétent :
Tribunal de Namur
Article 5 – Réservé
"""


@pytest.fixture
def contract() -> Contract:
    parts = TEXT.split("Article ")[1:]
    one, two, three, four, five = (f"Article {part}" for part in parts)
    lines = TEXT.splitlines()
    return make_contract(
        TEXT,
        ("1", "article", "Définitions", None, one),
        ("1/fuite", "definition", "Fuite", "1", lines[1]),
        ("2", "article", "Fuites de données", None, two),
        ("2.1", "clause", "", "2", lines[3].removeprefix("2.1. ")),
        ("2.2", "clause", "", "2", lines[4].removeprefix("2.2. ")),
        ("3", "article", "Prix", None, three),
        ("4", "article", "Litiges", None, four),
        ("5", "article", "Réservé", None, five),
    )
