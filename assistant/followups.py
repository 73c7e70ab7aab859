"""Follow-ups: what is said after an answer and only asks something about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import cast

from assistant.answer import Answer
from assistant.conversation import Turn, changes_subject, checks_a_figure, own_words
from assistant.counting import LAST, Count, count, counted
from assistant.gaps import has_figure
from assistant.language import question_language
from assistant.mentions import mentions
from assistant.phrases import LANGUAGES, say
from assistant.remarks import on_why, other_figure
from assistant.requests import Request, Requests
from assistant.restating import Wanted, restated
from assistant.verification import verbatim, verbatim_quotes
from corpus.model import Clause, Contract

Reply = Callable[[str, str, Sequence[Turn]], Turn]
"""Answers a question in a language, after what was said."""

STEPS: dict[str, int] = {"next": 1, "previous": -1}


class FollowUps:
    """Answers what is asked about the last answer, and what counts clauses from it."""

    def __init__(self, contracts: Mapping[str, Contract], requests: Requests, reply: Reply) -> None:
        self._contracts, self._requests, self._reply = contracts, requests, reply

    def turn(self, question: str, language: str, turns: Sequence[Turn]) -> Turn | None:
        """The question and its answer; None where it asks anything else."""
        wanted = count(question)
        if not turns:
            return self._numbered(wanted, language) if wanted else None
        last = turns[-1]
        if wanted is not None:
            return self._counted(wanted, question, language, self._current(last))
        if checks_a_figure(question):
            return self._checked(question, turns)
        kind = None if changes_subject(question) else self._kind(question, last.answer.language)
        if kind is None:
            return None
        if kind in LANGUAGES:
            return self._again(last, kind)
        spoken = question_language(question, last.answer.language)
        if kind in STEPS:
            return self._counted(Count(steps=STEPS[kind]), question, spoken, self._current(last))
        return self._restated(cast(Wanted, kind), question, spoken, self._current(last))

    def _checked(self, question: str, turns: Sequence[Turn]) -> Turn | None:
        """The last answer with a figure, and a word where the one in the question is another; None
        where none has any."""
        for turn in reversed(turns):
            last = self._current(turn)
            if any(has_figure(one.quote) for one in last.answer.citations):
                spoken = question_language(question, last.answer.language)
                if not other_figure(question, [one.quote for one in last.answer.citations]):
                    return self._restated("why", question, spoken, last)
                return replace(last, answer=self._denied(last.answer, spoken))
        return None

    def _denied(self, answer: Answer, language: str) -> Answer:
        """That the clause has another figure, and what was said of it."""
        if language != answer.language:
            answer = restated("quote", answer, self._contracts, language)
        said = answer.answer
        for remark in ("other_figure", "other_figure_here", "no_other_figure"):
            said = said.replace(say(remark, language), "").strip()
        return replace(answer, answer=f"{say('no_other_figure', language)} {said}")

    def _current(self, last: Turn) -> Turn:
        """The last turn, answered once more where what it cites was replaced since."""
        stands = self._still_cites(last.answer)
        return last if stands else self._again(last, last.answer.language)

    def _kind(self, question: str, said: str) -> Request | None:
        """What the question asks about the answer, or its first sentence where the rest only tells
        something ("Vous êtes sûr ? On m'a dit 24 heures")."""
        first, rest = _first_sentence(question)
        kind = self._requests.kind(question, said)
        return kind or (self._requests.kind(first, said) if rest and "?" not in rest else None)

    def _again(self, last: Turn, language: str) -> Turn:
        """The last question answered once more; one that leaned on another still does."""
        leaned = own_words(last.question) != last.question
        return self._reply(last.question, language, [last] if leaned else [])

    def _restated(self, wanted: Wanted, question: str, language: str, last: Turn) -> Turn:
        """What is asked about the last answer, and a word on what it does not give."""
        if wanted == "again" and language != last.answer.language:
            last = self._again(last, language)
        said = verbatim(restated(wanted, last.answer, self._contracts, language), self._contracts)
        quotes = [one.quote for one in said.citations]
        told = _first_sentence(question)[1] or question
        remark = on_why(question, told, quotes) if wanted == "why" and quotes else None
        if remark is not None:
            said = replace(said, answer=f"{said.answer} {say(remark, language)}")
        return replace(last, answer=said)

    def _numbered(self, wanted: Count, language: str) -> Turn | None:
        """The clause of that number ("wat staat er in 6?"), None where there is none."""
        if wanted.unit == "point" or wanted.ordinal or not wanted.number:
            return None
        for contract in self._contracts.values():
            if wanted.number in contract.by_id and wanted.unit != "annex":
                return self._reply(contract.by_id[wanted.number].label, language, ())
        return None

    def _counted(self, wanted: Count, question: str, language: str, last: Turn) -> Turn | None:
        """The clause that is counted from what the last answer showed; None where that is none."""
        shown, named = self._shown(last)
        if shown is None:
            if offered := _offered(wanted, last.answer):
                return self._reply(offered, language, ())
            if wanted.number and not named:
                return self._numbered(wanted, language)
            missing = self._missing(wanted, language)
            return missing or Turn(question, _clarified("nothing_cited", language))
        contract, clause = shown
        offered = _offered(wanted, last.answer)
        if offered and not contract.children(clause.id):
            return self._reply(offered, language, ())
        found = counted(wanted, contract, clause)
        if found is not None:
            return self._reply(found.label, language, ())
        if wanted.steps:
            return Turn(
                question, _clarified("no_next" if wanted.steps > 0 else "no_previous", language)
            )
        within = clause.label if wanted.unit == "point" else ""
        return self._missing(wanted, language, within) if named or wanted.unit else None

    def _missing(self, wanted: Count, language: str, within: str = "") -> Turn | None:
        """That there is no clause of that number."""
        if not wanted.number or wanted.number == LAST:
            return None
        unit = "annexe" if wanted.unit == "annex" else "article"
        named = f"point {wanted.number} de {within}" if within else f"{unit} {wanted.number}"
        return self._reply(named, language, ())

    def _shown(self, turn: Turn) -> tuple[tuple[Contract, Clause] | None, bool]:
        """The clause that the question named, else one that is cited; and whether one was named."""
        asked = own_words(turn.question)
        named = [
            (contract, mention.clause)
            for contract in self._contracts.values()
            for mention in mentions(asked, contract)
        ]
        cited = [(self._contracts[one.contract], one.clause) for one in turn.answer.citations]
        for contract, clause in [*named, *cited]:
            if clause is not None:
                return (contract, contract.clause(clause)), bool(named)
        return None, bool(named)

    def _still_cites(self, answer: Answer) -> bool:
        """Whether what the answer cites stands where it did: a contract may have been replaced."""
        cited = [(one.contract, one.clause) for one in answer.citations]
        cited += [(one.contract, one.clause) for one in answer.related]
        known = all(
            contract in self._contracts and clause in self._contracts[contract].by_id
            for contract, clause in cited
        )
        return known and verbatim_quotes(answer, self._contracts) == len(answer.citations)


def _offered(wanted: Count, answer: Answer) -> str | None:
    """The question that is meant by its place among those offered with the answer ("la première");
    None where a clause is counted, or there are not so many."""
    if not wanted.ordinal or wanted.unit:
        return None
    place = len(answer.followups) if wanted.number == LAST else int(wanted.number)
    return answer.followups[place - 1] if 0 < place <= len(answer.followups) else None


def _clarified(phrase: str, language: str) -> Answer:
    return Answer("clarify", language, say(phrase, language))


def _first_sentence(question: str) -> tuple[str, str]:
    """The first sentence with its mark, and the rest."""
    match = re.match(r"(.+?[.!?…]+)\s+(.*)", question)
    return (match[1], match[2]) if match else (question, "")
