"""``kgraph analyse``: what the network of actors says."""

from itertools import groupby
from pathlib import Path
from typing import Any

import click

from kgraph.analyse.periods import PERIODS
from kgraph.analyse.registry import MEASURES
from kgraph.cli import options, output
from kgraph.cli.asking import asked
from kgraph.cli.progress import clock
from kgraph.vocab import ROOTS, STATUSES

_LIST = "\n\n".join(
    "\n".join(["\b", f"About {group}:", *(f"  {measure.name:13} {measure.description}" for measure in measures)])
    for group, measures in groupby(MEASURES.values(), key=lambda measure: measure.group)
)
_HELP = f"""Measure the network that the graph's events make.

{_LIST}

\b
Examples:
  kgraph analyse centrality
  kgraph analyse timeline --actor Israel --actor Iran --plot timeline.png
  kgraph analyse balance --since 2024 --region ASEAN --format csv
"""


@click.command(short_help="Measure the network: centrality, blocs, balance, timeline, movers ...", help=_HELP)
@click.argument("measure", type=click.Choice(list(MEASURES)), metavar="MEASURE")
@click.option("--actor", "actors", multiple=True, metavar="NAME", help="An actor; give it twice for a pair.")
@click.option("--since", metavar="DATE", help="First day, month or year.")
@click.option("--until", metavar="DATE", help="Last day, month or year.")
@click.option("--region", metavar="NAME", help="Only what involves a state of a continent or a body (Asia, ASEAN).")
@click.option(
    "--event", "codes", multiple=True, type=click.Choice(ROOTS, case_sensitive=False), metavar="CODE",
    help="Only events with this PLOVER code; may be given several times.",
)  # fmt: skip
@click.option(
    "--status", "statuses", multiple=True, type=click.Choice(STATUSES), metavar="STATUS",
    help="Claims of this status (actual unless told otherwise); may be given several times.",
)  # fmt: skip
@click.option("--attributed/--asserted", default=None, help="Only what is somebody's account, or only what is not.")
@click.option("--min-sources", "sources", type=click.IntRange(1), default=1, help="Only what so many sources tell.")
@click.option("--persons", is_flag=True, help="Keep persons and bodies apart from the state they act for.")
@click.option("--period", type=click.Choice(PERIODS), help="Sum up by this (month; tension: quarter).")
@click.option("--groups", type=click.IntRange(2, 7), help="The number of blocs (2 unless told otherwise).")
@click.option("--plot", type=click.Path(path_type=Path), metavar="FILE", help="Draw it: .png, .svg or .pdf.")
@options.table_format("table", "csv", "json", "parquet")
@options.store
def analyse(
    measure: str,
    actors: tuple[str, ...],
    region: str | None,
    statuses: tuple[str, ...],
    period: str | None,
    groups: int | None,
    plot: Path | None,
    form: str,
    store: str,
    **filters: Any,
) -> None:
    from kgraph.analyse.project import network
    from kgraph.analyse.regions import region as states
    from kgraph.query import resolve

    if len(actors) > 2:
        raise click.UsageError("--actor can be given twice at most.")
    chosen = MEASURES[measure]
    with asked(store) as graph:
        iris = [resolve(graph, actor) for actor in actors]
        takes_actors = "actor" in chosen.options
        with clock("Reading the network"):
            net = network(
                graph, actor=None if takes_actors or not iris else iris[0], region=states(region) if region else None,
                statuses=statuses or chosen.statuses, **filters,
            )  # fmt: skip
    given: dict[str, Any] = dict(zip(("actor", "other"), iris, strict=False)) if takes_actors else {}
    given |= {"period": period, "groups": groups}
    if plot:
        with clock(f"Drawing {measure}"):
            chosen.draw(net, plot, **given)
        output.line(f"Drawn to {plot}.")
        return
    with clock(f"Measuring {measure}"):
        table = chosen.run(net, **given)
    output.show(form, table.columns, table.rows, table.title, table.note)
