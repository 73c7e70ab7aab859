"""The vector store, as LangChain uses it and as it is kept."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import index.vectors
from corpus.errors import ClausierError
from index.langchain import LangChainEmbeddings
from index.vectors import ClauseStore

from .conftest import WordEncoder

TEXTS = ["une fuite", "le tribunal", "le prix", "la durée", "un audit"]
ANGLES = np.linspace(0, np.pi / 2, 5)
VECTORS = np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=1).astype(np.float32)


@pytest.fixture
def embeddings(words: WordEncoder) -> LangChainEmbeddings:
    return LangChainEmbeddings(words)


@pytest.fixture
def store(embeddings: LangChainEmbeddings) -> ClauseStore:
    return ClauseStore.from_texts(
        TEXTS, embeddings, [{"row": row} for row in range(5)], ids=list("abcde")
    )


def test_the_nearest_text_comes_first_with_its_cosine(store: ClauseStore) -> None:
    (first, score), (_, second) = store.similarity_search_with_score("quel tribunal ?", k=2)

    assert (first.id, first.page_content, first.metadata) == ("b", "le tribunal", {"row": 1})
    assert score == pytest.approx(1.0, abs=1e-3)
    assert second < 0.1


def test_scores_are_inner_products_largest_first(embeddings: LangChainEmbeddings) -> None:
    store = ClauseStore.from_vectors(TEXTS, VECTORS, embeddings)

    found = store.nearest(VECTORS[1], 5)

    assert found[0][0].page_content == TEXTS[1]
    assert [score for _, score in found] == sorted((VECTORS @ VECTORS[1]).tolist(), reverse=True)


def test_more_than_there_is_may_be_asked_for(store: ClauseStore) -> None:
    assert len(store.similarity_search("prix", k=100)) == 5


def test_an_empty_store_finds_nothing(embeddings: LangChainEmbeddings, tmp_path: Path) -> None:
    ClauseStore(embeddings).save(tmp_path / "empty")

    assert ClauseStore.load(tmp_path / "empty", embeddings).similarity_search("prix") == []


def test_texts_are_added_replaced_and_removed(store: ClauseStore) -> None:
    store.add_texts(["audit du tribunal"], ids=["e"])
    assert [document.page_content for document in store.get_by_ids(["e"])] == ["audit du tribunal"]
    assert len(store) == 5

    assert store.delete(["e", "b"])
    assert not store.delete(["e"])
    assert store.similarity_search("tribunal", k=1)[0].page_content != "le tribunal"
    assert store.get_by_ids(["e", "a"])[0].id == "a"


def test_a_retriever_can_be_made_of_it(store: ClauseStore) -> None:
    assert store.as_retriever(search_kwargs={"k": 1}).invoke("la durée")[0].id == "d"


@pytest.mark.parametrize(
    ("ids", "message"),
    [(["a"], "2 texts, 2 vectors, 2 metadatas and 1 ids"), (["a", "a"], "twice")],
)
def test_ids_must_fit(embeddings: LangChainEmbeddings, ids: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ClauseStore.from_texts(["x", "y"], embeddings, ids=ids)


def test_what_is_saved_comes_back(
    store: ClauseStore, embeddings: LangChainEmbeddings, tmp_path: Path
) -> None:
    store.delete(["a"])
    store.save(tmp_path / "store")
    store.save(tmp_path / "store")

    loaded = ClauseStore.load(tmp_path / "store", embeddings)
    loaded.add_texts(["un autre prix"], ids=["f"])

    assert loaded.similarity_search("prix", k=2)[0].metadata in ({"row": 2}, {})
    assert [len(store), len(loaded)] == [4, 5]
    assert sorted(path.name for path in (tmp_path / "store").iterdir()) == [
        "documents.json",
        "vectors.faiss",
    ]


@pytest.mark.parametrize("damage", ["none", "no vectors", "cut", "foreign", "not json", "list"])
def test_what_is_not_a_store_is_refused(
    store: ClauseStore, embeddings: LangChainEmbeddings, tmp_path: Path, damage: str
) -> None:
    folder = tmp_path / "store"
    if damage != "none":
        store.save(folder)
    if damage == "no vectors":
        (folder / "vectors.faiss").unlink()
    elif damage == "cut":
        (folder / "vectors.faiss").write_bytes((folder / "vectors.faiss").read_bytes()[:-9])
    elif damage == "foreign":
        described = json.loads((folder / "documents.json").read_text())
        (folder / "vectors.faiss").write_bytes(b"\x80\x04.")
        described["vectors"] = index.vectors._sha256(b"\x80\x04.")
        (folder / "documents.json").write_text(json.dumps(described))
    elif damage == "not json":
        (folder / "documents.json").write_text("{")
    elif damage == "list":
        (folder / "documents.json").write_text("[]")

    with pytest.raises(ClausierError, match="build it again"):
        ClauseStore.load(folder, embeddings)


def test_a_large_store_is_divided_into_cells(
    embeddings: LangChainEmbeddings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.vectors, "EXACT_UP_TO", 100)
    vectors = np.random.default_rng(0).normal(size=(2500, 5)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    store = ClauseStore.from_vectors([str(row) for row in range(2500)], vectors, embeddings)
    store.save(tmp_path / "store")

    loaded = ClauseStore.load(tmp_path / "store", embeddings)

    assert loaded.nearest(vectors[7], 1)[0][0].page_content == "7"
    assert loaded.delete([loaded.nearest(vectors[7], 1)[0][0].id or ""])
    assert loaded.nearest(vectors[7], 1)[0][0].page_content != "7"
