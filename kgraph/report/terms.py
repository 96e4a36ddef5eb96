"""Terms of answers as text, and names as terms."""

from pyoxigraph import NamedNode

from kgraph.errors import QueryError
from kgraph.rdf import Term, text


def node(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError:
        raise QueryError(f"{iri!r} is neither a known name nor an IRI; see `kgraph query actors`.") from None


def plain(term: Term | None) -> str:
    """A term as text; nothing where it is unbound."""
    return "" if term is None else text(term)
