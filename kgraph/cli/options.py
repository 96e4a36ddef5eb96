"""Options that several commands share."""

from collections.abc import Callable
from typing import Any

import click

Command = Callable[..., Any]
SAFE_CELLS = "kgraph.safe_cells"  # where a command's context keeps the choice


def store(command: Command) -> Command:
    """``--store``: where the graph is."""
    return click.option(
        "--store", envvar="KGRAPH_STORE", default="kgraph-store", show_default=True, show_envvar=True,
        metavar="FOLDER|URL", help="The graph's folder, or the address of a SPARQL server.",
    )(command)  # fmt: skip


def sources(command: Command) -> Command:
    """``SOURCE...`` and what is known of texts that tell nothing of themselves."""
    for option in (
        click.option("--source", metavar="NAME", help="Publisher, where a text names none."),
        click.option("--title", metavar="TEXT", help="Title, where a text has none."),
        click.option("--date", metavar="DATE", help="Publication date (ISO), where a text has none."),
        click.argument("sources", nargs=-1, required=True, metavar="SOURCE..."),
    ):
        command = option(command)
    return command


def jobs(command: Command) -> Command:
    """``--jobs``: how many processes read."""
    return click.option(
        "--jobs", type=click.IntRange(1), metavar="N",
        help="Processes that read texts, each with some 600 MB.  [default: the cores, 8 at most]",
    )(command)  # fmt: skip


def table_format(*formats: str) -> Callable[[Command], Command]:
    """``--format``, the first being the default, and with CSV ``--safe-cells``; ``output.show`` takes care of both."""

    def both(command: Command) -> Command:
        return click.option(
            "--format", "form", type=click.Choice(formats), default=formats[0], show_default=True, help="How to print."
        )(safe_cells(command) if "csv" in formats else command)

    return both


def safe_cells(command: Command) -> Command:
    """``--safe-cells``, which ``output.safe_cells`` tells of."""

    def keep(ctx: click.Context, option: click.Parameter, value: bool) -> None:
        ctx.meta[SAFE_CELLS] = value

    return click.option(
        "--safe-cells", is_flag=True, expose_value=False, callback=keep,
        help="In CSV: no words that a spreadsheet takes for a formula.",
    )(command)  # fmt: skip
