"""The library's face: ``read`` texts, ``extract`` claims, keep them in a ``Graph``."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Self

from kgraph import export, query
from kgraph.extractors.pipeline import extract
from kgraph.model import Claim, Document
from kgraph.sources import read
from kgraph.store import Outcome, Store

__all__ = ["Graph", "extract", "read"]


class Graph:
    """A graph on disk; a context manager. Made where there is none, unless ``read_only``.

    Raises StoreError where the folder is not a store of ours, or another process writes to it.
    """

    def __init__(self, path: str | Path = "kgraph-store", *, read_only: bool = False) -> None:
        self.store = Store(path, create=not read_only, read_only=read_only)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the folder for the next writer."""
        self.store.close()

    def add(self, document: Document, claims: Iterable[Claim]) -> Outcome:
        """Keep a document and its claims; says whether it was added, replaced an older text, or was there."""
        return self.store.add(document, claims)

    def ingest(self, *sources: str) -> int:
        """Read files, folders or addresses into the graph; returns the number of documents."""
        return sum(1 for document, claims in extract(read(*sources)) if self.add(document, claims))

    def query(self, name: str, **parameters: str) -> Iterator[Mapping[str, query.Value]]:
        """The rows of a packaged query (by name) or of a SPARQL text, each by column."""
        asked = query.named(name) if name in query.library() else query.parse(name)
        result = query.run(self.store, asked, parameters)
        return (dict(zip(result.columns, row, strict=True)) for row in result.rows)

    def export(self, path: str | Path) -> None:
        """Write the whole graph to a file, in the format its suffix names."""
        export.write(self.store, path)

    def stats(self) -> dict[str, int]:
        """How much is stored, by kind of thing."""
        return self.store.stats()
