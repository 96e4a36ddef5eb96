"""The ontology, the shapes, and graphs that do or do not hold to them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, Quad
from rdflib import OWL, RDF, RDFS, SKOS

from kgraph import graph, ontology, resources
from kgraph.errors import KgraphError
from kgraph.export import write
from kgraph.store import Store
from kgraph.validate import Violation, validate
from kgraph.vocab import KG, NIF, PLOVER, PROV, ROOTS, plover
from tests import claims as c


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with the corpus."""
    with Store(tmp_path / "store", create=True) as made:
        for document, claims in c.CORPUS:
            made.add(document, claims)
        yield made


@pytest.fixture(scope="module")
def vocabulary() -> rdflib.Graph:
    """The ontology with PLOVER's scheme."""
    return rdflib.Graph().parse(data=ontology.turtle(), format="turtle")


def test_what_kgraph_writes_conforms(store: Store, tmp_path: Path) -> None:
    """The store, and its Turtle, have no faults."""
    assert validate(store) == []
    write(store, tmp_path / "graph.ttl")
    assert validate(tmp_path / "graph.ttl") == []


TAKEN_AWAY = [
    (PROV.wasDerivedFrom, "one sentence"),
    (PROV.hadPrimarySource, "one document"),
    (KG.rule, "names the rule"),
    (KG.status, "five statuses"),
    (KG.code, "PLOVER root code"),
    (KG.score, "score"),
    (KG.trigger, "words"),
    (NIF.anchorOf, "has its text"),
    (NIF.isString, "has its text"),
    (KG.documentId, "one id"),
    (graph.RDFS.label, "has a name"),
    (KG.office, "one office"),
    (KG.party, "two parties"),
]


@pytest.mark.parametrize(("predicate", "says"), TAKEN_AWAY)
def test_what_is_missing_is_found(store: Store, predicate: str, says: str) -> None:
    """Without a property that must be there, its subjects are named and told what they lack."""
    gone = list(store.match(predicate=NamedNode(predicate)))
    for quad in gone:
        store._graph.remove(quad)
    found = validate(store)
    assert found == sorted(found, key=lambda v: (v.focus, v.path or "", v.message))
    missing = [violation for violation in found if says in violation.message and violation.path == predicate]
    assert missing and {violation.focus for violation in missing} <= {quad.subject.value for quad in gone}


def test_a_wrong_value_is_found(store: Store) -> None:
    """A status that there isn't names its claim."""
    quad = next(iter(store.match(predicate=NamedNode(KG.status))))
    store._graph.remove(quad)
    store._graph.add(Quad(quad.subject, quad.predicate, NamedNode(KG.base + "rumoured"), quad.graph_name))
    found = validate(store)
    assert [(v.focus, v.path) for v in found] == [(quad.subject.value, KG.status)]
    assert isinstance(found[0], Violation)


@pytest.mark.parametrize("text", ["<a> <b", None])
def test_what_is_no_turtle(tmp_path: Path, text: str | None) -> None:
    """A broken or missing file is one sentence that names it."""
    path = tmp_path / "graph.ttl"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(KgraphError, match=r"graph\.ttl"):
        validate(path)


def test_vocabulary_and_ontology_agree(vocabulary: rdflib.Graph) -> None:
    """Every term of the code is described, and nothing is described that the code doesn't know."""
    described = {str(term) for term in vocabulary.subjects(RDF.type) if str(term).startswith(KG.base)}
    assert described == set(KG.terms().values())


def test_every_term_has_a_label_and_a_definition(vocabulary: rdflib.Graph) -> None:
    """In words, and unlike any other's."""
    definitions = [vocabulary.value(rdflib.URIRef(term), RDFS.comment) for term in KG.terms().values()]
    labels = [vocabulary.value(rdflib.URIRef(term), RDFS.label) for term in KG.terms().values()]
    assert None not in definitions and None not in labels


def test_classes_are_aligned(vocabulary: rdflib.Graph) -> None:
    """Claims, events, actors and documents are known to PROV, SEM, NIF or schema.org."""
    for name in ("Claim", "Event", "Actor", "Sentence", "Document"):
        above = set(vocabulary.objects(rdflib.URIRef(KG.terms()[name]), RDFS.subClassOf))
        assert above and not any(str(term).startswith(KG.base) for term in above), name
        assert (rdflib.URIRef(KG.terms()[name]), RDF.type, OWL.Class) in vocabulary


def test_plover_is_a_scheme(vocabulary: rdflib.Graph) -> None:
    """Every code is a concept with a definition and a score; a mode is narrower than its root."""
    concepts = set(vocabulary.subjects(SKOS.inScheme, rdflib.URIRef(PLOVER.scheme)))
    assert len(concepts) == len(plover())
    for concept in concepts:
        assert vocabulary.value(concept, SKOS.definition) and vocabulary.value(concept, rdflib.URIRef(KG.score))
    tops = set(vocabulary.subjects(SKOS.topConceptOf, rdflib.URIRef(PLOVER.scheme)))
    assert {str(top) for top in tops} == {PLOVER.terms()[root] for root in ROOTS}
    assert {vocabulary.value(concept, SKOS.broader) for concept in concepts - tops} <= tops


def test_shapes_name_only_terms_that_there_are() -> None:
    """A mistyped term in a shape would never fire."""
    shapes = rdflib.Graph().parse(data=resources.data("shapes.ttl").read_text(encoding="utf-8"), format="turtle")
    used = {str(term) for triple in shapes for term in triple if str(term).startswith(KG.base)}
    assert {term for term in used if not term.endswith("Shape")} <= set(KG.terms().values())
