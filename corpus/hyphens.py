"""Words broken over two lines: which hyphens are theirs, and which only break the word.

The document itself tells where it has the word elsewhere; else the dictionaries of the three
languages do ("con-naissances"); what they don't know keeps its hyphen where both halves are
words ("sous-traitant").
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from corpus.dictionaries import known_words

Halves = tuple[str, str]


def only_breaking(pairs: Collection[Halves], words: frozenset[str]) -> frozenset[Halves]:
    """Those of the pairs of small letters between which the hyphen is not the word's own.

    `words` are those of the document. The dictionaries take half a second to read.
    """
    whole = {pair for pair in pairs if "".join(pair) in words and "-".join(pair) not in words}
    doubtful = {pair for pair in pairs if words.isdisjoint(("".join(pair), "-".join(pair)))}
    return frozenset(whole | set(_syllables(doubtful)))


def _syllables(pairs: Collection[Halves]) -> Iterator[Halves]:
    if not pairs:
        return
    asked = {word for pair in pairs for word in (pair[0], "".join(pair), "-".join(pair))}
    known = known_words(asked)
    for pair in pairs:
        syllable = "".join(pair) in known or pair[0] not in known
        if syllable and "-".join(pair) not in known and len(pair[0]) > 1:
            yield pair
