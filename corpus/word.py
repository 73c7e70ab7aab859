"""Word documents as Markdown: headings, paragraphs, tables, and the numbers Word computes.

Word does not store "4.1" in a numbered paragraph; it counts while it shows the page.
`_Numbering` counts the same way, so that clauses keep the numbers their readers know.
Tracked changes are read as if they were accepted.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

_MAX_UNPACKED = 200_000_000
_HEADING = re.compile(r"^(?:heading|titre|kop)\s*(\d)$", re.IGNORECASE)
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
# Word's own highest number; a damaged file must not fill the memory with letters.
_HIGHEST = 32_767
_WRAPPERS = (
    "w:ins", "w:moveTo", "w:sdt", "w:smartTag", "w:customXml", "w:fldSimple", "w:dir", "w:bdo",
)  # fmt: skip
_CONTENTS = './/w:sdt[w:sdtPr/w:docPartObj/w:docPartGallery/@w:val="Table of Contents"]'
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
        _drop_contents(document.element.body)
        _unwrap(document.element.body)
        _drop_deleted(document.element.body)
        numbering = _Numbering(document)
        blocks = list(_blocks(document, numbering, longest))
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


@dataclass(frozen=True, slots=True)
class _Level:
    """How one depth of a list is numbered; `legal` shows every depth in digits."""

    form: str
    shape: str
    start: int
    legal: bool = False
    restarts: bool = False


class _Numbering:
    """The numbers of list paragraphs, counted as Word counts them."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()
        part = getattr(document.part, "numbering_part", None) if _has(document) else None
        if part is not None:
            self._read(part.element)

    def _read(self, root: Any) -> None:
        from docx.oxml.ns import qn

        shared = {
            abstract.get(qn("w:abstractNumId"), ""): {
                _depth(level): _level(level) for level in abstract.iter(qn("w:lvl"))
            }
            for abstract in root.iter(qn("w:abstractNum"))
        }
        for number in root.iter(qn("w:num")):
            name = number.get(qn("w:numId"), "")
            self._abstract[name] = _value(number.find(qn("w:abstractNumId")), "")
            self._levels[name] = _overridden(shared.get(self._abstract[name], {}), number)

    def number_of(self, paragraph: Any) -> str:
        """ "4.1." where Word shows that before the paragraph, "-" for a bullet, "" for none."""
        found = _list_of(paragraph)
        if found is None:
            return ""
        name, depth = found
        levels = self._levels.get(name, {})
        if depth not in levels:
            return ""
        level = levels[depth]
        counts = self._counted(name, depth, level)
        if level.form == "bullet":
            return "-"
        if level.form == "none":
            return ""
        return re.sub(
            r"%(\d)",
            lambda mark: _shown(levels, counts, int(mark[1]) - 1, level.legal),
            level.shape,
        ).strip()

    def _counted(self, name: str, depth: int, level: _Level) -> dict[int, int]:
        """The counts of all depths with this paragraph; lists of one kind count on together."""
        counts = self._counts.setdefault(self._abstract[name], {})
        if level.restarts and (name, depth) not in self._restarted:
            self._restarted.add((name, depth))
            counts.pop(depth, None)
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        return counts


def _level(element: Any) -> _Level:
    from docx.oxml.ns import qn

    legal = element.find(qn("w:isLgl"))
    return _Level(
        form=_value(element.find(qn("w:numFmt")), "decimal"),
        shape=_value(element.find(qn("w:lvlText")), "%1."),
        start=int(_value(element.find(qn("w:start")), "1")),
        legal=legal is not None and _value(legal, "1") not in ("0", "false", "off"),
    )


def _overridden(shared: dict[int, _Level], number: Any) -> dict[int, _Level]:
    """The levels of one list: those of its kind, with its own forms and starts."""
    from docx.oxml.ns import qn

    levels = dict(shared)
    for override in number.iter(qn("w:lvlOverride")):
        depth = _depth(override)
        own, start = override.find(qn("w:lvl")), override.find(qn("w:startOverride"))
        if own is not None:
            levels[depth] = _level(own)
        if start is not None and depth in levels:
            levels[depth] = replace(levels[depth], start=int(_value(start, "0")), restarts=True)
    return levels


def _depth(element: Any) -> int:
    from docx.oxml.ns import qn

    return int(element.get(qn("w:ilvl"), "0"))


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


def _shown(levels: dict[int, _Level], counts: dict[int, int], depth: int, legal: bool) -> str:
    level = levels.get(depth, _Level("decimal", "", 1))
    form = "decimal" if legal else level.form
    count = counts.get(depth, level.start)
    if count > _HIGHEST:
        return str(count)
    if form == "decimalZero":
        return f"{count:02d}"
    if form in ("lowerLetter", "upperLetter"):
        rounds, place = divmod(count - 1, 26)
        letters = chr(ord("a") + place) * (rounds + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman"):
        text = "".join(_roman_parts(count))
        return text.upper() if form == "upperRoman" else text
    return str(count)


def _roman_parts(count: int) -> Iterator[str]:
    for value, sign in _ROMAN:
        while count >= value:
            yield sign
            count -= value
