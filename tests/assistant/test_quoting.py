"""What of a clause is quoted."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.citing import citations
from assistant.composition import Composer
from assistant.deciding import Asked
from assistant.found import Finding, Place
from assistant.names import Names
from assistant.phrases import place_name
from assistant.quoting import evidence, list_end, quote_span, quoted_sentence, spoken_span
from assistant.suggestions import Suggestions
from corpus.library import read_contract, shipped
from corpus.model import Clause, Contract

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


SAID = [
    ("Le **prix** est de 5 euros.", "fr", "L'article 1.1 dit : « Le prix est de 5 euros. »"),
    (
        "Le contrat (« l'accord ») vaut ; et",
        "fr",
        "L'article 1.1 dit : « Le contrat (“l'accord”) vaut »",
    ),
    (
        'The fee ("the price") is due;',
        "en",
        "Article 1.1 says, in the contract's language: “The fee (‘the price’) is due”",
    ),
    ("- le prix ;\n- le délai.", "fr", "L'article 1.1 dit : « le prix ; le délai. »"),
]


@pytest.mark.parametrize(("words", "language", "said"), SAID)
def test_words_are_quoted_without_what_marks_them(
    words: str, language: str, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "convention.txt"
    path.write_text(TEXT, encoding="utf-8")
    contract = read_contract(path)

    assert quoted_sentence(contract, contract.clause("1.1"), words, language) == said


def test_a_definition_is_told_with_its_term_once(tmp_path: Path) -> None:
    path = tmp_path / "convention.txt"
    words = "Article 1 - Définitions", "Incident : toute perte.", "Jour : un jour civil."
    path.write_text("\n\n".join((*words, "Article 2 - Prix", "C'est gratuit.")), "utf-8")
    contract = read_contract(path)
    term = next(clause for clause in contract.clauses if clause.heading == "Incident")

    said = quoted_sentence(contract, term, contract.words(term), "fr")

    assert said == "L'article 1 définit « Incident » : « toute perte. »"


def test_all_that_is_said_of_a_long_clause_is_cited(tmp_path: Path) -> None:
    path = tmp_path / "convention.txt"
    long = "Le prestataire tient un registre de chaque intervention. " * 14
    said = "Le délai est de 12 jours. Il est porté à 20 jours en été."
    path.write_text(f"Article 1 - Délais\n\n1.1 {long}{said} {long}\n\n1.2 Le reste.\n", "utf-8")
    contract = read_contract(path)
    at = contract.text.index("Il est porté")
    place = Place(contract.id, "1.1", at, at + len("Il est porté à 20 jours en été."))
    contracts = {contract.id: contract}

    answer = Composer(
        contracts, {}, Suggestions(contracts, {}, {}), {}, Names(frozenset())
    ).compose(Finding("passage", places=(place,)), Asked("Quel délai en été ?", "fr"))

    (cited,) = answer.citations
    assert said in answer.answer
    assert said in cited.quote
    assert [cited.quote[start:end] for start, end in cited.marks] == [
        "Il est porté à 20 jours en été."
    ]


MARKED = [
    # A sentence that is not long is marked whole, so that no denial or exception is left out.
    ("Le client n'est pas autorisé à revendre, sauf accord écrit.", "revendre", None),
    ("The limit is not less than €500,000 in any year.", "€500", None),
    # Of a long one as much as may be, between two pauses, which no comma of a figure is.
    (
        f"{'The parties agree on this, ' * 20}up to €4,000 a year (30 days), or more.",
        "€4",
        f"{'The parties agree on this, ' * 14}up to €4,000 a year (30 days), or more.",
    ),
    (
        f"It does not hold for changes, {'and so on, ' * 20}nor for these{', or others' * 30}.",
        "changes",
        f"It does not hold for changes, {'and so on, ' * 20}nor for these{', or others' * 14}",
    ),
]


@pytest.mark.parametrize(("text", "telling", "marked"), MARKED)
def test_what_is_marked_stands_for_itself(
    text: str, telling: str, marked: str | None, tmp_path: Path
) -> None:
    contract = _read(tmp_path, f"# Contract\n\n## Article 1 – Terms\n\n{text}\n")
    start, end = contract.body(contract.clause("1"))
    at = contract.text.index(telling)
    place = Place(contract.id, "1", start, end, ((at, at + len(telling)),))

    (cited,) = citations({contract.id: contract}, [place], {}, ())

    assert [cited.quote[a:b] for a, b in cited.marks] == [marked or text]


def test_what_stands_behind_a_list_is_quoted_with_it(tmp_path: Path) -> None:
    contract = _read(
        tmp_path,
        "Article 1 - Avis\n\n1.1 L'avis indique :\n\na) la nature ;\n\nb) la date.\n\n"
        "Le reste suit dès que possible.\n\n1.2 Le client répond.\n",
    )
    clause = contract.clause("1.1")
    end = contract.text.index("indique :") + len("indique :")

    assert contract.text[end : list_end(contract, clause, end)].endswith("dès que possible.")


HEADED = """# Accord

## Article 1 – Objet

### 1.1 Mission

Le prestataire tient les comptes du client.

### 1.2 Sous-traitants

#### Autorisation

Le client autorise les sous-traitants.

#### Obligations en cas de changement

Le prestataire s'engage à :
- informer le client trente jours avant ;
- répondre de leurs fautes.

**Audits** (frais à la charge du client) :
- une fois par an ;
- avec un préavis.

### 1.3 Hébergement

Les données sont chez :

| Hébergeur | Pays |
|-----------|------|
| Duparc | Belgique |
| Ferme Nord | Irlande |

Ils sont certifiés.
"""


def test_a_heading_without_a_number_is_named_in_every_language(tmp_path: Path) -> None:
    contract = _read(tmp_path, HEADED)
    item = _entry(contract, "trente jours")

    assert place_name(contract, item, "en") == (
        "article 1.2, “Obligations en cas de changement”, point 1"
    )
    assert place_name(contract, item, "nl") == (
        "artikel 1.2, “Obligations en cas de changement”, punt 1"
    )
    assert place_name(contract, item, "fr") == (
        "article 1.2, « Obligations en cas de changement », point 1"
    )


def test_a_row_is_called_a_row_in_every_language(tmp_path: Path) -> None:
    contract = _read(tmp_path, HEADED)
    row = next(c for c in contract.clauses if contract.words(c).startswith("Ferme Nord"))

    assert place_name(contract, row, "en") == "article 1.3, row 2"
    assert place_name(contract, row, "nl") == "artikel 1.3, rij 2"
    assert place_name(contract, row, "fr") == "article 1.3, ligne 2"


def test_a_bold_opening_is_no_bullet(tmp_path: Path) -> None:
    contract = _read(tmp_path, HEADED)
    item = _entry(contract, "une fois")

    said = quoted_sentence(contract, item, contract.words(item), "fr")

    assert "« Audits (frais à la charge du client) : … une fois par an »" in said


def _entry(contract: Contract, words: str) -> Clause:
    return next(c for c in contract.clauses if c.kind == "item" and words in contract.words(c))


def _read(folder: Path, text: str) -> Contract:
    path = folder / "accord.md"
    path.write_text(text, "utf-8")
    return read_contract(path)


def test_the_rows_of_a_table_stand_apart() -> None:
    (contract,) = shipped()
    annex = contract.clause("annex-1")
    rows = [child for child in contract.children(annex.id) if child.kind == "row"]

    said = quoted_sentence(contract, annex, contract.text[rows[0].start : rows[-1].end], "fr")

    assert "Nom, prénom, adresse, télephone – Hébergement des données clients" in said
    assert "applications; Données d’identification électroniques: Mail – Hébergement" in said


def test_a_table_is_quoted_without_the_names_of_its_columns(tmp_path: Path) -> None:
    contract = _read(tmp_path, HEADED)
    clause = contract.clause("1.3")
    start, end = contract.own_spans(clause)[0]

    start, end = spoken_span(contract, clause, start, end)
    said = quoted_sentence(contract, clause, contract.text[start:end], "fr")

    assert "« Les données sont chez : Duparc – Belgique; Ferme Nord – Irlande »" in said


LONG = """CONVENTION

Article 1 – Garantie

Pendant trois mois, le vendeur répare gratuitement. Le client signale le défaut par écrit.

{filling}

Article 2 – Prix

Il est de dix euros.
"""


def test_of_a_long_clause_the_paragraph_is_quoted(tmp_path: Path) -> None:
    path = tmp_path / "convention.txt"
    path.write_text(LONG.format(filling="Le client prend soin du vélo. " * 40), encoding="utf-8")
    contract = read_contract(path)
    clause = contract.clause("1")
    start = contract.text.index("Le client signale")

    span = quote_span(contract, clause, start, start + len("Le client signale"), ())
    spoken = spoken_span(contract, clause, start, start + len("Le client signale le défaut"))

    paragraph = "Pendant trois mois, le vendeur répare gratuitement. Le client signale le défaut"
    assert contract.text[slice(*span)] == contract.text[slice(*spoken)] == f"{paragraph} par écrit."


def test_what_is_answered_on_is_told_of_every_contract(tmp_path: Path) -> None:
    contracts = {}
    for name in ("Vente de vélos", "Location de garage"):
        path = tmp_path / f"{name}.txt"
        path.write_text(f"CONTRAT : {name}\n\nArticle 1 – Prix\nDix euros.", encoding="utf-8")
        contract = read_contract(path)
        contracts[contract.id] = contract
    composer = Composer(contracts, {}, Suggestions(contracts, {}, {}), {}, Names(frozenset()))

    said = composer.compose(Finding("scope"), Asked("Quel temps fait-il ?", "fr")).answer

    assert "CONTRAT : Vente de vélos ; CONTRAT : Location de garage" in said
