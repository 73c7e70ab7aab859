"""The page: its parts, and what happens when a question is asked or a clause is opened."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer
from assistant.web import html, panel
from assistant.web.desk import Desk
from assistant.web.server import serve
from assistant.web.texts import Texts, known_language, preferred_language, texts

if TYPE_CHECKING:
    import gradio as gr

__all__ = ["build_page", "page_script", "page_style", "page_theme", "serve"]

LONGEST_QUESTION = 2_000
MOST_MESSAGES = 100
MOST_WAITING = 64
AT_ONCE = 8
PAUSE = 0.14
"""Seconds between the parts of an answer: long enough to see them come, too short to wait."""

Message = dict[str, str]


def plain_history(history: object) -> list[Message]:
    """The conversation as role and text.

    A browser sends each content as a list of parts, a program as a string; anything else is
    left out.
    """
    messages: list[Message] = []
    for message in history if isinstance(history, list) else []:
        if isinstance(message, dict) and message.get("role") in ("user", "assistant"):
            messages.append({"role": message["role"], "content": _text(message.get("content"))})
    return messages[-MOST_MESSAGES:]


def _text(content: object) -> str:
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else [content]
    return "".join(
        part["text"]
        for part in parts
        if isinstance(part, dict) and isinstance(part.get("text"), str)
    )
