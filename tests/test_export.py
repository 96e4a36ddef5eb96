"""The graph as files: readable by other tools, the same bytes each time, whole or not at all."""

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Quad, RdfFormat, parse
from rdflib.compare import isomorphic

from kgraph import graph, recall
from kgraph.errors import KgraphError
from kgraph.export import FORMATS, rdf, write
from kgraph.store import Store
from tests import claims as c

NASTY = replace(
    c.QUIET, id="nasty.txt", origin="/nasty", title="=1+1, \"quoted\"; a 'b' \\ <&>\n@prefix . \x00\x07\x85\u2028 .\n🕊",
    source="\ufffe]]>",
)  # fmt: skip
NAMED = replace(
    c.BOMBING, doc="nasty.txt", sentence=c.Span(0, 10, "It rained."), trigger=c.Span(3, 9, "rained"),
    actors=(replace(c.STRIKE.actors[0], id=c.iri.actor("odd"), name="A\x00 <b> & \x1b[31m"),),
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the corpus and a document that has everything awkward in it."""
    with Store(tmp_path_factory.mktemp("export") / "store", create=True) as made:
        for document, claims in (*c.CORPUS, (NASTY, (NAMED,))):
            made.add(document, claims)
        yield made


def exported(store: Store, folder: Path, suffix: str) -> bytes:
    path = folder / f"graph{suffix}"
    write(store, path)
    return path.read_bytes()


@pytest.mark.parametrize("suffix", FORMATS)
def test_same_graph_same_bytes(store: Store, tmp_path: Path, suffix: str) -> None:
    """Whatever the order in which documents came in, and whenever it is written."""
    with Store(tmp_path / "store", create=True) as other:
        for document, claims in ((NASTY, (NAMED,)), *reversed(c.CORPUS)):
            other.add(document, claims)
        first = exported(other, tmp_path, suffix)
    assert first == exported(store, tmp_path, suffix)
    assert first.decode().strip()


@pytest.mark.parametrize("suffix", [".trig", ".nq", ".jsonld"])
def test_quads_come_back(store: Store, tmp_path: Path, suffix: str) -> None:
    """Formats with named graphs hold every quad and no other."""
    formats = {".trig": RdfFormat.TRIG, ".nq": RdfFormat.N_QUADS, ".jsonld": RdfFormat.JSON_LD}
    assert set(parse(exported(store, tmp_path, suffix), format=formats[suffix])) == set(store.quads())


def test_rdflib_reads_json_ld(store: Store, tmp_path: Path) -> None:
    """A second reader finds as many quads."""
    found = rdflib.Dataset(default_union=False).parse(data=exported(store, tmp_path, ".jsonld"), format="json-ld")
    assert len(list(found.quads())) == len(list(store.quads()))


def test_nquads_are_sorted(store: Store, tmp_path: Path) -> None:
    """Document by document, subject by subject."""
    lines = exported(store, tmp_path, ".nq").decode().removesuffix("\n").split("\n")
    subjects = [(line.rsplit(" ", 2)[1], line.split(" ", 1)[0]) for line in lines]
    assert subjects == sorted(subjects)


def test_turtle_merges_all_graphs(store: Store, tmp_path: Path) -> None:
    """rdflib and pyoxigraph read the same triples, each subject once, its type first, prefixes used."""
    turtle = exported(store, tmp_path, ".ttl")
    triples = {quad.triple for quad in store.quads()}
    assert {quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)} == triples
    assert len(rdflib.Graph().parse(data=turtle, format="turtle")) == len(triples)
    blocks = re.split(r" \.\n\n", turtle.decode())
    subjects = [block.split(" ", 1)[0] for block in blocks if not block.startswith("@prefix")]
    assert len(subjects) == len(set(subjects)) == len({triple.subject for triple in triples})
    assert 'wd:Q801 a kg:Actor , kg:State ;\n\trdfs:label "Israel" ;' in turtle.decode()


@pytest.mark.skipif(shutil.which("rapper") is None, reason="rapper (raptor2-utils) is not installed")
def test_rapper_reads_turtle(tmp_path: Path) -> None:
    """A third reader counts the same triples, characters that XML can't hold left aside."""
    with Store(tmp_path / "store", create=True) as store:
        for document, claims in c.CORPUS:
            store.add(document, claims)
        exported(store, tmp_path, ".ttl")
        count = len({quad.triple for quad in store.quads()})
    command = ["rapper", "-c", "-i", "turtle", str(tmp_path / "graph.ttl")]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    assert f"returned {count} triples" in told


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_turtle(text: str) -> None:
    """Through pyoxigraph and through rdflib, as the same string."""
    document = replace(c.QUIET, text=text, title=text, source=text)
    claim = replace(c.STRIKE, actors=(replace(c.STRIKE.actors[0], name=text),))
    turtle = rdf.serialise(graph.quads(document, [claim]))
    expected = rdflib.Graph()
    expected.parse(data=_ntriples(graph.quads(document, [claim])), format="nt")
    assert isomorphic(rdflib.Graph().parse(data=turtle, format="turtle"), expected)
    assert {quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)} == {
        quad.triple for quad in graph.quads(document, [claim])
    }


def _ntriples(quads: list[Quad]) -> str:
    return "".join(f"{quad.triple} .\n" for quad in quads)


@pytest.mark.parametrize(("suffix", "read"), [(".graphml", nx.read_graphml), (".gexf", nx.read_gexf)])
def test_networks_come_back(store: Store, tmp_path: Path, suffix: str, read: Callable[..., nx.MultiDiGraph]) -> None:
    """networkx reads nodes with names and kinds, and one edge for each pair and code, with an id of its own."""
    text = exported(store, tmp_path, suffix).decode()
    found = read(io.BytesIO(text.encode()))
    israel, syria = (c.iri.wikidata(c.STATES[name][0]) for name in ("Israel", "Syria"))
    assert found.nodes[israel]["label"] == "Israel"
    assert found.nodes[israel]["kind"] == "state"
    (edge,) = (values for *pair, values in found.edges(data=True) if pair == [israel, syria])
    assert (edge["code"], edge["events"], edge["score"]) == ("ASSAULT", 2, -10.0)
    ids = re.findall(r'<edge [^>]*\bid="([^"]*)"', text)
    assert len(ids) == len(set(ids)) == found.number_of_edges()


def test_networks_hold_no_characters_that_xml_forbids(store: Store, tmp_path: Path) -> None:
    """They become the replacement character; markup stays text."""
    found = nx.read_graphml(io.BytesIO(exported(store, tmp_path, ".graphml")))
    assert "A� <b> & �[31m" in {values["label"] for _, values in found.nodes(data=True)}


def test_table_has_a_row_for_each_claim(store: Store, tmp_path: Path) -> None:
    """In the order of documents and text; several parties share a cell."""
    rows = list(csv.DictReader(io.StringIO(exported(store, tmp_path, ".csv").decode(), newline="")))
    assert len(rows) == sum(map(len, c.CLAIMS.values())) + 1
    assert [row["document"] for row in rows] == sorted(row["document"] for row in rows)
    (hosting,) = (row for row in rows if row["mode"] == "visit")
    told = {name: hosting[name] for name in ("actors", "recipients", "code", "status", "place", "score", "published")}
    assert told == {
        "actors": "Qatar", "recipients": "Iran; United States", "code": "CONSULT", "status": "actual", "place": "Doha",
        "score": "1.9", "published": "2024-03-12",
    }  # fmt: skip
    (ally,) = (row for row in rows if row["kind"] == "relation")
    assert (ally["relation"], ally["parties"], ally["code"]) == ("ally", "Russia; Syria", "")


def test_json_ld_is_compact(store: Store, tmp_path: Path) -> None:
    """Its context is used: no property is written in full."""
    data = json.loads(exported(store, tmp_path, ".jsonld"))
    keys = {key for record in data["@graph"] for node in record["@graph"] for key in node}
    assert not [key for key in keys if "://" in key]


def test_claims_are_recalled_as_they_were_stored(store: Store) -> None:
    """The way back from the graph gives equal documents and claims, origin aside."""
    found = {document.id: (document, tuple(claims.values())) for document, claims in recall.documents(store)}
    for document, claims in c.CORPUS:
        assert found[document.id] == (replace(document, origin=""), claims)


@pytest.mark.parametrize("name", ["graph.doc", "graph", ".ttl"])
def test_unknown_suffix(store: Store, tmp_path: Path, name: str) -> None:
    """The error lists the formats, and nothing is written."""
    with pytest.raises(KgraphError, match=r"\.ttl, \.trig"):
        write(store, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_suffix_in_capitals(store: Store, tmp_path: Path) -> None:
    """``GRAPH.TTL`` is Turtle too."""
    write(store, tmp_path / "GRAPH.TTL")
    assert (tmp_path / "GRAPH.TTL").read_bytes() == exported(store, tmp_path, ".ttl")


def test_a_failed_export_leaves_the_old_file(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old file stays as it was, with nothing left beside it."""

    def fails(_: Store, out: io.BytesIO) -> None:
        out.write(b"half")
        raise OSError(28, "No space left on device")

    (tmp_path / "graph.ttl").write_text("old", encoding="utf-8")
    monkeypatch.setitem(FORMATS, ".ttl", fails)
    with pytest.raises(KgraphError, match="No space left"):
        write(store, tmp_path / "graph.ttl")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("graph.ttl", "old")]


def test_a_folder_that_is_not_there(store: Store, tmp_path: Path) -> None:
    """One sentence, no traceback."""
    with pytest.raises(KgraphError, match="can't be written"):
        write(store, tmp_path / "missing" / "graph.ttl")
