"""Reports by source, shares by status, and coverage, worked out by hand."""

from typing import Any

import networkx as nx
import numpy as np
import pytest

from kgraph.analyse.coverage import coverage
from kgraph.analyse.registry import Table
from kgraph.analyse.sources import shares, sources
from kgraph.errors import QueryError
from tests.networks import meet, net

TWO_PAIRS = [("A", "B", -4), ("B", "A", -2), ("A", "B", 0), ("A", "C", 6), ("A", "C", 2), ("A", "D", 9)]
"""Who tells them: P the first, second and fourth, Q the second, third and fifth, R the last."""


def told(graph: nx.MultiDiGraph, **tellers: str) -> nx.MultiDiGraph:
    """Each event by its sources, a letter each; each source has one document a network."""
    for *_, event, values in graph.edges(keys=True, data=True):
        values["documents"] = tuple(f"d:{letter}" for letter in tellers[event])
    letters = sorted({letter for told_by in tellers.values() for letter in told_by})
    graph.graph["publishers"] = {f"d:{letter}": letter for letter in letters}
    return graph


def two_pairs() -> nx.MultiDiGraph:
    """The network of TWO_PAIRS."""
    return told(net(*TWO_PAIRS), e0="P", e1="PQ", e2="Q", e3="P", e4="Q", e5="R")


def rows(table: Table) -> dict[Any, tuple[Any, ...]]:
    """The rows by their first cell."""
    return {row[0]: row[1:] for row in table.rows}


def test_sources_differ_on_the_same_pairs() -> None:
    """P tells -4, -2 of AB, where others tell -2, 0, and 6 of AC, where they tell 2: (2 (-3 + 1) + (6 - 2)) / 3 = 0.

    Q tells -2, 0 of AB, others -4, -2, and 2 of AC, others 6: (2 (-1 + 3) + (2 - 6)) / 3 = 0. R shares no pair. The
    plain means are (-4 - 2 + 6) / 3 = 0, (-2 + 0 + 2) / 3 = 0 and 9.
    """
    found = rows(sources(two_pairs()))
    assert found["P"] == (1, 3, 0, 0, 0, 0, 2, 0, None, None)
    assert found["Q"] == (1, 3, 0, 0, 0, 0, 2, 0, None, None)
    assert found["R"] == (1, 1, 9, 0, 0, 0, 0, None, None, None)


def test_sources_of_a_pair() -> None:
    """Between A and B alone P's -3 is 2 below the others' -1; events of any direction belong to the pair."""
    found = rows(sources(two_pairs(), actor="x:B", other="x:A"))
    assert {source: row[7] for source, row in found.items()} == {"P": -2, "Q": 2}


def test_sources_of_an_actor() -> None:
    """Of all that C takes part in P tells one event of 6, Q one of 2."""
    found = rows(sources(two_pairs(), actor="x:C"))
    assert {source: (row[1], row[2], row[7]) for source, row in found.items()} == {"P": (1, 6, 4), "Q": (1, 2, -4)}


def test_what_did_not_happen_has_no_mean() -> None:
    """Planned and denied events count as events and shares, but not in means and differences."""
    graph = two_pairs()
    graph["x:A"]["x:B"]["e0"].update(status="planned", attributed=True)
    graph["x:A"]["x:C"]["e3"]["status"] = "negated"
    assert rows(sources(graph))["P"] == (1, 3, -2, 0.333, 0.333, 0.333, 1, -1, None, None)


def many(shift: float, seed: int = 3) -> nx.MultiDiGraph:
    """P and Q tell of ten events each between A and B, P's lower by ``shift``."""
    scores = np.random.default_rng(seed).uniform(-5, 5, 20)
    events = [("A", "B", float(score) - shift * (number < 10)) for number, score in enumerate(scores)]
    return told(net(*events), **{f"e{number}": "P" if number < 10 else "Q" for number in range(20)})


def test_interval_of_a_difference() -> None:
    """The interval holds the difference, and is that of two independent means: 1.96 (s_p^2 / 10 + s_q^2 / 10)^(1/2)."""
    graph = many(4)
    *_, difference, low, high = rows(sources(graph))["P"]
    scores = [values["score"] for *_, values in sorted(graph.edges(keys=True, data=True), key=lambda e: int(e[2][1:]))]
    half = 1.96 * (np.var(scores[:10], ddof=1) / 10 + np.var(scores[10:], ddof=1) / 10) ** 0.5
    assert difference == pytest.approx(np.mean(scores[:10]) - np.mean(scores[10:]), abs=0.001)
    assert low < difference < high
    assert high - low == pytest.approx(2 * half, rel=0.2)
    assert sources(graph) == sources(many(4))


def test_a_source_alone_is_told() -> None:
    """With one source there is nothing to compare; a document without a publisher is a source."""
    table = sources(net(("A", "B", 1)))
    assert [row[0] for row in table.rows] == ["d0"]
    assert "One source only" in table.note


def test_sources_want_a_first_actor() -> None:
    """A second actor without a first, and one without events, are errors."""
    with pytest.raises(QueryError, match="first"):
        sources(two_pairs(), other="x:A")
    with pytest.raises(QueryError, match="x:Q"):
        sources(two_pairs(), actor="x:Q")


def test_shares() -> None:
    """A acts in five events and meets once: of six one is attributed, two planned, one denied; B's two are too few."""
    graph = net(*[("A", "B", 1)] * 5, ("B", "A", 1))
    meet(graph, "A", "B", 1)
    for edge in (graph["x:A"]["x:B"]["meeting"], graph["x:B"]["x:A"]["meeting"]):
        edge["status"] = "requested"
    graph["x:A"]["x:B"]["e0"].update(status="planned", attributed=True)
    graph["x:A"]["x:B"]["e1"]["status"] = "planned"
    graph["x:A"]["x:B"]["e2"]["status"] = "negated"
    table = shares(graph)
    assert table.columns[:8] == (
        "actor", "events", "attributed", "actual", "planned", "requested", "hypothetical", "denied",
    )  # fmt: skip
    assert table.rows == (
        ("all actors", 7, 0.143, 0.429, 0.286, 0.143, 0, 0.143, None),
        ("A", 6, 0.167, 0.333, 0.333, 0.167, 0, 0.167, "x:A"),
        ("B", 2, *[None] * 6, "x:B"),
    )
    assert shares(graph, actor="x:B").rows == (table.rows[0], table.rows[2])


def test_shares_of_a_stranger() -> None:
    """An actor without events is named; one that only suffers acts in none."""
    with pytest.raises(QueryError, match="x:Q"):
        shares(net(("A", "B", 1)), actor="x:Q")
    assert shares(net(("A", "B", 1)), actor="x:B").rows[1][:3] == ("B", 0, None)


def corpus() -> nx.MultiDiGraph:
    """Three documents by two sources from January to June, and events of January, March and July."""
    graph = net(
        ("A", "B", 1, "2024-01-05"), ("A", "B", 1, "2024-03"), ("B", "A", 1, "2024-01-07"), ("A", "B", 1, "2024-07")
    )
    graph.graph["published"] = {"d:1": "2024-01-09", "d:2": "2024-01-10", "d:3": "2024-06-02", "d:4": "2024"}
    graph.graph["publishers"] = {"d:1": "P", "d:2": "P"}
    return graph


def test_coverage() -> None:
    """Two events for January's two documents, both P's; no document from February to May; 2024 is in no month."""
    table = coverage(corpus())
    assert table.columns == ("month", "documents", "sources", "events", "events a document")
    assert table.rows == (
        ("2024-01", 2, 1, 2, 1), ("2024-02", 0, 0, 0, None), ("2024-03", 0, 0, 1, None), ("2024-04", 0, 0, 0, None),
        ("2024-05", 0, 0, 0, None), ("2024-06", 1, 1, 0, 0),
    )  # fmt: skip
    assert "No documents in 2024-02 to 2024-05: silence there is no peace." in table.note
    assert "1 event dated before or after these, or to no month, left out." in table.note
    assert "1 document not dated to the month left out." in table.note


@pytest.mark.parametrize(
    ("period", "rows"),
    [
        ("quarter", [("2024-Q1", 2, 1, 3, 1.5), ("2024-Q2", 1, 1, 0, 0)]),
        ("year", [("2024", 4, 3, 4, 1)]),
    ],
)
def test_coverage_by_other_periods(period: str, rows: list[tuple[object, ...]]) -> None:
    """By quarter the months fall together; by year all dates tell enough, and the nameless documents are sources."""
    assert list(coverage(corpus(), period=period).rows) == rows


def test_coverage_by_day_counts_every_day() -> None:
    """From 9 January to 2 June 2024 there are 146 days, 143 of them without a document."""
    table = coverage(corpus(), period="day")
    assert len(table.rows) == 146
    assert "No documents in 2024-01-11 to 2024-06-01" in table.note


def test_coverage_of_a_period() -> None:
    """A network of the spring doesn't count documents of the winter as if no event had happened then."""
    graph = corpus()
    graph.graph.update(since="2024-02", until="2024-06")
    assert [row[:2] for row in coverage(graph).rows] == [("2024-06", 1)]


def test_coverage_without_dates() -> None:
    """Where no document has a date the events bound the table, and all of it is silence."""
    table = coverage(net(("A", "B", 1, "2024-01"), ("A", "B", 1, "2024-02-03")))
    assert table.rows == (("2024-01", 0, 0, 1, None), ("2024-02", 0, 0, 1, None))
    assert "No documents in 2024-01 to 2024-02" in table.note


def test_coverage_tells_gaps_up_to_a_number() -> None:
    """Of many gaps the first eight are named."""
    graph = nx.MultiDiGraph(published={f"d:{number}": f"20{number:02}-01" for number in range(0, 24, 2)})
    table = coverage(graph, period="year")
    assert len(table.rows) == 23
    assert "2001, 2003, 2005, 2007, 2009, 2011, 2013, 2015 and 3 more gaps" in table.note


def test_coverage_wants_a_period_it_knows() -> None:
    """The periods that there are stand in the error."""
    with pytest.raises(QueryError, match="'decade' is no period"):
        coverage(net(("A", "B", 1)), period="decade")
