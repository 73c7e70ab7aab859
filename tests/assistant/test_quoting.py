"""What of a clause is quoted."""

from __future__ import annotations

from pathlib import Path

from assistant.quoting import evidence, quote_span
from corpus.library import read_contract

TEXT = """CONVENTION

Article 1 – Objet
1.1 •
1.2 Le prestataire tient la comptabilité du client.
Article 2 – Prix
2.1 Le prix est de 100 euros par mois.
2.2 Il est indexé chaque année.
"""


def test_a_clause_that_is_only_a_bullet_can_be_shown(tmp_path: Path) -> None:
    path = tmp_path / "convention.txt"
    path.write_text(TEXT, encoding="utf-8")
    contract = read_contract(path)

    for clause in contract.clauses:
        span = quote_span(contract, clause, clause.start, clause.end, ())
        assert evidence(contract, clause, *span, ()).quote
