"""``kgraph ingest``: texts into the store."""

from collections import Counter

import click

from kgraph.cli import options, output
from kgraph.cli.progress import bar


@click.command(short_help="Read texts into the graph.")
@options.sources
@options.store
@click.option("--replace", is_flag=True, help="Read again also what is stored already, and put it in its place.")
@click.option("--no-merge", is_flag=True, help="Don't take what these texts tell for events that others tell of.")
@click.pass_context
def ingest(
    ctx: click.Context, sources: tuple[str, ...], date: str | None, title: str | None, source: str | None, store: str,
    replace: bool, no_merge: bool,
) -> None:  # fmt: skip
    """Read SOURCE... into the graph: files, folders, addresses, feeds, or - for standard input.

    Reads .txt, .md, .html, .jsonl and .csv. A text that is stored already is passed over; a changed text takes the
    place of its older version. What can't be read is named, and the rest goes on (exit code 1).
    Claims of several texts that tell of one event are put together; `kgraph show EVENT` says why.

    \b
    Examples:
      kgraph ingest news/ --store my-graph
      kgraph ingest https://www.example.org/statements.rss
      kgraph ingest dispatch.txt --date 2024-10-09 --source "Our bureau"
    """
    from kgraph.reading import Reading
    from kgraph.sources import Defaults
    from kgraph.store import open_store
    from kgraph.upkeep import refresh

    outcomes: Counter[str] = Counter()
    found: Counter[str] = Counter()
    with open_store(store, create=True) as graph:
        with bar("Reading") as progress:
            reading = Reading(sources, Defaults(date=date, title=title, source=source), progress)
            skip = (lambda document: False) if replace else graph.has
            for document, claims in reading.claims(skip):
                outcomes[graph.add(document, claims, merge=not no_merge)] += 1
                found.update(claim.kind for claim in claims)
        with bar("Events") as progress:
            refresh(graph, lambda done: progress(done, reading.count))
    unchanged = reading.count - outcomes["added"] - outcomes["replaced"]
    output.line(
        f"{reading.count} documents: {outcomes['added']} added, {outcomes['replaced']} replaced, {unchanged} left; "
        f"{found['event']} events, {found['office']} offices, {found['relation']} relations found. Store: {graph}"
    )
    for error in reading.errors:
        output.complain(str(error))
    if reading.errors:
        output.complain(f"{len(reading.errors)} could not be read; the rest is stored.")
        ctx.exit(1)
