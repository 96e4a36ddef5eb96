"""Graphs that do or do not hold to their shapes, in the store and in files."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kgraph import graph, iri
from kgraph.cli.app import main
from kgraph.errors import KgraphError
from kgraph.export import write
from kgraph.happenings import settle
from kgraph.store import Store
from kgraph.validate import SUFFIXES, Violation, validate
from kgraph.vocab import KG, NIF, PROV, RDF, RDFS, SCHEMA, XSD
from tests import claims as c


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with the corpus, its events and ties."""
    with Store(tmp_path / "store", create=True) as made:
        for document, claims in c.CORPUS:
            made.add(document, claims)
        settle(made)
        yield made


def test_what_kgraph_writes_conforms(store: Store) -> None:
    """Documents, events and ties have no faults."""
    assert validate(store) == []


def test_a_store_whose_events_wait_conforms(tmp_path: Path) -> None:
    """Claims are sound before it is worked out which events they report."""
    with Store(tmp_path / "store", create=True) as made:
        for document, claims in c.CORPUS:
            made.add(document, claims)
        assert validate(made) == []


@pytest.mark.parametrize("suffix", [".ttl", ".trig", ".nq", ".jsonld"])
def test_every_export_conforms(store: Store, tmp_path: Path, suffix: str) -> None:
    """In each RDF format, and what is wrong in the store is wrong in the file."""
    path = tmp_path / f"graph{suffix}"
    write(store, path)
    assert validate(path) == []
    store.change(delete=list(store.match(predicate=NamedNode(KG.rule))))
    write(store, path)
    assert validate(path) == validate(store) != []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_is_read(store: Store, tmp_path: Path, suffix: str) -> None:
    """Also those that are not exported; big letters do no harm."""
    path = tmp_path / f"graph{suffix.upper()}"
    form = RdfFormat.from_extension(suffix[1:])
    assert form is not None
    serialize((quad.triple for quad in store.quads()), output=path, format=form)
    assert validate(path) == []


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
    (RDFS.label, "has a name"),
    (KG.office, "one office"),
    (KG.party, "two parties"),
    (KG.mentionOf, "names one actor"),
    (KG.mentionRole, "which part"),
    (KG.mentionText, "has its words"),
    (SCHEMA.name, "place has a name"),
    (KG.reports, "counts its reports"),
    (KG.documents, "no more documents"),
    (KG.sources, "no more sources"),
    (KG.reportedAs, "with a status"),
    (KG.scoreSum, "one sum of scores"),
    (KG.events, "no more events"),
    (KG.recipientFor, "goes to one actor"),
]


@pytest.mark.parametrize(("predicate", "says"), TAKEN_AWAY)
def test_what_is_missing_is_found(store: Store, predicate: str, says: str) -> None:
    """Without a property that must be there, its subjects are named and told what they lack."""
    gone = list(store.match(predicate=NamedNode(predicate)))
    store.change(delete=gone)
    found = validate(store)
    assert found == sorted(found, key=lambda v: (v.focus, v.path or "", v.message))
    missing = [violation for violation in found if says in violation.message and violation.path == predicate]
    assert missing and {violation.focus for violation in missing} <= {quad.subject.value for quad in gone}


@pytest.mark.parametrize(
    ("predicate", "says"),
    [
        (KG.event, "reported by an event claim"), (KG.actor, "names somebody"), (KG.eventDate, "filed under a date"),
        (SCHEMA.datePublished, "document has a date"),
    ],
)  # fmt: skip
def test_nothing_hangs_in_the_air(store: Store, predicate: str, says: str) -> None:
    """An event without reports, a claim without parties, and what has no date and doesn't say so, are faults."""
    store.change(delete=list(store.match(predicate=NamedNode(predicate))))
    assert any(says in violation.message for violation in validate(store))


REPLACED = [
    (KG.status, NamedNode(KG.base + "rumoured"), "five statuses"),
    (KG.score, Literal("11", datatype=NamedNode(XSD.decimal)), "between -10 and 10"),
    (KG.confidence, Literal("1.5", datatype=NamedNode(XSD.decimal)), "between 0 and 1"),
    (KG.date, Literal("last Monday"), "a day, a month or a year"),
    (KG.eventDate, Literal("last Monday"), "a day, a month or a year"),
    (SCHEMA.datePublished, Literal("2024-03-05"), "a day, a month or a year"),
    (KG.undated, Literal(False), "says true"),
    (KG.reports, Literal(0), "one or more"),
    (KG.reportedAs, NamedNode(KG.base + "rumoured"), "with a status"),
    (KG.documents, Literal(9), "no more documents"),
    (KG.sources, Literal(9), "no more sources"),
    (KG.events, Literal(999), "no more events"),
    (KG.firstReport, Literal("early"), "first report"),
    (KG.mentionRole, Literal("villain"), "which part"),
    (SCHEMA.latitude, Literal("91", datatype=NamedNode(XSD.decimal)), "degrees north"),
    (KG.place, NamedNode(iri.actor("Nobody")), "at a place"),
    (KG.iso3, Literal("Iran"), "three capital letters"),
]


@pytest.mark.parametrize(("predicate", "value", "says"), REPLACED)
def test_a_wrong_value_is_found(store: Store, predicate: str, value: NamedNode | Literal, says: str) -> None:
    """A value that cannot be names its node and its property."""
    quad = min(store.match(predicate=NamedNode(predicate)), key=lambda quad: (quad.graph_name.value, str(quad)))
    store.change(delete=[quad], insert=[Quad(quad.subject, quad.predicate, value, quad.graph_name)])
    found = [violation for violation in validate(store) if says in violation.message]
    assert (quad.subject.value, predicate) in {(violation.focus, violation.path) for violation in found}
    assert isinstance(found[0], Violation)


def test_what_has_a_date_is_not_undated(store: Store) -> None:
    """Neither a claim nor a document says that it has none where it has one."""
    dated = [*store.match(predicate=NamedNode(KG.eventDate)), *store.match(predicate=NamedNode(SCHEMA.datePublished))]
    claims = {quad.subject.value for quad in dated if quad.graph_name.value != iri.EVENTS}
    wrong = [Quad(quad.subject, NamedNode(KG.undated), Literal(True), quad.graph_name) for quad in dated]
    store.change(insert=wrong)
    assert {v.focus for v in validate(store) if "says that it has none" in v.message} == claims


def test_a_contradiction_told_one_way_is_found(store: Store) -> None:
    """Both claims must name each other."""
    quad = next(iter(store.match(predicate=NamedNode(KG.contradicts))))
    store.change(delete=[quad])
    assert quad.subject.value in {v.focus for v in validate(store) if "both ways" in v.message}


def test_a_reader_cannot_want_both(store: Store) -> None:
    """Two claims are not both kept apart and put together."""
    [one, other, *_] = store.match(predicate=NamedNode(KG.event))
    both = [Quad(one.subject, NamedNode(name), other.subject, NamedNode(iri.RULES)) for name in (KG.apart, KG.together)]
    store.change(insert=both)
    assert [(v.focus, v.message) for v in validate(store)] == [
        (one.subject.value, "Two claims are kept apart or put together, not both.")
    ]


def test_terms_that_there_are_not_are_found(store: Store) -> None:
    """A mistyped property or class of ours is a fault, though no shape asks for it; a stranger's is none."""
    node, name = NamedNode("urn:x"), NamedNode(graph.document_iri(c.DEPOT))
    wrong = [
        Quad(node, NamedNode(KG.base + "recipent"), Literal("Syria"), name),
        Quad(node, NamedNode(RDF.type), NamedNode(KG.base + "Klaim"), name),
    ]
    fine = [
        Quad(node, NamedNode("urn:colour"), Literal("red"), name),
        Quad(node, NamedNode(RDF.type), NamedNode("urn:Thing"), name),
    ]
    store.change(insert=[*wrong, *fine])
    assert validate(store) == [
        Violation("urn:x", RDF.type, f"kgraph has no term {KG.base}Klaim."),
        Violation("urn:x", KG.base + "recipent", f"kgraph has no term {KG.base}recipent."),
    ]


def test_the_command_says_what_is_wrong(store: Store, tmp_path: Path) -> None:
    """Each fault with its node, property and reason, and their number; exit code 1."""
    path = tmp_path / "graph.ttl"
    write(store, path)
    assert CliRunner().invoke(main, ["validate", str(path)]).exit_code == 0
    quad = next(iter(store.match(predicate=NamedNode(KG.rule))))
    store.change(delete=[quad])
    write(store, path)
    result = CliRunner().invoke(main, ["validate", str(path)])
    assert result.exit_code == 1
    assert result.stdout == f"{quad.subject.value}  {KG.rule}  A claim names the rule that fired.\n"
    assert "1 fault" in result.stderr


def test_long_work_is_announced(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who checks a large store is told how long it takes; who checks a small one is not."""
    store.close()
    command = ["validate", "--store", str(tmp_path / "store")]
    assert CliRunner().invoke(main, command).stderr == ""
    monkeypatch.setattr("kgraph.cli.export.MANY", 10)
    result = CliRunner().invoke(main, command)
    assert "triples are to be checked; expect about 1 min" in result.stderr
    assert result.exit_code == 0


@pytest.mark.parametrize("text", ["<a> <b", None])
def test_what_is_no_turtle(tmp_path: Path, text: str | None) -> None:
    """A broken or missing file is one sentence that names it."""
    path = tmp_path / "graph.ttl"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(KgraphError, match=r"graph\.ttl is no Turtle"):
        validate(path)


@pytest.mark.parametrize("name", ["graph.csv", "graph"])
def test_what_is_no_rdf(tmp_path: Path, name: str) -> None:
    """A file whose suffix names no RDF format is told the formats there are."""
    path = tmp_path / name
    path.write_text("a,b\n", encoding="utf-8")
    with pytest.raises(KgraphError, match=rf"{name} has no suffix of an RDF format; take \.ttl"):
        validate(path)
