"""``kgraph compare``: what changed between two periods."""

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from kgraph.cli import options, output
from kgraph.cli.asking import asked
from kgraph.cli.progress import clock
from kgraph.errors import MisaskedError

if TYPE_CHECKING:
    from kgraph.analyse.compare import Span
    from kgraph.analyse.registry import Table

_HELP = """Tell what changed from one period to another.

A period is FROM..TO in days, months or years, both included; one side may be left open, or both be one. Told are the
pairs whose tone or number of events moved most, with a 95 % interval where there are events enough, pairs that turned
friendly or hostile, new pairs, pairs fallen silent, and the activity of actors; and where the texts of the periods
are too uneven to compare. CSV, JSON and Parquet have all tables in one, told apart by the column `table`.

\b
Examples:
  kgraph compare --a 2024-01..2024-06 --b 2024-07..2024-12
  kgraph compare --a ..2024 --b 2025.. --actor Israel --actor Iran
  kgraph compare --a 2023 --b 2024.. --region ASEAN --format json
"""


_SPAN = re.compile(r"(.*?)\.\.(.*)")
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def _span(context: click.Context, option: click.Parameter, text: str) -> "Span":
    """``2024-01..2024-06``, ``2024-03-05..``, ``..2023``, ``2024`` as two ends; MisaskedError for anything else."""
    match = _SPAN.fullmatch(text.strip())
    if match is None and _DATE.fullmatch(text.strip()):
        match = _SPAN.fullmatch(f"{text.strip()}..{text.strip()}")
    if match is None or not any(match.groups()):
        raise MisaskedError(f"{text!r} is no period: write it FROM..TO, like 2024-01..2024-06 or 2024.., or one date.")
    since, until = (_date(end) for end in match.groups())
    if since and until and since[: len(until)] > until[: len(since)]:
        raise MisaskedError(f"The period {text.strip()} ends before it begins: write the earlier date first.")
    return since, until


def _date(text: str) -> str | None:
    """The text if it is a day, month or year of the calendar; None if it is empty."""
    if not text:
        return None
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        pass
    else:
        if _DATE.fullmatch(text):
            return text
    raise MisaskedError(f"{text!r} is no date: write it like 2024, 2024-03 or 2024-03-05.")


@click.command(short_help="Tell what changed from one period to another.", help=_HELP)
@click.option("--a", required=True, callback=_span, metavar="FROM..TO", help="The first period.")
@click.option("--b", required=True, callback=_span, metavar="FROM..TO", help="The second period.")
@click.option(
    "--actor", "actors", multiple=True, metavar="NAME",
    help="Only what this actor takes part in; given several times, only what passes between these.",
)  # fmt: skip
@click.option("--region", metavar="NAME", help="Only what involves a state of a continent or a body (Asia, ASEAN).")
@options.table_format("table", "csv", "json", "parquet")
@options.store
def compare(a: "Span", b: "Span", actors: tuple[str, ...], region: str | None, form: str, store: str) -> None:
    from kgraph.analyse.compare import among
    from kgraph.analyse.compare import compare as compared
    from kgraph.analyse.project import network
    from kgraph.analyse.regions import region as states
    from kgraph.query import resolve

    within = states(region) if region else None
    with asked(store) as graph:
        iris = [resolve(graph, actor) for actor in actors]
        alone = iris[0] if len(iris) == 1 else None
        with clock("Reading both periods"):
            before, after = (
                network(graph, since=since, until=until, actor=alone, region=within) for since, until in (a, b)
            )
    if len(iris) > 1:
        before, after = (among(net, iris) for net in (before, after))
    _show(form, compared(before, after, a, b))


def _show(form: str, tables: "Sequence[Table]") -> None:
    if form != "table":
        output.show(form, *_joined(tables))
        return
    if not any(table.rows for table in tables):
        output.line(tables[0].note)
        return
    for table in tables:
        if table.rows:
            output.show(form, table.columns, table.rows, table.title, table.note)
        else:
            output.line(f"{table.title}: none.")


def _joined(tables: "Sequence[Table]") -> tuple[list[str], list[list[Any]]]:
    """All columns, in the order in which they first come, and all rows under them."""
    columns = list(dict.fromkeys(column for table in tables for column in table.columns))
    rows = [
        [table.title, *map(dict(zip(table.columns, row, strict=True)).get, columns)]
        for table in tables for row in table.rows
    ]  # fmt: skip
    return ["table", *columns], rows
