"""Contracts and assistants made for the page's tests: quick, and as hostile as need be."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Evidence, Related
from assistant.conversation import Turn
from assistant.journal.pairs import Pair
from corpus.model import Contract, Note, Source
from corpus.structure import parse
from index.passages import passages
from index.search import Hit

SCRIPT = "<script>window.broken = 1</script>"
IMAGE = '<img src="x" onerror="window.broken = 2">'
LINK = "[cliquez](javascript:window.broken=3)"

PLAIN_TEXT = """\
Contrat d'entretien
Article 1 – Objet
1.1. Le prestataire entretient le jardin du client.
Il fournit ses outils.
1.2. Le client donne accès au jardin.
Article 2 – Délais
2.1. Le prestataire répond au client dans les 48 heures.
2.2. Le client paie dans les trente jours.
"""

HOSTILE_TEXT = f"""\
Contrat {SCRIPT}
Article 1 – Objet {IMAGE}
1.1. Le prestataire {SCRIPT} livre {IMAGE} et {LINK} sous 48 heures ${{window.broken=4}}.
1.2. Le client paie {{{{window.broken}}}} **en gras** `code` & "guillemets" 'simples'.
"""


def contract_of(text: str, id: str = "essai", notes: tuple[Note, ...] = ()) -> Contract:
    """The contract that a text holds, on one page."""
    found = parse(text, (0,), language="fr")
    title = found.title or text.split("\n")[0]
    source = Source("essai.txt", "0" * 64)
    return Contract(id, title, "fr", text, source, found.clauses, notes=notes)


def evidence_of(contract: Contract, clause_id: str, words: str = "") -> Evidence:
    """The whole clause as a citation, `words` of it marked."""
    clause = contract.clause(clause_id)
    quote = contract.words(clause)
    marks = tuple((m.start(), m.end()) for m in re.finditer(re.escape(words), quote) if words)
    heading = contract.heading(clause)
    return Evidence(
        contract.id, clause.id, clause.label, heading, quote, clause.start, clause.end, clause.page,
        marks,
    )  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """Questions that match `asked` are answered with a clause."""

    asked: str
    clause: str
    said: str
    marked: str = ""
    followups: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


class FakeAssistant:
    """Answers by rule; what no rule knows is not in the contract."""

    def __init__(self, contract: Contract, rules: Sequence[Rule] = ()) -> None:
        self.contracts = (contract,)
        self._rules = rules
        self.approved: tuple[Pair, ...] = ()
        self.ahead = threading.Event()

    def turn(
        self,
        question: str,
        *,
        language: str | None = None,
        turns: Sequence[Turn] = (),
        usual: str | None = None,
    ) -> Turn:
        return Turn(question, self.ask(question, language=language))

    def search(self, query: str, k: int) -> list[Hit]:
        """The contract's clauses from the first on: as near as any other."""
        return [
            Hit(c.contract, c.clause, 0.0, 0.0, 0.0, c) for c in passages(self.contracts[0])[:k]
        ]

    def approve(self, pairs: Sequence[Pair]) -> None:
        self.approved = tuple(pairs)

    def read_ahead(self) -> None:
        self.ahead.set()

    def ask(self, question: str, *, language: str | None = None) -> Answer:
        contract = self.contracts[0]
        for rule in self._rules:
            if re.search(rule.asked, question, re.IGNORECASE):
                cited = evidence_of(contract, rule.clause, rule.marked)
                near = tuple(
                    Related(contract.id, id, contract.clause(id).label) for id in rule.related
                )
                return Answer("answered", "fr", rule.said, (cited,), near, rule.followups)
        first = contract.clauses[0]
        return Answer(
            "not_in_contract", "fr", "Le contrat ne dit rien sur ce point.",
            related=(Related(contract.id, first.id, first.label),),
            followups=tuple(rule.said for rule in self._rules[:1]),
        )  # fmt: skip


class FailingAssistant(FakeAssistant):
    """Breaks on every question, with the question in the error."""

    def ask(self, question: str, *, language: str | None = None) -> Answer:
        raise RuntimeError(f"cannot answer {question}")


SHIPPED_RULES: Mapping[str, Sequence[Rule]] = {
    "ipso-convention-rgpd": (
        Rule(
            r"fuite|datalek|breach",
            "8.1",
            "Au plus tard 72 heures après en avoir pris connaissance (article 8.1).",
            "72 heures",
            ("Quel tribunal est compétent ?",),
            ("8.2", "8.3"),
        ),
        Rule(
            r"tribunal|rechtbank|court",
            "12.4",
            "Le tribunal de Nivelles est seul compétent (article 12.4).",
            "Tribunal de NIVELLES",
            ("Que faire en cas de fuite ?",),
        ),
    )
}
