"""``kgraph dump`` and ``kgraph restore``: the whole store as one file."""

from pathlib import Path

import click

from kgraph.cli import options, output
from kgraph.cli.progress import bar

_FILE = click.Path(path_type=Path, dir_okay=False, allow_dash=True)


@click.command(short_help="Write the whole store to one file.")
@click.argument("file", type=_FILE, metavar="FILE.nq.gz")
@options.store
def dump(file: Path, store: str) -> None:
    """Write the whole store to FILE, or uncompressed to standard output where FILE is -. Same store, same bytes.

    The file is N-Quads, compressed where its name ends in .gz, and says at its end how much it must hold, so that
    `kgraph restore` knows one that was cut short. It takes its name when all is written.

    \b
    Examples:
      kgraph dump backup.nq.gz --store my-graph
      kgraph dump - | zstd > backup.nq.zst
    """
    from kgraph import archive
    from kgraph.store import open_store

    with open_store(store, read_only=True) as graph, bar("Writing", "quads") as watch:
        quads = archive.dump(graph, file, watch)
    if file != archive.STANDARD:
        output.line(f"{quads:,} quads written: {file}")


@click.command(short_help="Make a store of what `kgraph dump` wrote.")
@click.argument("file", type=_FILE, metavar="FILE.nq.gz")
@click.option("--store", required=True, metavar="FOLDER|URL", help="A new or empty folder, or an empty SPARQL server.")
def restore(file: Path, store: str) -> None:
    """Make FILE, or standard input where FILE is -, a store again, all of it or nothing.

    Refuses a file that was cut short or changed, and a store that holds something already.

    \b
    Examples:
      kgraph restore backup.nq.gz --store my-graph-again
      kgraph dump - --store http://server:7878 | kgraph restore - --store my-copy
    """
    from kgraph import archive

    with bar("Restoring", "bytes") as watch:
        quads = archive.restore(file, store, watch)
    output.line(f"{quads:,} quads restored. Store: {store}")
