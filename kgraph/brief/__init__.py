"""Briefings: what a store tells of an actor or of two, in one file to be handed on, each number with its sentences."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.brief.facts import LIMIT
from kgraph.errors import KgraphError, QueryError

if TYPE_CHECKING:
    from kgraph.store import GraphStore

WRITERS = {".md": "markdown", ".html": "page"}


def write(
    store: GraphStore, actors: tuple[str, ...], path: str | Path, *, since: str | None = None, until: str | None = None,
    limit: int = LIMIT,
) -> None:  # fmt: skip
    """A briefing about an actor or two, to a Markdown (.md) or HTML (.html) file. Same graph, same bytes.

    Raises KgraphError for another suffix or where the file can't be written; otherwise as ``collect.collect``.
    """
    kind = suffix(path)
    if len(set(actors)) != len(actors) or len(actors) not in (1, 2):
        raise QueryError("A briefing is about one actor, or about two different ones: name them.")
    from kgraph.brief.collect import collect

    told = import_module(f"kgraph.brief.{kind}").text(collect(store, actors, since=since, until=until, limit=limit))
    try:
        Path(path).write_text(told, encoding="utf-8", newline="\n")
    except OSError as error:
        raise KgraphError(f"Cannot write {str(path)!r}: {error.strerror or 'the disk refused'}.") from None


def suffix(path: str | Path) -> str:
    """The writer that a file's suffix asks for."""
    kind = WRITERS.get(Path(path).suffix.lower())
    if kind is None:
        raise KgraphError(f"Cannot write a briefing to {str(path)!r}: end the name in .md or .html.")
    return kind
