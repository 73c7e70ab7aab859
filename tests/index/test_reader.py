"""Reader and judge: a second look at passages, with the question's eyes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
import yaml

import index.reader
from corpus.errors import ClausierError
from index.embedding import Embedder, Vectors
from index.reader import NO_DOUBT, Reader, load_judge, load_reader

CASES = yaml.safe_load((Path(__file__).parent / "reading.yaml").read_text("utf-8"))
PASSAGES = (
    "Fuites : Le prestataire avertit le client de toute fuite dans les 48 heures.",
    "Fuites : Il tient un registre des fuites.",
    "Litiges : Les tribunaux de Namur sont seuls compétents.",
)


@pytest.fixture
def reader(embedder: Embedder) -> Reader:
    """A reader that has read nothing yet."""
    return load_reader(embedder)


def asked(embedder: Embedder, question: str) -> Vectors:
    (encoded,) = embedder.encode([question], "query")
    assert encoded.halfway is not None
    return encoded.halfway


@pytest.mark.parametrize("case", CASES, ids=[case["question"] for case in CASES])
def test_the_passage_that_answers_is_told_from_those_that_come_near(
    embedder: Embedder, reader: Reader, case: dict[str, str | list[str]]
) -> None:
    passages = [str(case["answers"]), *case["near"]]

    odds = reader.odds(asked(embedder, str(case["question"])), passages)

    assert odds.argmax() == 0


def test_a_passage_says_the_same_alone_and_among_others(embedder: Embedder, reader: Reader) -> None:
    question = asked(embedder, "Quel tribunal ?")

    together = reader.odds(question, PASSAGES)
    alone = np.concatenate([reader.odds(question, [passage]) for passage in PASSAGES])

    np.testing.assert_allclose(alone, together, atol=0.01)


def test_a_question_says_the_same_alone_and_in_a_batch(embedder: Embedder, reader: Reader) -> None:
    short, long = "Quel tribunal ?", "Que se passe-t-il si une fuite de données est découverte ?"
    encoded = embedder.encode([short, long], "query")

    assert encoded[0].halfway is not None
    np.testing.assert_allclose(
        reader.odds(encoded[0].halfway, PASSAGES),
        reader.odds(asked(embedder, short), PASSAGES),
        atol=0.01,
    )


def test_the_odds_stay_within_bounds(embedder: Embedder, reader: Reader) -> None:
    odds = reader.odds(asked(embedder, PASSAGES[0]), PASSAGES)

    assert np.abs(odds).max() <= NO_DOUBT


@pytest.fixture
def read(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passages that are read from now on."""
    read: list[str] = []
    layers = embedder.layers

    def counted(texts: Sequence[str], longest: int) -> object:
        read.extend(texts)
        return layers(texts, longest)

    monkeypatch.setattr(embedder, "layers", counted)
    return read


def test_a_passage_is_read_once(embedder: Embedder, reader: Reader, read: list[str]) -> None:
    question = asked(embedder, "Quel tribunal ?")
    reader.odds(question, PASSAGES[:2])
    reader.odds(question, PASSAGES)

    assert sorted(read) == sorted(PASSAGES)


def test_what_is_read_ahead_is_not_read_when_a_question_comes(
    embedder: Embedder, reader: Reader, read: list[str]
) -> None:
    reader.read_ahead(PASSAGES)
    assert sorted(read) == sorted(PASSAGES)

    reader.odds(asked(embedder, "Quel tribunal ?"), PASSAGES)

    assert len(read) == len(PASSAGES)


def test_only_so_many_passages_are_kept(
    embedder: Embedder, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "_most", 2)
    question = asked(embedder, "Quel tribunal ?")

    assert len(reader.odds(question, PASSAGES)) == 3
    assert len(reader._kept) == 2


def test_no_more_is_read_ahead_than_is_kept(
    reader: Reader, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "_most", 2)

    reader.read_ahead(PASSAGES)

    assert read == list(PASSAGES[:2])


def test_a_passage_longer_than_what_is_read_is_cut(embedder: Embedder, reader: Reader) -> None:
    question = asked(embedder, "Quel tribunal ?")
    long = PASSAGES[2] + " Le reste ne compte pas." * 100

    assert np.isfinite(reader.odds(question, [long, PASSAGES[0]])).all()


@pytest.mark.parametrize(
    ("question", "passage", "verdict"),
    [
        ("Le client peut-il se faire aider ?", "Le client peut se faire assister.", "yes"),
        (
            "Mag de leverancier de gegevens verkopen?",
            "Le prestataire ne vend jamais les données.",
            "no",
        ),
        (
            "Can the supplier hire someone else?",
            "Le prestataire ne peut recourir à un tiers sans l'accord écrit du client.",
            "depends",
        ),
        ("Le client peut-il se faire aider ?", PASSAGES[2], "open"),
    ],
)
def test_a_judge_tells_what_a_passage_says(
    embedder: Embedder, question: str, passage: str, verdict: str
) -> None:
    assert embedder.judge is not None
    likely = embedder.judge.verdict(asked(embedder, question), passage)

    assert max(likely, key=likely.__getitem__) == verdict
    assert sum(likely.values()) == pytest.approx(1)


@pytest.mark.parametrize(("name", "load"), [("READER", load_reader), ("JUDGE", load_judge)])
def test_what_is_missing_says_what_to_do(
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    load: Callable[[Embedder], object],
) -> None:
    monkeypatch.setattr(index.reader, name, "data/none.safetensors")

    with pytest.raises(ClausierError, match="Install Clausier again"):
        load(embedder)
