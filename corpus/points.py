"""Points: which lines are entries of a list, and of which of the lists that are open.

A list is followed, not just recognised: "(i)" is the ninth letter after "(h)" and a
Roman one elsewhere; a number that does not carry on the list is ordinary text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.lines import Line
from corpus.numbering import roman

POINT = re.compile(
    r"^(?:\*\*)?(?:\((?P<round>\d{1,2}|[a-zA-Z]|[ivxIVX]{2,5})\)"
    r"|(?P<bare>\d{1,2}°?|[a-z]|[ivx]{2,5})\\?\.?[.)°]|(?P<upper>[A-Z])\)"
    r"|(?P<dashed>\d{1,2})\s?[-–—](?=\s+[^\W\d]))[.:]?(?:\*\*)?\s+(?=\S)"
)

# "… ingevolge lid / 1. onder het eigendomsvoorbehoud": a number that the line above speaks of.
_REFERRING = re.compile(
    r"\b(?:lid|leden|punt|artikel|art\.|article|clause|section|paragraph|paragraphe|alin[ée]a|point|"
    r"annexe?|bijlage)$",
    re.IGNORECASE,
)


@dataclass
class Lists:
    """The lists that are open: style and last number (of bullets, indentation), outermost first.

    `ones` is how many points of the last numbered list were all written "1.".
    """

    open: list[tuple[str, int]] = field(default_factory=list)
    ones: int = 0

    def take(self, style: str, value: int, within: str = "") -> int | None:
        """The level of this point, None where it carries on no list and starts none.

        `within` marks a list of the same style in a point, whose entries go on its sentence with
        a small letter; "" where none may begin or go on here.
        """
        nested = f"{style}{within}"
        begins = value == 1 and any(other == style for other, _ in self.open)
        if within and (begins or (nested, value - 1) in self.open):
            style = nested
        for level, (other, last) in enumerate(self.open):
            if other == style and (last < value <= last + 2 or value == 1):
                if style.startswith("number.") and value == 1 and self.ones == last:
                    # Markdown counts by itself: "1." behind "1." is the second.
                    value = self.ones = last + 1
                else:
                    self.ones = int(value == 1)
                self.open = [*self.open[:level], (style, value)]
                return level
        if value != 1:
            return None
        self.open.append((style, value))
        self.ones = 1
        return len(self.open) - 1

    def take_bullet(self, indent: int) -> int:
        """The level of a bullet that is set in by `indent`."""
        for level, (other, last) in enumerate(self.open):
            if other == "bullet" and last >= indent:
                self.open = [*self.open[:level], ("bullet", indent)]
                return level
        self.open.append(("bullet", indent))
        return len(self.open) - 1


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text, or what stands behind a number on it."""

    at: int
    start: int
    text: str


def resumed(lists: Lists, lines: Sequence[Line], following: Sequence[Words]) -> int:
    """How many of the open lists go on below a paragraph: it speaks for their last point."""
    for words in following:
        line = lines[words.at]
        found = None if line.table or line.bullet else POINT.match(words.text)
        if found is None:
            continue
        readings = {
            (f"{style}{_sign_of(found, line.indent)}", value)
            for style, value in _values(_shown(found), lists)
        }
        for level, (style, last) in enumerate(lists.open):
            counted = style.startswith("number.") and 1 < last == lists.ones
            if (style, 1 if counted else last + 1) in readings:
                return level + 1
        if any((style, 1) in readings for style, _ in lists.open):
            return 0
    return 0


def only_words(here: Words, line: Line) -> bool:
    """Whether these are the words behind a clause number, without a list of their own."""
    return here.start != line.start and not POINT.match(here.text)


def point_of(
    here: Words, bullet: int, lists: Lists, indent: int, above: str
) -> tuple[int, str, int] | None:
    """Level, key and length of the point or bullet that `here` begins with; `above` is the line
    above it."""
    announced, referred = above.rstrip("* ").endswith(":"), _REFERRING.search(above)
    if bullet:
        hollow = here.text.startswith("◦")
        return (lists.take_bullet(2 * indent + hollow), "", bullet)
    found = None if referred else POINT.match(here.text)
    if not found:
        return None
    shown, sign = _shown(found), _sign_of(found, indent)
    small = here.text[found.end() : found.end() + 1].islower()
    for style, value in _values(shown, lists):
        within = "/small" if small and (announced or value > 1) else ""
        level = lists.take(f"{style}{sign}", value, within)
        if level is not None:
            key = str(lists.open[level][1]) if shown.isdigit() else shown.lower()
            return (level, key, found.end())
    return None


def _shown(found: re.Match[str]) -> str:
    groups = (found[name] for name in ("round", "bare", "upper", "dashed"))
    return next(shown for shown in groups if shown).rstrip("°")


def _sign_of(found: re.Match[str], indent: int) -> str:
    """What a list's points have in common beside their numbers: signs and indentation."""
    sign = (
        "()"
        if found["round"]
        else "-"
        if found["dashed"]
        else ")"
        if found[0].rstrip("* ")[-1] in ")°"
        else "."
    )
    return sign + (str(indent) if indent else "")


def _values(shown: str, lists: Lists) -> Iterator[tuple[str, int]]:
    """The readings of a point's number, the likelier first."""
    if shown.isdigit():
        yield "number", int(shown)
        return
    case = "upper" if shown.isupper() else "lower"
    letter = (f"{case}-letter", ord(shown.lower()) - 96) if len(shown) == 1 else None
    value = roman(shown)
    numeral = (f"{case}-roman", value) if value else None
    carries_on = letter and any(
        style.startswith(letter[0]) and last + 1 == letter[1] for style, last in lists.open
    )
    for reading in (letter, numeral) if carries_on else (numeral, letter):
        if reading:
            yield reading
