"""The reader of the packed model, on a file of a few bytes."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ClausierError
from index.packed import MAGIC, read_packed

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁é"]
SIZES = (4, 1, 2, 8, 5, 16, 1, 1e-12, 32)


def packed_bytes() -> bytes:
    """A file with a float tensor `a` and a tensor `b` of one block, as the package writes it."""
    encoded = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, encoded)]).astype("<u4")
    blob = b"".join(encoded)
    norm = b"".join(
        struct.pack("<IB", ord(char), len(to)) + b"".join(struct.pack("<I", ord(c)) for c in to)
        for char, to in (("\t", " "), ("\x01", ""), ("ﬁ", "fi"))
    )
    floats = np.array([0.5, -2.0], "<f4").tobytes()
    block = np.float16(0.5).tobytes() + bytes([0xF0 | 7] * 16)
    head = MAGIC + struct.pack("<I7ifi", 1, *SIZES)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(blob))
    head += offsets.tobytes() + np.array([0, 0, 0, 0, -1.5], "<f4").tobytes() + blob
    head += struct.pack("<iI", 3, len(norm)) + norm + struct.pack("<i", 2)
    start = len(head) + 2 * (2 + 1 + 21)
    for name, kind, count, offset, size in (
        ("a", 0, 2, start, len(floats)),
        ("b", 1, 32, start + len(floats), len(block)),
    ):
        head += (
            struct.pack("<H", 1) + name.encode() + struct.pack("<BIQQ", kind, count, offset, size)
        )
    return head + floats + block


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "model.bin"
    path.write_bytes(packed_bytes())
    return path


def test_sizes_vocabulary_and_special_pieces(file: Path) -> None:
    packed = read_packed(file)

    assert (packed.sizes.hidden, packed.sizes.heads, packed.sizes.positions) == (4, 2, 16)
    assert packed.pieces == tuple(PIECES)
    assert packed.scores[4] == -1.5
    assert packed.special == {"bos": 0, "eos": 2, "pad": 1, "unk": 3}


def test_only_replacements_that_differ_from_nfkc_are_kept(file: Path) -> None:
    assert read_packed(file).replacements == {"\t": " ", "\x01": ""}


def test_floats_are_read_as_they_are(file: Path) -> None:
    np.testing.assert_array_equal(read_packed(file).tensor("a"), [0.5, -2.0])


def test_blocks_hold_low_halves_first_and_are_centred_on_eight(file: Path) -> None:
    expected = [(7 - 8) * 0.5] * 16 + [(15 - 8) * 0.5] * 16

    np.testing.assert_array_equal(read_packed(file).tensor("b"), expected)


def test_a_file_cut_anywhere_says_what_to_do(file: Path) -> None:
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        with pytest.raises(ClausierError, match="pip install"):
            read_packed(file)


def test_a_missing_file_and_a_foreign_one_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ClausierError, match="cannot be read"):
        read_packed(tmp_path / "none.bin")
    (tmp_path / "other.bin").write_bytes(b"PK\x03\x04 something else")
    with pytest.raises(ClausierError, match="not such a file"):
        read_packed(tmp_path / "other.bin")


def test_a_missing_tensor_is_named(file: Path) -> None:
    with pytest.raises(ClausierError, match="no tensor 'emb"):
        read_packed(file).tensor("emb.word")
