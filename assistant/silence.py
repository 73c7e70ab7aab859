"""Silence: how it is said that the contract does not say."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.found import Finding
from assistant.mentions import names_annex
from assistant.phrases import place_name, say, with_article
from assistant.topic_schema import Topic
from corpus.model import Contract


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
    for near in finding.near[:1]:
        contract = contracts[near.contract]
        place = place_name(contract, contract.clause(near.clause), language)
        said.append(say("silent_near", language, place=with_article(place, language)))
    return said


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
