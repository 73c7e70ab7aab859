"""Composition: from what was found to the answer that is shown, verified."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from rapidfuzz import fuzz

from assistant.answer import Answer, Evidence, Related, Status
from assistant.found import Finding, Place
from assistant.mentions import names_annex
from assistant.phrases import LANGUAGES, place_name, say, with_article
from assistant.quoting import cited_sentence, evidence, quote_span, quoted_sentence
from assistant.restating import Wanted, restated
from assistant.topic_schema import Topic
from assistant.treatment import Treatment
from assistant.verdict import after, verdict
from assistant.verification import common_words, opening_words, verified
from assistant.wording import Worded, word_topic
from corpus.folding import fold
from corpus.model import Clause, Contract

MOST_RELATED = 3
MOST_FOLLOWUPS = 3


class Composer:
    """Turns findings into answers. `treated[contract][topic]` as `assistant.treatment` gives."""

    def __init__(
        self,
        contracts: Mapping[str, Contract],
        topics: Mapping[str, Topic],
        treated: Mapping[str, Mapping[str, tuple[Treatment, ...]]],
        replies: Mapping[str, Mapping[str, str]],
    ) -> None:
        self._contracts = contracts
        self._topics = topics
        self._treated = treated
        self._replies = replies
        said = [
            wording.in_language(language)
            for topic in topics.values()
            for wording in topic.answers
            for language in LANGUAGES
        ]
        self._common = {c.id: common_words(c, said) for c in contracts.values()}

    def compose(
        self,
        finding: Finding,
        question: str,
        language: str,
        spoken: Callable[[Place], Place] = lambda place: place,
    ) -> Answer:
        """The answer to show for what was found for `question`, in `language`.

        Quotes stay in the contract's own. `spoken` gives the words by which a place speaks for
        itself; it is asked only where there is no sentence about the clause.
        """
        if finding.kind in ("topic", "passage", "clause"):
            return self._answered(finding, question, language, spoken)
        if finding.kind == "choice":
            return self._choice(finding, language)
        if finding.kind == "smalltalk":
            return self._aside(
                "out_of_scope", self._replies[finding.name][language], finding, language
            )
        if finding.kind == "scope":
            title = next(iter(self._contracts.values())).title
            return self._aside(
                "out_of_scope", say("out_of_scope", language, title=title), finding, language
            )
        return self._not_in_contract(finding, language)

    def again(self, wanted: Wanted, answer: Answer, language: str) -> Answer:
        """What is asked about the last `answer`: its quote, its reason, the clause beside it."""
        said = restated(wanted, answer, self._contracts, language)
        return verified(said, "", said, self._contracts, frozenset())

    def example(self, language: str) -> str:
        """A question that the first contract answers."""
        return next(iter(self.examples(language, 1)), "")

    def examples(self, language: str, count: int) -> tuple[str, ...]:
        """Questions that the contracts answer, one a topic, those on plain facts first."""
        topics = {topic for by_topic in self._treated.values() for topic in by_topic}
        worded = [self._topics[topic] for topic in sorted(topics) if self._topics[topic].answers]
        best = sorted(worded, key=lambda topic: not topic.facts)
        return tuple(_full_question(topic, language) for topic in best[:count])

    def _answered(
        self, finding: Finding, question: str, language: str, spoken: Callable[[Place], Place]
    ) -> Answer:
        places = finding.places
        first = places[0]
        worded = self._worded(finding, language)
        approved = finding.wording.get(language)
        if worded is None and not approved and finding.kind != "clause":
            first = spoken(first)
        contract = self._contracts[first.contract]
        clause = contract.clause(first.clause)
        extractive = self._evidence([first, *places[1:]], {})
        quote = quoted_sentence(contract, clause, contract.text[first.start : first.end], language)
        fallback = self._answer(finding, quote, extractive, language)
        common = self._common[contract.id]
        if approved:
            worded, common = Worded(approved, ()), common | opening_words(approved)
        if worded is None:
            return verified(fallback, "", fallback, self._contracts, frozenset())
        cited = self._evidence(places, {0: worded.facts})
        names = [self._place_name(item, language) for item in cited]
        sentence = self._decided(finding, question, worded.text, cited, language)
        draft = self._answer(finding, cited_sentence(sentence, names), cited, language)
        return verified(draft, worded.text, fallback, self._contracts, common)

    def _decided(
        self,
        finding: Finding,
        question: str,
        sentence: str,
        cited: tuple[Evidence, ...],
        language: str,
    ) -> str:
        """The sentence, after a yes or no where it decides the question; as is where approved."""
        if finding.wording.get(language):
            return sentence
        usual = self._topics[finding.topic].asks_in(language) if finding.topic else ()
        contract = self._contracts[finding.places[0].contract]
        quotes = [item.quote for item in cited]
        found = verdict(question, sentence, quotes, usual, language, contract.language)
        return after(say(f"verdict_{found}", language), sentence, language) if found else sentence

    def _worded(self, finding: Finding, language: str) -> Worded | None:
        first = finding.places[0]
        # A sentence about the clause needs its wording; by meaning alone it speaks for itself.
        if finding.topic is None or first.treatment is None or first.treatment.by == "meaning":
            return None
        contract = self._contracts[first.contract]
        return word_topic(self._topics[finding.topic], contract, first.treatment, language)

    def _evidence(
        self, places: Iterable[Place], facts: Mapping[int, tuple[tuple[int, int], ...]]
    ) -> tuple[Evidence, ...]:
        cited = []
        for position, place in enumerate(places):
            contract = self._contracts[place.contract]
            clause = contract.clause(place.clause)
            marks = facts.get(position) or place.marks
            start, end = quote_span(contract, clause, place.start, place.end, marks)
            cited.append(
                evidence(contract, clause, start, end, marks or ((place.start, place.end),))
            )
        return tuple(cited)

    def _answer(
        self, finding: Finding, text: str, cited: tuple[Evidence, ...], language: str
    ) -> Answer:
        remarks = self._remarks(finding, language)
        return Answer(
            "answered",
            language,
            " ".join([text, *remarks]),
            cited,
            self._related(finding, cited),
            self._followups(finding, cited, language),
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
            followups=tuple(self._asked_of(id, clause, language) for id, clause in clauses),
            why=finding.why,
        )

    def _asked_of(self, contract_id: str, clause: Clause, language: str) -> str:
        """A question that the clause is the first to answer; its name where none is known."""
        leading = (
            topic
            for topic, hits in self._treated[contract_id].items()
            if hits[0].clause == clause.id and hits[0].by == "sentence"
        )
        topic = next(leading, None)
        return _full_question(self._topics[topic], language) if topic else clause.label

    def _aside(self, status: Status, text: str, finding: Finding, language: str) -> Answer:
        return Answer(status, language, text, followups=self.examples(language, 3), why=finding.why)

    def _not_in_contract(self, finding: Finding, language: str) -> Answer:
        contract = next(iter(self._contracts.values()))
        parts = []
        if language in finding.wording:
            parts.append(finding.wording[language])
        elif finding.kind == "absent":
            span = _range(contract, finding.name, language)
            parts.append(say("no_such_clause", language, name=finding.name, range=span).strip())
        elif finding.topic is not None:
            topic = self._topics[finding.topic]
            parts.append(
                topic.silence(language) or say("silent", language, label=topic.label(language))
            )
        else:
            parts.append(say("silent_unknown", language))
        if finding.near and finding.kind != "absent":
            near = finding.near[0]
            clause = self._contracts[near.contract].clause(near.clause)
            place = place_name(self._contracts[near.contract], clause, language)
            parts.append(say("silent_near", language, place=with_article(place, language)))
        parts += self._remarks(finding, language)
        return Answer(
            "not_in_contract",
            language,
            " ".join(parts),
            related=self._related(finding, ()),
            followups=self._followups(finding, (), language),
            topic=finding.topic,
            why=finding.why,
        )

    def _remarks(self, finding: Finding, language: str) -> list[str]:
        """What staff noted on oddities that matter to the topic or to the clause quoted."""
        first = finding.places[0] if finding.places and finding.topic is None else None
        quoted = (first.contract, first.clause) if first else None
        return [
            note.text[language]
            for contract in self._contracts.values()
            for note in contract.notes
            if finding.topic in note.topics or (contract.id, note.clause) == quoted
            if language in note.text
        ]

    def _place_name(self, item: Evidence, language: str) -> str:
        contract = self._contracts[item.contract]
        return place_name(contract, contract.clause(item.clause), language)

    def _related(self, finding: Finding, cited: tuple[Evidence, ...]) -> tuple[Related, ...]:
        """Places near what was found, then those of neighbouring topics."""
        found = [(place.contract, place.clause) for place in finding.near]
        for topic in self._topics[finding.topic].near if finding.topic else ():
            for contract_id, by_topic in self._treated.items():
                found += [(contract_id, hit.clause) for hit in by_topic.get(topic, ())[:1]]
        seen = {(item.contract, item.clause) for item in cited}
        unseen = [place for place in dict.fromkeys(found) if place not in seen]
        return tuple(
            Related(contract_id, clause, self._contracts[contract_id].clause(clause).label)
            for contract_id, clause in unseen[:MOST_RELATED]
        )

    def _followups(
        self, finding: Finding, cited: tuple[Evidence, ...], language: str
    ) -> tuple[str, ...]:
        """Questions that the contract answers, on neighbouring topics, then on the same article."""
        near = self._topics[finding.topic].near if finding.topic else ()
        articles = {item.clause.split(".")[0].split("/")[0] for item in cited}
        topics = [topic for topic in near if any(topic in by for by in self._treated.values())]
        for by_topic in self._treated.values():
            for topic, hits in by_topic.items():
                if hits[0].clause.split(".")[0].split("/")[0] in articles:
                    topics.append(topic)
        wanted = [topic for topic in dict.fromkeys(topics) if topic != finding.topic]
        asked = (_full_question(self._topics[topic], language) for topic in wanted)
        return tuple(dict.fromkeys(question for question in asked if question))[:MOST_FOLLOWUPS]


def _range(contract: Contract, named: str, language: str) -> str:
    """Which articles the contract has, or which annexes where one was `named`; '' for none."""
    kind = "annex" if names_annex(named) else "article"
    numbers = [c.id.removeprefix("annex-") for c in contract.clauses if c.kind == kind]
    if not numbers:
        return ""
    return say(f"range_{kind}", language, first=numbers[0], last=numbers[-1])


def _full_question(topic: Topic, language: str) -> str:
    """Of the whole questions on the topic, the plainest: short, in the words of its label."""
    return _plainest(topic.asks_in(language), fold(topic.label(language)))


@lru_cache(maxsize=2048)
def _plainest(asks: tuple[str, ...], label: str) -> str:
    whole = [ask for ask in asks if ask.endswith("?") and ask.count("?") == 1 and len(ask) > 20]

    def plain(ask: str) -> float:
        return fuzz.token_set_ratio(fold(ask), label) - 0.5 * len(ask)

    chosen = max(whole, key=plain, default=asks[0])
    return chosen[:1].upper() + chosen[1:]
