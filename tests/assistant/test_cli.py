"""The command line: every command has help, answers in JSON, and fails in one clear line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant.cli import main
from assistant.journal.journal import Journal
from index.embedding import Embedder

README = Path(__file__).parents[2] / "README.md"
SOURCE = Path(__file__).parents[2] / "corpus/contracts/ipso-convention-rgpd/source.txt"
GOLDEN = Path(__file__).parents[1] / "corpus/golden/convention-rgpd.txt"


@pytest.fixture(autouse=True)
def _one_model(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command would load the model again, as a new process must; here they share it."""
    monkeypatch.setattr("assistant.service.load_embedder", lambda progress: embedder)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_has_help_and_is_documented(name: str) -> None:
    shown = run(name, "--help")
    assert shown.exit_code == 0
    assert main.commands[name].help
    assert f"clausier {name}" in README.read_text(encoding="utf-8")


def test_ask_prints_an_answer_and_its_proof() -> None:
    shown = run("ask", "Quel tribunal est compétent ?")
    assert shown.exit_code == 0
    assert "Nivelles" in shown.stdout
    assert "Article 12.4" in shown.stdout


def test_ask_json_is_one_object() -> None:
    found = json.loads(run("ask", "Quel tribunal est compétent ?", "--json").stdout)
    assert found["status"] == "answered"
    assert found["citations"][0]["clause"] == "12.4"


def test_ask_knows_what_staff_approved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSIER_JOURNAL", str(tmp_path / "journal.sqlite"))
    question = "Le croissant du matin est-il compris ?"
    assert json.loads(run("ask", question, "--json").stdout)["status"] != "answered"
    Journal.open().pairs.approve("an", "ipso-convention-rgpd", question, "fr", "12.1")

    found = json.loads(run("ask", question, "--json").stdout)

    assert found["citations"][0]["clause"] == "12.1"


def test_ask_a_file_that_is_not_in_the_corpus(tmp_path: Path) -> None:
    file = tmp_path / "accord.md"
    file.write_text(
        "# Accord\n\n## Article 1 : Violation\n\nLe prestataire notifie au client toute violation "
        "de données dans un délai de 48 heures.\n\n## Article 2 : Droit\n\nLe présent accord est "
        "régi par le droit français.\n",
        encoding="utf-8",
    )
    found = json.loads(
        run(
            "ask", "délai de notification d'une violation", "--contract", str(file), "--json"
        ).stdout
    )
    assert found["status"] == "answered"
    assert found["citations"][0]["clause"] == "1"
    assert "48 heures" in found["answer"] + found["citations"][0]["quote"]


def test_search_ranks_clauses() -> None:
    rows = json.loads(run("search", "droit belge", "-k", "3", "--json").stdout)
    assert len(rows) == 3
    assert rows[0]["clause"] == "12.4"


def test_clause_prints_it_word_for_word() -> None:
    found = json.loads(run("clause", "8.1", "--json").stdout)
    assert found["text"] in GOLDEN.read_text(encoding="utf-8")
    assert found["page"] == 6


def test_an_unknown_clause_is_one_clear_line() -> None:
    shown = run("clause", "99.9")
    assert shown.exit_code == 1
    assert "99.9" in shown.stderr
    assert "Traceback" not in shown.output


def test_clean_prints_the_repaired_text(tmp_path: Path) -> None:
    assert run("clean", str(SOURCE)).stdout.strip() == GOLDEN.read_text(encoding="utf-8").strip()
    out = tmp_path / "clean.txt"
    run("clean", str(SOURCE), "-o", str(out))
    assert out.read_text(encoding="utf-8").strip() == GOLDEN.read_text(encoding="utf-8").strip()


def test_clean_report_lists_every_repair() -> None:
    shown = run("clean", str(SOURCE), "--report").stdout
    assert "calibri-ranked" in shown
    assert "repairs:" in shown
    rows = json.loads(run("clean", str(SOURCE), "--json").stdout)
    source = SOURCE.read_text(encoding="utf-8")
    assert all(source[row["start"] : row["end"]] == row["before"] for row in rows)


@pytest.mark.parametrize(
    "arguments",
    [
        ("clean", "missing.txt"),
        ("ask", "tribunal ?", "--contract", "missing.pdf"),
        ("check", "missing.yaml"),
    ],
)
def test_a_missing_file_is_one_clear_line(arguments: tuple[str, ...]) -> None:
    shown = run(*arguments)
    assert shown.exit_code == 1
    assert "missing" in shown.stderr
    assert "Traceback" not in shown.output


def check_file(folder: Path, text: str) -> str:
    path = folder / "questions.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_check_passes_and_fails(tmp_path: Path) -> None:
    good = "- {id: a, q: 'Quel tribunal est compétent ?', clauses: ['12.4'], facts: [Nivelles]}"
    bad = "- {id: b, q: 'Quel tribunal est compétent ?', clauses: ['8.1'], facts: [Nivelles]}"
    assert run("check", check_file(tmp_path, good)).exit_code == 0
    failed = run("check", check_file(tmp_path, bad))
    assert failed.exit_code == 1
    assert "expected 8.1, cited 12.4" in failed.stdout
    both = check_file(tmp_path, f"{good}\n{bad}")
    assert run("check", both, "--min-clauses", "0.5").exit_code == 0
    report = json.loads(run("check", both, "--json").stdout)
    assert [row["holds"] for row in report["rows"]] == [True, False]
    assert report["totals"]["all"]["clause_accuracy"] == 0.5
    assert report["totals"]["fr"]["rows"] == 2
    earlier = tmp_path / "earlier.json"
    earlier.write_text(json.dumps(report), encoding="utf-8")
    shown = run("check", both, "--compare", str(earlier), "--junit", str(tmp_path / "junit.xml"))
    assert "0 won, 0 lost, 0 new, 0 no longer asked" in shown.stdout
    assert "<testsuite" in (tmp_path / "junit.xml").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- {id: a}", "row 1"),
        ("- {id: a, q: x, clause: ['1']}", "clause"),
        ("- {id: a, q: x}", "clauses"),
        ("- {id: a, q: x, clauses: ['1'], facts: ['(']}", "regular expression"),
        ("{", "not YAML"),
        ("text", "expected a list"),
    ],
)
def test_a_faulty_question_file_is_explained(tmp_path: Path, text: str, told: str) -> None:
    shown = run("check", check_file(tmp_path, text))
    assert shown.exit_code == 1
    assert told in shown.stderr
