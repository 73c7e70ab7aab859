"""Verdict: the yes or no before a sentence that decides what was asked.

"Le partenaire peut-il prévenir lui-même l'autorité ?" is answered "Non : le partenaire ne …
en aucun cas …". A wrong yes or no is worse than none, so one is given only where the question
wants it and is not turned about by a denial, where its subject is the sentence's, and where
every word of its matter is met in the sentence, the quotes or the usual questions on the topic.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from assistant.lexicon import read_data, roles
from corpus.folding import fold
from index.lexical import stop_words, terms

# So many of a topic's known questions must hold a word for it to be of the topic's matter.
USUAL = 2
_SIDES = ("processor", "controller")


@dataclass(frozen=True, slots=True)
class _Signs:
    """The patterns of one language, by the names of verdicts.yaml; `sides` those of each side."""

    polar: re.Pattern[str]
    turned: re.Pattern[str]
    may: re.Pattern[str]
    must: re.Pattern[str]
    never: re.Pattern[str]
    denied: re.Pattern[str]
    unless: re.Pattern[str]
    sides: dict[str, re.Pattern[str]]


@cache
def _signs(language: str) -> _Signs:
    table: dict[str, str] = read_data("verdicts.yaml")[language]
    listed = {name: [word.strip() for word in words.split("|")] for name, words in table.items()}
    named = {side: [re.escape(n) for role in roles()[side] for n in role.words] for side in _SIDES}
    polar = table["polar"].replace("~", r".*\b")
    return _Signs(
        polar=re.compile(rf"^\W*(?:{polar})(?!\w)"),
        turned=_any_of(listed["turned"]),
        may=_any_of(listed["may"]),
        must=_any_of(listed["must"]),
        never=_any_of(listed["never"]),
        denied=_any_of(listed["not"]),
        unless=_any_of(listed["unless"]),
        sides={side: _any_of([*listed[side], *named[side]]) for side in _SIDES},
    )


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?:(?<=')|(?!\w))")


def verdict(
    question: str,
    sentence: str,
    quotes: Iterable[str],
    usual: Iterable[str],
    language: str,
    contract_language: str,
) -> str | None:
    """ "yes", "yes_if", "only_if" or "no", None where the sentence does not decide the question.

    `question`, `sentence` and the topic's `usual` questions are in `language`; `quotes` are in
    the contract's.
    """
    signs = _signs(language)
    asked, said = fold(question), fold(sentence)
    if not signs.polar.match(asked) or signs.turned.search(asked):
        return None
    verdict = _decided(asked, said, signs)
    subject, meant = _subject(said, signs), _subject(asked, signs)
    # Where nobody is named ("may data leave the EEA?"), anybody is meant.
    if subject != meant and not (meant is None and verdict == "only_if"):
        return None
    known = set(terms(sentence, language))
    known.update(term for quote in quotes for term in terms(quote, contract_language))
    if not _plain(asked, said, signs):
        known |= _usual(usual, language)
    return verdict if _matter(asked, signs, language) <= known else None


def _decided(asked: str, said: str, signs: _Signs) -> str | None:
    """What `said` makes of `asked`, which is about the same."""
    conditional = signs.unless.search(said) is not None
    if signs.never.search(said):
        return None if conditional else "no"
    if signs.denied.search(said):
        if not signs.may.search(asked):
            return None
        return "only_if" if conditional else "no"
    if bool(signs.may.search(asked)) != bool(signs.may.search(said)):
        return None
    return "yes_if" if conditional else "yes"


def _plain(asked: str, said: str, signs: _Signs) -> bool:
    """Whether the sentence only tells what is done, not what may or must be or never is.

    What people usually ask holds contraries ("free?", "at whose cost?"), which such a sentence
    does not tell apart.
    """
    decisive = (signs.may, signs.must, signs.never, signs.denied)
    return not any(pattern.search(said) for pattern in decisive)


def after(said: str, sentence: str, language: str) -> str:
    """The sentence after its verdict as it is `said` ("Non :"), no longer with a capital."""
    first = sentence.split(maxsplit=1)[0] if sentence else ""
    if fold(first) in stop_words(language):
        sentence = sentence[:1].lower() + sentence[1:]
    return f"{said} {sentence}"


def _subject(folded: str, signs: _Signs) -> str | None:
    """The side that is named first."""
    found = {side: match.start() for side in _SIDES if (match := signs.sides[side].search(folded))}
    return min(found, key=lambda side: found[side], default=None)


def _matter(asked: str, signs: _Signs, language: str) -> set[str]:
    """The stems of what is asked, without the names of the sides and what makes it a question."""
    for pattern in (signs.may, signs.must, *signs.sides.values()):
        asked = pattern.sub(" ", asked)
    return set(terms(asked.replace("-", " "), language))


def _usual(questions: Iterable[str], language: str) -> set[str]:
    """The stems that several of the questions hold."""
    counts = Counter(term for asked in questions for term in set(terms(asked, language)))
    return {term for term, count in counts.items() if count >= USUAL}
