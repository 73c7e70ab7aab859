"""The default model says what its source says, in any order and from any thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import index.loading
from corpus.errors import ClausierError
from index.embedding import Embedder, middle
from index.loading import load_embedder, load_published, says_the_same
from index.model import MODEL_NAME, agrees, default_model

TEXTS = [f"{'mot ' * (7 * i % 11)}tribunal {i}" for i in range(40)]


def test_the_known_sentences_get_their_known_vectors() -> None:
    assert says_the_same(load_published())


def test_rows_are_of_length_one_in_single_precision(embedder: Embedder) -> None:
    rows = embedder.encode_passages(TEXTS)

    assert rows.shape == (len(TEXTS), embedder.dimension) == (40, 384)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, rtol=1e-5)


def test_order_and_batches_do_not_matter(embedder: Embedder) -> None:
    together = embedder.encode_queries(TEXTS)
    alone = np.concatenate([embedder.encode_queries([text]) for text in TEXTS])

    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_queries_and_passages_differ(embedder: Embedder) -> None:
    query, passage = embedder.encode_queries(["x"])[0], embedder.encode_passages(["x"])[0]

    assert float(query @ passage) < 0.99


def test_no_text_gives_no_row(embedder: Embedder) -> None:
    assert embedder.encode_queries([]).shape == (0, 384)


def test_a_text_beyond_the_models_length_is_cut(embedder: Embedder) -> None:
    assert embedder.encode_passages(["clause " * 3000]).shape == (1, 384)


def test_threads_get_the_vectors_they_asked_for(embedder: Embedder) -> None:
    expected = embedder.encode_queries(TEXTS[:8])
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: embedder.encode_queries([text])[0], TEXTS[:8]))

    np.testing.assert_allclose(np.stack(found), expected, atol=1e-5)


def test_the_fingerprint_names_the_model_and_its_content(embedder: Embedder) -> None:
    name, _, content = embedder.fingerprint.partition(":")

    assert name == f"{MODEL_NAME}+adapter"
    assert len(content) == 16


def test_langchain_gets_queries_as_queries(embedder: Embedder) -> None:
    adaptor = embedder.as_langchain()

    np.testing.assert_allclose(adaptor.embed_query("x"), embedder.encode_queries(["x"])[0])
    np.testing.assert_allclose(
        adaptor.embed_documents(["x"])[0], embedder.encode_passages(["x"])[0]
    )


def test_a_folder_may_be_named_instead(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSIER_MODEL", str(default_model()))

    assert says_the_same(load_embedder())


def test_a_named_folder_must_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSIER_MODEL", "./no-such-folder")

    with pytest.raises(ClausierError, match="no-such-folder, which does not exist"):
        load_embedder()


def test_a_named_folder_must_hold_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSIER_MODEL", str(tmp_path))

    with pytest.raises(ClausierError, match="cannot be loaded"):
        load_embedder()


def test_a_default_model_that_turns_out_damaged_is_made_again(
    embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(
        index.loading, "default_model", lambda progress, rebuild: asked.append(rebuild)
    )
    results = iter([None, embedder])
    monkeypatch.setattr(index.loading, "_load_default", lambda folder: next(results))

    assert load_published() is embedder
    assert asked == [False, True]


def test_a_model_that_stays_damaged_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.loading, "default_model", lambda progress, rebuild: Path("x"))
    monkeypatch.setattr(index.loading, "_load_default", lambda folder: None)

    with pytest.raises(ClausierError, match="pip install"):
        load_embedder()


def test_vectors_agree_only_if_they_point_the_same_way() -> None:
    known = np.eye(2, dtype=np.float32)

    assert agrees(known * 0.5, known)
    assert not agrees(known + 0.1, known)
    assert not agrees(known[:1], known)


def test_the_fingerprint_is_the_same_in_every_process(embedder: Embedder) -> None:
    again = load_embedder()
    assert again is not embedder
    assert again.fingerprint == embedder.fingerprint


def test_halfway_between_two_vectors() -> None:
    one, other = np.eye(2, dtype=np.float32)

    np.testing.assert_allclose(middle(one, other), np.full(2, 0.5**0.5), rtol=1e-6)
