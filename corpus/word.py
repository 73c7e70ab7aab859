"""Word documents as Markdown: headings, paragraphs, tables, and the numbers Word computes.

Word does not store "4.1" in a numbered paragraph; it counts while it shows the page.
`_Numbering` counts the same way, so that clauses keep the numbers their readers know.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

_MAX_UNPACKED = 200_000_000
_HEADING = re.compile(r"^(?:heading|titre|kop)\s*(\d)$", re.IGNORECASE)
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


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
        numbering = _Numbering(document)
        blocks = list(_blocks(document, numbering, longest))
    except (PackageNotFoundError, SyntaxError, KeyError, ValueError) as error:
        raise WordError(str(error)) from error
    return "\n\n".join(blocks)


def _blocks(document: Any, numbering: _Numbering, longest: int) -> Iterator[str]:
    from docx.table import Table

    length = 0
    for block in document.iter_inner_content():
        text = _table(block) if isinstance(block, Table) else _paragraph(block, numbering)
        length += len(text)
        if length > longest * 2:
            raise WordError(f"it holds more than {longest:,} characters")
        if text:
            yield text


def _paragraph(paragraph: Any, numbering: _Numbering) -> str:
    number = numbering.number_of(paragraph)
    text = " ".join(paragraph.text.split(" ")).strip()
    if not text:
        return ""
    style = paragraph.style.name if paragraph.style is not None else ""
    words = f"{number} {text}" if number else text
    if style.lower() in ("title", "titre", "titel"):
        return f"# {words}"
    heading = _HEADING.match(style)
    if heading:
        return "#" * min(int(heading[1]) + 1, 6) + f" {words}"
    if "bullet" in style.lower() and not number:
        return f"- {words}"
    return words


def _table(table: Any) -> str:
    rows = []
    for row in table.rows:
        cells: list[str] = []
        seen: list[Any] = []
        for cell in row.cells:
            if any(cell._tc is other for other in seen):
                continue
            seen.append(cell._tc)
            cells.append(" ".join(cell.text.split()).replace("|", "/"))
        if any(cells):
            rows.append("| " + " | ".join(cells) + " |")
    if len(rows) > 1:
        columns = rows[0].count("|") - 1
        rows.insert(1, "|" + "---|" * max(columns, 1))
    return "\n".join(rows)


class _Numbering:
    """The numbers of list paragraphs, counted as Word counts them."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        part = getattr(document.part, "numbering_part", None) if _has(document) else None
        if part is not None:
            self._read(part.element)

    def _read(self, root: Any) -> None:
        from docx.oxml.ns import qn

        for abstract in root.iter(qn("w:abstractNum")):
            levels = {}
            for level in abstract.iter(qn("w:lvl")):
                form = _value(level.find(qn("w:numFmt")), "decimal")
                shape = _value(level.find(qn("w:lvlText")), "%1.")
                start = _value(level.find(qn("w:start")), "1")
                levels[int(level.get(qn("w:ilvl"), "0"))] = (form, shape, int(start))
            self._levels[abstract.get(qn("w:abstractNumId"), "")] = levels
        for number in root.iter(qn("w:num")):
            self._abstract[number.get(qn("w:numId"), "")] = _value(
                number.find(qn("w:abstractNumId")), ""
            )

    def number_of(self, paragraph: Any) -> str:
        """ "4.1." where Word shows that before the paragraph, "-" for a bullet, "" for none."""
        found = _list_of(paragraph)
        if found is None:
            return ""
        name, depth = found
        levels = self._levels.get(self._abstract.get(name, ""), {})
        if depth not in levels:
            return ""
        form, shape, start = levels[depth]
        counts = self._counts.setdefault(self._abstract[name], {})
        counts[depth] = counts.get(depth, start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        if form == "bullet":
            return "-"
        if form == "none":
            return ""
        return re.sub(
            r"%(\d)",
            lambda mark: _shown(levels, counts, int(mark[1]) - 1),
            shape,
        ).strip()


def _has(document: Any) -> bool:
    return any(rel.reltype.endswith("/numbering") for rel in document.part.rels.values())


def _value(element: Any, default: str) -> str:
    from docx.oxml.ns import qn

    return default if element is None else str(element.get(qn("w:val"), default))


def _list_of(paragraph: Any) -> tuple[str, int] | None:
    """The list and depth of a paragraph, its own or its style's."""
    from docx.oxml.ns import qn

    style = paragraph.style
    sources = [paragraph._p.pPr]
    while style is not None:
        sources.append(style.element.pPr)
        style = style.base_style
    for properties in sources:
        numbers = properties.find(qn("w:numPr")) if properties is not None else None
        if numbers is not None:
            name = _value(numbers.find(qn("w:numId")), "0")
            depth = int(_value(numbers.find(qn("w:ilvl")), "0"))
            return None if name == "0" else (name, depth)
    return None


def _shown(levels: dict[int, tuple[str, str, int]], counts: dict[int, int], depth: int) -> str:
    form, _, start = levels.get(depth, ("decimal", "", 1))
    count = counts.get(depth, start)
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        text = "".join(_roman_parts(count))
        return text.upper() if form == "upperRoman" else text
    return str(count)


def _roman_parts(count: int) -> Iterator[str]:
    for value, sign in _ROMAN:
        while count >= value:
            yield sign
            count -= value
