"""Reservations: what a contract takes back of the words that answer, soon after them.

"This limit does not apply to wilful default" stands in the next sentence, or the next clause. An
answer from the first words alone would promise more than the contract does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from assistant.lexicon import read_data, roles
from assistant.quantities import durations, states_quantity
from assistant.quoting import LONGEST_SENTENCE, points_back, signs
from corpus.announcement import announcement, announcing
from corpus.folding import fold
from corpus.model import Clause, Contract
from corpus.sentences import Span, own_sentences, sentences
from index.lexical import terms

BARE = 6
"""So many words at most only tell who does what follows."""
_NEAR, _SHARED = 40, 3
# "Paragraphs (a) and (b) of clause 8.2".
_POINT = re.compile(r"(?<!\w)\(?([a-z])\)")


How = Literal["reserved", "case", "introduced", "continued", "pointed", "outlined"]
_NAMING: dict[str, How] = {
    "subject_to": "reserved",
    "derogating": "pointed",
    "period_of": "pointed",
}
"""How what is named behind each sign of quoting.yaml bears on the words that name it."""


@dataclass(frozen=True, slots=True)
class Reservation:
    """A sentence `start:end` of a clause that limits an answer from another.

    `how` it does: it is "reserved" from what was said, or is on the "case" asked about, it
    "introduced" the list that this is in, this is "continued" from it, or has "pointed" to it; of
    what is long the parts are "outlined".
    """

    clause: Clause
    start: int
    end: int
    how: How = "reserved"

    @property
    def restricts(self) -> bool:
        """Whether it may turn about what was said, rather than lead to it."""
        return self.how in ("reserved", "case")


def limits(contract: Contract, clause: Clause, start: int, end: int) -> tuple[Reservation, ...]:
    """What limits the words `start:end` where the clause speaks for itself, in order."""
    announced = () if announcement(contract, clause) else introduction(contract, clause)
    before = beginning(contract, clause, start)
    after = taken_back(contract, clause, start, end)
    beside = taken_back_beside(contract, clause)
    told = (*announced, *before, *after, *beside)
    named = subject_to(contract, clause, start, end)
    return (*told, *(one for one in named if all(one.clause.id != two.clause.id for two in told)))


def subject_to(contract: Contract, clause: Clause, start: int, end: int) -> Iterator[Reservation]:
    """The other clause that the words `start:end` are said to be subject to, that they depart from,
    or whose period they count on from, where it is short."""
    for reference in contract.references_between(start, end):
        before = fold(contract.text[max(start, reference.start - _NEAR) : reference.start])
        how = next((how for name, how in _NAMING.items() if signs(name).search(before)), None)
        if how is None or reference.target in (None, clause.id, clause.parent):
            continue
        other = contract.clause(reference.target or "")
        first, last = contract.body(other)
        if last - first <= LONGEST_SENTENCE and other.kind in ("clause", "item", "article"):
            yield Reservation(other, first, last, how)


def taken_back(contract: Contract, clause: Clause, start: int, end: int) -> Iterator[Reservation]:
    """The sentences of the clause after the words `start:end` that take back a part of them: right
    behind, or further on where they set a limit."""
    goes_on, limited = True, states_quantity(contract.text[start:end])
    for first, last in contract.own_spans(clause):
        for begin, stop in sentences(contract.text, max(first, end), last):
            said = contract.text[begin:stop]
            if (goes_on and _takes_back(said)) or (limited and _lifts_a_limit(said)):
                yield Reservation(clause, begin, stop)
            elif not points_back(said):
                goes_on = False


def of_the_case(
    contract: Contract, clause: Clause, place: Span, question: str
) -> Iterator[Reservation]:
    """The sentence of the clause, after the `place` that answers, for just the case that the
    question tells of ("if the customer is no trader …").

    `question` is in the contract's language. What the rest of the clause, or its heading, is about
    tells no case.
    """
    language = contract.language
    heading = contract.heading(clause)
    usual = {*_sides(language), *(terms(heading, language) if heading else ())}
    spans = own_sentences(contract, clause)
    told = [set(terms(contract.text[slice(*span)], language)) for span in spans]
    asked = set(terms(question, language)) - usual
    for number, span in enumerate(spans):
        case = contract.text[slice(*span)].split(",")[0]
        if span[0] < place[1] or _signs()["case"].match(fold(case)) is None:
            continue
        others = (
            words
            for other, words in zip(spans, told, strict=True)
            if other != spans[number] and not (place[0] <= other[0] < place[1])
        )
        if asked.intersection(terms(case, language)).difference(*others):
            yield Reservation(clause, *span, "case")
            return


def of_a_case_beside(
    contract: Contract, clause: Clause, place: Span, question: str
) -> Iterator[Reservation]:
    """The sentence of a clause beside this one that gives another figure for just the case that the
    question tells of ("Si les salaires sont touchés, 12 heures"), where the `place` gives one."""
    language, text = contract.language, contract.text
    if clause.kind != "clause" or not states_quantity(text[slice(*place)]):
        return
    own = f"{contract.heading(clause)} {contract.words(clause)}"
    known = {*_sides(language), *terms(own, language)}
    asked = set(terms(question, language)) - known
    for other in contract.children(clause.parent):
        if other.id == clause.id or other.kind != "clause":
            continue
        for span in sentences(text, *contract.body(other)):
            said = text[slice(*span)]
            case = said.split(",")[0]
            opens = _signs()["case"].match(fold(case)) is not None
            if opens and states_quantity(said) and asked.intersection(terms(case, language)):
                yield Reservation(other, *span, "case")
                return


@cache
def _sides(language: str) -> frozenset[str]:
    """The stems of what the two sides are called."""
    named = (name for side in roles().values() for role in side for name in role.words)
    return frozenset(term for name in named for term in terms(name, language))


def taken_back_beside(contract: Contract, clause: Clause) -> Iterator[Reservation]:
    """The sentences of later clauses of the same article that take back a part of the clause."""
    entry: Clause | None = clause
    while entry is not None and entry.parent is not None:
        above = contract.clause(entry.parent)
        if above.kind == "chapter":
            return
        later = [other for other in contract.children(above.id) if other.start >= entry.end]
        for position, other in enumerate(later):
            yield from _taking_back(contract, clause, other, follows=position == 0)
        # What stands beside a point's list speaks of the list.
        entry = above if above.kind != "article" and entry.kind == "item" else None


def _taking_back(
    contract: Contract, clause: Clause, other: Clause, *, follows: bool
) -> Iterator[Reservation]:
    """The sentences of the `other` clause, a later one, that take back a part of the clause."""
    spans = sentences(contract.text, *contract.body(other))
    limited = states_quantity(contract.text[clause.start : clause.end])
    for number, span in enumerate(spans):
        said = contract.text[slice(*span)]
        if signs("derogating").match(fold(said)) and _names(contract, clause, span):
            yield Reservation(other, *span)
            continue
        if not lifts(said):
            continue
        opens_next = number == 0 and follows and points_back(said)
        opens_later = number == 0 and _signs()["before_it"].match(fold(said)) is not None
        of_a_limit = limited and _changes_a_limit(contract, clause, other, span)
        near = number == 0 or (follows and not points_back(said))
        if opens_next or opens_later or (near and of_a_limit) or _names(contract, clause, span):
            yield Reservation(other, span[0], _with_what_follows(contract, spans[number:]))


def _with_what_follows(contract: Contract, spans: Sequence[Span]) -> int:
    """The end of the first of the spans, with the sentence behind it that goes on from it ("Such an
    audit may be held on three days' notice")."""
    start, end = spans[0]
    following = spans[1] if len(spans) > 1 else None
    if following and points_back(contract.text[slice(*following)]):
        return following[1] if following[1] - start <= LONGEST_SENTENCE else end
    return end


def introduction(contract: Contract, clause: Clause) -> Iterator[Reservation]:
    """What introduces the list in which the clause is an entry, and when that holds; not that a
    side undertakes what follows ("Le sous-traitant s'engage à :").
    """
    span = announcing(contract, clause)
    if span is None or len(contract.text[slice(*span)].split()) <= BARE:
        return
    if clause.parent is not None:
        yield Reservation(contract.clause(clause.parent), *span, "introduced")


def beginning(contract: Contract, clause: Clause, start: int) -> Iterator[Reservation]:
    """The last sentence of the clause before, where the words from `start` on take back of it, or
    the one with the period that they count on from."""
    body, end = contract.body(clause)
    said = contract.text[start:end]
    goes_on = (
        (points_back(said) and lifts(said))
        or signs("that_period").match(fold(said))
        or signs("derogating_before").match(fold(said))
    )
    if contract.text[body:start].strip() or not goes_on:
        return
    earlier = [one for one in contract.children(clause.parent) if one.end <= clause.start]
    if clause.parent is None or not earlier or earlier[-1].kind != clause.kind:
        return
    before = sentences(contract.text, *contract.body(earlier[-1]))
    if signs("that_period").match(fold(said)):
        before = [span for span in before if durations(contract.text[slice(*span)])]
    for span in before[-1:]:
        yield Reservation(earlier[-1], *span, "continued")


def _takes_back(said: str) -> bool:
    """Whether the sentence, which follows another one, takes back a part of it."""
    return opens_exception(said) or (points_back(said) and lifts(said))


def opens_exception(said: str) -> bool:
    """Whether the sentence opens as an exception to what stands before it ("Toutefois, …")."""
    return _signs()["opening"].match(fold(said)) is not None


def lifts(said: str) -> bool:
    """Whether the words say of something that it does not hold ("ne s'applique pas")."""
    return _signs()["holding"].search(fold(said)) is not None


def _lifts_a_limit(said: str) -> bool:
    """Whether the words say that a limit, or a period of notice, does not hold or is another."""
    return lifts(said) and _signs()["limits"].search(fold(said)) is not None


def _changes_a_limit(contract: Contract, clause: Clause, other: Clause, span: Span) -> bool:
    """Whether the words of the `other` clause change a limit that stands in the clause, as these
    share words enough, and not that of one named otherwise ("the notice of § 2")."""
    said = contract.text[slice(*span)]
    if contract.references_between(*span) or not _lifts_a_limit(said) or _sets_its_own(said):
        return False
    each = (set(terms(contract.words(one), contract.language)) for one in (clause, other))
    return len(set.intersection(*each)) >= _SHARED


def _sets_its_own(said: str) -> bool:
    """Whether the words set a limit themselves before they say when it is another ("on 60 days'
    notice, unless the authority sets a shorter period")."""
    folded = fold(said)
    limit = _signs()["limits"].search(folded)
    return limit is not None and states_quantity(folded[: limit.start()])


def _names(contract: Contract, clause: Clause, span: Span) -> bool:
    """Whether the sentence names the clause or its article, or what stands above, and not as a case
    in which something else does not hold ("ne joue pas dans les cas visés à l'article 4")."""
    said = fold(contract.text[slice(*span)])
    if _signs()["named_above"].search(said) is not None:
        return True
    lifting = _signs()["holding"].search(said)
    for reference in contract.references_between(*span):
        if reference.target in (clause.id, clause.parent):
            before = fold(contract.text[span[0] : reference.start])
            points = _POINT.findall(before[-_NEAR:]) if reference.target == clause.parent else []
            if points and clause.id.rpartition("/")[2] not in points:
                continue
            late = lifting is not None and len(before) > lifting.end()
            if not (late and _signs()["cases"].search(before[-_NEAR:])):
                return True
    return False


@cache
def _signs() -> dict[str, re.Pattern[str]]:
    table: dict[str, list[str]] = read_data("quoting.yaml")["limiting"]
    return {
        name: re.compile(rf"(?<!\w)(?:{'|'.join(map(_sign, listed))})(?!\w)")
        for name, listed in table.items()
    }


def _sign(written: str) -> str:
    """The pattern of a sign; its "…" stands for some words of the same part of a sentence."""
    return r"[^.;:]{1,80}".join(map(re.escape, written.split("…")))
