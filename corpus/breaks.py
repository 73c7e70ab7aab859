"""Line breaks, whatever the system that wrote them."""

from __future__ import annotations

import re

# What some programs write between the words of a line that is set to the margin.
_JUSTIFIED = re.compile("\t\r[ \u00a0]+")


def plain_breaks(text: str) -> str:
    """The text with a line feed for each line break."""
    return _JUSTIFIED.sub(" ", text).replace("\r\n", "\n").replace("\r", "\n")
