"""The assistant behind the page: opened in the background, asked one question after another."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from assistant.conversation import Turn
from corpus.errors import ClausierError
from corpus.model import Contract

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
MOST_AT_ONCE = 2
MOST_EXAMPLES = 8


class Answering(Protocol):
    """What the page needs of the assistant."""

    @property
    def contracts(self) -> tuple[Contract, ...]: ...

    def turn(self, question: str, *, turns: Sequence[Turn] = ()) -> Turn: ...


Opener = Callable[[Progress], Answering]
Reader = Callable[[], Sequence[Contract]]


@dataclass(frozen=True, slots=True)
class Stage:
    """How far the opening is: the stage's name and its share done, 0 to 1."""

    name: str = ""
    share: float = 0.0


class Desk:
    """Opens the assistant in a thread of its own, so that the page is there at once."""

    def __init__(self, opener: Opener, reader: Reader) -> None:
        self.stage = Stage()
        self.error: str | None = None
        self.contracts: tuple[Contract, ...] = ()
        """The contracts asked about; none until they are read, which is soon."""
        self._opener = opener
        self._reader = reader
        self._assistant: Answering | None = None
        self._done = threading.Event()
        self._workers = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="clausier-ask")
        self._examples: dict[tuple[str, ...], tuple[str, ...]] = {}

    def open(self) -> None:
        """Starts the opening; returns at once."""
        threading.Thread(target=self._open, name="clausier-open", daemon=True).start()

    @property
    def done(self) -> bool:
        """Whether the opening has ended, well or badly."""
        return self._done.is_set()

    @property
    def ready(self) -> bool:
        """Whether questions can be answered."""
        return self._assistant is not None

    def wait(self, seconds: float) -> bool:
        """Waits for the opening to end, `seconds` at most; whether it has."""
        return self._done.wait(seconds)

    def ask(self, question: str, turns: Sequence[Turn] = ()) -> Turn | None:
        """The question after `turns`, and its answer.

        None where the assistant failed, which is logged without the question.
        """
        if self._assistant is None:
            raise ClausierError("the assistant is not open: wait until it is ready")
        work: Future[Turn] = self._workers.submit(self._assistant.turn, question, turns=turns)
        error = work.exception()
        if error is None:
            return work.result()
        _log_failure(error)
        return None

    def examples(self, questions: Sequence[str]) -> tuple[str, ...]:
        """Those of `questions` that the contracts answer; the first few while that is unknown."""
        key = tuple(questions)
        if not self.ready:
            return key[:MOST_EXAMPLES]
        if key not in self._examples:
            asked = ((question, self.ask(question)) for question in key)
            answered = [q for q, turn in asked if turn and turn.answer.status == "answered"]
            self._examples[key] = tuple(answered[:MOST_EXAMPLES])
        return self._examples[key]

    def _open(self) -> None:
        try:
            self.contracts = tuple(self._reader())
            assistant = self._opener(self._tell)
            self.contracts = assistant.contracts
            self._assistant = assistant
        except ClausierError as error:
            self.error = str(error)
            log.error("the assistant could not be opened: %s", error)
        finally:
            # Whatever happened, nobody may be left waiting.
            self._done.set()

    def _tell(self, stage: str, done: int, total: int) -> None:
        self.stage = Stage(stage, min(1.0, done / total) if total else 0.0)


def _log_failure(error: BaseException) -> None:
    """Kind and place of an error; its message may hold the question, which is private."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "an unknown place"
    log.error("a question could not be answered: %s at %s", type(error).__name__, place)
