"""Reading files: what is read, in which encoding, and what is refused with which reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from corpus import library, reading
from corpus.errors import ClausierError
from corpus.library import read_contract
from corpus.reading import read_source

TEXT = "Article 1 – Objet\nLe bien est cédé à l’été, pour 10 €."


def pdf(path: Path, pages: Sequence[Sequence[str]], password: str = "") -> Path:
    lock = StandardEncryption(password) if password else None
    canvas = Canvas(str(path), encrypt=lock)
    for lines in pages:
        for number, line in enumerate(lines):
            canvas.drawString(72, 780 - 18 * number, line)
        canvas.showPage()
    canvas.save()
    return path


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac-roman"]
)
def test_text_in_any_usual_encoding(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "contrat.txt"
    path.write_bytes(TEXT.encode(codec))
    assert read_source(path) == TEXT


def test_text_of_an_old_program(tmp_path: Path) -> None:
    path = tmp_path / "contrat.txt"
    path.write_bytes("Le bien est cédé à l'été.".encode("cp850"))
    assert read_source(path) == "Le bien est cédé à l'été."


def test_windows_line_ends_become_plain(tmp_path: Path) -> None:
    path = tmp_path / "contrat.md"
    path.write_bytes(b"# Titre\r\nUn\rDeux\r\n")
    assert read_source(path) == "# Titre\nUn\nDeux\n"


def test_words_set_to_the_margin_stay_on_their_line(tmp_path: Path) -> None:
    path = tmp_path / "contract.txt"
    path.write_bytes("De\t\r \u00a0 klant\t\r \u00a0 betaalt.\r\nHij tekent.\r\n".encode())
    assert read_source(path) == "De klant betaalt.\nHij tekent.\n"


def test_pdf_pages_are_parted_by_form_feeds(tmp_path: Path) -> None:
    path = pdf(tmp_path / "bail.pdf", [["Article 1 : Objet", "Le garage."], ["Article 2 : Prix"]])
    assert read_source(path).split("\f") == ["Article 1 : Objet\nLe garage.", "Article 2 : Prix"]


DRAWN = [
    (760, 72, "Article 1 – Exclusions"),
    (640, 72, "Article 2 – Prix"),
    (740, 90, "la négligence du locataire ;"),
    (720, 90, "la chute ;"),
    (700, 90, "le vol."),
    (620, 72, "Le prix est de dix euros."),
    (740, 72, "•"),
    (720, 72, "•"),
    (700, 72, "•"),
]
"""Height, left margin and words, in the order in which a program drew them."""
IN_ORDER = (
    "Article 1 – Exclusions\n• la négligence du locataire ;\n• la chute ;\n• le vol.\n"
    "Article 2 – Prix\nLe prix est de dix euros."
)


def test_a_page_drawn_in_another_order_is_read_from_top_to_bottom(tmp_path: Path) -> None:
    path = tmp_path / "contrat.pdf"
    canvas = Canvas(str(path))
    for height, left, words in DRAWN:
        canvas.drawString(left, height, words)
    canvas.save()
    assert read_source(path) == IN_ORDER


def test_lines_that_are_moved_stay_as_they_were_drawn(tmp_path: Path) -> None:
    """Letters may be drawn one by one, set close or wide: only whole lines change their place."""
    path = tmp_path / "contrat.pdf"
    canvas = Canvas(str(path))
    canvas.setFont("Times-Roman", 12)
    for height, words in ((700, "AVANT"), (740, "ART. 1"), (720, "TVA, « Tous »"), (760, "BAIL")):
        at = 72.0
        for letter in words:
            canvas.drawString(at, height, letter)
            at += canvas.stringWidth(letter) - 0.3
    canvas.save()
    assert read_source(path).split("\n") == ["BAIL", "ART. 1", "TVA, « Tous »", "AVANT"]


def test_what_is_written_upon_the_blanks_of_a_form_stands_in_its_sentence(tmp_path: Path) -> None:
    path = tmp_path / "accord.pdf"
    canvas = Canvas(str(path))
    lines = [
        "Le présent contrat suit le droit _____________, en cas de litige",
        "le tribunal de ____",
    ]
    for index, line in enumerate([*lines, "Fait à Namur."]):
        canvas.drawString(72, 700 - 14 * index, line)
    canvas.drawString(72 + canvas.stringWidth("Le présent contrat suit le droit __"), 702, "belge")
    canvas.drawString(72 + canvas.stringWidth("le tribunal de "), 686, "Namur")
    canvas.save()
    assert read_source(path).split("\n") == [
        "Le présent contrat suit le droit belge, en cas de litige",
        "le tribunal de Namur",
        "Fait à Namur.",
    ]


def test_fields_of_a_form_are_read(tmp_path: Path) -> None:
    path = tmp_path / "formulaire.pdf"
    canvas = Canvas(str(path))
    for height, words in (
        (700, "Durée du contrat :"),
        (660, "Client        Prestataire"),
        (620, "Fin"),
    ):
        canvas.drawString(72, height, words)
    form = canvas.acroForm
    form.textfield(value="douze mois", x=180, y=695, height=18, fontSize=10)
    form.checkbox(name="a", x=72 + canvas.stringWidth("Client   "), y=660, size=12, checked=True)
    form.checkbox(name="b", x=190, y=660, size=12)
    form.choice(value="Mons", options=["Mons", "Namur"], x=72, y=640, width=80, height=14)
    canvas.save()
    lines = ["Durée du contrat : douze mois", "Client ☒ Prestataire ☐", "Mons", "Fin"]
    assert read_source(path).split("\n") == lines


def test_cells_between_ruled_lines_are_read_as_rows(tmp_path: Path) -> None:
    """A cell may have several lines, and a column more lines than words need."""
    path = tmp_path / "accord.pdf"
    canvas = Canvas(str(path))
    canvas.grid([72, 74, 200, 400], [740, 700, 680, 640])
    for left, height, words in [
        (72, 760, "Annexe 1 – Sous-traitants"),
        (80, 725, "Nom du sous-"), (80, 711, "traitant"), (210, 725, "Ce qu'il fait"),
        (80, 686, "Nimbus"), (210, 686, "Hébergement | sauvegarde"),
        (80, 665, "Postina"), (210, 665, "Envoi de lettres et"), (210, 650, "de colis"),
        (72, 620, "Le client les agrée."),
    ]:  # fmt: skip
        canvas.drawString(left, height, words)
    canvas.rect(72, 500, 300, 50)
    canvas.drawString(80, 520, "Ce cadre n'est pas un tableau.")
    canvas.save()
    assert read_source(path).split("\n") == [
        "Annexe 1 – Sous-traitants",
        "| Nom du sous-traitant | Ce qu'il fait |",
        "|---|---|",
        "| Nimbus | Hébergement / sauvegarde |",
        "| Postina | Envoi de lettres et de colis |",
        "Le client les agrée.",
        "Ce cadre n'est pas un tableau.",
    ]


def test_numbers_drawn_behind_their_words_stand_before_them_in_columns_too(tmp_path: Path) -> None:
    path = tmp_path / "contrat.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(72, 780, "Tarif")
    for left in (72, 300):
        for height, number in ((760, "1."), (720, "2.")):
            canvas.drawString(left + 20, height, f"Le prix {left} couvre le")
            canvas.drawString(left + 20, height - 14, "transport.")
            canvas.drawString(left, height, number)
    canvas.save()
    column = ["1. Le prix {} couvre le", "transport.", "2. Le prix {} couvre le", "transport."]
    expected = [line.format(left) for left in (72, 300) for line in column]
    assert read_source(path).split("\n") == ["Tarif", *expected]


def test_a_damaged_pdf_is_read_as_far_as_it_goes_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "contrat.pdf"
    canvas = Canvas(str(path), pageCompression=0)
    for page in range(3):
        canvas.grid([72, 200, 400], [740, 700, 660])
        canvas.drawString(80, 715, f"Article {page + 1}")
        canvas.drawString(210, 715, "Durée")
        canvas.showPage()
    canvas.save()
    whole = path.read_bytes()
    outcomes = set()
    for at in range(0, len(whole), len(whole) // 40):
        path.write_bytes(whole[:at] + b"%%%" + whole[at + 3 :])
        try:
            outcomes.add("Article" in read_source(path))
        except ClausierError:
            outcomes.add(False)
    assert outcomes == {True, False}


def test_a_page_that_is_shown_from_right_to_left_is_read_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "bail.pdf"
    canvas = Canvas(str(path))
    canvas.setViewerPreference("Direction", "R2L")
    canvas.drawString(72, 700, "Le loyer est de 750 euros.")
    canvas.save()
    assert read_source(path) == "Le loyer est de 750 euros."


def test_what_stands_in_columns_is_left_in_the_order_it_was_drawn(tmp_path: Path) -> None:
    path = tmp_path / "contrat.pdf"
    canvas = Canvas(str(path))
    for left in (72, 220, 370):
        for height in (760, 740):
            canvas.drawString(left, height, f"colonne {left}, ligne {height}")
    canvas.drawString(72, 780, "Tarif")
    canvas.save()
    read = read_source(path).split("\n")
    assert read.index("colonne 72, ligne 740") < read.index("colonne 220, ligne 760")


def test_pdf_contract_with_running_heads(tmp_path: Path) -> None:
    head = "CONFIDENTIEL - Bail de garage"
    pages = [
        [head, "BAIL DE GARAGE", "", "Article 1 : Objet", "Le garage est loué à Monsieur Petit.",
         "Page 1 sur 3"],
        [head, "Article 2 : Prix", "2.1 Le loyer est de 85 euros.", "2.2 Il est payé le 5 du mois.",
         "Page 2 sur 3"],
        [head, "Article 3 : Fin", "Le préavis est d'un mois, voir l'article 2.", "Page 3 sur 3"],
    ]  # fmt: skip
    contract = read_contract(pdf(tmp_path / "Bail de garage.pdf", pages))
    assert contract.id == "bail-de-garage"
    assert contract.language == "fr"
    found = [(c.id, c.heading, c.page) for c in contract.clauses if c.kind != "preamble"]
    assert found == [
        ("1", "Objet", 1), ("2", "Prix", 2), ("2.1", "", 2), ("2.2", "", 2), ("3", "Fin", 3),
    ]  # fmt: skip
    assert contract.words(contract.clause("2.2")) == "Il est payé le 5 du mois."
    assert [r.target for r in contract.references] == ["2"]


def test_the_block_that_stands_below_each_page_is_left_out_whole(tmp_path: Path) -> None:
    block = ["Bureaux Dupont", "CEO: Anne Dupont", "Registre de Namur 12", "Rue du Pont 3",
             "5000 Namur", "Tel.: 081 22 33 44", "Fax: 081 22 33 45", "info@dupont.example",
             "Banque du Nord", "IBAN BE00 0000 0000 0000"]  # fmt: skip
    pages = [
        ["BAIL DE BUREAUX", "Article 1 : Objet", "Le bailleur loue des bureaux dont", *block],
        ["la surface est de 40 m2.", "Article 2 : Loyer", "Le loyer est de 900 euros.", *block],
        ["Article 3 : Fin", "Le préavis est de trois mois.", *block],
        ["Article 4 : Tribunal", "Le tribunal de Namur est compétent.", *block],
        ["Article 5 : Droit", "Le droit belge est applicable.", *block],
    ]
    contract = read_contract(pdf(tmp_path / "bail.pdf", pages))
    assert "Dupont" not in contract.text
    assert "Banque" not in contract.text
    said = " ".join(contract.words(contract.clause("1")).split())
    assert said == "Article 1 : Objet Le bailleur loue des bureaux dont la surface est de 40 m2."


def test_what_a_browser_prints_around_a_page_is_left_out(tmp_path: Path) -> None:
    head = "07/07/2026 02:18 Bail de garage"
    pages = [
        [head, "Article 1 : Objet", "Le garage est loué.", "file:///C:/contrats/bail.html 1/2"],
        [
            head,
            "Article 2 : Prix",
            "Le loyer est de 85 euros.",
            "file:///C:/contrats/bail.html 2/2",
        ],
    ]
    contract = read_contract(pdf(tmp_path / "bail.pdf", pages))
    assert "file:" not in contract.text
    assert "02:18" not in contract.text


def numbered(document: docx.document.Document, text: str, level: int) -> None:
    """A paragraph that Word numbers 1. / 1.1 / a)."""
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    numbers = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", str(level)), ("w:numId", "77")):
        element = OxmlElement(tag)
        element.set(qn("w:val"), value)
        numbers.append(element)
    properties.append(numbers)


def add_numbering(document: docx.document.Document) -> None:
    root = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    for depth, (form, shape) in enumerate(
        [("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "%3)")]
    ):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        for tag, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", shape)):
            element = OxmlElement(tag)
            element.set(qn("w:val"), value)
            level.append(element)
        abstract.append(level)
    root.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "77")
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), "77")
    number.append(link)
    root.append(number)


@pytest.fixture
def word_contract(tmp_path: Path) -> Path:
    document = docx.Document()
    document.add_heading("Supply agreement", 0)
    document.add_paragraph("Between Alder Ltd (the “Supplier”) and Birch Ltd (the “Buyer”).")
    add_numbering(document)
    numbered(document, "Goods", 0)
    numbered(document, "The Supplier delivers timber.", 1)
    numbered(document, "It is delivered in:", 1)
    numbered(document, "planks;", 2)
    numbered(document, "beams.", 2)
    numbered(document, "Prices", 0)
    document.add_paragraph("The prices are these.")
    table = document.add_table(rows=3, cols=2)
    for row, cells in zip(
        table.rows, [("Kind", "Price"), ("Planks", "£4"), ("Beams", "£9")], strict=True
    ):
        row.cells[0].text, row.cells[1].text = cells
    document.add_paragraph("They are fixed for one year.")
    path = tmp_path / "Supply agreement.docx"
    document.save(str(path))
    return path


def test_word_keeps_headings_tables_and_computed_numbers(word_contract: Path) -> None:
    assert read_source(word_contract).split("\n\n")[:6] == [
        "# Supply agreement",
        "Between Alder Ltd (the “Supplier”) and Birch Ltd (the “Buyer”).",
        "1. Goods",
        "1.1 The Supplier delivers timber.",
        "1.2 It is delivered in:",
        "a) planks;",
    ]
    assert "| Planks | £4 |" in read_source(word_contract)


def test_word_contract(word_contract: Path) -> None:
    contract = read_contract(word_contract)
    assert contract.title == "Supply agreement"
    assert [(p.name, p.role) for p in contract.parties] == [
        ("Alder Ltd", "Supplier"), ("Birch Ltd", "Buyer"),
    ]  # fmt: skip
    assert [(c.id, c.kind, c.heading) for c in contract.clauses] == [
        ("preamble", "preamble", ""), ("1", "article", "Goods"), ("1.1", "clause", ""),
        ("1.2", "clause", ""), ("1.2/a", "item", ""), ("1.2/b", "item", ""),
        ("2", "article", "Prices"), ("2/1", "row", "Planks"), ("2/2", "row", "Beams"),
    ]  # fmt: skip


def test_word_heading_styles(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Charte", 0)
    document.add_heading("Objet", 1)
    document.add_paragraph("La charte régit le prêt de livres.")
    document.add_heading("Retards", 1)
    document.add_paragraph("Tout retard suspend le prêt.")
    path = tmp_path / "charte.docx"
    document.save(str(path))
    assert [c.id for c in read_contract(path).clauses] == ["objet", "retards"]


def missing(folder: Path) -> Path:
    return folder / "absent.txt"


def a_folder(folder: Path) -> Path:
    return folder


def empty(folder: Path) -> Path:
    return written(folder / "vide.txt", b"")


def blank(folder: Path) -> Path:
    return written(folder / "blanc.txt", b" \n\n ")


def binary(folder: Path) -> Path:
    return written(folder / "image.txt", bytes(range(256)) * 20)


def picture(folder: Path) -> Path:
    return written(folder / "photo.png", b"\x89PNG\r\n\x1a\n" + bytes(50))


def old_word(folder: Path) -> Path:
    return written(folder / "vieux.doc", b"\xd0\xcf\x11\xe0" + bytes(50))


def scan(folder: Path) -> Path:
    return pdf(folder / "scan.pdf", [[], []])


def locked(folder: Path) -> Path:
    return pdf(folder / "secret.pdf", [["Article 1"]], password="x")


def broken_pdf(folder: Path) -> Path:
    return written(folder / "casse.pdf", b"%PDF-1.7\nrubbish")


def no_pdf(folder: Path) -> Path:
    return written(folder / "faux.pdf", b"hello")


def broken_docx(folder: Path) -> Path:
    return written(folder / "casse.docx", b"PK\x03\x04rubbish")


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (missing, "no such file"), (a_folder, "is a folder"), (empty, "is empty"),
        (blank, "holds no text"), (binary, "binary content"), (picture, "type .png"),
        (old_word, "save it as .docx"), (scan, "OCR"), (locked, "password"),
        (broken_pdf, "damaged"), (no_pdf, "damaged or no PDF"), (broken_docx, "damaged"),
    ],
)  # fmt: skip
def test_refusals_say_why(tmp_path: Path, make: Callable[[Path], Path], words: str) -> None:
    with pytest.raises(ClausierError, match=words):
        read_source(make(tmp_path))


def test_large_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "long.txt", b"mot " * 100)
    monkeypatch.setattr(reading, "MAX_CHARS", 100)
    with pytest.raises(ClausierError, match="400 characters"):
        read_source(path)
    monkeypatch.setattr(reading, "MAX_BYTES", 100)
    with pytest.raises(ClausierError, match="MB"):
        read_source(path)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLAUSIER_CONTRACTS", str(tmp_path))
    return tmp_path


def test_own_contracts_are_folders_or_files(own: Path) -> None:
    (own / "Bail 2024.txt").write_text(
        "Article 1 : Objet\nUn garage.\nArticle 2 : Prix\nDix euros."
    )
    folder = own / "charte"
    folder.mkdir()
    (folder / "source.md").write_text("# Charte\n\n## 1. Objet\nLe prêt.\n\n## 2. Fin\nUn mois.")
    (folder / "contract.yaml").write_text(
        "title: La charte\nnotes:\n- clause: '2'\n  text: {fr: Court, nl: Kort, en: Short}\n"
    )
    assert [contract.id for contract in library.own()] == ["bail-2024", "charte"]
    charte = library.load("charte")
    assert (charte.title, charte.notes[0].clause) == ("La charte", "2")
    assert "ipso-convention-rgpd" in library.ids()


@pytest.mark.parametrize(
    ("card", "words"),
    [
        ("title: [", "cannot be used"),
        ("colour: red", "colour"),
        ("language: de", "language"),
        ("notes: [{clause: '9', text: {fr: a, nl: b, en: c}}]", "clause '9'"),
        ("notes: [{clause: '1', text: {fr: a}}]", "give the note in fr, nl, en"),
    ],
)
def test_a_wrong_card_is_named(own: Path, card: str, words: str) -> None:
    folder = own / "bail"
    folder.mkdir()
    (folder / "source.txt").write_text("Article 1 : Objet\nUn garage.\nArticle 2 : Prix\nDix.")
    (folder / "contract.yaml").write_text(card)
    with pytest.raises(ClausierError, match=words):
        library.load("bail")


def test_unknown_and_twice_named_contracts(own: Path) -> None:
    with pytest.raises(ClausierError, match="ipso-convention-rgpd"):
        library.load("nowhere")
    (own / "a.txt").write_text("Un texte.")
    (own / "A.md").write_text("Un texte.")
    with pytest.raises(ClausierError, match="two contracts are named 'a'"):
        library.own()
