"""The folder around a store's files: what it must have to be opened, and how a lost marker comes back."""

import json
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, Quad

from kgraph.checking.documents import examine
from kgraph.errors import StoreError
from kgraph.rdf import text
from kgraph.recall import Sheet
from kgraph.store import MARKER, GraphStore, open_store
from kgraph.store.embedded import BEGINS, forbidden, mark
from kgraph.vocab import KG, RDF

GRAPH = "graph"
LOOKED_AT = 100  # documents that must be whole before a folder is taken for one of ours


def opened(location: str, *, read_only: bool) -> GraphStore:
    """The store in a folder or on a server; StoreError, which says what can be done, where it can't be opened."""
    path = Path(location)
    if "://" not in location:
        try:
            _look(path)
        except PermissionError as error:
            raise forbidden(path, error) from error
    return open_store(location, read_only=read_only)


def _look(path: Path) -> None:
    """StoreError where the folder lacks what a store must have, and opening it would not say so."""
    if path.exists() and not path.is_dir():
        raise StoreError(f"{path} is a file and no store; name the folder of one.")
    if (path / GRAPH).is_dir() and not _has_marker(path):
        raise StoreError(
            f"{path} has no {MARKER} that can be read; if it is a store of kgraph's, put it back with "
            f"`kgraph check {path} --repair --marker`."
        )
    if _has_marker(path) and not (path / GRAPH / BEGINS).is_file():
        raise StoreError(f"The store {path} has lost its graph; restore it from a dump, or ingest its texts again.")


def _has_marker(path: Path) -> bool:
    try:
        return isinstance(json.loads((path / MARKER).read_text(encoding="utf-8"))["kgraph"], int)
    except PermissionError as error:
        raise forbidden(path, error) from error
    except (OSError, ValueError, KeyError, TypeError):
        return False


def put_marker(location: str) -> None:
    """Give a folder its lost marker back; StoreError unless it has documents that are as this kgraph makes them."""
    path = Path(location)
    if "://" in location or _has_marker(path):
        return
    if not (path / GRAPH).is_dir():
        raise StoreError(f"{path} is no store, for it has no folder {GRAPH}; name one that has.")
    try:
        graph = pyoxigraph.Store.read_only(str(path / GRAPH))
        ours = _holds_ours(graph)
    except (OSError, RuntimeError) as error:
        raise StoreError(f"The files of {path} can't be read: {error}; restore it from a dump.") from error
    if not ours:
        raise StoreError(f"{path} holds no document that this kgraph has made, so it gets no {MARKER}; name another.")
    try:
        mark(path)
    except OSError as error:
        raise StoreError(f"{path / MARKER} can't be written: {error.strerror}.") from error


def _holds_ours(graph: pyoxigraph.Store) -> bool:
    """Whether there are documents, and one of the first is whole."""
    found = graph.quads_for_pattern(None, NamedNode(RDF.type), NamedNode(KG.Document), None)
    for _, quad in zip(range(LOOKED_AT), found, strict=False):
        name = quad.graph_name
        if isinstance(name, NamedNode):
            quads: list[Quad] = list(graph.quads_for_pattern(None, None, None, name))
            if not examine(text(name), quads, Sheet(quads)):
                return True
    return False
