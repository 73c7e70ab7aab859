"""The JSON API: the page's answers for programs, with the page's limits."""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
import pytest

from assistant.web.settings import Settings
from tests.web.conftest import served
from tests.web.fakes import PLAIN_TEXT, FailingAssistant, FakeAssistant, Rule, contract_of
from tests.web.offices import new_office, opened

GARDEN = contract_of(PLAIN_TEXT)
RULES = [Rule("délai", "2.1", "Dans les 48 heures (article 2.1).", "48 heures")]


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    office = opened(FakeAssistant(GARDEN, RULES))
    with served(office) as url, httpx.Client(base_url=url, timeout=20) as client:
        yield client


@pytest.mark.parametrize("prefix", ["/api", "/api/v1"])
def test_an_answer_is_the_documented_object(client: httpx.Client, prefix: str) -> None:
    answer = client.post(f"{prefix}/ask", json={"question": "Quel délai ?"}).json()
    assert answer["status"] == "answered"
    (cited,) = answer["citations"]
    assert GARDEN.text[cited["start"] : cited["end"]] == cited["quote"]
    assert cited["quote"][slice(*cited["marks"][0])] == "48 heures"
    again = client.post(
        f"{prefix}/ask", json={"question": "prix ?", "conversation": answer["conversation"]}
    ).json()
    assert again["conversation"] == answer["conversation"]
    assert again["status"] == "not_in_contract"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"question": ""},
        {"question": "x" * 2_001},
        {"question": 7},
        {"question": "x", "language": "de"},
        {"question": "x", "more": 1},
        {"question": "x", "conversation": "y" * 65},
    ],
)
def test_a_request_amiss_is_told_which_field(client: httpx.Client, body: object) -> None:
    refused = client.post("/api/ask", json=body)
    assert refused.status_code == 422
    assert refused.json()["detail"]


def test_clauses_and_contracts_are_read(client: httpx.Client) -> None:
    assert client.get("/api/contracts").json()[0]["id"] == "essai"
    clause = client.get("/api/clause/2.1").json()
    assert "48 heures" in clause["text"]
    assert client.get("/api/clause/99").status_code == 404
    assert client.get("/api/clause/2.1?contract=other").status_code == 404
    assert client.get("/api/clause/../../etc/passwd").status_code == 404
    assert client.get("/api/search?q=délai&k=3").status_code == 200
    assert client.get("/api/search?q=délai&k=0").status_code == 422


def test_it_describes_itself(client: httpx.Client) -> None:
    described = client.get("/api/openapi.json").json()
    assert set(described["paths"]) == {
        "/api/v1/ask", "/api/v1/search", "/api/v1/contracts", "/api/v1/clause/{clause}",
    }  # fmt: skip
    shown = client.get("/api/docs").text
    assert "/api/v1/ask" in shown
    assert "conversation" in shown


def test_it_keeps_to_the_rates_and_says_when_to_go_on() -> None:
    office = opened(FakeAssistant(GARDEN, RULES), Settings(rates="2/minute"))
    with served(office) as url, httpx.Client(base_url=url, timeout=20) as client:
        sent = [client.post("/api/ask", json={"question": "délai ?"}) for _ in range(3)]
        assert [one.status_code for one in sent] == [200, 200, 429]
        assert 0 < int(sent[-1].headers["retry-after"]) <= 60


def test_it_says_that_it_is_still_reading_and_when_it_is_ready() -> None:
    def slowly(progress: object) -> FakeAssistant:
        time.sleep(1.5)
        return FakeAssistant(GARDEN, RULES)

    office = new_office(slowly, lambda: (GARDEN,))
    with served(office) as url, httpx.Client(base_url=url, timeout=20) as client:
        health = client.get("/health")
        assert (health.status_code, health.json()["status"]) == (503, "opening")
        assert client.post("/api/ask", json={"question": "délai ?"}).status_code == 503
        assert office.desk.wait(10)
        assert client.get("/health").json()["status"] == "ready"


def test_a_failure_says_nothing_of_the_question() -> None:
    with (
        served(opened(FailingAssistant(GARDEN))) as url,
        httpx.Client(base_url=url, timeout=20) as client,
    ):
        failed = client.post("/api/ask", json={"question": "mon secret ?"})
        assert failed.status_code == 500
        assert "secret" not in failed.text
