"""Does a graph hold to its SHACL shapes?"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph import resources
from kgraph.errors import KgraphError
from kgraph.store import GraphStore

if TYPE_CHECKING:
    import rdflib


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """What fails: the node, the property (None where the whole node fails) and the shape's message."""

    focus: str
    path: str | None
    message: str


def validate(graph: GraphStore | Path) -> list[Violation]:
    """The violations in a store or a Turtle file, sorted; KgraphError where the file is no Turtle."""
    import pyshacl
    import rdflib

    found = _load(graph)
    shapes = rdflib.Graph().parse(data=resources.data("shapes.ttl").read_text(encoding="utf-8"), format="turtle")
    ontology = rdflib.Graph().parse(data=resources.data("ontology.ttl").read_text(encoding="utf-8"), format="turtle")
    _, report, _ = pyshacl.validate(found, shacl_graph=shapes, ont_graph=ontology, inference="none", advanced=False)
    return sorted(_violations(report), key=lambda v: (v.focus, v.path or "", v.message))


def _load(graph: GraphStore | Path) -> "rdflib.Graph":
    import rdflib
    from pyoxigraph import RdfFormat, serialize

    if isinstance(graph, GraphStore):
        triples = serialize((quad.triple for quad in graph.quads()), format=RdfFormat.N_TRIPLES) or b""
        return rdflib.Graph().parse(data=triples, format="nt")
    try:
        return rdflib.Graph().parse(source=str(graph), format="turtle")
    except (OSError, SyntaxError, ValueError) as error:
        raise KgraphError(f"{graph} is not Turtle that can be read: {_first_line(error)}.") from error


def _violations(report: "rdflib.Graph") -> list[Violation]:
    from rdflib import SH

    return [
        Violation(
            str(report.value(result, SH.focusNode)),
            str(path) if (path := report.value(result, SH.resultPath)) else None,
            str(report.value(result, SH.resultMessage) or "The node does not conform."),
        )
        for result in report.objects(predicate=SH.result)
    ]


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip(".")
