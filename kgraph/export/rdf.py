"""RDF files: Turtle for people, TriG and N-Quads with the documents' named graphs, JSON-LD."""

import json
from collections.abc import Iterable
from typing import IO, Any

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Triple, serialize

from kgraph import iri
from kgraph.store import Store
from kgraph.vocab import PREFIXES, RDF

_PREFIXES = PREFIXES | iri.PREFIXES


def turtle(store: Store, out: IO[bytes]) -> None:
    """All triples, whichever graph they are in, sorted by subject, its types first."""
    out.write(serialise(store.quads()).encode())


def serialise(quads: Iterable[Quad]) -> str:
    """Turtle of the triples of ``quads``."""
    return serialise_triples(quad.triple for quad in quads)


def serialise_triples(triples: Iterable[Triple]) -> str:
    """Turtle, each triple once, sorted by subject, its types first."""
    ordered = sorted(set(triples), key=_order)
    return (serialize(ordered, format=RdfFormat.TURTLE, prefixes=_PREFIXES) or b"").decode()


def trig(store: Store, out: IO[bytes]) -> None:
    """All quads, graph by graph, sorted."""
    serialize(_ordered(store), output=out, format=RdfFormat.TRIG, prefixes=_PREFIXES)


def nquads(store: Store, out: IO[bytes]) -> None:
    """All quads, one a line, the lines sorted."""
    serialize(_ordered(store), output=out, format=RdfFormat.N_QUADS)


def jsonld(store: Store, out: IO[bytes]) -> None:
    """JSON-LD 1.1: a context with our prefixes, and a node for each subject of each document's graph."""
    graphs: dict[str, dict[str, dict[str, Any]]] = {}
    for quad in _ordered(store):
        nodes = graphs.setdefault("" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value, {})
        node = nodes.setdefault(str(quad.subject.value), {"@id": quad.subject.value})
        if quad.predicate.value == RDF.type:
            node.setdefault("@type", []).append(quad.object.value)
        else:
            node.setdefault(quad.predicate.value, []).append(_value(quad.object))
    records = [{"@id": name, "@graph": list(nodes.values())} for name, nodes in graphs.items()]
    text = json.dumps({"@context": _PREFIXES, "@graph": records}, ensure_ascii=False, indent=1)
    out.write(text.encode() + b"\n")


def _value(term: Any) -> dict[str, str]:
    """A JSON-LD value object of a named node or a literal."""
    if not hasattr(term, "datatype"):
        return {"@id": term.value}
    if term.datatype.value.endswith("#string"):
        return {"@value": term.value}
    return {"@value": term.value, "@type": term.datatype.value}


def _ordered(store: Store) -> list[Quad]:
    return sorted(store.quads(), key=lambda quad: (str(quad.graph_name), *_order(quad.triple)))


def _order(triple: Triple) -> tuple[str, bool, str, str]:
    predicate = triple.predicate.value
    return str(triple.subject), predicate != RDF.type, predicate, str(triple.object)
