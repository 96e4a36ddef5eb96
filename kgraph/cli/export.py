"""``kgraph export`` and ``kgraph validate``: the graph for other tools."""

from pathlib import Path

import click

from kgraph.cli import options, output
from kgraph.cli.asking import asked

FORMATS = ("ttl", "trig", "nq", "jsonld", "graphml", "gexf", "cypher", "plover", "csv", "parquet")
TABLES = ("claims", "edges", "network")
MANY, A_MINUTE = 500_000, 1_500_000  # triples to be checked: for which the user is told, and in a minute


@click.command(short_help="Write the graph to a file, in the format its suffix names.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), metavar="FILE")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Whatever the suffix says.")
@click.option("--what", type=click.Choice(TABLES), help="What a .csv or .parquet holds.  [default: claims]")
@options.safe_cells
@options.store
def export(file: Path, form: str | None, what: str | None, store: str) -> None:
    """Write the graph to FILE, or to standard output where FILE is -. Same graph, same bytes.

    The suffix names the format: .ttl, .trig, .nq, .jsonld (RDF), .graphml, .gexf (networks of actors), .cypher (for
    Neo4j), .csv, .parquet (tables: claims, edges, or the network's). Event records as in the PLOVER manual are written
    by --format plover.

    \b
    Examples:
      kgraph export graph.ttl
      kgraph export edges.csv --what edges
      kgraph export events.jsonl --format plover
      kgraph export - --format nq | gzip > graph.nq.gz
    """
    from kgraph.export import exporter, write

    if str(file) == "-" and not form:
        raise click.UsageError("Standard output has no suffix; name the format with --format.")
    with asked(store) as graph:
        if str(file) == "-" and form:
            with output.stream(form) as out:
                exporter(form, what, output.safe_cells())(graph, out)
            return
        write(graph, file, form, what, output.safe_cells())
    output.line(f"Written: {file}")


@click.command(short_help="Check the graph, or an RDF file, against the SHACL shapes.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True), required=False, metavar="[FILE]")
@options.store
@click.pass_context
def validate(ctx: click.Context, file: Path | None, store: str) -> None:
    """Check the store's graph, or FILE, against kgraph's SHACL shapes; exit code 1 where something fails.

    FILE is RDF, by its suffix: .ttl, .trig, .nq, .nt, .jsonld or .rdf. All is held in memory.

    \b
    Examples:
      kgraph validate
      kgraph validate graph.ttl
    """
    from kgraph.validate import validate as check

    if file is not None:
        violations = check(file)
    else:
        with asked(store) as graph:
            if (size := graph.size()) > MANY:
                output.complain(f"{size:,} triples are to be checked; expect about {size // A_MINUTE + 1} min.")
            violations = check(graph)
    for violation in violations:
        output.line(f"{violation.focus}  {violation.path or ''}  {violation.message}")
    if violations:
        output.complain(f"{len(violations)} faults found.")
        ctx.exit(1)
    output.line("The graph conforms to its shapes.")
