"""The graph on real SPARQL servers, which the tests start themselves: as in a folder, to the last quad and row."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Quad, QueryTriples

from kgraph import iri
from kgraph.analyse.project import network
from kgraph.analyse.registry import MEASURES
from kgraph.brief import write as brief
from kgraph.checking import check
from kgraph.cli.app import main
from kgraph.errors import QueryError, StoreError
from kgraph.export import write
from kgraph.graph import document_iri
from kgraph.happenings import settle
from kgraph.model import Claim, Document
from kgraph.store import GraphStore, Store, open_store
from kgraph.store.remote import RemoteStore
from kgraph.vocab import KG, RDF, RDFS, XSD
from tests import claims as c
from tests import servers
from tests.servers import PASSWORD, ROWS, USER

GRAPH = NamedNode(f"{iri.BASE}document/of-the-tests")
SAYS = NamedNode("http://example.org/says")
WORDS = [
    "",
    " x ",
    "a\tb\nc\r\n",
    "\\ \"q\" 'r'",
    "🕊 e\u0301 \u2028",
    "<html>&amp;</html>",
    "%s ?x $y @z ;--",
    "é" * 99_999,
]
TYPED = [
    ("-5", XSD.integer), ("0", XSD.decimal), ("-7.25", XSD.decimal), ("5", XSD.decimal), ("1250000.5", XSD.decimal),
    ("2024-10-09", XSD.date), ("2024-02-30", XSD.date), ("0476-09-04", XSD.date), ("2024-10", XSD.gYearMonth),
    ("2024", XSD.gYear),
]  # fmt: skip


@pytest.fixture
def remote(sparql_server: str) -> Iterator[RemoteStore]:
    """An empty store on each server."""
    with RemoteStore(sparql_server) as store:
        store.change(drop=[*store.graphs(), GRAPH])
        yield store


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Store]:
    """An empty store in a folder."""
    with Store(tmp_path / "folder", create=True) as store:
        yield store


def filled(store: GraphStore) -> GraphStore:
    """The store with the corpus, and what it means for events."""
    for document, claims in c.CORPUS:
        assert store.add(document, claims) == "added"
    settle(store)
    return store


def quad(number: int, value: Literal) -> Quad:
    return Quad(NamedNode(f"{GRAPH.value}#{number}"), SAYS, value, GRAPH)


def numbers(amount: int) -> list[Quad]:
    return [quad(number, Literal(f"{number:05}")) for number in range(amount)]


def test_open_store(sparql_server: str, tmp_path: Path) -> None:
    """An http address is a server's, anything else a folder."""
    with open_store(sparql_server, read_only=True) as store:
        assert isinstance(store, RemoteStore) and store.address == sparql_server
    with open_store(tmp_path / "new", create=True) as store:
        assert isinstance(store, Store)


def test_corpus_is_the_same(remote: RemoteStore, folder: Store) -> None:
    """Documents, events and ties are on a server what they are in a folder: every quad, in one order, and sound."""
    assert list(filled(remote).quads()) == list(filled(folder).quads())
    assert remote.stats() == folder.stats()
    assert remote.graphs() == [name for name in folder.graphs() if any(folder.match(graph=name))]
    assert check(remote).faults == []


def test_facts_of_many(remote: RemoteStore, folder: Store) -> None:
    """What is asked of many subjects at once, or by many values, is on a server what it is in a folder."""
    subjects = [NamedNode(iri.wikidata(number)) for number, _ in c.STATES.values()] * 99
    label, kind = NamedNode(RDFS.label), NamedNode(RDF.type)
    events = NamedNode(iri.EVENTS)
    there, here = (
        [
            set(store.facts(subjects)),
            set(store.facts(subjects, label, NamedNode(document_iri(c.DEPOT)))),
            set(store.having(kind, [NamedNode(KG.Event), NamedNode(KG.Sentence)])),
            set(store.having(kind, [NamedNode(KG.Event), NamedNode(KG.Sentence)], events)),
        ]
        for store in map(filled, (remote, folder))
    )
    assert there == here and all(here)


def test_documents_come_and_go(remote: RemoteStore, folder: Store) -> None:
    """A text that is read again changes nothing, a changed one replaces its older version, a forgotten one is gone."""
    later = replace(c.HARBOUR, text=f"{c.HARBOUR.text} Nobody was hurt.")
    for store in (filled(remote), filled(folder)):
        assert store.add(c.HARBOUR, [c.RAID]) == "unchanged"
        assert store.add(later, [c.RAID]) == "replaced"
        assert store.has(later) and not store.has(c.HARBOUR)
        store.forget(NamedNode(document_iri(c.TALKS)))
        assert not store.has(c.TALKS)
        settle(store)
    assert list(remote.quads()) == list(folder.quads())


def test_measures_agree(remote: RemoteStore, folder: Store) -> None:
    """What is measured of a server's graph is what is measured of a folder's."""
    nets = [network(filled(store)) for store in (folder, remote)]
    free = [measure for measure in MEASURES.values() if not measure.required]
    assert len(free) > 3
    for measure in free:
        here, there = map(measure.run, nets)
        assert here == there


@pytest.mark.parametrize("suffix", ["md", "html"])
def test_briefs_have_the_same_bytes(remote: RemoteStore, folder: Store, tmp_path: Path, suffix: str) -> None:
    """A briefing from a server's graph is the one from a folder's."""
    for store, name in ((remote, "there"), (folder, "here")):
        brief(filled(store), ["ISR", "SYR"], tmp_path / f"{name}.{suffix}")
    assert (tmp_path / f"there.{suffix}").read_bytes() == (tmp_path / f"here.{suffix}").read_bytes()


def test_spans_are_compared_alike(remote: RemoteStore, folder: Store) -> None:
    """`kgraph compare` says of a server's graph what it says of a folder's."""
    spans = ["--a", "2024-03-01..2024-03-04", "--b", "2024-03-05..2024-12"]
    told = [
        CliRunner().invoke(main, ["compare", *spans, "--format", "json", "--store", place])
        for store in (folder, remote)
        for place in [str(filled(store))]
    ]
    assert told[0].exit_code == told[1].exit_code == 0
    assert told[0].output == told[1].output != "[]\n"


@pytest.mark.parametrize("suffix", ["ttl", "nq", "graphml", "csv"])
def test_exports_have_the_same_bytes(remote: RemoteStore, folder: Store, tmp_path: Path, suffix: str) -> None:
    """An export of a server's graph has the bytes of an export of the same graph in a folder."""
    for store, name in ((remote, "there"), (folder, "here")):
        write(filled(store), tmp_path / f"{name}.{suffix}")
    assert (tmp_path / f"there.{suffix}").read_bytes() == (tmp_path / f"here.{suffix}").read_bytes()


def test_every_word_comes_back(remote: RemoteStore) -> None:
    """Strings and typed values come back from a server as they went there, each found by its own value."""
    values = [*map(Literal, WORDS), *(Literal(value, datatype=NamedNode(kind)) for value, kind in TYPED)]
    sent = [quad(number, value) for number, value in enumerate(values)]
    remote.change(insert=sent)
    assert sorted(remote.match(graph=GRAPH), key=str) == sorted(sent, key=str)
    for one in sent[:6] + sent[len(WORDS) :]:
        assert list(remote.match(one.subject, SAYS, one.object, GRAPH)) == [one]
    remote.change(delete=sent)
    assert not remote.holds(GRAPH)


def test_one_graph_is_replaced(remote: RemoteStore) -> None:
    """A graph that is written anew holds the new quads and no others, however often that is done."""
    remote.change(insert=numbers(9))
    for _ in range(2):
        remote.change(drop=[GRAPH], insert=numbers(3))
    assert len(list(remote.match(graph=GRAPH))) == 3


def test_long_changes_and_answers(remote: RemoteStore) -> None:
    """More quads than Virtuoso takes in one operation, and more rows than it gives at once, are all there, in order."""
    many = numbers(3 * ROWS + 7)
    remote.change(insert=many)
    assert sorted(remote.match(graph=GRAPH), key=str) == sorted(many, key=str)
    everything = f"{{ GRAPH <{GRAPH.value}> {{ ?s ?p ?o }} }}"
    falling = remote.select(f"SELECT ?o {everything} ORDER BY DESC(?o)").rows
    assert [row[0] for row in falling] == [one.object for one in reversed(many)]
    tied = remote.select(f"SELECT ?p (SUBSTR(?o, 1, 1) AS ?first) ?o {everything} ORDER BY ?p")
    assert len({row[2] for row in tied.rows}) == len(tied.rows) == len(many)
    remote.change(delete=many[1:])
    assert list(remote.match(graph=GRAPH)) == many[:1]


def test_many_documents_go(remote: RemoteStore) -> None:
    """More documents than Virtuoso drops in one request can go at once."""
    names = [NamedNode(f"{GRAPH.value}-{number}") for number in range(900)]
    remote.change(insert=[Quad(GRAPH, SAYS, Literal("x"), name) for name in names])
    remote.change(drop=names)
    assert remote.size() == 0


def test_no_triples_are_lost_unsaid(remote: RemoteStore) -> None:
    """A CONSTRUCT query is answered whole, or refused where the server would cut the answer off."""
    remote.change(insert=numbers(ROWS + 7))
    construct = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{GRAPH.value}> {{ ?s ?p ?o }} }}"
    if "virtuoso" in remote._endpoint.services.server.name:
        with pytest.raises(QueryError, match=f"cuts answers off at {ROWS} triples"):
            remote.query(construct)
    else:
        assert len(list(remote.query(construct))) == ROWS + 7  # type: ignore[arg-type]
    some = remote.query(f"{construct} LIMIT 5")
    assert isinstance(some, QueryTriples) and len(list(some)) == 5


def test_yes_and_no(remote: RemoteStore) -> None:
    """An ASK query has its answer."""
    remote.change(insert=numbers(1))
    assert remote.query(f"ASK {{ GRAPH ?g {{ ?s <{SAYS.value}> '00000' }} }}")
    assert not remote.query(f"ASK {{ GRAPH ?g {{ ?s <{SAYS.value}> '00001' }} }}")


def test_faults_of_queries(remote: RemoteStore) -> None:
    """A malformed query, and an update in a query's place, are told in one sentence."""
    for wrong in ("SELECT ?x {", "SELECT ?x { ?x a foo:bar }", "DROP ALL", "hello"):
        with pytest.raises(QueryError, match=r"^The query .*[.]$"):
            remote.query(wrong)


def test_other_peoples_graphs_are_let_be(remote: RemoteStore) -> None:
    """Graphs that kgraph does not name are not counted, listed or exported."""
    other = NamedNode("http://example.org/other")
    foreign = Quad(GRAPH, SAYS, Literal("x"), other)
    remote.change(insert=[foreign, *numbers(2)])
    assert remote.size() == 2 and other not in remote.graphs()
    assert foreign not in list(remote.match(predicate=SAYS))
    remote.change(drop=[other])


def test_logins(sparql_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Virtuoso lets in whom it knows, by Digest, and says so where it does not know one."""
    if "virtuoso" not in httpx.post(sparql_server).headers["server"].lower():
        pytest.skip("only Virtuoso asks who one is")
    monkeypatch.setenv("KGRAPH_STORE_USER", USER)
    monkeypatch.setenv("KGRAPH_STORE_PASSWORD", PASSWORD)
    with RemoteStore(sparql_server) as store:
        store.change(drop=[GRAPH], insert=numbers(2))
        assert len(list(store.match(graph=GRAPH))) == 2
    monkeypatch.setenv("KGRAPH_STORE_PASSWORD", "wrong")
    with pytest.raises(StoreError, match="KGRAPH_STORE_PASSWORD"):
        RemoteStore(sparql_server)


def test_passwords_are_not_printed(remote: RemoteStore) -> None:
    """A command that says which store it changed leaves out the password that stood in the address."""
    filled(remote)
    told = remote.address.replace("//", f"//{USER}:{quote(PASSWORD, safe='')}@")
    result = CliRunner().invoke(main, ["forget", c.QUIET.id, "--store", told])
    assert result.exit_code == 0 and f"Store: {remote.address}" in result.output
    assert PASSWORD[:6] not in result.output and not remote.has(c.QUIET)


def test_a_restart_is_outlived(tmp_path: Path) -> None:
    """A document that is added while the server is down is stored when it is up again, beside the earlier one."""
    try:
        with servers.oxigraph(tmp_path) as address:
            store = RemoteStore(address)
            store.add(c.HARBOUR, [c.RAID])
        with ThreadPoolExecutor() as pool:
            outcome = pool.submit(store.add, c.QUIET, [])
            with servers.oxigraph(tmp_path, port=httpx.URL(address).port):
                assert outcome.result() == "added"
                assert store.has(c.HARBOUR) and store.has(c.QUIET)
    except servers.Missing as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def dispatches() -> list[tuple[Document, tuple[Claim, ...]]]:
    """The dispatches that come with kgraph, read."""
    from kgraph import resources
    from kgraph.reading import Reading
    from kgraph.sources import Defaults

    return list(Reading([str(resources.data("dispatches"))], Defaults()).claims())


@pytest.mark.model
def test_dispatches_are_the_same(
    remote: RemoteStore, folder: Store, dispatches: list[tuple[Document, tuple[Claim, ...]]]
) -> None:
    """The dispatches make the same graph on a server as in a folder."""
    for document, claims in dispatches:
        for store in (remote, folder):
            store.add(document, claims)
    for store in (remote, folder):
        settle(store)
    dump = list(folder.quads())
    assert len(dump) > 20_000
    assert list(remote.quads()) == dump
    assert network(remote).number_of_edges() == network(folder).number_of_edges()
