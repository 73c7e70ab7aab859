"""The assistant: contracts, index and topics put together to answer questions."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from assistant.answer import Answer, Status
from assistant.composition import Composer
from assistant.conversation import LONGEST_QUESTION, Turn, joined, own_words, request, under
from assistant.coverage import surely, treated_topics
from assistant.evidence import Evidence
from assistant.finding import Finder
from assistant.found import Finding, Place
from assistant.journal.pairs import Pair
from assistant.knowledge import Knowledge
from assistant.language import question_language
from assistant.mentions import mentions
from assistant.parts import (
    asked_in,
    combined,
    on_another_topic,
    parts,
    quotes_more,
    stands_alone,
    subject,
    things,
)
from assistant.phrases import LANGUAGES, say
from assistant.recognition import OUT_OF_SCOPE, Recogniser
from assistant.remarks import remarked
from assistant.verification import verbatim_quotes
from assistant.vocabulary import Vocabulary, word_counts
from corpus.model import Contract
from index.baseline import Baseline
from index.cache import cached_queries
from index.embedding import Embedder, Encoded, Vectors, stressed
from index.folders import cache_folder
from index.loading import load_embedder
from index.progress import Progress, silent
from index.search import ContractIndex, Hit

# How surely a question that could go on from the last one is recognised to stand alone.
SURE = 0.04
# How surely a later part of a question is recognised to mean the same without the first.
STANDS = 0.08
# By how much a part of an answered question must outdo what speaks against it to be answered too.
CLEAR = 0.8
# What may be said besides the answer to a question of several parts.
BESIDES = ("topic", "passage", "silent")
# How surely one of several things named side by side must be a topic of its own, and how surely
# the others where the clause on them outdoes by `APART` what speaks against it.
NAMED, HINTED, APART = 0.06, 0.025, 2.0


class Assistant:
    """Answers questions about a set of contracts. Safe to share between threads."""

    def __init__(
        self, contracts: Sequence[Contract], index: ContractIndex, embedder: Embedder,
        knowledge: Knowledge, recogniser: Recogniser, asked: Vectors, progress: Progress = silent,
    ) -> None:  # fmt: skip
        self.contracts = tuple(contracts)
        self.index = index
        self._by_id = {contract.id: contract for contract in contracts}
        self._embedder = embedder
        self._knowledge = knowledge
        treated = treated_topics(contracts, index, knowledge, asked, progress)
        self.evidence = Evidence(index, recogniser, treated)
        self.finder = Finder(
            self._by_id,
            self.evidence,
            recogniser,
            treated,
            {topic.id: topic.near for topic in knowledge.topics.values()},
            {topic.id: topic.cites for topic in knowledge.topics.values()},
        )
        known = [ask.text for ask in knowledge.asks if ask.label != OUT_OF_SCOPE]
        written = [contract.text for contract in contracts]
        self._vocabulary = self._own_vocabulary = Vocabulary.of([*known, *written])
        self._composer = Composer(self._by_id, knowledge.topics, surely(treated), knowledge.replies)

    @classmethod
    def open(
        cls,
        contracts: Sequence[Contract] | None = None,
        *,
        progress: Progress = silent,
        rebuild: bool = False,
        embedder: Embedder | None = None,
    ) -> Assistant:
        """Loads the model, builds or reads the index of `contracts` (all in the corpus by default).

        Takes seconds, minutes the very first time; `progress` is told. ClausierError where
        the model or a contract cannot be read.
        """
        from corpus.library import available

        contracts = available() if contracts is None else contracts
        embedder = embedder or load_embedder(progress)
        knowledge = Knowledge.read()
        kept = cache_folder() / "topics"
        questions = [ask.text for ask in knowledge.asks]
        vectors = cached_queries(questions, embedder, kept / "questions", progress)
        recogniser = Recogniser.kept(knowledge.asks, vectors, kept / "recogniser", progress)
        languages = [ask.language for ask in knowledge.asks]
        usual = Baseline.from_questions(questions, vectors, languages)
        index = ContractIndex.open(
            contracts, embedder, progress=progress, rebuild=rebuild, baseline=usual
        )
        return cls(contracts, index, embedder, knowledge, recogniser, vectors, progress)

    def contract(self, contract_id: str) -> Contract:
        """The contract of that id; KeyError where the assistant has none."""
        return self._by_id[contract_id]

    def ask(
        self, question: str, *, language: str | None = None, turns: Sequence[Turn] = ()
    ) -> Answer:
        """The answer, in the question's language unless `language` names one.

        `turns` is what was said before, oldest first.
        """
        return self.turn(question, language=language, turns=turns).answer

    def turn(
        self, question: str, *, language: str | None = None, turns: Sequence[Turn] = ()
    ) -> Turn:
        """The question as it was understood after `turns`, and its answer."""
        began = time.perf_counter()
        question = " ".join(question.split())
        spoken = language if language in LANGUAGES else question_language(question)
        said = self._again(question, turns) or self._reply(question, spoken, turns)
        elapsed = round((time.perf_counter() - began) * 1000)
        return replace(said, answer=replace(said.answer, elapsed_ms=elapsed))

    def _again(self, question: str, turns: Sequence[Turn]) -> Turn | None:
        """What a request about the last answer gives; None where the question is none."""
        wanted = request(question) if turns else None
        if wanted is None:
            return None
        last = turns[-1]
        if wanted == "fr" or wanted == "nl" or wanted == "en":
            return self._reply(last.question, wanted, ())
        if not self._still_cites(last.answer):
            last = self._reply(last.question, last.answer.language, ())
        spoken = question_language(question, last.answer.language)
        return replace(last, answer=self._composer.again(wanted, last.answer, spoken))

    def _reply(self, question: str, language: str, turns: Sequence[Turn]) -> Turn:
        if not any(char.isalnum() for char in question):
            return Turn(question, self._hint("clarify", "empty", language))
        asked = own_words(question)
        if len(asked) > LONGEST_QUESTION:
            said = say("too_long", language, length=len(asked), limit=LONGEST_QUESTION)
            return Turn(asked[:LONGEST_QUESTION], Answer("clarify", language, said))
        if not self._vocabulary.understands(asked):
            return Turn(question, self._hint("out_of_scope", "not_words", language))
        together = joined(question, turns) if asked == question else question
        alone = self.heard(asked, goes_on=together is not None)
        finding, heard = self.finder.find(asked, alone), alone
        if together is not None and finding.certainty < SURE:
            # What is new counts most: the rest was answered already.
            heard = stressed(stressed(self._together(together), alone), alone)
            question, finding = together, self.finder.find(together, heard)
        answer = self._composed(finding, heard, asked, language)
        if finding.approved:
            return Turn(question, remarked(asked, answer))
        answered = answer.status == "answered"
        each = self._by_parts(asked, language, answered)
        if len(each) < 2:
            more = [
                one
                for one in each
                if on_another_topic([answer], one) or (answered and quotes_more([answer], one))
            ]
            each = [answer, *more] if answered else [*more, answer]
        return Turn(question, remarked(asked, combined(each[0], each[1:])))

    def _hint(self, status: Status, phrase: str, language: str) -> Answer:
        """What is said where nothing was asked, with a question that could be."""
        example = self._composer.example(language)
        said = say(phrase, language, example=example)
        return Answer(status, language, said, followups=(example,))

    def _together(self, question: str) -> Encoded:
        """A question that stands under the one it goes on from, encoded with it."""
        (whole,) = self._embedder.encode([" ".join(question.split())], "query")
        return whole

    def _composed(self, finding: Finding, heard: Encoded, asked: str, language: str) -> Answer:
        def spoken(place: Place) -> Place:
            return self.finder.spoken(place, heard)

        return self._composer.compose(finding, asked, language, spoken)

    def _by_parts(self, question: str, language: str, answered: bool) -> list[Answer]:
        """The answers to the parts of the question that are surely about something of their own.

        Where the question as a whole is answered, so is a part with a clear answer. A later part
        is read under the first one, without which few mean anything ("et dans quel délai ?").
        """
        asked = parts(question)
        if not asked:
            return self._by_things(question, language)
        # The clause that the first part names is not what a later part asks about.
        named = any(mentions(asked[0], contract) for contract in self.contracts)
        joint = [] if named else [under(asked[0], part) for part in asked[1:]]
        encoded = self._embedder.encode([*asked, *joint], "query")
        found: list[Answer] = []
        for part, alone, text, together in zip_longest(
            asked, encoded[: len(asked)], ["", *joint], [None, *encoded[len(asked) :]]
        ):
            finding, heard = self._meant(part, alone, text, together)
            sure = finding.certainty >= SURE
            clear = answered and finding.margin >= CLEAR
            if finding.kind not in BESIDES or not (sure or clear):
                continue
            answer = self._composed(finding, heard, part, language)
            if (sure and on_another_topic(found, answer)) or quotes_more(found, answer):
                found.append(answer)
        return found

    def _by_things(self, question: str, language: str) -> list[Answer]:
        """The answers on the things that the question names side by side, where each is surely a
        topic of its own."""
        named = things(question, language)
        heard = self._embedder.encode(named, "query")
        found = [self.finder.find(*each) for each in zip(named, heard, strict=True)]
        if len({finding.topic for finding in found}) < len(found) or not all(map(_is_named, found)):
            return []
        if max((finding.certainty for finding in found), default=0.0) < NAMED:
            return []
        return [
            self._composed(finding, encoded, thing, language)
            for thing, encoded, finding in zip(named, heard, found, strict=True)
        ]

    def _meant(
        self, part: str, alone: Encoded, joint: str, together: Encoded | None
    ) -> tuple[Finding, Encoded]:
        """What a part of a question asks, and how it is heard: by itself where that is plain, else
        under the first part, as in `joint`.
        """
        found = self.finder.find(part, alone)
        if together is None:
            return found, alone
        heard = stressed(together, alone)
        under_first = self.finder.find(joint, heard)
        plain = stands_alone(part) and _is_plain(found, under_first)
        return (found, alone) if plain else (under_first, heard)

    def heard(self, question: str, *, goes_on: bool = False) -> Encoded:
        """The question encoded, what it asks counting more than what it only tells.

        Where it asks for whatever there is about a subject, that alone is heard, unless it may go
        on from what was said ("qu'en est-il d'un sous-traitant ?").
        """
        if not goes_on:
            question = subject(question) or question
        asked = asked_in(question)
        if asked is None:
            (whole,) = self._embedder.encode([question], "query")
            return whole
        return stressed(*self._embedder.encode([question, asked], "query"))

    def search(self, query: str, k: int) -> list[Hit]:
        """The `k` clauses nearest to the query, best first."""
        return self.index.search(query, k=k)

    def read_ahead(self) -> None:
        """Reads the dictionaries and the clauses before anyone asks; the answers are the same
        without it, but later."""
        for language in LANGUAGES:
            word_counts(language)
        self.index.read_ahead()

    def approve(self, pairs: Sequence[Pair]) -> None:
        """From now on, what staff answered holds: `pairs` are all that are in effect."""
        ours = tuple(
            pair
            for pair in pairs
            if pair.contract in self._by_id
            and (pair.clause is None or pair.clause in self._by_id[pair.contract].by_id)
        )
        questions = [pair.question for pair in ours]
        self._vocabulary = self._own_vocabulary.extended(questions)
        self.finder.approve(ours, self._embedder.encode_queries(questions))

    def examples(self, language: str, count: int) -> tuple[str, ...]:
        """Up to `count` questions, in `language`, that the contracts answer."""
        return self._composer.examples(language, count)

    def _still_cites(self, answer: Answer) -> bool:
        """Whether what the answer cites stands where it did: a contract may have been replaced."""
        known = all(
            item.contract in self._by_id and item.clause in self._by_id[item.contract].by_id
            for item in answer.citations
        )
        return known and self.count_verbatim(answer) == len(answer.citations)

    def count_verbatim(self, answer: Answer) -> int:
        """How many of the answer's quotes are the contract's own words at the place they cite."""
        return verbatim_quotes(answer, self._by_id)


def _is_named(found: Finding) -> bool:
    """Whether a thing named beside others is surely a topic of its own."""
    sure = found.certainty >= NAMED or (found.certainty >= HINTED and found.margin >= APART)
    return sure and found.kind in BESIDES and found.topic is not None


def _is_plain(alone: Finding, together: Finding) -> bool:
    """Whether a later part of a question is plain by itself, and not read under the first one."""
    least = SURE if together.kind == "silent" else STANDS
    return alone.margin >= CLEAR and alone.certainty >= least
