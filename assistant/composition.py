"""Composition: from what was found to the answer that is shown, verified."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answer import Answer, Evidence
from assistant.citing import citations, held_back
from assistant.deciding import Asked, Decider
from assistant.declining import Decliner, notes_on
from assistant.found import Finding, Place
from assistant.gaps import leaves_open
from assistant.names import Names
from assistant.phrases import LANGUAGES, place_name, say, say_within, with_article
from assistant.pointers import figure_beside, parts_of, pointed_at
from assistant.quoting import (
    asks_exact_words,
    cited_sentence,
    list_end,
    named_quote,
    opens_specially,
    quoted_sentence,
    spoken_span,
)
from assistant.reservations import (
    Reservation,
    limits,
    of_a_case_beside,
    of_the_case,
    taken_back,
)
from assistant.suggestions import Suggestions
from assistant.telling import figures_asked, leaves_out, said_elsewhere
from assistant.topic_schema import Topic
from assistant.verification import common_words, opening_words, verbatim, verified
from assistant.wording import Worded, after, word_topic
from corpus.model import Contract


class Composer:
    """Turns findings into answers."""

    def __init__(
        self,
        contracts: Mapping[str, Contract],
        topics: Mapping[str, Topic],
        suggestions: Suggestions,
        replies: Mapping[str, Mapping[str, str]],
        names: Names,
    ) -> None:
        self._decider = Decider(contracts, topics, names)
        self._contracts = contracts
        self._topics = topics
        self._suggestions = suggestions
        self._decliner = Decliner(contracts, topics, suggestions, replies)
        said = [
            wording.in_language(language)
            for topic in topics.values()
            for wording in topic.answers
            for language in LANGUAGES
        ]
        self._common = {c.id: common_words(c, said) for c in contracts.values()}

    def compose(self, finding: Finding, asked: Asked) -> Answer:
        """The answer to show for what was found; quotes stay in the contract's own language."""
        if finding.kind in ("topic", "passage", "clause"):
            return self._answered(finding, asked)
        return self._decliner.declined(finding, asked.language)

    def _answered(self, finding: Finding, asked: Asked) -> Answer:
        language = asked.language
        approved = finding.wording.get(language)
        worded = Worded(approved, ()) if approved else self._worded(finding, language)
        first = finding.places[0]
        contract = self._contracts[first.contract]
        spoken = None
        if worded is not None and not approved:
            exact = asks_exact_words(asked.question)
            spoken = None if exact else said_elsewhere(contract, first, asked)
            other = exact or spoken is not None or leaves_out(contract, first, worded.text, asked)
            worded = None if other else worded
        if worded is None:
            if finding.kind != "clause":
                first = spoken or asked.spoken(first)
                if leaves_open(contract, first, asked.question, language):
                    return self._decliner.left_blank(finding, first, language)
            said = verbatim(self._quoted(finding, first, asked), self._contracts)
            return self._decliner.lacks(finding, first, asked, said) or said
        common = self._common[first.contract]
        held = () if approved else self._held(finding, first, worded.text, asked)
        cited = citations(self._contracts, [first, *finding.places[1:]], {0: worded.facts}, held)
        if approved:
            opening, common = "", common | opening_words(approved)
        else:
            found = self._decider.by_sentence(finding, asked, worded.text, cited, held)
            opening = _opening(finding, found, language)
        sentence = after(opening, worded.text, common)
        named = cited_sentence(sentence, self._named(finding, cited, language))
        draft = self._answer(finding, named, cited, held, language)

        def quoted_instead() -> Answer:
            return self._quoted(finding, first, asked)

        return verified(draft, worded.text, quoted_instead, self._contracts, common)

    def _held(
        self, finding: Finding, place: Place, sentence: str, asked: Asked
    ) -> tuple[Reservation, ...]:
        """What is to be told with the sentence on the place: what limits it, the case that is asked
        about, and what stands elsewhere."""
        contract = self._contracts[place.contract]
        held = held_back(contract, place, sentence, asked.language)
        if asked.language == contract.language:
            at = place.start, place.end
            cases = of_the_case(contract, contract.clause(place.clause), at, asked.question)
            held += tuple(case for case in cases if case not in held)
        return (*held, *self._elsewhere(finding, place, asked, held))

    def _elsewhere(
        self, finding: Finding, place: Place, asked: Asked, held: Sequence[Reservation]
    ) -> list[Reservation]:
        """What the words at the place point to, or the figure asked for that they lack, or another
        one for the case that is asked about; beside what is `held` back already."""
        contract = self._contracts[place.contract]
        question, language = asked.question, asked.language
        told = {place.clause, *(one.clause.id for one in held)}
        cases = (
            of_a_case_beside(
                contract, contract.clause(place.clause), (place.start, place.end), question
            )
            if language == contract.language
            else ()
        )
        beside = [case for case in cases if case.clause.id not in told]
        if any(other.clause != place.clause for other in finding.places[1:]):
            return beside
        return beside or (
            pointed_at(contract, place, question, language)
            or figure_beside(contract, finding, question, language)
        )

    def _quoted(self, finding: Finding, first: Place, asked: Asked) -> Answer:
        """The answer in which the clause speaks for itself."""
        contract = self._contracts[first.contract]
        clause = contract.clause(first.clause)
        start, end = spoken_span(contract, clause, first.start, first.end)
        marks = first.marks or ((first.start, first.end),)
        # What takes back a part of it in what is quoted tells as much.
        back = taken_back(contract, clause, first.start, first.end)
        marks += tuple((one.start, one.end) for one in back if one.end <= end)
        marks += figures_asked(contract, marks, (start, end), asked)
        shown = replace(first, start=start, end=end, marks=marks)
        held = limits(contract, clause, start, end)
        held += tuple(self._elsewhere(finding, shown, asked, held))
        cited = citations(self._contracts, [shown, *finding.places[1:]], {}, held)
        said = quoted_sentence(contract, clause, contract.text[start:end], asked.language)
        found = self._decider.by_quote(finding, asked, cited, held)
        opening = _opening(finding, found, asked.language)
        said = f"{opening} {said[:1].lower()}{said[1:]}" if opening else said
        return self._answer(finding, said, cited, held, asked.language)

    def _named(self, finding: Finding, cited: tuple[Evidence, ...], language: str) -> str:
        """The place that a sentence was read in, and those to be read with it."""
        first, *others = [self._place_name(item, language) for item in cited]
        count = len(finding.places) - 1
        also = ", ".join(others[:count])
        return say_within("see_too", language, place=first, others=also) if also else first

    def _worded(self, finding: Finding, language: str) -> Worded | None:
        first = finding.places[0]
        # A sentence about the clause needs its wording; by meaning alone it speaks for itself.
        if finding.topic is None or first.treatment is None or first.treatment.by == "meaning":
            return None
        contract = self._contracts[first.contract]
        if opens_specially(contract.text[first.start : first.end]):
            return None
        # So it does where another clause may be meant, unless the asker may not read its language.
        if finding.unsure and language == contract.language:
            return None
        return word_topic(self._topics[finding.topic], contract, first.treatment, language)

    def _answer(
        self,
        finding: Finding,
        text: str,
        cited: tuple[Evidence, ...],
        held: Sequence[Reservation],
        language: str,
    ) -> Answer:
        contract = self._contracts[finding.places[0].contract]
        but = (self._limit(contract, one, language) for one in held)
        remarks = [
            *self._not_there(finding, contract, language),
            *notes_on(finding, self._contracts, language),
        ]
        return Answer(
            "answered",
            language,
            " ".join(["\n".join([text, *but]), *remarks]),
            cited,
            self._suggestions.related(finding, cited),
            self._suggestions.followups(finding, cited, language),
            topic=finding.topic,
            why=finding.why,
        )

    def _not_there(self, finding: Finding, contract: Contract, language: str) -> list[str]:
        """That the clause which the question names says nothing of what another one answers."""
        if finding.kind == "clause" or finding.name not in contract.by_id:
            return []
        named = place_name(contract, contract.clause(finding.name), language)
        return [say("not_there", language, place=with_article(named, language))]

    def _limit(self, contract: Contract, held: Reservation, language: str) -> str:
        """What limits an answer, in the contract's own words."""
        end = held.end
        if held.how == "outlined":
            parts = "; ".join(parts_of(contract, held.clause))
            name = place_name(contract, held.clause, language)
            return say("outlined", language, place=name, parts=parts)
        if held.restricts:
            end = max(end, list_end(contract, held.clause, end))
        words = contract.text[held.start : end]
        return named_quote(held.how, contract, held.clause, words, language)

    def _place_name(self, item: Evidence, language: str) -> str:
        contract = self._contracts[item.contract]
        return place_name(contract, contract.clause(item.clause), language)


def _opening(finding: Finding, found: str | None, language: str) -> str:
    """What is said before the answer: that it is not sure, or the yes or no that was `found`."""
    if finding.unsure:
        return say("unsure", language)
    return say(f"verdict_{found}", language) if found else ""
