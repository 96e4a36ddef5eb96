"""``kgraph query`` and ``kgraph queries``: questions in SPARQL."""

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgraph.cli import options, output
from kgraph.cli.asking import asked

if TYPE_CHECKING:
    from kgraph.bind import Parameter


def _pairs(ctx: click.Context, option: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    parameters = {}
    for value in values:
        name, found, text = value.partition("=")
        if not found or not name:
            raise click.BadParameter(f"{value!r} is not of the form name=value.")
        parameters[name.strip()] = text.strip()
    return parameters


@click.command(short_help="Ask the graph: a packaged query by name, a .rq file, or - for standard input.")
@click.argument("query", metavar="NAME|FILE.rq|-")
@click.option("-p", "parameters", multiple=True, callback=_pairs, metavar="NAME=VALUE", help="A parameter's value.")
@click.option("--explain", is_flag=True, help="Print the query as it would be asked, and ask nothing.")
@options.table_format("table", "csv", "json", "turtle")
@options.store
def query(query: str, parameters: dict[str, str], explain: bool, form: str, store: str) -> None:
    """Ask the graph a question in SPARQL.

    QUERY is the name of a packaged query (see `kgraph queries`), a .rq file, or - for standard input. Where a parameter
    asks for an actor, give a name, an ISO code or an IRI. With --explain, a store is only read where a name must be
    looked up.

    \b
    Examples:
      kgraph query between -p a=Israel -p b=Iran
      kgraph query hostile --format csv > hostile.csv
      kgraph query between -p a=ISR -p b=IRN --explain > between.rq
      kgraph query my-question.rq
    """
    from kgraph.bind import asks_store
    from kgraph.query import bind, named, parse, run
    from kgraph.store import open_store

    question = parse(_text(query), query) if query == "-" or query.endswith(".rq") else named(query)
    if explain:
        with open_store(store, read_only=True) if asks_store(question, parameters) else nullcontext() as names:
            output.data(bind(names, question, parameters) + "\n")
        return
    with asked(store) as graph:
        result = run(graph, question, parameters)
    if form == "turtle":
        from kgraph.export.rdf import serialise_triples

        if not result.triples:
            raise click.UsageError("--format turtle is for CONSTRUCT and DESCRIBE queries; take table, csv or json.")
        output.data(serialise_triples(result.triples))
    else:
        output.show(form, result.columns, result.rows, question.title)


def _text(name: str) -> str:
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise click.ClickException(f"The query file {name} can't be read: {reason}.") from None


@click.command(short_help="List the packaged queries and their parameters.")
@options.table_format("table", "csv", "json")
def queries(form: str) -> None:
    """List the packaged queries: what each answers, and the parameters it takes.

    \b
    Example:
      kgraph queries
    """
    from kgraph.bind import GROUPS
    from kgraph.query import library

    rows = [
        (asked.group, name, asked.answers, " ".join(map(_parameter, asked.parameters.values())), asked.example)
        for name, asked in library().items()
    ]
    rows.sort(key=lambda row: GROUPS.index(row[0]))
    output.show(form, ("group", "name", "answers", "parameters", "example"), rows)


def _parameter(parameter: "Parameter") -> str:
    return parameter.name if parameter.default is None else f"[{parameter.name}={parameter.default}]"
