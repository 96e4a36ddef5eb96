"""The vocabulary: our own terms, kept by hand, and PLOVER as SKOS schemes, made from its tables.

``python -m kgraph.ontology`` writes the second part of ``data/ontology.ttl`` anew.

A root is a top concept, a mode is narrower than its root, and both are narrower than their quad class. The codes of
CAMEO, PLOVER's forerunner, are a scheme of notations: a code that answers to several of them is wider than each, a code
that shares its one with others is narrower, and where one stands for one they are close.
"""

from collections import Counter
from pathlib import Path

from rdflib import RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef

from kgraph import resources
from kgraph.vocab import CAMEO, KG, PLOVER, PREFIXES, SEM, Code, plover

MADE = "\n# PLOVER and CAMEO, made from plover.tsv and contexts.tsv by `python -m kgraph.ontology`\n\n"
QUADS, CONTEXTS = f"{PLOVER.base}quads", f"{PLOVER.base}contexts"
_QUADS = {
    "verbal cooperation": "Words that bring two sides nearer.",
    "material cooperation": "Deeds that help the other side, or that both do together.",
    "verbal conflict": "Words that set two sides against each other.",
    "material conflict": "Deeds that harm or hinder the other side.",
}


def turtle() -> str:
    """The whole ontology: the packaged file."""
    return resources.data("ontology.ttl").read_text(encoding="utf-8")


def schemes() -> Graph:
    """PLOVER's codes, quad classes and contexts, and the CAMEO codes that they answer to."""
    graph = Graph()
    _codes(graph)
    _quads(graph)
    _contexts(graph)
    _cameo(graph)
    return graph


def code_iri(code: Code) -> str:
    """The concept of a root, or of a root with a mode."""
    return PLOVER.base + (code.root if code.mode is None else f"{code.root}.{code.mode}")


def _scheme(graph: Graph, scheme: str, label: str, definition: str) -> None:
    node = URIRef(scheme)
    graph.add((node, RDF.type, SKOS.ConceptScheme))
    graph.add((node, SKOS.prefLabel, Literal(label, lang="en")))
    graph.add((node, SKOS.definition, Literal(definition, lang="en")))


def _concept(graph: Graph, node: URIRef, scheme: str, label: str, notation: str, definition: str | None = None) -> None:
    graph.add((node, RDF.type, SKOS.Concept))
    graph.add((node, SKOS.inScheme, URIRef(scheme)))
    graph.add((node, SKOS.prefLabel, Literal(label, lang="en")))
    graph.add((node, SKOS.notation, Literal(notation)))
    if definition:
        graph.add((node, SKOS.definition, Literal(definition, lang="en")))


def _codes(graph: Graph) -> None:
    _scheme(graph, PLOVER.scheme, "PLOVER 2.0", "Kinds of political acts: sixteen roots, and modes that narrow them.")
    graph.add((URIRef(PLOVER.scheme), RDFS.seeAlso, URIRef("https://github.com/openeventdata/PLOVER")))
    for code in plover().values():
        node = URIRef(code_iri(code))
        label = code.root.lower() if code.mode is None else f"{code.root.lower()}: {code.mode}"
        _concept(graph, node, PLOVER.scheme, label, code.mode or code.root, code.definition)
        graph.add((node, RDF.type, URIRef(SEM.EventType)))
        graph.add((node, URIRef(KG.score), Literal(str(code.score), datatype=XSD.decimal)))
        graph.add((node, SKOS.broadMatch, _quad(code.quad)))
        if code.mode is None:
            graph.add((node, SKOS.topConceptOf, URIRef(PLOVER.scheme)))
        else:
            graph.add((node, SKOS.broader, URIRef(PLOVER.base + code.root)))


def _quads(graph: Graph) -> None:
    _scheme(graph, QUADS, "PLOVER quad classes", "Words or deeds, for or against: the coarsest sorting of acts.")
    for number, (name, definition) in enumerate(_QUADS.items(), start=1):
        _concept(graph, _quad(name), QUADS, name, str(number), definition)


def _quad(name: str) -> URIRef:
    return URIRef(f"{PLOVER.base}quad.{name.replace(' ', '-')}")


def _contexts(graph: Graph) -> None:
    """What an act is about; four of them tell of its status, and three of those we have."""
    _scheme(graph, CONTEXTS, "PLOVER contexts", "What an act is about. Claims of kgraph's carry no context yet.")
    for row in resources.rows("contexts.tsv"):
        node = URIRef(f"{PLOVER.base}context.{row['context']}")
        _concept(graph, node, CONTEXTS, row["context"].replace("_", " "), row["context"], row["definition"])
        if row["status"]:
            graph.add((node, SKOS.closeMatch, URIRef(KG.terms()[row["status"]])))


def _cameo(graph: Graph) -> None:
    _scheme(graph, CAMEO.scheme, "CAMEO", "Codes of PLOVER's forerunner, as far as PLOVER's codes answer to them.")
    codes = plover().values()
    shared = Counter(number for code in codes for number in code.cameo)
    for number in sorted({part for full in shared for part in (full, full[:2])}):
        _concept(graph, URIRef(CAMEO.base + number), CAMEO.scheme, f"CAMEO {number}", number)
        if len(number) > 2:
            wider = max((other for other in (*shared, number[:2]) if _within(number, other)), key=len)
            graph.add((URIRef(CAMEO.base + number), SKOS.broader, URIRef(CAMEO.base + wider)))
    for code in codes:
        match = SKOS.narrowMatch if len(code.cameo) > 1 else SKOS.closeMatch
        for number in code.cameo:
            how = SKOS.broadMatch if match == SKOS.closeMatch and shared[number] > 1 else match
            graph.add((URIRef(code_iri(code)), how, URIRef(CAMEO.base + number)))


def _within(number: str, other: str) -> bool:
    """Whether a CAMEO code stands below another: its digits go on where the other's end."""
    return number != other and number.startswith(other)


def write() -> None:
    """Put PLOVER and CAMEO as the tables have them now into the packaged file."""
    graph = schemes()
    for prefix, base in (*PREFIXES.items(), ("cameo", CAMEO.base), ("sem", SEM.base)):
        graph.bind(prefix, base, override=True)
    made = graph.serialize(format="turtle").partition("\n\n")[2]
    Path(str(resources.data("ontology.ttl"))).write_text(turtle().partition(MADE)[0] + MADE + made, encoding="utf-8")


if __name__ == "__main__":
    write()
