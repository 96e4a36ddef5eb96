"""Balance over time: windows counted by hand, gaps told, the picture the same each time."""

from pathlib import Path

import networkx as nx
import pytest

from kgraph.analyse import frustration
from kgraph.analyse.balance import balance
from kgraph.analyse.tension import COLUMNS, tension
from kgraph.analyse.tension_plot import tension as draw
from kgraph.errors import KgraphError, QueryError
from tests.networks import meet, net

# friends in January; A and C fall out in May; in June A and B too; nothing is heard from then to the next August
YEAR = [
    ("A", "B", 2, "2023-01-10"), ("B", "C", 3, "2023-01"), ("A", "C", 4, "2023-02-01"),
    ("C", "A", -8, "2023-05-05"), ("A", "B", -6, "2023-06-30"), ("A", "B", -1, "2023"), ("D", "E", 1, "2024-08-02"),
]  # fmt: skip


def test_tension() -> None:
    """Windows of four quarters, with the pairs' mean scores in them.

    Q1: A-B 2, B-C 3, A-C 4, all friends. Q2: A-B (2 - 6) / 2, A-C (4 - 8) / 2: + - -, balanced. The events of the first
    quarter leave in 2024-Q1: A-B -6 and A-C -8 are no triad. In 2024-Q2 these leave too. The last has D-E only.
    """
    table = tension(net(*YEAR))
    assert table.rows == (
        ("2023-Q1", 3, 3, 3, 1, 1, 1, 0, 0, "2023-01-01"),
        ("2023-Q2", 2, 5, 3, 1, 1, 1, 0, 0, "2023-01-01"),
        ("2023-Q3", 0, 5, 3, 1, 1, 1, 0, 0, "2023-01-01"),
        ("2023-Q4", 0, 5, 3, 1, 1, 1, 0, 0, "2023-01-01"),
        ("2024-Q1", 0, 2, 2, 0, None, None, 0, 0, "2023-04-01"),
        ("2024-Q2", 0, 0, 0, 0, None, None, None, None, "2023-07-01"),
        ("2024-Q3", 1, 1, 1, 0, None, None, 0, 0, "2023-10-01"),
    )
    assert table.title == "Balance by quarter"
    for words in ("1 event without a quarter left out", "3 rows without a triad", "4 rows of fewer than 5 triads"):
        assert words in table.note


def test_tension_by_month() -> None:
    """January leaves in May: A-C is (4 - 8) / 2 then, the only tie; June adds A-B."""
    rows = {row[0]: row[1:] for row in tension(net(*YEAR), period="month").rows}
    assert len(rows) == 20
    assert rows["2023-04"] == (0, 3, 3, 1, 1, 1, 0, 0, "2023-01-01")
    assert rows["2023-05"] == (1, 2, 1, 0, None, None, 0, 0, "2023-02-01")
    assert rows["2023-06"] == (1, 2, 2, 0, None, None, 0, 0, "2023-03-01")


def test_bounds_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where frustration is known by bounds both stand in the row, the note says so, and it can be drawn."""
    bounds = frustration.Frustration(1, 2, {})
    monkeypatch.setattr(frustration, "index", lambda graph: bounds)
    events = [("A", "B", 1, "2024-02"), ("B", "C", -1, "2024-02"), ("A", "C", 1, "2024-02"), ("C", "D", 1, "2024-03")]
    table = tension(net(*events))
    assert table.rows[0][7:9] == (0.25, 0.5)
    assert "In 1 row frustration is known by bounds only." in table.note
    assert dict(balance(net(*events)).rows)["frustration index"] == "bounds"
    draw(net(*events), tmp_path / "a.svg")


def test_each_row_is_what_balance_says_of_its_window() -> None:
    """A window's shares are those that ``balance`` tells of its events."""
    events = [("A", "B", 5, "2024-02"), ("B", "C", -2, "2024-04"), ("A", "C", 1, "2024-07"), ("A", "C", 3, "2024-10")]
    rows = tension(net(*events)).rows
    told = dict(balance(net(*events)).rows)
    assert rows[-1][4:9] == (
        told["triads"], told["share balanced, strong"], told["share balanced, weak"],
        told["share frustrated, at least"], told["share frustrated, at most"],
    )  # fmt: skip
    assert rows[-1][5:9] == (0, 0, 0.333, 0.333)


def test_a_meeting_is_one_event() -> None:
    """A mutual event has an edge each way, and counts once."""
    graph = net(("A", "B", 1, "2024-02-03"))
    meet(graph, "A", "C", 2)
    assert tension(graph).rows == (("2024-Q1", 2, 2, 2, 0, None, None, 0, 0, "2024-01-01"),)


def test_nothing_to_follow() -> None:
    """No events, or none of which the quarter is known, make no rows; the note says which."""
    assert tension(nx.MultiDiGraph()).rows == ()
    table = tension(net(("A", "B", 1, "2024"), ("A", "B", 1, None)))
    assert table.rows == ()
    assert "2 events without a quarter left out" in table.note


def test_unknown_period() -> None:
    """A period that there is not is named."""
    with pytest.raises(QueryError, match="'decade' is no period"):
        tension(net(*YEAR), period="decade")


@pytest.mark.parametrize("events", [YEAR, YEAR[:1], [("A", "B", 1, "2024")]])
def test_picture(events: list[tuple[str, str, float, str]], tmp_path: Path) -> None:
    """The same bytes each time, of a series, of a single period, of nothing that has a period."""
    for name in ("a.svg", "b.svg"):
        draw(net(*events), tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_picture_of_an_unknown_period(tmp_path: Path) -> None:
    """The error comes before the file."""
    with pytest.raises(KgraphError):
        draw(net(*YEAR), tmp_path / "a.svg", period="decade")
    assert not list(tmp_path.iterdir())


def test_columns_fit_rows() -> None:
    """Every row has a cell for every column."""
    assert {len(row) for row in tension(net(*YEAR)).rows} == {len(COLUMNS)}
