"""The plain pages beside the chat: signing in, the contract, a conversation to print, health."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response

from assistant.answer import Evidence
from assistant.journal.conversations import LONGEST_CONTACT, LONGEST_MESSAGE, LONGEST_REASON
from assistant.web import exports, reader, signing
from assistant.web.html import marked
from assistant.web.office import LONGEST_ID, Number, Office
from assistant.web.plain import language_of, page, words
from assistant.web.texts import texts

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Name = Annotated[str, Field(min_length=1, max_length=LONGEST_ID)]


class Rating(BaseModel):
    """A thumb for a turn; `liked` null takes it back."""

    model_config = ConfigDict(extra="forbid")

    conversation: Name
    turn: Number
    liked: bool | None
    reason: str = Field("", max_length=LONGEST_REASON)


class HandOver(BaseModel):
    """A request to a person."""

    model_config = ConfigDict(extra="forbid")

    conversation: Name
    message: str = Field(min_length=1, max_length=LONGEST_MESSAGE)
    contact: str = Field("", max_length=LONGEST_CONTACT)


class Erasure(BaseModel):
    """A request to forget a conversation."""

    model_config = ConfigDict(extra="forbid")

    conversation: Name


def router(office: Office) -> APIRouter:
    """The routes that clients use besides the chat itself."""
    pages = _Pages(office)
    routes = APIRouter(include_in_schema=False)
    routes.get("/login")(pages.ask_name)
    routes.post("/login")(pages.sign_in)
    routes.post("/logout")(pages.sign_out)
    routes.get("/contract/{name}")(pages.contract)
    routes.get("/conversation/{name}.docx")(pages.letter)
    routes.get("/conversation/{name}")(pages.conversation)
    routes.post("/chat/rate")(pages.rate)
    routes.post("/chat/hand-over")(pages.hand_over)
    routes.post("/chat/erase")(pages.erase)
    routes.get("/health")(pages.health)
    routes.get("/widget.js")(pages.widget)
    return routes


class _Pages:
    def __init__(self, office: Office) -> None:
        self._office = office
        self._conversations = office.journal.conversations

    def ask_name(self, request: Request) -> HTMLResponse:
        return self._login(request, "", request.query_params.get("next", "/staff"))

    def sign_in(
        self,
        request: Request,
        name: Annotated[str, Form(max_length=64)],
        password: Annotated[str, Form(max_length=200)],
        next: Annotated[str, Form(max_length=500)] = "/",
    ) -> Response:
        t = words()[language_of(request)]
        try:
            user = self._office.passwords.check(signing.address_of(request), name, password)
        except signing.TooOftenError as error:
            said = t["too_many"].format(seconds=error.seconds)
            return self._login(request, said, next, name, 429)
        if user is None:
            return self._login(request, t["wrong"], next, name, 401)
        wanted = signing.own_path(next)
        # A client has no business in the staff pages, where a sign-in leads by default.
        if user.role != "staff" and urlsplit(wanted).path.startswith("/staff"):
            wanted = "/"
        response = RedirectResponse(wanted, 303)
        signing.sign_in(response, request, self._office.journal.accounts, user)
        return response

    def sign_out(self, request: Request) -> Response:
        response = RedirectResponse("/login", 303)
        signing.sign_out(response, request, self._office.journal.accounts)
        return response

    def contract(self, request: Request, name: str) -> HTMLResponse:
        contract = next((c for c in self._office.desk.contracts if c.id == name), None)
        language = language_of(request)
        if contract is None:
            known = "not_found" if self._office.desk.contracts else "opening"
            return page(request, "message.html", 404, said=words()[language][known])
        asked = request.query_params
        wanted = asked.get("clause", "")
        quote = (_offset(asked.get("start", "")), _offset(asked.get("end", "")))
        return page(
            request, "contract.html", contract=contract, contents=reader.contents(contract),
            wanted=wanted if wanted in contract.by_id else "",
            body=reader.body(contract, wanted if wanted in contract.by_id else "", quote),
            notes=[note.text[language] for note in contract.notes if language in note.text],
        )  # fmt: skip

    def conversation(self, request: Request, name: str) -> HTMLResponse:
        kept = self._office.said(name)
        if not kept:
            said = words()[language_of(request)]["conversation_empty"]
            return page(request, "message.html", 404, said=said)
        return page(
            request, "conversation.html", kept=kept, titles=self._titles(), marked=_marked,
            texts=texts(language_of(request)),
        )  # fmt: skip

    def letter(self, request: Request, name: str) -> Response:
        kept = self._office.said(name)
        if not kept:
            said = words()[language_of(request)]["conversation_empty"]
            return page(request, "message.html", 404, said=said)
        data = exports.as_docx(kept, self._titles(), texts(language_of(request)))
        headers = {"content-disposition": 'attachment; filename="clausier.docx"'}
        return Response(data, media_type=DOCX, headers=headers)

    def rate(self, request: Request, rating: Rating) -> JSONResponse:
        kept = self._conversations.rate(
            rating.conversation, rating.turn, rating.liked, rating.reason
        )
        return _done(kept)

    def hand_over(self, request: Request, asked: HandOver) -> JSONResponse:
        return _done(
            self._conversations.hand_over(asked.conversation, asked.message, asked.contact)
        )

    def erase(self, request: Request, asked: Erasure) -> JSONResponse:
        return _done(self._conversations.erase(asked.conversation))

    def health(self) -> JSONResponse:
        desk = self._office.desk
        state = "ready" if desk.ready else "failed" if desk.done else "opening"
        ready = 200 if desk.ready else 503
        return JSONResponse({"status": state}, ready)

    def widget(self) -> FileResponse:
        file = Path(str(files(__package__))) / "static" / "widget.js"
        return FileResponse(file, media_type="text/javascript")

    def _login(
        self, request: Request, problem: str, wanted: str, name: str = "", status: int = 200
    ) -> HTMLResponse:
        nobody = not self._office.journal.accounts.users()
        return page(
            request, "login.html", status, problem=problem, nobody=nobody, name=name,
            next=signing.own_path(wanted),
        )  # fmt: skip

    def _titles(self) -> dict[str, str]:
        return {contract.id: contract.title for contract in self._office.desk.contracts}


def _done(kept: bool) -> JSONResponse:
    return JSONResponse({"done": kept}, 200 if kept else 404)


def _marked(cited: Evidence) -> Markup:
    return marked(cited.quote, cited.marks)


def _offset(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 10 else 0
