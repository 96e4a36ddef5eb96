"""Chains of ties as they are read: from left to right, in several lines where they are long."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import networkx as nx
from matplotlib.axes import Axes

from kgraph.analyse import canvas, evidence
from kgraph.analyse import path as paths
from kgraph.analyse.canvas import INK, PALE
from kgraph.analyse.diagram import LINES, field, key, short, wrapped, write
from kgraph.analyse.registry import Cell
from kgraph.analyse.signed import signed

STEPS = 3  # in a line
MOST = 4  # lines
SIDE = 85.0  # pixels left and right of a line's dots, for their names
LIFT = 8.0  # pixels above the middle, as there is more to say below than above
SUPERLATIVES = {1: "friendliest", -1: "most hostile"}
Step = tuple[str, str, tuple[Cell, ...]]  # two actors and their row of the table


def path(network: nx.MultiDiGraph, file: str | Path, *, actor: str, other: str) -> None:
    """The chain of friendly ties, each with its mean score, its number of events and its friendliest event."""
    _draw(network, file, actor, other, 1)


def hostile(network: nx.MultiDiGraph, file: str | Path, *, actor: str, other: str) -> None:
    """The chain of hostile ties, each with its most hostile event."""
    _draw(network, file, actor, other, -1)


def _draw(network: nx.MultiDiGraph, file: str | Path, actor: str, other: str, sign: int) -> None:
    table = (paths.path if sign > 0 else paths.hostile)(network, actor=actor, other=other)
    pairs = paths.chain(network, signed(network), actor, other, sign)
    steps = [(*pair, row) for pair, row in zip(pairs, table.rows, strict=True)]
    names = [short(evidence.name(network, iri)) for iri in (actor, other) if steps]
    title = ": ".join(filter(None, [table.title.partition(":")[0], " to ".join(names)]))
    with canvas.sheet(file, title, _subtitle(network, steps)) as figure:
        if not steps:
            canvas.nothing(figure)
            return
        axes = field(figure)
        lines = list(_lines(steps))
        tall = axes.bbox.height / len(lines)
        for level, line in enumerate(reversed(lines)):  # heights count from below
            _line(axes, network, line, tall * (level + 0.5) + LIFT, sign, first=line is lines[0])
        best = f"code and date: the pair's {SUPERLATIVES[sign]} event; arrow: from who acts to whom"
        key(figure, [sign], f"mean: score, −10 to 10; {best}")


def _lines(steps: Sequence[Step]) -> Iterator[Sequence[Step]]:
    for first in range(0, min(len(steps), STEPS * MOST), STEPS):
        yield steps[first : first + STEPS]


def _subtitle(network: nx.MultiDiGraph, steps: Sequence[Step]) -> str:
    found = [edge for one, other, _ in steps for edge in paths.events(network, one, other)]
    part = f"\nshown: the first {STEPS * MOST} of {len(steps)} steps" if len(steps) > STEPS * MOST else ""
    return evidence.summary(found) + part if steps else ""


def _line(axes: Axes, network: nx.MultiDiGraph, line: Sequence[Step], height: float, sign: int, *, first: bool) -> None:
    """Some steps beside one another; the actor that a later line begins with, where the last ended, is hollow."""
    reach = (axes.bbox.width - 2 * SIDE) / (len(line) if first else STEPS)
    colour, dashes = LINES[sign]
    for number, (one, other, row) in enumerate(line):
        left, right = SIDE + reach * number, SIDE + reach * (number + 1)
        axes.plot([left, right], [height, height], color=colour, linestyle=dashes, linewidth=3, zorder=1)
        _told(axes, network, (one, other, row), ((left + right) / 2, height), sign)
    actors = [line[0][0], *(other for _, other, _ in line)]
    for number, actor in enumerate(actors):
        again = not first and number == 0
        x = SIDE + reach * number
        axes.plot(x, height, "o", color=INK, markerfacecolor="white" if again else INK, markersize=11, zorder=3)
        name = wrapped(evidence.name(network, actor))
        write(axes, x, height + 11, name, va="bottom", color=PALE if again else INK, weight="bold")


def _told(axes: Axes, network: nx.MultiDiGraph, step: Step, spot: tuple[float, float], sign: int) -> None:
    """Below the line what the tie comes to, and the event that shows it best."""
    one, other, (_, _, _, count, score, code, date, claim) = step
    mean = canvas.minus(f"{canvas.real(score):+.3g}")
    said = f"mean {mean}, {evidence.plural(int(count or 0), 'event')}"
    event = f"{code} {_arrow(network, one, other, str(claim))} {date or 'undated'}"
    write(axes, spot[0], spot[1] - 19, said, color=LINES[sign][0])
    write(axes, spot[0], spot[1] - 39, event)
    write(axes, spot[0], spot[1] - 58, f"claim {str(claim).rsplit('/', 1)[-1]}", size=9, color=PALE)


def _arrow(network: nx.MultiDiGraph, one: str, other: str, claim: str) -> str:
    """Who of the two, left and right, acts on whom."""
    forth, back = (
        any(values["claim"] == claim for values in (network.get_edge_data(*pair) or {}).values())
        for pair in ((one, other), (other, one))
    )
    return "↔" if forth and back else "→" if forth else "←"
