"""A question's way through the page: what is shown while it waits, and its answer as it comes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.answer import Answer
from assistant.conversation import LONGEST_QUESTION, Turn
from assistant.journal.conversations import Origin
from assistant.web import html
from assistant.web.desk import BusyError, Desk
from assistant.web.office import MOST_TURNS, Office, joined_turns
from assistant.web.texts import Texts

MOST_MESSAGES = 100
PAUSE = 0.14
"""Seconds between the parts of an answer: long enough to see them come, too short to wait."""
PATIENCE = 0.5
"""Seconds between two looks at how far the opening is."""

Message = dict[str, str]


@dataclass(frozen=True, slots=True)
class View:
    """What a step of the conversation shows. None leaves what is there.

    `target` is what the clause panel shows ('' its contents), `hint` the line under the
    question box, `box` what stands in it, `turns` the conversation as it was understood,
    `conversation` its id in the journal.
    """

    messages: list[Message]
    target: str | None = None
    hint: str = ""
    box: str | None = None
    turns: tuple[Turn, ...] | None = None
    conversation: str | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """Who asks: from which address, in which conversation, after which turns."""

    address: str | None = None
    conversation: str = ""
    turns: tuple[Turn, ...] = ()
    origin: Origin = "page"


def plain_history(history: object) -> list[Message]:
    """The conversation as roles and texts.

    A browser sends each content as a list of parts, a program as a string; anything else is
    left out.
    """
    messages: list[Message] = []
    for message in history if isinstance(history, list) else []:
        if isinstance(message, dict) and message.get("role") in ("user", "assistant"):
            messages.append({"role": message["role"], "content": _text(message.get("content"))})
    return messages[-MOST_MESSAGES:]


def turn(
    office: Office,
    question: object,
    history: object,
    texts: Texts,
    visit: Visit,
    pause: float = PAUSE,
) -> Iterator[View]:
    """Everything the page shows for one question, in order."""
    desk = office.desk
    asked = _characters(question).strip() if isinstance(question, str) else ""
    before = plain_history(history)
    refusal = _refusal(office, asked, texts, visit)
    if refusal:
        yield View(before, hint=refusal)
        return
    talk = [*before, {"role": "user", "content": html.question(asked, texts)}]
    yield View(_reply(talk, html.pending(texts.searching)), box="")
    while not desk.wait(PATIENCE):
        yield View(_reply(talk, html.pending(reading(desk, texts), texts.waiting)))
    if not desk.ready:
        yield View(_reply(talk, load_failure(desk, texts)))
        return
    # A conversation emptied by the reader is forgotten here too.
    conversation = visit.conversation if before else ""
    earlier = visit.turns if before else ()
    try:
        asking = desk.begin(asked, earlier, usual=texts.code)
    except BusyError:
        yield View(_reply(talk, html.failure("", texts.busy)), box=asked)
        return
    while not asking.wait(PATIENCE):
        ahead = texts.in_line.format(count=asking.ahead) if asking.ahead else ""
        yield View(_reply(talk, html.pending(texts.searching, ahead)))
    understood = asking.turn()
    if understood is None:
        yield View(_reply(talk, html.failure("", texts.ask_failed)))
        return
    conversation, number = office.keep(conversation, asked, understood, texts.code, visit.origin)
    spoken = joined_turns(earlier, understood)
    for view in _arriving(desk, talk, asked, understood.answer, number, texts, pause):
        yield replace(view, turns=spoken, conversation=conversation)


def _refusal(office: Office, asked: str, texts: Texts, visit: Visit) -> str:
    """Why the question is not taken, '' where it is."""
    if not asked:
        return html.status(texts.empty.format(example=_example(office.desk, texts)), "ask")
    if len(asked) > LONGEST_QUESTION:
        said = texts.too_long.format(length=len(asked), limit=LONGEST_QUESTION)
        return html.status(said, "refusal")
    seconds = office.visitors.wait(visit.address)
    return html.status(texts.too_often.format(seconds=seconds), "refusal") if seconds else ""


def _arriving(
    desk: Desk,
    talk: list[Message],
    asked: str,
    answer: Answer,
    number: int | None,
    texts: Texts,
    pause: float,
) -> Iterator[View]:
    """The sentence, then the quotes with the clause beside them, then the rest."""
    titles = {contract.id: contract.title for contract in desk.contracts}
    target = html.target(answer.citations[0]) if answer.citations else ""
    for parts in (1, 2, 3):
        shown = _reply(talk, html.reply(answer, texts, titles, parts, number, asked=asked))
        yield View(shown, target=target if parts == 2 else None)
        if parts < 3:
            time.sleep(pause)


def retold(
    office: Office, conversation: str, texts: Texts
) -> tuple[list[Message], tuple[Turn, ...]]:
    """A conversation from the journal, as messages and as turns to go on from."""
    titles = {contract.id: contract.title for contract in office.desk.contracts}
    messages: list[Message] = []
    kept = office.said(conversation)[-MOST_MESSAGES // 2 :]
    for item in kept:
        messages.append({"role": "user", "content": html.question(item.asked, texts)})
        said = html.reply(
            item.turn.answer, texts, titles, number=item.number, liked=item.liked, asked=item.asked
        )
        messages = _reply(messages, said)
    return messages, tuple(item.turn for item in kept)[-MOST_TURNS:]


def reading(desk: Desk, texts: Texts) -> str:
    """How far the reading of the contract is, in words."""
    name = texts.stages.get(desk.stage.name)
    if name is None:
        return texts.reading
    if 0 < desk.stage.share < 1:
        name += " " + texts.share.format(percent=round(desk.stage.share * 100))
    return texts.reading_stage.format(stage=name)


def load_failure(desk: Desk, texts: Texts) -> str:
    """Why the contract could not be read and what to do."""
    return html.failure(texts.load_failed, desk.error or texts.load_unexpected, texts.load_advice)


def _example(desk: Desk, texts: Texts) -> str:
    return next(iter(desk.examples(texts.questions)), texts.questions[0])


def _reply(talk: list[Message], content: str) -> list[Message]:
    return [*talk, {"role": "assistant", "content": content}]


def _characters(text: str) -> str:
    """Without halves of characters (lone surrogates), which can be neither kept nor sent."""
    return text.encode("utf-8", "ignore").decode()


def _text(content: object) -> str:
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else [content]
    return "".join(
        part["text"]
        for part in parts
        if isinstance(part, dict) and isinstance(part.get("text"), str)
    )
