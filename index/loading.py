"""Where the embedding model comes from: the one that comes along, or the owner's own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from corpus.errors import ClausierError
from index.adapter import adapted
from index.embedding import Embedder, Encoder
from index.environment import names_hub_model
from index.model import MODEL_NAME, agrees, default_model, known_vectors
from index.packed import damaged
from index.progress import Progress, silent
from index.reader import load_judge, load_reader

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

LOADING = "loading the embedding model"


def load_embedder(progress: Progress = silent) -> Embedder:
    """The model that `CLAUSIER_MODEL` names (a folder or a hub name), else the default, adapted
    and with its reader and its judge.

    ClausierError where it cannot be had.
    """
    named = os.environ.get("CLAUSIER_MODEL", "").strip()
    if named:
        return _load_named(named, progress)
    embedder = Embedder(adapted(load_published(progress).model), f"{MODEL_NAME}+adapter")
    embedder.read_with(load_reader(embedder), load_judge(embedder))
    return embedder


def load_published(progress: Progress = silent) -> Embedder:
    """The default model as it was published, without the adapter.

    A model in the cache that no longer gives the known vectors is made again, once.
    ClausierError where it cannot be had.
    """
    for rebuild in (False, True):
        folder = default_model(progress, rebuild)
        progress(LOADING, 0, 1)
        embedder = _load_default(folder)
        if embedder is not None:
            progress(LOADING, 1, 1)
            return embedder
    raise damaged("the model made from it does not give the known vectors")


def says_the_same(embedder: Encoder) -> bool:
    """Whether the known sentences get the vectors known for them."""
    known = known_vectors()
    encode = {"query": embedder.encode_queries, "passage": embedder.encode_passages}
    vectors = np.concatenate([encode[row["role"]]([row["text"]]) for row in known])
    return agrees(vectors, np.array([row["vector"] for row in known], np.float32))


def _load_default(folder: Path) -> Embedder | None:
    """None where the folder turns out to be damaged."""
    from safetensors import SafetensorError

    try:
        embedder = Embedder(_read(str(folder)), MODEL_NAME)
        return embedder if says_the_same(embedder) else None
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError):
        return None


def _load_named(named: str, progress: Progress) -> Embedder:
    from safetensors import SafetensorError

    folder = Path(named).expanduser()
    if not names_hub_model(named) and not folder.is_dir():
        raise ClausierError(
            f"CLAUSIER_MODEL names the folder {named}, which does not exist. Give the folder of "
            "a sentence-transformers model or a hub name, or unset CLAUSIER_MODEL."
        )
    progress(LOADING, 0, 1)
    try:
        model = _read(str(folder) if folder.is_dir() else named)
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise ClausierError(
            f"The model {named} (CLAUSIER_MODEL) cannot be loaded: {_first_line(error)} Check the "
            "name and the network, or unset CLAUSIER_MODEL to use the model that comes along."
        ) from error
    progress(LOADING, 1, 1)
    return Embedder(model, folder.name if folder.is_dir() else named)


def _read(source: str) -> SentenceTransformer:
    import torch
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(source, model_kwargs={"dtype": torch.float32})


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".") + "."
