"""The vectors of a set of contracts, kept in a folder with what they were made from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import ClausierError
from corpus.model import Contract
from index.embedding import Encoder, Vectors, middle
from index.folders import cache_folder, read_json, replaced_folder, write_json
from index.langchain import LangChainEmbeddings
from index.passages import Passage
from index.progress import Progress
from index.vectors import ClauseStore

FORMAT = 1
MANIFEST = "manifest.json"
INDEXES, PROBES, QUESTIONS = "indexes", "probes", "questions"


def open_stored(
    contracts: Sequence[Contract],
    passages: Sequence[Passage],
    embedder: Encoder,
    folder: Path | None,
    progress: Progress,
    rebuild: bool,
) -> ClauseStore:
    """The passages in order, from `folder`, made again where stale, damaged or missing."""
    folder = folder or default_folder(contracts, embedder)
    fingerprint = _fingerprint(contracts, passages, embedder)
    manifest = read_json(folder / MANIFEST)
    described = manifest if isinstance(manifest, dict) else {}
    old = _read(folder, embedder) if described and not rebuild else None
    fresh_enough = described.get("made_from") == fingerprint
    if old is not None and fresh_enough and len(old) == len(passages):
        return old
    known = _known(old, described, embedder)
    store = _store(passages, _embed(passages, known, embedder, progress), embedder)
    with replaced_folder(folder) as fresh:
        store.write(fresh)
        write_json(fresh / MANIFEST, {"made_from": fingerprint})
    return store


def probes_folder(contracts: Sequence[Contract], embedder: Encoder, folder: Path | None) -> Path:
    """Where the vectors of the model's probing questions are kept."""
    return _beside(contracts, embedder, folder, PROBES)


def questions_folder(contracts: Sequence[Contract], embedder: Encoder, folder: Path | None) -> Path:
    """Where the words of known questions are kept, for the indexes of all contracts."""
    return _beside(contracts, embedder, folder, QUESTIONS)


def _beside(
    contracts: Sequence[Contract], embedder: Encoder, folder: Path | None, name: str
) -> Path:
    kept = folder or default_folder(contracts, embedder)
    return kept.with_name(f"{name}-{_short(embedder.fingerprint)}")


def default_folder(contracts: Sequence[Contract], embedder: Encoder) -> Path:
    """Where the index of these contracts by this model is kept unless told otherwise."""
    ids = sorted(contract.id for contract in contracts)
    return cache_folder() / INDEXES / _short(f"{embedder.fingerprint} {ids}")


def _fingerprint(
    contracts: Sequence[Contract], passages: Sequence[Passage], embedder: Encoder
) -> dict[str, Any]:
    structure = {
        contract.id: _short(repr((contract.text, contract.language, contract.clauses)))
        for contract in contracts
    }
    return {
        "format": FORMAT,
        "model": embedder.fingerprint,
        "contracts": structure,
        "passages": _short(repr([asdict(passage) for passage in passages])),
    }


def _read(folder: Path, embedder: Encoder) -> ClauseStore | None:
    try:
        return ClauseStore.load(folder, LangChainEmbeddings(embedder))
    except ClausierError:
        return None


def _known(
    old: ClauseStore | None, described: dict[str, Any], embedder: Encoder
) -> dict[tuple[str, str], Vectors]:
    """The vectors that need not be made again, by what they were made of."""
    made_from = described.get("made_from")
    if old is None or not isinstance(made_from, dict):
        return {}
    if (made_from.get("format"), made_from.get("model")) != (FORMAT, embedder.fingerprint):
        return {}
    return {(text, data.get("words", "")): row for text, data, row in old.rows()}


def _embed(
    passages: Sequence[Passage],
    known: dict[tuple[str, str], Vectors],
    embedder: Encoder,
    progress: Progress,
) -> Vectors:
    """A row per passage: the mean direction of its words with and without their headings.

    With them alone, clauses of one article resemble each other too much; without, a clause
    that does not repeat its article's matter is not found.
    """
    pairs = {(passage.text, passage.words) for passage in passages} - known.keys()
    texts = sorted({text for pair in pairs for text in pair})
    encoded = dict(zip(texts, embedder.encode_passages(texts, progress), strict=True))
    rows = known | {pair: middle(encoded[pair[0]], encoded[pair[1]]) for pair in pairs}
    if not passages:
        return np.empty((0, embedder.dimension), np.float32)
    return np.stack([rows[passage.text, passage.words] for passage in passages])


def _store(passages: Sequence[Passage], rows: Vectors, embedder: Encoder) -> ClauseStore:
    return ClauseStore.from_vectors(
        [passage.text for passage in passages],
        rows,
        LangChainEmbeddings(embedder),
        [
            {
                "contract": passage.contract,
                "clause": passage.clause,
                "start": passage.start,
                "end": passage.end,
                "words": passage.words,
            }
            for passage in passages
        ],
        [str(number) for number in range(len(passages))],
    )


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
