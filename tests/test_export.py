"""The graph as files: readable by other tools, the same bytes each time, whole or not at all."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pandas
import pytest
import rdflib
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Quad, RdfFormat, parse
from rdflib.compare import isomorphic

from kgraph import graph, recall, resources
from kgraph.cli import export as command
from kgraph.cli.app import main
from kgraph.errors import KgraphError, StoreError
from kgraph.export import DEFAULT_TABLE, FORMATS, GRAPHS, SHEETS, cypher, exporter, rdf, share, sheets, sorting, write
from kgraph.export.tables import TABLES
from kgraph.happenings import settle
from kgraph.model import Value
from kgraph.store import Store
from kgraph.vocab import KG
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
        settle(made)
        yield made


def exported(store: Store, folder: Path, form: str, what: str | None = None) -> bytes:
    path = folder / "exported"
    write(store, path, form, what)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("form", "what"), [*((form, None) for form in GRAPHS), *((form, what) for form in SHEETS for what in TABLES)]
)
def test_same_graph_same_bytes(store: Store, tmp_path: Path, form: str, what: str | None) -> None:
    """Whatever the order in which documents came in, and whenever it is written."""
    with Store(tmp_path / "store", create=True) as other:
        for document, claims in ((NASTY, (NAMED,)), *reversed(c.CORPUS)):
            other.add(document, claims)
        settle(other)
        first = exported(other, tmp_path, form, what)
    assert first == exported(store, tmp_path, form, what)
    assert first.strip()


@pytest.mark.parametrize("form", ["trig", "nq", "jsonld"])
def test_quads_come_back(store: Store, tmp_path: Path, form: str) -> None:
    """Formats with named graphs hold every quad and no other."""
    formats = {"trig": RdfFormat.TRIG, "nq": RdfFormat.N_QUADS, "jsonld": RdfFormat.JSON_LD}
    assert set(parse(exported(store, tmp_path, form), format=formats[form])) == set(store.quads())


def test_rdflib_reads_json_ld(store: Store, tmp_path: Path) -> None:
    """A second reader finds the same triples as in N-Quads."""
    read, expected = (
        rdflib.Dataset(default_union=True).parse(data=exported(store, tmp_path, form), format=name)
        for form, name in (("jsonld", "json-ld"), ("nq", "nquads"))
    )
    assert {quad[:3] for quad in read.quads()} == {quad[:3] for quad in expected.quads()}


def test_nquads_are_sorted(store: Store, tmp_path: Path) -> None:
    """Document by document, subject by subject."""
    lines = exported(store, tmp_path, "nq").decode().removesuffix("\n").split("\n")
    subjects = [(line.rsplit(" ", 2)[1], line.split(" ", 1)[0]) for line in lines]
    assert subjects == sorted(subjects)


def test_turtle_merges_all_graphs(store: Store, tmp_path: Path) -> None:
    """rdflib and pyoxigraph read the same triples, each subject once, its type first, prefixes used."""
    turtle = exported(store, tmp_path, "ttl")
    triples = {quad.triple for quad in store.quads()}
    assert {quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)} == triples
    assert len(rdflib.Graph().parse(data=turtle, format="turtle")) == len(triples)
    blocks = re.split(r" \.\n\n", turtle.decode())
    subjects = [block.split(" ", 1)[0] for block in blocks if not block.startswith("@prefix")]
    assert len(subjects) == len(set(subjects)) == len({triple.subject for triple in triples})
    assert 'wd:Q801 a kg:Actor , kg:State ;\n\trdfs:label "Israel" ;' in turtle.decode()


@pytest.mark.skipif(shutil.which("rapper") is None, reason="rapper (raptor2-utils) is not installed")
def test_three_readers_of_turtle_agree(tmp_path: Path) -> None:
    """rapper, rdflib and pyoxigraph read one graph, characters that XML can't hold left aside."""
    with Store(tmp_path / "store", create=True) as store:
        for document, claims in c.CORPUS:
            store.add(document, claims)
        settle(store)
        turtle = exported(store, tmp_path, "ttl")
        triples = {quad.triple for quad in store.quads()}
    command = ["rapper", "-q", "-i", "turtle", "-o", "ntriples", str(tmp_path / "exported")]
    told = subprocess.run(command, capture_output=True, check=True).stdout
    assert {quad.triple for quad in parse(told, format=RdfFormat.N_TRIPLES)} == triples
    assert {quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)} == triples
    found = rdflib.Graph().parse(data=turtle, format="turtle")
    assert isomorphic(found, rdflib.Graph().parse(data=told, format="nt"))


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


@pytest.mark.parametrize(("form", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_networks_come_back(store: Store, tmp_path: Path, form: str, read: Callable[..., nx.MultiDiGraph]) -> None:
    """networkx reads nodes with names and kinds, and one edge for each pair and code, with an id of its own."""
    text = exported(store, tmp_path, form).decode()
    found = read(io.BytesIO(text.encode()))
    israel, syria = (c.iri.wikidata(c.STATES[name][0]) for name in ("Israel", "Syria"))
    assert found.nodes[israel]["label"] == "Israel"
    assert found.nodes[israel]["kind"] == "state"
    (edge,) = (values for *pair, values in found.edges(data=True) if pair == [israel, syria])
    assert (edge["code"], edge["events"], edge["score"]) == ("ASSAULT", 1, -10.0)
    ids = re.findall(r'<edge [^>]*\bid="([^"]*)"', text)
    assert len(ids) == len(set(ids)) == found.number_of_edges()


def test_networks_hold_no_characters_that_xml_forbids(store: Store, tmp_path: Path) -> None:
    """They become the replacement character; markup stays text."""
    found = nx.read_graphml(io.BytesIO(exported(store, tmp_path, "graphml")))
    assert "A� <b> & �[31m" in {values["label"] for _, values in found.nodes(data=True)}


def test_table_has_a_row_for_each_claim(store: Store, tmp_path: Path) -> None:
    """In the order of documents and text; several parties share a cell."""
    rows = list(csv.DictReader(io.StringIO(exported(store, tmp_path, "csv").decode(), newline="")))
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


def test_json_ld_reads_like_json(store: Store, tmp_path: Path) -> None:
    """Properties have bare names, and a claim's values are plain."""
    nodes = [node for record in json.loads(exported(store, tmp_path, "jsonld"))["@graph"] for node in record["@graph"]]
    assert not [key for node in nodes for key in node if ":" in key]
    (claim,) = (node for node in nodes if node.get("trigger") == "bombed" and node.get("place"))
    told = {name: claim[name] for name in ("type", "code", "status", "actor", "date", "score", "triggerBegin", "mode")}
    assert told == {
        "type": ["Claim", "EventClaim"], "code": "plover:ASSAULT", "status": "actual", "actor": "wd:Q801",
        "date": "2024-03-04", "score": "-10", "triggerBegin": 13, "mode": "aerial",
    }  # fmt: skip


def test_the_context_names_what_there_is() -> None:
    """Each bare name in it is a property of ours, each prefix one that Turtle files have, where they have one."""
    context = json.loads(resources.data("context.jsonld").read_text(encoding="utf-8"))["@context"]
    bare = {key for key, entry in context.items() if isinstance(entry, dict) and "@id" not in entry}
    assert bare <= set(KG.terms())
    prefixes = {key: entry for key, entry in context.items() if key in rdf.ALL_PREFIXES and isinstance(entry, str)}
    assert prefixes.items() <= rdf.ALL_PREFIXES.items()
    assert len(prefixes) > 5


def test_json_ld_types_what_the_context_does_not_expect(tmp_path: Path) -> None:
    """A month where the context says day, and a date that is mere words, come back as they were."""
    with Store(tmp_path / "store", create=True) as store:
        store.add(replace(c.QUIET, date="some time in May"), ())
        store.add(c.TALKS, (c.PACT,))
        data = exported(store, tmp_path, "jsonld")
        assert set(parse(data, format=RdfFormat.JSON_LD)) == set(store.quads())
    assert b'"date": {"@value": "2024-04", "@type": "xsd:gYearMonth"}' in data


@given(st.lists(st.text("ab", min_size=1), min_size=1), st.integers(1, 40))
def test_lines_are_sorted_outside_of_memory(words: list[str], budget: int) -> None:
    """However they are cut into pieces, and however little fits in memory or how many files it takes."""
    text = "".join(f"{word}\n" for word in words).encode()
    with sorting.Sorter(budget) as sorter:
        for begin in range(0, len(text), 3):
            sorter.write(text[begin : begin + 3])
        lines = list(sorter.lines())
    assert lines == sorted(lines)
    assert set(lines) == {f"{word}\n".encode() for word in words}


def test_what_is_sorted_outside_of_memory_is_the_same(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Turtle, TriG and N-Quads do not tell how little memory there was."""
    whole = [exported(store, tmp_path, form) for form in ("ttl", "trig", "nq")]
    monkeypatch.setattr(sorting.Sorter.__init__, "__defaults__", (200,))
    monkeypatch.setattr(sorting, "FILES", 3)
    monkeypatch.setattr(rdf, "_BATCH", 3)
    assert [exported(store, tmp_path, form) for form in ("ttl", "trig", "nq")] == whole


def test_a_big_folder_is_read_by_several_processes(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the same bytes; what lies where the command is called is not imported, and a process that fails is told."""
    whole = exported(store, tmp_path, "ttl")
    monkeypatch.setattr(share, "MANY", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "json.py").write_text("raise SystemExit('imported')", encoding="utf-8")
    with Store(store.path, read_only=True) as reader:
        assert exported(reader, tmp_path, "ttl") == whole
        monkeypatch.setattr(share, "_CHILD", "raise SystemExit(1)")
        with pytest.raises(StoreError, match="could not be read by several processes"):
            exported(reader, tmp_path, "ttl")


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


@pytest.mark.parametrize("form", FORMATS)
def test_the_suffix_names_the_format(store: Store, tmp_path: Path, form: str) -> None:
    """In capitals too; a format that is named counts more."""
    written, named = tmp_path / f"GRAPH.{form.upper()}", tmp_path / "graph.nq"
    write(store, written)
    write(store, named, form)
    assert written.read_bytes() == named.read_bytes()


def test_a_failed_export_leaves_the_old_file(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old file stays as it was, with nothing left beside it."""

    def fails(_: Store, out: io.BytesIO) -> None:
        out.write(b"half")
        raise OSError(28, "No space left on device")

    (tmp_path / "graph.ttl").write_text("old", encoding="utf-8")
    monkeypatch.setitem(GRAPHS, "ttl", fails)
    with pytest.raises(KgraphError, match="No space left"):
        write(store, tmp_path / "graph.ttl")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("graph.ttl", "old")]


def test_a_folder_that_is_not_there(store: Store, tmp_path: Path) -> None:
    """One sentence, no traceback."""
    with pytest.raises(KgraphError, match="can't be written"):
        write(store, tmp_path / "missing" / "graph.ttl")


def frame(store: Store, folder: Path, form: str, what: str) -> pandas.DataFrame:
    data = io.BytesIO(exported(store, folder, form, what))
    return pandas.read_csv(data) if form == "csv" else pandas.read_parquet(data)


@pytest.mark.parametrize("form", SHEETS)
@pytest.mark.parametrize("what", TABLES)
def test_tables_keep_their_types(store: Store, tmp_path: Path, form: str, what: str) -> None:
    """pandas finds the columns, numbers as numbers and words as words, however the table is kept."""
    found = frame(store, tmp_path, form, what)
    expected = TABLES[what].columns
    assert list(found) == list(expected)
    for name, kind in expected.items():
        if found[name].notna().any():
            assert pandas.api.types.is_numeric_dtype(found[name]) == (kind is not str), name
    assert len(found) == len(list(TABLES[what].rows(store)))


@pytest.mark.parametrize("form", SHEETS)
def test_an_edge_for_each_pair(store: Store, tmp_path: Path, form: str) -> None:
    """A host meets two guests, two callers each other, both ways; who acts alone has no recipient."""
    found = frame(store, tmp_path, form, "edges")
    pairs = found[["actor", "recipient"]].where(found.notna(), "")
    hosted, called, alone = (
        sorted(pairs[(found["root"] == root) & (found["mode"] == mode)].itertuples(index=False, name=None))
        for root, mode in (("CONSULT", "visit"), ("CONSULT", "phone"), ("PROTEST", "strike"))
    )
    assert hosted == [("Qatar", "Iran"), ("Qatar", "United States")]
    assert called == [("Egypt", "Israel"), ("Israel", "Egypt")]
    assert alone == [("dock workers", "")]
    (raid,) = found[found["document"] == "harbour.md"].to_dict("records")
    told = ("date", "actor_iso", "recipient_iso", "quad", "score", "status", "published", "source", "sentence")
    assert [raid[name] for name in told] == [
        "2024-03-04", "ISR", "SYR", "material conflict", -10.0, "actual", "2024-03-06", "Morning Lantern",
        c.HARBOUR.text,
    ]  # fmt: skip
    assert pandas.to_datetime(found["date"], format="ISO8601").notna().sum() == found["date"].notna().sum() > 10


def test_reports_of_one_event_share_it(store: Store, tmp_path: Path) -> None:
    """Two papers tell of one raid: two edges, one event."""
    found = frame(store, tmp_path, "csv", "edges")
    raids = found[(found["root"] == "ASSAULT") & (found["mode"] == "aerial") & (found["status"] == "actual")]
    told = raids[raids["document"] != "nasty.txt"]
    assert (len(told), told["claim"].nunique(), told["event"].nunique()) == (2, 2, 1)


def test_safe_cells(tmp_path: Path) -> None:
    """What a spreadsheet would take for a formula gets an apostrophe where one asks for it; numbers stay."""
    with Store(tmp_path / "store", create=True) as store:
        store.add(replace(c.HARBOUR, source="=1+1"), (c.RAID,))
        write(store, tmp_path / "safe.csv", safe_cells=True)
        write(store, tmp_path / "plain.csv")
    safe, plain = (pandas.read_csv(tmp_path / f"{name}.csv").to_dict("records")[0] for name in ("safe", "plain"))
    assert (safe["source"], safe["score"]) == ("'=1+1", -10.0)
    assert (plain["source"], plain["score"]) == ("=1+1", -10.0)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_formulas(cell: str) -> None:
    """All ways to begin one; a number below zero is none."""
    assert sheets.safe((cell, -1.5, None, f"a{cell}")) == (f"'{cell}", -1.5, None, f"a{cell}")


def test_parquet_without_pyarrow(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what to install."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(KgraphError, match=r"\.\[parquet\]"):
        write(store, tmp_path / "claims.parquet")


def test_plover_records(store: Store, tmp_path: Path) -> None:
    """What happened, a record each, with the manual's names and codes; what did not happen is left out."""
    records = [json.loads(line) for line in exported(store, tmp_path, "plover").splitlines()]
    actual = [claim for claims in c.CLAIMS.values() for claim in claims if claim.status == "actual"]
    assert len(records) == len(actual) + 1
    assert all({"id", "date", "source", "event"} <= record.keys() for record in records)
    by_text = {record["text"]: record for record in records}
    raid = by_text[c.BOMBING.sentence.text]
    assert raid["source"] == [
        {"code": "ISR", "actor_text": "Israel", "identifier_id": c.iri.wikidata("Q801"), "identifier_text": "Israel"}
    ]
    assert [actor["code"] for actor in raid["recipient"]] == ["SYR"]
    assert (raid["event"], raid["mode"], raid["quad_code"], raid["event_scale"]) == (["ASSAULT"], "aerial", 4, -10.0)
    assert raid["event_loc"]["cc3"] == "SYR"
    assert raid["event_loc"]["country code"] == "SY"
    assert raid["cite_info"]["publication"] == "Harbour Gazette"
    grain = by_text[c.GRAIN.sentence.text]
    assert (grain["date"], grain["enddate"]) == ("2024-01-01", "2024-12-31")
    praise = by_text[c.PRAISE.sentence.text]
    assert (praise["date"], praise["enddate"]) == ("2024-04-01", "2024-04-30")
    assert by_text[c.APPEAL.sentence.text]["source"][0]["code"] == "IGO"


def test_plover_without_a_date(tmp_path: Path) -> None:
    """The fields that the manual requires are there, whatever is not known."""
    with Store(tmp_path / "store", create=True) as store:
        store.add(replace(c.HARBOUR, date=None), (replace(c.RAID, date=None, actors=()),))
        (record,) = map(json.loads, exported(store, tmp_path, "plover").splitlines())
    assert (record["date"], record["source"]) == (None, [])


def test_plover_counts_the_dead(tmp_path: Path) -> None:
    """Figures that the manual has a field for stand there, the first of several."""
    dead = Value("killed", 14, None, None, None, "14", 0, 2)
    hurt = Value("wounded", 3, None, None, None, "three", 4, 9)
    more = Value("killed", 2, None, None, None, "two", 10, 13)
    with Store(tmp_path / "store", create=True) as store:
        store.add(c.HARBOUR, (replace(c.RAID, values=(dead, hurt, more)),))
        (record,) = map(json.loads, exported(store, tmp_path, "plover").splitlines())
    assert record["size_info"] == {"dead": 14, "injured": 3}


STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)


@given(st.text(st.sampled_from(["\\", "u", "0", "2", '"', "'", "`", ";", "\n", "}", "\x00", "é", "a", "\u2028", "/"])))
def test_no_text_becomes_cypher(text: str) -> None:
    """A string ends where it should, even for readers that decode escapes first, and says what it said."""
    written = cypher._value(text)
    early = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), written)
    assert set(STRING.sub("", written)) <= set(" +")
    assert set(STRING.sub("", early)) <= set(" +")
    assert "".join(json.loads(piece) for piece in STRING.findall(written)) == text


def test_cypher_is_the_same_but_for_its_strings(store: Store, tmp_path: Path) -> None:
    """Statements are made of our words, the texts' words are all in strings."""
    written = exported(store, tmp_path, "cypher").decode()
    bare = STRING.sub('""', written)
    assert set(re.findall(r"^[A-Z]+", bare, re.MULTILINE)) == {"CREATE", "UNWIND", "MERGE", "MATCH"}
    assert len(re.findall(r";$", bare, re.MULTILINE)) == bare.count(";") == bare.count("UNWIND") + 4
    assert "MERGE (a)-[:ASSAULT {claim: row.claim}]->(b)" in bare
    assert "MERGE (a)-[:ATTRIBUTED_TO]->(b)" in bare
    assert json.dumps(NASTY.title, ensure_ascii=False) in written


def test_cypher_ties_only_what_the_text_tells(store: Store, tmp_path: Path) -> None:
    """Attributed, planned and denied claims are nodes and no ties between actors."""
    written = exported(store, tmp_path, "cypher").decode()
    raids = next(part for part in written.split("UNWIND ") if "[:ASSAULT {" in part)
    nodes = {
        sentence: node for node, sentence in re.findall(r'\{id: "([^"]*/claim/[^"]*)".*sentence: "(.*)"\}', written)
    }
    assert nodes[c.RAID.sentence.text] in raids
    assert nodes[c.ACCOUNT.sentence.text] not in raids
    assert nodes[c.DENIAL.sentence.text] not in raids


@pytest.mark.parametrize(("form", "options"), [("ttl", {"what": "edges"}), ("parquet", {"safe_cells": True})])
def test_options_that_a_format_does_not_take(form: str, options: dict[str, str]) -> None:
    """They are not passed over in silence."""
    with pytest.raises(KgraphError, match="leave"):
        exporter(form, **options)  # type: ignore[arg-type]


def test_the_command_knows_all_formats() -> None:
    """It lists them without loading what writes them."""
    assert set(command.FORMATS) == set(FORMATS)
    assert tuple(TABLES) == command.TABLES
    assert command.TABLES[0] == DEFAULT_TABLE


def test_standard_output(store: Store, tmp_path: Path) -> None:
    """The same bytes as in a file, and nothing else; without a format it asks for one."""
    words = ["export", "-", "--store", str(store.path)]
    printed = CliRunner().invoke(main, [*words, "--format", "csv", "--what", "edges"])
    assert printed.stdout_bytes == exported(store, tmp_path, "csv", "edges")
    assert CliRunner().invoke(main, words).exit_code == 2


def test_the_page_tells_of_all_formats_and_columns() -> None:
    """docs/exports.md has a row for each format and table, and one for each column of the edges, in their order."""
    page = (Path(__file__).parent.parent / "docs" / "exports.md").read_text(encoding="utf-8")
    rows = [re.findall(r"`([a-z_]+)`", line.split("|")[1]) for line in page.splitlines() if line.startswith("| `")]
    assert [[form] for form in FORMATS] == rows[: len(FORMATS)]
    assert [[what] for what in TABLES] == rows[len(FORMATS) : len(FORMATS) + len(TABLES)]
    columns = [name for row in rows[len(FORMATS) + len(TABLES) :] for name in row]
    assert columns[: len(TABLES["edges"].columns)] == list(TABLES["edges"].columns)


def test_the_page_tells_of_all_plover_fields(store: Store, tmp_path: Path) -> None:
    """And of none that is never filled."""
    page = (Path(__file__).parent.parent / "docs" / "exports.md").read_text(encoding="utf-8")
    table = page.split("## PLOVER records")[1].split("Not filled:")[0]
    heads = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    records = [json.loads(line) for line in exported(store, tmp_path, "plover").splitlines()]
    written = {name for record in records for part in (record, *record["source"]) for name in part}
    assert set(re.findall(r"`([a-z_]+)`", "".join(heads))) == written | {"size_info"}
