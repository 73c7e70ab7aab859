"""Verdict: the yes or no before a sentence that decides what was asked.

"Le partenaire peut-il prévenir lui-même l'autorité ?" is answered "Non : le partenaire ne …
en aucun cas …". A wrong yes or no is worse than none, so one is given only where the question
wants it and is not turned about by a denial, where its subject is the sentence's, and where
every word of its matter is met in the sentence, the quotes or the usual questions on the topic.
What bears on a word ("after the term", "72 hours", "outside the EEA") must be met in the sentence
itself, and a denial must be of what is asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.facts import read_fact
from assistant.lexicon import any_sign, listed, numerals, read_data, roles
from assistant.polarity import asks_yes_or_no
from assistant.remarks import other_country
from corpus.folding import fold
from corpus.sentences import sentences
from index.lexical import terms, words

# So many of a topic's known questions must hold a word for it to be of the topic's matter.
USUAL = 2
_SIDES = ("processor", "controller")
# These narrow what is said even where the question does not hold the word that they bear on.
_NARROWING = ("out",)


@dataclass(frozen=True, slots=True)
class _Signs:
    """The patterns of one language, by the names of verdicts.yaml.

    `sides` are those of each side, `figure` the numbers in letters; the groups of `bearing` are
    named after their senses.
    """

    turned: re.Pattern[str]
    may: re.Pattern[str]
    must: re.Pattern[str]
    never: re.Pattern[str]
    denied: re.Pattern[str]
    unless: re.Pattern[str]
    freely: re.Pattern[str]
    free: re.Pattern[str]
    saying: re.Pattern[str]
    other: re.Pattern[str]
    bearing: re.Pattern[str]
    figure: re.Pattern[str]
    sides: dict[str, re.Pattern[str]]


@cache
def _signs(language: str) -> _Signs:
    data = read_data("verdicts.yaml")
    table: dict[str, str] = data[language]
    senses: dict[str, str] = data["bearing"][language]
    each = {name: listed(signs) for name, signs in table.items()}
    bearing = [rf"(?P<{sense}>{parts})" for sense, parts in senses.items()]
    named = {side: [re.escape(n) for role in roles()[side] for n in role.words] for side in _SIDES}
    return _Signs(
        turned=any_sign(each["turned"]),
        may=any_sign(each["may"]),
        must=any_sign(each["must"]),
        never=any_sign(each["never"]),
        denied=any_sign(each["not"]),
        unless=any_sign(each["unless"]),
        freely=any_sign(each["freely"]),
        free=any_sign(each["free"]),
        saying=any_sign(each["saying"]),
        other=any_sign(each["other"]),
        bearing=any_sign([*bearing, r"\d+(?:[.,]\d+)*"]),
        figure=re.compile(rf"(?<![\w-])(?:{numerals()[language].phrase})(?![\w-])"),
        sides={side: any_sign([*each[side], *named[side]]) for side in _SIDES},
    )


def verdict(
    question: str,
    sentence: str,
    quotes: Sequence[str],
    usual: Iterable[str],
    language: str,
    contract_language: str,
) -> str | None:
    """ "yes", "yes_if", "only_if" or "no", None where the sentence does not decide the question.

    `question`, `sentence` and the topic's `usual` questions are in `language`; `quotes` are in
    the contract's.
    """
    signs = _signs(language)
    asked, said = (_in_digits(fold(text), signs, language) for text in (question, sentence))
    if not asks_yes_or_no(question, language) or signs.turned.search(asked):
        return None
    if other_country(question, [sentence]):
        # A contract is under one law only.
        laws = (read_fact("law", text) for text in (question, sentence))
        return "no" if all(laws) else None
    matter = _matter(asked, signs, language)
    decided = _decided(asked, said, matter, signs, language)
    subject, meant = _subject(said, signs), _subject(asked, signs)
    # Where nobody is named ("may data leave the EEA?"), anybody is meant.
    if subject != meant and not (meant is None and decided == "only_if"):
        return None
    known = {*terms(sentence, language), *terms(said, language)}
    known.update(term for quote in quotes for term in terms(quote, contract_language))
    if not _plain(said, signs):
        known |= _usual(usual, language)
    if not matter <= known or not _borne_alike(asked, said, signs, language):
        return None
    missing = matter - {*terms(sentence, language), *terms(said, language)}
    if language == contract_language and told_elsewhere(missing, decided, quotes, language):
        return None
    return decided


def has_condition(sentence: str, language: str) -> bool:
    """Whether the sentence, in `language`, states an exception or a condition."""
    return _signs(language).unless.search(fold(sentence)) is not None


def denies(sentence: str, language: str) -> bool:
    """Whether the sentence, in `language`, denies something ("names no mediator")."""
    signs, said = _signs(language), fold(sentence)
    return signs.denied.search(said) is not None or signs.never.search(said) is not None


def on_condition(question: str, said: str, language: str, contract_language: str) -> str:
    """What "it depends" comes to where the contract's words, `said`, tell it: "only_if" where they
    deny something but for a case, and "no" to what is asked for without anybody's leave; "yes_if"
    where they allow what is asked, and the question has no word of their exception."""
    asks, tells = _signs(language), _signs(contract_language)
    asked, told = fold(question), fold(said)
    unless = tells.unless.search(told)
    if unless is None:
        return "depends"
    denial = tells.never.search(told) or tells.denied.search(told)
    if denial is not None:
        excepted = "," not in told[unless.end() : denial.start()] and unless.end() < denial.start()
        if excepted or _denied(denial, told, tells) is None:
            return "depends"
        return "no" if asks.freely.search(asked) else "only_if"
    if language != contract_language or asks.turned.search(asked) or not asks.may.search(asked):
        return "depends"
    main, case = said[: unless.start()], said[unless.start() :]
    apart = (set(terms(case, language)) - set(terms(main, language))).isdisjoint(
        terms(question, language)
    )
    return "yes_if" if apart and tells.may.search(told) else "depends"


def only_allows(question: str, said: str, language: str, contract_language: str) -> bool:
    """Whether the question, in `language`, asks what must be done and the contract's words only
    tell what may be."""
    asks, tells = _signs(language), _signs(contract_language)
    asked, said = fold(question), fold(said)
    return (
        asks.must.search(asked) is not None
        and tells.may.search(said) is not None
        and tells.must.search(said) is None
    )


def _decided(asked: str, said: str, matter: set[str], signs: _Signs, language: str) -> str | None:
    """What `said` makes of `asked`, which is about the same."""
    conditional = signs.unless.search(said) is not None
    never = signs.never.search(said)
    denial = never or signs.denied.search(said)
    may = signs.may.search(asked)
    if denial:
        # "Must disks be encrypted?" is not denied by "no disk is left unencrypted".
        if not may and (not never or signs.must.search(asked)):
            return None
        if not _rules_out(denial, said, matter, conditional, signs, language):
            return None
        if conditional:
            return None if never else "only_if"
        return "no"
    if bool(may) != bool(signs.may.search(said)):
        return None
    return "yes_if" if conditional else "yes"


def told_elsewhere(
    missing: set[str], decided: str | None, quotes: Sequence[str], language: str
) -> bool:
    """Whether another sentence of the quotes has a stem that is asked about and `missing` from the
    one that decides, and tells the contrary ("statistics may be drawn up")."""
    signs = _signs(language)
    for quote in quotes:
        for start, end in sentences(quote):
            told = fold(quote[start:end])
            if missing.isdisjoint(terms(quote[start:end], language)):
                continue
            denies = signs.never.search(told) or signs.denied.search(told)
            allows = signs.may.search(told) and not denies
            if (decided == "no" and allows) or (decided == "yes" and denies):
                return True
    return False


def _rules_out(
    denial: re.Match[str],
    said: str,
    matter: set[str],
    conditional: bool,
    signs: _Signs,
    language: str,
) -> bool:
    """Whether the denial is of what is asked, the question's `matter`."""
    clause = _denied(denial, said, signs)
    if clause is None:
        return False
    held = set(terms(clause, language))
    # What the sentence says beside its denial may be just what is asked.
    if not matter & set(terms(said, language)) <= held:
        return False
    if conditional:
        return True
    forbids = any(sign.search(clause) for sign in (signs.never, signs.may, signs.must))
    # That something is not done rules out only just that.
    return not matter.isdisjoint(held) if forbids else matter <= held


def _denied(denial: re.Match[str], said: str, signs: _Signs) -> str | None:
    """The clause that the denial governs, None where it is not the first or forbids nothing.

    What a contract does not name or demand is not forbidden.
    """
    before, behind = said[: denial.start()], said[denial.end() :]
    if signs.other.search(before) or re.search("[;:.]", before):
        return None
    governed = signs.other.split(re.split("[,;:.]", behind)[0], maxsplit=1)[0]
    clause = before.rpartition(",")[2] + denial[0] + governed
    return None if signs.saying.search(clause) or signs.free.search(clause) else clause


def _borne_alike(asked: str, said: str, signs: _Signs, language: str) -> bool:
    """Whether what bears on a word of the question bears on it in the sentence, and conversely."""
    wanted, given = _bearings(asked, signs, language), _bearings(said, signs, language)
    shared = set(terms(asked, language))
    narrowing = {(s, word) for s, word in given if s in _NARROWING or word in shared}
    return narrowing <= wanted <= given


def _bearings(folded: str, signs: _Signs, language: str) -> set[tuple[str, str]]:
    """Each sense or figure with the stem that it bears on: ("out", "eea"), ("72", "hour")."""
    return {
        (match.lastgroup or match[0], _first_term(folded[match.end() :], language))
        for match in signs.bearing.finditer(folded)
    }


def _first_term(text: str, language: str) -> str:
    return next((term for word in words(text) for term in terms(word, language)), "")


def _in_digits(folded: str, signs: _Signs, language: str) -> str:
    """The text with its numbers in digits, but for one: in letters it may be an article."""

    def digits(match: re.Match[str]) -> str:
        value = numerals()[language].value(match[0])
        return str(value) if value > 1 else match[0]

    return signs.figure.sub(digits, folded)


def _plain(said: str, signs: _Signs) -> bool:
    """Whether the sentence only tells what is done, not what may or must be or never is.

    What people usually ask holds contraries ("free?", "at whose cost?"), which such a sentence
    does not tell apart.
    """
    decisive = (signs.may, signs.must, signs.never, signs.denied)
    return not any(pattern.search(said) for pattern in decisive)


def _subject(folded: str, signs: _Signs) -> str | None:
    """The side that is named first."""
    found = {side: match.start() for side in _SIDES if (match := signs.sides[side].search(folded))}
    return min(found, key=lambda side: found[side], default=None)


def _matter(asked: str, signs: _Signs, language: str) -> set[str]:
    """The stems of what is asked, without the sides, what bears on it and makes it a question."""
    for pattern in (signs.may, signs.must, signs.bearing, *signs.sides.values()):
        asked = pattern.sub(" ", asked)
    return set(terms(asked.replace("-", " "), language))


def _usual(questions: Iterable[str], language: str) -> set[str]:
    """The stems that several of the questions hold."""
    counts = Counter(term for asked in questions for term in set(terms(asked, language)))
    return {term for term, count in counts.items() if count >= USUAL}
