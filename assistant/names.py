"""Names: whom or what a question names that the contracts do not.

"Est-ce que Proximus peut lire nos messages ?" is answered with what the contract says of its own
parties; that it says nothing of Proximus has to be told. A name is told by its capital within a
sentence, and by no contract and no known question having the word without one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from assistant.lexicon import any_of, countries, equivalents, read_data
from assistant.parts import asked_in
from assistant.vocabulary import in_dictionary
from corpus.folding import fold, straight

_WORD = re.compile(r"[^\W\d_]\w+")
_CAPITALS = re.compile(r"(?:[A-ZÀ-Ý][\w’-]+\s){1,5}[A-ZÀ-Ý][\w’-]+")
_ENDS = frozenset(".?!:;…")
MOST = 0.5
"""Where more of the words than this have capitals, they tell nothing."""
BEFORE = 40
"""So much before a name tells whether it only goes with what is asked."""


@dataclass(frozen=True)
class Names:
    """Tells a name by the words, folded, that are none of a stranger: `known`."""

    known: frozenset[str]

    @classmethod
    def of(cls, contracts: Iterable[str], questions: Iterable[str]) -> Names:
        """Known is what the texts of `contracts` use, the initials of names in them, and what
        `questions` mostly write small."""
        contracts = tuple(contracts)
        used = {word for text in contracts for word in _WORD.findall(text)}
        written = Counter(word for text in questions for word in _WORD.findall(text))
        small: Counter[str] = Counter()
        for word, count in written.items():
            small[fold(word)] += count if word[0].islower() else -count
        usual = {word for word, more in small.items() if more > 0}
        short = {letters for text in contracts for letters in _initials(text)}
        return cls(frozenset({*map(fold, used), *usual, *short, *_usual()}))

    def strangers(self, question: str) -> tuple[str, ...]:
        """The names in what the question asks that no contract has, in order."""
        return tuple(name for name, _ in self._found(question))

    def concerned(self, question: str) -> tuple[str, ...]:
        """Those that the question may be about: no places that something goes to, no persons
        whose case it is."""
        return tuple(
            n for n, before in self._found(question) if not _signs()["beside"].search(before)
        )

    def unknown(self, question: str) -> bool:
        """Whether the question has any word with a capital that may be a stranger's, an
        abbreviation or the first one too ("AWS est-il dans la liste ?")."""
        words = list(_WORD.finditer(straight(asked_in(question) or question)))
        capitals = [word for word in words if word[0][0].isupper()]
        return len(capitals) <= MOST * len(words) and any(
            fold(word[0]) not in self.known and not (_opens(word) and in_dictionary(fold(word[0])))
            for word in capitals
        )

    def _found(self, question: str) -> list[tuple[str, str]]:
        """Each such name, with what stands before it, folded."""
        asked = straight(asked_in(question) or question)
        words = list(_WORD.finditer(asked))
        if sum(word[0][0].isupper() for word in words) > MOST * len(words):
            return []
        strange = [word for word in words if self._is_strange(word)]
        found: list[tuple[str, str]] = []
        last = 0
        for start, end in _runs(strange, asked):
            listed = found and _signs()["joined"].fullmatch(fold(asked[last:start]))
            before = found[-1][1] if listed else fold(asked[max(0, start - BEFORE) : start])
            found.append((asked[start:end], before))
            last = end
        return found

    def _is_strange(self, word: re.Match[str]) -> bool:
        # All in capitals it is an abbreviation: of a thing, as often as not.
        named = word[0][0].isupper() and not word[0].isupper()
        return named and not _opens(word) and fold(word[0]) not in self.known


def _initials(text: str) -> Iterator[str]:
    """What words with capitals side by side may be shortened to ("Verklaring Omtrent Gedrag")."""
    for run in _CAPITALS.findall(text):
        letters = "".join(fold(word[0]) for word in run.split())
        yield from (
            letters[a:b] for a in range(len(letters)) for b in range(a + 2, len(letters) + 1)
        )


def _opens(word: re.Match[str]) -> bool:
    """Whether the word begins a sentence: nothing, or the end of another, stands before it."""
    before = word.string[: word.start()]
    between = list(takewhile(lambda char: not char.isalnum(), reversed(before)))
    return len(between) == len(before) or not _ENDS.isdisjoint(between)


def _runs(words: Sequence[re.Match[str]], text: str) -> list[tuple[int, int]]:
    """The spans of the words of `text`, those that follow one another as one ("États-Unis")."""
    runs: list[tuple[int, int]] = []
    for word in words:
        if runs and text[runs[-1][1] : word.start()] in (" ", "-"):
            runs[-1] = runs[-1][0], word.end()
        else:
            runs.append(word.span())
    return runs


@cache
def _usual() -> frozenset[str]:
    """Words with a capital that name nobody: countries, authorities, days, months, titles."""
    data: dict[str, list[str]] = read_data("names.yaml")
    countries_named = (word for country in countries() for word in country.words)
    named = " ".join([*data["known"], *data["beside"], *countries_named, *equivalents()])
    return frozenset(fold(word) for word in _WORD.findall(named))


@cache
def _signs() -> dict[str, re.Pattern[str]]:
    """What stands before a name that only goes with what is asked, and between two in a list."""
    data: dict[str, list[str]] = read_data("names.yaml")
    beside, joined, articles = (
        any_of(map(fold, data[kind])) for kind in ("beside", "joined", "articles")
    )
    between = rf"\W*(?:(?:{articles})\W*)?"
    return {
        "beside": re.compile(rf"(?<!\w)(?:{beside}){between}$"),
        "joined": re.compile(rf"\W*(?:{joined})?{between}"),
    }
