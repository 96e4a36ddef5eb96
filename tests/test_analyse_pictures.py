"""Pictures of the measures: the same bytes each time, legible, and something to see even where there is nothing."""

from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest

from kgraph.analyse import MEASURES
from kgraph.analyse.layout import labels, positions
from kgraph.analyse.signed import signed
from kgraph.errors import KgraphError
from tests.networks import QUARREL, net


def given(name: str) -> dict[str, str]:
    """The actors without whom a measure can't be asked."""
    return dict(zip(MEASURES[name].required, ("x:A", "x:B"), strict=False))


@pytest.mark.parametrize("name", MEASURES)
def test_pictures_are_the_same_each_time(name: str, tmp_path: Path) -> None:
    """The same network gives the same bytes, in vector and in pixels."""
    graph = net(*QUARREL, ("A $x^$ & <b>", "B", 2, "2023"))
    for suffix in (".svg", ".png") if name == "ties" else (".svg",):
        files = [tmp_path / f"{number}{suffix}" for number in (1, 2)]
        for file in files:
            MEASURES[name].draw(graph, file, **given(name))
        assert files[0].read_bytes() == files[1].read_bytes()
    assert "date" not in (tmp_path / "1.svg").read_text(encoding="utf-8").split("<defs>")[0]


@pytest.mark.parametrize("name", MEASURES)
def test_picture_of_nothing(name: str, tmp_path: Path) -> None:
    """An empty network can be drawn."""
    MEASURES[name].draw(nx.MultiDiGraph(), tmp_path / "empty.pdf", **given(name))
    assert (tmp_path / "empty.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("file", ["a.gif", "missing/a.svg"])
def test_pictures_that_can_not_be(file: str, tmp_path: Path) -> None:
    """A suffix we don't write, a folder that is not there."""
    with pytest.raises(KgraphError):
        MEASURES["ties"].draw(net(*QUARREL), tmp_path / file)
    assert not list(tmp_path.iterdir())


def test_names_do_not_overlap() -> None:
    """Twenty actors around a hub: no two labels share a pixel, and friends stand nearer than enemies."""
    graph = signed(net(*(("hub", f"spoke {number:02}", 3 if number % 2 else -3) for number in range(20))))
    places = positions(graph, 800, 500)
    placed = labels(places, dict.fromkeys(graph, (80, 14)), dict.fromkeys(graph, 6), graph.edges, (-100, -50, 900, 550))
    for (x1, y1), (x2, y2) in combinations(placed.values(), 2):
        assert abs(x1 - x2) >= 80 or abs(y1 - y2) >= 14
    hub = complex(*places["x:hub"])
    far: dict[int, list[float]] = {1: [], -1: []}
    for _, spoke, sign in graph.edges(data="sign"):
        far[sign].append(abs(complex(*places[spoke]) - hub))
    assert max(far[1]) < min(far[-1])
