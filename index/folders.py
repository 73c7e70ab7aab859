"""Where generated files live, and how they are written so that none is ever half there."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from corpus.errors import ClausierError

ATTEMPTS = 5


def cache_folder() -> Path:
    """`CLAUSIER_CACHE`, else the user's cache folder; created where it is missing."""
    from platformdirs import user_cache_dir

    named = os.environ.get("CLAUSIER_CACHE", "").strip()
    folder = Path(named).expanduser() if named else Path(user_cache_dir("clausier"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ClausierError(
            f"The cache folder {folder} cannot be created ({error.strerror}). "
            "Set CLAUSIER_CACHE to a folder you can write to."
        ) from error
    return folder


@contextmanager
def replaced_folder(target: Path) -> Iterator[Path]:
    """An empty folder to fill; it takes the place of `target` when the block ends well.

    Another process sees the old folder or the new one, and for an instant none at all.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        fresh = aside / "new"
        fresh.mkdir()
        yield fresh
        _swap(fresh, target, aside)
    except OSError as error:
        raise _unwritable(target, error) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _swap(fresh: Path, target: Path, aside: Path) -> None:
    """Put `fresh` at `target`, also where another process does the same at the same time."""
    for attempt in range(ATTEMPTS):
        with suppress(FileNotFoundError):
            os.replace(target, aside / f"old-{attempt}")
        try:
            os.replace(fresh, target)
            return
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST) or attempt + 1 == ATTEMPTS:
                raise


def write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")


def read_json(path: Path) -> Any:
    """The value in the file, None where the file is missing or is not JSON."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def write_sealed(
    target: Path, name: str, data: bytes, about_name: str, about: Mapping[str, Any]
) -> None:
    """Puts `data` and what is told `about` it at `target`; a hash tells later if it is whole."""
    sealed = {**about, Path(name).stem: hashlib.sha256(data).hexdigest()}
    with replaced_folder(target) as fresh:
        (fresh / name).write_bytes(data)
        write_json(fresh / about_name, sealed)


def read_sealed(
    folder: Path, name: str, about_name: str, **maker: str
) -> tuple[dict[str, Any], bytes] | None:
    """What `write_sealed` put there: what is told about the data, and the data.

    None where it is missing or damaged, or where `maker`, which it names as what made it, differs.
    """
    about = read_json(folder / about_name)
    if not isinstance(about, dict) or not maker.items() <= about.items():
        return None
    try:
        data = (folder / name).read_bytes()
    except OSError:
        return None
    whole = hashlib.sha256(data).hexdigest() == about.get(Path(name).stem)
    return (about, data) if whole else None


def _unwritable(target: Path, error: OSError) -> ClausierError:
    return ClausierError(
        f"{target} cannot be written ({error.strerror or error}). Free some disk space, or set "
        "CLAUSIER_CACHE to a folder with room and the right to write."
    )
