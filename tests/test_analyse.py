"""The measures against examples worked out by hand, on small networks; projection on the shared claims."""

import subprocess
import sys
from collections.abc import Iterator

import networkx as nx
import pytest

from kgraph.analyse import MEASURES, Table
from kgraph.analyse.centrality import centrality, pagerank
from kgraph.analyse.communities import communities
from kgraph.analyse.path import path
from kgraph.analyse.project import network
from kgraph.analyse.signed import friendly, signed
from kgraph.analyse.ties import ties
from kgraph.analyse.timeline import timeline
from kgraph.errors import KgraphError, QueryError
from kgraph.happenings import settle
from kgraph.store import Store
from tests.claims import ACCOUNT, BOMBING, CORPUS, OTHERS, RAID, STATES
from tests.networks import QUARREL, meet, net


def column(table: Table, name: str) -> list[object]:
    """The values of one column."""
    return [row[table.columns.index(name)] for row in table.rows]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The shared documents, stored."""
    with Store(tmp_path_factory.mktemp("graph"), create=True) as opened:
        for document, claims in CORPUS:
            opened.add(document, claims)
        settle(opened)
        yield opened


def told(graph: nx.MultiDiGraph) -> list[tuple[str, str, str, str | None, int]]:
    """Each edge as actor, code, recipient, date and number of reports."""
    name = graph.nodes(data="name")
    rows = [(name[a], v["code"], name[b], v["date"], v["reports"]) for a, b, v in graph.edges(data=True)]
    return sorted(rows, key=str)


def test_network_holds_what_happened(store: Store) -> None:
    """One edge an event, mutual ones both ways, persons as their state; nothing planned, demanded, denied, imagined."""
    assert told(network(store)) == [
        ("Egypt", "CONSULT", "Israel", "2024-03-12", 1),
        ("Iran", "CONSULT", "Qatar", "2024-03-12", 1),
        ("Iran", "SUPPORT", "Oman", "2024-04", 1),
        ("Iran", "THREATEN", "Israel", "2024-03-05", 1),
        ("Israel", "ASSAULT", "Syria", "2024-03-04", 3),
        ("Israel", "CONSULT", "Egypt", "2024-03-12", 1),
        ("Qatar", "CONSULT", "Iran", "2024-03-12", 1),
        ("Qatar", "CONSULT", "United States", "2024-03-12", 1),
        ("Russia", "AID", "Syria", "2024", 1),
        ("United Nations", "REQUEST", "Israel", "2024-03-12", 1),
        ("United States", "CONSULT", "Qatar", "2024-03-12", 1),
    ]


def test_network_says_where_it_is_from(store: Store) -> None:
    """An edge leads to a claim and its documents; nodes have names and kinds."""
    graph = network(store)
    israel, syria = (f"http://www.wikidata.org/entity/{STATES[name][0]}" for name in ("Israel", "Syria"))
    (bombing,) = graph[israel][syria].values()
    scores = [claim.score or 0 for claim in (BOMBING, ACCOUNT, RAID)]
    assert bombing["score"] == pytest.approx(sum(scores) / 3, abs=1e-6)
    assert (len(bombing["documents"]), bombing["attributed"]) == (2, False)
    assert store.select(f"SELECT ?s {{ GRAPH ?g {{ <{bombing['claim']}> prov:wasDerivedFrom ?s }} }}").rows
    assert graph.nodes[OTHERS["United Nations"][0]] == {"name": "United Nations", "kind": "igo"}
    assert "account" not in ties(graph).note


def test_hearsay_is_told() -> None:
    """An event that all reports have from somebody else is counted in the note."""
    graph = net(("A", "B", 1), ("B", "A", 2))
    next(iter(graph["x:A"]["x:B"].values()))["attributed"] = True
    assert "1 event only by somebody else's account." in ties(graph).note


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [
        ("2024-03-05", None, 10),  # of the aid only the year is known
        ("2024-03-06", None, 9),
        ("2024-04", None, 2),
        ("2025", None, 0),
        (None, "2024-03-04", 2),
        (None, "2024-03", 10),
        ("2024-03-04", "2024-03-05", 3),
    ],
)
def test_network_of_a_period(store: Store, since: str | None, until: str | None, count: int) -> None:
    """Both ends belong to the period, and dates compare as far as both reach."""
    assert network(store, since=since, until=until).number_of_edges() == count


def test_network_of_an_actor(store: Store) -> None:
    """An actor's events are its own and those of who acts for it; a person's are the person's only."""
    assert told(network(store, actor=OTHERS["Leila Karimi"][0])) == [("Iran", "SUPPORT", "Oman", "2024-04", 1)]
    codes = [row[1] for row in told(network(store, actor=f"http://www.wikidata.org/entity/{STATES['Iran'][0]}"))]
    assert sorted(set(codes)) == ["CONSULT", "SUPPORT", "THREATEN"]


@pytest.mark.parametrize("options", [{"actor": "not an IRI> }"}, {"since": "March"}, {"until": "2024-3"}])
def test_network_refuses_nonsense(store: Store, options: dict[str, str]) -> None:
    """What is no IRI or date is named in the error."""
    with pytest.raises(QueryError, match=next(iter(options.values()))[:5]):
        network(store, **options)


def test_signed_means_events() -> None:
    """A pair's weight is the mean over events in both directions; a meeting counts once."""
    graph = net(("A", "B", -10), ("B", "A", 1), ("B", "C", 2), ("C", "B", -2))
    meet(graph, "A", "B", 3)
    assert list(signed(graph).edges(data=True)) == [
        ("x:A", "x:B", {"weight": -2, "n": 3, "sign": -1}),
        ("x:B", "x:C", {"weight": 0, "n": 2, "sign": 0}),
    ]


def test_ties() -> None:
    """Most events first, then by name."""
    table = ties(net(("B", "C", 2), ("A", "B", -5), ("B", "A", -4.5)))
    assert [row[:5] for row in table.rows] == [("A", "B", 2, -4.75, "-"), ("B", "C", 1, 2, "+")]
    assert table.note.startswith("Rests on 3 events in 2 documents between 3 actors, 2024-03-01. Fewer than 5 events")


def test_pagerank() -> None:
    """With p_A = 1/3 / 1.28333 (dangling B and C spread theirs evenly), B gets three quarters of A's, C one quarter."""
    rank = pagerank(net(("A", "B", -3), ("A", "C", 1)))
    assert [round(rank[f"x:{name}"], 5) for name in "ABC"] == [0.25974, 0.42532, 0.31494]


def test_centrality() -> None:
    """On the chain A to B to C all shortest paths between others lead through B."""
    table = centrality(net(("A", "B", -3), ("A", "B", 1), ("B", "C", 7)))
    found = {row[0]: row[1:5] + row[6:7] for row in table.rows}
    assert found == {"A": (2, 0, 4, 0, 0), "B": (1, 2, 7, 4, 1), "C": (0, 1, 0, 7, 0)}


def test_communities() -> None:
    """Two triangles and a bridge: 3 of 7 ties in each, strengths 7 of 14, so Q = 2 (3/7 - 1/4) = 0.357."""
    links = [("A", "B"), ("B", "C"), ("A", "C"), ("C", "D"), ("D", "E"), ("E", "F"), ("D", "F")]
    table = communities(net(*((one, other, 1) for one, other in links), ("A", "G", -9)))
    assert list(zip(column(table, "community"), column(table, "actor"), strict=True)) == [
        (1, "A"), (1, "B"), (1, "C"), (2, "D"), (2, "E"), (2, "F"),
    ]  # fmt: skip
    assert column(table, "strength outside") == [0, 0, 1, 1, 0, 0]
    assert "Modularity 0.357. 1 actor without a friendly tie left out." in table.note


MONTHS = [("A", "B", -10, "2024-03-05"), ("B", "A", 4, "2024-03"), ("A", "C", 1, "2024-05-01"), ("A", "B", 2, "2024")]


@pytest.mark.parametrize(
    ("options", "rows"),
    [
        ({}, [("2024-03", 2, 1, 1, -6, -3), ("2024-05", 1, 1, 0, 1, 1)]),
        ({"actor": "x:C"}, [("2024-05", 1, 1, 0, 1, 1)]),
        ({"actor": "x:B", "other": "x:A"}, [("2024-03", 2, 1, 1, -6, -3)]),
        ({"actor": "x:B", "other": "x:C"}, []),
    ],
)
def test_timeline(options: dict[str, str], rows: list[tuple[object, ...]]) -> None:
    """Counts, sum and mean by month, of all, one or two actors."""
    assert [row[:6] for row in timeline(net(*MONTHS), **options).rows] == rows


def test_timeline_counts_what_it_leaves_out() -> None:
    """An event known by its year only is in no month; a meeting is one event."""
    graph = net(*MONTHS)
    meet(graph, "B", "C", 1)
    table = timeline(graph)
    assert "1 event without a month left out." in table.note
    assert table.rows[0][1] == 3


def test_path() -> None:
    """Of two friendly paths of two steps the first by name; the hostile shortcut is none."""
    graph = net(("A", "D", -1), ("C", "D", 2), ("A", "C", 1), ("B", "A", 3), ("D", "B", 4), ("B", "A", 5, "2024-06"))
    assert path(graph, actor="x:A", other="x:D").rows == (
        (1, "A", "B", 2, 4, "AID", "2024-06", "c5"),
        (2, "B", "D", 1, 4, "AID", "2024-03-01", "c4"),
    )


@pytest.mark.parametrize(("other", "words"), [("x:Q", "x:Q has no events"), ("x:D", "from A to D"), ("x:A", "itself")])
def test_no_path(other: str, words: str) -> None:
    """Strangers, foes without a common friend, and oneself can't be reached: the sentence says which it is."""
    with pytest.raises(KgraphError, match=words):
        path(net(("A", "B", 1), ("B", "D", -1)), actor="x:A", other=other)


@pytest.mark.parametrize("name", MEASURES)
def test_nothing_to_measure(name: str) -> None:
    """An empty network gives an empty table that says so."""
    measure = MEASURES[name]
    table = measure.run(nx.MultiDiGraph(), **dict.fromkeys(measure.required, "x:A"))
    assert table.rows == ()
    assert table.note.startswith("Nothing to measure")


@pytest.mark.parametrize("name", MEASURES)
def test_order_of_events_is_no_matter(name: str) -> None:
    """The same events in another order give the same table."""
    measure = MEASURES[name]
    options = dict(zip(measure.required, ("x:A", "x:B"), strict=False))
    one, other = net(*QUARREL), nx.MultiDiGraph()
    other.add_nodes_from(reversed(list(one.nodes(data=True))))
    other.add_edges_from(reversed(list(one.edges(keys=True, data=True))))
    assert measure.run(one, **options) == measure.run(other, **options)


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("path", {"actor": "x:A"}, "needs"),
        ("ties", {"actor": "x:A"}, "no option"),
        ("timeline", {"other": "x:A"}, "first"),
    ],
)
def test_options_that_do_not_fit(name: str, options: dict[str, str], words: str) -> None:
    """A missing or unknown option is named."""
    with pytest.raises(QueryError, match=words):
        MEASURES[name].run(net(*QUARREL), **options)


def test_friendly_strength() -> None:
    """Only ties of positive mean stay, with mean times events."""
    graph = friendly(signed(net(("A", "B", 3), ("A", "B", 1), ("B", "C", -1))))
    assert list(graph.edges(data="strength")) == [("x:A", "x:B", 4)]


def test_names_of_measures_are_cheap() -> None:
    """Reading the registry loads neither networkx nor numpy nor matplotlib."""
    code = "import sys; from kgraph.analyse import MEASURES; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"networkx", "numpy", "matplotlib", "pyoxigraph"} & set(loaded)
