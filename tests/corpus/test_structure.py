"""The structure found in contracts: sample contracts beside the outline a reader would draw.

`tests/contracts/NAME.yaml` tells what is to be found in `NAME.txt` or `NAME.md`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.library import load, read_contract
from corpus.model import Contract
from corpus.self_name import self_name
from corpus.structure import Structure, parse

SAMPLES = Path(__file__).parent.parent / "contracts"
CARDS = sorted(SAMPLES.glob("*.yaml"))
FORMS = yaml.safe_load((Path(__file__).parent / "headings.yaml").read_text(encoding="utf-8"))


def sample(card: Path) -> tuple[Contract, dict[str, Any]]:
    source = next(path for path in SAMPLES.glob(f"{card.stem}.*") if path.suffix != ".yaml")
    return read_contract(source), yaml.safe_load(card.read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=CARDS, ids=lambda card: card.stem)
def case(request: pytest.FixtureRequest) -> tuple[Contract, dict[str, Any]]:
    return sample(request.param)


@pytest.fixture(scope="module")
def convention() -> Contract:
    return load("ipso-convention-rgpd")


def test_sample_outline(case: tuple[Contract, dict[str, Any]]) -> None:
    contract, expected = case
    found = [
        [c.id, c.kind, c.label, c.heading, " ".join(words[:4]), words[-1]]
        for c in contract.clauses
        for words in [contract.words(c).split()]
    ]
    assert found == expected["clauses"]


def test_sample_title_language_and_parties(case: tuple[Contract, dict[str, Any]]) -> None:
    contract, expected = case
    assert contract.language == expected["language"]
    assert [[party.name, party.role] for party in contract.parties] == expected["parties"]
    if expected["title"]:
        assert contract.title == expected["title"]


def test_sample_references(case: tuple[Contract, dict[str, Any]]) -> None:
    contract, expected = case
    found = [[contract.text[r.start : r.end], r.target, r.law] for r in contract.references]
    assert found == expected["references"]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form["name"])
def test_form(form: dict[str, Any]) -> None:
    """One habit of writing at a time; `ids` are those found, `headings`, `labels` and `words`
    what some of them are headed, called and say, `references` what some mentions point at.
    """
    found = parse(form["text"], language=form.get("language", "fr"))
    assert [clause.id for clause in found.clauses] == form["ids"]
    assert found.title == form.get("title", found.title)
    headings = {clause.id: clause.heading for clause in found.clauses}
    assert {name: headings[name] for name in form.get("headings", {})} == form.get("headings", {})
    labels = {clause.id: clause.label for clause in found.clauses}
    assert {name: labels[name] for name in form.get("labels", {})} == form.get("labels", {})
    words = {clause.id: form["text"][clause.start : clause.end] for clause in found.clauses}
    assert {name: words[name] for name in form.get("words", {})} == form.get("words", {})
    mentions = {form["text"][one.start : one.end]: one.target for one in found.references}
    wanted = form.get("references", {})
    assert {name: mentions.get(name) for name in wanted} == wanted


def test_convention_articles_and_clauses(convention: Contract) -> None:
    assert [c.id for c in convention.children(None)] == [
        "preamble", *map(str, range(1, 13)), "annex-1", "annex-2",
    ]  # fmt: skip
    counts = {1: 0, 2: 0, 3: 5, 4: 3, 5: 3, 6: 4, 7: 5, 8: 3, 9: 2, 10: 0, 11: 2, 12: 4}
    expected = [f"{article}.{n}" for article, last in counts.items() for n in range(1, last + 1)]
    assert len(expected) == 31
    assert [c.id for c in convention.clauses if c.kind == "clause"] == expected


def test_convention_definitions(convention: Contract) -> None:
    found = {c.id: c.heading for c in convention.children("1")}
    assert found == {
        "1/rgpd": "RGPD",
        "1/fuite-de-donnees": "Fuite de données",
        "1/donnees-a-caractere-personnel": "Données à caractère personnel",
        "1/traitement": "Traitement",
        "1/responsable-du-traitement": "Responsable du traitement",
        "1/partenaire": "Partenaire",
        "1/personne-concernee": "Personne concernée",
        "1/convention-rgpd": "Convention RGPD",
    }
    assert {c.kind for c in convention.children("1")} == {"definition"}
    traitement = convention.words(convention.clause("1/traitement"))
    assert traitement.startswith("Traitement : toute opération")
    assert traitement.endswith("l'effacement ou la destruction ;")


def test_convention_items_and_rows(convention: Contract) -> None:
    assert [(c.id, c.kind) for c in convention.children("10")] == [
        ("10/1", "item"),
        ("10/2", "item"),
    ]
    rows = [convention.words(c).split("\n") for c in convention.children("annex-1")]
    hosting = "Hébergement des données clients liées à nos applications"
    assert rows == [
        ["Données d’identification personnelles", "Nom, prénom, adresse, télephone", hosting],
        ["Données d’identification électroniques:", "Mail", hosting],
        ["Image:", "Photo", hosting],
    ]
    measures = convention.children("annex-2")
    assert [c.id for c in measures] == [f"annex-2/{n}" for n in range(1, 14)]
    assert {c.kind for c in measures} == {"row"}
    assert convention.words(measures[1]) == "Installation d’un pare-feu ;"


def test_convention_spans(convention: Contract) -> None:
    words = {c.id: convention.words(c) for c in convention.clauses}
    assert words["8"].startswith("Article 8 – Traitement des fuites de données\n8.1. Le partenaire")
    assert words["8.1"].startswith("Le partenaire avisera le client")
    assert words["8.1"].endswith("les mesures de sûreté prévues."), "its second paragraph included"
    assert words["12.4"].endswith("Tribunal de NIVELLES")
    assert words["preamble"].startswith("Convention RGPD entre")
    assert words["preamble"].endswith("les modalités et conventions relatives à ce traitement.")
    start, end = convention.body(convention.clause("2"))
    assert convention.text[start:end].startswith("Après la fin de la présente convention")


def test_convention_pages(convention: Contract) -> None:
    pages = {c.id: c.page for c in convention.clauses}
    expected = {
        "preamble": 1, "1": 1, "1/traitement": 2, "3.1": 2, "3.2": 3, "5": 4, "6": 4, "6.1": 5,
        "7.4": 6, "9": 7, "11.1": 7, "11.2": 8, "12.4": 8, "annex-1": 10, "annex-2": 10,
        "annex-2/6": 10, "annex-2/7": 11,
    }  # fmt: skip
    assert {name: pages[name] for name in expected} == expected
    assert len(convention.page_starts) == 11


def test_convention_labels(convention: Contract) -> None:
    labels = {c.id: c.label for c in convention.clauses}
    assert labels["8.1"] == "Article 8.1"
    assert labels["1/fuite-de-donnees"] == "Article 1, « Fuite de données »"
    assert labels["10/1"] == "Article 10, point 1"
    assert labels["annex-1/1"] == "Annexe 1, ligne 1"
    assert labels["annex-2"] == "Annexe 2"
    assert labels["annex-2/3"] == "Annexe 2, point 3"
    assert labels["preamble"] == "Préambule"


def test_convention_parties_and_references(convention: Contract) -> None:
    assert [(p.name, p.role) for p in convention.parties] == [
        ("IPSO", "le partenaire"), ("", "le client"),
    ]  # fmt: skip
    found = [(convention.text[r.start : r.end], r.target, r.law) for r in convention.references]
    assert found == [
        ("article 4, alinéa 7 du RGPD", None, "RGPD"),
        ("article 4, alinéa 8 du RGPD", None, "RGPD"),
        ("ANNEXE 1", "annex-1", None),
        ("annexe 1", "annex-1", None),
        ("article 8", "8", None),
        ("chapitre III du RGPD", None, "RGPD"),
        ("annexe 2", "annex-2", None),
    ]


def test_convention_notes_point_at_its_oddities(convention: Contract) -> None:
    notes = {note.clause: note for note in convention.notes}
    assert {"contract-duration", "notice-period", "termination-convenience"} <= {*notes["2"].topics}
    assert {"parties", "processor-identity", "processor-role"} <= {*notes["3.1"].topics}
    assert all(set(note.text) == {"fr", "nl", "en"} for note in convention.notes)
    assert "themis-security" in convention.words(convention.clause("3.1"))


def check_tree(text: str, found: Structure) -> None:
    """What holds for every text: unique ids, spans in order, children inside their parents."""
    by_id = {clause.id: clause for clause in found.clauses}
    assert len(by_id) == len(found.clauses)
    starts = [clause.start for clause in found.clauses]
    assert starts == sorted(starts)
    last_of: dict[str | None, int] = {}
    for clause in found.clauses:
        assert 0 <= clause.start < clause.end <= len(text)
        assert clause.start <= clause.body <= clause.end
        assert clause.page >= 1
        assert text[clause.start : clause.end].strip()
        assert clause.start >= last_of.get(clause.parent, 0), "siblings do not overlap"
        last_of[clause.parent] = clause.end
        if clause.parent is not None:
            parent = by_id[clause.parent]
            assert parent.start <= clause.start
            assert clause.end <= parent.end
    for mention in found.references:
        assert text[mention.start : mention.end].strip()
        assert mention.target is None or mention.target in by_id
        assert not (mention.target and mention.law)


def test_every_tree_is_sound(case: tuple[Contract, dict[str, Any]], convention: Contract) -> None:
    for contract in (case[0], convention):
        found = parse(contract.text, contract.page_starts, language=contract.language)
        check_tree(contract.text, found)


LINES = st.sampled_from(
    [
        "", "Article 1 – Objet", "Article 2", "ARTICLE 3 : PRIX", "article 8 du RGPD", "1. Objet",
        "2.1 Le prix est dû.", "2.2. Titre", "a) un point ;", "(i) un autre", "(b) encore",
        "• puce", "- tiret", "# Titre", "## 1. Objet", "### 1.1 Sous-titre",
        "## Définitions", "#### Divers",
        "« Terme » : sa définition est longue.", "**Gras**", "| a | b |", "|---|---|", "| c | d |",
        "Annexe 1 : Prix", "Bijlage A", "ANNEXE", "Chapitre 1 – Un", "TITRE II", "I. Objet", "§ 2",
        "Le client paie dans les trente jours.", "suite de la phrase", "Objet", "-----", "---", "7",
        "Fait à Mons, le 3 mai.", "Sommaire", "Article 1 – Objet ..... 3", "o Puce", "1.1.1 Bref",
        "Article 1bis. Ajout", "> cité", "{% if x %}", "**4.1** Le texte", "1) un", "2) deux",
        "§ 1er. Le bail est long.", "§2 Il est écrit.", "Art. 4. § 1er. Un an.", "2.1 Un an.",
        "Partie A. Données", "Partie B. Mesures", "Durées de conservation", "Lieux du traitement",
        "Signed for and on behalf of Elm Ltd",
        "Appendix 1 – Prix", "1.02 Bref. Le texte.", "DEUXIÈME PARTIE", "Article deux : durée",
        "§ 1. Objet", "§ 2. Prix", "§ 3. Fin", "II. Prix", "III. Fin", "On entend par :",
        "P1 – une heure – un jour", "P2 – deux heures – un jour", "**Copies.**",
        "**Accès.** Les badges sont tenus.",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(LINES, max_size=30))
def test_any_mixture_of_habits_gives_a_sound_tree(lines: list[str]) -> None:
    text = "\n".join(lines)
    check_tree(text, parse(text, language="fr"))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["fr", "nl", "en"]))
def test_any_text_gives_a_sound_tree(text: str, language: str) -> None:
    found = parse(text, language=language)
    check_tree(text, found)
    assert bool(found.clauses) == bool(text.strip())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Les présentes conditions générales de vente lient le client. Les présentes conditions "
         "générales de vente priment.", "Conditions générales de vente"),
        ("Deze verwerkersovereenkomst bindt. Deze Verwerkersovereenkomst geldt.",
         "Verwerkersovereenkomst"),
        ("This Data Processing Agreement binds. This Data Processing Agreement ends.",
         "Data Processing Agreement"),
        ("Le présent contrat lie. Le présent contrat finit.", ""),
        ("Les présentes conditions générales de vente lient le client.", ""),
    ],
)  # fmt: skip
def test_what_a_contract_without_a_title_calls_itself(text: str, name: str) -> None:
    assert self_name(text) == name
