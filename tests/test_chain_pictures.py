"""Pictures of chains, mediators and triads: what is drawn, and that no words stand on others."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from kgraph.analyse import MEASURES, canvas
from tests.networks import QUARREL, meet, net

LONG = "The Former Republic Number "  # with two digits, 29 characters


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Draws a measure and gives its figure, which else is gone once the file is written."""
    figures: list[Figure] = []
    sheet = canvas.sheet

    @contextmanager
    def kept(*given: Any) -> Iterator[Figure]:
        with sheet(*given) as figure:
            figures.append(figure)
            yield figure

    monkeypatch.setattr(canvas, "sheet", kept)

    def draw(measure: str, network: nx.MultiDiGraph, **options: str) -> Figure:
        MEASURES[measure].draw(network, tmp_path / "a.svg", **options)
        return figures[-1]

    return draw


def words(figure: Figure) -> list[Text]:
    return [text for text in figure.findobj(Text) if text.get_text() and text.get_visible()]


def said(figure: Figure) -> list[str]:
    return [text.get_text() for text in words(figure)]


def lines(figure: Figure) -> list[Line2D]:
    """The ties that are drawn, without dots and without the legend's."""
    return [line for axes in figure.axes for line in axes.lines if line.get_linestyle() != "None"]


def assert_apart(figure: Figure) -> None:
    """No two texts share a pixel, and none leaves the sheet."""
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    boxes = {(text.get_text(), number): text.get_window_extent(renderer) for number, text in enumerate(words(figure))}
    for (one, box), (other, second) in combinations(boxes.items(), 2):
        assert not box.padded(-1).overlaps(second.padded(-1)), (one, other)
    for one, box in boxes.items():
        assert box.x0 >= 0 and box.x1 <= figure.bbox.width, one
        assert box.y0 >= 0 and box.y1 <= figure.bbox.height, one


def test_chain_tells_each_step(drawn: Any) -> None:
    """A gives to B, B and C meet, D gives to C: each step has its mean, its best event and an arrow for who acts."""
    graph = net(("A", "B", 3), ("D", "C", 5))
    meet(graph, "B", "C", 1.9)
    figure = drawn("path", graph, actor="x:A", other="x:D")
    told = said(figure)
    assert {"mean +3, 1 event", "AID → 2024-03-01", "claim c0"} <= set(told)
    assert {"mean +1.9, 1 event", "CONSULT ↔ 2024-03-02", "claim m"} <= set(told)
    assert {"mean +5, 1 event", "AID ← 2024-03-01", "claim c1"} <= set(told)
    assert [line.get_linestyle() for line in lines(figure)] == ["-"] * 3
    hostile = drawn("hostile-path", net(*QUARREL), actor="x:A", other="x:B")
    assert [line.get_linestyle() for line in lines(hostile)] == ["--"] * 2


def test_long_chain(drawn: Any) -> None:
    """Of 14 steps the first 12 are drawn, in four lines; each line but the first begins with the last one's end."""
    names = [f"{LONG}{number:02}" for number in range(15)]
    graph = net(*((one, other, 3.0) for one, other in pairwise(names)))
    figure = drawn("path", graph, actor=f"x:{names[0]}", other=f"x:{names[-1]}")
    told = [text.replace("\n", " ") for text in said(figure)]
    assert any("shown: the first 12 of 14 steps" in text for text in told)
    assert [told.count(name) for name in names] == [1, 1, 1, 2, 1, 1, 2, 1, 1, 2, 1, 1, 1, 0, 0]
    assert_apart(figure)


def test_mediators_of_a_pair(drawn: Any) -> None:
    """Twenty mediators: the 12 best below the dashed tie of the pair, best first, two ties each."""
    sides = [f"{LONG}98", f"{LONG}99"]
    graph = net(
        (sides[0], sides[1], -8.5),
        *((f"{LONG[:12]}{number:02}", side, 10 - number / 4) for number in range(20) for side in sides),
    )
    figure = drawn("mediators", graph, actor=f"x:{sides[0]}", other=f"x:{sides[1]}")
    told = said(figure)
    shown = [text for text in told if text.startswith(LONG[:12]) and len(text) == 14]
    assert shown == [f"{LONG[:12]}{number:02}" for number in range(12)]
    assert "−8.5" in told and told.count("+10") == told.count("+7.25") == 2
    assert [line.get_linestyle() for line in lines(figure)] == ["--"] + ["-"] * 24
    assert_apart(figure)


def test_mediators_of_many_pairs(drawn: Any) -> None:
    """Where no pair is named, each of the seven best has a row with the tie of its own two sides."""
    quarrels = [(f"{LONG}{number}0", f"{LONG}{number}1", f"{LONG}{number}2") for number in range(1, 9)]
    graph = net(
        *((one, other, -2.0) for one, other, _ in quarrels),
        *((third, side, 5.5) for one, other, third in quarrels for side in (one, other)),
    )
    figure = drawn("mediators", graph)
    assert said(figure).count("−2") == 7 and said(figure).count("+5.5") == 14
    assert sorted(line.get_linestyle() for line in lines(figure)) == ["-"] * 14 + ["--"] * 7
    assert_apart(figure)


def test_no_mediators(drawn: Any) -> None:
    """Two enemies alone: nobody is between, and the picture says so."""
    assert "Nobody here has friendly ties to both sides." in said(drawn("mediators", net(("A", "B", -3))))


def test_triads_are_told_in_full(drawn: Any) -> None:
    """A and B like C, not each other: strain (8 * 2 * 4)^(1/3) = 4; friendly ties are solid, hostile ones dashed."""
    figure = drawn("triads", net(("A", "B", -8), ("A", "C", 2), ("C", "A", 2), ("B", "C", 4)))
    assert {"strain 4", "+ + −", "−8 (1)", "+2 (2)", "+4 (1)"} <= set(said(figure))
    assert sorted(line.get_linestyle() for line in lines(figure)) == ["-", "-", "--"]


def test_nine_triads(drawn: Any) -> None:
    """Of ten triads the nine most strained, with long names."""
    corners = [[f"{LONG}{number}{letter}" for letter in "abc"] for number in range(10)]
    graph = net(
        *((one, other, -1.25 - n / 8) for n, three in enumerate(corners) for one, other in combinations(three, 2))
    )
    figure = drawn("triads", graph)
    strains = [text for text in said(figure) if text.startswith("strain ") and "\n" not in text]
    assert strains[0] == "strain 2.38" and len(strains) == 9  # 1.25 + 9/8
    assert_apart(figure)
