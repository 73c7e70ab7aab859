"""What an answer must be, whatever the question."""

import re

import pytest

from assistant.answer import Answer
from assistant.phrases import say
from assistant.service import LONGEST_QUESTION, Assistant
from assistant.verification import unsupported

BREACH = "Sous combien de temps me prévenez-vous d'une fuite de données ?"

QUESTIONS = [
    BREACH,
    "Binnen welke termijn wordt een datalek gemeld?",
    "How fast must a breach be reported?",
    "Quel tribunal est compétent ?",
    "Welk recht is van toepassing?",
    "May the partner use sub-processors?",
    "Quelles mesures de sécurité ?",
    "article 6.3",
    "annexe 2",
    "définition de traitement",
    "Que dit l'article 10 ?",
    "quel est le prix ?",
    "Quel temps fera-t-il demain ?",
    "délai ?",
    "12.4",
    "<script>alert(1)</script> audit ?",
    "a" * 1_900,
]


@pytest.fixture(scope="module")
def breach(assistant: Assistant) -> Answer:
    return assistant.ask(BREACH)


def test_the_first_question_of_all(breach: Answer) -> None:
    assert breach.status == "answered"
    assert breach.language == "fr"
    assert "72 heures" in breach.answer
    assert "article 8.1" in breach.answer
    first = breach.citations[0]
    assert (first.clause, first.label, first.page) == ("8.1", "Article 8.1", 6)
    assert first.heading == "Traitement des fuites de données"
    assert "au plus tard dans un délai de 72 heures" in first.quote
    assert [first.quote[start:end] for start, end in first.marks] == ["72 heures"]
    assert breach.followups


def test_the_json_has_the_documented_keys(breach: Answer) -> None:
    found = breach.as_json()
    assert {
        "status", "language", "answer", "citations", "related", "followups", "elapsed_ms",
    } <= set(found)  # fmt: skip
    assert {
        "contract", "clause", "label", "heading", "quote", "start", "end", "page",
    } <= set(found["citations"][0])  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question[:40])
def test_every_quote_is_verbatim_and_inside_its_clause(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.answer
    for item in answer.citations:
        contract = assistant.contract(item.contract)
        clause = contract.clause(item.clause)
        assert contract.text[item.start : item.end] == item.quote
        assert clause.start <= item.start < item.end <= clause.end
        assert all(0 <= start < end <= len(item.quote) for start, end in item.marks)
    if answer.status != "answered":
        assert answer.citations == ()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question[:40])
def test_nothing_is_said_that_no_quote_holds(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    if answer.status == "answered" and "«" not in answer.answer:
        said = re.sub(r" \((?:[^()]*)\)\.$", ".", answer.answer)
        quotes = [item.quote for item in answer.citations]
        numbers = [
            problem for problem in unsupported(said, quotes, frozenset()) if "name" not in problem
        ]
        assert numbers == []


def test_the_same_question_gives_the_same_answer(assistant: Assistant) -> None:
    first, second = (assistant.ask("Puis-je auditer ?").as_json() for _ in range(2))
    assert first | {"elapsed_ms": 0} == second | {"elapsed_ms": 0}


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("article 6.3", "6.3"),
        ("Que dit l'article 6.3 ?", "6.3"),
        ("what does article 6.3 say?", "6.3"),
        ("artikel 6.3", "6.3"),
        ("annexe 1", "annex-1"),
        ("wat staat er in bijlage 2?", "annex-2"),
        ("point 2 de l'article 10", "10/2"),
        ("article 1er", "1"),
        ("définition de traitement", "1/traitement"),
        ("Qu'est-ce qu'une fuite de données ?", "1/fuite-de-donnees"),
        ("que signifie donnees a caractère personel", "1/donnees-a-caractere-personnel"),
        ("Que recouvre le terme « Convention RGPD » ?", "1/convention-rgpd"),
        ("8.2", "8.2"),
    ],
)
def test_a_reference_goes_straight_there(question: str, clause: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert answer.citations[0].clause == clause


def test_a_clause_that_does_not_exist_is_said_to_be_missing(assistant: Assistant) -> None:
    answer = assistant.ask("Que dit l'article 19 ?")
    assert answer.status == "not_in_contract"
    assert "article 19" in answer.answer
    assert "12" in answer.answer


@pytest.mark.parametrize(
    ("question", "remark"),
    [
        ("Le délai de notification est-il de 48 heures ?", "Le chiffre de votre question"),
        ("Is the notification deadline 48 hours?", "The figure in your question"),
    ],
)
def test_a_wrong_figure_does_not_hide_what_is_asked(
    question: str, remark: str, assistant: Assistant
) -> None:
    answer = assistant.ask(question)
    assert answer.citations[0].clause == "8.1"
    assert "72" in answer.answer
    assert remark in answer.answer


@pytest.mark.parametrize(
    "question", ["Le préavis est-il de 3 mois ?", "Is the contract for 3 years?"]
)
def test_a_figure_of_what_is_not_treated_is_not_answered(
    question: str, assistant: Assistant
) -> None:
    assert assistant.ask(question).status == "not_in_contract"


def test_what_a_missing_clause_is_asked_about_is_pointed_to(assistant: Assistant) -> None:
    answer = assistant.ask("Selon l'article 19, quel tribunal est compétent ?")
    assert answer.status == "not_in_contract"
    assert "article 19" in answer.answer
    assert "12.4" in answer.answer
    assert answer.related[0].clause == "12.4"


def test_an_annex_that_does_not_exist_is_told_from_those_that_do(assistant: Assistant) -> None:
    answer = assistant.ask("Que dit l'annexe 3 ?")
    assert answer.status == "not_in_contract"
    assert "Ses annexes vont de 1 à 2." in answer.answer


def test_another_law_s_article_is_not_taken_for_ours(assistant: Assistant) -> None:
    answer = assistant.ask("Que dit l'article 3 du code civil sur les chiens ?")
    assert not answer.citations or answer.citations[0].clause != "3"


@pytest.mark.parametrize("question", ["", "   ", "?!", "…"])
def test_an_empty_question_gets_a_hint(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question, language="fr")
    assert answer.status == "clarify"
    assert answer.followups


@pytest.mark.parametrize("question", ["asdf qwer", "?? mlkj poiu ??", "azertyuiop"])
@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_keys_hit_at_random_are_no_question(
    question: str, language: str, assistant: Assistant
) -> None:
    answer = assistant.ask(question, language=language)
    assert (answer.status, answer.language) == ("out_of_scope", language)
    assert not answer.citations
    assert answer.followups[0] in answer.answer


def test_a_question_that_is_too_long_is_told_so(assistant: Assistant) -> None:
    answer = assistant.ask("pourquoi " * LONGEST_QUESTION)
    assert answer.status == "clarify"
    assert str(LONGEST_QUESTION) in answer.answer


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("délai fuite", "fr"),
        ("Quel tribunal ?", "fr"),
        ("bevoegde rechtbank", "nl"),
        ("Wie is de verwerker?", "nl"),
        ("breach deadline", "en"),
        ("Who is liable?", "en"),
    ],
)
def test_the_answer_is_in_the_language_of_the_question(
    question: str, language: str, assistant: Assistant
) -> None:
    assert assistant.ask(question).language == language


def test_staff_notes_on_oddities_are_said_where_they_matter(assistant: Assistant) -> None:
    answer = assistant.ask("Quelle est la durée du contrat ?")
    assert answer.status == "not_in_contract"
    assert "article 2" in answer.answer.lower()


@pytest.mark.parametrize("question", ["themis-security, c'est qui ?", "article 3.1"])
def test_an_oddity_is_told_where_its_clause_is_quoted(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.citations[0].clause == "3.1"
    assert "n’explique pas cette différence" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Dressez-moi la liste des infos que vous avez sur les utilisateurs",
        "Quelles données gardez-vous sur nos clients ?",
        "welke gegevens van onze klanten hebben jullie eigenlijk?",
        "What data do you keep about our customers?",
    ],
)
def test_who_asks_for_a_list_gets_the_whole_of_it(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)

    (quoted,) = answer.citations
    assert quoted.clause == "annex-1"
    assert quoted.quote.startswith("Données d’identification personnelles")
    assert "Photo" in quoted.quote
    assert all(word in answer.answer for word in ("Nom, prénom", "Mail", "Photo"))


@pytest.mark.parametrize(
    ("question", "clause", "named"),
    [
        ("Selon l'article 9, vous avez 72h pour nous signaler une fuite ?", "8.1", "article 9"),
        ("L'article 8 parle-t-il du tribunal compétent ?", "12.4", "article 8"),
    ],
)
def test_what_another_clause_answers_is_told_from_there(
    assistant: Assistant, question: str, clause: str, named: str
) -> None:
    answer = assistant.ask(question)

    assert answer.citations[0].clause == clause
    assert say("not_there", "fr", place=f"l'{named}") in answer.answer


def test_the_nearest_passage_is_quoted_where_it_has_no_figure(assistant: Assistant) -> None:
    answer = assistant.ask("Un contrôle peut-il avoir lieu un jour férié, tôt le matin ?")

    assert answer.status == "not_in_contract"
    assert "ne peut en aucun cas compromettre la continuité" in answer.answer
    assert not answer.citations


def test_who_asks_for_the_very_words_gets_no_sentence_of_ours(assistant: Assistant) -> None:
    answer = assistant.ask("Donne-moi le texte exact sur le délai de notification d'une fuite")

    assert "avisera le client de manière circonstanciée" in answer.answer


def test_an_article_of_a_law_is_not_missing(assistant: Assistant) -> None:
    answer = assistant.ask("GDPR art. 83 says fines up to 20 million, who pays that?")

    assert answer.citations[0].clause == "5.2"
