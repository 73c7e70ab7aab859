"""What is offered to be asked gets an answer, and is not all of one article."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from assistant.service import Assistant
from assistant.suggestions import Suggestions
from assistant.topic_schema import Topic, shipped_topics
from assistant.treatment import Treatment
from corpus.library import available
from corpus.model import Contract


@pytest.fixture(scope="module")
def convention() -> Contract:
    return next(contract for contract in available() if contract.notes)


def treated(contract: Contract, places: Mapping[str, str]) -> dict[str, tuple[Treatment, ...]]:
    spans = {topic: contract.body(contract.clause(clause)) for topic, clause in places.items()}
    return {
        topic: (Treatment(topic, places[topic], *span, span, by="sentence", weight=1.0, sure=1.0),)
        for topic, span in spans.items()
    }


PLACES = {"breach-deadline": "8.1", "breach-content": "8.1", "competent-court": "12.4"}


def test_examples_are_of_several_articles(convention: Contract) -> None:
    topics = {topic.id: topic for topic in shipped_topics()}
    by_topic = {convention.id: treated(convention, PLACES)}

    found = Suggestions({convention.id: convention}, topics, by_topic).examples("fr", 2)

    assert set(found) == {
        topics["breach-deadline"].offered("fr"),
        topics["competent-court"].offered("fr"),
    }


def test_what_gets_no_answer_is_not_offered(convention: Contract) -> None:
    topics = {topic.id: topic for topic in shipped_topics()}
    by_topic = {convention.id: treated(convention, PLACES)}
    asked: list[tuple[str, str]] = []

    def answered(topic: Topic, language: str) -> bool:
        asked.append((topic.id, language))
        return topic.id != "breach-deadline"

    offers = Suggestions({convention.id: convention}, topics, by_topic, answered)

    assert topics["breach-deadline"].offered("nl") not in offers.examples("nl", 3)
    assert offers.examples("nl", 3) == offers.examples("nl", 3)
    assert len(asked) == len(set(asked)), "each is asked once"


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_each_example_is_answered(assistant: Assistant, language: str) -> None:
    for question in assistant.examples(language, 8):
        answer = assistant.ask(question)
        assert answer.status == "answered", question
        for followup in answer.followups:
            assert assistant.ask(followup).status == "answered", (question, followup)
