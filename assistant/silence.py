"""Silence: how it is said that the contract does not say."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.found import Finding, Place
from assistant.gaps import has_figure
from assistant.mentions import names_annex
from assistant.phrases import place_name, say, with_article
from assistant.quoting import LONGEST_SENTENCE, quoted_words, spoken_span
from assistant.topic_schema import Topic
from corpus.model import Contract

# What lists, defines or opens says little alone.
_UNSAYING = ("definition", "row", "annex", "article")


def silence(
    finding: Finding,
    contracts: Mapping[str, Contract],
    topics: Mapping[str, Topic],
    language: str,
) -> list[str]:
    """The sentences that tell what the contract does not say, and which passage is nearest."""
    if finding.kind == "absent":
        contract = next(iter(contracts.values()))
        span = _range(contract, finding.name, language)
        said = [say("no_such_clause", language, name=finding.name, range=span).strip()]
    else:
        said = [_unsaid(finding, topics, language)]
    for near in () if finding.far else finding.near[:1]:
        said.append(nearest_passage(contracts[near.contract], near, language))
    return said


def nearest_passage(contract: Contract, near: Place, language: str) -> str:
    """The nearest passage by its name, with its words where these are few and without a figure: a
    figure would be taken for the answer."""
    clause = contract.clause(near.clause)
    place = with_article(place_name(contract, clause, language), language)
    start, end = spoken_span(contract, clause, near.start, near.end)
    words = contract.text[start:end]
    if clause.kind in _UNSAYING or len(words) > LONGEST_SENTENCE or _has_figure(words):
        return say("silent_near", language, place=place)
    quote = quoted_words(contract, clause, words)
    return say("silent_near_quoted", language, place=place, quote=quote)


def _has_figure(words: str) -> bool:
    return re.search(r"\d", words) is not None or has_figure(words)


def _unsaid(finding: Finding, topics: Mapping[str, Topic], language: str) -> str:
    if language in finding.wording:
        return finding.wording[language]
    if finding.topic is None:
        return say("silent_unknown", language)
    topic = topics[finding.topic]
    return topic.silence(language) or say("silent", language, label=topic.label(language))


def _range(contract: Contract, named: str, language: str) -> str:
    """Which articles the contract has, or which annexes where one was `named`; '' for none."""
    kind = "annex" if names_annex(named) else "article"
    numbers = [c.id.removeprefix("annex-") for c in contract.clauses if c.kind == kind]
    if not numbers:
        return ""
    return say(f"range_{kind}", language, first=numbers[0], last=numbers[-1])
