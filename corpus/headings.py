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
from corpus.lines import Line, unquoted
from corpus.numbering import IN_WORDS, roman, value_of

_NUMERAL = rf"\d{{1,3}}|{IN_WORDS}|[ivxlc]{{1,6}}"
_SUFFIX = (
    r"(?:(?:\s?(?P<suffix>er|ère|ere|ᵉʳ|°|bis|ter|quater)|(?<=\d)(?:e|ème|eme|ᵉ)"
    r"|(?<=\d)(?P<letter>[A-DF-Za-df-z]))(?![\w]))?"
)
_AFTER = (
    r"(?P<after>\s*\\?[.:)|]+(?:\s*[–—-]+(?=\s))?(?=\s|$|[A-ZÀ-Ý«“\"*])|\s*[–—]\s*|\s+-+\s*|-\s+|\s+|$)"
    r"\s*(?P<rest>.*)$"
)

_ARTICLE = re.compile(
    r"^\s*(?P<word>articles?|art|artikel|clause|section|sectie|§)\.?\s*(?:n[°º]\s*)?"
    rf"(?P<number>\d{{1,3}}(?:\.\d{{1,2}})+|{_NUMERAL}){_SUFFIX}{_AFTER}",
    re.IGNORECASE,
)
_CHAPTER = re.compile(
    r"^\s*(?P<word>livre|partie|part|deel|titre|titel|title|chapitre|hoofdstuk|chapter|"
    r"section|sectie|afdeling)\.?\s*(?:n[°º]\s*)?"
    rf"(?P<number>{_NUMERAL}){_SUFFIX}{_AFTER}",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    rf"^\s*(?P<number>\d{{1,2}}(?=[eèr])|{IN_WORDS})(?:ère|re|e|ème)?\s+"
    rf"(?P<word>livre|partie|part|deel|titre|titel|chapitre|hoofdstuk){_AFTER}",
    re.IGNORECASE,
)
_ANNEX = re.compile(
    r"^\s*(?P<word>annexe|annex|bijlage|schedule|appendix|appendice|aanhangsel|exhibit|addendum|"
    r"attachment)\b\s*(?:n[°ºr]\.?\s*)?"
    rf"(?P<number>\d{{1,2}}|[ivx]{{1,5}}|[a-z])?{_SUFFIX}{_AFTER}",
    re.IGNORECASE,
)
_GLUED = r"(?P<after>(?=[A-ZÀ-Ý][a-zà-ÿ]))(?P<rest>.*)$"  # "1.3In the event"
_DOTTED = re.compile(r"^\s*(?P<number>[1-9]\d{0,2}(?:\\?\.(?:0?[1-9]|[1-9]\d)){1,4})" + _AFTER)
_DOTTED_GLUED = re.compile(r"^(?P<number>[1-9]\d{0,2}(?:\.[1-9]\d?){1,3})" + _GLUED)
_NUMBER = re.compile(r"^\s*(?P<number>[1-9]\d{0,2})(?:\s?(?P<suffix>bis|ter))?\\?" + _AFTER)
_ROMAN = re.compile(r"^\s*(?P<number>[IVXLC]{1,6})" + _AFTER)
_LETTER = re.compile(r"^\s*(?P<number>[A-Z])(?=[.)])" + _AFTER)
_POINT = re.compile(r"^(?:\((?:[a-z]|[ivx]{2,4}|\d)\)|(?:[a-z]|[ivx]{2,4})[.)]|\d\))\s+\S")
_FINISHED = re.compile(r"(?:[.;:!?]|[;,]\s(?:and|or|et|ou|en|of))\W*$")
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
        if before is not None and lines[before].open and not line.gap and not line.level:
            continue
        found += _readings(lines, at)
    return found


def _readings(lines: Sequence[Line], at: int) -> list[Candidate]:
    text = lines[at].plain
    readings = []
    for group, pattern in (
        ("article", _ARTICLE), ("chapter", _CHAPTER), ("chapter", _ORDINAL), ("annex", _ANNEX)
    ):  # fmt: skip
        match = pattern.match(text)
        if match:
            readings.append(_worded(lines, at, group, match))
    for group, pattern in (
        ("dotted", _DOTTED), ("dotted", _DOTTED_GLUED), ("number", _NUMBER), ("roman", _ROMAN),
        ("letter", _LETTER),
    ):  # fmt: skip
        match = pattern.match(text)
        if match:
            readings.append(_bare(lines, at, group, match))
    return [reading for reading in readings if reading is not None]


def _worded(lines: Sequence[Line], at: int, group: str, match: re.Match[str]) -> Candidate | None:
    """ "Article 4 – Objet", "Chapitre II", "Annexe A : …"."""
    word, shown = match["word"].strip(), (match["number"] or "").strip()
    path = _path(shown)
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
    if rest and not marked and not titled:
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
    if below is not None and match.re is _ANNEX and _carried_on(lines[below]):
        rest, below = f"{rest} {lines[below].text}", None
    cut = rest[-1] in ".!?" or (below is not None and _carried_on(lines[below]))
    return ended and not cut and reads_as_title(rest[:1].upper() + rest[1:])


def _bare(lines: Sequence[Line], at: int, group: str, match: re.Match[str]) -> Candidate | None:
    """ "4. Objet", "4.1 …", "IV. Objet", "B) Durée"."""
    line, shown, rest = lines[at], match["number"].replace("\\", ""), match["rest"]
    marked = bool(match["after"].strip())
    if group == "letter":
        path: tuple[int, ...] = (ord(shown) - 64,)
    else:
        path = _path(shown)
    if not path or (group in ("roman", "letter") and not (marked and reads_as_title(rest))):
        return None
    if group == "number" and not marked and not reads_as_title(rest):
        return None
    if not rest and _next_title(lines, at) is None:
        return None
    if group != "dotted":
        nested = line.indent and not line.bold and not line.level
        group = f"{group}@{_NESTED + line.indent if nested else line.level or 9 * line.bold}"
    return _candidate(lines, at, group, match, path, marked)


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
        following = _next_title(lines, at)
        if following is not None:
            title, last, alone = unquoted(lines[following].text), following, True
    elif line.level or line.bold or low or _stands_as_title(lines, at, rest):
        title, alone = unquoted(rest), True
        if rest.endswith(".") and bare and not (line.level or line.bold):
            # "2.1 One year." may be all that the clause says: it stays among its words.
            run_in, title = True, _above_list(lines, at, rest) if group == "dotted" else title
    elif group != "dotted" and (tail := _wrapped_title(lines, at, rest)) is not None:
        title, last, alone = unquoted(f"{rest} {lines[tail].text}"), tail, True
    else:
        run_in = True
        title = run_in_title(rest) or bold_title(line, body) or _above_list(lines, at, rest)
    groups = match.groupdict()
    suffix = (groups.get("suffix") or groups.get("letter") or "").lower()
    bis = suffix in ("bis", "ter", "quater") or bool(groups.get("letter"))
    shown = (match["number"] or "").replace("\\", "") + (suffix if bis else "")
    weight = 1.0 + (2.0 if line.level or line.bold else 0.0) + (0.5 if marked else 0.0)
    weight += 2.0 if alone else 0.0
    weight += 0.5 if line.gap else 0.0
    weight -= 2.5 if rest[:1].islower() and not low and not _listed_below(lines, at) else 0.0
    weight += 2.0 if _has_words(lines, last) else 0.0
    return Candidate(
        at, last, group, path[0] if path else 1, path, "", shown, title, body, run_in,
        line.level, weight, bis,
    )  # fmt: skip


def _listed_below(lines: Sequence[Line], at: int) -> bool:
    """Whether the line above is finished, so that a number with small letters is a clause."""
    above = nearest_spoken(lines, at - 1, -1)
    return above is not None and lines[at].gap and bool(_FINISHED.search(lines[above].text))


def _path(shown: str) -> tuple[int, ...]:
    values = [value_of(part) for part in shown.split(".")]
    return tuple(value for value in values if value) if all(values) else ()


def _stands_as_title(lines: Sequence[Line], at: int, rest: str) -> bool:
    """Title words on a line of their own, with text or a deeper number under them.

    A whole question may be one ("4. Where are the data kept?"), unless others like it follow.
    """
    if not reads_as_title(rest.rstrip("? ")):
        return False
    after = nearest_spoken(lines, at + 1, 1)
    if after is None or _carried_on(lines[after]):
        return False
    follows = lines[after].plain
    mine, theirs = _DOTTED.match(lines[at].plain), _DOTTED.match(follows)
    if mine and theirs:
        return theirs["number"].startswith(mine["number"] + ".")
    if mine:
        return not (_NUMBER.match(follows) or _ARTICLE.match(follows) or _ANNEX.match(follows))
    return not rest.endswith("?") or theirs is not None or _NUMBER.match(follows) is None


def _carried_on(line: Line) -> bool:
    """Whether this line is the rest of a sentence that was cut above it."""
    if line.gap or line.bullet or line.level or _POINT.match(line.text):
        return False
    return line.text[0].islower()


def _above_list(lines: Sequence[Line], at: int, rest: str) -> str:
    """The title that a few words with a full stop are above a list: "4.1 Droits des personnes."."""
    after = nearest_spoken(lines, at + 1, 1)
    listed = after is not None and (lines[after].bullet or _POINT.match(lines[after].text))
    title = unquoted(rest)
    return title if listed and rest.endswith(".") and reads_as_title(title) else ""


def _wrapped_title(lines: Sequence[Line], at: int, rest: str) -> int | None:
    """The second line of a title that breaks off ("Nature des données et / finalités")."""
    tail = at + 1
    if not lines[at].open or tail >= len(lines) or not _carried_on(lines[tail]):
        return None
    return tail if reads_as_title(f"{rest} {lines[tail].text}") else None


def _next_title(lines: Sequence[Line], at: int) -> int | None:
    """The line after `at`, where it is a title with something under it."""
    after = nearest_spoken(lines, at + 1, 1)
    if after is None:
        return None
    line = lines[after]
    numbered = _DOTTED.match(line.plain) or _NUMBER.match(line.plain) or _ARTICLE.match(line.plain)
    if line.bullet or line.table or numbered or not reads_as_title(line.text):
        return None
    return after if line.level or nearest_spoken(lines, after + 1, 1) is not None else None


def _has_words(lines: Sequence[Line], last: int) -> bool:
    """Whether text follows, not just the next entry of a list."""
    after = nearest_spoken(lines, last + 1, 1)
    if after is None:
        return False
    line = lines[after]
    if line.level:
        return line.level > lines[last].level > 0
    if _DOTTED.match(line.plain):
        return not _DOTTED.match(lines[last].plain)
    mine, theirs = _NUMBER.match(lines[last].plain), _NUMBER.match(line.plain)
    if mine and theirs and mine["number"] != "1" == theirs["number"]:
        return True
    if line.plain.startswith("§") and not lines[last].plain.startswith("§"):
        return True
    return not (_ARTICLE.match(line.plain) or _NUMBER.match(line.plain) or _ANNEX.match(line.plain))


def nearest_spoken(lines: Sequence[Line], at: int, step: int) -> int | None:
    """The first line from `at` on, in that direction, that is no noise."""
    while 0 <= at < len(lines):
        if not lines[at].noise:
            return at
        at += step
    return None
