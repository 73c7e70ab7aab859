"""Lines that stand out as headings by their look alone, in a text that numbers nothing."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.captions import reads_as_title
from corpus.lines import Line


def unnumbered(lines: Sequence[Line], first: int) -> list[int]:
    """Lines from `first` on that are headings by their look alone: bold, capitals, or short."""
    spoken = [at for at in range(first, len(lines)) if not lines[at].noise]
    usable = [
        at
        for at in spoken
        if not lines[at].table and not lines[at].bullet and reads_as_title(lines[at].text)
        and at != spoken[-1]
    ]  # fmt: skip
    bold = [at for at in usable if lines[at].bold]
    capitals = [at for at in usable if in_capitals(lines[at].text)]
    places = {at: place for place, at in enumerate(spoken)}
    short = [at for at in usable if _stands_out(lines, spoken, places[at])]
    for found, least in ((bold, 2), (capitals, 2), (short, 2)):
        if len(found) >= least:
            return found
    return []


def in_capitals(text: str) -> bool:
    """Whether these words have no small letters, and some capitals."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= 4 and text == text.upper()


def _stands_out(lines: Sequence[Line], spoken: list[int], place: int) -> bool:
    """A few words between two paragraphs: what stands above is finished, a sentence follows."""
    line = lines[spoken[place]]
    if not place or len(line.text.split()) > 8 or line.text[-1] in ".!?":
        return False
    above, below = lines[spoken[place - 1]], lines[spoken[place + 1]]
    finished = above.text.endswith((".", ";", "!", "?", ":", "…")) or line.gap
    return finished and (len(below.text) > 60 or below.text.endswith((".", ":", ";")))
