"""``kgraph analyse``: what the network of actors says."""

from pathlib import Path

import click

from kgraph.analyse.registry import MEASURES
from kgraph.cli import options, output

_LIST = "\n".join(f"  {measure.name:12} {measure.description}" for measure in MEASURES.values())
_HELP = f"""Measure the network that the graph's events make.

\b
Measures:
{_LIST}

\b
Examples:
  kgraph analyse centrality
  kgraph analyse timeline --actor Israel --actor Iran --plot timeline.png
  kgraph analyse balance --since 2024 --format csv
"""


@click.command(short_help="Measure the network: centrality, communities, balance, timeline, path ...", help=_HELP)
@click.argument("measure", type=click.Choice(list(MEASURES)), metavar="MEASURE")
@click.option("--actor", "actors", multiple=True, metavar="NAME", help="An actor; give it twice for a pair.")
@click.option("--since", metavar="DATE", help="First day, month or year.")
@click.option("--until", metavar="DATE", help="Last day, month or year.")
@click.option("--plot", type=click.Path(path_type=Path), metavar="FILE", help="Draw it: .png, .svg or .pdf.")
@options.table_format("table", "csv", "json")
@options.store
def analyse(
    measure: str,
    actors: tuple[str, ...],
    since: str | None,
    until: str | None,
    plot: Path | None,
    form: str,
    store: str,
) -> None:
    from kgraph.analyse.project import network
    from kgraph.query import resolve
    from kgraph.store import open_store

    if len(actors) > 2:
        raise click.UsageError("--actor can be given twice at most.")
    chosen = MEASURES[measure]
    with open_store(store, read_only=True) as graph:
        iris = [resolve(graph, actor) for actor in actors]
        takes_actors = "actor" in chosen.options
        net = network(graph, since=since, until=until, actor=None if takes_actors or not iris else iris[0])
    given = dict(zip(("actor", "other"), iris, strict=False)) if takes_actors else {}
    if plot:
        chosen.draw(net, plot, **given)
        output.line(f"Drawn to {plot}.")
        return
    table = chosen.run(net, **given)
    output.show(form, table.columns, table.rows, table.title, table.note)
