"""What the outline and the lists hand to the tree: where a node begins, and how deep it lies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from corpus.folding import fold
from corpus.model import ClauseKind

CHAPTER_DEPTH = 1
ARTICLE_DEPTH = 10
LIST_DEPTH = 30
LEAF_DEPTH = 99

Link = Literal["whole", "dot", "slash", "count", "term"]


@dataclass(frozen=True, slots=True)
class Mark:
    """The beginning of a node, at line `at`; or, without a kind, the end of those below `depth`.

    `link` says how the id is made of `key`: the key is the `whole` id (inside its annex),
    follows the parent's id after a `dot` or a `slash`, is a `count` of entries so far, or is
    a defined `term`. `head` is where the heading begins, `body` where the words begin when
    that is on the heading's own line.
    """

    at: int
    depth: int
    kind: ClauseKind | None = None
    link: Link = "whole"
    key: str = ""
    word: str = ""
    shown: str = ""
    heading: str = ""
    head: int = 0
    body: int | None = None
    last: int = -1


def slug(text: str, longest: int = 60) -> str:
    """`Fuite de données` as `fuite-de-donnees`; "" where nothing is left."""
    words = re.findall(r"[a-z0-9]+", fold(text))
    out = ""
    for word in words:
        if out and len(out) + 1 + len(word) > longest:
            break
        out = f"{out}-{word}" if out else word[:longest]
    return out
