"""What the assistant knows before it reads a contract: topics, small talk, other subjects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.lexicon import read_data
from assistant.recognition import OUT_OF_SCOPE, SMALLTALK, Ask
from assistant.topic_schema import Topic, read_topics, shipped_topics


@dataclass(frozen=True)
class Knowledge:
    """What the assistant knows before reading a contract: topics, small talk, other subjects."""

    topics: Mapping[str, Topic]
    replies: Mapping[str, Mapping[str, str]]
    asks: tuple[Ask, ...]

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
        for language, texts in read_data("out_of_scope.yaml").items():
            asks += [Ask(text, language, OUT_OF_SCOPE) for text in texts]
        for kind, entry in smalltalk.items():
            for language, texts in entry["asks"].items():
                asks += [Ask(text, language, SMALLTALK + kind) for text in texts]
        replies = {kind: entry["reply"] for kind, entry in smalltalk.items()}
        return cls({topic.id: topic for topic in topics}, replies, tuple(asks))
