"""Does a graph hold to its SHACL shapes, and does it use no term that there isn't?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph

from kgraph import resources
from kgraph.errors import KgraphError
from kgraph.rdf import Term
from kgraph.store import GraphStore
from kgraph.vocab import KG, XSD

if TYPE_CHECKING:
    import rdflib

SUFFIXES = (".ttl", ".trig", ".nq", ".nt", ".jsonld", ".rdf")


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """What fails: the node, the property (None where the whole node fails) and the shape's message."""

    focus: str
    path: str | None
    message: str


def validate(graph: GraphStore | Path) -> list[Violation]:
    """The violations in a store or an RDF file, all its graphs taken together, sorted.

    KgraphError where the file can't be read or has none of ``SUFFIXES``.
    """
    import pyshacl

    found = _load(graph)
    unknown = list(_unknown(found))
    # in place, for a copy of a large graph takes as long as reading it
    _, report, _ = pyshacl.validate(found, shacl_graph=_shapes(), ont_graph=_packaged("ontology.ttl"), inplace=True)
    return sorted({*unknown, *_violations(report)}, key=lambda v: (v.focus, v.path or "", v.message))


@cache
def _packaged(name: str) -> "rdflib.Graph":
    import rdflib

    return rdflib.Graph().parse(data=resources.data(name).read_text(encoding="utf-8"), format="turtle")


@cache
def _shapes() -> "rdflib.Graph":
    """The shapes, each property's with its node's targets: pySHACL checks such a one for all nodes at once."""
    from rdflib import SH

    shapes = _packaged("shapes.ttl")
    for node, shape in list(shapes.subject_objects(SH.property)):
        for kind in (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf):
            for target in shapes.objects(node, kind):
                shapes.add((shape, kind, target))
        shapes.remove((node, SH.property, shape))
    return shapes


def _load(graph: GraphStore | Path) -> "rdflib.Graph":
    import rdflib

    loaded = rdflib.Graph()
    quads = graph.quads() if isinstance(graph, GraphStore) else _read(graph)
    for quad in quads:
        loaded.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return loaded


def _read(path: Path) -> Iterator[pyoxigraph.Quad]:
    if path.suffix.lower() not in SUFFIXES:
        raise KgraphError(f"{path} has no suffix of an RDF format; take {', '.join(SUFFIXES)}.")
    form = pyoxigraph.RdfFormat.from_extension(path.suffix[1:].lower())
    try:
        yield from pyoxigraph.parse(path=path, format=form)
    except (OSError, SyntaxError, ValueError) as error:
        raise KgraphError(f"{path} is no {form and form.name} that can be read: {_first_line(error)}.") from error


@lru_cache(maxsize=1 << 16)
def _term(term: Term) -> "rdflib.term.Node":
    import rdflib

    if isinstance(term, pyoxigraph.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, pyoxigraph.Literal):
        plain = term.language or term.datatype.value == XSD.string  # rdflib keeps "x" and "x"^^xsd:string apart
        kind = None if plain else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, lang=term.language, datatype=kind)
    return rdflib.BNode(str(term))


def _unknown(graph: "rdflib.Graph") -> Iterator[Violation]:
    """Properties and classes in our namespace that our vocabulary doesn't have: no shape would ask for them."""
    import rdflib

    known = set(KG.terms().values())
    uses = [*((rdflib.RDF.type, kind) for kind in set(graph.objects(None, rdflib.RDF.type)))]
    for path, term in uses + [(name, name) for name in set(graph.predicates())]:
        if str(term).startswith(KG.base) and str(term) not in known:
            nodes = graph.subjects(path, None if path == term else term)
            yield from (Violation(str(node), str(path), f"kgraph has no term {term}.") for node in nodes)


def _violations(report: "rdflib.Graph") -> Iterable[Violation]:
    from rdflib import SH

    return (
        Violation(
            str(report.value(result, SH.focusNode)),
            str(path) if (path := report.value(result, SH.resultPath)) else None,
            str(report.value(result, SH.resultMessage) or "The node does not conform."),
        )
        for result in report.objects(predicate=SH.result)
    )


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip(".")
