"""Where the graph is kept: a folder of ours, or a SPARQL server."""

from pathlib import Path

from kgraph.errors import StoreError
from kgraph.rdf import Term, text
from kgraph.store.base import Answer, Dataset, GraphStore, Outcome, Rows
from kgraph.store.embedded import MARKER, Store

__all__ = ["MARKER", "Answer", "Dataset", "GraphStore", "Outcome", "Rows", "Store", "Term", "open_store", "text"]


def open_store(location: str | Path, *, create: bool = False, read_only: bool = False) -> GraphStore:
    """The store in a folder, or on the SPARQL server at an http or https address (which ``create`` does not concern).

    StoreError where there is none, or it can't be used.
    """
    scheme, address, _ = str(location).partition("://")
    if address and scheme.lower() in {"http", "https"}:
        from kgraph.store.remote import RemoteStore  # with httpx, which takes a moment

        return RemoteStore(str(location), read_only=read_only)
    if address:
        raise StoreError(f"No store is kept at an address with {scheme}; name a folder, or a server by http or https.")
    return Store(location, create=create, read_only=read_only)
