"""What the libraries are told before they are imported, for they look only once.

No call leaves the machine unless its owner asked for one: `CLAUSIER_MODEL` naming a model
on a hub is asking. And the model's threads, waiting for each other, soon sleep: by default
they spin for milliseconds, so that where other programs want the processor too a query
takes up to a second instead of 80 ms. With a short spin a free processor is as fast.
Every setting is a default: the owner's own environment wins.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from pathlib import Path

QUIET = {
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "DO_NOT_TRACK": "1",
    "ORT_DISABLE_TELEMETRY": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "LANGSMITH_TRACING": "false",
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_VERBOSITY": "error",
}
SHARED_PROCESSOR = {"GOMP_SPINCOUNT": "10000"}
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}


def names_hub_model(value: str) -> bool:
    """Whether `value` is a hub name (`name`, `owner/name`) rather than a folder."""
    if not value or Path(value).expanduser().exists():
        return False
    return not value.startswith((".", "/", "~", "\\")) and value.count("/") <= 1


def apply(environment: MutableMapping[str, str] | None = None) -> None:
    """Set the defaults in `environment`, the process's own unless given."""
    target = os.environ if environment is None else environment
    settings = QUIET | SHARED_PROCESSOR
    if not names_hub_model(target.get("CLAUSIER_MODEL", "")):
        settings |= OFFLINE
    for name, value in settings.items():
        target.setdefault(name, value)


apply()
