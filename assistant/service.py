"""The assistant: contracts, index and topics put together to answer questions."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Status
from assistant.composition import Composer
from assistant.conversation import (
    LONGEST_QUESTION,
    Turn,
    chosen,
    on_the_contract,
    own_words,
)
from assistant.coverage import surely, treated_topics
from assistant.deciding import Asked
from assistant.evidence import Evidence
from assistant.finding import Finder
from assistant.followups import FollowUps
from assistant.found import Place
from assistant.journal.pairs import Pair
from assistant.knowledge import Knowledge, check_notes
from assistant.language import question_language
from assistant.listening import Listener, Meant
from assistant.names import Names
from assistant.parts import combined, on_another_topic, parts, quotes_more
from assistant.phrases import LANGUAGES, say
from assistant.recognition import OUT_OF_SCOPE, Recogniser
from assistant.remarks import remarked
from assistant.requests import Requests
from assistant.suggestions import Suggestions
from assistant.topic_schema import Topic
from assistant.verification import verbatim_quotes
from assistant.vocabulary import Vocabulary, word_counts
from corpus.model import Contract
from index.baseline import Baseline
from index.cache import cached_queries
from index.embedding import Embedder, Vectors
from index.folders import cache_folder
from index.loading import load_embedder
from index.progress import Progress, silent
from index.search import ContractIndex, Hit


class Assistant:
    """Answers questions about a set of contracts. Safe to share between threads."""

    def __init__(
        self, contracts: Sequence[Contract], index: ContractIndex, embedder: Embedder,
        knowledge: Knowledge, recogniser: Recogniser, requests: Requests, asked: Vectors,
        progress: Progress = silent,
    ) -> None:  # fmt: skip
        self.contracts = tuple(contracts)
        self.index = index
        self._by_id = {contract.id: contract for contract in contracts}
        self._embedder = embedder
        self._knowledge = knowledge
        check_notes(contracts, knowledge.topics)
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
        self.listener = Listener(embedder, recogniser, self.finder, requests, contracts)
        said = (*knowledge.asks, *knowledge.small)
        known = [ask.text for ask in said if ask.label != OUT_OF_SCOPE]
        written = [contract.text for contract in contracts]
        self._vocabulary = self._own_vocabulary = Vocabulary.of([*known, *written])
        self._suggestions = Suggestions(
            self._by_id, knowledge.topics, surely(treated), self._answers
        )
        named = [name for one in contracts for name in (one.title, *(p.name for p in one.parties))]
        self._names = Names.of([*written, *named], known)
        self._composer = Composer(
            self._by_id, knowledge.topics, self._suggestions, knowledge.replies, self._names
        )
        self.requests = requests
        self._follow_ups = FollowUps(self._by_id, requests, self._reply)

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
        folder = kept / "requests"
        requests = Requests.kept(
            knowledge.asks, vectors, knowledge.small, recogniser, embedder, folder, progress
        )
        return cls(contracts, index, embedder, knowledge, recogniser, requests, vectors, progress)

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
        self,
        question: str,
        *,
        language: str | None = None,
        turns: Sequence[Turn] = (),
        usual: str | None = None,
    ) -> Turn:
        """The question as it was understood after `turns`, and its answer.

        Where the question does not tell its language, it is that of the last answer, else the
        asker's `usual` one, else the contract's.
        """
        began = time.perf_counter()
        question = " ".join(question.split())
        spoken = language if language in LANGUAGES else self._spoken(question, turns, usual)
        turns = on_the_contract(turns)
        meant = chosen(question, turns)
        said = None if meant else self._follow_ups.turn(question, spoken, turns)
        said = said or self._reply(meant or question, spoken, turns)
        elapsed = round((time.perf_counter() - began) * 1000)
        return replace(said, answer=replace(said.answer, elapsed_ms=elapsed))

    def _spoken(self, question: str, turns: Sequence[Turn], usual: str | None) -> str:
        said = turns[-1].answer.language if turns else usual
        written = [contract.language for contract in self.contracts[:1]]
        known = (one for one in (said, *written) if one in LANGUAGES)
        return question_language(question, next(known, LANGUAGES[0]))

    def _reply(self, question: str, language: str, turns: Sequence[Turn]) -> Turn:
        if not any(char.isalnum() for char in question):
            return Turn(question, self._hint("clarify", "empty", language))
        asked = own_words(question)
        if len(asked) > LONGEST_QUESTION:
            said = say("too_long", language, length=len(asked), limit=LONGEST_QUESTION)
            return Turn(asked[:LONGEST_QUESTION], Answer("clarify", language, said))
        if not self._vocabulary.understands(asked):
            return Turn(question, self._hint("out_of_scope", "not_words", language))
        meant = self.listener.question(question, turns)
        answer = self._composed(meant, language)
        if meant.finding.approved:
            answer = remarked(asked, answer, self.contracts, self._names, approved=True)
            return Turn(meant.understood, answer)
        answered = answer.status == "answered"
        each = self._each(asked, language, answered)
        if len(each) < 2:
            more = [
                one
                for one in each
                if on_another_topic([answer], one) or (answered and quotes_more([answer], one))
            ]
            each = (
                [answer, *more] if answered else [*more, _on_the_rest(answer) if more else answer]
            )
        together = combined(each[0], each[1:])
        return Turn(meant.understood, remarked(asked, together, self.contracts, self._names))

    def _hint(self, status: Status, phrase: str, language: str) -> Answer:
        """What is said where nothing was asked, with a question that could be."""
        example = self._suggestions.example(language)
        said = say(phrase, language, example=example)
        return Answer(status, language, said, followups=(example,))

    def _composed(self, meant: Meant, language: str) -> Answer:
        def spoken(place: Place) -> Place:
            return self.finder.spoken(place, meant.heard)

        def likely(words: str) -> dict[str, float]:
            # What goes on from another question, or asks several things, is not heard alone.
            alone = meant.asked == meant.understood and not parts(meant.asked)
            return self.index.verdict(meant.heard, words) if alone else {}

        asked = Asked(meant.asked, language, spoken, likely)
        return self._composer.compose(meant.finding, asked)

    def _each(self, question: str, language: str, answered: bool) -> list[Answer]:
        """The answers to the several things that the question asks, or names side by side."""
        found: list[Answer] = []
        for meant in self.listener.parts(question, answered):
            answer = self._composed(meant, language)
            if (meant.is_sure and on_another_topic(found, answer)) or quotes_more(found, answer):
                found.append(answer)
        named = self.listener.things(question, language)
        return [*found, *(self._composed(meant, language) for meant in named)]

    def _answers(self, topic: Topic, language: str) -> bool:
        """Whether the question that is offered on the topic gets a sure answer on it."""
        found = self.listener.question(topic.offered(language), ()).finding
        return found.topic == topic.id and found.kind in ("topic", "passage") and not found.unsure

    def search(self, query: str, k: int) -> list[Hit]:
        """The `k` clauses nearest to the query, best first."""
        return self.index.search(query, k=k)

    def read_ahead(self) -> None:
        """Reads the dictionaries and the clauses, and asks what may be offered, before anyone asks;
        the answers are the same without it, but later."""
        for language in LANGUAGES:
            word_counts(language)
        self.index.read_ahead()
        self._suggestions.read_ahead()

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
        return self._suggestions.examples(language, count)

    def count_verbatim(self, answer: Answer) -> int:
        """How many of the answer's quotes are the contract's own words at the place they cite."""
        return verbatim_quotes(answer, self._by_id)


def _on_the_rest(answer: Answer) -> Answer:
    """A refusal as it is said behind the answer to a part of the question."""
    unknown, rest = (say(key, answer.language) for key in ("silent_unknown", "silent_rest"))
    return replace(answer, answer=answer.answer.replace(unknown, rest))
