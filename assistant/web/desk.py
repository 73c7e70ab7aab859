"""The assistant behind the page: opened in the background, asked a few questions at a time."""

from __future__ import annotations

import itertools
import logging
import threading
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from dataclasses import dataclass
from typing import Protocol

from assistant.conversation import Turn
from assistant.journal.pairs import Pair
from corpus.errors import ClausierError
from corpus.model import Contract
from index.search import Hit

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
MOST_AT_ONCE = 2
MOST_WAITING = 100


class Answering(Protocol):
    """What the page needs of the assistant."""

    @property
    def contracts(self) -> tuple[Contract, ...]: ...

    def turn(
        self,
        question: str,
        *,
        language: str | None = None,
        turns: Sequence[Turn] = (),
        usual: str | None = None,
    ) -> Turn: ...

    def search(self, query: str, k: int) -> list[Hit]: ...

    def approve(self, pairs: Sequence[Pair]) -> None: ...

    def read_ahead(self) -> None: ...


Opener = Callable[[Progress], Answering]
Reader = Callable[[], Sequence[Contract]]


@dataclass(frozen=True, slots=True)
class Stage:
    """How far the opening is: the stage's name and its share done, 0 to 1."""

    name: str = ""
    share: float = 0.0


class BusyError(ClausierError):
    """Too many questions wait already."""


class Asking:
    """A question that waits for its turn, is being answered, or is."""

    def __init__(self, work: Future[Turn], ahead: Callable[[], int]) -> None:
        self._work = work
        self._ahead = ahead

    @property
    def ahead(self) -> int:
        """How many questions are to be begun before this one."""
        return self._ahead()

    def wait(self, seconds: float | None = None) -> bool:
        """Waits for the answer, `seconds` at most; whether it is there."""
        return bool(wait_for([self._work], seconds).done)

    def turn(self) -> Turn | None:
        """The question as understood, and its answer.

        None where the assistant failed, which is logged without the question.
        """
        error = self._work.exception()
        if error is None:
            return self._work.result()
        _log_failure(error)
        return None


class Desk:
    """Opens the assistant in a thread of its own, so that the page is there at once.

    `approved` gives the pairs that staff approved; they are looked up before each question, so
    that what one approves holds for the next who asks.
    """

    def __init__(
        self,
        opener: Opener,
        reader: Reader,
        approved: Callable[[], tuple[Pair, ...]] = tuple,
    ) -> None:
        self.stage = Stage()
        self.error: str | None = None
        self.contracts: tuple[Contract, ...] = ()
        """The contracts asked about; none until they are read, which is soon."""
        self._opener = opener
        self._reader = reader
        self._approved, self._known_pairs = approved, tuple[Pair, ...]()
        self._approving = threading.Lock()
        self._assistant: Answering | None = None
        self._done = threading.Event()
        self._workers = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="clausier-ask")
        self._asked, self._begun = itertools.count(), 0
        self._waiting = threading.BoundedSemaphore(MOST_AT_ONCE + MOST_WAITING)
        self._counting = threading.Lock()
        self._examples: dict[tuple[str, ...], tuple[str, ...]] = {}

    def open(self) -> None:
        """Starts the opening; returns at once."""
        threading.Thread(target=self._open, name="clausier-open", daemon=True).start()

    @property
    def done(self) -> bool:
        """Whether the opening has ended, well or badly."""
        return self._done.is_set()

    @property
    def assistant(self) -> Answering:
        """The open assistant; ClausierError where it is not open."""
        if self._assistant is None:
            raise ClausierError("the assistant is not open: wait until it is ready")
        return self._assistant

    @property
    def ready(self) -> bool:
        """Whether questions can be answered."""
        return self._assistant is not None

    def wait(self, seconds: float) -> bool:
        """Waits for the opening to end, `seconds` at most; whether it has."""
        return self._done.wait(seconds)

    def begin(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        language: str | None = None,
        usual: str | None = None,
    ) -> Asking:
        """Puts the question in the line; BusyError where the line is too long.

        `language` is that of the answer, `usual` the asker's where the question does not tell.
        """
        assistant = self.assistant
        if not self._waiting.acquire(blocking=False):
            raise BusyError("too many questions wait already: ask again in a moment")
        place = next(self._asked)

        def answer() -> Turn:
            with self._counting:
                self._begun += 1
            try:
                self._keep_to(assistant)
                return assistant.turn(question, language=language, turns=turns, usual=usual)
            finally:
                self._waiting.release()

        return Asking(self._workers.submit(answer), lambda: max(0, place - self._begun))

    def ask(self, question: str, turns: Sequence[Turn] = ()) -> Turn | None:
        """The question after `turns`, and its answer; None where the assistant failed."""
        return self.begin(question, turns).turn()

    def examples(self, questions: Sequence[str]) -> tuple[str, ...]:
        """Those of `questions` that the contracts answer; all while that is unknown."""
        key = tuple(questions)
        if not self.ready:
            return key
        if key not in self._examples:
            asked = ((question, self.ask(question)) for question in key)
            answered = [q for q, turn in asked if turn and turn.answer.status == "answered"]
            self._examples[key] = tuple(answered)
        return self._examples[key]

    def _keep_to(self, assistant: Answering) -> None:
        """Lets the assistant know what staff approved since it was last asked."""
        with self._approving:
            pairs = self._approved()
            if pairs != self._known_pairs:
                assistant.approve(pairs)
                self._known_pairs = pairs

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
        if self._assistant is not None:
            self._assistant.read_ahead()

    def _tell(self, stage: str, done: int, total: int) -> None:
        self.stage = Stage(stage, min(1.0, done / total) if total else 0.0)


def _log_failure(error: BaseException) -> None:
    """Kind and place of an error; its message may hold the question, which is private."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "an unknown place"
    log.error("a question could not be answered: %s at %s", type(error).__name__, place)
