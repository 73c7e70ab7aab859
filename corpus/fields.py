"""What was written into a form in PDF: into its fields, or upon its blanks."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pypdfium2
from pypdfium2 import raw

from corpus.drawn import Blank, Piece, box

_UPON = 3.0  # points that a value may stand below, or to the left of, the blank that it fills
_MOST_BLANKS = 200  # of a page: what has more is no form
_WORDED = frozenset(
    (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)
)
_TICKED = frozenset((raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON))


def fields_of(page: pypdfium2.PdfPage) -> Iterator[Piece]:
    """The fields of the page that have words, and those to be ticked ("☒" or "☐")."""
    for index in range(raw.FPDFPage_GetAnnotCount(page) if page.formenv else 0):
        field = raw.FPDFPage_GetAnnot(page, index)
        rect = raw.FS_RECTF()
        text = _written(page.formenv, field)
        if text and raw.FPDFAnnot_GetRect(field, rect):
            yield Piece(rect.left, rect.bottom, rect.right, rect.top, text, kind="field")
        raw.FPDFPage_CloseAnnot(field)


def _written(form: pypdfium2.PdfFormEnv, field: raw.FPDF_ANNOTATION) -> str:
    if raw.FPDFAnnot_GetSubtype(field) != raw.FPDF_ANNOT_WIDGET:
        return ""
    kind = raw.FPDFAnnot_GetFormFieldType(form, field)
    if kind in _TICKED:
        return "☒" if raw.FPDFAnnot_IsChecked(form, field) else "☐"
    if kind not in _WORDED:
        return ""
    size = raw.FPDFAnnot_GetFormFieldValue(form, field, None, 0)
    value = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetFormFieldValue(
        form, field, ctypes.cast(value, ctypes.POINTER(raw.FPDF_WCHAR)), size
    )
    return " ".join(value.raw.decode("utf-16-le", errors="replace").rstrip("\0").split())


def with_values(words: pypdfium2.PdfTextPage, pieces: Sequence[Piece]) -> list[Piece]:
    """What is drawn on a page and set in its fields, with each value where a reader sees it.

    What was drawn later upon a blank, or set in a field there, takes its place; other fields
    stand among the words of their line, or below the lines above them.
    """
    pieces = _filled(pieces)
    lines = [piece for piece in pieces if piece.kind != "field"]
    fields = [piece for piece in pieces if piece.kind == "field"]
    for field in sorted(fields, key=lambda field: -field.left):
        beside = [
            at for at, piece in enumerate(lines) if piece.kind == "words" and piece.levels(field)
        ]
        if beside:
            at = min(beside, key=lambda at: _gap(lines[at], field))
            place = _place(words, lines[at], field.left)
            lines[at] = replace(lines[at], text=_set_in(lines[at].text, [field.text], place, place))
        else:
            above = [at for at, piece in enumerate(lines) if piece.bottom >= field.middle]
            lines.insert(above[-1] + 1 if above else 0, field)
    return lines


def _filled(pieces: Sequence[Piece]) -> list[Piece]:
    found = list(pieces)
    values: dict[tuple[int, Blank], list[str]] = {}
    blank = [at for at, piece in enumerate(pieces) if piece.blanks][:_MOST_BLANKS]
    kept = []
    for index, piece in enumerate(pieces):
        at = next((at for at in blank if at < index and _fills(piece, pieces[at])), None)
        if at is None or piece.blanks:
            kept.append(index)
            continue
        place = next(place for place in pieces[at].blanks if _lies_upon(piece, place))
        values.setdefault((at, place), []).append(piece.text)
    for (at, place), texts in sorted(values.items(), key=lambda item: -item[0][1].start):
        found[at] = replace(found[at], text=_set_in(found[at].text, texts, place.start, place.end))
    return [found[index] for index in kept]


def _fills(value: Piece, piece: Piece) -> bool:
    level = piece.bottom - _UPON < value.bottom < piece.top - _UPON
    return level and any(_lies_upon(value, blank) for blank in piece.blanks)


def _lies_upon(value: Piece, blank: Blank) -> bool:
    return blank.left - _UPON <= value.left < blank.right - _UPON


def _gap(piece: Piece, field: Piece) -> float:
    return max(piece.left - field.left, field.left - piece.right)


def _place(words: pypdfium2.PdfTextPage, piece: Piece, left: float) -> int:
    """The number of the piece's character in front of which something at `left` stands."""
    places = range(len(piece.text.rstrip("-")))
    behind = (at for at in places if box(words, piece, at)[0] >= left)
    return next(behind, len(piece.text))


def _set_in(text: str, values: Sequence[str], start: int, end: int) -> str:
    """The text with the values for `text[start:end]`, parted from the words around them."""
    parts = (text[:start].strip(), *values, text[end:].strip())
    return re.sub(r" (?=[.,;)])", "", " ".join(part for part in parts if part))
