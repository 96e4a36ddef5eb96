"""Communities by label propagation: a hand-made network, what all results have in common, the same on every run."""

import subprocess
import sys

import networkx as nx
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kgraph.analyse.communities import communities, labels, partition, propagation
from kgraph.analyse.signed import friendly, signed
from tests.networks import net

NAMES = "ABCDEFGHIJ"
TIES = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.floats(-2, 10)).filter(lambda e: e[0] != e[1]),
    min_size=1, max_size=40,
)  # fmt: skip
# two triangles of close friends and a weak bridge; G has no friend
TRIANGLES = net(
    *((one, other, 5.0) for one, other in ("AB", "BC", "AC", "DE", "EF", "DF")), ("C", "D", 1.0), ("A", "G", -9.0)
)


def test_labels() -> None:
    """Each end of the bridge has 10 towards its triangle and 1 towards the other, so labels stay on their side."""
    table = labels(TRIANGLES)
    assert [row[:5] for row in table.rows] == [
        (1, "A", 2, 10, 0), (1, "B", 2, 10, 0), (1, "C", 2, 10, 1),
        (2, "D", 2, 10, 1), (2, "E", 2, 10, 0), (2, "F", 2, 10, 0),
    ]  # fmt: skip
    assert "1 actor without a friendly tie left out." in table.note
    assert table.columns == communities(TRIANGLES).columns


@settings(max_examples=60, deadline=None)
@given(TIES)
def test_labels_are_settled(events: list[tuple[str, str, float]]) -> None:
    """Everybody is in one group, and no actor has a stronger tie to another group than to its own."""
    graph = friendly(signed(net(*events)))
    groups = propagation(graph)
    assert sorted(actor for group in groups for actor in group) == sorted(graph)
    home = {actor: number for number, group in enumerate(groups) for actor in group}
    for actor in graph:
        pull = dict.fromkeys(range(len(groups)), 0.0)
        for other, tie in graph[actor].items():
            pull[home[other]] += tie["strength"]
        assert pull[home[actor]] >= max(pull.values()) - 1e-6


@settings(max_examples=30, deadline=None)
@given(TIES)
@example([("A", "C", 1.0), ("A", "D", 1.0), ("B", "C", 1.0)])
def test_groups_do_not_depend_on_the_order(events: list[tuple[str, str, float]]) -> None:
    """The same friendly ties with actors and ties in another order have the same groups."""
    graph = friendly(signed(net(*events)))
    other = nx.Graph()
    other.add_nodes_from(reversed(list(graph.nodes(data=True))))
    other.add_edges_from(reversed(list(graph.edges(data=True))))
    assert propagation(other) == propagation(graph)
    assert partition(other) == partition(graph)


def test_groups_do_not_depend_on_the_process() -> None:
    """Another order of hashed strings gives the same tables."""
    code = (
        "from kgraph.analyse.communities import communities, labels; from tests.test_communities import NAMES, net\n"
        "graph = net(*((a, b, 1.0) for i, a in enumerate(NAMES) for b in NAMES[i + 1 : i + 4]))\n"
        "print(labels(graph), communities(graph))"
    )
    told = set()
    for seed in ("1", "2"):
        options = {"capture_output": True, "text": True, "check": True, "env": {"PYTHONHASHSEED": seed}}
        told.add(subprocess.run([sys.executable, "-c", code], **options).stdout)
    assert len(told) == 1


def test_no_friends_no_groups() -> None:
    """Enemies only, or nobody, give an empty table."""
    assert labels(net(("A", "B", -1))).rows == ()
    assert labels(nx.MultiDiGraph()).rows == ()
