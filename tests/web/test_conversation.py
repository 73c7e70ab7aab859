"""A question's way: refused, waiting, answered or failed, and what is shown at each step."""

from __future__ import annotations

import logging
import re
import threading
from html import unescape

import pytest

from assistant.answer import Answer
from assistant.service import LONGEST_QUESTION as SERVICE_LIMIT
from assistant.web.conversation import (
    LONGEST_QUESTION,
    View,
    Visit,
    plain_history,
    retold,
    turn,
)
from assistant.web.desk import MOST_AT_ONCE, MOST_WAITING, BusyError
from assistant.web.office import Office
from assistant.web.panel import read_target
from assistant.web.settings import Settings
from assistant.web.texts import texts
from corpus.errors import ClausierError
from tests.web.fakes import PLAIN_TEXT, FailingAssistant, FakeAssistant, Rule, contract_of
from tests.web.offices import FREELY, new_office, opened

FR = texts("fr")
CONTRACT = contract_of(PLAIN_TEXT)
NOBODY = Visit()
RULES = [Rule("délai", "2.1", "Dans les 48 heures (article 2.1).", "48 heures", ("Et après ?",))]


@pytest.fixture
def office() -> Office:
    return opened(FakeAssistant(CONTRACT, RULES))


def views(
    office: Office, question: object, history: object = (), visit: Visit = NOBODY
) -> list[View]:
    return list(turn(office, question, history, FR, visit, pause=0))


@pytest.mark.parametrize("question", ["", "  \n ", None, 7, ["x"]])
def test_no_question_gets_a_hint_and_no_message(office: Office, question: object) -> None:
    (view,) = views(office, question)
    assert view.messages == []
    assert "Écrivez d’abord" in view.hint
    assert view.box is None


def test_a_question_too_long_is_refused_and_kept(office: Office) -> None:
    (view,) = views(office, "x" * (LONGEST_QUESTION + 1))
    assert "2001" in view.hint
    assert (view.messages, view.box) == ([], None)


def test_the_limit_is_that_of_the_assistant() -> None:
    assert LONGEST_QUESTION == SERVICE_LIMIT


def test_an_answer_comes_in_order_and_opens_its_clause(office: Office) -> None:
    steps = views(office, " Quel délai ? ")
    last = [step.messages[-1]["content"] for step in steps]
    assert [step.messages[-2]["role"] for step in steps] == ["user"] * 4
    assert "pending" in last[0]
    assert "<blockquote>" not in last[1]
    assert "<blockquote>" in last[2]
    assert "Et après" in last[3]
    assert steps[0].box == ""
    target = read_target(next(step.target for step in steps if step.target is not None))
    assert target is not None
    assert target.clause == "2.1"
    ((start, end),) = target.marks
    assert CONTRACT.text[start:end] == "48 heures"


def test_what_the_contract_lacks_closes_the_clause(office: Office) -> None:
    assert [step.target for step in views(office, "prix ?")] == [None, None, "", None]


def test_a_failure_is_told_kindly_and_logged_without_the_question(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        steps = views(opened(FailingAssistant(CONTRACT)), "mon secret ?")
    assert "Je n’ai pas pu répondre" in steps[-1].messages[-1]["content"]
    assert "RuntimeError" in caplog.text
    assert "secret" not in caplog.text


def test_a_question_waits_until_the_assistant_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.web.conversation.PATIENCE", 0.01)
    may_open = threading.Event()
    assistant = FakeAssistant(CONTRACT, RULES)

    def opener(progress: object) -> FakeAssistant:
        may_open.wait(5)
        return assistant

    office = new_office(opener, lambda: (CONTRACT,))
    steps = turn(office, "délai ?", [], FR, NOBODY, pause=0)
    assert FR.searching in next(steps).messages[-1]["content"]
    assert FR.waiting in next(steps).messages[-1]["content"]
    may_open.set()
    assert "48 heures" in list(steps)[-1].messages[-1]["content"]


def test_an_assistant_that_cannot_open_says_why_to_all_who_ask() -> None:
    def opener(progress: object) -> FakeAssistant:
        raise ClausierError("the model <x> is missing: install it")

    office = new_office(opener, lambda: (CONTRACT,))
    assert office.desk.wait(5)
    said = views(office, "délai ?")[-1].messages[-1]["content"]
    assert "the model &lt;x&gt; is missing: install it" in said
    assert FR.load_advice in said


def test_nobody_waits_for_an_assistant_that_broke(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda args: None)

    def opener(progress: object) -> FakeAssistant:
        raise RuntimeError("broken")

    office = new_office(opener, lambda: (CONTRACT,))
    assert office.desk.wait(5)
    assert FR.load_unexpected in views(office, "délai ?")[-1].messages[-1]["content"]


def test_only_questions_that_the_contract_answers_are_offered(office: Office) -> None:
    assert office.desk.examples(("prix ?", "quel délai ?", "délais ?")) == (
        "quel délai ?",
        "délais ?",
    )


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ([{"role": "user", "content": "a"}], ["a"]),
        ([{"role": "user", "content": [{"type": "text", "text": "a"}]}], ["a"]),
        ([{"role": "user", "content": {"type": "text", "text": "a"}}], ["a"]),
        ([{"role": "user", "content": [{"text": "a"}, {"text": "b"}, {"file": 1}]}], ["ab"]),
        ([{"role": "system", "content": "a"}, "x", None], []),
        ([{"role": "assistant", "content": None}], [""]),
        (None, []),
        ({"role": "user"}, []),
    ],
)
def test_history_is_read_in_every_form(sent: object, kept: list[str]) -> None:
    assert [message["content"] for message in plain_history(sent)] == kept


def test_a_conversation_does_not_grow_without_end() -> None:
    assert len(plain_history([{"role": "user", "content": "a"}] * 5_000)) <= 100


def test_what_was_said_goes_along_with_the_next_question(office: Office) -> None:
    first = views(office, "délai ?")[-1]
    assert first.turns is not None
    assert first.conversation
    visit = Visit(conversation=first.conversation, turns=first.turns)
    second = views(office, "et le paiement ?", first.messages, visit)[-1]
    assert second.turns is not None
    assert [spoken.question for spoken in second.turns] == ["délai ?", "et le paiement ?"]
    assert second.conversation == first.conversation


def test_an_emptied_conversation_is_forgotten(office: Office) -> None:
    first = views(office, "délai ?")[-1]
    assert first.turns is not None
    assert first.conversation
    visit = Visit(conversation=first.conversation, turns=first.turns)
    again = views(office, "paiement ?", [], visit)[-1]
    assert again.turns is not None
    assert [spoken.question for spoken in again.turns] == ["paiement ?"]
    assert again.conversation != first.conversation


def test_a_conversation_is_told_again_after_a_restart(office: Office) -> None:
    last = views(office, "délai <b>?")[-1]
    assert last.conversation
    reopened = Office.open(
        lambda _: FakeAssistant(CONTRACT), lambda: (CONTRACT,), office.journal, FREELY
    )
    messages, turns = retold(reopened, last.conversation, FR)
    assert [spoken.question for spoken in turns] == ["délai <b>?"]
    assert "délai &lt;b&gt;?" in messages[0]["content"]
    assert "48 heures" in messages[1]["content"]
    assert retold(reopened, "another", FR) == ([], ())
    assert retold(reopened, "x" * 10_000, FR) == ([], ())


def test_a_forged_conversation_gets_one_of_its_own(office: Office) -> None:
    last = views(office, "délai ?", [{"role": "user", "content": "x"}], Visit(conversation="mine"))
    assert last[-1].conversation not in ("", "mine", None)


def test_who_asks_too_often_is_told_when_to_go_on() -> None:
    office = opened(FakeAssistant(CONTRACT, RULES), Settings(rates="2/minute"))
    one, other = Visit("10.0.0.1"), Visit("10.0.0.2")
    assert len(views(office, "délai ?", visit=one)) > 1
    assert len(views(office, "délai ?", visit=one)) > 1
    (refused,) = views(office, "délai ?", visit=one)
    assert re.search(r"dans \d+ secondes", refused.hint)
    assert refused.box is None
    assert len(views(office, "délai ?", visit=other)) > 1


class Slow(FakeAssistant):
    """Answers only once it may."""

    def __init__(self, may_answer: threading.Event) -> None:
        super().__init__(CONTRACT, RULES)
        self._may_answer = may_answer

    def ask(self, question: str, *, language: str | None = None) -> Answer:
        self._may_answer.wait(5)
        return super().ask(question)


def test_questions_wait_in_line_and_are_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.web.conversation.PATIENCE", 0.01)
    may_answer = threading.Event()
    office = opened(Slow(may_answer))
    line = [office.desk.begin("délai ?") for _ in range(MOST_AT_ONCE + 3)]
    steps = turn(office, "délai ?", [], FR, NOBODY, pause=0)
    said = [next(steps).messages[-1]["content"] for _ in range(2)]
    assert FR.in_line.format(count=3) in said[-1]
    may_answer.set()
    assert "48 heures" in list(steps)[-1].messages[-1]["content"]
    assert all(asking.turn() is not None for asking in line)


def test_a_line_too_long_keeps_the_question_in_the_box() -> None:
    may_answer = threading.Event()
    office = opened(Slow(may_answer))
    line = [office.desk.begin("délai ?") for _ in range(MOST_AT_ONCE + MOST_WAITING)]
    with pytest.raises(BusyError):
        office.desk.begin("délai ?")
    last = views(office, "délai ?")[-1]
    assert (FR.busy in unescape(last.messages[-1]["content"]), last.box) == (True, "délai ?")
    may_answer.set()
    assert all(asking.turn() is not None for asking in line)
    assert len(views(office, "délai ?")) > 2


def test_the_contract_is_read_ahead_once_the_page_is_ready(office: Office) -> None:
    assert isinstance(office.desk.assistant, FakeAssistant)
    assert office.desk.assistant.ahead.wait(5)


def test_what_staff_approve_is_known_to_the_next_question(office: Office) -> None:
    views(office, "délai ?")
    assert isinstance(office.desk.assistant, FakeAssistant)
    pair = office.journal.pairs.approve("an", CONTRACT.id, "prix ?", "fr", "2.2")
    views(office, "prix ?")
    assert office.desk.assistant.approved == (pair,)
    office.journal.pairs.undo("an", pair.number)
    views(office, "prix ?")
    assert office.desk.assistant.approved == ()
