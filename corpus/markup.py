"""Markup: what a web page or a converter's file holds beside the contract's words.

Front matter, comments, tags, anchors, images, escapes and marks of pages go, so that what
is quoted reads as the contract does. Markdown that sets the text out (headings, bold, lists,
tables) stays: the structure is read from it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from corpus.edits import Edit

_FRONT = re.compile(
    r"\A\s*(?P<fence>---|\+\+\+)[ \t]*\n(?P<fields>(?:(?!(?P=fence)).*\n){1,60}?)"
    r"(?P=fence)[ \t]*(?:\n+|\Z)"
)
_FIELD = re.compile(r"(?:[\w.-]+[ \t]*[:=]|\[|[-#] |\s|[}\]]|$)")
_TITLE = re.compile(
    r"^title[ \t]*[:=][ \t]*(?P<quote>[\"']?)(?P<title>.+?)(?P=quote)[ \t]*$", re.MULTILINE
)
_INLINE = r"a|abbr|b|center|em|font|i|img|input|link|mark|meta|s|small|span|strong|sub|sup|u"
_SET = r"br|div|dd|dl|dt|hr|li|ol|p|section|table|tbody|td|th|thead|tr|ul"
_MARKUP = re.compile(
    rf"""
    (?P<comment> <!--.{{0,5000}}?-->[ \t]*)
  | (?P<tag> </?(?:(?P<inline>{_INLINE})|(?P<set>{_SET}))\b(?:\s[^<>]{{0,500}})?/?>)
  | (?P<image> !\[[^\[\]\n]{{0,300}}\]\([^()\n]{{0,600}}\))
  | (?P<entity> &(?:[A-Za-z][A-Za-z0-9]{{1,30}}|\#\d{{2,6}}|\#x[0-9A-Fa-f]{{2,5}});)
  | (?P<escape> \\(?=[-.,:;!?#*+_(){{}}\[\]<>|&"'’`~$%/=]))
  | ^(?P<nested> [ \t]*(?P<number>\d{{1,2}}[.)])[ \t]+(?P<level>\#{{1,6}})[ \t]+(?=\S))
  | (?P<break> \\(?=[ \t]*$|[\t ]))
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_PAGE = re.compile(
    r"(?:\A|(?<=\n))\s{0,20}(?:[ \t]{0,20}(?:-{3,9}|_{3,9}|\*{3,9})[ \t]*\n\s{0,20})?"
    r"(?:\#{1,6}[ \t]+Page[ \t]+\d{1,4}"
    r"|[-=*]{2,}[ \t]*Page[ \t]+\d{1,4}(?:[ \t]*(?:of|sur|van|de|/)[ \t]*\d{1,4})?[ \t]*[-=*]{2,})"
    r"[ \t]*(?:\n\s*|\Z)",
    re.IGNORECASE,
)
_PANDOC = re.compile(r"^%[ \t]+", re.MULTILINE)
_QUOTE = re.compile(r"^[ \t]*>(?:[ \t]*>)*(?:[ \t]|$)", re.MULTILINE)
_MARKDOWN = re.compile(r"^[ \t]*#{1,6} |\*\*[^*\n]+\*\*", re.MULTILINE)
_FEWEST_PAGES, _FEWEST_SIGNS = 2, 3


def unmarked(text: str) -> list[Edit]:
    """The changes that take out what no reader of the contract would see."""
    edits: list[Edit] = []
    found = (*_front_matter(text), *_page_marks(text), *_quote_signs(text), *_signs(text))
    for edit in sorted(found, key=lambda edit: (edit.start, -edit.end)):
        if not edits or edit.start >= edits[-1].end:
            edits.append(edit)
    return edits


def _front_matter(text: str) -> list[Edit]:
    """The fields before a page's text, of which the title stays where the text has none itself;
    or the percent signs before a title."""
    found = _FRONT.match(text)
    if found and all(map(_FIELD.match, found["fields"].splitlines())):
        title = _TITLE.search(found["fields"])
        kept = f"# {title['title']}\n\n" if title and not _titled(text, found.end(), title) else ""
        return [Edit(0, found.end(), kept, "front-matter")]
    edits, at = [], 0
    while percent := _PANDOC.match(text, at):
        edits.append(Edit(percent.start(), percent.end(), "", "front-matter"))
        at = text.find("\n", percent.end()) + 1 or len(text)
    return edits


def _titled(text: str, at: int, title: re.Match[str]) -> bool:
    """Whether the text opens with a title of its own, or with that of the fields."""
    first, _, second = text[at:].partition("\n")
    named = first.startswith("# ") or re.match(r"={3,}\s*$", second.partition("\n")[0])
    return bool(named) or title["title"].strip().lower() in first.lower()


def _page_marks(text: str) -> list[Edit]:
    """Headings that a converter wrote above each page, as the breaks that they stand for."""
    marks = list(_PAGE.finditer(text))
    if len(marks) < _FEWEST_PAGES:
        return []
    return [Edit(m.start(), m.end(), "\n\f" if m.start() else "", "page-break") for m in marks]


def _quote_signs(text: str) -> Iterator[Edit]:
    """What sets lines in from the margin; where no Markdown is around, it may mean "more than"."""
    if len(_MARKDOWN.findall(text)) >= _FEWEST_SIGNS:
        for sign in _QUOTE.finditer(text):
            yield Edit(sign.start(), sign.end(), "", "markup")


def _signs(text: str) -> Iterator[Edit]:
    for found in _MARKUP.finditer(text):
        after, rule = _reading(found)
        if after != found[0]:
            yield Edit(found.start(), found.end(), after, rule)


def _reading(found: re.Match[str]) -> tuple[str, str]:
    """What stands there once the markup is read, and the rule."""
    if found["entity"]:
        return html.unescape(found[0]), "entity"
    if found["escape"] or found["break"]:
        return "", "escape"
    if found["nested"]:
        return f"{found['level']} {found['number']} ", "markup"
    if not found["tag"]:
        return "", "markup"
    closing, name = found[0].startswith("</"), (found["inline"] or found["set"]).lower()
    if name in ("b", "strong"):
        return "**", "markup"
    if found["inline"]:
        return "", "markup"
    in_row = name == "br" and _in_table_row(found)
    return " " if in_row else "\n- " if name == "li" and not closing else "\n", "markup"


def _in_table_row(found: re.Match[str]) -> bool:
    """Whether it stands in a row of a Markdown table, which a new line would cut."""
    text = found.string
    return text[text.rfind("\n", 0, found.start()) + 1 : found.start()].lstrip().startswith("|")
