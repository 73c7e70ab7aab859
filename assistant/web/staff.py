"""The staff pages: what was asked, answers to improve, the regression set, contracts as parsed."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse, Response

from assistant.answer import Answer, Evidence
from assistant.conversation import LONGEST_QUESTION
from assistant.journal.questions import RATINGS, STATUSES, Asked, Filter
from assistant.topic_schema import topic_labels
from assistant.verification import opening_words, unsupported, verbatim_quotes
from assistant.web import charts, exports
from assistant.web.checks import Checks, rows_to_check
from assistant.web.html import marked
from assistant.web.office import Number, Office
from assistant.web.plain import language_of, page, words
from assistant.web.why import in_words
from corpus.errors import ClausierError
from corpus.model import Clause, Contract

PER_PAGE, MOST_EXPORTED, REPAIRS_PER_PAGE = 50, 50_000, 200
NOTHING = "none"
PROPOSED = 5
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAID = ("approved", "erased")


def router(office: Office) -> APIRouter:
    """The routes under /staff; `assistant.web.guard` lets only staff reach them."""
    pages = _Pages(office)
    routes = APIRouter(prefix="/staff", include_in_schema=False)
    routes.get("")(pages.start)
    routes.get("/questions")(pages.questions)
    routes.get("/questions.csv")(pages.csv)
    routes.get("/questions.xlsx")(pages.xlsx)
    routes.get("/questions/{number}")(pages.question)
    routes.get("/pairs")(pages.pairs)
    routes.post("/pairs")(pages.approve)
    routes.post("/pairs/{number}/{deed}")(pages.change)
    routes.post("/conversations/{name}/{deed}")(pages.settle)
    routes.get("/checks")(pages.checks)
    routes.post("/checks")(pages.check)
    routes.get("/contracts")(pages.contracts)
    routes.get("/contracts/{name}")(pages.structure)
    return routes


class _Pages:
    def __init__(self, office: Office) -> None:
        self._office = office
        self._questions = office.journal.questions
        self._checks = Checks()

    def start(self) -> Response:
        return RedirectResponse("/staff/questions", 303)

    def questions(self, request: Request) -> HTMLResponse:
        wanted, start = _filter(request), _number(request.query_params.get("start", ""))
        count = self._questions.count(wanted)
        t = words()[language_of(request)]
        labels = topic_labels(language_of(request))
        lacking = [
            (topic, labels.get(topic, topic), times)
            for topic, times in self._questions.lacking(wanted)
        ]
        kinds = [(status, t[status]) for status in STATUSES]
        return page(
            request, "questions.html", said=_said(request), problem="", wanted=wanted, count=count,
            filtered=wanted != Filter(), statuses=STATUSES, ratings=RATINGS, lacking=lacking,
            chart=charts.per_day(self._questions.per_day(wanted), kinds, t["per_day"]),
            asked=self._questions.find(wanted, PER_PAGE, start), query=_query(wanted),
            newer=_query(wanted, max(0, start - PER_PAGE)) if start else None,
            older=_query(wanted, start + PER_PAGE) if start + PER_PAGE < count else None,
        )  # fmt: skip

    def csv(self, request: Request) -> Response:
        return _file(exports.as_csv(self._exported(request)), "text/csv; charset=utf-8", "csv")

    def xlsx(self, request: Request) -> Response:
        return _file(exports.as_xlsx(self._exported(request)), XLSX, "xlsx")

    def question(self, request: Request, number: Number) -> HTMLResponse:
        item = self._questions.one(number)
        if item is None:
            return _missing(request)
        cited = item.answer.citations if item.answer else ()
        given = _key(cited[0].contract, cited[0].clause) if cited else ""
        proposed = self._proposed(item.question)
        doubted = not given or item.liked is False
        chosen = next((key for key in proposed if key != given), given) if doubted else given
        typed = {"question": item.question, "clause": chosen, "wording": ""}
        return self._question(request, item, typed, proposed)

    def pairs(self, request: Request) -> HTMLResponse:
        found = self._office.journal.pairs.all()
        return page(request, "pairs.html", said=_said(request), problem="", pairs=found)

    def approve(
        self,
        request: Request,
        turn: Annotated[Number, Form()],
        question: Annotated[str, Form(max_length=LONGEST_QUESTION)],
        clause: Annotated[str, Form(max_length=300)],
        wording: Annotated[str, Form(max_length=1_000)] = "",
    ) -> Response:
        item = self._questions.one(turn)
        if item is None:
            return _missing(request)
        t = words()[language_of(request)]
        contract, node = self._clause(clause)
        problem = ""
        if contract is None or (node is None and clause != NOTHING) or not question.strip():
            problem = t["unknown_clause"]
        elif node is not None and wording.strip():
            found = unsupported(wording, [contract.words(node)], opening_words(wording))
            problem = t["unsupported"].format(problems="; ".join(found)) if found else ""
        if problem or contract is None:
            typed = {"question": question, "clause": clause, "wording": wording}
            return self._question(request, item, typed, self._proposed(item.question), problem)
        self._office.journal.pairs.approve(
            request.state.user.name, contract.id, " ".join(question.split()), item.language,
            node.id if node else None, wording, turn,
        )  # fmt: skip
        return RedirectResponse("/staff/pairs?said=approved", 303)

    def change(self, request: Request, number: Number, deed: str) -> Response:
        pairs, who = self._office.journal.pairs, request.state.user.name
        if deed == "undo":
            pairs.undo(who, number)
        elif deed == "redo":
            pairs.redo(who, number)
        else:
            return _missing(request)
        return RedirectResponse("/staff/pairs", 303)

    def settle(
        self, request: Request, name: str, deed: str, turn: Annotated[Number, Form()] = 0
    ) -> Response:
        conversations = self._office.journal.conversations
        if deed == "erase":
            conversations.erase(name)
            return RedirectResponse("/staff/questions?said=erased", 303)
        if deed not in ("settle", "reopen"):
            return _missing(request)
        conversations.settle(name, request.state.user.name, deed == "settle")
        return RedirectResponse(f"/staff/questions/{turn}", 303)

    def checks(self, request: Request) -> HTMLResponse:
        return self._checked(request, "")

    def check(self, request: Request) -> Response:
        contracts = {contract.id: contract for contract in self._office.desk.contracts}
        try:
            rows = rows_to_check(self._office.journal.pairs.in_effect())
            self._checks.start(rows, self._ask, lambda answer: verbatim_quotes(answer, contracts))
        except ClausierError as error:
            return self._checked(request, str(error))
        return RedirectResponse("/staff/checks", 303)

    def contracts(self, request: Request) -> HTMLResponse:
        found = self._office.desk.contracts
        return page(request, "contracts.html", said="", problem="", contracts=found)

    def structure(self, request: Request, name: str) -> HTMLResponse:
        contract = self._contract(name)
        if contract is None:
            return _missing(request)
        asked = self._questions.by_clause(name)
        clauses = [(c, min(_depth(contract, c), 4), asked.get(c.id, [])) for c in contract.clauses]
        first = _number(request.query_params.get("from", ""))
        repairs = contract.repairs[first : first + REPAIRS_PER_PAGE]
        more = first + REPAIRS_PER_PAGE
        return page(
            request, "structure.html", said="", problem="", contract=contract, clauses=clauses,
            repairs=repairs, newer=max(0, first - REPAIRS_PER_PAGE) if first else None,
            older=more if more < len(contract.repairs) else None,
        )  # fmt: skip

    def _question(
        self, request: Request, item: Asked, typed: dict[str, str], proposed: dict[str, str],
        problem: str = "",
    ) -> HTMLResponse:  # fmt: skip
        language = language_of(request)
        labels = topic_labels(language)
        why = item.answer.why if item.answer else ()
        return page(
            request, "question.html", 422 if problem else 200, said="", problem=problem, item=item,
            typed=typed, why=in_words(why, words()[language], lambda name: labels.get(name, name)),
            conversation=self._questions.conversation(item.conversation), marked=_marked,
            contracts=self._office.desk.contracts, proposed=proposed, line_of=_line,
        )  # fmt: skip

    def _proposed(self, question: str) -> dict[str, str]:
        """The clauses that may be the right ones, nearest first: form value → how it is shown."""
        desk = self._office.desk
        if not (question and desk.ready):
            return {}
        hits = desk.assistant.search(question, PROPOSED)
        by_id = {contract.id: contract for contract in desk.contracts}
        return {
            _key(hit.contract, hit.clause): _line(contract, contract.clause(hit.clause))
            for hit in hits
            if (contract := by_id.get(hit.contract))
        }

    def _checked(self, request: Request, problem: str) -> HTMLResponse:
        check = self._checks.last
        # Read once: a run that ends meanwhile would be shown half as running, half as done.
        report = check.report if check else None
        won, lost = self._checks.changed() if report else ([], [])
        failed = [outcome for outcome in report.outcomes if not outcome.holds] if report else []
        return page(
            request, "checks.html", said="", problem=problem, check=check, report=report,
            failed=failed, won=won, lost=lost,
        )  # fmt: skip

    def _ask(self, question: str) -> Answer | None:
        turn = self._office.desk.ask(question)
        return turn.answer if turn else None

    def _exported(self, request: Request) -> list[Asked]:
        return self._questions.find(_filter(request), MOST_EXPORTED)

    def _contract(self, name: str) -> Contract | None:
        return next((c for c in self._office.desk.contracts if c.id == name), None)

    def _clause(self, chosen: str) -> tuple[Contract | None, Clause | None]:
        """The contract and clause of a form's choice; no clause where the contract says nothing."""
        if chosen == NOTHING:
            return next(iter(self._office.desk.contracts), None), None
        name, _, clause = chosen.partition("#")
        contract = self._contract(name)
        return contract, contract.by_id.get(clause) if contract else None


def _key(contract: str, clause: str) -> str:
    return f"{contract}#{clause}"


def _line(contract: Contract, clause: Clause) -> str:
    """A clause in a list: its label and first words."""
    return f"{clause.label} – {' '.join(contract.words(clause)[:70].split())}"


def _filter(request: Request) -> Filter:
    given = {name: request.query_params.get(name, "")[:200] for name in Filter.__slots__}
    return Filter(**given)


def _query(wanted: Filter, start: int = 0) -> str:
    given: dict[str, Any] = {n: v for n in Filter.__slots__ if (v := getattr(wanted, n))}
    return urlencode(given | ({"start": start} if start else {}))


def _said(request: Request) -> str:
    said = request.query_params.get("said", "")
    return words()[language_of(request)][said] if said in SAID else ""


def _missing(request: Request) -> HTMLResponse:
    said = words()[language_of(request)]["not_found"]
    return page(request, "message.html", 404, said=said)


def _marked(cited: Evidence) -> Markup:
    return marked(cited.quote, cited.marks)


def _file(data: bytes, kind: str, suffix: str) -> Response:
    name = f'attachment; filename="clausier-questions.{suffix}"'
    return Response(data, media_type=kind, headers={"content-disposition": name})


def _depth(contract: Contract, clause: Clause) -> int:
    depth = 0
    while clause.parent:
        clause, depth = contract.by_id[clause.parent], depth + 1
    return depth


def _number(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 9 else 0
