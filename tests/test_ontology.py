"""The ontology: nothing left out, nothing undescribed, and nothing absurd that follows from it."""

from collections.abc import Iterator
from pathlib import Path

import owlrl
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, URIRef

from kgraph import background, iri, ontology, resources
from kgraph.happenings import settle
from kgraph.store import Store
from kgraph.vocab import CAMEO, KG, PLOVER, PREFIXES, ROOTS, SEM, STATUSES, plover
from tests import claims as c

UPSTREAM = Path(__file__).with_name("upstream.ttl")
PREFIXED = PREFIXES | {
    "sem": SEM.base,
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "owl": str(OWL),
    "time": "http://www.w3.org/2006/time#",
}
FAULT = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")  # what owlrl puts on what contradicts itself


@pytest.fixture(scope="module")
def vocabulary() -> rdflib.Graph:
    """The packaged ontology."""
    return rdflib.Graph().parse(data=ontology.turtle(), format="turtle")


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> rdflib.Graph:
    """All that a store of the corpus holds."""
    with Store(tmp_path_factory.mktemp("news") / "store", create=True) as store:
        for document, claims in c.CORPUS:
            store.add(document, claims)
        settle(store)
        lines = "\n".join(f"{quad.triple} ." for quad in store.quads())
    return rdflib.Graph().parse(data=lines, format="nt")


@pytest.fixture(scope="module")
def known() -> rdflib.Graph:
    """All that is known as background."""
    lines = "\n".join(f"{quad.triple} ." for quad in background.quads())
    return rdflib.Graph().parse(data=lines, format="nt")


@pytest.fixture(scope="module")
def inferred(vocabulary: rdflib.Graph, news: rdflib.Graph) -> rdflib.Graph:
    """All that follows, by the rules of OWL RL, from the store, the ontology and the vocabularies it stands on."""
    return _closure(news, vocabulary)


def _closure(*graphs: rdflib.Graph) -> rdflib.Graph:
    closed = rdflib.Graph().parse(UPSTREAM, format="turtle")
    for graph in graphs:
        closed += graph
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closed)
    return closed


def _ours(vocabulary: rdflib.Graph, *kinds: URIRef) -> Iterator[URIRef]:
    """Our own terms of some kinds."""
    for kind in kinds:
        yield from (term for term in vocabulary.subjects(RDF.type, kind) if str(term).startswith(KG.base))


def _classes(term: rdflib.term.Node, vocabulary: rdflib.Graph) -> list[rdflib.term.Node]:
    """A class, or those that a union joins."""
    union = vocabulary.value(term, OWL.unionOf)
    return [term] if union is None else list(vocabulary.items(union))


def test_code_and_ontology_have_the_same_terms(vocabulary: rdflib.Graph) -> None:
    """Every term of the code is described, and nothing is described that the code doesn't know."""
    described = {str(term) for term in vocabulary.subjects(RDF.type) if str(term).startswith(KG.base)}
    assert described == set(KG.terms().values())


def test_every_term_has_a_label_and_a_definition(vocabulary: rdflib.Graph) -> None:
    """In English words, a sentence long, and unlike any other's."""
    for predicate in (RDFS.label, RDFS.comment):
        words = [vocabulary.value(URIRef(term), predicate) for term in KG.terms().values()]
        assert all(word is not None and word.language == "en" for word in words)
        assert len(set(words)) == len(words), sorted(word for word in set(words) if words.count(word) > 1)
        assert all(str(word).endswith(".") for word in words if predicate == RDFS.comment)


def test_every_property_has_a_domain_and_a_range(vocabulary: rdflib.Graph) -> None:
    """Of classes that there are, and of data types for literals."""
    classes = {*vocabulary.subjects(RDF.type, OWL.Class), SKOS.Concept}
    for term in _ours(vocabulary, OWL.ObjectProperty, OWL.DatatypeProperty):
        domain, above = vocabulary.value(term, RDFS.domain), vocabulary.value(term, RDFS.range)
        assert domain is not None and set(_classes(domain, vocabulary)) <= classes, term
        literal = (term, RDF.type, OWL.DatatypeProperty) in vocabulary
        assert str(above).startswith(PREFIXES["xsd"]) or above == RDFS.Literal if literal else above in classes, term


def test_all_that_is_written_is_declared(news: rdflib.Graph, known: rdflib.Graph, vocabulary: rdflib.Graph) -> None:
    """Every property and class of news and background, other vocabularies' too, as what it is used for."""
    written = news + known
    words = {SKOS.prefLabel, SKOS.altLabel, SKOS.note}  # SKOS says itself what they are
    for predicate in set(written.predicates()) - {RDF.type, RDFS.label, OWL.sameAs, *words}:
        literal = {isinstance(value, rdflib.Literal) for value in written.objects(None, predicate)}
        kind = OWL.DatatypeProperty if literal == {True} else OWL.ObjectProperty
        assert len(literal) == 1 and (predicate, RDF.type, kind) in vocabulary, predicate
    classes = {*vocabulary.subjects(RDF.type, OWL.Class), *vocabulary.objects(None, RDFS.subClassOf)}
    assert set(written.objects(None, RDF.type)) <= classes


def test_all_that_is_written_is_within_domain_and_range(news: rdflib.Graph, vocabulary: rdflib.Graph) -> None:
    """Each use of a property of ours is between things of the classes that it is for, and literals of its type."""
    for term in _ours(vocabulary, OWL.ObjectProperty, OWL.DatatypeProperty):
        domain = set(_classes(vocabulary.value(term, RDFS.domain), vocabulary))
        above = vocabulary.value(term, RDFS.range)
        for subject, value in news.subject_objects(term):
            assert domain & _kinds(subject, news, vocabulary), (term, subject)
            if isinstance(value, rdflib.Literal):
                assert above in (value.datatype or rdflib.XSD.string, RDFS.Literal), (term, value)
            else:
                assert above in _kinds(value, news, vocabulary), (term, value)


def _kinds(node: rdflib.term.Node, news: rdflib.Graph, vocabulary: rdflib.Graph) -> set[rdflib.term.Node]:
    """What a node is said to be, or is as the object of a property that says so."""
    implied = {URIRef(KG.mention): URIRef(KG.Mention), URIRef(KG.place): URIRef(KG.Place)}
    said = {*news.objects(node, RDF.type), *vocabulary.objects(node, RDF.type)}
    said |= {implied[name] for name in news.predicates(None, node) if name in implied}
    return {above for kind in said for above in vocabulary.transitive_objects(kind, RDFS.subClassOf)}


def test_classes_are_aligned(vocabulary: rdflib.Graph) -> None:
    """Each class is below one of ours, or of a vocabulary that others know."""
    for term in _ours(vocabulary, OWL.Class):
        assert list(vocabulary.objects(term, RDFS.subClassOf)), term


# what follows of each kind of thing, outside our own namespace, is this and nothing else
TYPES = {
    "Claim": "prov:Entity schema:Claim schema:CreativeWork",
    "Event": "schema:Event sem:Event sem:Core",
    "Tie": "prov:Entity",
    "Person": "prov:Agent prov:Person schema:Person sem:Actor sem:Authority sem:Core",
    "ArmedGroup": "prov:Agent prov:Organization schema:Organization sem:Actor sem:Authority sem:Core",
    "IntergovernmentalOrganisation": (
        "prov:Agent prov:Organization schema:Organization sem:Actor sem:Authority sem:Core"
    ),
    "State": (
        "prov:Agent schema:AdministrativeArea schema:Country schema:Place sem:Actor sem:Authority sem:Core"
    ),
    "People": "prov:Agent sem:Actor sem:Authority sem:Core",
    "Sentence": "nif:Sentence nif:String nif:Structure prov:Entity",
    "Document": "nif:Context nif:String prov:Entity schema:CreativeWork",
    "Mention": "nif:String",
    "Place": "geo:SpatialThing prov:Location schema:Place sem:Core sem:Place",
    "Status": "skos:Concept",
}  # fmt: skip


@pytest.mark.parametrize("name", TYPES)
def test_what_follows_of_a_thing(inferred: rdflib.Graph, name: str) -> None:
    """No claim becomes an event, no sentence somebody who acts: things are what they are said to be."""
    things = set(inferred.subjects(RDF.type, URIRef(KG.terms()[name])))
    assert things
    expected = {_expanded(kind) for kind in TYPES[name].split()}
    for thing in things:
        found = {kind for kind in inferred.objects(thing, RDF.type) if isinstance(kind, URIRef)}
        others = {kind for kind in found if not str(kind).startswith((KG.base, str(OWL), str(RDFS)))}
        assert others == expected, thing


def test_nothing_is_of_two_kinds(inferred: rdflib.Graph) -> None:
    """A reasoner finds nothing that contradicts itself."""
    assert not _faults(inferred)


def test_background_is_no_news(known: rdflib.Graph, vocabulary: rdflib.Graph) -> None:
    """Of what is known nothing follows that only texts tell: no claims, no events, and no actors of the news."""
    some = rdflib.Graph()
    for node in {
        *list(known.subjects(RDF.type, URIRef(KG.Membership)))[:20],
        URIRef(iri.wikidata(c.STATES["Iran"][0])),
    }:
        some += known.triples((node, None, None))
    closed = _closure(some, vocabulary)
    assert not _faults(closed)
    kinds = {
        kind for node in some.subjects() for kind in closed.objects(node, RDF.type) if str(kind).startswith(KG.base)
    }
    assert {str(kind).removeprefix(KG.base) for kind in kinds} == {"Background", "Membership"}


def test_a_contradiction_would_be_found(vocabulary: rdflib.Graph) -> None:
    """Where a claim is made somebody who acts, the reasoner says so."""
    wrong = rdflib.Graph()
    wrong.add((URIRef("urn:x"), URIRef(KG.trigger), rdflib.Literal("struck")))
    wrong.add((URIRef("urn:y"), URIRef(KG.actor), URIRef("urn:x")))
    assert _faults(_closure(wrong, vocabulary))


def _faults(graph: rdflib.Graph) -> list[rdflib.term.Node]:
    return list(graph.objects(None, FAULT))


# what would follow, and does not: a term of ours, the term that it looks like, a fact, and what its subject would be
LEFT_OUT = [
    ("code", "sem:eventType", "plover:ASSAULT", "sem:Event"),
    ("code", "sem:eventType", "plover:ASSAULT", "plover:ASSAULT"),
    ("date", "time:inXSDDate", "2024-03-04", "time:Instant"),
    ("valueBegin", "nif:beginIndex", "12", "nif:String"),
]


@pytest.mark.parametrize(("name", "above", "value", "kind"), LEFT_OUT)
def test_what_is_left_out_would_say_too_much(name: str, above: str, value: str, kind: str) -> None:
    """With the alignment the nonsense follows, without it not."""
    node, term, wrong = URIRef("urn:x"), URIRef(KG.terms()[name]), _expanded(kind)
    for aligned in (True, False):
        graph = rdflib.Graph().parse(UPSTREAM, format="turtle")
        graph.add((node, term, _expanded(value) if ":" in value else rdflib.Literal(value)))
        if aligned:
            graph.add((term, RDFS.subPropertyOf, _expanded(above)))
        owlrl.DeductiveClosure(owlrl.RDFS_Semantics).expand(graph)
        assert ((node, RDF.type, wrong) in graph) == aligned


def _expanded(name: str) -> URIRef:
    prefix, _, local = name.partition(":")
    return URIRef(PREFIXED[prefix] + local)


def test_what_holds_both_ways_follows_both_ways(inferred: rdflib.Graph) -> None:
    """Contradictions are symmetric, with or without a reasoner."""
    pairs = set(inferred.subject_objects(URIRef(KG.contradicts)))
    assert pairs and pairs == {(other, one) for one, other in pairs}


def test_plover_is_a_scheme(vocabulary: rdflib.Graph) -> None:
    """Every code is a concept with a definition, a score and a quad class; a mode is narrower than its root."""
    for code in plover().values():
        node = URIRef(ontology.code_iri(code))
        assert (node, SKOS.inScheme, URIRef(PLOVER.scheme)) in vocabulary
        assert (node, RDF.type, URIRef(SEM.EventType)) in vocabulary
        assert str(vocabulary.value(node, SKOS.notation)) == (code.mode or code.root)
        assert str(vocabulary.value(node, SKOS.definition)) == code.definition
        assert float(vocabulary.value(node, URIRef(KG.score))) == code.score
        quads = {str(vocabulary.value(quad, SKOS.prefLabel)) for quad in vocabulary.objects(node, SKOS.broadMatch)}
        assert code.quad in quads
        above = vocabulary.value(node, SKOS.broader)
        assert above == (None if code.mode is None else URIRef(PLOVER.terms()[code.root]))
    tops = set(vocabulary.subjects(SKOS.topConceptOf, URIRef(PLOVER.scheme)))
    assert {str(top) for top in tops} == {PLOVER.terms()[root] for root in ROOTS}


def test_quad_classes_part_words_and_deeds() -> None:
    """A mode is in its root's class, cooperation has a positive score and conflict a negative one."""
    for code in plover().values():
        root = plover()[code.root, None]
        assert code.quad == root.quad
        assert (root.score > 0) == code.quad.endswith("cooperation")


def test_cameo_is_a_scheme_of_notations(vocabulary: rdflib.Graph) -> None:
    """Each CAMEO code that a code answers to is a concept below the code that it goes on from."""
    listed = {number for code in plover().values() for number in code.cameo}
    concepts = {
        str(vocabulary.value(node, SKOS.notation)): node
        for node in vocabulary.subjects(SKOS.inScheme, URIRef(CAMEO.scheme))
    }
    assert listed <= concepts.keys()
    for number, node in concepts.items():
        above = vocabulary.value(node, SKOS.broader)
        assert (above is None) == (len(number) == 2)
        assert above is None or number.startswith(str(vocabulary.value(above, SKOS.notation)))


@pytest.mark.parametrize(
    ("code", "match", "cameo"),
    [
        ("CONSULT.visit", SKOS.closeMatch, "042"),
        ("ASSAULT", SKOS.narrowMatch, "20"),
        ("THREATEN.arrest", SKOS.broadMatch, "132"),
    ],
)
def test_how_near_cameo_is(vocabulary: rdflib.Graph, code: str, match: URIRef, cameo: str) -> None:
    """One for one is close, one for several is wider, and several for one are narrower."""
    node = URIRef(PLOVER.base + code)
    other = URIRef(CAMEO.base + cameo)
    assert [p for p in (SKOS.closeMatch, SKOS.narrowMatch, SKOS.broadMatch) if (node, p, other) in vocabulary] == [
        match
    ]


def test_contexts_are_a_scheme(vocabulary: rdflib.Graph) -> None:
    """Each context is a concept with a definition; those that tell a status lead to ours."""
    scheme = URIRef(f"{PLOVER.base}contexts")
    for row in resources.rows("contexts.tsv"):
        node = URIRef(f"{PLOVER.base}context.{row['context']}")
        assert (node, SKOS.inScheme, scheme) in vocabulary
        assert str(vocabulary.value(node, SKOS.definition)) == row["definition"]
        status = vocabulary.value(node, SKOS.closeMatch)
        assert status == (URIRef(KG.terms()[row["status"]]) if row["status"] else None)
        assert row["status"] in {"", *STATUSES}


def test_the_packaged_file_is_of_now(vocabulary: rdflib.Graph) -> None:
    """`python -m kgraph.ontology` was run since the tables were last changed."""
    made = {triple for triple in vocabulary if str(triple[0]).startswith((PLOVER.base, CAMEO.base))}
    assert made == set(ontology.schemes())


def test_writing_it_anew_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The part that is kept by hand stays, byte for byte."""
    before = ontology.turtle()
    path = tmp_path / "ontology.ttl"
    path.write_text(before, encoding="utf-8")
    tables = resources.data

    def data(*names: str) -> object:
        return path if names == ("ontology.ttl",) else tables(*names)

    monkeypatch.setattr(resources, "data", data)
    ontology.write()
    assert path.read_text(encoding="utf-8") == before


def test_shapes_name_only_terms_that_there_are() -> None:
    """A mistyped term in a shape would never fire."""
    shapes = rdflib.Graph().parse(data=resources.data("shapes.ttl").read_text(encoding="utf-8"), format="turtle")
    used = {str(term) for triple in shapes for term in triple if str(term).startswith(KG.base)}
    assert {term for term in used if not term.endswith("Shape")} <= set(KG.terms().values())


def test_every_class_that_is_written_has_a_shape(news: rdflib.Graph) -> None:
    """Or stands below one that has."""
    shapes = rdflib.Graph().parse(data=resources.data("shapes.ttl").read_text(encoding="utf-8"), format="turtle")
    checked = set(shapes.objects(None, rdflib.SH.targetClass))
    vocabulary = rdflib.Graph().parse(data=ontology.turtle(), format="turtle")
    for kind in set(news.objects(None, RDF.type)):
        if str(kind).startswith(KG.base):
            assert checked & {kind, *vocabulary.transitive_objects(kind, RDFS.subClassOf)}, kind
