"""Verification: nothing is said that the quotes do not hold.

An answer states facts in its own words, so it is checked against the quotes it
rests on: every quote is verbatim, and each number, duration, amount, percentage,
date, name and court it states occurs in one of them. What fails is not shown.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Mapping

from assistant.answer import Answer
from assistant.facts import dates
from assistant.language import question_language
from assistant.lexicon import equivalents, numerals, role_forms
from assistant.quantities import SCALE, amounts, durations, percentages, scaled_number
from corpus.folding import fold
from corpus.model import Citation, Contract

log = logging.getLogger(__name__)

_NUMBER = re.compile(rf"(?P<number>\d+(?:[.,' ]\d{{3}})*(?:[.,]\d+)?){SCALE}?")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_SENTENCE_END = '.!?:;«»“”"•\n'
_COURT_OF = re.compile(
    r"\b(?:tribunal|tribunaux|cours?|rechtbank(?:en)?|hof|courts?)\b(?: [\w'-]+){0,3}? "
    r"(?:de |d'|van |of |te |in )"
    r"(?!l'entreprise|commerce|premiere instance|eerste aanleg|first instance)(?P<place>[\w'-]+)"
)


def unquoted(citations: Iterable[Citation], contracts: Mapping[str, Contract]) -> list[str]:
    """What is wrong with the quotes themselves: one line for each that is not verbatim."""
    problems = []
    for citation in citations:
        contract = contracts.get(citation.contract)
        if contract is None or not citation.holds(contract):
            problems.append(f"quote of {citation.clause} is not verbatim: {citation.quote[:60]!r}")
    return problems


def verbatim_quotes(answer: Answer, contracts: Mapping[str, Contract]) -> int:
    """How many of the answer's quotes are the contract's own words at the place they cite."""
    return sum(
        contracts[item.contract].text[item.start : item.end] == item.quote
        for item in answer.citations
    )


def unsupported(
    sentence: str, quotes: Iterable[str], common: frozenset[str], language: str | None = None
) -> list[str]:
    """The statements of `sentence` that no quote holds, one line each; empty when all hold.

    `common` are folded words that are no names even where a sentence starts with them;
    `language` is the sentence's, told from its words where it is None.
    """
    quotes = tuple(quotes)
    return [
        *_numbers(sentence, quotes, language or question_language(sentence)),
        *_quantities(sentence, quotes),
        *_dates(sentence, quotes),
        *_names(sentence, quotes, common),
        *_courts(sentence, quotes),
    ]


def _numbers_in(text: str) -> set[str]:
    return {scaled_number(match) for match in _NUMBER.finditer(fold(text))}


def _numbers(sentence: str, quotes: tuple[str, ...], language: str) -> list[str]:
    held = set().union(*(_numbers_in(quote) for quote in quotes)) | _spelled(quotes)
    # "Un", "een" and "one" are articles more often than numbers.
    spelled = {str(value) for value in numerals()[language].read(fold(sentence)) if value != 1}
    missing = sorted((_numbers_in(sentence) | spelled) - held)
    return [f"number {number} is in no quote" for number in missing]


def _spelled(quotes: tuple[str, ...]) -> set[str]:
    """The numbers that the quotes write in letters, in digits."""
    texts = [fold(quote) for quote in quotes]
    return {str(n) for text in texts for words in numerals().values() for n in words.read(text)}


def _quantities(sentence: str, quotes: tuple[str, ...]) -> list[str]:
    problems = []
    for what, read in (("duration", durations), ("amount", amounts), ("percentage", percentages)):
        held = {(found.value, found.unit) for quote in quotes for found in read(quote)}
        for found in read(sentence):
            if (found.value, found.unit) not in held:
                problems.append(f"{what} {sentence[found.start : found.end]!r} is in no quote")
    return problems


def _dates(sentence: str, quotes: tuple[str, ...]) -> list[str]:
    held = {_spaced(date) for quote in quotes for date in _written_dates(quote)}
    missing = (date for date in _written_dates(sentence) if _spaced(date) not in held)
    return [f"date {date!r} is in no quote" for date in missing]


def _written_dates(text: str) -> list[str]:
    return [text[start:end] for start, end in dates(text)]


def _spaced(text: str) -> str:
    return " ".join(fold(text).split())


def _names(sentence: str, quotes: tuple[str, ...], common: frozenset[str]) -> list[str]:
    held = " ".join(fold(quote) for quote in quotes)
    problems = []
    for match in _WORD.finditer(sentence):
        word = match[0]
        if not any(char.isupper() for char in word):
            continue
        name = _without_elision(fold(word))
        if _opens_sentence(sentence, match.start()) and name in common:
            continue
        if not _holds(held, name):
            problems.append(f"name {word!r} is in no quote")
    return problems


def _courts(sentence: str, quotes: tuple[str, ...]) -> list[str]:
    held = " ".join(fold(quote) for quote in quotes)
    places = (match["place"] for match in _COURT_OF.finditer(fold(sentence)))
    return [f"court {place!r} is in no quote" for place in places if not _holds(held, place)]


def _holds(held: str, name: str) -> bool:
    names = equivalents().get(name, frozenset((name,)))
    return any(re.search(rf"(?<!\w){re.escape(other)}(?!\w)", held) for other in names)


def _without_elision(word: str) -> str:
    return re.sub(r"^(?:l|d|j|m|n|s|c|t|qu|jusqu|lorsqu|puisqu)'", "", word)


def _opens_sentence(sentence: str, position: int) -> bool:
    before = sentence[:position].rstrip()
    return not before or before[-1] in _SENTENCE_END


def verified(
    draft: Answer,
    sentence: str,
    fallback: Callable[[], Answer],
    contracts: Mapping[str, Contract],
    common: frozenset[str],
) -> Answer:
    """`draft` where its own `sentence` says nothing that its quotes do not hold.

    Otherwise what `fallback` makes, whose words are the contract's own.
    """
    quotes = [item.quote for item in draft.citations]
    problems = unsupported(sentence, quotes, common, draft.language)
    if problems:
        log.warning("a drafted sentence was withheld: %s", "; ".join(problems))
        draft = fallback()
    return verbatim(draft, contracts)


def verbatim(answer: Answer, contracts: Mapping[str, Contract]) -> Answer:
    """The answer, whose quotes are the contract's words: every answer passes here.

    AssertionError where one is not.
    """
    bad = unquoted(
        (Citation(c.contract, c.clause, c.start, c.end, c.quote) for c in answer.citations),
        contracts,
    )
    if bad:
        raise AssertionError("; ".join(bad))
    return answer


def common_words(contract: Contract, wordings: Iterable[str]) -> frozenset[str]:
    """Words that are no names: those that the contract writes in lower case, or topics' wordings,
    and what sides are called.

    The word that opens a wording is capital by its place only, so it counts as common too.
    """
    written = [contract.text, *role_forms(), *(text[:1].lower() + text[1:] for text in wordings)]
    return frozenset(
        fold(word.strip(".,;:!?()«»“”\"'’"))
        for text in written
        for word in text.replace("’", " ").replace("'", " ").split()
        if word[:1].islower()
    )


def opening_words(text: str) -> frozenset[str]:
    """The folded words that open a sentence of `text`: their capital makes them no names.

    For a sentence that a person vouches for; a drafted one must not name anybody by its start.
    """
    return frozenset(
        _without_elision(fold(match[0]))
        for match in _WORD.finditer(text)
        if _opens_sentence(text, match.start())
    )
