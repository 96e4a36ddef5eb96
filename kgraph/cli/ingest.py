"""``kgraph ingest``: texts into the store."""

from typing import TYPE_CHECKING

import click

from kgraph.cli import options, output
from kgraph.cli.progress import bar
from kgraph.cli.stopping import Stop, stoppable

if TYPE_CHECKING:
    from kgraph.ingesting import Ingest


@click.command(short_help="Read texts into the graph.")
@options.sources
@options.store
@options.jobs
@click.option("--dask", metavar="ADDRESS|local", help="Share the work of a Dask cluster (`pip install .[dask]`).")
@click.option("--replace", is_flag=True, help="Read again also what is stored already, and put it in its place.")
@click.option("--no-merge", is_flag=True, help="Don't take what these texts tell for events that others tell of.")
@click.pass_context
def ingest(
    ctx: click.Context, sources: tuple[str, ...], date: str | None, title: str | None, source: str | None, store: str,
    jobs: int | None, dask: str | None, replace: bool, no_merge: bool,
) -> None:  # fmt: skip
    """Read SOURCE... into the graph: files, folders, addresses, feeds, or - for standard input.

    Reads .txt, .md, .html, .jsonl and .csv. A text that is stored already is passed over; a changed text takes the
    place of its older version. What can't be read is named, and the rest goes on (exit code 1).
    Claims of several texts that tell of one event are put together; `kgraph show EVENT` says why.

    Texts are stored as they are read, those of a second together. Whatever cuts a run short, the same command goes on
    where it ended; Ctrl-C and SIGTERM end it when the texts in hand are stored.

    \b
    Examples:
      kgraph ingest news/ --store my-graph
      kgraph ingest https://www.example.org/statements.rss
      kgraph ingest dispatch.txt --date 2024-10-09 --source "Our bureau"
      kgraph ingest archive.jsonl --jobs 4
      kgraph ingest archive.jsonl --dask tcp://scheduler:8786 --store http://server:7878
    """
    stop = ctx.with_resource(stoppable())  # before what is imported, which takes a second
    from kgraph.errors import KgraphError
    from kgraph.ingesting import Ingest
    from kgraph.reading import Reading
    from kgraph.sources import Defaults
    from kgraph.store import open_store

    reading = Reading(sources, Defaults(date=date, title=title, source=source))
    with open_store(store, create=True) as graph:
        run = Ingest(graph, reading, jobs, dask, again=replace, merge=not no_merge, stopping=stop)
        try:
            with bar("Reading") as run.watch:
                finished = run.run()
            if finished:
                with bar("Events") as progress:
                    finished = run.settle(lambda done: progress(done, run.count))
        except KgraphError:
            _tell(run, str(graph), "what was read is stored")
            raise
    _tell(run, str(graph), "the rest is stored" if finished else "what was read is stored")
    if not finished:
        _resumable(ctx, run, stop)
    if run.faults:
        ctx.exit(1)


def _tell(run: "Ingest", store: str, rest: str) -> None:
    outcomes, claims = run.outcomes, run.claims
    output.line(
        f"{run.count} documents: {outcomes['added']} added, {outcomes['replaced']} replaced, "
        f"{outcomes['unchanged']} left; {claims['event']} events, {claims['office']} offices, {claims['relation']} "
        f"relations found. Store: {store}"
    )
    for error in run.faults:
        output.complain(str(error))
    if run.faults:
        output.complain(f"{len(run.faults)} could not be read; {rest}.")


def _resumable(ctx: click.Context, run: "Ingest", stop: Stop) -> None:
    """Say how far a run came that was stopped, and how to go on."""
    output.complain(f"stopped at {run.done:.0%} of the texts; what is read is stored. Give the same command to go on.")
    ctx.exit(stop.exit_code)
