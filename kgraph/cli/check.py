"""``kgraph check``: is the store whole?"""

from dataclasses import astuple, fields
from typing import TYPE_CHECKING

import click

from kgraph.cli import options, output
from kgraph.cli.progress import bar

if TYPE_CHECKING:
    from kgraph.checking import Found


@click.command(short_help="Look whether a store is whole, and mend it.")
@click.argument("path", envvar="KGRAPH_STORE", default="kgraph-store", metavar="[FOLDER|URL]")
@click.option("--repair", is_flag=True, help="Mend what can be mended.")
@click.option("--marker", is_flag=True, help="With --repair: put a lost kgraph.json back, if the graph is kgraph's.")
@options.table_format("table", "json", "csv")
@click.pass_context
def check(ctx: click.Context, path: str, repair: bool, marker: bool, form: str) -> None:
    """Look whether a store is whole: each document and claim, and events, ties and background facts worked out anew.

    Exit code 0 where it is, 1 where something is at fault. What merely waits to be worked out is no fault.

    --repair reads documents whose claims are at fault again from their stored text, and works out anew what rests on
    them. A document that has lost its text is taken out into the file damaged.nq in the store's folder (for a server,
    in this one), to be ingested again (exit code 1).

    \b
    Examples:
      kgraph check my-graph
      kgraph check my-graph --format json
      kgraph check my-graph --repair
    """
    from kgraph.checking import check as look
    from kgraph.checking import mend, opened, put_marker

    if marker and not repair:
        raise click.UsageError("--marker goes with --repair.")
    if marker:
        put_marker(path)
    with opened(path, read_only=not repair) as store:
        with bar("Checking") as watch:
            found = look(store, watch)
        _tell(form, found, str(store))
        if not repair or not (found.faults or found.told):
            ctx.exit(1 if found.faults else 0)
        with bar("Mending") as watch:
            mended = mend(store, found, watch)
    for sentence in mended.done:
        output.complain(sentence)
    ctx.exit(1 if mended.lost else 0)


def _tell(form: str, found: "Found", store: str) -> None:
    from kgraph.checking import Fault

    columns = [field.name for field in fields(Fault)]
    if found.faults or form != "table":
        output.show(form, columns, map(astuple, found.faults), "What is at fault")
    if form == "table":
        verdict = f"{len(found.faults)} faults" if found.faults else "no fault"
        output.line(f"{found.documents:,} documents of {found.quads:,} quads: {verdict}. Store: {store}")
    for sentence in found.told:
        output.complain(sentence)
