"""A LangChain vector store over FAISS, kept as vectors and JSON: nothing in it can run.

Exact search suits contracts: 100,000 vectors take 6 ms. Beyond `EXACT_UP_TO` vectors the
index is divided into cells of which a query visits some; `_new_index` is the one place
where that is decided, by the number of vectors a store is made with.
"""

from __future__ import annotations

import hashlib
import math
import uuid
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore
from numpy.typing import NDArray

from corpus.errors import ClausierError
from index.embedding import Vectors
from index.folders import read_json, replaced_folder, write_json

EXACT_UP_TO = 200_000
CELLS_VISITED = 32
FORMAT = 1
VECTORS_FILE, DOCUMENTS_FILE = "vectors.faiss", "documents.json"


class ClauseStore(VectorStore):
    """Documents by nearness (inner product of vectors of length 1, so the cosine)."""

    def __init__(self, embedding: Embeddings, vectors: Vectors | None = None) -> None:
        self._embedding = embedding
        self._index: Any = None if vectors is None else _new_index(vectors)
        self._documents: dict[int, Document] = {}
        self._numbers: dict[str, int] = {}
        self._next = 0

    @property
    def embeddings(self) -> Embeddings:
        return self._embedding

    def __len__(self) -> int:
        return len(self._documents)

    @classmethod
    def from_texts(
        cls,
        texts: list[str],
        embedding: Embeddings,
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: list[str] | None = None,
        **kwargs: Any,
    ) -> ClauseStore:
        vectors = np.array(embedding.embed_documents(texts), np.float32)
        return cls.from_vectors(texts, vectors, embedding, metadatas, ids)

    @classmethod
    def from_vectors(
        cls,
        texts: Sequence[str],
        vectors: Vectors,
        embedding: Embeddings,
        metadatas: Sequence[dict[str, Any]] | None = None,
        ids: Sequence[str] | None = None,
    ) -> ClauseStore:
        """A store of texts whose vectors are known already."""
        store = cls(embedding, vectors if len(texts) else None)
        store.add_vectors(texts, vectors, metadatas, ids)
        return store

    def add_texts(
        self,
        texts: Iterable[str],
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: list[str] | None = None,
        **kwargs: Any,
    ) -> list[str]:
        given = list(texts)
        vectors = np.array(self._embedding.embed_documents(given), np.float32)
        return self.add_vectors(given, vectors, metadatas, ids)

    def add_vectors(
        self,
        texts: Sequence[str],
        vectors: Vectors,
        metadatas: Sequence[dict[str, Any]] | None = None,
        ids: Sequence[str] | None = None,
    ) -> list[str]:
        """Add texts with their vectors and return their ids; an id already there is replaced."""
        names = [str(uuid.uuid4()) for _ in texts] if ids is None else list(ids)
        about: Sequence[dict[str, Any]] = [{} for _ in texts] if metadatas is None else metadatas
        if not len(texts) == len(vectors) == len(about) == len(names):
            raise ValueError(
                f"{len(texts)} texts, {len(vectors)} vectors, {len(about)} metadatas and "
                f"{len(names)} ids: give as many of each"
            )
        if len(set(names)) != len(names):
            raise ValueError("an id is given twice")
        if not names:
            return []
        if self._index is None:
            self._index = _new_index(vectors)
        self.delete([name for name in names if name in self._numbers])
        numbers = np.arange(self._next, self._next + len(names), dtype=np.int64)
        self._index.add_with_ids(np.ascontiguousarray(vectors, np.float32), numbers)
        self._next += len(names)
        for number, name, text, data in zip(numbers.tolist(), names, texts, about, strict=True):
            self._numbers[name] = number
            self._documents[number] = Document(id=name, page_content=text, metadata=dict(data))
        return names

    def delete(self, ids: list[str] | None = None, **kwargs: Any) -> bool:
        """Remove the documents (all of them without `ids`); whether all were there."""
        wanted = list(self._numbers) if ids is None else ids
        found = [self._numbers.pop(name) for name in wanted if name in self._numbers]
        if found:
            self._index.remove_ids(np.array(found, np.int64))
        for number in found:
            del self._documents[number]
        return len(found) == len(wanted)

    def get_by_ids(self, ids: Sequence[str], /) -> list[Document]:
        return [self._documents[self._numbers[name]] for name in ids if name in self._numbers]

    def similarity_search(self, query: str, k: int = 4, **kwargs: Any) -> list[Document]:
        return [document for document, _ in self.similarity_search_with_score(query, k)]

    def similarity_search_with_score(
        self, query: str, k: int = 4, **kwargs: Any
    ) -> list[tuple[Document, float]]:
        vector = np.array(self._embedding.embed_query(query), np.float32)
        return self.nearest(vector, k)

    def similarity_search_by_vector(
        self, embedding: list[float], k: int = 4, **kwargs: Any
    ) -> list[Document]:
        return [document for document, _ in self.nearest(np.array(embedding, np.float32), k)]

    def nearest(self, vector: Vectors, k: int) -> list[tuple[Document, float]]:
        """The `k` documents of the largest inner product with `vector`, largest first."""
        numbers, scores = self.nearest_numbers(vector, k)
        return [(self._documents[n], s) for n, s in zip(numbers, scores.tolist(), strict=True)]

    def nearest_numbers(self, vector: Vectors, k: int) -> tuple[list[int], Vectors]:
        """The same as numbers: documents are numbered from 0 in the order they were added."""
        wanted = min(k, len(self))
        if wanted < 1:
            return [], np.empty(0, np.float32)
        scores, numbers = self._index.search(np.ascontiguousarray(vector[None], np.float32), wanted)
        found = numbers[0] >= 0
        return numbers[0][found].tolist(), scores[0][found]

    def rows(self) -> Iterator[tuple[str, dict[str, Any], Vectors]]:
        """Every document's text, metadata and vector; none from an index made of cells."""
        if hasattr(self._index, "nprobe"):
            return
        for number, document in self._documents.items():
            row: Vectors = self._index.reconstruct(number)
            yield document.page_content, document.metadata, row

    def _select_relevance_score_fn(self) -> Any:
        return lambda cosine: (cosine + 1) / 2

    def save(self, folder: Path) -> None:
        """Write the store; another store there is replaced as a whole."""
        with replaced_folder(folder) as fresh:
            self.write(fresh)

    def write(self, folder: Path) -> None:
        """Write the store's files into a folder that is there."""
        import faiss

        data = b"" if self._index is None else faiss.serialize_index(self._index).tobytes()
        (folder / VECTORS_FILE).write_bytes(data)
        rows = [
            [number, document.id, document.page_content, document.metadata]
            for number, document in self._documents.items()
        ]
        write_json(
            folder / DOCUMENTS_FILE,
            {"format": FORMAT, "vectors": _sha256(data), "next": self._next, "documents": rows},
        )

    @classmethod
    def load(cls, folder: Path, embedding: Embeddings) -> ClauseStore:
        """The store written to `folder`; ClausierError where there is none, whole and ours."""
        described = read_json(folder / DOCUMENTS_FILE)
        try:
            data = (folder / VECTORS_FILE).read_bytes()
            if described["format"] != FORMAT or described["vectors"] != _sha256(data):
                raise ValueError("its files do not belong together")
            store = cls(embedding)
            store._restore(data, described)
        except (OSError, TypeError, KeyError, ValueError, RuntimeError) as error:
            raise ClausierError(
                f"The vector store in {folder} cannot be read: it is missing, damaged or another "
                "program's. Delete the folder and build it again (clausier index --rebuild)."
            ) from error
        return store

    def _restore(self, data: bytes, described: dict[str, Any]) -> None:
        import faiss

        if data:
            self._index = faiss.deserialize_index(np.frombuffer(data, np.uint8))
        for number, name, text, metadata in described["documents"]:
            self._documents[number] = Document(id=name, page_content=text, metadata=metadata)
            self._numbers[name] = number
        self._next = described["next"]
        if len(self) != (self._index.ntotal if data else 0):
            raise ValueError("it has not as many documents as vectors")


def _new_index(vectors: Vectors) -> Any:
    """An empty index fit for about as many vectors as these, of which it may learn."""
    import faiss

    count, dimension = vectors.shape
    if count <= EXACT_UP_TO:
        return faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
    cells = int(4 * math.sqrt(count))
    index = faiss.IndexIVFFlat(
        faiss.IndexFlatIP(dimension), dimension, cells, faiss.METRIC_INNER_PRODUCT
    )
    index.train(np.ascontiguousarray(_sample(vectors, 64 * cells)))
    index.nprobe = min(CELLS_VISITED, cells)
    return index


def _sample(vectors: Vectors, count: int) -> NDArray[np.float32]:
    step = max(1, len(vectors) // count)
    return vectors[::step]


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
