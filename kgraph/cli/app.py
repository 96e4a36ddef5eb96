"""The command group, and the one place where errors become exit codes."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import click

from kgraph.cli import (
    actors,
    analyse,
    archive,
    brief,
    change,
    check,
    compare,
    demo,
    evaluate,
    export,
    extract,
    ingest,
    output,
    query,
    review,
    serve,
    show,
    watch,
)
from kgraph.errors import KgraphError

_SECTIONS = {
    "Begin": ("demo", "download"),
    "Read": ("ingest", "watch", "extract", "forget", "decide", "review", "reviews"),
    "Ask": ("query", "queries", "show", "stats", "actors", "serve"),
    "Keep": ("check", "dump", "restore"),
    "Analyse and hand on": ("analyse", "compare", "brief", "export", "validate", "eval"),
}


_INTERRUPTED = 130  # as shells tell of a program that Ctrl-C has ended


class Sections(click.Group):
    """A group whose help lists the commands by what they are for, and whose errors are one sentence."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, names in _SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name, self.commands[name].get_short_help_str(90)) for name in names])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with _harmless():
                done = super().invoke(ctx)
            sys.stdout.flush()  # now, where it can still be told that there is no room
            return done
        except KgraphError as error:
            output.complain(str(error))
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            output.complain("ended at once; what was stored stays.")
            ctx.exit(_INTERRUPTED)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            output.complain(
                "what was asked for can't be written: there is no space left; make room, or send it elsewhere."
            )
            _unwritten()
            ctx.exit(1)

    def make_context(self, *arguments: Any, **extra: Any) -> click.Context:
        with _harmless():
            return super().make_context(*arguments, **extra)


def _unwritten() -> None:
    """Forget what standard output still holds, which would be told of once more at the end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _harmless() -> Iterator[None]:
    """Click's complaints quote what was typed, and file names; on a terminal that must not steer it."""
    try:
        yield
    except click.ClickException as error:
        error.message = output.clean(error.message)  # type: ignore[misc]  # click writes it but once
        raise


@click.group(cls=Sections, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="kgraph")
def main() -> None:
    """Read diplomatic news and build a graph you can cite.

    Every claim in the graph leads back to its sentence. Begin with the sample dispatches:

        kgraph demo
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


for command in (
    demo.demo, demo.download, ingest.ingest, watch.watch, extract.extract, change.forget, change.decide,
    review.review, review.reviews, query.query, query.queries,
    show.show, show.stats, actors.actors, analyse.analyse, compare.compare, brief.brief,
    export.export, export.validate, check.check, archive.dump, archive.restore, evaluate.evaluate, serve.serve,
):  # fmt: skip
    main.add_command(command)
