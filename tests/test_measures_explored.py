"""What the analysis pages ask and show: addresses, filters, links. No page, no browser, no process."""

import networkx as nx
import pytest

from kgraph import iri
from kgraph.analyse import MEASURES
from kgraph.analyse.project import network
from kgraph.analyse.regions import region
from kgraph.errors import QueryError
from kgraph.explore.bench import FILES, Bench, _actors
from kgraph.explore.filters import Filter
from kgraph.explore.measures import Wish, groups, linked, narrow, read, rule, title
from kgraph.store import Store
from kgraph.upkeep import refresh
from kgraph.vocab import STATUSES
from tests.claims import CLAIMS, DOCUMENTS

ISRAEL, SYRIA = iri.wikidata("Q801"), iri.wikidata("Q858")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The small documents, settled."""
    store = Store(tmp_path_factory.mktemp("measured") / "store", create=True)
    for document in DOCUMENTS:
        store.add(document, CLAIMS[document.id])
    refresh(store)
    return store


@pytest.mark.parametrize("query", [
    "", "actor=Iran&other=Israel&period=week", "since=2024-03&until=2024-04-02&region=asia&heard=no&code=ASSAULT",
    "status=actual&status=planned",
])  # fmt: skip
def test_an_address_says_all(query: str) -> None:
    """A wish read from its own address is the same wish."""
    wish = read("timeline", query)
    assert read("timeline", wish.query()) == wish
    assert wish.address("picture.svg").startswith("/analysis/timeline/picture.svg")


def test_statuses_are_the_measure_s_own() -> None:
    """Where the address names none, those that the measure is about; one that differs is told."""
    assert read("shares", "").events.statuses == STATUSES
    assert read("shares", "").address() == "/analysis/shares"
    assert read("shares", "status=actual").query() == "status=actual"


def test_options_that_do_not_fit_are_let_go() -> None:
    """Another measure's options stay behind; an actor limits the events where the measure takes none."""
    wish = read("ties", "actor=Iran&other=Israel&period=week&groups=3")
    assert wish == Wish("ties", Filter(), actor="Iran")
    assert (wish.only, wish.options) == ("Iran", {})
    assert read("ego", "actor=Iran").only == ""


@pytest.mark.parametrize(("name", "query"), [
    ("nonsense", ""), ("tension", "period=hour"), ("blocs", "groups=9"), ("ties", "region=Atlantis"),
    ("ties", "since=May"),
])  # fmt: skip
def test_faults_are_told(name: str, query: str) -> None:
    """What is wrong in an address is a sentence."""
    with pytest.raises(QueryError):
        read(name, query)


def test_what_is_missing() -> None:
    """A measure waits for the actors that it can't do without."""
    assert not read("path", "actor=Iran").complete
    assert read("path", "actor=Iran&other=Israel").complete
    assert read("ties", "").complete


@pytest.mark.parametrize("given", [
    Filter(), Filter(since="2024-03-05"), Filter(until="2024-03"), Filter(since="2025"), Filter(codes=("ASSAULT",)),
    Filter(heard=True), Filter(heard=False), Filter(region="asia", since="2024"),
])  # fmt: skip
def test_narrowing_is_reading_anew(store: Store, given: Filter) -> None:
    """A network that is narrowed has the same nodes and edges, in the same order, as one read with the filter."""
    narrowed = narrow(network(store, statuses=STATUSES), given)
    anew = network(
        store, statuses=STATUSES, since=given.since or None, until=given.until or None, codes=given.codes,
        attributed=given.heard, region=region(given.region) if given.region else None,
    )  # fmt: skip
    assert list(narrowed.nodes(data=True)) == list(anew.nodes(data=True))
    assert list(narrowed.edges(keys=True, data=True)) == list(anew.edges(keys=True, data=True))
    assert narrowed.graph == anew.graph


def test_rows_lead_to_their_evidence(store: Store) -> None:
    """Actors, pairs and claims are links that keep the filter; IRIs are not shown."""
    wish = read("dyads", "since=2024-03")
    table = linked(wish, Bench(store).found(wish))
    assert not any(column.endswith("iri") for column in table.columns)
    row = next(row for row in table.rows if [cell.value for cell in row[:2]] == ["Israel", "Syria"])
    cells = dict(zip(table.columns, row, strict=True))
    assert cells["actor"].to == "/?actor=http%3A%2F%2Fwww.wikidata.org%2Fentity%2FQ801&since=2024-03"
    assert cells["pair"].value == "Israel – Syria"
    assert cells["pair"].to.startswith("/pair?one=http%3A%2F%2Fwww.wikidata.org%2Fentity%2FQ801&other=http")
    assert cells["claim"].value in {"Depot burns near Damascus", "Night raid"}
    assert cells["claim"].to.startswith("/document?id=https%3A%2F%2Fw3id.org%2Fkgraph%2Fid%2Fdocument%2F")
    assert cells["events"].to == ""


def test_own_network_leads_to_its_pairs(store: Store) -> None:
    """Where a table has the partners of one actor alone, the pair is theirs with this one."""
    wish = read("ego", f"actor={ISRAEL}")
    table = linked(wish, Bench(store).found(wish))
    assert "Israel – Syria" in {row[-1].value for row in table.rows}
    assert all(ISRAEL.rpartition("/")[2] in row[-1].to for row in table.rows)


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_can_be_shown(store: Store, name: str) -> None:
    """Its table, with nothing but text and numbers, links of our own, and its rule with the source."""
    wish = read(name, f"actor={ISRAEL}&other={SYRIA}" if MEASURES[name].required else "")
    bench = Bench(store)
    try:
        table = linked(wish, bench.found(wish))
    except QueryError:
        assert name == "path"  # nobody befriends both
    else:
        cells = [cell for row in table.rows for cell in row]
        assert not any(str(cell.value).startswith("http") for cell in cells)
        assert all(cell.to.startswith(("/?actor=", "/pair?", "/document?")) for cell in cells if cell.to)
    assert title(name)[0].isupper()
    assert all(rule(MEASURES[name]))


@pytest.mark.parametrize("file", FILES)
def test_files(store: Store, file: str) -> None:
    """Each is what its name says."""
    begin = {"picture.svg": b"<?xml", "picture.png": b"\x89PNG", "picture.pdf": b"%PDF", "table.csv": b"actor,other,"}
    assert Bench(store).file(read("ties", ""), file).startswith(begin.get(file, b'[\n  {\n    "actor": '))


def test_briefing(store: Store) -> None:
    """Of a pair, as a page; of somebody of whom nothing is told, a sentence."""
    bench = Bench(store)
    assert b"<html" in bench.briefing(read("path", f"actor={ISRAEL}&other={SYRIA}"))
    with pytest.raises(QueryError):
        bench.briefing(read("ego", f"actor={iri.wikidata('Q408')}"))


def test_groups_are_all() -> None:
    """Every measure is in one group."""
    assert [measure.name for found in groups().values() for measure in found] == list(MEASURES)


def test_names_of_two_lead_nowhere() -> None:
    """Where two actors have one name, only an IRI in the table can tell whom it means."""
    twins = nx.MultiDiGraph()
    twins.add_nodes_from([("x:1", {"name": "Ali"}), ("x:2", {"name": "Ali"}), ("x:3", {"name": "Oman"})])
    assert _actors(twins) == {"Oman": "x:3"}
