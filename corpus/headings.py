"""Lines that may be headings: what each would be, and how much speaks for it.

Nothing is decided here. A cross-reference at the start of a line ("Article 8 du
RGPD"), a list item and an entry of the table of contents all look like headings;
`corpus.outline` takes those that make a run.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.captions import bold_title, reads_as_title, run_in_title
from corpus.forms import (
    ANNEX,
    ARTICLE,
    CHAPTER,
    DOTTED,
    DOTTED_GLUED,
    LETTER,
    NUMBER,
    ORDINAL,
    ROMAN,
)
from corpus.lines import Line, unquoted
from corpus.neighbours import (
    above_list,
    carried_on,
    has_words,
    listed_below,
    nearest_spoken,
    next_title,
    stands_as_title,
    wrapped_title,
)
from corpus.numbering import roman, value_of
from corpus.pages import lists_more

_LAWS = re.compile(r"^(?:RGPD|GDPR|AVG|UE|EU|CE|LIL|TFUE|UAVG)\b")
_NESTED = 20
_RANK = {
    "livre": 1, "partie": 1, "part": 1, "deel": 1, "titre": 2, "titel": 2, "title": 2,
    "chapitre": 3, "hoofdstuk": 3, "chapter": 3, "section": 4, "sectie": 4, "afdeling": 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """What line `at` would be as a heading; `last` is the line where the heading ends.

    `group` names the habit ("article", "number@2" for a Markdown heading of level 2…);
    `body` is the offset of the first word after number and heading. With `run_in` the
    words begin on the heading's own line.
    """

    at: int
    last: int
    group: str
    number: int
    path: tuple[int, ...]
    word: str
    shown: str
    title: str
    body: int
    run_in: bool
    level: int
    weight: float
    bis: bool = False
    rank: int = 0


def candidates(lines: Sequence[Line]) -> list[Candidate]:
    """Every reading of every line that may be a heading, in order."""
    found: list[Candidate] = []
    for at, line in enumerate(lines):
        if line.noise or line.table or line.bullet:
            continue
        before = nearest_spoken(lines, at - 1, -1)
        cut = before is not None and lines[before].open and not lists_more(lines[before].text)
        if cut and not line.gap and not line.level:
            continue
        found += _readings(lines, at)
    return [_set_in(cand, found[index + 1 :][:1]) for index, cand in enumerate(found)]


def _set_in(cand: Candidate, following: Sequence[Candidate]) -> Candidate:
    """An indented "3. Prix" right above its "3.1" counts with those that are not indented."""
    nested = cand.group.startswith("number@") and int(cand.group[7:]) > _NESTED
    above = any(below.group == "dotted" and below.path == (cand.number, 1) for below in following)
    return replace(cand, group="number@0") if nested and above else cand


def _readings(lines: Sequence[Line], at: int) -> list[Candidate]:
    text = lines[at].plain
    readings = []
    for group, pattern in (
        ("article", ARTICLE), ("chapter", CHAPTER), ("chapter", ORDINAL), ("annex", ANNEX)
    ):  # fmt: skip
        match = pattern.match(text)
        if match:
            readings.append(_worded(lines, at, group, match))
    for group, pattern in (
        ("dotted", DOTTED), ("dotted", DOTTED_GLUED), ("number", NUMBER), ("roman", ROMAN),
        ("letter", LETTER),
    ):  # fmt: skip
        match = pattern.match(text)
        if match:
            readings.append(_bare(lines, at, group, match))
    return [reading for reading in readings if reading is not None]


def _worded(lines: Sequence[Line], at: int, group: str, match: re.Match[str]) -> Candidate | None:
    """ "Article 4 – Objet", "Chapitre II", "Annexe A : …"."""
    word, shown = match["word"].strip(), (match["number"] or "").strip()
    path = _path(shown)
    if group == "chapter" and len(shown) == 1 and roman(shown) is None and shown.isalpha():
        path = (ord(shown.lower()) - 96,)
    if group == "annex":
        letter = len(shown) == 1 and shown.isalpha() and roman(shown) is None
        path = (ord(shown.lower()) - 96,) if letter else path
        if not shown and match["rest"] and not match["after"].strip():
            return None
    if not path and group != "annex":
        return None
    marked = bool(match["after"].strip()) or len(path) > 1
    rest, low = match["rest"], _low_title(lines, at, match)
    titled = low or (reads_as_title(rest.rstrip("? ")) and not _LAWS.match(rest))
    if group == "annex" and not low:
        titled = reads_as_title(rest.rstrip(" :"))
    if rest and not (marked or titled or lines[at].level):
        return None
    if rest[:1].islower() and not lines[at].level and not low:
        return None
    if group != "article" and rest and not titled and not reads_as_title(rest.rstrip(" .:")):
        return None
    name = word.lower().rstrip(".").removesuffix("s") if group == "article" else group
    name = {"art": "article", "artikel": "article", "sectie": "section"}.get(name, name)
    if len(path) > 1:
        name = "dotted"
    candidate = _candidate(lines, at, name, match, path, marked, low)
    rank = _RANK.get(word.lower(), 0)
    return replace(candidate, word=word, rank=rank, weight=candidate.weight + 2)


def _low_title(lines: Sequence[Line], at: int, match: re.Match[str]) -> bool:
    """Whether a title in lower case follows a sign, and no sentence: "Article 2 : durée"."""
    rest, sign = match["rest"], match["after"].strip()[-1:]
    if not rest[:1].islower() or match["word"][0].islower() or not sign or sign not in ":–—-":
        return False
    above, below = nearest_spoken(lines, at - 1, -1), nearest_spoken(lines, at + 1, 1)
    ended = above is None or lines[at].gap or lines[above].text[-1] in ".!?"
    if below is not None and match.re is ANNEX and carried_on(lines[below]):
        rest, below = f"{rest} {lines[below].text}", None
    cut = rest[-1] in ".!?" or (below is not None and carried_on(lines[below]))
    return ended and not cut and reads_as_title(rest[:1].upper() + rest[1:])


def _bare(lines: Sequence[Line], at: int, group: str, match: re.Match[str]) -> Candidate | None:
    """ "4. Objet", "4.1 …", "IV. Objet", "B) Durée"."""
    line, shown, rest = lines[at], match["number"].replace("\\", ""), match["rest"]
    marked = bool(match["after"].strip())
    if group == "letter":
        path: tuple[int, ...] = (ord(shown) - 64,)
    else:
        path = _path(shown)
    titled = reads_as_title(rest.rstrip(": ") if group == "roman" else rest)
    if not path or (group in ("roman", "letter") and not (marked and titled)):
        return None
    if group == "number" and not (marked or reads_as_title(rest) or _above_its_first(lines, at)):
        return None
    if not rest and not (line.level and group == "dotted") and next_title(lines, at) is None:
        return None
    if group != "dotted":
        nested = line.indent and not line.bold and not line.level
        group = f"{group}@{_NESTED + line.indent if nested else line.level or 9 * line.bold}"
    return _candidate(lines, at, group, match, path, marked)


def _above_its_first(lines: Sequence[Line], at: int) -> bool:
    """Whether "7 Accounts, passwords and security." stands right above its "7.1"."""
    below = nearest_spoken(lines, at + 1, 1)
    mine, theirs = NUMBER.match(lines[at].plain), below and DOTTED.match(lines[below].plain)
    short = mine is not None and reads_as_title(mine["rest"].rstrip("."))
    return bool(short and mine and theirs and theirs["number"] == f"{mine['number']}.1")


def _candidate(
    lines: Sequence[Line],
    at: int,
    group: str,
    match: re.Match[str],
    path: tuple[int, ...],
    marked: bool,
    low: bool = False,
) -> Candidate:
    line, rest = lines[at], match["rest"]
    bare = group == "dotted" or "@" in group
    title, last, run_in, alone = "", at, False, False
    body = line.start + match.start("rest")
    if not rest:
        following = next_title(lines, at)
        if following is not None:
            title, last, alone = unquoted(lines[following].text), following, True
    elif line.level or line.bold or low or stands_as_title(lines, at, rest):
        title, alone = unquoted(rest), True
        if rest.endswith(".") and bare and not (line.level or line.bold):
            # "2.1 One year." may be all that the clause says: it stays among its words.
            run_in, title = True, above_list(lines, at, rest) if group == "dotted" else title
    elif group != "dotted" and (tail := wrapped_title(lines, at, rest)) is not None:
        title, last, alone = unquoted(f"{rest} {lines[tail].text}"), tail, True
    else:
        run_in = True
        title = run_in_title(rest) or bold_title(line, body) or above_list(lines, at, rest)
    groups = match.groupdict()
    suffix = (groups.get("suffix") or groups.get("letter") or "").lower()
    bis = suffix in ("bis", "ter", "quater") or bool(groups.get("letter"))
    shown = (match["number"] or "").replace("\\", "") + (suffix if bis else "")
    weight = 1.0 + (2.0 if line.level or line.bold else 0.0) + (0.5 if marked else 0.0)
    weight += 2.0 if alone else 0.0
    weight += 0.5 if line.gap else 0.0
    weight -= 2.5 if rest[:1].islower() and not low and not listed_below(lines, at) else 0.0
    weight += 2.0 if has_words(lines, last) else 0.0
    return Candidate(
        at, last, group, path[0] if path else 1, path, "", shown, title, body, run_in,
        line.level, weight, bis,
    )  # fmt: skip


def _path(shown: str) -> tuple[int, ...]:
    values = [value_of(part) for part in shown.split(".")]
    return tuple(value for value in values if value) if all(values) else ()
