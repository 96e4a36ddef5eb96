"""The store on disk: whole documents or nothing, folders that are ours, one writer."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad

from kgraph import graph, iri
from kgraph.errors import QueryError, StoreError
from kgraph.happenings import settle
from kgraph.store import MARKER, Store, open_store
from tests import claims as c


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with Store(tmp_path / "store", create=True) as made:
        yield made


def documents(store: Store) -> set[Quad]:
    """What the store holds, without the notes on events that wait to be worked out."""
    return {quad for quad in store.quads() if quad.graph_name != NamedNode(iri.PENDING)}


def fill(store: Store) -> None:
    for document, claims in c.CORPUS:
        store.add(document, claims)


def test_what_is_added_is_there_when_opened_again(tmp_path: Path) -> None:
    """Every quad of every document, and nothing else."""
    with Store(tmp_path / "new" / "store", create=True) as made:
        fill(made)
    with Store(tmp_path / "new" / "store") as again:
        expected = {quad for document, claims in c.CORPUS for quad in graph.quads(document, claims)}
        assert documents(again) == expected
        assert all(again.has(document) for document in c.DOCUMENTS)
        assert not again.has(replace(c.DEPOT, text="Another text."))


def test_quads_come_sorted(store: Store) -> None:
    """Whatever the order in which documents came in."""
    for document, claims in reversed(c.CORPUS):
        store.add(document, claims)
    forwards = [(quad.graph_name.value, str(quad)) for quad in store.quads()]
    assert forwards == sorted(forwards)


def test_adding_again_changes_nothing(store: Store) -> None:
    """The same document with the same claims is unchanged."""
    fill(store)
    before = list(store.quads())
    assert {store.add(document, claims) for document, claims in c.CORPUS} == {"unchanged"}
    assert list(store.quads()) == before


@pytest.mark.parametrize(
    ("document", "claims"),
    [
        (replace(c.DEPOT, title="Depot still burns"), c.CLAIMS[c.DEPOT.id]),
        (replace(c.DEPOT, text=c.DEPOT.text + " The fire is out."), c.CLAIMS[c.DEPOT.id]),
        (c.DEPOT, (c.BOMBING,)),
        (c.DEPOT, ()),
    ],
    ids=["title", "text", "claims", "no claims"],
)
def test_a_new_version_takes_the_place_of_the_old(
    store: Store, document: c.Document, claims: tuple[c.Claim, ...]
) -> None:
    """New metadata, text or claims of one origin leave nothing of the version before, and others as they were."""
    fill(store)
    assert store.add(document, claims) == "replaced"
    rest = [pair for pair in c.CORPUS if pair[0] is not c.DEPOT]
    expected = {quad for pair in [*rest, (document, claims)] for quad in graph.quads(*pair)}
    assert documents(store) == expected


def test_texts_without_an_origin_stay_beside_each_other(store: Store) -> None:
    """Where nobody knows that two texts are versions of one, both are kept."""
    one = replace(c.QUIET, origin="")
    assert store.add(one, ()) == "added"
    assert store.add(replace(one, text="It rained again."), ()) == "added"
    assert len(store.graphs()) == 2


def test_copies_of_one_text_do_not_take_turns(store: Store) -> None:
    """The same file in two folders is one document, and reading both again changes nothing."""
    copy = replace(c.QUIET, origin="/elsewhere/quiet.txt")
    assert [store.add(document, ()) for document in (c.QUIET, copy, c.QUIET)] == ["added", "unchanged", "unchanged"]


def test_background_graphs_are_no_documents(store: Store) -> None:
    """A graph that holds other facts is kept, and doesn't count as a document."""
    fill(store)
    facts = NamedNode("https://example.org/background")
    store._graph.add(Quad(NamedNode(c.BOMBING.actors[0].id), NamedNode("https://example.org/near"), facts, facts))
    store.add(replace(c.DEPOT, text="Nothing is left."), ())
    assert facts in store.graphs()
    assert store.stats()["documents"] == len(c.DOCUMENTS)


def test_stats_count_things_once(store: Store) -> None:
    """Events and actors that several documents share count once; edges by pair, direction and code."""
    fill(store)
    settle(store)
    assert store.stats() == {
        "documents": 5, "sentences": 13, "event claims": 15, "office claims": 1, "relation claims": 1, "events": 12,
        "actors": 13, "edges": 10, "triples": sum(1 for _ in store.quads()),
    }  # fmt: skip


def test_no_store_there(tmp_path: Path) -> None:
    """A missing or empty folder: the error says which command makes a store."""
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "missing", tmp_path / "empty"):
        with pytest.raises(StoreError, match=f"kgraph ingest SOURCE --store {path}"):
            Store(path)
    assert not (tmp_path / "missing").exists()


def test_a_strange_address_is_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scheme that no server speaks is an error, and makes nothing on disk."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match="an address with ftp"):
        open_store("ftp://example.org/graph", create=True)
    assert not list(tmp_path.iterdir())


def foreign_folder(path: Path) -> None:
    path.mkdir()
    (path / "letter.txt").write_text("Dear reader", encoding="utf-8")


def foreign_file(path: Path) -> None:
    path.write_text("Dear reader", encoding="utf-8")


def broken_marker(path: Path) -> None:
    path.mkdir()
    (path / MARKER).write_text("{", encoding="utf-8")


@pytest.mark.parametrize("make", [foreign_folder, foreign_file, broken_marker])
@pytest.mark.parametrize("create", [False, True])
def test_what_is_not_ours_is_left_alone(tmp_path: Path, make: Callable[[Path], None], create: bool) -> None:
    """Neither opened nor written to."""
    path = tmp_path / "thing"
    make(path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(StoreError, match=str(path)):
        Store(path, create=create)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(("version", "says"), [(99, "newer kgraph"), (1, "older kgraph.*ingest")])
def test_a_store_of_another_layout_is_refused(store: Store, version: int, says: str) -> None:
    """A layout that this version doesn't know, or no longer keeps, isn't touched."""
    store.close()
    (store.path / MARKER).write_text(json.dumps({"kgraph": version}), encoding="utf-8")
    with pytest.raises(StoreError, match=says):
        Store(store.path)


def test_one_writer_many_readers(store: Store) -> None:
    """A second writer is told; a reader sees what is stored, and can't write."""
    fill(store)
    with pytest.raises(StoreError, match="Another process writes"):
        Store(store.path)
    with Store(store.path, read_only=True) as reader:
        assert reader.stats()["documents"] == len(c.DOCUMENTS)
        with pytest.raises(StoreError, match="reading only"):
            reader.add(replace(c.QUIET, id="new"), ())


def test_a_closed_store_says_so(store: Store) -> None:
    """After closing, another may write, and this one answers nothing."""
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.stats()
    with Store(store.path) as other:
        assert other.graphs() == []


def test_a_killed_writer_leaves_whole_documents(tmp_path: Path) -> None:
    """SIGKILL in the middle of replacing documents: each is there once, whole, in its old or its new version."""
    script = textwrap.dedent("""
        import sys
        from dataclasses import replace
        from kgraph.store import Store
        from tests import claims as c
        with Store(sys.argv[1], create=True) as store:
            for version in range(10_000):
                for document, claims in c.CORPUS:
                    store.add(replace(document, text=document.text + " " * version), claims)
                print(version, flush=True)
    """)
    root = Path(__file__).parent.parent
    command = [sys.executable, "-c", script, str(tmp_path / "store")]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            if int(line) == 20:
                os.kill(writer.pid, signal.SIGKILL)
                break
    with Store(tmp_path / "store") as store:
        texts = {q.object.value: q.subject for q in store.match(predicate=NamedNode(graph.NIF.isString))}
        assert sorted(text.rstrip() for text in texts) == sorted(document.text for document in c.DOCUMENTS)
        by_text = {document.text: (document, claims) for document, claims in c.CORPUS}
        for text in texts:
            document, claims = by_text[text.rstrip()]
            whole = graph.quads(replace(document, text=text), claims)
            assert set(store.match(graph=NamedNode(graph.document_iri(replace(document, text=text))))) == set(whole)


@pytest.mark.parametrize(
    ("sparql", "says"),
    [
        ("SELECT ?x WHERE {\n ?x ?y }", "line 2"),
        ("DROP ALL", "SELECT, ASK, CONSTRUCT and DESCRIBE|SELECT, ASK, CONSTRUCT or DESCRIBE"),
        ("INSERT DATA { <x:a> <x:b> <x:c> }", "SELECT, ASK, CONSTRUCT or DESCRIBE"),
        ("SELECT ?x { ?x nobody:knows ?y }", "prefix"),
        ("ASK { ?x ?y ?z }", "SELECT"),
    ],
)
def test_faulty_queries_are_explained(store: Store, sparql: str, says: str) -> None:
    """What can't be asked is a QueryError with its place; updates are refused."""
    with pytest.raises(QueryError, match=says):
        store.select(sparql)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_the_store(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Also through the update that replaces a document."""
    with Store(tmp_path_factory.mktemp("any") / "store", create=True) as store:
        store.add(replace(c.QUIET, title="before"), ())
        store.add(replace(c.QUIET, title=text, source=text), ())
        found = {q.object.value for q in store.match(predicate=NamedNode(graph.SCHEMA.headline))}
        assert found == {text}
