"""The JSON API: the same answers, limits and sign-in as the page, described by OpenAPI.

Version 1 is under `/api/v1`, and under `/api` as long as it is the current one.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, HTTPException, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import HTMLResponse, Response

from assistant.answer import Evidence, Related
from assistant.conversation import LONGEST_QUESTION
from assistant.terminal import clause_as_json, hit_as_json
from assistant.web.desk import BusyError
from assistant.web.office import LONGEST_ID, Office
from assistant.web.plain import page
from assistant.web.texts import DEFAULT
from corpus.model import Contract

VERSION = "1"
PATIENCE = 60.0
DESCRIPTION = """Answers questions about contracts, citing the clause and quoting it word for word.

Requests are limited per visitor: `429` says in `Retry-After` when to go on. Where clients have to
sign in, send a name and password (HTTP Basic). Nothing is sent anywhere else."""


class Question(BaseModel):
    """A question, in French, Dutch or English."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(
        min_length=1, max_length=LONGEST_QUESTION, examples=["Quel tribunal est compétent ?"]
    )
    language: str | None = Field(None, pattern="^(fr|nl|en)$", description="of the answer")
    conversation: str | None = Field(
        None, max_length=LONGEST_ID, description="as an earlier answer gave it, to go on from there"
    )


class Said(BaseModel):
    """An answer. `status`: answered, not_in_contract, out_of_scope or clarify."""

    status: str
    language: str
    answer: str
    citations: list[Evidence]
    related: list[Related]
    followups: list[str]
    elapsed_ms: int
    topic: str | None
    why: list[str]
    conversation: str


def add_api(app: FastAPI, office: Office) -> None:
    """Adds the API, its description (/api/openapi.json) and its documentation (/api/docs)."""
    routes = _routes(office)
    app.include_router(routes, prefix=f"/api/v{VERSION}")
    app.include_router(routes, prefix="/api", include_in_schema=False)

    @app.get("/api/docs", include_in_schema=False)
    def docs(request: Request) -> HTMLResponse:
        return page(
            request,
            "api.html",
            calls=_described(app.openapi()),
            about=DESCRIPTION,
            origin=str(request.base_url).rstrip("/"),
        )


def refused(request: Request, error: Exception) -> Response:
    """What is wrong with a request that is not as described.

    What it held is not repeated: it may be neither text nor a number that JSON can write.
    """
    found = error.errors() if isinstance(error, RequestValidationError) else ()
    wrong = [{name: one[name] for name in ("type", "loc", "msg")} for one in found]
    return Response(json.dumps({"detail": wrong}), 422, media_type="application/json")


def _described(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """The calls of an OpenAPI description, one entry each, with what they take and give."""
    models = schema["components"]["schemas"]

    def fields(content: dict[str, Any]) -> list[dict[str, Any]]:
        reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
        model = models.get(reference.rpartition("/")[2], {})
        needed = model.get("required", ())
        return [
            {"name": name, "kind": _kind(field), "needed": name in needed,
             "about": field.get("description", "")}
            for name, field in model.get("properties", {}).items()
        ]  # fmt: skip

    found = []
    for path, methods in schema["paths"].items():
        for method, call in methods.items():
            given = [
                {"name": p["name"], "kind": _kind(p["schema"]), "needed": p["required"],
                 "about": p.get("description", "")}
                for p in call.get("parameters", ())
            ]  # fmt: skip
            body = fields(call.get("requestBody", {}).get("content", {}))
            gives = fields(call["responses"]["200"].get("content", {}))
            refusals = {
                code: response["description"]
                for code, response in call["responses"].items()
                if code != "200"
            }
            found.append(
                {"path": path, "method": method.upper(), "about": call.get("description", ""),
                 "takes": given + body, "gives": gives, "refusals": refusals}
            )  # fmt: skip
    return found


def _kind(schema: dict[str, Any]) -> str:
    """What a field holds, in a word or two."""
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    items = schema.get("items")
    return f"list of {_kind(items)}" if items else str(schema.get("type", "any"))


def _routes(office: Office) -> APIRouter:
    calls = _Calls(office)
    routes = APIRouter(tags=[f"version {VERSION}"])
    limited: dict[int | str, dict[str, Any]] = {
        429: {"description": "too many requests; `Retry-After` says when to go on"},
        503: {"description": "the contracts are still being read, or too many questions wait"},
    }
    routes.post("/ask", response_model=Said, responses=limited)(calls.ask)
    routes.get("/search", responses=limited)(calls.search)
    routes.get("/contracts", responses=limited)(calls.contracts)
    routes.get("/clause/{clause:path}", responses={404: {"description": "no such clause"}})(
        calls.clause
    )
    return routes


class _Calls:
    def __init__(self, office: Office) -> None:
        self._office = office

    def ask(self, request: Request, asked: Question) -> dict[str, Any]:
        """One answer."""
        self._limit(request)
        self._must_be_ready()
        office, name = self._office, asked.conversation or ""
        try:
            asking = office.desk.begin(asked.question, office.earlier(name), asked.language)
        except BusyError as error:
            raise HTTPException(503, str(error), {"retry-after": "5"}) from error
        if not asking.wait(PATIENCE):
            raise HTTPException(503, "the answer takes too long", {"retry-after": "5"})
        turn = asking.turn()
        if turn is None:
            raise HTTPException(500, "this question could not be answered")
        language = asked.language or turn.answer.language or DEFAULT
        conversation, _ = office.keep(name, asked.question, turn, language, "api")
        return {**turn.answer.as_json(), "conversation": conversation}

    def search(
        self,
        request: Request,
        q: Annotated[str, Query(min_length=1, max_length=LONGEST_QUESTION)],
        k: Annotated[int, Query(ge=1, le=50)] = 5,
    ) -> list[dict[str, Any]]:
        """The clauses nearest to `q`, best first, with their scores."""
        self._limit(request)
        self._must_be_ready()
        hits = self._office.desk.assistant.search(q, k)
        by_id = {contract.id: contract for contract in self._office.desk.contracts}
        return [hit_as_json(by_id[hit.contract], hit) for hit in hits]

    def contracts(self) -> list[dict[str, str]]:
        """The contracts that are asked about."""
        return [
            {"id": contract.id, "title": contract.title, "language": contract.language}
            for contract in self._office.desk.contracts
        ]

    def clause(
        self,
        clause: Annotated[str, Path(max_length=200)],
        contract: Annotated[str, Query(max_length=200)] = "",
    ) -> dict[str, Any]:
        """A clause, word for word; of the first contract that has it unless one is named."""
        for found in self._named(contract):
            if clause in found.by_id:
                return clause_as_json(found, found.clause(clause))
        raise HTTPException(404, f"no clause {clause!r}")

    def _named(self, name: str) -> list[Contract]:
        return [c for c in self._office.desk.contracts if name in ("", c.id)]

    def _limit(self, request: Request) -> None:
        seconds = self._office.visitors.wait(request.client.host if request.client else None)
        if seconds:
            raise HTTPException(429, "too many questions", {"retry-after": str(seconds)})

    def _must_be_ready(self) -> None:
        desk = self._office.desk
        if not desk.ready:
            said = desk.error or "the contracts are still being read"
            raise HTTPException(503, said, {"retry-after": "5"})
