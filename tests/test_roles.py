"""Who behaves alike and who has the same friends and enemies: by hand, by numpy pair by pair, and in large networks."""

from collections.abc import Callable
from itertools import combinations
from time import perf_counter

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.analyse import roles
from kgraph.analyse.registry import Cell, Table
from kgraph.analyse.roles import equivalent, similar
from kgraph.analyse.signed import signed
from kgraph.errors import QueryError
from kgraph.vocab import ROOTS
from tests.networks import net

NAMES = "ABCDEFG"
TIES = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(-1, 1)).filter(lambda e: e[0] != e[1]),
    min_size=1, max_size=30,
)  # fmt: skip


def acts(*events: tuple[str, str, str, int]) -> nx.MultiDiGraph:
    """A network of so many events of a code each."""
    flat = [(one, other, code) for one, other, code, times in events for _ in range(times)]
    graph = net(*((one, other, 1.0) for one, other, _ in flat))
    codes = {f"e{number}": code for number, (_, _, code) in enumerate(flat)}
    for *_, event, values in graph.edges(keys=True, data=True):
        values["code"] = codes[event]
    return graph


# A aids three times and assaults four times, B aids six times and assaults as often as given; R receives it all
MIXES = acts(("A", "R", "AID", 3), ("A", "R", "ASSAULT", 4), ("B", "S", "AID", 6), ("C", "R", "ASSAULT", 5))


def test_similar() -> None:
    """A does (3, 4), B (6, 0), C (0, 5): cosines are 3/5 with B and 4/5 with C.

    R receives (3, 9) and S (6, 0): 3 / sqrt(90) = 0.316; acting and receiving have nothing in common.
    """
    assert [row[:6] for row in similar(MIXES).rows] == [
        ("A", "C", 0.8, 7, 5, "acting: ASSAULT"),
        ("A", "B", 0.6, 7, 6, "acting: AID"),
        ("R", "S", 0.316, 12, 6, "receiving: AID"),
    ]


def test_similar_to_an_actor() -> None:
    """The actor that was asked for comes first in each row, and has its say even with few events."""
    assert [row[:3] for row in similar(MIXES, actor="x:B").rows] == [("B", "A", 0.6)]
    few = acts(("A", "R", "AID", 1), ("B", "R", "AID", 5), ("C", "R", "AID", 4))
    assert [row[:5] for row in similar(few, actor="x:A").rows] == [("A", "B", 1, 1, 5)]
    assert "1 actor with fewer than 5 events left out." in similar(few, actor="x:A").note


def test_a_meeting_is_done_and_received_once() -> None:
    """A mutual event of three parties is one event of each, although it joins three pairs."""
    graph = acts(("A", "R", "AID", 4), ("B", "R", "AID", 4))
    for one, other in (("A", "B"), ("B", "A"), ("A", "C"), ("C", "A"), ("B", "C"), ("C", "B")):
        graph.add_node(f"x:{other}", name=other, kind="state")
        graph.add_edge(f"x:{one}", f"x:{other}", key="summit", code="CONSULT", score=1, documents=())
    profiles, events = roles._profiles(graph, ["x:A", "x:C", "x:B", "x:R"])
    assert events.tolist() == [5, 1, 5, 8]
    consult = ROOTS.index("CONSULT")
    assert profiles[0, [consult, consult + len(ROOTS)]].tolist() == [1, 1]


def test_equivalent() -> None:
    """A and B are friends of C and enemies of D, whatever they are to one another; E is friend of both C and D.

    Over the others C, D, E: A and B are (1, -1, 0) both, r = 1. A and E over B, C, D: (1, 1, -1) and (0, 1, 1) have the
    means 1/3 and 2/3, so r = (0 - 2/3) / sqrt((3 - 1/3)(2 - 4/3)) = -1/2, but share C only. C and D over A, B, E:
    (1, 1, 1) and (-1, -1, 1): C is tied to all in the same way and has no r.
    """
    graph = net(
        ("A", "B", 9), ("A", "C", 2), ("B", "C", 3), ("D", "A", -1), ("B", "D", -5), ("E", "C", 1), ("E", "D", 1)
    )
    assert equivalent(graph).rows == (("A", "B", 1, 2, 0, "x:A", "x:B"),)
    signs = nx.to_scipy_sparse_array(signed(graph), weight="sign", dtype=float, format="csr")
    value, same, opposite = roles._correlation(signs, np.array([0]))
    assert (value[0, 4], same[0, 4], opposite[0, 4]) == (pytest.approx(-0.5), 1, 1)


def test_all_friends_are_equivalent() -> None:
    """Where everybody is everybody's friend, ties don't vary and have no correlation, but all play the same part."""
    rows = equivalent(net(*((one, other, 1) for one, other in combinations("ABCD", 2)))).rows
    assert [row[2:5] for row in rows] == [(1, 2, 0)] * 6


@settings(max_examples=60, deadline=None)
@given(TIES)
def test_equivalence_pair_by_pair(events: list[tuple[str, str, int]]) -> None:
    """What sparse products find is numpy's correlation of the two rows without the two actors."""
    graph = signed(net(*events))
    signs = nx.to_numpy_array(graph, weight="sign")
    actors = list(graph)
    expected: dict[tuple[str, str], tuple[Cell, ...]] = {}
    for one, other in combinations(range(len(actors)), 2):
        left, right = np.delete(signs[[one, other]], [one, other], axis=1)
        same = int(((left == right) & (left != 0)).sum())
        if same >= roles.COMMON and left.std() and right.std():
            value = float(np.corrcoef(left, right)[0, 1])
            expected[actors[one], actors[other]] = (pytest.approx(value, abs=6e-4), same, int((left * right < 0).sum()))
        elif same >= roles.COMMON and (left == right).all():
            expected[actors[one], actors[other]] = (1, same, 0)
    rows = equivalent(net(*events)).rows
    assert {row[5:]: row[2:5] for row in rows} == expected
    assert [row[2] for row in rows] == sorted((row[2] for row in rows), reverse=True)


def test_blocks_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few rows at once or all: the same list, although most values are the same."""
    chance = np.random.default_rng(3)
    names = [f"{number:02}" for number in range(40)]
    events = [(names[a], names[b], int(s)) for a, b, s in chance.integers(0, 40, (400, 3)) if a != b]
    graph = acts(*((one, other, ROOTS[score % 3], 1) for one, other, score in events))
    whole = similar(graph), equivalent(graph)
    monkeypatch.setattr(roles, "BLOCK", 7)
    assert (similar(graph), equivalent(graph)) == whole
    assert len(whole[0].rows) == len(whole[1].rows) == roles.MOST


def test_two_thousand_actors_are_no_matter() -> None:
    """20,000 events between 2,000 actors take seconds at most."""
    chance = np.random.default_rng(5)
    graph = net(*((f"{a:04}", f"{b:04}", float(a % 3 - 1)) for a, b in chance.integers(0, 2000, (20_000, 2)) if a != b))
    start = perf_counter()
    assert len(similar(graph).rows) == len(equivalent(graph).rows) == roles.MOST
    assert perf_counter() - start < 20


@pytest.mark.parametrize("measure", [similar, equivalent])
def test_nobody_and_strangers(measure: Callable[..., Table]) -> None:
    """An empty network gives an empty table, and an actor without events is named in the error."""
    assert measure(nx.MultiDiGraph()).rows == ()
    assert measure(nx.MultiDiGraph(), actor="x:A").rows == ()
    assert measure(net(("A", "B", 1)), actor="x:A").rows == ()
    with pytest.raises(QueryError, match="x:Q has no events"):
        measure(net(("A", "B", 1)), actor="x:Q")
