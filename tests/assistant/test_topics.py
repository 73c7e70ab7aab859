"""Topic files: read, complete, and clear about what is wrong with one."""

from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from assistant.facts import read_fact
from assistant.knowledge import Knowledge
from assistant.service import Assistant
from assistant.topic_schema import read_topics, shipped_topics
from corpus.errors import ClausierError
from index.embedding import Embedder

TOPICS = Path(str(files("assistant"))) / "topics"

MINIMAL = {
    "id": "parking",
    "labels": {"fr": "le parking", "nl": "de parking", "en": "the car park"},
    "question": {"fr": "Où se garer ?", "nl": "Waar parkeren?", "en": "Where to park?"},
    "asks": {"fr": ["Y a-t-il un parking ?"], "nl": ["Is er parking?"], "en": ["Any parking?"]},
    "cues": {"fr": ["place* de parking"], "nl": ["parkeerplaats*"], "en": ["parking space*"]},
}


def write(folder: Path, **changes: object) -> Path:
    path = folder / "parking.yaml"
    path.write_text(yaml.safe_dump(MINIMAL | changes, allow_unicode=True), encoding="utf-8")
    return folder


def test_every_shipped_topic_can_be_read() -> None:
    topics = read_topics(TOPICS)
    assert len(topics) > 60
    assert {"breach-deadline", "competent-court", "governing-law", "liability"} <= {
        topic.id for topic in topics
    }


def test_no_shipped_wording_states_a_number_of_its_own() -> None:
    for topic in read_topics(TOPICS):
        for wording in topic.answers:
            for text in (wording.fr, wording.nl, wording.en):
                assert not any(char.isdigit() for char in text), f"{topic.id}: {text}"
                assert read_fact("duration", text) is None, f"{topic.id}: {text}"


def test_known_questions_belong_to_one_topic_only() -> None:
    seen: dict[str, str] = {}
    for ask in Knowledge.read().asks:
        text = " ".join(ask.text.casefold().split())
        assert seen.setdefault(text, ask.label) == ask.label, ask.text


def test_a_minimal_topic_is_enough(tmp_path: Path) -> None:
    assert [topic.id for topic in read_topics(write(tmp_path))] == ["parking"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"labels": {"fr": "le parking"}}, "line 16: labels: Value error, no entry for en, nl"),
        ({"colour": "red"}, "line 8: colour"),
        ({"id": "garage"}, "name both alike"),
        ({"near": ["unknown-topic"]}, "unknown-topic"),
        ({"cues": {"fr": ["ok", "a (b"], "nl": ["c"], "en": ["d"]}}, "line 13: cues.fr.1"),
        ({"answers": [{"fr": "{n}", "nl": "{n}", "en": "{n}"}]}, "unknown placeholder"),
        ({"facts": {"n": "colour"}}, "line 16: facts.n"),
        ({"silent": {"fr": "Le contrat ne parle pas de parking."}}, "line 24: silent"),
    ],
)
def test_a_faulty_topic_is_named(tmp_path: Path, changes: dict[str, object], told: str) -> None:
    with pytest.raises(ClausierError, match="parking") as error:
        read_topics(write(tmp_path, **changes))
    assert told in str(error.value)


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_each_topic_has_a_question_of_its_own_to_offer(
    language: str, assistant: Assistant, embedder: Embedder
) -> None:
    topics = shipped_topics()
    questions = [topic.offered(language) for topic in topics]
    asked = zip(topics, questions, embedder.encode(questions, "query"), strict=True)
    other = [
        topic.id
        for topic, question, encoded in asked
        if assistant.evidence.signals(question, encoded)[0].likeliest[0] != topic.id
    ]

    assert len(set(questions)) == len(questions)
    assert all(question.endswith("?") for question in questions)
    assert len(other) <= 4, other


def test_examples_are_questions_that_are_answered(assistant: Assistant) -> None:
    from assistant.phrases import LANGUAGES

    for language in LANGUAGES:
        for question in assistant.examples(language, 6):
            assert assistant.ask(question).status == "answered", question


def test_only_its_wording_shows_that_a_detail_is_given(assistant: Assistant) -> None:
    details = {topic.id for topic in read_topics(TOPICS) if topic.detail}
    treated = assistant.evidence.treatments["ipso-convention-rgpd"]

    assert len(details) > 20
    shown = {hit.by for topic in details for hit in treated.get(topic, ())}
    assert "meaning" not in shown
    assert any(hit.by == "meaning" for hits in treated.values() for hit in hits)
