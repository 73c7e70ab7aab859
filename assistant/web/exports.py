"""Questions as a table and conversations as a letter, for other programs to open.

Text from outside is text there too: no spreadsheet takes it for a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from assistant.journal.conversations import Kept
from assistant.journal.questions import Asked
from assistant.reports import NO_XML
from assistant.web.texts import Texts

COLUMNS = (
    "number", "at", "question", "status", "answer", "clause", "quote", "topic", "language",
    "rating", "reason", "handed_over", "message", "contact", "elapsed_ms",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows(asked: Iterable[Asked]) -> Iterable[list[str | int]]:
    """A row for each question, as `COLUMNS` says."""
    for item in asked:
        cited = item.answer.citations if item.answer else ()
        yield [
            item.number, item.at, item.question, item.status,
            item.answer.answer if item.answer else "", item.clause or "",
            cited[0].quote if cited else "", item.topic or "", item.language,
            {None: "", True: "up", False: "down"}[item.liked], item.reason,
            item.handed_over_at or "", item.message, item.contact, item.elapsed_ms,
        ]  # fmt: skip


def as_csv(asked: Iterable[Asked]) -> bytes:
    """CSV for a spreadsheet: UTF-8 with its mark, what looks like a formula behind an apostrophe
    (OWASP, "CSV injection")."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in rows(asked):
        writer.writerow([_harmless(value) for value in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(asked: Iterable[Asked]) -> bytes:
    """An Excel workbook of one sheet; every text is written as text."""
    import xlsxwriter

    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Clausier")
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        for column, name in enumerate(COLUMNS):
            sheet.write_string(0, column, name, bold)
        for line, row in enumerate(rows(asked), 1):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(line, column, value)
                else:
                    sheet.write_string(line, column, _for_xml(value), wrapped)
        sheet.freeze_panes(1, 0)
        sheet.set_column(2, 2, 50)
        sheet.set_column(4, 6, 50)
    return data.getvalue()


def as_docx(kept: Sequence[Kept], titles: dict[str, str], texts: Texts) -> bytes:
    """A conversation as a Word document: each question, its answer, the quotes and their places."""
    from docx import Document

    document: Any = Document()
    document.core_properties.title = document.core_properties.subject = texts.title
    document.core_properties.author = texts.title
    document.add_heading(_for_xml(", ".join(titles.values())) or texts.title, level=1)
    document.add_paragraph(texts.disclaimer).italic = True
    for item in kept:
        answer = item.turn.answer
        document.add_heading(_for_xml(item.asked), level=2)
        document.add_paragraph().add_run(_for_xml(answer.answer)).bold = True
        for cited in answer.citations:
            document.add_paragraph(_for_xml(cited.quote), style="Intense Quote")
            place = f"{cited.label}, {texts.page.format(page=cited.page)}"
            title = titles.get(cited.contract, cited.contract)
            document.add_paragraph(_for_xml(f"{place} ({title})"))
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _harmless(value: str | int) -> str | int:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value


def _for_xml(text: str) -> str:
    """Without the characters that XML cannot hold, and without carriage returns."""
    return NO_XML.sub("", text).replace("\r", "")
