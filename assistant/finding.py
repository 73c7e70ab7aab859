"""Finding: from a question to the clauses that answer it, or to the finding that none does.

What staff answered comes first, then a clause that the question names, then the clause for
which most of the evidence speaks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant.approved import Approved, with_clause, with_wording, without_clause
from assistant.choices import CLOSE, by_doubt, by_figure, by_words
from assistant.context import Context
from assistant.entries import chosen_entry, entry_or_list
from assistant.evidence import Evidence
from assistant.found import Finding, Kind, Place, of_candidate, of_hit, whole
from assistant.journal.pairs import Pair
from assistant.mentions import Mention
from assistant.naming import defined_term, named_clause, names_one, referring, with_names
from assistant.nearest import is_far, nearest, shares_a_word
from assistant.recognition import OUT_OF_SCOPE, SMALLTALK, Floats, Recognised, Recogniser
from assistant.treatment import Treatment
from assistant.weighing import (
    TOLD_TOPIC,
    Candidate,
    Rival,
    Weighed,
    Weights,
    is_known,
    treated_alike,
    weigh,
)
from corpus.model import Contract, lies_under
from index.embedding import Encoded
from index.search import Hit

WEIGHTS = Weights()
# By how much what stands elsewhere must answer better than the clause that the question names.
FAR_BETTER = 3.0
# The least score by which it is said of a topic that the contract does not treat it.
NAMED_SILENT = 0.035


class Finder:
    """Finds the places that answer. `treatments[contract][topic]`: see `assistant.treatment`."""

    def __init__(
        self,
        contracts: Mapping[str, Contract],
        evidence: Evidence,
        recogniser: Recogniser,
        treatments: Mapping[str, Mapping[str, tuple[Treatment, ...]]],
        neighbours: Mapping[str, tuple[str, ...]],
        cites: Mapping[str, int],
    ) -> None:
        self._contracts = contracts
        self._evidence = evidence
        self._recogniser = recogniser
        self._treatments = treatments
        self._neighbours = neighbours
        self._cites = cites
        self._approved = Approved.none()

    def approve(self, pairs: Sequence[Pair], vectors: Floats) -> None:
        """What staff answered holds from now on; `vectors` [pairs, d] embed its questions."""
        said = self._recogniser.distinctive(vectors) if len(pairs) else vectors
        self._approved = Approved(tuple(pairs), said)

    def find(self, question: str, encoded: Encoded, context: Context | None = None) -> Finding:
        """The finding for a question encoded as `encoded`; `context` where it leans on another."""
        (said,) = self._recogniser.distinctive(encoded.vector[None, :])
        approved = self._approved.same(question, said)
        if approved is not None:
            return self._as_approved(approved, question, encoded)
        named = named_clause(question, self._contracts)
        if named is not None:
            contract, mention = named
            if mention.clause is None:
                return self._missing(mention, question, encoded, said)
            if mention.alone:
                place = whole(contract, contract.clause(mention.clause))
                return Finding(
                    "clause", places=(place,), why=(f"the question names {mention.name!r}",)
                )
        defined = defined_term(question, self._contracts)
        if defined is not None:
            return defined
        recognised, hits = self._evidence.signals(question, encoded)
        if named is not None and mention.clause is not None:
            return self._inside(question, contract, mention.clause, recognised, hits)
        leaning = self._approved.leaning(said)
        return self._decide(question, recognised, hits, leaning, context)

    def spoken(self, place: Place, question: Encoded) -> Place:
        """The place, or the sentence of its clause that says better what is asked; of a place of
        several sentences that one is marked. What is marked for its figure, or its kind, stays."""
        if place.marks and place.treatment is None:
            return place
        span = (place.start, place.end)
        said = self._evidence.best_sentence(question, place.contract, place.clause, span)
        if said is None:
            return place
        if place.start <= said[0] and said[1] <= place.end:
            return replace(place, marks=(said,))
        return replace(place, start=said[0], end=said[1], marks=(said,))

    def _missing(self, mention: Mention, question: str, encoded: Encoded, said: Floats) -> Finding:
        """That there is no such clause, and where the contract treats what is asked of it."""
        why = (f"no clause {mention.name!r}",)
        if mention.alone:
            return Finding("absent", name=mention.name, why=why)
        recognised, hits = self._evidence.signals(question, encoded)
        found = self._decide(question, recognised, hits, self._approved.leaning(said))
        sure = found.kind in ("topic", "passage") and not found.unsure
        near = found.places[:1] if sure else ()
        return Finding("absent", name=mention.name, near=near, why=(*why, *found.why))

    def _inside(
        self,
        question: str,
        contract: Contract,
        scope: str,
        recognised: Recognised,
        hits: Sequence[Hit],
    ) -> Finding:
        """The best answer within the clause that the question names, or that refers to it.

        What has nothing to do with contracts is no answer of any clause, named or not.
        """
        beside = referring(contract, scope)

        def within(found: Candidate) -> bool:
            own = lies_under(found.clause, scope) or found.clause in beside
            return own and found.contract == contract.id

        why = (f"the question names {scope}", recognised.told)
        inside = [c for c in self._evidence.candidates(recognised, hits) if within(c)]
        rival = self._evidence.rival(recognised, WEIGHTS)
        weighed = self._weighed(inside, rival)
        elsewhere = self._elsewhere(question, scope, within, weighed, recognised, hits)
        if elsewhere is not None:
            return elsewhere
        if rival.label == OUT_OF_SCOPE and weighed.margin <= 0:
            return Finding("scope", why=why, certainty=rival.score)
        if not weighed.ranked:
            return Finding("clause", places=(whole(contract, contract.clause(scope)),), why=why)
        best = weighed.ranked[0]
        alike = treated_alike(best, weighed.ranked)
        entry = entry_or_list(contract, best.clause, question, alike, hits)
        if entry is not None:
            return Finding("passage", best.topic, (entry,), why=why)
        return Finding("topic", best.topic, (of_candidate(best),), why=why)

    def _elsewhere(
        self,
        question: str,
        scope: str,
        within: Callable[[Candidate], bool],
        inside: Weighed,
        recognised: Recognised,
        hits: Sequence[Hit],
    ) -> Finding | None:
        """What surely answers outside the clause that the question names, and far better than what
        stands in it; None where nothing does."""
        found = self._decide(question, recognised, hits, {})
        if found.kind not in ("topic", "passage") or found.unsure or within(found.ranked[0]):
            return None
        best, named = found.ranked[0], next(iter(inside.ranked), None)
        if named is None or best.contract != named.contract:
            return None
        far_better = best.fit(WEIGHTS) - named.fit(WEIGHTS) > FAR_BETTER
        return replace(found, name=scope) if far_better else None

    def _as_approved(self, pair: Pair, question: str, encoded: Encoded) -> Finding:
        if pair.clause is None:
            return without_clause(pair, self._evidence.signals(question, encoded)[1])
        contract = self._contracts[pair.contract]
        if pair.wording:
            return with_wording(pair, contract)
        candidates = self._evidence.candidates(*self._evidence.signals(question, encoded))
        return with_clause(pair, contract, candidates, WEIGHTS)

    def _decide(
        self,
        question: str,
        recognised: Recognised,
        hits: Sequence[Hit],
        leaning: Mapping[tuple[str, str], float],
        context: Context | None = None,
    ) -> Finding:
        """The best clause, unless what speaks against any answer outweighs it."""
        rival = self._evidence.rival(
            recognised,
            WEIGHTS,
            leans=context is not None,
            about=names_one(question, self._contracts),
        )
        candidates = with_names(
            self._evidence.candidates(recognised, hits), question, self._contracts
        )
        if leaning:
            candidates = [
                replace(found, leaning=leaning.get((found.contract, found.clause), 0.0))
                for found in candidates
            ]
        if context:
            candidates = [
                replace(found, context=found.context + context.gain(found)) for found in candidates
            ]
        weighed = self._weighed(candidates, rival)
        if context and weighed.ranked:
            more = context.margin(weighed.ranked[0])
            weighed = replace(weighed, margin=weighed.margin + more)
        found = self._decided(question, recognised, hits, weighed, rival)
        return replace(found, ranked=weighed.ranked)

    def _decided(
        self,
        question: str,
        recognised: Recognised,
        hits: Sequence[Hit],
        weighed: Weighed,
        rival: Rival,
    ) -> Finding:
        label, score = rival.label, rival.score
        why = (f"against it {label} at {score:.3f}", recognised.told)
        meant = by_figure(question, self._contracts) or by_words(question, recognised, hits)
        if meant:
            kind: Kind = "choice" if len(meant) > 1 else "passage"
            return Finding(kind, places=meant, why=why, certainty=score)
        if weighed.margin > 0 or is_known(recognised, weighed):
            found = self._found(question, weighed, hits, why)
            certainty = weighed.ranked[0].recognised
            unsure = not (weighed.is_sure(WEIGHTS) or is_known(recognised, weighed))
            lead = weighed.lead(WEIGHTS, {place.clause for place in found.places})
            meant = by_doubt(question, weighed, WEIGHTS) if unsure or lead < CLOSE else ()
            if meant:
                return Finding("choice", places=meant, why=why, certainty=score)
            return replace(
                found, certainty=certainty, margin=weighed.margin, lead=lead, unsure=unsure
            )
        if label.startswith(SMALLTALK):
            name = label.removeprefix(SMALLTALK)
            return Finding("smalltalk", name=name, why=why, certainty=score)
        if label == OUT_OF_SCOPE and (score >= NAMED_SILENT or not recognised.resembles_a_topic):
            return Finding("scope", why=why, certainty=score)
        topic = label if score >= NAMED_SILENT else None
        near = nearest(
            self._neighbours.get(topic or "", ()),
            self._treatments,
            weighed.ranked,
            (
                hit
                for hit in hits
                if hit.late > self._evidence.usual
                and shares_a_word(self._contracts[hit.contract], hit.clause, question)
            ),
        )
        far = is_far(near, weighed.ranked, self._evidence.usual)
        return Finding("silent", topic, near=near, far=far, why=why, certainty=score)

    def _weighed(self, candidates: Sequence[Candidate], rival: Rival) -> Weighed:
        return weigh(candidates, rival.against(WEIGHTS), self._evidence.usual, WEIGHTS)

    def _found(
        self, question: str, weighed: Weighed, hits: Sequence[Hit], why: tuple[str, ...]
    ) -> Finding:
        best = weighed.ranked[0]
        why = (best.told(WEIGHTS), *why)
        contract = self._contracts[best.contract]
        alike = treated_alike(best, weighed.ranked)
        entry = entry_or_list(contract, best.clause, question, alike, hits)
        if best.recognised < TOLD_TOPIC:
            near = tuple(of_hit(hit) for hit in hits if not _same(hit, best))
            place = entry or next(
                (of_hit(hit) for hit in hits if _same(hit, best)), of_candidate(best)
            )
            return Finding("passage", places=(place,), near=near[:3], why=why)
        topic = str(best.topic)
        others = [
            found
            for found in weighed.ranked[1:]
            if found.topic == topic and not _nested(found, best)
        ]
        sure = (found for found in others if found.treatment and found.treatment.sure == 1)
        places = [of_candidate(found) for found in (best, *sure)]
        most = self._cites.get(topic, 1)
        chosen = (
            chosen_entry(self._contracts[place.contract], place.clause, question, hits)
            for place in places[1:most]
        )
        entry = entry or next((place for place in chosen if _nearer(place, best, hits)), None)
        if entry is not None:
            return Finding("passage", topic, (entry,), tuple(places[:1]), why=why)
        return Finding("topic", topic, tuple(places[:most]), tuple(places[most:]), why=why)


def _nested(one: Candidate, other: Candidate) -> bool:
    """Whether the one clause is a part of the other, which is told with it."""
    within = lies_under(one.clause, other.clause) or lies_under(other.clause, one.clause)
    return one.contract == other.contract and within


def _same(hit: Hit, found: Candidate | Place) -> bool:
    return (hit.contract, hit.clause) == (found.contract, found.clause)


def _nearer(place: Place | None, best: Candidate, hits: Sequence[Hit]) -> bool:
    """Whether there is such a place and the question is nearer to it than to the best clause."""
    return place is not None and any(_same(hit, place) and hit.late > best.late for hit in hits)
