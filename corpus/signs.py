"""Characters that mean the same as others: composed letters, spaces, marks of symbol fonts.

Pure substitutions, decided without a look at the lines around them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from corpus.edits import Edit

_SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
_BREAKS = "\u000b\u0085\u2028\u2029"
_NOTHING = "\u200b\u2060\ufeff"  # and "þÿ", the sign of UTF-16 in a text that is not in it
_CONTROLS = "\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff\ud800-\udfff"
_ODD = re.compile(
    rf"(?P<line_end>\r\n?|[{_BREAKS}])|(?P<doubled_hyphen>(?<=-)\u00ad?\u2010)"
    rf"|(?P<soft_hyphen>\u00ad)|(?P<space>[{_SPACES}])|(?P<invisible>[{_NOTHING}]|þÿ)"
    rf"|(?P<control>[{_CONTROLS}])|(?P<symbol>[\uf020-\uf0ff])"
)
_AFTER = {"line_end": "\n", "space": " "}

# Wingdings and Symbol, as Word writes them into the private use area.
_SYMBOLS = {
    0x6C: "•", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x72: "□", 0x76: "❖", 0x9F: "•", 0xA3: "☐",
    0xA7: "▪", 0xA8: "☐", 0xB7: "•", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE8: "➔", 0xF0: "→",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x2D: "-", 0xA2: "○", 0xAE: "→", 0xB3: "≥",
}  # fmt: skip


def plain(text: str) -> list[Edit]:
    """The changes that replace what only looks different."""
    return [edit for edit in _odd(text) if text[edit.start : edit.end] != edit.after]


def _odd(text: str) -> Iterator[Edit]:
    for found in _ODD.finditer(text):
        kind = found.lastgroup or ""
        after = _AFTER.get(kind, "")
        if kind == "symbol":
            code = ord(found[0]) - 0xF000
            after = _SYMBOLS.get(code, "•" if _at_line_start(text, found.start()) else found[0])
        if kind == "soft_hyphen" and text[found.end() : found.end() + 1] in ("", "\n", " ", "\r"):
            continue  # it breaks a word over two lines: the layout joins them
        yield Edit(found.start(), found.end(), after, kind.replace("_", "-"))


def _at_line_start(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip()


def composed_letters(text: str) -> list[Edit]:
    """The changes that write each letter with its accent as one character (NFC)."""
    if unicodedata.is_normalized("NFC", text):
        return []
    edits = []
    for word in re.finditer(r"\S+|\s", text):
        before, after = word[0], unicodedata.normalize("NFC", word[0])
        if before == after:
            continue
        head = 0
        while head < min(len(before), len(after)) and before[head] == after[head]:
            head += 1
        tail = 0
        while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
            tail += 1
        end = word.end() - tail
        edits.append(Edit(word.start() + head, end, after[head : len(after) - tail], "nfc"))
    return edits
