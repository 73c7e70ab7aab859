"""Coverage: which topics the contracts treat, and by which of their clauses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from assistant.knowledge import Knowledge
from assistant.treatment import Treatment, treatments, with_meaning
from corpus.model import Contract
from index.embedding import Vectors
from index.progress import Progress
from index.search import ContractIndex

FEW_ASKS = 6
"""So many known questions stand for a topic where all would take too long."""


def treated_topics(
    contracts: Sequence[Contract],
    index: ContractIndex,
    knowledge: Knowledge,
    asked: Vectors,
    progress: Progress,
) -> dict[str, dict[str, tuple[Treatment, ...]]]:
    """By contract and topic, where the contract treats the topic. `asked`: a row per known ask."""
    rows: dict[str, list[int]] = {
        topic.id: [] for topic in knowledge.topics.values() if not topic.detail
    }
    for number, ask in enumerate(knowledge.asks):
        if ask.label in rows:
            rows[ask.label].append(number)
    nearness = index.nearness([asked[numbers] for numbers in rows.values()])
    word_by_word = _word_by_word(index, knowledge, rows, progress)
    treated = {}
    for contract in contracts:
        by_cue = treatments(contract, knowledge.topics.values())
        own = [n for n, passage in enumerate(index.passages) if passage.contract == contract.id]
        passages = [index.passages[number] for number in own]
        treated[contract.id] = with_meaning(
            by_cue, list(rows), nearness[:, own], word_by_word[:, own], passages
        )
    return treated


def _word_by_word(
    index: ContractIndex, knowledge: Knowledge, rows: Mapping[str, list[int]], progress: Progress
) -> Vectors:
    """How near each passage is, word by word, to what people ask on each topic.

    [topics, passages], the mean over a few asks of each topic, taken evenly from its languages.
    """
    few = [numbers[:: max(1, len(numbers) // FEW_ASKS)][:FEW_ASKS] for numbers in rows.values()]
    texts = [knowledge.asks[number].text for numbers in few for number in numbers]
    scores = index.word_by_word(texts, progress)
    ends = np.cumsum([len(numbers) for numbers in few])
    means = [part.mean(axis=0) for part in np.split(scores, ends[:-1])]
    return np.stack(means)


def surely(
    treated: Mapping[str, Mapping[str, tuple[Treatment, ...]]],
) -> dict[str, dict[str, tuple[Treatment, ...]]]:
    """The treatments that are beyond doubt, which alone may be pointed at unasked."""
    return {
        contract: {
            topic: sure
            for topic, hits in by_topic.items()
            if (sure := tuple(hit for hit in hits if hit.sure == 1))
        }
        for contract, by_topic in treated.items()
    }
