"""Requests: what is asked about the last answer ("en anglais", "où est-ce écrit ?", "simpler").

They are recognised by the ways people are known to ask (`assistant/data/requests.yaml`), as
topics are, and told apart from questions on a matter: those that lean on what was said before and
those that stand alone (`assistant/data/leaning.yaml`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, cast, get_args

import numpy as np
from rapidfuzz import fuzz

from assistant.lexicon import any_sign, countries, read_data
from assistant.phrases import LANGUAGES
from assistant.recognition import SMALLTALK, Ask, Floats, Recogniser, is_topic
from corpus.folding import fold
from index.cache import cached_queries, key_of
from index.embedding import Encoder
from index.progress import Progress, silent

Request = Literal["fr", "nl", "en", "quote", "why", "where", "again", "next", "previous", "more"]
LEANS, ALONE = "leans", "alone"
KINDS: tuple[Request, ...] = get_args(Request)
# So many known questions show what is no request, besides those of the topics that resemble them.
SAMPLE = 1_000
# By how much all kinds together must outdo what is no request: of 555 requests that were not
# learned from 443 were so recognised, of 1,215 questions that resemble them 44.
TOLD = 0.03
# How surely a question is recognised as a topic to be no request for words or reasons.
TOPICAL = 0.08
LONGEST_REQUEST = 25
ALIKE = 80
"""How much, of a hundred, a misspelt name of a language has in common with it."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a question is put: by how much more it resembles those that lean on what was said ("par
    quel moyen ?") than those that stand alone, how much it resembles small talk, and of which
    `kind` that would be ("greeting", "thanks")."""

    leaning: float
    social: float
    kind: str


class Requests:
    """Recognises what a question asks about the answer before it."""

    def __init__(self, recogniser: Recogniser, topics: Recogniser, embedder: Encoder) -> None:
        """`topics` tells what a question is about, where it is no request."""
        self._recogniser, self._topics, self._embedder = recogniser, topics, embedder
        small = {kind: n for kind, n in recogniser.counts.items() if kind.startswith(SMALLTALK)}
        # The votes for a label are shared among its questions by the root of their number.
        self._shares = {kind: math.sqrt(n / sum(small.values())) for kind, n in small.items()}

    @classmethod
    def kept(
        cls,
        known: Sequence[Ask],
        vectors: Floats,
        small: Sequence[Ask],
        topics: Recogniser,
        embedder: Encoder,
        folder: Path,
        progress: Progress = silent,
    ) -> Requests:
        """Read from `folder`, or learned and kept there. `vectors` [known, d] are those of all
        `known` questions; `small` is more small talk."""
        asks, beside = shipped_requests()
        asks = (*asks, *small)
        own = cached_queries([ask.text for ask in asks], embedder, folder / "asks", progress)
        others = _others(known, beside)
        told = [*asks, *(_told_by(known[place]) for place in others)]
        rows = np.concatenate([own, vectors[others]])
        return cls(Recogniser.kept(told, rows, folder / "votes", progress), topics, embedder)

    def kind(self, question: str, said: str) -> Request | None:
        """What the question asks about an answer in the language `said`; None for anything else."""
        if len(question.split()) > LONGEST_REQUEST:
            return None
        (vector,) = self._embedder.encode_queries([question])
        scores = self._recogniser.recognise(vector).scores
        asked = {kind: scores[kind] for kind in KINDS}
        if sum(asked.values()) - scores[LEANS] - scores[ALONE] - self._social(scores) <= TOLD:
            return None
        kind = max(KINDS, key=asked.__getitem__)
        if kind in LANGUAGES:
            named = language_named(question)
            if named is None and not speaks_of_language(question):
                return None
            wanted = cast(Request, named or max(LANGUAGES, key=scores.__getitem__))
            return "again" if wanted == said else wanted
        label, score = self._topics.recognise(vector).likeliest
        return None if is_topic(label) and score >= TOPICAL else kind

    def manner(self, vector: Floats) -> Manner:
        """How a question is put, by its embedding [d]."""
        scores = self._recogniser.recognise(vector).scores
        kind = max(self._shares, key=scores.__getitem__).removeprefix(SMALLTALK)
        return Manner(scores[LEANS] - scores[ALONE], self._social(scores), kind)

    def _social(self, scores: Mapping[str, float]) -> float:
        """The score of all small talk as one label."""
        return sum(share * scores[kind] for kind, share in self._shares.items())


def _told_by(known: Ask) -> Ask:
    return known if known.label.startswith(SMALLTALK) else replace(known, label=ALONE)


def language_named(question: str) -> str | None:
    """The language that the question asks for: the only one that it names, or the only one that it
    names with a word that asks for it ("my boss reads no French, can I have it in English?")."""
    words = re.findall(r"\w+", fold(question))
    table = _languages()
    named = {table[word] for word in words if word in table and (word != "en" or len(words) == 1)}
    if len(named) == 1:
        return named.pop()
    asked = {
        table[word]
        for one, word in pairwise(words)
        if one in _before_a_language() and word in table and word != "en"
    }
    return asked.pop() if len(asked) == 1 else None


def speaks_of_language(question: str) -> bool:
    """Whether the question names a language, if misspelt, or a translation: "et en France ?" and
    "et en Suisse ?" do not."""
    lands = {word for country in countries() for word in country.words}
    likely = set(re.findall(r"\w+", fold(question))) - (lands - _languages().keys()) - {"en"}
    named = any(fuzz.ratio(word, known) >= ALIKE for word in likely for known in _languages())
    return named or _translating().search(fold(question)) is not None


def shipped_requests() -> tuple[tuple[Ask, ...], frozenset[str]]:
    """The known requests and what resembles them, and the topics that do."""
    table = read_data("requests.yaml")
    beside = frozenset(table.pop("beside"))
    asks = tuple(
        Ask(text, language, kind)
        for kind, by_language in (*table.items(), *read_data("leaning.yaml").items())
        for language, texts in by_language.items()
        for text in texts
    )
    return asks, beside


def _others(known: Sequence[Ask], beside: frozenset[str]) -> list[int]:
    """Which known questions show what is no request: some, chosen by their hashes, and those on
    the topics `beside`."""
    some = sorted(range(len(known)), key=lambda place: key_of(known[place].text))[:SAMPLE]
    near = {
        place for place, ask in enumerate(known) if ask.label in beside or not is_topic(ask.label)
    }
    return sorted({*some, *near})


@cache
def _languages() -> dict[str, str]:
    table: dict[str, list[str]] = read_data("followups.yaml")["languages"]
    return {word: language for language, words in table.items() for word in words}


@cache
def _translating() -> re.Pattern[str]:
    return any_sign(read_data("followups.yaml")["translating"])


@cache
def _before_a_language() -> frozenset[str]:
    return frozenset(read_data("followups.yaml")["before_a_language"])
