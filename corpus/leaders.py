"""Leaders: the dots between an entry of a table of contents and its page."""

from __future__ import annotations

import re

_LEADER = re.compile(r"(?:(?:\.\s?){4,}|…[\s.…]*|_{4,})\s*\d{1,4}$")
_LONGEST = 160


def leads_to_a_page(line: str) -> bool:
    """Whether the line ends with dots and the number of a page."""
    return _LEADER.search(line[-_LONGEST:]) is not None
