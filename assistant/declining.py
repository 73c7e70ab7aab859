"""Declining: what is said where no clause is quoted in answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assistant.answer import Answer, Related, Status
from assistant.deciding import Asked
from assistant.found import Finding, Place
from assistant.lacking import lacking
from assistant.parts import parts
from assistant.phrases import place_name, say, with_article
from assistant.silence import nearest_passage, silence
from assistant.suggestions import Suggestions
from assistant.topic_schema import Topic
from corpus.model import Contract


class Decliner:
    """Says that the contract does not say, what may be meant, or what is only talk."""

    def __init__(
        self,
        contracts: Mapping[str, Contract],
        topics: Mapping[str, Topic],
        suggestions: Suggestions,
        replies: Mapping[str, Mapping[str, str]],
    ) -> None:
        self._contracts = contracts
        self._topics = topics
        self._suggestions = suggestions
        self._replies = replies

    def declined(self, finding: Finding, language: str) -> Answer:
        """What is said to a finding that is no place of a contract, or several to choose from."""
        if finding.kind == "choice":
            return self._choice(finding, language)
        if finding.kind == "smalltalk":
            reply = self._replies[finding.name][language]
            return self._aside("out_of_scope", reply, finding, language)
        if finding.kind == "scope":
            title = " ; ".join(contract.title for contract in self._contracts.values())
            said = say("out_of_scope", language, title=title)
            return self._aside("out_of_scope", said, finding, language)
        return self._not_in_contract(finding, language)

    def lacks(self, finding: Finding, place: Place, asked: Asked, said: Answer) -> Answer | None:
        """That the contract does not give the detail asked for, where that is all that is asked and
        nothing of what would be `said` gives it."""
        if finding.kind == "clause" or finding.approved or parts(asked.question):
            return None
        language = asked.language
        kind = lacking(asked.question, language, [item.quote for item in said.citations])
        if kind is None:
            return None
        nearest = nearest_passage(self._contracts[place.contract], place, language)
        return replace(
            said,
            status="not_in_contract",
            answer=f"{say(f'lacks_{kind}', language)} {nearest}",
            citations=(),
            related=self._suggestions.related(replace(finding, near=(place,)), ()),
        )

    def left_blank(self, finding: Finding, place: Place, language: str) -> Answer:
        """That the contract leaves blank what is asked, and where."""
        clause = self._contracts[place.contract].clause(place.clause)
        name = place_name(self._contracts[place.contract], clause, language)
        return Answer(
            "not_in_contract",
            language,
            say("left_blank", language, place=with_article(name, language)),
            related=(Related(place.contract, clause.id, clause.label),),
            followups=self._suggestions.followups(finding, (), language),
            topic=finding.topic,
            why=finding.why,
        )

    def _choice(self, finding: Finding, language: str) -> Answer:
        """The clauses that may be meant, to choose from."""
        clauses = [
            (place.contract, self._contracts[place.contract].clause(place.clause))
            for place in finding.places
        ]
        names = [
            f"{clause.label} ({heading})"
            if (heading := self._contracts[id].heading(clause))
            else clause.label
            for id, clause in clauses
        ]
        return Answer(
            "clarify",
            language,
            f"{say('choices', language)} {'; '.join(names)}.",
            related=tuple(Related(id, clause.id, clause.label) for id, clause in clauses),
            followups=tuple(
                self._suggestions.asked_of(id, clause, language) for id, clause in clauses
            ),
            why=finding.why,
        )

    def _aside(self, status: Status, text: str, finding: Finding, language: str) -> Answer:
        return Answer(
            status,
            language,
            text,
            followups=self._suggestions.examples(language, 3),
            why=finding.why,
        )

    def _not_in_contract(self, finding: Finding, language: str) -> Answer:
        said = silence(finding, self._contracts, self._topics, language)
        said += notes_on(finding, self._contracts, language)
        return Answer(
            "not_in_contract",
            language,
            " ".join(said),
            related=self._suggestions.related(finding, ()),
            followups=self._suggestions.followups(finding, (), language),
            topic=finding.topic,
            why=finding.why,
        )


def notes_on(finding: Finding, contracts: Mapping[str, Contract], language: str) -> list[str]:
    """What staff noted on oddities that matter to the topic or to the clause quoted, of the
    contracts that answer (of all where none does)."""
    first = finding.places[0] if finding.places and finding.topic is None else None
    quoted = (first.contract, first.clause) if first else None
    answering = {place.contract for place in finding.places} or set(contracts)
    return [
        note.text[language]
        for contract in contracts.values()
        for note in (contract.notes if contract.id in answering else ())
        if finding.topic in note.topics or (contract.id, note.clause) == quoted
        if language in note.text
    ]
