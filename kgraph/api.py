"""The library's face: ``read`` texts, ``extract`` claims, keep them in a ``Graph``."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Self

from kgraph import documents, export, query
from kgraph.extractors.pipeline import extract
from kgraph.model import Claim, Document
from kgraph.sources import read
from kgraph.store import Outcome, open_store
from kgraph.upkeep import refresh
from kgraph.workers import batches, worked

__all__ = ["Graph", "extract", "read"]


class Graph:
    """A graph in a folder, or on a SPARQL server by its address; a context manager.

    A folder is made where there is none, unless ``read_only``.

    Raises StoreError where the folder is not a store of ours, or another process writes to it.
    """

    def __init__(self, path: str | Path = "kgraph-store", *, read_only: bool = False) -> None:
        self.store = open_store(path, create=not read_only, read_only=read_only)
        self._unsettled = not read_only

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Bring events up to date and free the store for the next writer."""
        self.settle()
        self.store.close()

    def settle(self) -> None:
        """Bring events up to date with the documents, as questions and exports do of themselves."""
        if self._unsettled:
            refresh(self.store)
            self._unsettled = False

    def add(self, document: Document, claims: Iterable[Claim]) -> Outcome:
        """Keep a document and its claims; says whether it was added, replaced an older text, or was there."""
        self._unsettled = True
        return self.store.add(document, claims)

    def forget(self, document: str) -> None:
        """Take a document, by its id or IRI, and its claims out of the graph; QueryError where there is none."""
        self._unsettled = True
        for name in documents.named(self.store, document):
            self.store.forget(name)

    def ingest(self, *sources: str, jobs: int = 1) -> int:
        """Read files, folders or addresses into the graph; returns the number of documents.

        SourceError for the first that can't be read; what came before it is stored. More than one process of ``jobs``
        needs a script that is safe to import: what it does stands below ``if __name__ == "__main__"``.
        """
        number = 0
        for one in worked(batches(read(*sources)), jobs):
            if one.error is not None:
                raise one.error
            self.add(one.document, one.claims or ())
            number += 1
        return number

    def query(self, name: str, **parameters: str) -> Iterator[Mapping[str, query.Value]]:
        """The rows of a packaged query (by name) or of a SPARQL text, each by column."""
        self.settle()
        asked = query.named(name) if name in query.library() else query.parse(name)
        result = query.run(self.store, asked, parameters)
        return (dict(zip(result.columns, row, strict=True)) for row in result.rows)

    def export(self, path: str | Path) -> None:
        """Write the whole graph to a file, in the format its suffix names."""
        self.settle()
        export.write(self.store, path)

    def stats(self) -> dict[str, int]:
        """How much is stored, by kind of thing."""
        self.settle()
        return self.store.stats()
