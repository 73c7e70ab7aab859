"""How a text numbers its main divisions, and which candidates are those divisions.

Contracts mix habits: "Article 4 –" above "4.1", "## IV." above "### 8.", a list
"1. 2. 3." inside an article. The habit whose run of numbers carries the most weight
makes the articles; the others are what they look like inside it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from corpus.captions import names_a_contract, reads_as_title
from corpus.headings import Candidate
from corpus.lines import Line
from corpus.looks import in_capitals
from corpus.neighbours import nearest_spoken
from corpus.numbering import best_run

WORDS = ("article", "clause", "section", "§")
_PARTS = ("roman@", "letter@")
_BOLD, _CHAPTER = 9, 3
_LONG = 4  # so many headings are surely a habit
_FAR, _SHORT = 40, 6  # lines up to the title of a contract, and words of one
_NEAR = 3  # lines between the name of a part and its first article, the name with them


@dataclass(frozen=True, slots=True)
class Scheme:
    """The habit of one stretch of text: its name, Markdown level (0: none) and its run."""

    group: str = ""
    level: int = 0
    run: tuple[Candidate, ...] = ()


def choose(cands: Sequence[Candidate], lines: Sequence[Line], *, whole: bool = True) -> Scheme:
    """The habit of these candidates; an empty scheme where none makes a run."""
    groups: dict[str, list[Candidate]] = defaultdict(list)
    for cand in cands:
        if cand.group in WORDS or "@" in cand.group:
            groups[cand.group].append(cand)
    chapters = [cand.at for cand in cands if cand.group == "chapter"]
    if whole:
        chapters += banners(cands, lines)
    runs = {name: _run(members, chapters) for name, members in groups.items()}
    numbered = [cand for cand in cands if cand.group.startswith("number@")]
    runs |= {name: _completed(run, numbered) for name, run in runs.items() if _is_marked(name)}
    scores = {name: sum(cand.weight for cand in run) for name, run in runs.items()}
    kept = [name for name in runs if _makes_sense(name, runs[name], lines, whole)]
    inner = "§" in kept and _inside_others(kept, runs, scores, groups["§"])
    name = _preferred([name for name in kept if not (inner and name == "§")], runs, scores)
    if not name:
        return Scheme()
    levels = Counter(cand.level for cand in runs[name])
    scheme = Scheme(name, levels.most_common(1)[0][0], tuple(runs[name]))
    return scheme if not whole or not _under_plain(scheme, groups[name], lines) else Scheme()


def of_contract(cands: Sequence[Candidate], lines: Sequence[Line]) -> Scheme:
    """The habit of the contract itself, which an annex with more articles does not set."""
    scheme = choose(cands, lines)
    first = scheme.run[0].at if scheme.run else 0
    above = [cand for cand in cands if cand.group == "annex" and cand.at < first]
    if not above or (len(above) > 1 and above[-2].last + 1 == above[-1].at):
        return scheme
    end = above[-1].at
    own = choose([cand for cand in cands if cand.at < end], lines[:end])
    begins = len(own.run) > 1 and own.run[0].number == 1
    return own if begins and own.group in (scheme.group, *WORDS) else scheme


def banners(cands: Sequence[Candidate], lines: Sequence[Line]) -> list[int]:
    """Lines that name a part above its "Article 1", where a contract counts in several parts.

    Right above, they stand in capitals or bold; farther up, they are the title of a contract.
    """
    taken = {at for cand in cands for at in range(cand.at, cand.last + 1)}
    found = []
    for cand in cands:
        if cand.group not in WORDS or cand.number != 1:
            continue
        above = [at for at in range(cand.at - 1, -1, -1) if not lines[at].noise]
        near = takewhile(lambda at: at not in taken and not lines[at].level, above[:_NEAR])
        banner = next((at for at in near if _is_banner(lines[at])), None)
        if banner is None:
            counted = [other.at for other in cands if other.group == cand.group]
            last = max((at for at in counted if at < cand.at), default=-1)
            far = (at for at in above[:_FAR] if at > last)
            banner = next((at for at in far if _titles_a_contract(lines, at)), None)
        if banner is not None:
            found.append(banner)
    return found


def _titles_a_contract(lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    short = len(line.text.split()) <= _SHORT and not (line.bullet or line.table or line.level)
    return short and line.gap and reads_as_title(line.text) and names_a_contract(line.text)


def _is_banner(line: Line) -> bool:
    return in_capitals(line.text) or (line.bold and reads_as_title(line.text))


def parts_above(
    cands: Sequence[Candidate], scheme: Scheme, lines: Sequence[Line]
) -> list[Candidate]:
    """The parts "I. …", "II. …" or "A. …" that stand above the articles of a contract, each right
    above one of them, ranked as chapters; none where they do not count from one."""
    articles = {cand.at for cand in scheme.run}
    for kind in _PARTS:
        above = [
            replace(cand, rank=_CHAPTER)
            for cand in cands
            if cand.group.startswith(kind) and cand.group != scheme.group
            if not cand.run_in and nearest_spoken(lines, cand.last + 1, 1) in articles
        ]
        if len(above) > 1 and [cand.number for cand in above] == [*range(1, len(above) + 1)]:
            return above
    return []


def _run(members: list[Candidate], chapters: Sequence[int]) -> list[Candidate]:
    """The best run of one habit; "4bis" joins behind the 4 it follows."""
    plain = [cand for cand in members if not cand.bis]
    restarts = []
    for index, cand in enumerate(plain):
        before = plain[index - 1].at if index else -1
        if any(before < chapter < cand.at for chapter in chapters):
            restarts.append(index)
    chosen = best_run([c.number for c in plain], [c.weight for c in plain], restarts)
    run = [plain[index] for index in chosen]
    for extra in (cand for cand in members if cand.bis):
        above = max((cand for cand in run if cand.at < extra.at), key=lambda c: c.at, default=None)
        if above is not None and above.number == extra.number:
            run.append(extra)
    return sorted([*run, *_again(run, plain)], key=lambda cand: cand.at)


def _again(run: Sequence[Candidate], members: Sequence[Candidate]) -> list[Candidate]:
    """Titled articles whose number the next one, or the last one, has by mistake as well."""
    found = []
    taken = {cand.at for cand in run}
    for cand in members:
        named = cand.group in WORDS and cand.title and not cand.run_in and cand.at not in taken
        above = next((one for one in reversed(run) if one.at < cand.at), None)
        below = next((one for one in run if one.at > cand.at), None)
        if named and cand.number in {one.number for one in (above, below) if one is not None}:
            found.append(cand)
    return found


def _is_marked(name: str) -> bool:
    return name.startswith("number@") and 0 < _level(name) <= _BOLD


def _completed(run: list[Candidate], cands: Sequence[Candidate]) -> list[Candidate]:
    """A run of headings with the numbers that it skips, and those that go on with it, where lines
    of another look have them: "### 33. …", "**34. …**" to "**41. …**", "### 42. …"."""
    if len(run) < _LONG:
        return run
    found, bounds = list(run), [(0, -1), *((cand.number, cand.at) for cand in run)]
    for (number, at), following in zip(bounds, run, strict=False):
        wanted = [*range(number + 1, following.number)]
        inside = [cand for cand in cands if at < cand.at < following.at and not cand.bis]
        between = [cand for cand in inside if cand.number in wanted]
        filling = [between[i] for i in best_run([c.number for c in between], [1.0] * len(between))]
        if wanted and [cand.number for cand in filling] == wanted:
            found += filling
    last = run[-1]
    for cand in cands:
        alone = cand.title and not cand.run_in and _is_marked(cand.group)
        if alone and cand.at > last.at and cand.number == last.number + 1:
            found.append(cand)
            last = cand
    return sorted(found, key=lambda cand: cand.at)


def _makes_sense(name: str, run: list[Candidate], lines: Sequence[Line], whole: bool) -> bool:
    if not run or sum(cand.weight for cand in run) <= 0:
        return False
    if name in WORDS:
        return len(run) > 1 or bool(run[0].title) or run[0].level > 0 or run[0].run_in
    if len(run) < 2 or run[0].number > 2:
        return False
    return 0 < _level(name) <= _BOLD or not _is_a_list(run, lines, whole)


def _is_a_list(run: list[Candidate], lines: Sequence[Line], whole: bool) -> bool:
    """Whether these are points that a sentence announces, one line after the other.

    In an annex nothing need announce them: a few words each are no titles of one another.
    """
    if not whole and _only_lines(run, lines):
        return True
    first = run[0].at
    above = next((line for line in reversed(lines[:first]) if not line.noise), None)
    announced = above is not None and above.text.rstrip("* ").endswith(":")
    apart = sum(not line.noise for line in lines[first : run[-1].at])
    return announced and apart < len(run)


def _only_lines(run: list[Candidate], lines: Sequence[Line]) -> bool:
    """Whether most of these are a few words, right above the next of them."""
    short = sum(
        reads_as_title(lines[cand.at].text[cand.body - lines[cand.at].start :])
        and all(line.noise for line in lines[cand.at + 1 : following.at])
        for cand, following in pairwise(run)
    )
    return 2 * short >= len(run)


def _preferred(names: list[str], runs: dict[str, list[Candidate]], scores: dict[str, float]) -> str:
    if not names:
        return ""
    worded = max((n for n in names if n in WORDS), key=lambda n: scores[n], default="")
    best = max(names, key=lambda n: scores[n])
    if worded and scores[worded] >= 0.5 * scores[best]:
        return worded
    bare = [n for n in names if n not in WORDS]
    marked = [n for n in bare if 0 < _level(n) < _BOLD]
    if marked:
        return min(marked, key=lambda n: (_level(n), -scores[n]))
    outer = [n for n in bare if _level(n) <= _BOLD]
    bare = outer or bare
    romans = [n for n in bare if n.startswith("roman")]
    others = [n for n in bare if not n.startswith("roman")]
    best = max(others, key=lambda n: scores[n], default="")
    for name in romans:
        if not best or runs[name][0].at < runs[best][0].at:
            return name
    return best or worded


def _inside_others(
    names: list[str],
    runs: dict[str, list[Candidate]],
    scores: dict[str, float],
    signs: Sequence[Candidate],
) -> bool:
    """Whether "§ 1, § 2" only count the paragraphs of articles that began before them."""
    run = runs["§"]
    before = [n for n in names if runs[n][0].at < run[0].at]
    parts = [n for n in before if n.startswith(_PARTS)]
    if parts == before and all(_counts_through(run, signs, runs[n]) for n in parts):
        return False
    going_on = [n for n in before if runs[n][-1].at > run[0].at]
    return bool(going_on) or any(n in WORDS or scores[n] >= scores["§"] for n in before)


def _counts_through(
    run: Sequence[Candidate], signs: Sequence[Candidate], outer: Sequence[Candidate]
) -> bool:
    """Whether one count goes on behind each of these headings of parts: "§ 3", "II.", "§ 4"."""
    own = [cand for cand in signs if run[0].at < cand.at < run[-1].at and cand.weight > 0]
    pairs = [*pairwise(run)]
    parts = [[cand for cand in outer if one.at < cand.at < two.at] for one, two in pairs]
    gaps = [two.number - one.number for one, two in pairs]
    carried = any(part and gap == 1 for part, gap in zip(parts, gaps, strict=True))
    afresh = any(cand.number == 1 for cand in own)
    return carried and not afresh and len(run) > len(outer)


def _level(name: str) -> int:
    """The Markdown level in a habit's name: 0 for plain lines, 9 for bold, more for nested."""
    return int(name.rpartition("@")[2])


def _under_plain(scheme: Scheme, members: list[Candidate], lines: Sequence[Line]) -> bool:
    """Whether the numbers only count inside unnumbered headings of a higher level."""
    if scheme.level < 2 or len(scheme.run) > 0.6 * len(members):
        return False
    numbered = {cand.at for cand in members}
    above = [
        line
        for at, line in enumerate(lines)
        if 0 < line.level < scheme.level and at not in numbered and not line.noise
    ]
    return len(above) > 2
