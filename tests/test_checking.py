"""A store that was damaged: what is wrong is named, what can be mended is, and nothing is thrown away."""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from unittest.mock import Mock

import pyoxigraph
import pytest
from click.testing import CliRunner, Result
from pyoxigraph import Literal, NamedNode, Quad

from kgraph import iri, reviews
from kgraph.checking import Found, check, derived, mend, readers
from kgraph.checking.documents import examine
from kgraph.cli.app import main
from kgraph.extractors.pipeline import extract
from kgraph.model import Document
from kgraph.rdf import text
from kgraph.recall import Sheet
from kgraph.store import MARKER, GraphStore, Store, open_store
from kgraph.upkeep import refresh
from kgraph.vocab import KG, NIF, PROV, RDF, SCHEMA
from tests import claims as c
from tests import servers

READ = pytest.mark.model  # a document that is mended is read again
RAID = Document(
    "raid.txt",
    "Israeli jets bombed a Hezbollah depot near Damascus on Monday, killing at least 14 people. Iran's foreign minister"
    " Abbas Araghchi condemned the attack. Russia, an ally of Syria, sent 300 million dollars in aid to Lebanon.",
    title="A raid", date="2024-10-09", source="Our bureau", url="https://example.org/raid", origin="/archive/raid.txt",
)  # fmt: skip
DENIAL = Document(
    "denial.txt",
    "Israel bombed Hezbollah on 7 October 2024. Israel denied that it bombed Hezbollah. France will meet Germany.",
    date="2024-10-10", source="The other paper", origin="/archive/denial.txt",
)  # fmt: skip
EVENTS, TIES, PENDING, RULES, REVIEWS, BACKGROUND = (
    NamedNode(name) for name in (iri.EVENTS, iri.TIES, iri.PENDING, iri.RULES, iri.REVIEWS, iri.BACKGROUND)
)
# what a document says only once: that it was there, or otherwise, is known by the seal alone, and can't be told again
SAID_ONCE = {"headline", "url", "originKey", "publisher"}
Damage = Callable[[GraphStore], None]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sound store, with a rejected claim, a corrected one and a decision."""
    folder = tmp_path_factory.mktemp("checking") / "store"
    with Store(folder, create=True) as store:
        for document, claims in extract([RAID, DENIAL]):
            store.add(document, claims)
        claims = event_claims(store)
        reviews.reject(store, claims[0], "Ana", "2024-11-01T00:00:00Z")
        reviews.correct(store, claims[1], {"date": "2024-10-08"}, "Ana", "2024-11-01T00:00:00Z")
        rule = Quad(NamedNode(claims[2]), NamedNode(KG.apart), NamedNode(claims[3]), RULES)
        store.change(insert=[rule])
        refresh(store)
    return folder


@pytest.fixture
def store(base: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of it."""
    shutil.copytree(base, tmp_path / "store")
    with Store(tmp_path / "store") as made:
        yield made


def event_claims(store: GraphStore) -> list[str]:
    return sorted(text(quad.subject) for quad in store.match(predicate=NamedNode(KG.score)) if "claim" in str(quad))


def run(*arguments: str | Path) -> Result:
    """The command's result; an exception that reaches the user fails the test."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def local(node: object) -> str:
    return text(node).rpartition("#")[2].rpartition("/")[2]  # type: ignore[arg-type]


def one_of_each(quads: Sequence[Quad]) -> dict[str, Quad]:
    """A quad of each kind: by the types of its subject and its property."""
    types: dict[str, list[str]] = {}
    for quad in quads:
        if quad.predicate.value == RDF.type:
            types.setdefault(text(quad.subject), []).append(local(quad.object))
    found: dict[str, Quad] = {}
    for quad in sorted(quads, key=str):
        value = local(quad.object) if quad.predicate.value == RDF.type else ""
        kind = "+".join(sorted(types.get(text(quad.subject), ["mention"])))
        found.setdefault(f"{kind} {local(quad.predicate)} {value}", quad)
    return found


def changed(quad: Quad) -> Quad:
    """The quad with another value of the same sort."""
    value = quad.object
    if isinstance(value, Literal):
        numbers = {"integer": "7777", "decimal": "0.125", "boolean": "false" if value.value == "true" else "true"}
        other = numbers.get(local(value.datatype), f"{value.value[:-1]}{'1' if value.value[-1:] != '1' else '2'}")
        return Quad(quad.subject, quad.predicate, Literal(other, datatype=value.datatype), quad.graph_name)
    node = text(value)
    return Quad(quad.subject, quad.predicate, NamedNode(node[:-1] + ("1" if node[-1] != "1" else "2")), quad.graph_name)


# -- a check


@READ
def test_a_sound_store_has_no_fault(store: Store) -> None:
    """Nothing is found in it, and everything is looked at."""
    found = check(store)
    assert (found.faults, found.damaged, found.told, found.documents) == ([], [], [], 2)


def test_claims_made_by_hand_are_sound(tmp_path: Path) -> None:
    """Offices, relations, places, unnamed parties, texts without claims or with other alphabets; kept apart too."""
    with Store(tmp_path / "store", create=True) as store:
        for number, (document, claims) in enumerate(c.CORPUS):
            store.add(document, claims, merge=bool(number % 2))
        refresh(store)
        assert check(store).faults == []


@READ
@pytest.mark.parametrize("lost", [True, False], ids=["lost", "changed"])
def test_each_quad_of_a_document_is_missed(store: Store, lost: bool) -> None:
    """Whatever kind of quad is lost or changed, the document is at fault, but for what is said only once."""
    unseen = set()
    for name in (name for name in store.graphs() if name.value.startswith(iri.PREFIXES["document"])):
        quads = list(store.match(graph=name))
        assert not examine(name.value, quads, Sheet(quads))
        for quad in one_of_each(quads).values():
            left = [other for other in quads if other != quad] + ([] if lost else [changed(quad)])
            if not examine(name.value, left, Sheet(left)):
                unseen.add(local(quad.predicate))
    assert unseen <= {"originKey"}


def test_a_store_that_may_not_be_looked_into(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is told in a sentence, whichever of its files it is."""
    for look in ("read_text", "is_file"):
        with monkeypatch.context() as barred:
            barred.setattr(Path, look, Mock(side_effect=PermissionError(13, "Permission denied", "somewhere")))
            result = run("check", store.path)
        assert (result.exit_code, "may not be read" in result.stderr) == (1, True)


@READ
def test_a_review_does_not_make_damage_look_sound(store: Store) -> None:
    """What was said otherwise before a reader came is still known by the seal when a claim goes and comes back."""
    [title] = store.match(predicate=NamedNode(SCHEMA.headline))
    store.change(delete=[title], insert=[changed(title)])
    claim = next(one for one in event_claims(store) if any(store.match(NamedNode(one), graph=title.subject)))
    for say in (lambda: reviews.reject(store, claim, "Ana"), lambda: reviews.undo(store, claim)):
        say()
        refresh(store)
        assert [(one.node, "kg:seal" in one.fault) for one in check(store).faults] == [(text(title.subject), True)]


@READ
def test_each_quad_of_events_and_ties_is_missed(store: Store) -> None:
    """Whatever is lost, changed or too much in them is found, quad by quad."""
    with derived.Scratch() as scratch:
        for name in store.graphs():
            if name.value.startswith(iri.PREFIXES["document"]):
                scratch.take(store.match(graph=name))
        anew = scratch.anew(store, lambda done: None)
        assert not list(derived.changes(anew, store))
        for graph in (EVENTS, TIES):
            for quad in one_of_each(list(store.match(graph=graph))).values():
                other = changed(quad)
                for gone, come in (([quad], []), ([quad], [other]), ([], [other])):
                    store.change(delete=gone, insert=come)
                    expected = {(True, one) for one in gone} | {(False, one) for one in come}
                    assert set(derived.changes(anew, store)) == expected
                    assert all(fault.node == text(quad.subject) for fault in derived.faults(expected))
                    store.change(delete=come, insert=gone)


@READ
def test_each_quad_of_a_review_is_missed(store: Store) -> None:
    """A verdict whose facts don't agree with the claims it quotes is at fault; who said it and when stands alone."""
    for quad in one_of_each(list(store.match(graph=REVIEWS))).values():
        for come in ([], [changed(quad)]):
            store.change(delete=[quad], insert=come)
            faults = list(readers.unfit(store))
            assert faults or local(quad.predicate) in {"reviewer", "reviewedAt"}
            store.change(delete=come, insert=[quad])


def test_what_waits_is_no_fault(tmp_path: Path) -> None:
    """A store whose events are not worked out yet is sound, and is told to wait; so is one that grows."""
    with Store(tmp_path / "store", create=True) as store:
        store.add(*c.CORPUS[0])
        refresh(store)
        store.add(*c.CORPUS[1])
        before = list(store.quads())
        found = check(store)
        assert not found.faults
        assert any("wait" in sentence for sentence in found.told)
        assert list(store.quads()) == before


@READ
def test_a_lost_note_is_missed(store: Store) -> None:
    """Where a document came and its note is lost, the events that it should have are missed."""
    store.add(*c.CORPUS[0])
    store.change(delete=list(store.match(graph=PENDING)))
    assert {"event", "tie"} <= {fault.kind for fault in check(store).faults}


def test_other_graphs_are_told_and_left_alone(tmp_path: Path) -> None:
    """A graph that is not kgraph's is no fault."""
    foreign = NamedNode("https://example.org/mine")
    with Store(tmp_path / "store", create=True) as store:
        store.add(*c.CORPUS[0])
        refresh(store)
        store.change(insert=[Quad(foreign, foreign, foreign, foreign)])
        found = check(store)
        assert not found.faults
        assert "https://example.org/mine" in found.told[0]


# -- mending


def lose(*predicates: str, graph: NamedNode | None = None) -> Damage:
    """Take the first quad with each of the predicates out, of a graph or of any document."""

    def damage(store: GraphStore) -> None:
        for predicate in predicates:
            quads = sorted(store.match(predicate=NamedNode(predicate), graph=graph), key=str)
            ours = [q for q in quads if graph or text(q.graph_name).startswith(iri.PREFIXES["document"])]
            store.change(delete=ours[:1])

    return damage


def everything(store: GraphStore) -> None:
    """Damage whatever can be mended, one quad of each kind."""
    for name in store.graphs():
        if name in (RULES, REVIEWS):
            continue
        for quad in one_of_each(list(store.match(graph=name))).values():
            spared = {*SAID_ONCE, "documentId", "isString", "datePublished", "notMerged"}
            if local(quad.predicate) not in spared or name in (EVENTS, TIES, BACKGROUND):
                store.change(delete=[quad])


def rejected_again(store: GraphStore) -> None:
    """Put a rejected claim back as if nobody had said anything."""
    [review] = [review for review in reviews.reviews(store) if review.verdict == "rejected"]
    node, name = NamedNode(review.claim), NamedNode(review.document)
    facts = ((RDF.type, NamedNode(KG.Claim)), (KG.rule, Literal("some/rule")))
    store.change(insert=[Quad(node, NamedNode(predicate), value, name) for predicate, value in facts])


MENDED: dict[str, tuple[Damage, set[str]]] = {
    "a claim's code": (lose(KG.code), {"claim"}),
    "a claim's status and actor": (lose(KG.status, KG.actor), {"claim"}),
    "a sentence's words": (lose(NIF.anchorOf), {"claim"}),
    "a mention": (lose(KG.mentionText), {"claim"}),
    "a document's type": (lose(NIF.referenceContext, KG.textHash), {"document", "claim"}),
    "where claims come from": (lose(PROV.hadPrimarySource), {"claim"}),
    "an event's date": (lose(KG.eventDate, graph=EVENTS), {"event"}),
    "a tie's status": (lose(KG.status, graph=TIES), {"tie"}),
    "all events": (lambda store: store.change(drop=[EVENTS]), {"event"}),
    "all ties": (lambda store: store.change(drop=[TIES]), {"tie"}),
    "background": (lose(SCHEMA.startDate, graph=BACKGROUND), {"background"}),
    "what a review follows from": (lose(KG.verdict, KG.becomes, graph=REVIEWS), {"review"}),
    "a rejected claim": (rejected_again, {"claim"}),
    "one of everything": (everything, {"claim"}),
}


@READ
@pytest.mark.parametrize(("damage", "kinds"), MENDED.values(), ids=MENDED)
def test_what_is_mended_is_as_it_was(store: Store, damage: Damage, kinds: set[str]) -> None:
    """The check names the damage, and after mending the store is the undamaged one, quad for quad, and sound."""
    before = list(store.quads())
    damage(store)
    found = check(store)
    assert kinds <= {fault.kind for fault in found.faults}
    assert not mend(store, found).lost
    assert list(store.quads()) == before
    assert check(store) == Found(documents=2, quads=found_quads(before))


def test_what_follows_is_mended_without_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a document that is at fault itself has to be read."""
    monkeypatch.setattr("kgraph.checking.mending.extract", None)
    with Store(tmp_path / "store", create=True) as store:
        for document, claims in c.CORPUS:
            store.add(document, claims)
        refresh(store)
        before = list(store.quads())
        store.change(drop=[EVENTS, BACKGROUND])
        found = check(store)
        assert found.faults
        mend(store, found)
        assert list(store.quads()) == before


def found_quads(quads: Sequence[Quad]) -> int:
    return sum(text(quad.graph_name).startswith(iri.PREFIXES["document"]) for quad in quads)


@READ
@pytest.mark.parametrize("predicate", [KG.documentId, NIF.isString], ids=["id", "text"])
@pytest.mark.parametrize("lost", [True, False], ids=["lost", "changed"])
def test_a_document_without_its_text_is_set_aside(store: Store, predicate: str, lost: bool) -> None:
    """It goes into a file whole and is named; ingested again, the store is as it was."""
    before = list(store.quads())
    [quad] = [q for q in store.match(predicate=NamedNode(predicate)) if q.subject == name_of(RAID)]
    store.change(delete=[quad], insert=[] if lost else [changed(quad)])
    kept = set(store.match(graph=name_of(RAID)))
    mended = mend(store, check(store))
    assert len(mended.lost) == 1
    aside = pyoxigraph.parse(path=store.path / "damaged.nq", format=pyoxigraph.RdfFormat.N_QUADS)
    assert set(aside) == kept
    found = check(store)
    assert (found.faults, found.documents) == ([], 1)
    for document, claims in extract([RAID]):
        store.add(document, claims)
    refresh(store)
    assert list(store.quads()) == before


def name_of(document: Document) -> NamedNode:
    return NamedNode(iri.document(document.id, document.text))


@READ
@pytest.mark.parametrize("graph", [RULES, REVIEWS, PENDING], ids=local)
def test_what_is_no_word_of_a_reader_is_set_aside(store: Store, graph: NamedNode) -> None:
    """Quads that are no note, decision or review are named and kept in the file."""
    before = list(store.quads())
    stray = Quad(NamedNode(f"{iri.BASE}claim/x"), NamedNode(KG.pending), Literal("today"), graph)
    store.change(insert=[stray])
    found = check(store)
    assert [fault.node for fault in found.faults] == [text(stray.subject)]
    mend(store, found)
    assert list(store.quads()) == before
    assert (store.path / "damaged.nq").read_text(encoding="utf-8") == f"{stray} .\n"


# -- the folder


def first(folder: Path, pattern: str) -> Path:
    return max((folder / "graph").glob(pattern), key=lambda path: path.stat().st_size)


FOLDERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a file is cut": (lambda f: first(f, "*.sst").write_bytes(first(f, "*.sst").read_bytes()[:999]), "restore"),
    "a file is missing": (lambda f: first(f, "*.sst").unlink(), "restore"),
    "no manifest": (lambda f: first(f, "MANIFEST*").unlink(), "restore"),
    "half a manifest": (lambda f: first(f, "MANIFEST*").write_bytes(b"half"), "restore"),
    "no file at all": (lambda f: [path.unlink() for path in (f / "graph").iterdir()], "restore"),
    "no graph": (lambda f: shutil.rmtree(f / "graph"), "restore"),
    "no marker": (lambda f: (f / MARKER).unlink(), "--marker"),
    "half a marker": (lambda f: (f / MARKER).write_text('{"kgra'), "--marker"),
    "a foreign marker": (lambda f: (f / MARKER).write_text("[1, 2]"), "--marker"),
    "a newer layout": (lambda f: (f / MARKER).write_text('{"kgraph": 99}'), "upgrade"),
    "an older layout": (lambda f: (f / MARKER).write_text('{"kgraph": 1}'), "ingest"),
    "a foreign folder": (lambda f: [shutil.rmtree(f), f.mkdir(), (f / "notes").touch()], "not a kgraph store"),
    "a file": (lambda f: [shutil.rmtree(f), f.write_text("hello")], "is a file"),
    "nothing": (lambda f: shutil.rmtree(f), "There is no store"),
}


@READ
@pytest.mark.parametrize(("damage", "told"), FOLDERS.values(), ids=FOLDERS)
@pytest.mark.parametrize("options", [(), ("--repair",)], ids=["check", "repair"])
def test_a_damaged_folder_gives_a_sentence(
    base: Path, tmp_path: Path, damage: Callable[[Path], object], told: str, options: tuple[str, ...]
) -> None:
    """One that can't be opened or read is named with what can be done, in a line, and exit code 1."""
    folder = tmp_path / "store"
    shutil.copytree(base, folder)
    damage(folder)
    result = run("check", folder, *options)
    assert result.exit_code == 1
    assert told in result.stderr
    assert result.stderr.startswith("kgraph: ")
    assert result.stderr.count("\n") == 1


@READ
def test_a_lost_marker_comes_back_when_asked_for(base: Path, tmp_path: Path) -> None:
    """And the store is the same again."""
    folder = tmp_path / "store"
    shutil.copytree(base, folder)
    (folder / MARKER).unlink()
    assert run("check", folder, "--repair").exit_code == 1
    assert run("check", folder, "--repair", "--marker").exit_code == 0
    assert (folder / MARKER).read_bytes() == (base / MARKER).read_bytes()


def test_a_foreign_folder_does_not_become_ours(tmp_path: Path) -> None:
    """A pyoxigraph store of somebody else's, even one that uses our words, gets no marker."""
    (tmp_path / "theirs").mkdir()
    graph = pyoxigraph.Store(str(tmp_path / "theirs" / "graph"))
    node = NamedNode("https://example.org/x")
    graph.add(Quad(node, NamedNode(RDF.type), NamedNode(KG.Document), node))
    graph.flush()
    del graph
    result = run("check", tmp_path / "theirs", "--repair", "--marker")
    assert result.exit_code == 1
    assert "no document that this kgraph has made" in result.stderr
    assert not (tmp_path / "theirs" / MARKER).exists()


# -- the command


@READ
def test_the_command_tells_and_mends(store: Store) -> None:
    """Exit code 0 for a sound store, 1 for one at fault, 0 when it is mended, 2 where it is misunderstood."""
    folder = store.path
    lose(KG.code)(store)
    store.close()
    assert run("check", folder, "--marker").exit_code == 2
    result = run("check", folder, "--format", "json")
    assert result.exit_code == 1
    assert [fault["kind"] for fault in json.loads(result.stdout)] == ["claim"]
    assert run("check", folder, "--format", "csv").stdout.startswith("kind,document,node,fault\nclaim,")
    assert "1 faults" in run("check", folder).stdout
    assert run("check", folder, "--repair").exit_code == 0
    assert run("check", folder).exit_code == 0
    assert json.loads(run("check", folder, "--format", "json").stdout) == []


@READ
def test_a_server_is_checked_and_mended(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a folder is, and what it can't keep goes into a file here."""
    monkeypatch.chdir(tmp_path)
    with servers.oxigraph(tmp_path) as address, open_store(address) as server:
        with Store(base, read_only=True) as store:
            before = list(store.quads())
        server.change(insert=before)
        assert run("check", address).exit_code == 0
        lose(KG.code, RDF.type)(server)
        server.change(drop=[TIES])
        assert run("check", address).exit_code == 1
        assert run("check", address, "--repair").exit_code == 0
        assert list(server.quads()) == before
