"""The signals that led to an answer, in the words of who reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

Labels = Callable[[str], str]

# As `assistant.finding` tells them.
_CLAUSE = re.compile(
    r"(?P<clause>\S+): meaning (?P<late>\S+), words (?P<lexical>[^,]+)"
    r"(?:, topic (?P<label>\S+) at (?P<score>[^,]+))?, in all (?P<fit>\S+)"
)
_AGAINST = re.compile(r"against it (?P<label>\S*) at (?P<score>\S+)")
_KNOWN = re.compile(r"nearest known question “(?P<text>.*)” \((?P<label>\S+), (?P<cosine>\S+)\)")


def in_words(signals: Sequence[str], t: Mapping[str, str], labels: Labels) -> list[str]:
    """Each signal as a sentence of `t`; `labels` names a topic. Others stay as they are."""
    return [_told(signal, t, labels) for signal in signals]


def _told(signal: str, t: Mapping[str, str], labels: Labels) -> str:
    if found := _CLAUSE.fullmatch(signal):
        values = found.groupdict()
        topic = ""
        if values["label"]:
            topic = t["why_topic"].format(label=labels(values["label"]), score=values["score"])
        return t["why_clause"].format(**{**values, "topic": topic})
    if found := _AGAINST.fullmatch(signal):
        return t["why_against"].format(label=labels(found["label"]), score=found["score"])
    if found := _KNOWN.fullmatch(signal):
        return t["why_known"].format(**{**found.groupdict(), "label": labels(found["label"])})
    return signal
