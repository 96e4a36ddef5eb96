"""``kgraph brief``: what the texts tell of an actor or two, in one file."""

from pathlib import Path

import click

from kgraph.brief.facts import LIMIT
from kgraph.cli import options, output
from kgraph.cli.asking import asked
from kgraph.cli.progress import clock


@click.command(short_help="Write a briefing about an actor or two: one HTML or Markdown file, every number cited.")
@click.argument("actors", nargs=-1, required=True, metavar="ACTOR [ACTOR]")
@click.option(
    "-o", "--output", "file", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="The file to write: .md or .html.",
)  # fmt: skip
@click.option("--since", metavar="DATE", help="First day, month or year.")
@click.option("--until", metavar="DATE", help="Last day, month or year.")
@click.option(
    "--limit", type=click.IntRange(1), default=LIMIT, show_default=True, metavar="N", help="Cite at most N sentences."
)
@options.store
def brief(actors: tuple[str, ...], file: Path, since: str | None, until: str | None, limit: int, store: str) -> None:
    """Write a briefing about ACTOR, or about two ACTORs and those who deal with both, to FILE.

    It holds the summary numbers, the network, the months, what is planned, threatened, demanded and denied and who says
    so, mediators, and the sentences that each number rests on. The HTML file has no script and fetches nothing, so it
    can be opened, sent and printed anywhere. Same graph, same bytes.

    \b
    Examples:
      kgraph brief Israel Iran --output israel-iran.html
      kgraph brief Niger --since 2023-07 --output niger.md
    """
    from kgraph.brief import suffix, write

    if len(actors) > 2:
        raise click.UsageError("A briefing is about one actor, or about two: name no more.")
    suffix(file)
    with asked(store) as graph, clock("Writing the briefing"):
        write(graph, actors, file, since=since, until=until, limit=limit)
    output.line(f"Written: {file}")
