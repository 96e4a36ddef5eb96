"""``kgraph export`` and ``kgraph validate``: the graph for other tools."""

from pathlib import Path

import click

from kgraph.cli import options, output


@click.command(short_help="Write the graph to a file, in the format its suffix names.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@options.store
def export(file: Path, store: Path) -> None:
    """Write the whole graph to FILE: .ttl, .trig, .nq, .jsonld, .graphml, .gexf or .csv. Same graph, same bytes.

    \b
    Examples:
      kgraph export graph.ttl
      kgraph export network.graphml --store my-graph
    """
    from kgraph.export import write
    from kgraph.store import Store

    with Store(store, read_only=True) as graph:
        write(graph, file)
    output.line(f"Written: {file}")


@click.command(short_help="Check the graph, or a Turtle file, against the SHACL shapes.")
@click.argument(
    "file", type=click.Path(path_type=Path, dir_okay=False, exists=True), required=False, metavar="[FILE.ttl]"
)
@options.store
@click.pass_context
def validate(ctx: click.Context, file: Path | None, store: Path) -> None:
    """Check the store's graph, or FILE.ttl, against kgraph's SHACL shapes; exit code 1 where something fails.

    \b
    Examples:
      kgraph validate
      kgraph validate graph.ttl
    """
    from kgraph.store import Store
    from kgraph.validate import validate as check

    if file is not None:
        violations = check(file)
    else:
        with Store(store, read_only=True) as graph:
            violations = check(graph)
    for violation in violations:
        output.line(f"{violation.focus}  {violation.path or ''}  {violation.message}")
    if violations:
        output.complain(f"{len(violations)} faults found.")
        ctx.exit(1)
    output.line("The graph conforms to its shapes.")
