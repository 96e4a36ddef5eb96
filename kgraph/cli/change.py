"""``kgraph forget`` and ``kgraph decide``: changes to what is stored."""

from pathlib import Path

import click

from kgraph.cli import options, output


@click.command(short_help="Take documents and their claims out of the graph.")
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")
@options.store
def forget(documents: tuple[str, ...], store: str) -> None:
    """Take documents and their claims out of the graph, by id (see `kgraph query documents`) or IRI.

    Edges and events are worked out anew without them. What readers have said of their claims goes too, for it quotes
    them; `kgraph reviews` lists it.

    \b
    Example:
      kgraph forget dispatch.txt --store my-graph
    """
    from kgraph.documents import named
    from kgraph.store import open_store
    from kgraph.upkeep import refresh

    with open_store(store) as graph:
        gone = [name for document in documents for name in named(graph, document)]
        for name in gone:
            graph.forget(name)
        refresh(graph)
    output.line(f"{len(gone)} documents forgotten. Store: {graph}")


@click.command(short_help="Say which claims tell of one event and which don't.")
@click.argument("rules", metavar="FILE.csv", type=click.Path(path_type=Path, dir_okay=False))
@options.store
def decide(rules: Path, store: str) -> None:
    """Decide which claims tell of one event: a CSV file with the columns claim, other and verdict.

    A verdict is `apart`, `together` or, to take back what was decided, `undecided`. Claims are named by IRI or the last
    part of it. What is decided is kept in a graph of its own and goes before kgraph's own reasons.

    \b
    Example:
      kgraph decide my-decisions.csv --store my-graph
    """
    from kgraph.happenings import decisions
    from kgraph.store import open_store
    from kgraph.upkeep import refresh

    with open_store(store) as graph:
        number = decisions.take(graph, rules)
        refresh(graph)
    output.line(f"{number} decisions taken. Store: {graph}")
