"""Word files: no words lost in tracked changes and controls, and lists numbered as Word does."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corpus.library import read_contract
from corpus.reading import read_source

FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
CHANGE = 'w:id="1" w:author="x" w:date="2025-01-01T00:00:00Z"'


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def control(content: str, gallery: str = "") -> str:
    part = f'<w:docPartObj><w:docPartGallery w:val="{gallery}"/></w:docPartObj>' if gallery else ""
    return f"<w:sdt><w:sdtPr>{part}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def blocks(tmp_path: Path, body: str, numbering: str = "") -> list[str]:
    """What is read from a document with this body, block by block."""
    document = docx.Document()
    add(document, body, numbering)
    path = tmp_path / "contract.docx"
    document.save(str(path))
    return read_source(path).split("\n\n")


def add(document: Document, body: str, numbering: str = "") -> None:
    end = document.element.body.sectPr
    for element in parse_xml(f"<w:body {nsdecls('w')}>{body}</w:body>"):
        end.addprevious(element)
    if numbering:
        root = document.part.numbering_part.element
        for place, element in enumerate(
            parse_xml(f"<w:numbering {nsdecls('w')}>{numbering}</w:numbering>")
        ):
            root.insert(place, element)


@pytest.mark.parametrize(
    ("inline", "words"),
    [
        (f"<w:ins {CHANGE}>{run('750 EUR')}</w:ins>", "750 EUR"),
        (f"<w:moveTo {CHANGE}>{run('750 EUR')}</w:moveTo>", "750 EUR"),
        (control(run("750 EUR")), "750 EUR"),
        (control(run("750 ") + control(run("EUR"))), "750 EUR"),
        (f"<w:ins {CHANGE}>{control(run('750 EUR'))}</w:ins>", "750 EUR"),
        (control(f"<w:ins {CHANGE}>{run('750')}</w:ins>{run(' EUR')}"), "750 EUR"),
        (f'<w:smartTag w:uri="u" w:element="e"><w:smartTagPr/>{run("750 EUR")}</w:smartTag>',
         "750 EUR"),
        (f'<w:hyperlink w:anchor="a">{run("750 EUR")}</w:hyperlink>', "750 EUR"),
        (f'<w:hyperlink w:anchor="a"><w:ins {CHANGE}>{run("750 EUR")}</w:ins></w:hyperlink>',
         "750 EUR"),
        (f'<w:ins {CHANGE}><w:hyperlink w:anchor="a">{run("750 EUR")}</w:hyperlink></w:ins>',
         "750 EUR"),
        (f'<w:fldSimple w:instr="REF rent">{run("750 EUR")}</w:fldSimple>', "750 EUR"),
        (f"{run('750')}<w:del {CHANGE}>{run('900')}</w:del>", "750"),
        (f"{run('750')}<w:moveFrom {CHANGE}>{run('900')}</w:moveFrom>", "750"),
        (f"{run('750')}<w:ins {CHANGE}><w:del {CHANGE}>{run('900')}</w:del></w:ins>", "750"),
        (f"{run('750')}<w:del {CHANGE}><w:ins {CHANGE}>{run('900')}</w:ins></w:del>", "750"),
        (f"{run('750')}<w:del {CHANGE}>{control(run('900'))}</w:del>", "750"),
        (f"{run('750')}<w:sdt><w:sdtPr/></w:sdt>", "750"),
    ],
)  # fmt: skip
def test_wrapped_words_are_kept_and_deleted_ones_left_out(
    tmp_path: Path, inline: str, words: str
) -> None:
    body = f"<w:p>{run('Le loyer est de ')}{inline}{run(' par mois.')}</w:p>"
    assert blocks(tmp_path, body) == [f"Le loyer est de {words} par mois."]


def paragraph(text: str) -> str:
    return f"<w:p>{run(text)}</w:p>"


def cell(text: str) -> str:
    return f"<w:tc>{paragraph(text)}</w:tc>"


def table(rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>{rows}</w:tbl>"


def test_blocks_in_controls_keep_their_place(tmp_path: Path) -> None:
    head = f"<w:tr>{cell('Bien')}{cell('Prix')}</w:tr>"
    rows = [
        control(f"<w:tr>{cell('Cave')}{cell('50 EUR')}</w:tr>"),
        f"<w:tr>{cell('Garage')}{control(cell('85 EUR'))}</w:tr>",
        f"<w:tr>{cell('Cour')}<w:tc>{control(paragraph('10 EUR'))}</w:tc></w:tr>",
    ]
    body = (
        paragraph("Article 1 – Prix")
        + control(table(head + "".join(rows)))
        + control(
            paragraph("Article 2 – Durée") + control(paragraph("Le bail dure neuf ans.")),
            "Quick Parts",
        )
        + f'<w:customXml w:element="e">{paragraph("Article 3 – Litiges")}</w:customXml>'
        + paragraph("Le juge de paix est compétent.")
    )
    assert blocks(tmp_path, body) == [
        "Article 1 – Prix",
        "| Bien | Prix |\n|---|---|\n| Cave | 50 EUR |\n| Garage | 85 EUR |\n| Cour | 10 EUR |",
        "Article 2 – Durée",
        "Le bail dure neuf ans.",
        "Article 3 – Litiges",
        "Le juge de paix est compétent.",
    ]


def test_the_table_of_contents_is_no_text_of_the_contract(tmp_path: Path) -> None:
    contents = control(paragraph("Article 1 – Objet\t2"), "Table of Contents")
    body = contents + paragraph("Article 1 – Objet") + paragraph("Le garage est loué.")
    assert blocks(tmp_path, body) == ["Article 1 – Objet", "Le garage est loué."]


def levels(*forms: tuple[str, str], extra: str = "", start: int = 1) -> str:
    return "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'{extra}<w:lvlText w:val="{shape}"/></w:lvl>'
        for depth, (form, shape) in enumerate(forms)
    )


def kind(content: str) -> str:
    return f'<w:abstractNum w:abstractNumId="77">{content}</w:abstractNum>'


def lists(**overrides: str) -> str:
    return "".join(
        f'<w:num w:numId="{name[1:]}"><w:abstractNumId w:val="77"/>{content}</w:num>'
        for name, content in overrides.items()
    )


def restart(depth: int, start: int) -> str:
    return f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def item(name: int, depth: int = 0, content: str = run("x"), mark: str = "") -> str:
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{name}"/></w:numPr>'
        f"<w:rPr>{mark}</w:rPr></w:pPr>{content}</w:p>"
    )


LETTERS = kind(levels(("lowerLetter", "%1)")))
OUTLINE = kind(levels(("decimal", "%1."), ("decimal", "%1.%2")))


@pytest.mark.parametrize(
    ("numbering", "items", "shown"),
    [
        (LETTERS + lists(n701="", n702=restart(0, 1)), [(701, 0), (701, 0), (702, 0), (702, 0)],
         "a) b) a) b)"),
        (LETTERS + lists(n701="", n702=restart(0, 4)), [(701, 0), (702, 0), (702, 0)],
         "a) d) e)"),
        (LETTERS + lists(n701="", n702=""), [(701, 0), (702, 0)], "a) b)"),
        (LETTERS + lists(n701="", n702=restart(0, 1)), [(702, 0), (701, 0), (702, 0)],
         "a) b) c)"),
        (OUTLINE + lists(n701="", n702=restart(0, 1) + restart(1, 1)),
         [(701, 0), (701, 0), (701, 1), (702, 1), (702, 1), (701, 0)], "1. 2. 2.1 2.1 2.2 3."),
        (OUTLINE + lists(n701=restart(1, 5)), [(701, 0), (701, 1), (701, 0), (701, 1), (701, 1)],
         "1. 1.5 2. 2.5 2.6"),
        (LETTERS + lists(n701='<w:lvlOverride w:ilvl="0">'
                              + levels(("upperRoman", "(%1)")) + "</w:lvlOverride>"),
         [(701, 0), (701, 0)], "(I) (II)"),
    ],
)  # fmt: skip
def test_lists_restart_where_word_restarts_them(
    tmp_path: Path, numbering: str, items: list[tuple[int, int]], shown: str
) -> None:
    body = "".join(item(name, depth) for name, depth in items)
    assert " ".join(blocks(tmp_path, body, numbering)) == " ".join(
        f"{number} x" for number in shown.split()
    )


@pytest.mark.parametrize(
    ("form", "start", "shown"),
    [
        ("decimalZero", 9, "09 10"), ("decimal", 9, "9 10"), ("lowerLetter", 26, "z aa"),
        ("upperLetter", 27, "AA BB"), ("lowerLetter", 52, "zz aaa"), ("lowerRoman", 39, "xxxix xl"),
        ("upperRoman", 49, "XLIX L"), ("lowerLetter", 10**12, "1000000000000 1000000000001"),
    ],
)  # fmt: skip
def test_numbers_have_the_form_word_shows(
    tmp_path: Path, form: str, start: int, shown: str
) -> None:
    numbering = kind(levels((form, "%1"), start=start)) + lists(n701="")
    first, second = shown.split()
    assert blocks(tmp_path, item(701) * 2, numbering) == [f"{first} x", f"{second} x"]


@pytest.mark.parametrize(
    ("legal", "shown"),
    [("<w:isLgl/>", "1.1"), ('<w:isLgl w:val="0"/>', "I.a"), ("", "I.a")],
)
def test_legal_numbering_shows_digits_only(tmp_path: Path, legal: str, shown: str) -> None:
    numbering = kind(levels(("upperRoman", "%1."), ("lowerLetter", "%1.%2"), extra=legal))
    found = blocks(tmp_path, item(701) + item(701, 1), numbering + lists(n701=""))
    assert found[1] == f"{shown} x"


def test_items_deleted_whole_are_not_counted(tmp_path: Path) -> None:
    deleted = f"<w:del {CHANGE}>{run('x')}</w:del>"
    gone = item(701, content=deleted, mark=f"<w:del {CHANGE}/>")
    emptied = item(701, content=deleted)
    joined = item(701, mark=f"<w:del {CHANGE}/>")
    numbering = LETTERS + lists(n701="")
    assert blocks(tmp_path, item(701) + gone + item(701), numbering) == ["a) x", "b) x"]
    assert blocks(tmp_path, item(701) + emptied + item(701), numbering) == ["a) x", "c) x"]
    assert blocks(tmp_path, item(701) + joined + item(701), numbering) == ["a) x", "b) x", "c) x"]


def test_clauses_of_a_contract_with_controls_and_restarted_lists(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Contrat de bail", 0)
    body = (
        paragraph("Article 1 – Charges") + paragraph("Le preneur paie :") + item(701) * 2
        + paragraph("Article 2 – Travaux") + paragraph("Le bailleur paie :") + item(702) * 2
        + control(paragraph("Article 3 – Durée") + paragraph("Le bail dure neuf ans."))
        + paragraph("Article 4 – Litiges") + paragraph("Le juge de paix est compétent.")
    )  # fmt: skip
    add(document, body, LETTERS + lists(n701="", n702=restart(0, 1)))
    path = tmp_path / "bail.docx"
    document.save(str(path))
    assert [c.id for c in read_contract(path).clauses] == [
        "1", "1/a", "1/b", "2", "2/a", "2/b", "3", "4",
    ]  # fmt: skip


def test_a_paragraph_that_only_breaks_a_section_is_not_counted(tmp_path: Path) -> None:
    broken = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="701"/></w:numPr>'
        "<w:sectPr/></w:pPr></w:p>"
    )
    assert blocks(tmp_path, broken + item(701), LETTERS + lists(n701="")) == ["a) x"]


def test_numbers_that_are_spaced_out_are_read_as_one(tmp_path: Path) -> None:
    numbering = kind(levels(("decimal", "Article %1."), ("decimal", "%1. %2."))) + lists(n701="")
    found = blocks(tmp_path, item(701) + item(701, 1), numbering)
    assert found == ["Article 1. x", "1.1. x"]


def box(words: str) -> str:
    """A text box as Word 2010 writes it, and again for older programs."""
    held = f"<w:txbxContent><w:p>{run(words)}</w:p></w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility'
        f'/2006"><mc:Choice Requires="wps"><w:drawing>{held}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{held}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_text_box_stands_before_the_paragraph_that_holds_it(tmp_path: Path) -> None:
    body = f"<w:p>{run('Convention')}</w:p><w:p>{box('Article 1 – Durée')}{run('Un an.')}</w:p>"
    assert blocks(tmp_path, body) == ["Convention", "Article 1 – Durée", "Un an."]


def test_a_table_in_a_cell_stands_behind_the_table_around_it(tmp_path: Path) -> None:
    inner = table(f"<w:tr>{cell('95 %')}{cell('10 €')}</w:tr>")
    around = f"<w:tc>{paragraph('selon ce tableau')}{inner}<w:p/></w:tc>"
    body = table(f"<w:tr>{cell('Crédits')}{around}</w:tr>")
    assert blocks(tmp_path, body) == ["| Crédits | selon ce tableau |", "| 95 % | 10 € |"]


def test_a_table_that_only_frames_words_is_read_as_these(tmp_path: Path) -> None:
    empty = "<w:tc><w:p/></w:tc>"
    framed = f"<w:tc>{paragraph('ANNEXE 3 – Données')}{paragraph('Le client les fournit.')}</w:tc>"
    body = table(f"<w:tr>{empty}{framed}</w:tr><w:tr>{cell('Fin')}{empty}</w:tr>")
    assert blocks(tmp_path, body) == ["ANNEXE 3 – Données", "Le client les fournit.", "Fin"]


@pytest.mark.parametrize(
    ("state", "shown"),
    [('<w:checked/>', "☒"), ('<w:checked w:val="0"/>', "☐"), ('<w:default w:val="1"/>', "☒"),
     ('<w:default w:val="1"/><w:checked w:val="0"/>', "☐"), ("", "☐")],
)  # fmt: skip
def test_boxes_to_tick_show_whether_they_are(tmp_path: Path, state: str, shown: str) -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData>'
        f"<w:checkBox>{state}</w:checkBox></w:ffData></w:fldChar></w:r>"
    )
    assert blocks(tmp_path, f"<w:p>{field}{run('sous-traitant')}</w:p>") == [
        f"{shown} sous-traitant"
    ]


def test_a_note_stands_below_the_paragraph_that_refers_to_it(tmp_path: Path) -> None:
    document = docx.Document()
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    add(document, f"<w:p>{run('Le transfert hors EEE')}{mark}{run(' est interdit.')}</w:p>")
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p>{run(" Voir l’annexe.")}</w:p>'
        "</w:footnote></w:footnotes>"
    )
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    path = tmp_path / "contract.docx"
    document.save(str(path))
    found = read_source(path).split("\n\n")
    assert found == ["Le transfert hors EEE est interdit.", "[^2]: Voir l’annexe."]


def test_sentences_and_points_in_a_heading_style_are_no_headings(tmp_path: Path) -> None:
    document = docx.Document()
    sentence = (
        "Le prestataire rend au client, à la fin du contrat, toutes les données qu'il a reçues."
    )
    named = f"Article 2 – {sentence}"
    for text in ("Fin du contrat", sentence, "(a) en clair", named):
        document.add_heading(text, level=2)
    path = tmp_path / "contract.docx"
    document.save(str(path))
    found = read_source(path).split("\n\n")
    assert [block.startswith("### ") for block in found] == [True, False, False, True]
