"""Faults: where in a YAML file stands what its schema refuses."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from pydantic import ValidationError


def faults(error: ValidationError, source: str) -> Iterator[str]:
    """For each fault that `error` found in the YAML text `source`: ", line 7: cues.fr.0: …"."""
    root = yaml.compose(source, Loader=yaml.SafeLoader)
    for fault in error.errors():
        path = [part for part in fault["loc"] if part != "[key]"]
        named = ".".join(map(str, path)) or "the file"
        yield f", line {_line(root, path)}: {named}: {fault['msg']}"


def _line(node: yaml.Node | None, path: list[str | int]) -> int:
    """The line, from 1, of the entry at `path`, or of the last one on the way that exists."""
    if node is None:
        return 1
    line = node.start_mark.line + 1
    for part in path:
        found = _entry(node, part)
        if found is None:
            break
        mark, node = found
        line = mark.line + 1
    return line


def _entry(node: yaml.Node, part: str | int) -> tuple[yaml.Mark, yaml.Node] | None:
    """Where the entry `part` of a mapping or a sequence begins, and its value."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return key.start_mark, value
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        entry = node.value[part]
        return entry.start_mark, entry
    return None
