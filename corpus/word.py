"""Word documents as Markdown: headings, paragraphs, tables, and the numbers Word computes.

Word does not store "4.1" in a numbered paragraph; it counts while it shows the page.
`Numbering` counts the same way, so that clauses keep the numbers their readers know.
Tracked changes are read as if they were accepted.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from corpus.forms import ARTICLE
from corpus.tables import as_markdown
from corpus.word_numbers import OFF, Numbering, value

_MAX_UNPACKED = 200_000_000
_LONGEST_HEADING, _LONGEST_TITLE = 25, 12  # in words; a title ends with no full stop
_POINT = re.compile(r"\(?(?:[a-z]|[ivx]{1,5})\)\s")
_CONTENTS_STYLE = re.compile(r"(?:toc|tm|inhopg) ?\d$", re.IGNORECASE)
_HEADING = re.compile(r"^(?:heading|titre|kop)\s*(\d)$", re.IGNORECASE)
_WRAPPERS = (
    "w:ins", "w:moveTo", "w:sdt", "w:smartTag", "w:customXml", "w:fldSimple", "w:dir", "w:bdo",
)  # fmt: skip
_CONTENTS = './/w:sdt[w:sdtPr/w:docPartObj/w:docPartGallery/@w:val="Table of Contents"]'
_BOXES = ".//w:txbxContent[not(ancestor::*[local-name()='Fallback'])]"
_DELETED = ".//w:p[w:pPr/w:rPr/w:del or w:pPr/w:rPr/w:moveFrom]"


class WordError(Exception):
    """The bytes are no Word document that can be read."""


def docx_text(data: bytes, longest: int) -> str:
    """The document's words in order, tables included, as Markdown."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if sum(info.file_size for info in package.infolist()) > _MAX_UNPACKED:
            raise WordError("its content is too large")
        if "word/document.xml" not in package.namelist():
            raise WordError("it holds no document")
    try:
        document = docx.Document(io.BytesIO(data))
        for made_plain in (_drop_contents, _unwrap, _drop_deleted, _hoist_boxes, _tick):
            made_plain(document.element.body)
        numbering = Numbering(document)
        blocks = list(_blocks(document, numbering, _Notes(document), longest))
    except (PackageNotFoundError, SyntaxError, KeyError, ValueError) as error:
        raise WordError(str(error)) from error
    return "\n\n".join(blocks)


def _unwrap(body: Any) -> None:
    """Puts what insertions, content controls and tags hold where they stand, in order.

    python-docx passes over all that is wrapped, be it words, paragraphs, rows or cells.
    """
    from docx.oxml.ns import qn

    for wrapper in list(body.iter(*map(qn, _WRAPPERS))):
        held = wrapper.find(qn("w:sdtContent")) if wrapper.tag == qn("w:sdt") else wrapper
        for child in [] if held is None else list(held):
            wrapper.addprevious(child)
        wrapper.getparent().remove(wrapper)


def _drop_contents(body: Any) -> None:
    """Removes the table of contents that Word made: its lines would pass for headings."""
    for control in body.xpath(_CONTENTS):
        control.getparent().remove(control)


def _drop_deleted(body: Any) -> None:
    """Removes the paragraphs deleted whole, for they must not count in a numbered list."""
    for paragraph in body.xpath(_DELETED):
        if not paragraph.text.strip():
            paragraph.getparent().remove(paragraph)


def _hoist_boxes(body: Any) -> None:
    """Puts the paragraphs of text boxes in front of those that they are anchored in."""
    from docx.oxml.ns import qn

    for box in body.xpath(_BOXES):
        anchor = [*box.iterancestors(qn("w:p"))][-1]
        for held in list(box):
            anchor.addprevious(held)


def _tick(body: Any) -> None:
    """Writes the boxes of a form that are ticked, and those that are not, as signs."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for box in list(body.iter(qn("w:checkBox"))):
        states = [box.find(qn(name)) for name in ("w:checked", "w:default")]
        state = next((state for state in states if state is not None), None)
        ticked = state is not None and value(state, "1") not in OFF
        sign = OxmlElement("w:t")
        sign.text = "☒ " if ticked else "☐ "
        next(box.iterancestors(qn("w:r"))).append(sign)


def _blocks(document: Any, numbering: Numbering, notes: _Notes, longest: int) -> Iterator[str]:
    length = 0
    for text in _texts(document, numbering, notes):
        length += len(text)
        if length > longest * 2:
            raise WordError(f"it holds more than {longest:,} characters")
        if text:
            yield text


def _texts(part: Any, numbering: Numbering, notes: _Notes) -> Iterator[str]:
    """The paragraphs and tables of a document, or of a cell that frames them."""
    from docx.table import Table

    for block in part.iter_inner_content():
        if not isinstance(block, Table):
            yield _paragraph(block, numbering)
        elif _is_frame(block):
            for cell in _cells(block):
                yield from _texts(cell, numbering, notes)
            continue
        else:
            yield from _tables(block)
        yield from notes.of(block._element)


def _cells(table: Any) -> list[Any]:
    return _once(cell for row in table.rows for cell in row.cells)


def _once(cells: Iterable[Any]) -> list[Any]:
    """The cells in order, merged ones once."""
    return list({id(cell._tc): cell for cell in cells}.values())


def _is_frame(table: Any) -> bool:
    """Whether a table has no two cells with words beside each other."""
    rows = [{id(cell._tc) for cell in row.cells if cell.text.strip()} for row in table.rows]
    return all(len(row) < 2 for row in rows)


def _paragraph(paragraph: Any, numbering: Numbering) -> str:
    text = " ".join(paragraph.text.split(" ")).strip()
    style = paragraph.style.name if paragraph.style is not None else ""
    if _CONTENTS_STYLE.match(style) or (not text and paragraph._p.xpath("w:pPr/w:sectPr")):
        return ""
    number = numbering.number_of(paragraph)
    if not text:
        return ""
    words = f"{number} {text}" if number else text
    if style.lower() in ("title", "titre", "titel"):
        return f"# {words}"
    heading = _HEADING.match(style)
    if heading and not _is_sentence(text) and not _POINT.match(words):
        return "#" * min(int(heading[1]) + 1, 6) + f" {words}"
    if "bullet" in style.lower() and not number:
        return f"- {words}"
    return words


def _is_sentence(text: str) -> bool:
    """Whether a paragraph is too long for a heading, whose style only gives it its number."""
    words = len(text.split())
    long = words > _LONGEST_HEADING or (words > _LONGEST_TITLE and text[-1] in ".;")
    return long and not ARTICLE.match(text)


def _tables(table: Any) -> Iterator[str]:
    """A table, and behind it those that stand in its cells."""
    yield _table(table)
    for cell in _cells(table):
        for inner in cell.tables:
            yield from _tables(inner)


def _table(table: Any) -> str:
    rows = ([" ".join(cell.text.split()) for cell in _once(row.cells)] for row in table.rows)
    worded = [row for row in rows if any(row)]
    return as_markdown(worded) if worded else ""


class _Notes:
    """The footnotes, each to stand below the paragraph that refers to it."""

    def __init__(self, document: Any) -> None:
        from docx.oxml import parse_xml
        from docx.oxml.ns import qn

        self._texts: dict[str, str] = {}
        for rel in document.part.rels.values():
            if rel.reltype.endswith("/footnotes"):
                for note in parse_xml(rel.target_part.blob).iter(qn("w:footnote")):
                    text = "".join(note.itertext(qn("w:t")))
                    self._texts[note.get(qn("w:id"), "")] = " ".join(text.split())

    def of(self, block: Any) -> list[str]:
        from docx.oxml.ns import qn

        marks = [mark.get(qn("w:id"), "") for mark in block.iter(qn("w:footnoteReference"))]
        return [f"[^{mark}]: {self._texts[mark]}" for mark in marks if self._texts.get(mark)]
