"""Who is drifting: against the pair's own past, and against everybody."""

from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from kgraph.analyse.movers import movers, robust_z
from kgraph.errors import QueryError
from tests.networks import meet, net


def past(one: str, other: str, *scores: float) -> list[tuple[str, str, float, str]]:
    """One event a month, from January on; the last score is June's."""
    months = [*range(1, len(scores)), 6]
    return [(one, other, score, f"2024-{month:02}-10") for month, score in zip(months, scores, strict=True)]


EVENTS = [
    *past("A", "B", 1, 2, 3, 4, 5, -6),  # falls: usual 3, deviations 2 1 0 1 2
    *past("A", "C", 0, 0, 0, 2, 2, 2),  # rises a little: usual 0, MAD 0
    *past("B", "C", -4, -4),  # as usual, of one month
    *past("C", "D", 7),  # new
    ("D", "E", -9, "2024-05-01"),  # not in June
]


def test_robust_z() -> None:
    """Median 3, MAD 1: z(-6) = 0.6745 x -9 / 1 = -6.0705.

    Of 0 0 0 0 10, MAD is 0; the mean deviation is 10 / 5 = 2, so z(5) = 5 / (2 x 1.2533) = 1.995.
    """
    assert robust_z(-6, [1, 2, 3, 4, 5]) == pytest.approx(-6.0705, abs=0.001)
    assert robust_z(5, [0, 0, 0, 0, 10]) == 1.995
    assert robust_z(5, [1, 2]) is None
    assert robust_z(5, [1, 1, 1]) is None


@given(st.floats(-10, 10), st.lists(st.floats(-10, 10), min_size=3, max_size=20))
def test_robust_z_beside_scipy(value: float, others: list[float]) -> None:
    """scipy's deviation, scaled for normal distributions, gives the same."""
    spread = float(stats.median_abs_deviation(others, scale="normal"))
    assume(spread > 1e-3)
    assert robust_z(value, others) == pytest.approx((value - np.median(others)) / spread, rel=1e-3, abs=1e-3)


def test_movers() -> None:
    """A-B: -6 after a usual 3, z own -6.071. A-C: 2 after 0, mean deviation 4/5, z = 2 / (0.8 x 1.2533) = 1.995.

    Changes are -9, 2 and 0: median 0, MAD 2, so z all is 0.6745 x -9 / 2 = -3.035 for A-B and 0.674 for A-C.
    """
    table = movers(net(*EVENTS))
    assert table.title == "Movers by month: 2024-06"
    assert table.rows == (
        ("A", "B", 1, -6, 3, 5, -6.071, -3.035, "falls", "c5", "x:A", "x:B"),
        ("A", "C", 1, 2, 0, 5, 1.995, 0.674, "rises", "c11", "x:A", "x:C"),
        ("B", "C", 1, -4, -4, 1, None, 0, "stays", "c13", "x:B", "x:C"),
        ("C", "D", 1, 7, None, 0, None, None, "new", "c14", "x:C", "x:D"),
    )
    assert "2 of 4 pairs with fewer than 5 earlier months" in table.note


def test_latest_period() -> None:
    """By year all of it is one period: everybody is new, and nobody can be set against all."""
    table = movers(net(*EVENTS), period="year")
    assert {row[8] for row in table.rows} == {"new"}
    assert len(table.rows) == 5
    assert "Fewer than 3 pairs with a past: no z against all." in table.note


def test_a_meeting_counts_once() -> None:
    """Both edges of a meeting are one event of the latest month, with what else it holds."""
    graph = net(("A", "B", -5, "2024-02-01"), ("B", "A", 3, "2024-03-04"))
    meet(graph, "A", "B", 1)
    assert [row[2:6] for row in movers(graph).rows] == [(2, 2, -5, 1)]


@given(st.permutations(EVENTS))
def test_order_is_no_matter(events: list[Any]) -> None:
    """The same table from the same events in any order."""
    numbered = {event: number for number, event in enumerate(EVENTS)}
    graph, mixed = net(*EVENTS), nx.MultiDiGraph()
    edges = list(graph.edges(keys=True, data=True))
    by_number = {int(edge[2][1:]): edge for edge in edges}
    mixed.add_nodes_from(reversed(list(graph.nodes(data=True))))
    mixed.add_edges_from(by_number[numbered[event]] for event in events)
    assert movers(mixed) == movers(graph)


def test_nothing_moves() -> None:
    """No network, or no dates: an empty table that says why; an unknown period is named."""
    assert movers(nx.MultiDiGraph()).note.startswith("Nothing to measure")
    undated = movers(net(("A", "B", 1, None)))
    assert undated.rows == ()
    assert "1 event without a month left out." in undated.note
    with pytest.raises(QueryError, match="decade"):
        movers(net(*EVENTS), period="decade")
