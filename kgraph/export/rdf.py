"""RDF files: Turtle for people, TriG and N-Quads with the documents' named graphs, JSON-LD."""

import json
import re
from collections.abc import Iterable
from typing import IO, Any

from pyoxigraph import Literal, Quad, RdfFormat, Triple, serialize

from kgraph import iri
from kgraph.store import GraphStore, Term, text
from kgraph.vocab import PREFIXES, RDF, XSD

_PREFIXES = PREFIXES | iri.PREFIXES


def turtle(store: GraphStore, out: IO[bytes]) -> None:
    """All triples, whichever graph they are in, sorted by subject, its types first."""
    out.write(serialise(store.quads()).encode())


def serialise(quads: Iterable[Quad]) -> str:
    """Turtle of the triples of ``quads``."""
    return serialise_triples(quad.triple for quad in quads)


def serialise_triples(triples: Iterable[Triple]) -> str:
    """Turtle, each triple once, sorted by subject, its types first, with a blank line between subjects."""
    ordered = sorted(set(triples), key=_order)
    written = (serialize(ordered, format=RdfFormat.TURTLE, prefixes=_PREFIXES) or b"").decode()
    return re.sub(r" \.\n(?=[^@])", " .\n\n", written)  # literals hold no line breaks, they are escaped


def trig(store: GraphStore, out: IO[bytes]) -> None:
    """All quads, graph by graph, sorted."""
    serialize(_ordered(store), output=out, format=RdfFormat.TRIG, prefixes=_PREFIXES)


def nquads(store: GraphStore, out: IO[bytes]) -> None:
    """All quads, one a line, the lines sorted."""
    serialize(_ordered(store), output=out, format=RdfFormat.N_QUADS)


def jsonld(store: GraphStore, out: IO[bytes]) -> None:
    """JSON-LD 1.1: a context with our prefixes, and a node for each subject of each document's graph."""
    graphs: dict[str, dict[str, dict[str, Any]]] = {}
    for quad in _ordered(store):
        graph, subject, value = text(quad.graph_name), text(quad.subject), text(quad.object)
        node = graphs.setdefault(graph, {}).setdefault(subject, {"@id": _compact(subject)})
        if quad.predicate.value == RDF.type:
            node.setdefault("@type", []).append(_compact(value))
        else:
            node.setdefault(_compact(quad.predicate.value), []).append(_value(quad.object))
    records = [{"@id": _compact(name), "@graph": list(nodes.values())} for name, nodes in graphs.items()]
    dumped = json.dumps({"@context": _PREFIXES, "@graph": records}, ensure_ascii=False, indent=1)
    out.write(dumped.encode() + b"\n")


def _value(term: Term) -> str | dict[str, str]:
    """A plain string stands for itself."""
    if not isinstance(term, Literal):
        return {"@id": _compact(text(term))}
    if term.datatype.value == XSD.string:
        return term.value
    return {"@value": term.value, "@type": _compact(term.datatype.value)}


def _compact(iri: str) -> str:
    """An IRI with one of our prefixes, where one fits."""
    prefix = next((name for name, base in _PREFIXES.items() if iri.startswith(base)), None)
    return iri if prefix is None else f"{prefix}:{iri.removeprefix(_PREFIXES[prefix])}"


def _ordered(store: GraphStore) -> list[Quad]:
    return sorted(store.quads(), key=lambda quad: (str(quad.graph_name), *_order(quad.triple)))


def _order(triple: Triple) -> tuple[str, bool, str, str]:
    predicate = triple.predicate.value
    return str(triple.subject), predicate != RDF.type, predicate, str(triple.object)
