"""The contracts at hand: shipped with the product, the user's own, or a file anywhere.

A contract's folder holds `source.*` (the file as received) and, if staff wish,
`contract.yaml`: its title, language and notes on its oddities.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from corpus.errors import ClausierError
from corpus.language import LANGUAGES
from corpus.marks import slug
from corpus.model import Contract, Note, Source
from corpus.reading import read_bytes, read_source
from corpus.repair import clean
from corpus.self_name import self_name
from corpus.structure import parse

SHIPPED = Path(__file__).parent / "contracts"
READABLE = frozenset({".txt", ".text", ".md", ".markdown", ".pdf", ".docx"})

Language = Literal["fr", "nl", "en"]
Words = Annotated[str, Field(min_length=1, max_length=2000)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _NoteEntry(_Strict):
    clause: Words
    text: dict[str, Words]
    topics: tuple[Words, ...] = ()

    @field_validator("text")
    @classmethod
    def _languages(cls, text: dict[str, str]) -> dict[str, str]:
        if set(text) != set(LANGUAGES):
            raise ValueError(f"give the note in {', '.join(LANGUAGES)}")
        return text


class _Card(_Strict):
    """What `contract.yaml` may say."""

    title: Words | None = None
    language: Language | None = None
    notes: tuple[_NoteEntry, ...] = ()


def read_contract(path: Path, *, id: str | None = None) -> Contract:
    """The contract in the file at `path`: read, repaired, with its structure found.

    `id` defaults to the file's name as a slug; title and language come from the text.
    """
    return _read(path, id or slug(path.stem) or "contract", _Card())


def shipped() -> tuple[Contract, ...]:
    """The contracts that come with the product, by id."""
    return tuple(_load(folder, folder.name) for folder in _folders(SHIPPED))


def own() -> tuple[Contract, ...]:
    """The contracts in the user's own folder, by id."""
    return tuple(_load(path, name) for name, path in sorted(_own_entries().items()))


def available() -> tuple[Contract, ...]:
    """Every contract at hand, the shipped ones first."""
    return (*shipped(), *own())


def ids() -> tuple[str, ...]:
    """The ids of the contracts at hand, without reading them."""
    return (*(folder.name for folder in _folders(SHIPPED)), *sorted(_own_entries()))


def load(id: str) -> Contract:
    """The contract of that id; ClausierError naming those there are."""
    folder = next((folder for folder in _folders(SHIPPED) if folder.name == id), None)
    entry = folder or _own_entries().get(id)
    if entry is None:
        raise ClausierError(f"no contract {id!r}. There are: {', '.join(ids())}")
    return _load(entry, id)


def find(name: str, beside: Path = Path()) -> Contract:
    """The contract at hand of that id, else the one in the file of that name in `beside`."""
    return load(name) if name in ids() else read_contract(beside / name)


def own_folder() -> Path:
    """Where the user keeps contracts: `CLAUSIER_CONTRACTS`, else in the user's data folder."""
    chosen = os.environ.get("CLAUSIER_CONTRACTS")
    if chosen:
        folder = Path(chosen).expanduser()
        if not folder.is_dir():
            raise ClausierError(
                f"CLAUSIER_CONTRACTS: no such folder: {folder}. Make it or unset it"
            )
        return folder
    import platformdirs

    return Path(platformdirs.user_data_dir("clausier")) / "contracts"


def _own_entries() -> dict[str, Path]:
    """Ids and paths of the user's contracts: folders of one each, or plain files."""
    entries: dict[str, Path] = {}
    taken = {folder.name for folder in _folders(SHIPPED)}
    folder = own_folder()
    if not folder.is_dir():
        return entries
    found = [*_folders(folder), *(p for p in sorted(folder.iterdir()) if _is_readable(p))]
    for path in found:
        name = slug(path.name if path.is_dir() else path.stem) or "contract"
        if name in taken or name in entries:
            raise ClausierError(f"two contracts are named {name!r}: rename {path}")
        entries[name] = path
    return entries


def _folders(parent: Path) -> Iterator[Path]:
    if parent.is_dir():
        yield from (path for path in sorted(parent.iterdir()) if path.is_dir() and _source(path))


def _is_readable(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in READABLE and not path.name.startswith(".")


def _source(folder: Path) -> Path | None:
    """The source in a contract's folder; None where it holds none."""
    found = [path for path in sorted(folder.glob("source.*")) if _is_readable(path)]
    return found[0] if found else None


def _load(entry: Path, id: str) -> Contract:
    """One contract of a collection, read again only when its files change."""
    source = _source(entry) if entry.is_dir() else entry
    if source is None:
        raise ClausierError(f"{entry} holds no source file: add source.txt, .md, .pdf or .docx")
    card = entry / "contract.yaml" if entry.is_dir() else None
    stamps = tuple(
        (path.stat().st_mtime_ns, path.stat().st_size)
        for path in (source, card)
        if path is not None and path.exists()
    )
    return _cached(source, card, id, stamps)


@cache
def _cached(
    source: Path, card: Path | None, id: str, _stamps: tuple[tuple[int, int], ...]
) -> Contract:
    return _read(source, id, _card(card) if card is not None and card.exists() else _Card())


def _card(path: Path) -> _Card:
    try:
        return _Card.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except (yaml.YAMLError, ValidationError, UnicodeDecodeError) as error:
        raise ClausierError(f"{path.parent.name}/{path.name} cannot be used: {error}") from error


def _read(path: Path, id: str, card: _Card) -> Contract:
    data = read_bytes(path)
    cleaned = clean(read_source(path))
    found = parse(cleaned.text, cleaned.page_starts, language=card.language)
    contract = Contract(
        id=id,
        title=card.title or found.title or self_name(cleaned.text) or path.stem,
        language=found.language,
        text=cleaned.text,
        source=Source(path.name, hashlib.sha256(data).hexdigest()),
        clauses=found.clauses,
        parties=found.parties,
        references=found.references,
        repairs=tuple(cleaned.repairs),
        page_starts=tuple(cleaned.page_starts),
    )
    notes = tuple(Note(note.clause, note.text, note.topics) for note in card.notes)
    for note in notes:
        if note.clause not in contract.by_id:
            raise ClausierError(
                f"contract {id}: a note is on clause {note.clause!r}, which is not there"
            )
    return replace(contract, notes=notes)
