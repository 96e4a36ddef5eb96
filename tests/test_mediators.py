"""Mediators and ego networks: who stands between, against examples worked out by hand and the slow way round."""

from itertools import combinations, permutations
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.analyse import ego_plot
from kgraph.analyse.ego import ego
from kgraph.analyse.mediators import MOST, mediators
from kgraph.analyse.signed import signed
from kgraph.errors import QueryError
from tests.networks import QUARREL, meet, net

# A and B are enemies; C, D and F are friends of both, E of one only
BETWEEN = [
    ("A", "B", -4), ("B", "A", -2), ("C", "A", 2), ("A", "C", 4), ("C", "B", 1), ("D", "A", 2), ("D", "B", 3),
    ("E", "A", 9), ("E", "B", -1),
]  # fmt: skip
EVENTS = st.lists(
    st.tuples(*[st.sampled_from("ABCDEF")] * 2, st.sampled_from([-7.0, -2.0, 0.0, 1.0, 3.5])).filter(
        lambda event: event[0] != event[1]
    ),
    min_size=1,
    max_size=25,
)


def test_mediators_by_hand() -> None:
    """D's lesser tie is 2 x 1, C's 1 x 1, with A 3 x 2; the quarrel of A and B is -(-3) x 2."""
    table = mediators(net(*BETWEEN), actor="x:A", other="x:B")
    assert table.rows == (
        ("D", "A", "B", 2, 3, 6, 2, "c5", "c6", "x:D"),
        ("C", "A", "B", 6, 1, 6, 3, "c3", "c4", "x:C"),
    )
    assert table.note.endswith("2 of 2 have fewer than 5 events with both sides together.")


def test_mediators_of_all_pairs() -> None:
    """E's quarrel with B has a mediator too: A is at odds with B, but C and D do not know E, so nobody."""
    assert mediators(net(*BETWEEN)).rows == mediators(net(*BETWEEN), actor="x:A", other="x:B").rows
    assert mediators(net(*BETWEEN), actor="x:E").rows == ()
    assert mediators(net(*BETWEEN, ("C", "E", 2)), actor="x:E").rows == (
        ("C", "E", "B", 2, 1, 1, 2, "c9", "c4", "x:C"),
    )


def test_a_meeting_of_three_is_one_event() -> None:
    """F meets A and B at one table."""
    graph = net(("A", "B", -4))
    meet(graph, "F", "A", 5)
    meet(graph, "F", "B", 5)
    assert mediators(graph).rows == (("x:F", "A", "B", 5, 5, 4, 1, "m", "m", "x:F"),)


def test_mediators_between_friends_and_strangers() -> None:
    """A named pair need not be hostile: the note says so."""
    table = mediators(net(("A", "B", 2), ("C", "A", 1), ("C", "B", 1)), actor="x:A", other="x:B")
    assert table.rows[0][:6] == ("C", "A", "B", 1, 1, -2)
    assert "not hostile here: their mean score is 2" in table.note
    table = mediators(net(("C", "A", 1), ("C", "B", 1)), actor="x:A", other="x:B")
    assert table.rows[0][5] is None
    assert "no events with each other" in table.note
    assert "Nobody here" in mediators(net(("A", "B", -1)), actor="x:A", other="x:B").note


@given(EVENTS)
def test_mediators_the_slow_way(events: list[tuple[str, str, float]]) -> None:
    """All triples tried one by one give the same actors, and the lesser tie never grows down the table."""
    ties = {frozenset(pair): tie["sign"] for *pair, tie in signed(net(*events)).edges(data=True)}
    slow = {
        (m, a, b)
        for a, b in combinations("ABCDEF", 2)
        for m in "ABCDEF"
        if ties.get(frozenset((f"x:{a}", f"x:{b}"))) == -1
        and all(ties.get(frozenset((f"x:{m}", f"x:{side}"))) == 1 for side in (a, b))
    }
    rows = mediators(net(*events)).rows
    assert {row[:3] for row in rows} == slow
    lesser = [min(float(row[3] or 0), float(row[4] or 0)) for row in rows]
    assert lesser == sorted(lesser, reverse=True)


def test_long_tables_end() -> None:
    """Of 110 mediators the first hundred are listed, and the note says of how many."""
    friends = [(f"M{number:03}", side, 1) for number in range(110) for side in "AB"]
    table = mediators(net(("A", "B", -1), *friends))
    assert [row[0] for row in table.rows] == [f"M{number:03}" for number in range(MOST)]
    assert "The first 100 of 110 listed." in table.note


@pytest.mark.parametrize(
    ("options", "words"),
    [({"other": "x:A"}, "first"), ({"actor": "x:A", "other": "x:A"}, "itself"), ({"actor": "x:Q"}, "no events")],
)
def test_mediators_of_no_pair(options: dict[str, str], words: str) -> None:
    """A second actor alone, one actor twice, a stranger."""
    with pytest.raises(QueryError, match=words):
        mediators(net(*QUARREL), **options)


def test_nobody_in_an_empty_network() -> None:
    """Nothing to measure, whoever is asked for."""
    for table in (mediators(nx.MultiDiGraph(), actor="x:A", other="x:B"), ego(nx.MultiDiGraph(), actor="x:A")):
        assert table.rows == ()
        assert table.note == "Nothing to measure: no events between two actors here."


def test_ego_by_hand() -> None:
    """A's partners B, C, D all deal with each other: B and C as friends; of ABC +, ABD + and ACD - two are balanced."""
    table = ego(net(*QUARREL), actor="x:A")
    assert table.rows == (
        ("B", 1, 3, "+", 2, 1, 1, 1, "AID", "2024-03-01", "c0", "x:B"),
        ("C", 1, 4, "+", 2, 2, 0, 0.5, "AID", "2024-03-01", "c2", "x:C"),
        ("D", 1, -1, "-", 2, 1, 1, 0.5, "AID", "2024-03-01", "c3", "x:D"),
    )
    assert "3 partners have 3 of 3 possible ties with each other (density 1.000): 2 friendly, 1 hostile." in table.note
    assert "Of its 3 triads 2 balanced (0.667)." in table.note


def test_ego_shows_the_strongest_event() -> None:
    """Of 3, -5 and 5 the later of the two strongest; a tie of mean 0 is in no triad with a sign; one partner only."""
    graph = net(("A", "B", 3), ("B", "A", -5, "2024-01"), ("A", "B", 5, "2024-02"))
    assert ego(graph, actor="x:A").rows[0][8:11] == ("AID", "2024-02", "c2")
    assert "One partner only" in ego(graph, actor="x:A").note
    neutral = net(("A", "B", 0), ("A", "C", 1), ("B", "C", 1))
    assert [row[7] for row in ego(neutral, actor="x:A").rows] == [None, None]
    with pytest.raises(QueryError, match="x:Q has no events"):
        ego(graph, actor="x:Q")


@given(EVENTS)
def test_ego_density_as_networkx_has_it(events: list[tuple[str, str, float]]) -> None:
    """The density among partners is that of networkx's ego graph without its centre."""
    graph = signed(net(*events))
    actor = next(iter(graph))
    circle = nx.ego_graph(graph, actor, center=False)
    table = ego(net(*events), actor=actor)
    assert sum(int(row[4] or 0) for row in table.rows) == 2 * circle.number_of_edges()
    if len(circle) > 1:
        assert f"(density {nx.density(circle):.3f})" in table.note


def test_ego_picture(tmp_path: Path) -> None:
    """The same bytes twice; of many partners only those with most events are drawn, and a stranger is an error."""
    crowd = [(one, other, 1) for one, other in permutations("ABC", 2)] + [("A", f"P{n:02}", -1) for n in range(30)]
    files = [tmp_path / f"{number}.svg" for number in (1, 2)]
    for file in files:
        ego_plot.ego(net(*crowd), file, actor="x:A")
    assert files[0].read_bytes() == files[1].read_bytes()
    ego_plot.ego(nx.MultiDiGraph(), tmp_path / "empty.svg", actor="x:A")
    assert (tmp_path / "empty.svg").exists()
    with pytest.raises(QueryError, match="x:Q"):
        ego_plot.ego(net(*crowd), tmp_path / "none.svg", actor="x:Q")
