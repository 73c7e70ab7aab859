"""Cues of details find the clauses of authors who never saw them (`tests/wordings`), and not
their neighbours.

What is called `apart` there is only counted: nobody widens a cue by it.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.cues import compile_cue
from assistant.knowledge import Knowledge
from assistant.topic_schema import Topic
from corpus.folding import fold

FILES = sorted((Path(__file__).parent.parent / "wordings").glob("*.yaml"))
LANGUAGES = ("fr", "nl", "en")

Sentences = list[tuple[Topic, dict[str, Any]]]


def found(topic: Topic, language: str, texts: list[str]) -> list[bool]:
    cues = [compile_cue(source) for source in topic.cues_in(language)]
    folded = [fold(text) for text in texts]
    return [any(cue.where == "sentence" and cue.matches(text) for cue in cues) for text in folded]


@pytest.fixture(scope="module")
def sentences() -> Sentences:
    topics = Knowledge.read().topics
    return [(topics[path.stem], yaml.safe_load(path.read_text(encoding="utf-8"))) for path in FILES]


def test_every_detail_has_wordings_and_says_what_is_missing(sentences: Sentences) -> None:
    details = {topic.id for topic in Knowledge.read().topics.values() if topic.detail}
    assert {topic.id for topic, _ in sentences} == details
    assert [topic.id for topic, _ in sentences if not topic.silent] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("part", "settle", "near"), [("seen", 0.95, 0.03), ("apart", 0.7, 0.08)])
def test_cues_tell_what_gives_a_detail(
    sentences: Sentences, language: str, part: str, settle: float, near: float
) -> None:
    share = {}
    for kind in ("settle", "near"):
        told = [
            hit
            for topic, parts in sentences
            for hit in found(topic, language, parts[part][kind][language])
        ]
        share[kind] = sum(told) / len(told)
    assert share["settle"] >= settle
    assert share["near"] <= near
