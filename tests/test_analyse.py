"""The measures against examples worked out by hand, on small networks."""

import subprocess
import sys

import networkx as nx
import pytest

from kgraph.analyse import MEASURES, Table
from kgraph.analyse.centrality import centrality, pagerank
from kgraph.analyse.communities import communities
from kgraph.analyse.path import path
from kgraph.analyse.signed import friendly, signed
from kgraph.analyse.ties import ties
from kgraph.analyse.timeline import timeline
from kgraph.errors import KgraphError, QueryError
from tests.networks import QUARREL, meet, net


def column(table: Table, name: str) -> list[object]:
    """The values of one column."""
    return [row[table.columns.index(name)] for row in table.rows]


def test_hearsay_is_told() -> None:
    """An event that all reports have from somebody else is counted in the note."""
    graph = net(("A", "B", 1), ("B", "A", 2))
    next(iter(graph["x:A"]["x:B"].values()))["attributed"] = True
    assert "1 event only by somebody else's account." in ties(graph).note


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
