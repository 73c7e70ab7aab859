"""A question's way: refused, waiting, answered or failed, and what is shown at each step."""

from __future__ import annotations

import logging
import threading

import pytest

from assistant.service import LONGEST_QUESTION as SERVICE_LIMIT
from assistant.web.conversation import LONGEST_QUESTION, View, plain_history, turn
from assistant.web.desk import Desk
from assistant.web.panel import read_target
from assistant.web.texts import texts
from corpus.errors import ClausierError
from tests.web.fakes import PLAIN_TEXT, FailingAssistant, FakeAssistant, Rule, contract_of

FR = texts("fr")
CONTRACT = contract_of(PLAIN_TEXT)
RULES = [Rule("délai", "2.1", "Dans les 48 heures (article 2.1).", "48 heures", ("Et après ?",))]


def ready(assistant: FakeAssistant) -> Desk:
    desk = Desk(lambda _: assistant, lambda: assistant.contracts)
    desk.open()
    assert desk.wait(5)
    return desk


@pytest.fixture
def desk() -> Desk:
    return ready(FakeAssistant(CONTRACT, RULES))


def views(desk: Desk, question: object, history: object = ()) -> list[View]:
    return list(turn(desk, question, history, FR, pause=0))


@pytest.mark.parametrize("question", ["", "  \n ", None, 7, ["x"]])
def test_no_question_gets_a_hint_and_no_message(desk: Desk, question: object) -> None:
    (view,) = views(desk, question)
    assert view.messages == []
    assert "Écrivez d’abord" in view.hint
    assert view.box is None


def test_a_question_too_long_is_refused_and_kept(desk: Desk) -> None:
    (view,) = views(desk, "x" * (LONGEST_QUESTION + 1))
    assert "2001" in view.hint
    assert (view.messages, view.box) == ([], None)


def test_the_limit_is_that_of_the_assistant() -> None:
    assert LONGEST_QUESTION == SERVICE_LIMIT


def test_an_answer_comes_in_order_and_opens_its_clause(desk: Desk) -> None:
    steps = views(desk, " Quel délai ? ")
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


def test_what_the_contract_lacks_closes_the_clause(desk: Desk) -> None:
    assert [step.target for step in views(desk, "prix ?")] == [None, None, "", None]


def test_a_failure_is_told_kindly_and_logged_without_the_question(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        steps = views(ready(FailingAssistant(CONTRACT)), "mon secret ?")
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

    desk = Desk(opener, lambda: (CONTRACT,))
    desk.open()
    steps = turn(desk, "délai ?", [], FR, pause=0)
    assert FR.searching in next(steps).messages[-1]["content"]
    assert FR.waiting in next(steps).messages[-1]["content"]
    may_open.set()
    assert "48 heures" in list(steps)[-1].messages[-1]["content"]


def test_an_assistant_that_cannot_open_says_why_to_all_who_ask() -> None:
    def opener(progress: object) -> FakeAssistant:
        raise ClausierError("the model <x> is missing: install it")

    desk = Desk(opener, lambda: (CONTRACT,))
    desk.open()
    assert desk.wait(5)
    said = views(desk, "délai ?")[-1].messages[-1]["content"]
    assert "the model &lt;x&gt; is missing: install it" in said
    assert FR.load_advice in said


def test_nobody_waits_for_an_assistant_that_broke(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda args: None)

    def opener(progress: object) -> FakeAssistant:
        raise RuntimeError("broken")

    desk = Desk(opener, lambda: (CONTRACT,))
    desk.open()
    assert desk.wait(5)
    assert FR.load_unexpected in views(desk, "délai ?")[-1].messages[-1]["content"]


def test_only_questions_that_the_contract_answers_are_offered(desk: Desk) -> None:
    assert desk.examples(("prix ?", "quel délai ?", "délais ?")) == ("quel délai ?", "délais ?")


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


def test_what_was_said_goes_along_with_the_next_question(desk: Desk) -> None:
    first = list(turn(desk, "délai ?", [], FR, pause=0))[-1]
    assert first.turns is not None
    second = list(turn(desk, "et le paiement ?", first.messages, FR, pause=0, turns=first.turns))[
        -1
    ]

    assert second.turns is not None
    assert [spoken.question for spoken in second.turns] == ["délai ?", "et le paiement ?"]


def test_an_emptied_conversation_is_forgotten(desk: Desk) -> None:
    first = list(turn(desk, "délai ?", [], FR, pause=0))[-1]
    assert first.turns is not None
    again = list(turn(desk, "paiement ?", [], FR, pause=0, turns=first.turns))[-1]

    assert again.turns is not None
    assert [spoken.question for spoken in again.turns] == ["paiement ?"]
