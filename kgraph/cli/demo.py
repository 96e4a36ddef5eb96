"""``kgraph demo`` and ``kgraph download``: the first minutes."""

import click

from kgraph.cli import options, output
from kgraph.cli.progress import bar
from kgraph.cli.show import claim


@click.command(short_help="Read the sample dispatches, build a graph and show what is in it.")
@options.store
def demo(store: str) -> None:
    """Read the sample dispatches that come with kgraph, build a graph on disk and show what was found.

    \b
    Example:
      kgraph demo
    """
    from importlib.resources import as_file

    from kgraph import report, resources
    from kgraph.ingesting import Ingest
    from kgraph.reading import Reading
    from kgraph.sources import Defaults
    from kgraph.store import open_store

    with open_store(store, create=True) as graph:
        with as_file(resources.data("dispatches")) as folder, bar("Reading") as progress:
            run = Ingest(graph, Reading([str(folder)], Defaults()), watch=progress)
            run.run()
            run.settle()
        _show(report.highlights(graph), str(graph))


def _show(found: "report.Highlights", store: str) -> None:  # type: ignore[name-defined]  # noqa: F821
    counts = found.counts
    output.line(f"{counts['documents']} dispatches read into {store}", bold=True)
    output.line("  " + ", ".join(f"{number:,} {what}" for what, number in counts.items() if what != "documents") + "\n")
    output.show("table", found.friendly.columns, found.friendly.rows, "Friendliest pairs")
    output.show("table", found.hostile.columns, found.hostile.rows, "Most hostile pairs")
    output.line("Two claims with their sentences\n", bold=True)
    for one in found.claims:
        claim(one)
        output.line()
    output.line("Next", bold=True)
    option = "" if store == "kgraph-store" else f" --store {store}"
    for command in (
        f"kgraph query between -p a=Israel -p b=Iran{option}",
        f"kgraph analyse centrality{option}",
        f"kgraph ingest YOUR-TEXTS/{option}",
    ):
        output.line(f"  {command}")


@click.command(short_help="Fetch the language model beforehand.")
def download() -> None:
    """Fetch the language model (34 MB, checked by hash), unless it is there already.

    KGRAPH_CACHE names the folder to keep it in; KGRAPH_OFFLINE forbids fetching.

    \b
    Example:
      kgraph download
    """
    from kgraph import nlp

    here = nlp.find()
    if here is None:
        output.line(f"Fetching the language model {nlp.MODEL} ({nlp.SIZE_MB} MB).")
        here = nlp.fetch()
    output.line(f"The language model is at {here}.")
