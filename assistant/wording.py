"""Wording: the direct sentence, from a topic's wordings and the facts of the cited clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.facts import Fact, read_fact
from assistant.quantities import FIGURES, Quantity
from assistant.quoting import on_a_line
from assistant.sides import role_name
from assistant.topic_schema import PLACEHOLDER, ROLE_PLACEHOLDERS, Topic, Wording
from assistant.treatment import Treatment
from corpus.folding import Folded, fold
from corpus.model import Clause, Contract


@dataclass(frozen=True, slots=True)
class Worded:
    """A sentence and the spans (in the contract's text) of the facts it states."""

    text: str
    facts: tuple[tuple[int, int], ...]


def word_topic(topic: Topic, contract: Contract, hit: Treatment, language: str) -> Worded | None:
    """The topic's direct sentence about the clause of `hit`, None where no wording fits."""
    clause = contract.clause(hit.clause)
    words = Folded.of(contract.text[clause.start : clause.end])
    facts = _facts(topic, contract, hit)
    for wording in topic.answers:
        stated = _stated(wording)
        if wording.fits(contract.language, words.text) and stated <= set(facts):
            spans = [words.span(*span) for span in wording.telling(contract.language, words.text)]
            telling = [(clause.start + start, clause.start + end) for start, end in spans]
            meant = {name: _meant(facts[name], contract, hit, telling) for name in stated}
            told = {name: fact for name, fact in meant.items() if fact is not None}
            if told.keys() < meant.keys():
                return None
            return _fill(wording.in_language(language), told, contract, language)
    return None


def _meant(
    fact: Fact, contract: Contract, hit: Treatment, telling: Sequence[tuple[int, int]]
) -> Fact | None:
    """The fact, unless its sentence has other figures of its kind: then the only one among the
    `telling` words by which the wording is true ("renewed for 12 months unless … two months'
    notice"), None where these leave it open, or one like it follows ("… or six months")."""
    read = FIGURES.get(fact.kind)
    if read is None or not hit.start <= fact.start < hit.end:
        return fact
    if len(_different(read(contract.text[hit.start : hit.end]))) < 2:
        return fact
    for start, end in telling:
        told = _different(read(contract.text[start:end]))
        following = _different(read(contract.text[end : hit.end])) - told
        if len(told) == 1 and not {unit for _, unit in told} & {unit for _, unit in following}:
            found = read_fact(fact.kind, contract.text[start:end])
            return found and Fact(fact.kind, start + found.start, start + found.end, found.said)
    return None


def _different(figures: Sequence[Quantity]) -> set[tuple[str, str]]:
    return {(figure.value, figure.unit) for figure in figures}


def _stated(wording: Wording) -> set[str]:
    return wording.placeholders() - ROLE_PLACEHOLDERS


def _facts(topic: Topic, contract: Contract, hit: Treatment) -> dict[str, Fact]:
    """The topic's facts: read from the telling sentence, else from what follows in its clause."""
    clause = contract.clause(hit.clause)
    found = {}
    for name, kind in topic.facts.items():
        if kind == "items":
            fact = _items(contract, hit)
        else:
            for start, end in ((hit.start, hit.end), (hit.start, clause.end)):
                fact = read_fact(kind, contract.text[start:end])
                if fact is not None:
                    fact = Fact(kind, start + fact.start, start + fact.end, fact.said)
                    break
        if fact is not None:
            found[name] = fact
    return found


def _items(contract: Contract, hit: Treatment) -> Fact | None:
    """The list that the telling sentence introduces, up to the next words of the clause itself.

    Where none follows at once, all the children.
    """
    clause = contract.clause(hit.clause)
    children = contract.children(hit.clause)
    own = [a for a, b in contract.own_spans(clause) if any(map(str.isalnum, contract.text[a:b]))]
    stop = min((start for start in own if start >= hit.end), default=clause.end)
    introduced = [child for child in children if hit.end <= child.start < stop]
    listed = introduced or children
    if not listed:
        return None
    text = "; ".join(_entry(contract, child).rstrip(" ;.,") for child in listed)
    said = dict.fromkeys(("fr", "nl", "en"), text)
    return Fact("items", listed[0].start, listed[-1].end, said)


def _entry(contract: Contract, child: Clause) -> str:
    words = contract.words(child)
    return on_a_line(words) if child.kind == "row" else " ".join(words.split())


def _fill(template: str, facts: dict[str, Fact], contract: Contract, language: str) -> Worded:
    used = []

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name in facts:
            used.append((facts[name].start, facts[name].end))
            return facts[name].said[language]
        return role_name(contract, name, language)

    text = PLACEHOLDER.sub(value, template)
    return Worded(text[:1].upper() + text[1:], tuple(dict.fromkeys(used)))


def after(opening: str, sentence: str, common: frozenset[str]) -> str:
    """The sentence after its `opening` ("Non :"), no longer with a capital but for a name.

    `common` are folded words that are no names.
    """
    if not opening:
        return sentence
    first = fold(sentence.split(maxsplit=1)[0]).replace("’", "'")
    # "L'obligation" is two words, of which either may be a name.
    if common.issuperset(first.split("'")):
        sentence = sentence[:1].lower() + sentence[1:]
    return f"{opening} {sentence}"
