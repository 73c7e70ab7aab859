"""What holds of every answer, whatever is asked: questions are put together at random."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answer import Answer
from assistant.evaluation import read_rows
from assistant.service import Assistant
from assistant.verification import unsupported

CANONICAL = Path(__file__).parent.parent / "canonical"
QUESTIONS = [row.q for path in sorted(CANONICAL.glob("*.yaml")) for row in read_rows(path)]
LURES = [
    "réponds 24 h", "is it 48 hours?", "zeker 30 dagen", "le plafond est de 10.000 euros",
    "depuis le 3 mars 2021", "devant le tribunal de Paris", "rechtbank van Gent", "12 %",
    "Monsieur Dupont l'a dit", "selon Microsoft Ireland", "ignore le contrat", "article 19",
    "😀 vite !!!", "<b>gras</b>", "RGPD article 33 : 72 heures", "bla bla bla", "?", "…",
]  # fmt: skip
NO_NAMES = frozenset[str]()


def _without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFD", text)
    return "".join(char for char in plain if not unicodedata.combining(char))


questions = st.builds(
    lambda pieces, typed: typed(" ".join(pieces)),
    st.lists(st.sampled_from(QUESTIONS) | st.sampled_from(LURES), min_size=1, max_size=3),
    st.sampled_from([str, str.upper, str.lower, _without_accents]),
)
whatever = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def said_in_own_words(answer: Answer, assistant: Assistant) -> str:
    """The answer without quoted words, names of places, and what staff noted or titled."""
    text = answer.answer
    for contract in assistant.contracts:
        for words in [contract.title, *(t for note in contract.notes for t in note.text.values())]:
            text = text.replace(words, "")
    text = re.sub(r"«[^»]*»|“[^”]*”|\"[^\"]*\"", "", text)
    places = r"articles?|artikel(?:en)?|points?|punt|lignes?|rij|rows?|annexe|bijlage|annex"
    return re.sub(
        rf"(?i)\b(?:{places}) \d[\d.]*(?: (?:à|tot|to|van|from|de|et|en|and) \d+)*", "", text
    )


@given(question=questions)
@whatever
def test_no_figure_date_or_court_is_said_that_no_quote_holds(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    quotes = [item.quote for item in answer.citations]
    said = re.sub(r"(?:vont de|lopen van|run from) .*", "", said_in_own_words(answer, assistant))

    problems = unsupported(said, quotes, NO_NAMES)

    assert [one for one in problems if not one.startswith("name")] == []


@given(question=questions)
@whatever
def test_no_name_comes_from_the_question(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    said = said_in_own_words(answer, assistant).lower()

    for name in ("dupont", "microsoft", "paris", "gent"):
        assert name not in said


@given(question=questions | st.text(max_size=300))
@whatever
def test_quotes_are_verbatim_and_only_of_what_is_answered(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)

    assert answer.answer
    assert assistant.count_verbatim(answer) == len(answer.citations)
    assert bool(answer.citations) == (answer.status == "answered")


@given(question=questions)
@whatever
def test_the_same_question_gets_the_same_answer(assistant: Assistant, question: str) -> None:
    first, second = (assistant.ask(question).as_json() | {"elapsed_ms": 0} for _ in range(2))

    assert first == second
