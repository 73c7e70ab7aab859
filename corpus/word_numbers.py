"""The numbers of Word's lists, counted as Word counts them while it shows the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
# Word's own highest number; a damaged file must not fill the memory with letters.
_HIGHEST = 32_767
_SPACED = re.compile(r"(?<=%\d\.) (?=%)")  # "%1. %2.", which shows as "10. 1."
OFF = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class _Level:
    """How one depth of a list is numbered; `legal` shows every depth in digits."""

    form: str
    shape: str
    start: int
    legal: bool = False
    restarts: bool = False


class Numbering:
    """The numbers of list paragraphs, counted as Word counts them."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()
        part = getattr(document.part, "numbering_part", None) if _has(document) else None
        if part is not None:
            self._read(part.element)

    def _read(self, root: Any) -> None:
        from docx.oxml.ns import qn

        shared = {
            abstract.get(qn("w:abstractNumId"), ""): {
                _depth(level): _level(level) for level in abstract.iter(qn("w:lvl"))
            }
            for abstract in root.iter(qn("w:abstractNum"))
        }
        for number in root.iter(qn("w:num")):
            name = number.get(qn("w:numId"), "")
            self._abstract[name] = value(number.find(qn("w:abstractNumId")), "")
            self._levels[name] = _overridden(shared.get(self._abstract[name], {}), number)

    def number_of(self, paragraph: Any) -> str:
        """ "4.1." where Word shows that before the paragraph, "-" for a bullet, "" for none."""
        found = _list_of(paragraph)
        if found is None:
            return ""
        name, depth = found
        levels = self._levels.get(name, {})
        if depth not in levels:
            return ""
        level = levels[depth]
        counts = self._counted(name, depth, level)
        if level.form == "bullet":
            return "-"
        if level.form == "none":
            return ""
        return re.sub(
            r"%(\d)",
            lambda mark: _shown(levels, counts, int(mark[1]) - 1, level.legal),
            _SPACED.sub("", level.shape),
        ).strip()

    def _counted(self, name: str, depth: int, level: _Level) -> dict[int, int]:
        """The counts of all depths with this paragraph; lists of one kind count on together."""
        counts = self._counts.setdefault(self._abstract[name], {})
        if level.restarts and (name, depth) not in self._restarted:
            self._restarted.add((name, depth))
            counts.pop(depth, None)
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        return counts


def _level(element: Any) -> _Level:
    from docx.oxml.ns import qn

    legal = element.find(qn("w:isLgl"))
    return _Level(
        form=value(element.find(qn("w:numFmt")), "decimal"),
        shape=value(element.find(qn("w:lvlText")), "%1."),
        start=int(value(element.find(qn("w:start")), "1")),
        legal=legal is not None and value(legal, "1") not in OFF,
    )


def _overridden(shared: dict[int, _Level], number: Any) -> dict[int, _Level]:
    """The levels of one list: those of its kind, with its own forms and starts."""
    from docx.oxml.ns import qn

    levels = dict(shared)
    for override in number.iter(qn("w:lvlOverride")):
        depth = _depth(override)
        own, start = override.find(qn("w:lvl")), override.find(qn("w:startOverride"))
        if own is not None:
            levels[depth] = _level(own)
        if start is not None and depth in levels:
            levels[depth] = replace(levels[depth], start=int(value(start, "0")), restarts=True)
    return levels


def _depth(element: Any) -> int:
    from docx.oxml.ns import qn

    return int(element.get(qn("w:ilvl"), "0"))


def _has(document: Any) -> bool:
    return any(rel.reltype.endswith("/numbering") for rel in document.part.rels.values())


def value(element: Any, default: str) -> str:
    from docx.oxml.ns import qn

    return default if element is None else str(element.get(qn("w:val"), default))


def _list_of(paragraph: Any) -> tuple[str, int] | None:
    """The list and depth of a paragraph, its own or its style's."""
    from docx.oxml.ns import qn

    style = paragraph.style
    sources = [paragraph._p.pPr]
    while style is not None:
        sources.append(style.element.pPr)
        style = style.base_style
    for properties in sources:
        numbers = properties.find(qn("w:numPr")) if properties is not None else None
        if numbers is not None:
            name = value(numbers.find(qn("w:numId")), "0")
            depth = int(value(numbers.find(qn("w:ilvl")), "0"))
            return None if name == "0" else (name, depth)
    return None


def _shown(levels: dict[int, _Level], counts: dict[int, int], depth: int, legal: bool) -> str:
    level = levels.get(depth, _Level("decimal", "", 1))
    form = "decimal" if legal else level.form
    count = counts.get(depth, level.start)
    if count > _HIGHEST:
        return str(count)
    if form == "decimalZero":
        return f"{count:02d}"
    if form in ("lowerLetter", "upperLetter"):
        rounds, place = divmod(count - 1, 26)
        letters = chr(ord("a") + place) * (rounds + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman"):
        text = "".join(_roman_parts(count))
        return text.upper() if form == "upperRoman" else text
    return str(count)


def _roman_parts(count: int) -> Iterator[str]:
    for value, sign in _ROMAN:
        while count >= value:
            yield sign
            count -= value
