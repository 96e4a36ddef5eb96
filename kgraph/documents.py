"""Stored documents by name."""

from pyoxigraph import Literal, NamedNode

from kgraph.errors import QueryError
from kgraph.iri import PREFIXES
from kgraph.store import GraphStore
from kgraph.vocab import KG


def named(store: GraphStore, name: str) -> list[NamedNode]:
    """The graphs of the documents with that id (a file's name, a record's id), or of that IRI.

    QueryError where there is none.
    """
    if name.startswith(PREFIXES["document"]):
        try:
            found = [NamedNode(name)] if store.holds(NamedNode(name)) else []
        except ValueError:
            found = []
    else:
        quads = store.match(predicate=NamedNode(KG.documentId), object=Literal(name))
        found = sorted({quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}, key=str)
    if not found:
        raise QueryError(f"There is no document {name!r} in this store; see `kgraph query documents`.")
    return found
