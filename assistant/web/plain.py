"""Pages without Gradio: templates that escape what they are given, in the reader's language."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from assistant.web.texts import all_texts, known_language, preferred_language

LANGUAGE_COOKIE = "clausier_language"


@cache
def words() -> dict[str, dict[str, str]]:
    """Language → key → text."""
    table: dict[str, dict[str, str]] = yaml.safe_load(
        (files(__package__) / "plain.yaml").read_text(encoding="utf-8")
    )
    return table


def language_of(request: Request) -> str:
    """What the address asks for, else what was chosen before, else what the browser prefers."""
    chosen = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    accepted = request.headers.get("accept-language", "")
    return known_language(chosen) if chosen else preferred_language(accepted)


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """The template filled in; its `t` are the words of the reader's language."""
    language = language_of(request)
    html = (
        _templates()
        .get_template(template)
        .render(
            t=words()[language],
            language=language,
            languages=[(code, entry.name) for code, entry in all_texts().items()],
            here=request.url.path,
            user=getattr(request.state, "user", None),
            **values,
        )
    )
    response = HTMLResponse(html, status)
    if "lang" in request.query_params:
        response.set_cookie(
            LANGUAGE_COOKIE, language, max_age=31_536_000, httponly=True, samesite="lax"
        )
    return response


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader(str(__package__)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
