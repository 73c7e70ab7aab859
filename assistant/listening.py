"""Listening: what a question means, alone, after what was said, and part by part.

What is short means little by itself ("et dans quel délai ?") and is read under what came before,
unless it is plain without.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from assistant.answer import Answer
from assistant.context import Context, context
from assistant.conversation import Turn, changes_subject, goes_on, joined, own_words, under
from assistant.finding import WEIGHTS, Finder
from assistant.found import Finding, Place
from assistant.lacking import told_beside
from assistant.mentions import mentions
from assistant.naming import names_one
from assistant.parts import asked_in, is_question, parts, stands_alone, subject, things
from assistant.quantities import QUANTITY_READERS, without
from assistant.recognition import OUT_OF_SCOPE, Recogniser
from assistant.requests import Manner, Requests
from corpus.model import Contract
from index.embedding import Embedder, Encoded, stressed
from index.lexical import terms

# How surely a question that could go on from the last one is recognised to stand alone.
SURE = 0.04
# How surely a later part of a question is recognised to mean the same without the first.
STANDS = 0.08
# A question leans on the last one where it is recognised less surely than `PLAIN`, and `LEANING`
# times as much as it is put like one that does.
PLAIN, LEANING, LONGEST_LEANING = 0.06, 2.0, 30
# What is put like small talk by more than `SOCIAL`, and so much more for each unit of the margin by
# which a clause seems to answer it, is small talk: 406 of 480 that nothing learned from, and one of
# 1,572 answerable development questions.
SOCIAL, SOCIAL_BY_MARGIN = 0.012, 0.004
# What is longer than the longest small talk but for orders to the chat, is none.
LONGEST_TALK, ORDERS = 16, "orders"
# What is asked of the chat itself, also with an "and" before it.
OF_THE_CHAT = ("who-are-you", "human", "help")
# So few words after an answer are on it where they ask, unless they are known small talk.
BARE = 2
# By how much a part of a question must outdo what speaks against it to be answered too, where the
# question as a whole is, and where it is not.
CLEAR, CLEARER = 0.8, 1.5
# What may be said besides the answer to a question of several parts.
BESIDES = ("topic", "passage", "silent")
# How surely one of several things named side by side must be a topic of its own, and how surely
# the others where the clause on them outdoes by `APART` what speaks against it.
NAMED, HINTED, APART = 0.06, 0.025, 2.0


@dataclass(frozen=True, slots=True)
class Meant:
    """A question as it was `asked`, as it is `understood` (under what it goes on from) and
    `heard`, and what was found for it."""

    asked: str
    understood: str
    heard: Encoded
    finding: Finding

    @property
    def is_sure(self) -> bool:
        """Whether the question is surely about what it was recognised as."""
        return self.finding.certainty >= SURE


class Listener:
    """Understands questions about contracts."""

    def __init__(
        self,
        embedder: Embedder,
        recogniser: Recogniser,
        finder: Finder,
        requests: Requests,
        contracts: Sequence[Contract],
    ) -> None:
        self._embedder = embedder
        self._recogniser = recogniser
        self._finder = finder
        self._requests = requests
        self._contracts = tuple(contracts)
        self._by_id = {contract.id: contract for contract in contracts}

    def heard(self, question: str) -> Encoded:
        """The question encoded, what it asks counting more than what it only tells.

        Where it asks for whatever there is about a subject, that alone is heard.
        """
        question = subject(question) or question
        asked = asked_in(question)
        if asked is None:
            (whole,) = self._encoded(question)
            return whole
        return stressed(*self._encoded(question, asked))

    def question(self, question: str, turns: Sequence[Turn]) -> Meant:
        """What the question means after `turns`; it may itself stand under one it goes on from."""
        asked = own_words(question)
        alone = self._alone(asked)
        if not alone.finding.ranked:
            return alone
        manner = self._requests.manner(alone.heard.vector)
        adds = manner.kind not in OF_THE_CHAT and self._adds(alone, turns)
        social = not adds and _is_small_talk(asked, alone.finding, manner)
        if social and not self._asks_of_it(alone):
            why = (f"put like small talk: {manner.kind}", *alone.finding.why)
            return replace(alone, finding=Finding("smalltalk", name=manner.kind, why=why))
        understood = asked != question
        if not (understood or (turns and self._leans(alone, manner, adds))):
            return alone
        together = question if understood else joined(asked, turns)
        (whole,) = self._encoded(" ".join(together.split()))
        before = self._context(alone.finding, turns)
        joint = self._found(asked, together, stressed(whole, alone.heard), before)
        if not turns:
            return joint
        last = turns[-1].answer
        if joint.finding.kind == "silent":
            cited = [(self._by_id[one.contract], one.clause) for one in last.citations]
            told = told_beside(asked, cited)
            if told is not None:
                why = ("what was just cited tells it",)
                return replace(joint, finding=Finding("passage", last.topic, (told,), why=why))
        again = joint.finding.topic == last.topic
        return alone if again and _says_more(alone.finding, last) else joint

    def _adds(self, alone: Meant, turns: Sequence[Turn]) -> bool:
        """Whether what may look like small talk is on the last answer: it opens with "and", has
        words of the clause cited ("je m'y oppose !"), or is a bare question that is no known small
        talk ("toujours ?")."""
        if not turns:
            return False
        if goes_on(alone.asked) or _words_of_the_clause(alone.asked, turns[-1].answer):
            return True
        bare = len(alone.asked.split()) <= BARE and is_question(alone.asked)
        return bare and not self._recogniser.recognise(alone.heard.vector).is_known

    def _asks_of_it(self, alone: Meant) -> bool:
        """Whether what is put like small talk nearly is a known question, or asks of somebody whom
        a contract names."""
        known = self._recogniser.recognise(alone.heard.vector).is_nearly_known
        return known or (is_question(alone.asked) and names_one(alone.asked, self._by_id))

    def _leans(self, alone: Meant, manner: Manner, adds: bool) -> bool:
        """Whether a question means more after what was said: by how it is put, unless it is surely
        recognised by itself. One that `adds` to that ("and if …?") is no small talk."""
        if len(alone.asked.split()) > LONGEST_LEANING or changes_subject(alone.asked):
            return False
        if alone.finding.kind == "smalltalk":
            return adds or manner.leaning > PLAIN
        label, score = self._likeliest(alone.heard)
        certainty = 0.0 if label == OUT_OF_SCOPE else score
        return certainty < PLAIN + LEANING * manner.leaning

    def _context(self, alone: Finding, turns: Sequence[Turn]) -> Context:
        last = turns[-1].answer if turns else None
        cited = [(one.contract, one.clause) for one in last.citations[:1]] if last else []
        choice = last is not None and last.status == "clarify"
        offered = [(one.contract, one.clause) for one in last.related] if last and choice else []
        return context(alone.ranked, cited, offered, self._by_id, WEIGHTS)

    def _alone(self, asked: str) -> Meant:
        """What the question means by itself.

        A figure in it may be just what is wrong ("le délai est-il de 48 heures ?"): where nothing
        is found with it, what is surely meant without it, if that gives a figure of the kind.
        """
        meant = self._found(asked, asked, self.heard(asked))
        if meant.finding.kind != "silent":
            return meant
        figures = [figure for read in QUANTITY_READERS for figure in read(asked)]
        if not figures:
            return meant
        rest = without(asked, figures)
        found = self._finder.find(rest, self.heard(rest))
        told = found.places and not found.unsure and self._gives_figure(found.places[0], asked)
        return replace(meant, finding=found) if told else meant

    def _gives_figure(self, place: Place, asked: str) -> bool:
        """Whether the words at the place give a figure of a kind that is `asked`."""
        contract = next(one for one in self._contracts if one.id == place.contract)
        words = contract.text[place.start : place.end]
        return any(read(words) for read in QUANTITY_READERS if read(asked))

    def parts(self, question: str, answered: bool) -> list[Meant]:
        """The parts of the question that are surely about something of their own.

        So is a part with a clear answer, the sooner where the question as a whole is `answered`. A
        later part is read under the first one, without which few mean anything ("et dans quel
        délai ?").
        """
        asked = parts(question)
        if not asked:
            return []
        # The clause that the first part names is not what a later part asks about.
        named = any(mentions(asked[0], contract) for contract in self._contracts)
        joint = [] if named else [under(asked[0], part) for part in asked[1:]]
        encoded = self._encoded(*asked, *joint)
        each = zip_longest(
            asked, encoded[: len(asked)], ["", *joint], [None, *encoded[len(asked) :]]
        )
        meant = [self._part(*one) for one in each]
        return [
            one
            for one in meant
            if one.finding.kind in BESIDES
            and (one.is_sure or one.finding.margin >= (CLEAR if answered else CLEARER))
        ]

    def things(self, question: str, language: str) -> list[Meant]:
        """The things that the question names side by side, where each is surely a topic of its
        own; none of them otherwise."""
        named = things(question, language)
        if not named:
            return []
        encoded = self._encoded(*named)
        # Told by what was asked before, without a look at the contract, which takes longer.
        likely = dict(map(self._likeliest, encoded))
        scores = likely.values()
        if len(likely) < len(named) or min(scores) < HINTED or max(scores) < NAMED:
            return []
        each = [self._found(*one) for one in zip(named, named, encoded, strict=True)]
        topics = {one.finding.topic for one in each}
        if len(topics) < len(each) or not all(_is_named(one.finding) for one in each):
            return []
        return each if max(one.finding.certainty for one in each) >= NAMED else []

    def _part(self, part: str, alone: Encoded, joint: str, together: Encoded | None) -> Meant:
        """What a part of a question asks: by itself where that is plain, else under the first part,
        as in `joint`."""
        if together is None:
            return self._found(part, part, alone)
        under_first = self._found(part, joint, stressed(together, alone))
        if not stands_alone(part) or self._likeliest(alone)[1] < SURE:
            return under_first
        found = self._found(part, part, alone)
        return found if _is_plain(found.finding, under_first.finding) else under_first

    def _found(
        self, asked: str, understood: str, heard: Encoded, before: Context | None = None
    ) -> Meant:
        return Meant(asked, understood, heard, self._finder.find(understood, heard, before))

    def _likeliest(self, heard: Encoded) -> tuple[str, float]:
        return self._recogniser.recognise(heard.vector).likeliest

    def _encoded(self, *texts: str) -> list[Encoded]:
        return self._embedder.encode(texts, "query")


def _says_more(alone: Finding, last: Answer) -> bool:
    """Whether a question by itself says more than the `last` answer once more would: what a bare
    word may mean, or a clause where the contract was said to be silent."""
    if alone.kind in ("topic", "passage"):
        return last.status == "not_in_contract" and not alone.unsure
    return alone.kind == "choice"


def _words_of_the_clause(asked: str, answer: Answer) -> bool:
    """Whether what is asked has a word, if inflected otherwise, of a clause that was cited."""
    said = set(terms(asked, answer.language))
    quoted = (terms(one.quote, answer.language) for one in answer.citations)
    return any(not said.isdisjoint(words) for words in quoted)


def _is_small_talk(asked: str, found: Finding, manner: Manner) -> bool:
    """Whether what is said only looks like a question: it is put like small talk, the more so the
    better a clause seems to answer it, and leans on nothing."""
    if len(asked.split()) > LONGEST_TALK and manner.kind != ORDERS:
        return False
    told = manner.social > SOCIAL + SOCIAL_BY_MARGIN * max(found.margin, 0.0)
    return told and manner.leaning <= PLAIN


def _is_named(found: Finding) -> bool:
    """Whether a thing named beside others is surely a topic of its own."""
    sure = found.certainty >= NAMED or (found.certainty >= HINTED and found.margin >= APART)
    return sure and found.kind in BESIDES and found.topic is not None


def _is_plain(alone: Finding, together: Finding) -> bool:
    """Whether a later part of a question is plain by itself, and not read under the first one."""
    least = SURE if together.kind == "silent" else STANDS
    return alone.margin >= CLEAR and alone.certainty >= least
