"""Hostile paths, beside the friendly ones of test_analyse."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.analyse.path import hostile, path
from kgraph.errors import QueryError
from tests.networks import net

Event = tuple[str, str, float]


def test_hostile_path() -> None:
    """The friend C is no way from A to D; of B's two blows the harder is shown, of D's two equal ones the later."""
    graph = net(
        ("A", "C", 5), ("C", "D", -9), ("A", "B", -1), ("B", "A", -4), ("D", "B", -3), ("B", "D", -3, "2024-06"),
        ("D", "B", 1),
    )  # fmt: skip
    table = hostile(graph, actor="x:A", other="x:D")
    assert table.title == "Hostile path: A to D"
    assert table.rows == (
        (1, "A", "B", 2, -2.5, "AID", "2024-03-01", "c3"),
        (2, "B", "D", 3, -1.667, "AID", "2024-06", "c5"),
    )
    assert table.note.startswith("Rests on 5 events in 3 documents")


def test_of_equal_paths_the_first_by_name() -> None:
    """B comes before C, however the events came in."""
    events = [("A", "C", -1.0), ("C", "D", -1.0), ("B", "D", -1.0), ("A", "B", -1.0)]
    for order in (events, events[::-1]):
        assert [row[2] for row in hostile(net(*order), actor="x:A", other="x:D").rows] == ["B", "D"]


@pytest.mark.parametrize(
    ("other", "words"), [("x:Q", "x:Q has no events"), ("x:B", "hostile ties leads from A to B"), ("x:A", "itself")]
)
def test_no_hostile_path(other: str, words: str) -> None:
    """Strangers, friends and oneself: the sentence says which it is."""
    with pytest.raises(QueryError, match=words):
        hostile(net(("A", "B", 1), ("B", "D", -1)), actor="x:A", other=other)


def test_no_path_in_an_empty_network() -> None:
    """Nothing to measure."""
    assert hostile(nx.MultiDiGraph(), actor="x:A", other="x:B").rows == ()


@given(
    st.lists(
        st.tuples(*[st.sampled_from("ABCDE")] * 2, st.integers(-5, 5).map(float)).filter(lambda one: one[0] != one[1]),
        min_size=1, max_size=15,
    ),
)  # fmt: skip
def test_enmity_is_friendship_upside_down(events: list[Event]) -> None:
    """With all signs turned, the friendly path is the hostile one: as long as networkx finds it, with scores turned."""
    actor, other = f"x:{events[0][0]}", f"x:{events[-1][1]}"
    if actor == other:
        return
    turned = net(*((one, two, -score) for one, two, score in events))
    try:
        found = hostile(net(*events), actor=actor, other=other).rows
    except QueryError:
        with pytest.raises(QueryError):
            path(turned, actor=actor, other=other)
        return
    assert [(*row[:4], -float(row[4] or 0), *row[5:]) for row in found] == list(
        path(turned, actor=actor, other=other).rows
    )
