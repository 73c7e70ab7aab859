"""Reading a file as text: plain text, Markdown, PDF and Word.

What comes out is the source, unrepaired: the pages of a PDF are separated by a form
feed, a Word document becomes Markdown (headings, tables, the numbers Word computes).
Files that cannot be read are refused with a reason and a remedy.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from corpus.breaks import plain_breaks
from corpus.errors import ClausierError

MAX_BYTES = 20_000_000
MAX_CHARS = 2_000_000
_TEXT_SUFFIXES = frozenset({"", ".txt", ".md", ".markdown", ".text", ".mdown"})
_UNREADABLE = {
    ".doc": "Word 97 files are not supported: save it as .docx",
    ".odt": "OpenDocument files are not supported: save it as .docx or .pdf",
    ".rtf": "RTF files are not supported: save it as .docx or .txt",
    ".pages": "Pages files are not supported: export it as .docx or .pdf",
}
# What Windows, the Macintosh and MS-DOS wrote before UTF-8, and the letters and signs beyond
# ASCII that contracts of western Europe have.
_OLD = ("cp1252", "mac-roman", "cp850")
_WESTERN = frozenset("àâäáçèéêëìíîïñòóôöùúûüßœæÀÂÇÉÈÊÎÔÛŒ«»’‘“”–—…€°§·•\u00a0")
_ALLOWED_CONTROLS = frozenset("\t\n\r\f\v")


def read_source(path: Path) -> str:
    """The text of the file at `path`; ClausierError where it holds none that can be read."""
    data = read_bytes(path)
    text = _reader(path, data)(path, data)
    if len(text) > MAX_CHARS:
        raise ClausierError(
            f"{path.name} holds {len(text):,} characters, more than {MAX_CHARS:,}: "
            "split it into its contracts"
        )
    if not text.strip():
        raise ClausierError(f"{path.name} holds no text: give a file with the contract's words")
    return text


def read_bytes(path: Path) -> bytes:
    """The bytes of the file; ClausierError where there is none, or too many."""
    if path.is_dir():
        raise ClausierError(f"{path} is a folder: name one of its files")
    if not path.exists():
        raise ClausierError(f"no such file: {path}. Check the name and the folder")
    if not path.is_file():
        raise ClausierError(f"{path} is no ordinary file: give a text, Markdown, PDF or Word file")
    size = path.stat().st_size
    if size == 0:
        raise ClausierError(f"{path.name} is empty: give a file with the contract's words")
    if size > MAX_BYTES:
        raise ClausierError(
            f"{path.name} has {size / 1e6:.0f} MB, more than {MAX_BYTES / 1e6:.0f} MB: "
            "export it without images, or split it"
        )
    try:
        return path.read_bytes()
    except OSError as error:
        raise ClausierError(
            f"{path.name} cannot be opened ({error.strerror}): check the permissions"
        ) from error


def _reader(path: Path, data: bytes) -> Callable[[Path, bytes], str]:
    """Who reads these bytes: judged by what they are, then by the name."""
    suffix = path.suffix.lower()
    if b"%PDF-" in data[:1024]:
        return _read_pdf
    if suffix == ".pdf":
        raise ClausierError(f"{path.name} is damaged or no PDF: export it again")
    if data[:2] == b"PK":
        return _read_docx
    if suffix == ".docx":
        raise ClausierError(f"{path.name} is damaged or no Word document: save it again as .docx")
    if suffix in _UNREADABLE:
        raise ClausierError(f"{path.name}: {_UNREADABLE[suffix]}")
    if suffix not in _TEXT_SUFFIXES:
        raise ClausierError(
            f"{path.name}: files of type {suffix} are not read. "
            "Give a text (.txt), Markdown (.md), PDF or Word (.docx) file"
        )
    return _read_text


def _read_text(path: Path, data: bytes) -> str:
    """Text in UTF-8 or UTF-16, else in the old encoding under which its letters are western."""
    text = _decoded(data)
    controls = sum(char < " " and char not in _ALLOWED_CONTROLS for char in text[:20_000])
    if "\0" in text or controls > 0.3 * min(len(text), 20_000):
        raise ClausierError(
            f"{path.name} is not text (binary content): give a text, Markdown, PDF or Word file"
        )
    return plain_breaks(text)


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    for width, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        sample = data[width:2000:2]
        if len(data) > 3 and sample and sample.count(0) > 0.6 * len(sample):
            return data.decode(codec, errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        readings = [data.decode(codec, errors="replace") for codec in _OLD]
        return max(readings, key=lambda text: sum(map(_WESTERN.__contains__, text)))


def _read_pdf(path: Path, data: bytes) -> str:
    """The pages' text, with a form feed between pages."""
    import pypdfium2

    from corpus.pdf import pages_text

    try:
        pages = pages_text(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ClausierError(
                f"{path.name} is protected by a password: save a copy without it"
            ) from error
        raise ClausierError(f"{path.name} is damaged: export the PDF again ({error})") from error
    if not any(page.strip() for page in pages):
        raise ClausierError(
            f"{path.name} is a scan without text ({len(pages)} pages): run text recognition "
            "(OCR) on it first, for instance with ocrmypdf"
        )
    return "\f".join(pages)


def _read_docx(path: Path, data: bytes) -> str:
    from corpus.word import WordError, docx_text

    try:
        return docx_text(data, MAX_CHARS)
    except (WordError, zipfile.BadZipFile) as error:
        raise ClausierError(
            f"{path.name} is damaged or no Word document: save it again as .docx ({error})"
        ) from error
