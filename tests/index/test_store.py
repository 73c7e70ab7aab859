"""What is kept is used while it is true, and made again when it is not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.model import Contract
from index.search import ContractIndex
from index.store import default_folder

from .conftest import WordEncoder


@pytest.fixture
def folder(contract: Contract, words: WordEncoder, tmp_path: Path) -> Path:
    """An index that was built once; `words.encoded` starts empty."""
    path = tmp_path / "indexes" / "one"
    ContractIndex.open([contract], words, path)
    words.encoded.clear()
    return path


def test_what_is_kept_is_not_made_again(
    contract: Contract, words: WordEncoder, folder: Path
) -> None:
    index = ContractIndex.open([contract], words, folder)

    assert words.encoded == []
    assert index.search("tribunal", encoded=WordEncoder().encode(["tribunal"], "query")[0])


def test_a_change_of_the_text_makes_only_new_passages(
    contract: Contract, words: WordEncoder, folder: Path
) -> None:
    changed = replace(
        contract, text=contract.text.replace("Le prix est fixe.", "Le prix bougera. ")
    )
    ContractIndex.open([changed], words, folder)

    assert "Le prix bougera." in words.encoded
    assert not any("72 heures" in text for text in words.encoded)


def test_another_model_makes_all_again(contract: Contract, folder: Path) -> None:
    other = WordEncoder("words:2")
    ContractIndex.open([contract], other, folder)

    assert any("72 heures" in text for text in other.encoded)


def test_rebuilding_makes_all_again(contract: Contract, words: WordEncoder, folder: Path) -> None:
    ContractIndex.open([contract], words, folder, rebuild=True)

    assert any("72 heures" in text for text in words.encoded)


@pytest.mark.parametrize("name", ["manifest.json", "documents.json", "vectors.faiss"])
@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "foreign"])
def test_a_damaged_index_is_made_again(
    contract: Contract, words: WordEncoder, folder: Path, name: str, damage: str
) -> None:
    file = folder / name
    whole = file.read_bytes()
    if damage == "missing":
        file.unlink()
    else:
        file.write_bytes({"empty": b"", "cut": whole[:-20], "foreign": b"[1, 2]"}[damage])

    assert ContractIndex.open([contract], words, folder).search("tribunal")[0].clause == "4"
    assert json.loads((folder / "manifest.json").read_text())["made_from"]
    words.encoded.clear()
    ContractIndex.open([contract], words, folder)
    assert words.encoded == []


def test_progress_is_told(contract: Contract, words: WordEncoder, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []

    class Telling(WordEncoder):
        def encode_passages(self, texts, progress=None):  # type: ignore[no-untyped-def]
            progress("embedding", len(texts), len(texts))
            return self.encode_queries(texts)

    ContractIndex.open([contract], Telling(), tmp_path / "x", lambda *step: told.append(step))

    assert told
    assert told[-1][1] == told[-1][2]


def test_the_folder_depends_on_contracts_and_model(contract: Contract, words: WordEncoder) -> None:
    other = replace(contract, id="other")
    folders = {
        default_folder([contract], words),
        default_folder([contract, other], words),
        default_folder([other, contract], words),
        default_folder([contract], WordEncoder("words:2")),
    }

    assert len(folders) == 3
