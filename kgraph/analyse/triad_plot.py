"""The most strained triads, each as a triangle of its own."""

from pathlib import Path

import networkx as nx
from matplotlib.axes import Axes

from kgraph.analyse import canvas, evidence, frustration
from kgraph.analyse.canvas import INK, PALE
from kgraph.analyse.diagram import LINES, PLATE, field, key, short, write
from kgraph.analyse.signed import signed
from kgraph.analyse.triads import MOST, Triad, strained

ACROSS, DOWN = 3, 3
HALF, HIGH = 80.0, 82.0  # pixels: half a triangle's base, and its height
NAME = 18  # characters
Spot = tuple[float, float]


def triads(network: nx.MultiDiGraph, path: str | Path) -> None:
    """The nine unbalanced triads of greatest strain, each tie with its mean score and number of events."""
    graph = frustration.with_sign(signed(network))
    found, _ = strained(graph, MOST)
    shown = found[: ACROSS * DOWN]
    with canvas.sheet(path, "Strained triads", _subtitle(network, len(shown), len(found))) as figure:
        if not shown:
            canvas.nothing(figure, "Nothing to draw: no unbalanced triads here.")
            return
        axes = field(figure)
        wide, tall = axes.bbox.width / ACROSS, axes.bbox.height / DOWN
        for number, triad in enumerate(shown):
            row, column = divmod(number, ACROSS)
            _triangle(axes, graph, triad, (wide * (column + 0.5), axes.bbox.height - tall * (row + 1)), tall)
        key(figure, (1, -1), "numbers: mean score, −10 to 10 (events)")


def _subtitle(network: nx.MultiDiGraph, shown: int, found: int) -> str:
    if not network:
        return ""
    part = f"; shown: the {shown} most strained" if shown < found else ""
    explained = f"\nstrain: the geometric mean of the three absolute scores, 0 to 10{part}" if shown else ""
    return evidence.summary(evidence.edges(network)) + explained


def _triangle(axes: Axes, graph: nx.Graph, triad: Triad, foot: Spot, tall: float) -> None:
    """One triad above the middle of its cell's lower edge: the first actor on top, the others below."""
    x, low = foot
    base = low + 34
    one, two, three = triad.actors
    spots = {one: (x, base + HIGH), two: (x - HALF, base), three: (x + HALF, base)}
    kind = canvas.minus(triad.kind)
    write(axes, x - HALF - 63, low + tall - 14, f"strain {triad.strain:.3g}", ha="left", size=10, color=PALE)
    write(axes, x - HALF - 63, low + tall - 30, kind, ha="left", size=11, color=PALE, weight="bold")
    for pair, weight in zip(triad.pairs, triad.weights, strict=True):
        colour, dashes = LINES[1 if weight > 0 else -1]
        ends = [spots[actor] for actor in pair]
        axes.plot(*zip(*ends, strict=True), color=colour, linestyle=dashes, linewidth=3, zorder=1)
        mean = canvas.minus(f"{weight:+.2g}")
        along = 0.6 if one in pair else 0.5  # further down there is more room between the two sides
        across, up = (start + along * (end - start) for start, end in zip(*ends, strict=True))
        write(axes, across, up, f"{mean} ({graph.edges[pair]['n']:,})", size=10, bbox=PLATE)
    for actor, (across, up) in spots.items():
        axes.plot(across, up, "o", color=INK, markersize=9, zorder=3)
        write(axes, across, up + (16 if actor == one else -16), short(evidence.name(graph, actor), NAME), size=10.5)
