"""Time: pairs period by period, the band of a timeline, changes of tone, and their pictures."""

from itertools import permutations, product
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from scipy import stats

from kgraph.analyse import canvas
from kgraph.analyse.changes import _best, _gains, changes
from kgraph.analyse.charts import timeline as draw_timeline
from kgraph.analyse.dyads import dyads, series
from kgraph.analyse.heatmap import dyads as draw_dyads
from kgraph.analyse.timeline import band, timeline
from kgraph.errors import QueryError
from tests.networks import QUARREL, meet, net

PAIR = [("B", "A", -10, "2024-03-05"), ("A", "B", 4, "2024-03"), ("A", "B", 6, "2024-05-31"), ("A", "C", 1, "2024")]


def rows(table: Any, *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of a table."""
    return [tuple(row[table.columns.index(column)] for column in columns) for row in table.rows]


def year(*scores: float) -> nx.MultiDiGraph:
    """Three events a month with the month's score, in as many months as there are scores."""
    return net(
        *(("A", "B", s, f"2024-{month:02}-{day:02}") for month, s in enumerate(scores, 1) for day in (5, 15, 25))
    )


def test_dyads() -> None:
    """Both directions together; an event counts half after 90 days, one of the month only from its middle.

    End of March: -10 x 0.5^(26/90) + 4 x 0.5^(16/90) = -8.185 + 3.536 = -4.649. End of May, 61 days later:
    -4.649 x 0.5^(61/90) + 6 = -2.906 + 6 = 3.094.
    """
    table = dyads(net(*PAIR))
    assert table.rows == (
        ("A", "B", "2024-03", 2, -6, -3, -4.649, "c0", "x:A", "x:B"),
        ("A", "B", "2024-05", 1, 6, 6, 3.094, "c2", "x:A", "x:B"),
    )
    assert "1 event without a month left out." in table.note
    assert rows(dyads(net(*PAIR), period="year"), "other", "events", "mean") == [("B", 3, 0), ("C", 1, 1)]


def test_decay_by_definition() -> None:
    """The running score is the sum over all events until then, each with its own age."""
    graph = net(*(("A", "B", score, f"2024-{score + 4:02}-{2 * score + 9:02}") for score in range(-3, 4)))
    for fold in series(graph, "x:B", "x:A", half_life=30):
        end = np.datetime64(fold.period, "M") + 1
        ages = {
            event: int((end.astype("datetime64[D]") - np.datetime64(values["date"])).astype(int)) - 1
            for *_, event, values in graph.edges(keys=True, data=True)
        }
        expected = sum(
            values["score"] * 0.5 ** (ages[event] / 30)
            for *_, event, values in graph.edges(keys=True, data=True)
            if ages[event] >= 0
        )
        assert fold.decayed == pytest.approx(expected)


def test_a_meeting_is_one_event() -> None:
    """It has an edge each way, and counts once for the pair."""
    graph = net(("A", "B", 3))
    meet(graph, "B", "A", 1)
    assert rows(dyads(graph), "events", "sum") == [(2, 4)]


def test_series_of_a_pair() -> None:
    """The same from either side; an actor's table holds its pairs only."""
    graph = net(*PAIR, ("B", "C", 2))
    assert series(graph, "x:A", "x:B", "quarter") == series(graph, "x:B", "x:A", "quarter")
    assert [(fold.period, fold.sum) for fold in series(graph, "x:A", "x:B", "quarter")] == [
        ("2024-Q1", -6),
        ("2024-Q2", 6),
    ]
    assert {row[:2] for row in dyads(graph, actor="x:C").rows} == {("B", "C")}
    assert series(nx.MultiDiGraph(), "x:A", "x:B") == ()


@pytest.mark.parametrize("measure", [dyads, timeline, changes])
@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"period": "decade"}, "'decade' is no period"),
        ({"actor": "x:Q"}, "x:Q has no events"),
        ({"other": "x:A"}, "without a first"),
    ],
)
def test_options_that_do_not_fit(measure: Any, options: dict[str, str], words: str) -> None:
    """An unknown period or actor, and half a pair, are named."""
    with pytest.raises(QueryError, match=words):
        measure(net(*QUARREL), **options)


@pytest.mark.parametrize("period", ["day", "week", "month", "quarter", "year"])
def test_periods_of_a_timeline(period: str) -> None:
    """The sum over all periods is the sum over all events that have one."""
    table = timeline(net(*PAIR), period=period)
    assert table.columns[0] == "period"
    dated = {"day": -4, "week": -4, "month": 0, "quarter": 0, "year": 1}
    assert sum(total for (total,) in rows(table, "sum")) == dated[period]


def test_band() -> None:
    """None below three events, no width where all are the same; else about what scipy's percentile bootstrap finds."""
    assert band([1, 2]) == (None, None)
    assert band([2, 2, 2]) == (2, 2)
    scores = [-10.0, -4, -4, 0, 1, 3, 3.5, 6, 7, 8]
    other = stats.bootstrap((scores,), np.mean, n_resamples=20_000, method="percentile", rng=1).confidence_interval
    assert band(scores) == pytest.approx((other.low, other.high), abs=0.35)


@given(st.lists(st.floats(-10, 10), min_size=3, max_size=30), st.randoms())
def test_band_holds_the_mean(scores: list[float], chance: Any) -> None:
    """Within the scores, the same in every order, and wide enough to reach the mean."""
    low, high = band(scores)
    assert low is not None and high is not None
    assert min(scores) - 0.001 <= low <= high <= max(scores) + 0.001
    mixed = list(scores)
    chance.shuffle(mixed)
    assert band(mixed) == (low, high)


def test_band_in_the_table() -> None:
    """A month of three events has a band, one of two has none, and the note says so."""
    table = timeline(net(*PAIR[:2], *(("A", "B", score, "2024-04-01") for score in (1, 2, 6))))
    (first, second) = rows(table, "mean", "low", "high")
    assert first == (-3, None, None)
    assert second[1] < second[0] == 3 < second[2]
    assert "No band for 1 month of fewer than 3 events." in table.note


def test_changes() -> None:
    """Ten months of 3, then -5 from the sixth on: shift -8, by chance in 2 of C(10, 5) = 252 orders, so p near 0.008.

    The event right after is the first month's; of equals that with the earliest date.
    """
    table = changes(year(3, 3, 3, 3, 3, -5, -5, -5, -5, -5))
    assert rows(table, "last before", "date", "before", "after", "shift") == [("2024-05", "2024-06", 3, -5, -8)]
    assert rows(table, "events before", "events after", "event", "event date") == [(15, 15, "AID", "2024-06-05")]
    assert rows(table, "actor", "other", "claim before", "claim") == [("A", "B", "c12", "c15")]
    assert 0.001 <= rows(table, "p")[0][0] <= 0.02


def test_two_changes() -> None:
    """Up and down again: both are found, with the means of the stretches beside them."""
    months = [2] * 10 + [-6] * 10 + [4] * 10
    events = [
        ("A", "B", score + wave, f"{2020 + number // 12}-{number % 12 + 1:02}-09")
        for number, score in enumerate(months)
        for wave in (-1, 0, 1)
    ]
    table = changes(net(*events))
    assert rows(table, "date", "before", "after") == [("2020-11", 2, -6), ("2021-09", -6, 4)]
    assert rows(changes(net(*events), period="day"), "date") == [("2020-11-09",), ("2021-09-09",)]


def test_no_change() -> None:
    """Noise has none, nor what never moves; the note tells the likeliest and its p."""
    noise = changes(year(1, -2, 2, 0, -1, 2, -2, 1, 0, -1, 1, 0))
    assert noise.rows == ()
    assert "No change is clear: the likeliest, 2024-" in noise.note
    assert "has p = 1." in changes(year(*[1] * 12)).note


@pytest.mark.parametrize(
    "graph", [year(9, 9, 9, 9, -9, -9, -9), net(*((*"AB", s, f"2024-{s + 1:02}-01") for s in range(5)))]
)
def test_too_little_to_change(graph: nx.MultiDiGraph) -> None:
    """Seven periods, however far apart, and five events can show nothing."""
    table = changes(graph)
    assert table.rows == ()
    assert "Too little to look for changes" in table.note


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(-10, 10)), min_size=2, max_size=12))
def test_gains_by_definition(months: list[tuple[int, int]]) -> None:
    """The gain is the between-group sum of squares; scipy's variances give the same."""
    counts, sums = (np.array(column, dtype=float) for column in zip(*((n, n * s) for n, s in months), strict=True))
    scores = [float(s) for n, s in months for _ in range(n)]
    for at, gain in enumerate(_gains(sums, counts), 1):
        cut = int(counts[:at].sum())
        left, right = np.array(scores[:cut]), np.array(scores[cut:])
        if min(len(left), len(right)) < 3:
            assert gain == -1
        else:
            within = len(left) * left.var() + len(right) * right.var()
            assert gain == pytest.approx(len(scores) * np.var(scores) - within, abs=1e-6)


def test_p_by_all_orders() -> None:
    """Of 8 months, half of them 1 with two different ones between: p is near that over all 40,320 orders."""
    sums = np.array([3, 3, 3, 1, 0, -2, -3, -3], dtype=float)
    counts = np.full(8, 3.0)
    found = _best(sums, counts)
    orders = np.array(list(permutations(range(8))))
    exact = (_gains(sums[orders], counts[orders]).max(axis=1) >= _gains(sums, counts).max() - 1e-9).mean()
    assert found is not None
    assert found.p == pytest.approx(exact, abs=0.02)


def test_chance_is_seldom_clear() -> None:
    """Of 100 series of noise, clustered in months, about 5 have a clear change: fewer than 12."""
    chance = np.random.default_rng(3)
    clear = 0
    for _ in range(100):
        months = chance.normal(0, 3, 12)
        found = _best(months * 4 + chance.normal(0, 2, 12), np.full(12, 4.0))
        clear += found is not None and found.p <= 0.05
    assert clear < 12


@pytest.mark.parametrize("measure", [dyads, timeline, changes])
def test_the_same_each_time(measure: Any) -> None:
    """The order of events is no matter, nor the run; nothing gives an empty table."""
    events = [("A", "B", s, f"2024-{month:02}-0{n}") for (n, s), month in product(enumerate((5, -7), 1), range(1, 13))]
    one, other = net(*events), nx.MultiDiGraph()
    other.add_nodes_from(reversed(list(one.nodes(data=True))))
    other.add_edges_from(reversed(list(one.edges(keys=True, data=True))))
    assert measure(one) == measure(other) == measure(one)
    assert measure(nx.MultiDiGraph(), actor="x:A", other="x:B").rows == ()


def drawn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, draw: Any, graph: nx.MultiDiGraph, **options: str) -> Figure:
    """The figure that a picture is saved from."""
    kept: list[Figure] = []
    monkeypatch.setattr(canvas, "FigureCanvasAgg", lambda figure: (kept.append(figure), CANVAS(figure))[1])
    draw(graph, tmp_path / "a.png", **options)
    assert (tmp_path / "a.png").stat().st_size > 0
    return kept[0]


CANVAS = canvas.FigureCanvasAgg


@pytest.mark.parametrize("length", [1, 2, 9, 12])
def test_labels_of_a_timeline_do_not_overlap(length: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Up to five events are named, within the sheet, no name on another."""
    figure = drawn(monkeypatch, tmp_path, draw_timeline, year(*range(length)))
    boxes = [text.get_window_extent(figure.canvas.get_renderer()) for text in figure.axes[0].texts]
    assert len(boxes) == min(length, 5)
    assert all(box.x0 >= 0 and box.x1 <= figure.bbox.x1 for box in boxes)
    assert [pair for pair in permutations(boxes, 2) if pair[0].overlaps(pair[1])] == []


def test_a_long_timeline_shows_its_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is cut is said."""
    graph = net(("A", "B", 1, "1990-01"), ("A", "B", 2, "2024-01"), ("A", "B", 3, "2024-03"))
    figure = drawn(monkeypatch, tmp_path, draw_timeline, graph)
    assert "shown: since 2024-01" in figure.texts[1].get_text()


def test_heat_map(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A cell says its mean, with its sign; a month without events stays empty; the busiest pair is on top."""
    graph = net(
        ("A", "B", -8, "2024-01"), ("C", "D", 2, "2024-03"), ("D", "C", 4, "2024-03"), ("A", "D", 0.2, "2024-03")
    )
    axes = drawn(monkeypatch, tmp_path, draw_dyads, graph).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["C – D", "A – B", "A – D"]
    cells = {(round(text.get_position()[0], 1), text.get_position()[1]): text.get_text() for text in axes.texts}
    assert {place: cells[place] for place in ((2, 0), (0, 1), (2, 2))} == {(2, 0): "+3", (0, 1): "−8", (2, 2): "0"}
    assert np.ma.count(axes.collections[0].get_array()) == 3


def test_heat_map_of_many(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The twenty busiest of more pairs, in the latest 36 months; what is left out is said."""
    graph = net(
        *((f"A{number:02}", "B", 1, "2024-03") for number in range(30) for _ in range(number + 1)),
        ("C", "D", 1, "2010-01"),
        ("A29", "B", 1, "2022-01"),
    )
    figure = drawn(monkeypatch, tmp_path, draw_dyads, graph)
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert (labels[0], labels[-1], len(labels)) == ("A29 – B", "A10 – B", 20)
    assert len(figure.axes[0].get_xticklabels()) <= 12
    assert "the 20 busiest of 31 pairs" in figure.texts[1].get_text()
