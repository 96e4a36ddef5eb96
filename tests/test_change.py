"""What changes a graph that is there: documents that go or are told anew, and readers' decisions on events."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import NamedNode

from kgraph import graph, iri
from kgraph.cli.app import main
from kgraph.documents import named
from kgraph.errors import KgraphError, QueryError
from kgraph.happenings import decisions, settle
from kgraph.store import Store
from kgraph.vocab import KG
from tests import claims as c

PAPERS = {
    "lantern.md": "---\ndate: 2024-05-15\nsource: Lantern\n---\nFrance recalled its envoy from Niger on Tuesday.\n",
    "harbour.md": "---\ndate: 2024-05-16\nsource: Harbour\n---\nOn 14 May France recalled its ambassador from Niger.\n",
}


def run(*arguments: str | Path) -> Result:
    """The command's result; an exception that reaches the user fails the test."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def events(store: Path) -> dict[str, set[str]]:
    """The claims of each event in a store's folder."""
    found: dict[str, set[str]] = {}
    with Store(store, read_only=True) as graph_:
        for quad in graph_.match(predicate=NamedNode(KG.event)):
            found.setdefault(quad.object.value, set()).add(quad.subject.value)
    return found


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Two papers' texts about one event."""
    for name, text in PAPERS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.model
def test_an_event_is_shown_with_its_reports(papers: Path) -> None:
    """Both papers, with sentences, reasons and dates; forgetting one leaves the other's account."""
    assert run("ingest", *map(papers.joinpath, PAPERS), "--store", papers / "s").exit_code == 0
    (event,) = events(papers / "s")
    shown = run("show", event.rpartition("/")[2], "--store", papers / "s").output
    for words in (
        "SANCTION 2024-05-14",
        "2 in 2 documents of 2 sources",
        "2024-05-15 to 2024-05-16",
        "Lantern",
        "Harbour",
    ):
        assert words in shown
    assert run("forget", "lantern.md", "--store", papers / "s").exit_code == 0
    assert "1 in 1 documents of 1 sources" in run("show", event, "--store", papers / "s").output


@pytest.mark.model
def test_texts_may_be_kept_from_meeting_others(papers: Path) -> None:
    """--no-merge leaves two events, and --replace puts them together again."""
    both = [papers / name for name in PAPERS]
    run("ingest", *both, "--no-merge", "--store", papers / "s")
    assert len(events(papers / "s")) == 2
    assert "2 left" in run("ingest", *both, "--store", papers / "s").output
    assert "2 replaced" in run("ingest", *both, "--replace", "--store", papers / "s").output
    assert len(events(papers / "s")) == 1


@pytest.mark.model
def test_a_reader_decides_on_the_command_line(papers: Path) -> None:
    """Apart, and back again."""
    run("ingest", *map(papers.joinpath, PAPERS), "--store", papers / "s")
    ((one, other),) = (sorted(found) for found in events(papers / "s").values())
    table = papers / "decisions.csv"
    for verdict, number in (("apart", 2), ("undecided", 1)):
        table.write_text(f"claim,other,verdict\n{one},{other.rpartition('/')[2]},{verdict}\n", encoding="utf-8")
        assert "1 decisions taken" in run("decide", table, "--store", papers / "s").output
        assert len(events(papers / "s")) == number


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The small corpus, with a second harbour text a few days later."""
    with Store(tmp_path / "store", create=True) as made:
        for document, claims in c.CORPUS:
            made.add(document, claims)
        later = replace(c.HARBOUR, id="later.md", origin="/later.md", text=c.HARBOUR.text + " ")
        made.add(later, [replace(c.RAID, date="2024-03-08")])
        made.add(replace(later, id="much.md", origin="/much.md"), [replace(c.RAID, date="2024-06-08")])
        settle(made)
        yield made


def claim_of(store: Store, document: str, status: str = KG.actual) -> str:
    """The first claim of a document with that status."""
    (name,) = named(store, document)
    claims = store.match(predicate=NamedNode(KG.status), object=NamedNode(status), graph=name)
    return min(quad.subject.value for quad in claims)


def table(folder: Path, *lines: str) -> Path:
    path = folder / "decisions.csv"
    path.write_text("\n".join(("claim,other,verdict", *lines)) + "\n", encoding="utf-8")
    return path


def test_claims_of_several_days_are_put_together(store: Store, tmp_path: Path) -> None:
    """Two events become one, on the earlier day; taken back, all is as it was."""
    before = list(store.quads())
    one, other = claim_of(store, "harbour.md"), claim_of(store, "later.md")
    assert decisions.take(store, table(tmp_path, f"{one},{other},together")) == 1
    settle(store)
    homes = {quad.object for name in (one, other) for quad in store.match(NamedNode(name), NamedNode(KG.event))}
    assert len(homes) == 1
    (day,) = store.match(homes.pop(), NamedNode(KG.eventDate))
    assert day.object.value == "2024-03-04"
    decisions.take(store, table(tmp_path, f"{other},{one},undecided"))
    settle(store)
    assert list(store.quads()) == before


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{harbour},{depot},perhaps", "apart, together, undecided"),
        ("{harbour},,apart", "no decision"),
        ("{harbour},{harbour},apart", "no decision"),
        ("{harbour},claim-of-nobody,apart", "no event claim of this store"),
        ("{harbour},a b>c,apart", "no event claim of this store"),
        ("{harbour},{much},together", "more than 7 days apart"),
        ("{harbour},{talks},together", "differ in code"),
    ],
)
def test_a_table_with_a_fault_decides_nothing(store: Store, tmp_path: Path, line: str, says: str) -> None:
    """The line is named, and what stood before it isn't kept either."""
    names = {name: claim_of(store, f"{name}.md") for name in ("harbour", "much")}
    names["depot"], names["talks"] = claim_of(store, "depot.txt"), claim_of(store, "talks.html")
    good = f"{names['harbour']},{names['depot']},apart"
    with pytest.raises(KgraphError, match=says):
        decisions.take(store, table(tmp_path, good, line.format(**names)))
    assert not list(store.match(graph=NamedNode(iri.RULES)))


def test_documents_are_found_by_id_or_iri(store: Store) -> None:
    """And a name that nobody has is an error that says where to look."""
    node = NamedNode(graph.document_iri(c.DEPOT))
    assert named(store, "depot.txt") == named(store, node.value) == [node]
    for name in ("nobody.txt", f"{node.value}0", f"{node.value} <"):
        with pytest.raises(QueryError, match="kgraph query documents"):
            named(store, name)
