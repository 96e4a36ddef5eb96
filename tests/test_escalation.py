"""The arc of a pair: its events in time, the tone by hand and by definition, and a picture that can be read."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from kgraph.analyse import canvas, escalation_plot
from kgraph.analyse.escalation import escalation, tone
from kgraph.errors import QueryError
from tests.networks import QUARREL, meet, net

DAY = date(2024, 3, 1)


def test_escalation_by_hand() -> None:
    """After 30 days a blow of -10 counts half: (-10 / 2 + 4) / (1 / 2 + 1) = -0.667, both events of a day together."""
    graph = net(
        ("B", "A", 5, "2024-03-31"), ("A", "B", -10, "2024-03-01"), ("A", "B", 3, "2024-03-31"), ("A", "B", 1, None),
        ("A", "C", 9),
    )  # fmt: skip
    table = escalation(graph, actor="x:A", other="x:B")
    tone_after = round((-10 / 2 + 5 + 3) / (1 / 2 + 2), 3)
    assert table.rows == (
        ("2024-03-01", "A", "AID", -10, -10, 0, "actual", "c1", "e1"),
        ("2024-03-31", "B", "AID", 5, tone_after, 0, "actual", "c0", "e0"),
        ("2024-03-31", "A", "AID", 3, tone_after, 0, "actual", "c2", "e2"),
    )
    assert table.note.endswith("1 event without a date left out.")
    assert tone([(DAY, -10.0), (DAY + timedelta(30), 4.0)]) == {DAY: -10, DAY + timedelta(30): -0.667}


def test_who_acts() -> None:
    """A meeting is an act of both, once; a month stands on its first day."""
    graph = net(("A", "B", -1, "2024-03"))
    meet(graph, "A", "B", 4)
    rows = escalation(graph, actor="x:B", other="x:A").rows
    assert [row[:5] for row in rows] == [
        ("2024-03", "A", "AID", -1, -1),
        ("2024-03-02", "both", "CONSULT", 4, round((-(0.5 ** (1 / 30)) + 4) / (0.5 ** (1 / 30) + 1), 3)),
    ]


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(-10, 10).map(float)), min_size=1, max_size=20))
def test_tone_by_definition(scores: list[tuple[int, float]]) -> None:
    """The running sum gives what the formula gives over all events so far."""
    scores.sort()
    found = tone((DAY + timedelta(day), score) for day, score in scores)
    for now in {day for day, _ in scores}:
        weights = [(0.5 ** ((now - day) / 30), score) for day, score in scores if day <= now]
        expected = sum(weight * score for weight, score in weights) / sum(weight for weight, _ in weights)
        assert found[DAY + timedelta(now)] == pytest.approx(expected, abs=0.0006)


@pytest.mark.parametrize(("other", "words"), [("x:A", "no pair with itself"), ("x:Q", "x:Q has no events")])
def test_escalation_of_no_pair(other: str, words: str, tmp_path: Path) -> None:
    """Oneself and strangers; no picture either."""
    with pytest.raises(QueryError, match=words):
        escalation(net(*QUARREL), actor="x:A", other=other)
    with pytest.raises(QueryError, match=words):
        escalation_plot.escalation(net(*QUARREL), tmp_path / "a.svg", actor="x:A", other=other)
    assert not list(tmp_path.iterdir())


def test_nothing_between_them(tmp_path: Path) -> None:
    """An empty network and a pair without events give an empty table and a picture that says so."""
    for graph in (nx.MultiDiGraph(), net(("A", "C", 1), ("B", "C", 1))):
        assert escalation(graph, actor="x:A", other="x:B").rows == ()
        escalation_plot.escalation(graph, tmp_path / "a.svg", actor="x:A", other="x:B")
        assert (tmp_path / "a.svg").read_text(encoding="utf-8").startswith("<?xml")


def busy() -> nx.MultiDiGraph:
    """Sixty acts, many of them on neighbouring days and some on one."""
    scores = (-10, 7, -7, -10, 0, 3)
    events = [
        ("AB"[n % 2], "BA"[n % 2], scores[n % 6], (DAY + timedelta(n * n % 97)).isoformat()) for n in range(60)
    ]  # fmt: skip
    graph = net(*events)
    meet(graph, "A", "B", 4)
    return graph


def test_the_picture_is_the_same_each_time(tmp_path: Path) -> None:
    """The same bytes from the same network."""
    files = [tmp_path / f"{number}.svg" for number in (1, 2)]
    for file in files:
        escalation_plot.escalation(busy(), file, actor="x:A", other="x:B")
    assert files[0].read_bytes() == files[1].read_bytes()


def test_labels_do_not_overlap(monkeypatch: pytest.MonkeyPatch) -> None:
    """No label covers another or leaves the picture, and each side has some."""
    drawn = Figure(figsize=canvas.SIZE, dpi=100)
    FigureCanvasAgg(drawn)

    @contextmanager
    def sheet(*_: object) -> Iterator[Figure]:
        yield drawn

    monkeypatch.setattr(canvas, "sheet", sheet)
    escalation_plot.escalation(busy(), "unused.svg", actor="x:A", other="x:B")
    drawn.canvas.draw()
    upper, _, lower = drawn.axes
    for axes in (upper, lower):
        assert len(axes.texts) >= 2
        boxes = [text.get_window_extent() for text in axes.texts]
        assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
        assert all(axes.bbox.x0 <= box.x0 and box.x1 <= axes.bbox.x1 for box in boxes)
