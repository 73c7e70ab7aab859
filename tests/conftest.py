"""What every test shares: no user folder is touched, and the model is made and loaded once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from assistant.service import Assistant
    from index.embedding import Embedder


@pytest.fixture(scope="session", autouse=True)
def _folders_of_the_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """User folders go to a folder of the session; `CLAUSIER_CACHE` only if it is not set.

    The Makefile sets it, so that the model is not made anew for each run.
    """
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("home")
        for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            patch.setenv(name, str(home))
        if not os.environ.get("CLAUSIER_CACHE"):
            patch.setenv("CLAUSIER_CACHE", str(tmp_path_factory.mktemp("cache")))
        for name in ("CLAUSIER_MODEL", "CLAUSIER_CONTRACTS", "CLAUSIER_JOURNAL"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The default model, loaded."""
    from index.loading import load_embedder

    return load_embedder()


@pytest.fixture(scope="session")
def assistant(embedder: Embedder) -> Assistant:
    """The assistant on the contracts that come with the product."""
    from assistant.service import Assistant
    from corpus.library import shipped

    return Assistant.open(shipped(), embedder=embedder)
