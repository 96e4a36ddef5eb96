"""Mediators between the sides that they stand well with: below one quarrel, or a row for each of several."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kgraph.analyse import canvas, evidence
from kgraph.analyse import mediators as found
from kgraph.analyse.canvas import INK, PALE
from kgraph.analyse.diagram import LINES, PLATE, THICK, THIN, field, key, short, wrapped, write

MOST = 12  # mediators of a pair
ROWS = 7  # where no pair is named
SIDE = 175.0  # pixels between the edge and a side's dot, for its name
NAME = 152.0  # pixels from a mediator's middle to where its ties end, for its name and their strength
GAP = 76.0  # pixels between the mediators of a pair, where they are few
Spot = tuple[float, float]
Row = Mapping[str, Any]


def mediators(
    network: nx.MultiDiGraph, path: str | Path, *, actor: str | None = None, other: str | None = None
) -> None:
    """Who stands well with both sides, best first, between them; each tie as thick as it is strong.

    Of a named pair its 12 best below the tie of the two; else the 7 best, each between the sides of its quarrel.
    """
    table = found.mediators(network, actor=actor, other=other)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    shown = rows[: MOST if other else ROWS]
    names = [short(evidence.name(network, iri)) for iri in (actor, other) if iri and network]
    title = ": ".join(filter(None, ["Mediators", " and ".join(names)]))
    with canvas.sheet(path, title, _subtitle(network, actor, other, len(shown), len(rows))) as figure:
        if not network:
            canvas.nothing(figure)
        elif not shown:
            canvas.nothing(figure, "Nobody here has friendly ties to both sides.")
        else:
            (_fan if other else _rows)(field(figure), shown)
            _legend(figure, shown)


def _subtitle(network: nx.MultiDiGraph, actor: str | None, other: str | None, shown: int, listed: int) -> str:
    part = f"; shown: the first {shown} of {listed}" if shown < listed else ""
    order = f"\nin order of the weaker of the two ties; below names: events with both sides{part}" if shown else ""
    return evidence.summary(found.around(network, actor, other)) + order if network else ""


def _fan(axes: Axes, rows: Sequence[Row]) -> None:
    """The two sides above with their tie, the mediators one below the other."""
    left, right, middle = SIDE, axes.bbox.width - SIDE, axes.bbox.width / 2
    top = axes.bbox.height - 40
    quarrel = _quarrel(rows[0])
    if quarrel is not None:
        _tie(axes, [(left, top), (right, top)], quarrel, THICK / 2)
    write(axes, middle, top + 13, "no events with each other here" if quarrel is None else _signed(quarrel))
    gap = min(GAP, (top - 16) / len(rows))
    for number, row in enumerate(rows, 1):
        y = top - 4 - gap * number
        for start, end, value in ((left, middle - NAME, row["with a"]), (right, middle + NAME, row["with b"])):
            _tie(axes, [(start, top), (end, y)], value, _thickness(value, rows))
        _mediator(axes, y, row)
    _sides(axes, top, rows[0])


def _rows(axes: Axes, rows: Sequence[Row]) -> None:
    """A line for each mediator, from one side to the other; the tie of the two as a bracket below."""
    left, right, middle = SIDE, axes.bbox.width - SIDE, axes.bbox.width / 2
    for number, row in enumerate(rows):
        y = axes.bbox.height * (1 - (number + 0.4) / ROWS)
        bracket = y - 36
        _tie(axes, [(left, y), (left, bracket), (right, bracket), (right, y)], _quarrel(row) or 0, 1.6)
        write(axes, middle, bracket, _signed(_quarrel(row) or 0), size=10, bbox=PLATE)
        for start, end, value in ((left, middle - NAME, row["with a"]), (right, middle + NAME, row["with b"])):
            _tie(axes, [(start, y), (end, y)], value, _thickness(value, rows))
        _mediator(axes, y, row)
        _sides(axes, y, row)


def _mediator(axes: Axes, y: float, row: Row) -> None:
    """Its name between the strengths of its two ties, each where the tie ends."""
    middle = axes.bbox.width / 2
    write(axes, middle, y + 6, short(row["mediator"], 22), weight="bold")
    write(axes, middle, y - 10, evidence.plural(row["events"], "event"), size=9, color=PALE)
    write(axes, middle - NAME + 8, y, _signed(row["with a"]), ha="left", size=10)
    write(axes, middle + NAME - 8, y, _signed(row["with b"]), ha="right", size=10)


def _sides(axes: Axes, y: float, row: Row) -> None:
    width = axes.bbox.width
    for x, away, aligned, name in ((SIDE, -12, "right", row["a"]), (width - SIDE, 12, "left", row["b"])):
        axes.plot(x, y, "o", color=INK, markersize=10, zorder=3)
        write(axes, x + away, y, wrapped(name), ha=aligned, weight="bold")


def _tie(axes: Axes, spots: Sequence[Spot], value: float, width: float) -> None:
    colour, dashes = LINES[(value > 0) - (value < 0)]
    axes.plot(*zip(*spots, strict=True), color=colour, linestyle=dashes, linewidth=width, alpha=0.85, zorder=1)


def _quarrel(row: Row) -> float | None:
    """The mean score times events of the two sides, the hostility with its sign turned."""
    return None if row["hostility"] is None else -float(row["hostility"])


def _thickness(value: float, rows: Sequence[Row]) -> float:
    most: float = max(max(row["with a"], row["with b"]) for row in rows)
    return THIN + (THICK - THIN) * value / most


def _signed(value: float) -> str:
    digits = ".3g" if abs(value) < 1000 else ",.0f"
    return canvas.minus(f"{value:+{digits}}") if value else "0"


def _legend(figure: Figure, rows: Sequence[Row]) -> None:
    quarrels = [value for row in rows if (value := _quarrel(row)) is not None]
    signs = sorted({1, *((value > 0) - (value < 0) for value in quarrels)}, reverse=True)
    key(figure, signs, "numbers: mean score (−10 to 10) × events")
