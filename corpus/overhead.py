"""Titles on the line above the number: "Prijzen", and below it "Art. 4. De prijs is …"."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.captions import reads_as_title
from corpus.headings import Candidate
from corpus.lines import Line
from corpus.neighbours import nearest_spoken

_MOST, _FEWEST = 0.6, 3


def titles_above(run: Sequence[Candidate], lines: Sequence[Line]) -> dict[int, int]:
    """The line above each of these articles that is its title, by the article's line.

    None, unless most of the articles, and three at least, have no title of their own and one
    above.
    """
    taken = {at for cand in run for at in range(cand.at, cand.last + 1)}
    found = {}
    for cand in run:
        above = nearest_spoken(lines, cand.at - 1, -1)
        if above is None or above in taken or cand.title or not cand.run_in:
            continue
        line = lines[above]
        plain = not (line.level or line.table or line.bullet or line.open)
        if plain and line.gap and reads_as_title(line.text):
            found[cand.at] = above
    return found if len(found) >= max(_FEWEST, _MOST * len(run)) else {}
