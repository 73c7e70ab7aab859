"""What the assistant knows before it reads a contract: topics, small talk, other subjects."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from assistant.lexicon import read_data
from assistant.recognition import OUT_OF_SCOPE, SMALLTALK, Ask
from assistant.topic_schema import Topic, read_topics, shipped_topics
from corpus.errors import ClausierError
from corpus.model import Contract


@dataclass(frozen=True)
class Knowledge:
    """What the assistant knows before reading a contract: topics, small talk, other subjects.

    `asks` are the known questions, `small` more small talk, which only tells it from questions.
    """

    topics: Mapping[str, Topic]
    replies: Mapping[str, Mapping[str, str]]
    asks: tuple[Ask, ...]
    small: tuple[Ask, ...]

    @classmethod
    def read(cls, folder: Path | None = None) -> Knowledge:
        """The knowledge shipped with the product, or the topics of another folder."""
        topics = read_topics(folder) if folder else shipped_topics()
        smalltalk = read_data("smalltalk.yaml")
        asks = [
            Ask(text, language, topic.id)
            for topic in topics
            for language, texts in topic.asks.items()
            for text in (*texts, topic.label(language))
        ]
        asks += _asks(read_data("out_of_scope.yaml"), OUT_OF_SCOPE)
        small: list[Ask] = []
        for kind, entry in smalltalk.items():
            asks += _asks(entry.get("asks", {}), SMALLTALK + kind)
            small += _asks(entry.get("more", {}), SMALLTALK + kind)
        replies = {kind: entry["reply"] for kind, entry in smalltalk.items()}
        by_id = {topic.id: topic for topic in topics}
        return cls(by_id, replies, tuple(asks), tuple(small))


def check_notes(contracts: Iterable[Contract], topics: Collection[str]) -> None:
    """ClausierError where a note names a topic that there is none of, as nobody would see it."""
    named = ((one, note, it) for one in contracts for note in one.notes for it in note.topics)
    for contract, note, topic in named:
        if topic not in topics:
            near = ", ".join(get_close_matches(topic, topics)) or "they are in assistant/topics"
            raise ClausierError(
                f"contract {contract.id}: the note on clause {note.clause} names the topic "
                f"{topic!r}, which does not exist ({near})"
            )


def _asks(by_language: Mapping[str, Sequence[str]], label: str) -> list[Ask]:
    return [Ask(text, language, label) for language, texts in by_language.items() for text in texts]
