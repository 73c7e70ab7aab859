"""The command line: asking, reading and checking; `assistant.administration` adds the rest."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant import terminal
from assistant.administration import journal, user
from assistant.terminal import tell_errors
from corpus.errors import ClausierError

if TYPE_CHECKING:
    from assistant.service import Assistant
    from corpus.model import Contract

contract_option = click.option(
    "--contract",
    "contracts",
    multiple=True,
    metavar="FILE_OR_ID",
    help="Ask this contract: the id of one in the corpus, or a text, Markdown, PDF or DOCX file. "
    "May be given several times.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="clausier")
def main() -> None:
    """Answers questions about a contract, citing the article and quoting it word for word."""


main.add_command(user)
main.add_command(journal)


@main.command()
@click.argument("question")
@contract_option
@json_option
@tell_errors
def ask(question: str, contracts: tuple[str, ...], as_json: bool) -> None:
    """Answer QUESTION (French, Dutch or English) from the contract, as the page would."""
    answer = _as_approved(_assistant(contracts)).ask(question)
    _print_json(answer.as_json()) if as_json else click.echo(terminal.show_answer(answer))


@main.command()
@click.argument("query")
@click.option("-k", "count", default=5, show_default=True, type=click.IntRange(1, 100))
@contract_option
@json_option
@tell_errors
def search(query: str, count: int, contracts: tuple[str, ...], as_json: bool) -> None:
    """List the clauses nearest to QUERY, with their scores."""
    assistant = _assistant(contracts)
    hits = assistant.index.search(query, k=count)
    rows = [terminal.hit_as_json(assistant.contract(hit.contract), hit) for hit in hits]
    _print_json(rows) if as_json else click.echo(terminal.show_hits(rows))


@main.command()
@click.argument("clause_id", metavar="ID")
@contract_option
@json_option
@tell_errors
def clause(clause_id: str, contracts: tuple[str, ...], as_json: bool) -> None:
    """Print the clause ID ("8.1", "annex-2", "1/rgpd"), word for word."""
    for contract in _contracts(contracts):
        if clause_id in contract.by_id:
            found = terminal.clause_as_json(contract, contract.clause(clause_id))
            _print_json(found) if as_json else click.echo(terminal.show_clause(found))
            return
    known = ", ".join(c.id for c in _contracts(contracts)[0].clauses if c.parent is None)
    raise ClausierError(f"no clause {clause_id!r}; the contract has {known}")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--report", is_flag=True, help="List every repair instead of the text.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file.")
@json_option
@tell_errors
def clean(file: Path, report: bool, output: Path | None, as_json: bool) -> None:
    """Print the repaired text of FILE, or what was repaired in it."""
    from corpus.reading import read_source
    from corpus.repair import clean as repair

    source = read_source(file)
    cleaned = repair(source)
    if report or as_json:
        rows = terminal.repairs_as_json(source, cleaned.repairs)
        text = terminal.dumps(rows) if as_json else terminal.show_repairs(rows)
    else:
        text = cleaned.text
    if output is None:
        click.echo(text, nl=not text.endswith("\n"))
    else:
        terminal.write_aside(output, text)
        click.echo(f"wrote {output}", err=True)


@main.command()
@click.option("--rebuild", is_flag=True, help="Build anew even where nothing changed.")
@contract_option
@tell_errors
def index(rebuild: bool, contracts: tuple[str, ...]) -> None:
    """Build or refresh the index, and the embedding model the first time."""
    assistant = _assistant(contracts, rebuild=rebuild)
    for contract in assistant.contracts:
        click.echo(f"{contract.id}: {len(contract.clauses)} clauses indexed", err=True)


@main.command()
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path)
)
@contract_option
@json_option
@click.option("--min-clauses", type=click.FloatRange(0, 1), help="Least first-citation accuracy.")
@click.option("--min-facts", type=click.FloatRange(0, 1), help="Least share of facts found.")
@click.option("--min-holds", type=click.FloatRange(0, 1), help="Least share of rows that hold.")
@click.option("--junit", type=click.Path(path_type=Path), help="Also write JUnit XML to this file.")
@click.option(
    "--compare",
    type=click.Path(path_type=Path),
    metavar="OTHER.json",
    help="Tell what was won and lost since that earlier --json report.",
)
@tell_errors
def check(
    files: tuple[Path, ...],
    contracts: tuple[str, ...],
    as_json: bool,
    min_clauses: float | None,
    min_facts: float | None,
    min_holds: float | None,
    junit: Path | None,
    compare: Path | None,
) -> None:
    """Ask the questions in FILE (YAML or JSON Lines) and tell which answers do not hold.

    Exit status 1 where one fails. With a --min option, only where a share falls below it.
    """
    from assistant import reports
    from assistant.evaluation import evaluate, read_rows

    earlier = reports.read_earlier(compare) if compare else None
    rows = [row for file in files for row in read_rows(file)]
    assistant = _as_approved(_assistant(contracts))
    report = evaluate(rows, assistant.ask, assistant.count_verbatim)
    _print_json(report.as_json()) if as_json else click.echo(terminal.show_report(report))
    if junit is not None:
        terminal.write_aside(junit, reports.junit(report))
    if earlier is not None:
        click.echo(reports.compared(report, earlier), err=as_json)
    minima = {"clause_accuracy": min_clauses, "facts_found": min_facts, "holds": min_holds}
    if not report.passes({name: least for name, least in minima.items() if least is not None}):
        sys.exit(1)


@main.command()
@click.option("--host", default=None, help="Address to listen on (127.0.0.1 by default).")
@click.option("--port", default=None, type=int, help="Port to listen on (7860 by default).")
@tell_errors
def serve(host: str | None, port: int | None) -> None:
    """Start the web chat; the same as `python app.py`."""
    from assistant.web.page import serve as serve_page

    serve_page(host=host, port=port)


def _contracts(names: tuple[str, ...]) -> tuple[Contract, ...]:
    """The contracts named, by id or by file; those at hand where none is named."""
    from corpus.library import available, find

    return tuple(map(find, names)) if names else available()


def _assistant(names: tuple[str, ...], *, rebuild: bool = False) -> Assistant:
    from assistant.service import Assistant

    return Assistant.open(_contracts(names), progress=terminal.progress(), rebuild=rebuild)


def _as_approved(assistant: Assistant) -> Assistant:
    """The assistant, knowing what staff approved on the page."""
    from assistant.journal.database import journal_file
    from assistant.journal.journal import Journal

    if journal_file().exists():
        assistant.approve(Journal.open().pairs.in_effect())
    return assistant


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
