"""The regression set, run from the page: approved pairs and the questions folder."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from assistant.answer import Answer
from assistant.evaluation import Report, Row, judge, read_rows, report_of
from assistant.journal.pairs import Pair
from corpus.errors import ClausierError

log = logging.getLogger(__name__)
QUESTION_FILES = (".yaml", ".yml", ".jsonl")
Ask = Callable[[str], Answer | None]


def questions_folder() -> Path:
    """Where staff keep question files: `CLAUSIER_QUESTIONS`, else in the user's data folder."""
    named = os.environ.get("CLAUSIER_QUESTIONS", "").strip()
    if named:
        return Path(named).expanduser()
    return Path(platformdirs.user_data_dir("clausier")) / "questions"


def rows_to_check(pairs: Sequence[Pair]) -> list[Row]:
    """The questions of the folder's YAML and JSON Lines files, then the approved pairs."""
    folder = questions_folder()
    files = sorted(file for file in folder.glob("*") if file.suffix in QUESTION_FILES)
    rows = [row for file in files for row in read_rows(file)]
    return rows + [pair.as_regression() for pair in pairs]


@dataclass
class Check:
    """A run: how far it is, and its report when it is done."""

    total: int
    done: int = 0
    report: Report | None = None


class Checks:
    """Runs the regression set, one run at a time, and remembers the last two."""

    def __init__(self) -> None:
        self.last: Check | None = None
        self._before: Report | None = None
        self._lock = threading.Lock()

    def start(self, rows: Sequence[Row], ask: Ask, verbatim: Callable[[Answer], int]) -> bool:
        """Begins a run in a thread of its own; False where one is under way."""
        with self._lock:
            if self.last is not None:
                if self.last.report is None:
                    return False
                self._before = self.last.report
            check = self.last = Check(len(rows))
        threading.Thread(
            target=self._run, args=(check, rows, ask, verbatim), name="clausier-check", daemon=True
        ).start()
        return True

    def changed(self) -> tuple[list[str], list[str]]:
        """The questions that hold again and those that no longer do, since the run before."""
        if self.last is None or self.last.report is None or self._before is None:
            return [], []
        held = {outcome.row.id: outcome.holds for outcome in self._before.outcomes}
        known = [o for o in self.last.report.outcomes if o.row.id in held]
        won = [o.row.q for o in known if o.holds and not held[o.row.id]]
        return won, [o.row.q for o in known if not o.holds and held[o.row.id]]

    def _run(
        self, check: Check, rows: Sequence[Row], ask: Ask, verbatim: Callable[[Answer], int]
    ) -> None:
        outcomes = []
        try:
            for row in rows:
                answer = ask(row.q)
                if answer is not None:
                    outcomes.append(judge(row, answer, verbatim(answer)))
                check.done += 1
        except ClausierError as error:
            log.error("a check could not be finished: %s", error)
        finally:
            # Whatever happened, the page may not wait for ever.
            check.report = report_of(outcomes)
