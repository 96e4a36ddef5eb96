"""Bars: which rows they show, where they begin and end, that sign is told without colour, that no words overlap."""

from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from kgraph.analyse import MEASURES, canvas
from kgraph.analyse.standing import standing
from tests.networks import QUARREL, meet, net

CANVAS = canvas.FigureCanvasAgg
NAMES = ("centrality", "standing", "similar", "equivalent", "movers", "reciprocity", "balance")


def drawn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, graph: nx.MultiDiGraph, **options: str) -> Figure:
    """The figure that a measure draws and saves."""
    kept: list[Figure] = []
    monkeypatch.setattr(canvas, "FigureCanvasAgg", lambda figure: (kept.append(figure), CANVAS(figure))[1])
    MEASURES[name].draw(graph, tmp_path / "a.png", **options)
    return kept[0]


def written(monkeypatch: pytest.MonkeyPatch, figure: Figure) -> list[tuple[str, Bbox]]:
    """All words that are drawn, and where; without the room above and below small letters."""
    found: list[tuple[str, Bbox]] = []
    draw = Text.draw

    def note(text: Text, renderer: Any) -> None:
        draw(text, renderer)
        if text.get_visible() and text.get_text().strip():
            found.append((text.get_text(), text.get_window_extent(renderer).shrunk(0.98, 0.8)))

    with monkeypatch.context() as patched:
        patched.setattr(Text, "draw", note)
        figure.canvas.draw()
    return found


def labels(axes: Axes) -> list[str]:
    """The names of the rows."""
    return [label.get_text() for label in axes.get_yticklabels()]


def bars(axes: Axes) -> list[tuple[float, float, bool]]:
    """Where each bar begins, how far it goes, and whether it is hatched."""
    found = [bar for bar in axes.patches if isinstance(bar, Rectangle)]
    return [(round(bar.get_x(), 3), round(bar.get_width(), 3), "/" in (bar.get_hatch() or "")) for bar in found]


def crowd(size: int) -> nx.MultiDiGraph:
    """Actors with long names, each of whom deals with the next three, in four months with any sign."""
    names = [f"Union of Wide Mountains {number:02}" for number in range(size)]
    return net(
        *(
            (names[one], names[(one + step) % size], (one * step * month) % 19 - 9, f"2024-0{month}-0{step}")
            for one in range(size)
            for step in (1, 2, 3)
            for month in (1, 2, 3, 4)
        )
    )


@pytest.mark.parametrize("size", [4, 40])
@pytest.mark.parametrize("name", NAMES)
def test_no_words_overlap(name: str, size: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """All words stand on the sheet, and none on another; at most 20 rows, which is said where there are more."""
    figure = drawn(monkeypatch, tmp_path, name, crowd(size))
    shown = written(monkeypatch, figure)
    assert len(shown) > 10
    assert [words for words, box in shown if box.x0 < 0 or box.x1 > figure.bbox.x1 or box.y0 < 0] == []
    assert [(one[0], other[0]) for one, other in combinations(shown, 2) if one[1].overlaps(other[1])] == []
    if name != "balance":
        assert len(labels(figure.axes[0])) <= 20
        assert ("shown: " in figure.texts[1].get_text()) == (size == 40)


def test_standing_shows_both_ends(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Of 24 actors the first 10 and the last 10 of the table, a line between them."""
    graph = net(*((f"a{number:02}", f"b{number:02}", 5 - number) for number in range(12)))
    table = [str(row[0]) for row in standing(graph).rows]
    axes = drawn(monkeypatch, tmp_path, "standing", graph).axes[0]
    assert labels(axes) == table[:10] + table[14:]
    assert any(set(line.get_ydata()) == {9.5} for line in axes.lines)  # type: ignore[arg-type]


def test_standing_of_a_quarrel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """C has three friends; A and B two and an enemy, D one and two: enemies go to the left, and are hatched."""
    axes = drawn(monkeypatch, tmp_path, "standing", net(*QUARREL)).axes[0]
    assert labels(axes) == ["C", "A", "B", "D"]
    assert [width for _, width, hatched in bars(axes) if width and not hatched] == [3, 2, 2, 1]
    assert [width for _, width, hatched in bars(axes) if width and hatched] == [-1, -1, -2]


def test_no_status_is_a_dash(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """D and E are not in the largest part and have no status, which is not a status of 0."""
    graph = net(("A", "B", 1), ("B", "C", 1), ("A", "C", 1), ("D", "E", 1))
    figure = drawn(monkeypatch, tmp_path, "standing", graph)
    assert len(bars(figure.axes[2])) == 3
    rows = [labels(figure.axes[0])[int(text.get_position()[1])] for text in figure.axes[2].texts]
    assert rows == ["D", "E"]


def test_movers_go_from_the_usual_to_the_latest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A - B had 1, 2, 3, then -8: median 2, MAD 1, z = 0.6745 * -10 / 1, a bar from 2 that falls by 10; A - C is new.

    D - E had 1, 1.1, 1.2, then 6: z = 0.6745 * 4.9 / 0.1 = 33.1, beyond 10, cut there and written.
    """
    months = [f"2024-0{month}" for month in (1, 2, 3, 4)]
    events: Any = [("A", "B", score, month) for score, month in zip((1, 2, 3, -8), months, strict=True)]
    events += [("D", "E", score, month) for score, month in zip((1, 1.1, 1.2, 6), months, strict=True)]
    left, own, _ = drawn(monkeypatch, tmp_path, "movers", net(*events, ("A", "C", 4, "2024-04"))).axes
    assert labels(left) == ["D – E", "A – B", "A – C"]
    assert bars(left) == [(1.1, 4.9, False), (2, -10, True)]
    assert bars(own) == [(0, 10, False), (0, -6.745, True)]
    assert [text.get_text() for text in own.texts] == ["  –", "33"]
    assert [list(line.get_xdata()) for line in left.lines[1:]] == [[6, -8], [4]]  # type: ignore[arg-type]


def test_given_beside_got(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A gives B 3 and -1 and gets -5: 2 events against 1, a sum of 2 against -5, hatched; a meeting apart."""
    graph = net(("A", "B", 3), ("A", "B", -1), ("B", "A", -5))
    meet(graph, "A", "B", 1)
    left, sums, share = drawn(monkeypatch, tmp_path, "reciprocity", graph).axes
    assert bars(left) == [(0, 2, False), (0, 1, False)]
    assert bars(sums) == [(0, 2, False), (0, -5, True)]
    assert bars(share) == [(0, round(2 / 9, 3), False)]  # 2 min(1, 5) of 3 + 1 + 5
    assert [text.get_text() for text in share.texts] == ["mutual\nevents", "1"]


def test_triads_of_a_quarrel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A, B, C are friends; A, B against D balanced; C, friend of all, stands in two strained triads, which are hatched.

    Strong and weak share are 2 of 4; one of 6 ties (C - D) is frustrated.
    """
    upper, lower = drawn(monkeypatch, tmp_path, "balance", net(*QUARREL)).axes
    assert bars(upper) == [(0, 1, False), (0, 1, False), (0, 0, False), (0, 2, True)]
    assert [label[-5:] for label in labels(upper)] == ["+ + +", "+ − −", "− − −", "+ + −"]
    assert bars(lower)[:5] == [(0, 0.5, False), (0.5, 0, False), (0, 0.5, False), (0.5, 0, False), (0, 0.167, True)]


def test_frustration_by_bounds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where only bounds are known, the bar reaches to the lower, and a hollow one from there to the upper."""
    table = MEASURES["balance"].run(net(*QUARREL))
    wider = {"ties frustrated, at most": 3, "share frustrated, at most": 0.5}
    rows = tuple((row[0], wider.get(str(row[0]), row[1])) for row in table.rows)
    monkeypatch.setattr("kgraph.analyse.balance.balance", lambda _: type(table)(table.title, table.columns, rows, ""))
    lower = drawn(monkeypatch, tmp_path, "balance", net(*QUARREL)).axes[1]
    assert bars(lower)[4:6] == [(0, 0.167, True), (0.167, 0.333, True)]
    assert "0.167 to 0.5\n(1 to 3 of 6)" in [text.get_text() for text in lower.texts]


def test_no_tie_with_a_sign(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Events whose scores sum to 0 are events, and have no balance."""
    figure = drawn(monkeypatch, tmp_path, "balance", net(("A", "B", 0)))
    assert not figure.axes
    assert "no tie has a sign" in figure.texts[-1].get_text()
