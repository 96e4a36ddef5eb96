"""A picture of balance over time, to .png, .svg or .pdf files."""

from collections.abc import Sequence
from pathlib import Path

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from kgraph.analyse import canvas, evidence
from kgraph.analyse import tension as tensions
from kgraph.analyse.canvas import FRIENDLY, GROUPS, HOSTILE, INK, NEUTRAL
from kgraph.analyse.registry import Cell

STRONG, WEAK, LOW, HIGH = (tensions.COLUMNS.index(name) for name in tensions.COLUMNS[5:9])
TRIADS = tensions.COLUMNS.index("triads")
LINES = (  # the first is widest, so that it shows below the second where they are the same
    (STRONG, "triads balanced, strong", FRIENDLY, "solid", "o", 3.8, 9.5),
    (WEAK, "triads balanced, weak", GROUPS[1], (0, (4, 2)), "s", 2.0, 5.5),
    (HIGH, "ties frustrated", HOSTILE, (0, (1, 1.3)), "^", 2.2, 6.0),
)
UNKNOWN = "#EFEFEF"


def tension(network: nx.MultiDiGraph, path: str | Path, *, period: str = "quarter") -> None:
    """Shares of balanced triads and of frustrated ties as lines, over bars that count each period's events.

    Where the window has no triad the ground is grey and lines break; dots are hollow where it has few. Of frustration
    known by bounds the line shows the upper one, and a band reaches down to the lower.
    """
    table = tensions.tension(network, period=period)
    shown = [edge for edges in tensions.dated(network, period).values() for edge in edges]
    window = f"each point: the {tensions.WINDOW} {period}s that end there"
    subtitle = f"{evidence.summary(shown)}\n{window}; hollow: fewer than {evidence.FEW} triads" if shown else ""
    with canvas.sheet(path, table.title, subtitle) as figure:
        if not table.rows:
            canvas.nothing(figure)
            return
        top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=(2.4, 1))
        figure.subplots_adjust(left=0.09, right=0.96, top=0.79, bottom=0.07, hspace=0.12)
        _shares(top, table.rows)
        _counts(bottom, table.rows, period)
        names = [str(row[0]) for row in table.rows]
        room = max(0.8, 2.7 - len(names))
        bottom.set_xlim(-room, len(names) - 1 + room)
        bottom.xaxis.set_major_locator(MaxNLocator(8, integer=True, min_n_ticks=1))
        bottom.xaxis.set_major_formatter(lambda spot, _: names[int(spot)] if 0 <= spot < len(names) else "")
        figure.align_ylabels([top, bottom])


def _shares(axes: Axes, rows: Sequence[tuple[Cell, ...]]) -> None:
    spots = range(len(rows))
    few = [int(row[TRIADS] or 0) < evidence.FEW for row in rows]
    axes.fill_between(spots, _values(rows, LOW), _values(rows, HIGH), color=HOSTILE, alpha=0.18, linewidth=0)
    for column, label, colour, dashes, marker, width, size in LINES:
        values = _values(rows, column)
        axes.plot(spots, values, color=colour, linestyle=dashes, linewidth=width, zorder=3)
        for hollow in (False, True):
            chosen = [spot for spot in spots if few[spot] == hollow]
            face = "white" if hollow else colour
            heights = [values[spot] for spot in chosen]
            axes.plot(chosen, heights, marker, color=colour, markerfacecolor=face, markersize=size, zorder=4)
        axes.plot([], [], color=colour, linestyle=dashes, linewidth=width, marker=marker, markersize=size, label=label)
    for number, spot in enumerate(spot for spot in spots if not rows[spot][TRIADS]):
        label = "no triads" if number == 0 else "_"  # matplotlib leaves such a name out of the legend
        axes.axvspan(spot - 0.5, spot + 0.5, color=UNKNOWN, linewidth=0, zorder=0, label=label)
    axes.set(ylim=(-0.04, 1.04), ylabel="share, 0 to 1")
    axes.grid(axis="y")
    axes.tick_params(axis="x", length=0, labelbottom=False)
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1),
        ncols=4,
        fontsize=11,
        handlelength=2.9,
        columnspacing=1.4,
        borderaxespad=0.3,
    )


def _values(rows: Sequence[tuple[Cell, ...]], column: int) -> list[float]:
    return [float("nan") if row[column] is None else float(row[column] or 0) for row in rows]


def _counts(axes: Axes, rows: Sequence[tuple[Cell, ...]], period: str) -> None:
    axes.bar(range(len(rows)), [int(row[1] or 0) for row in rows], 0.7, color=NEUTRAL)
    axes.axhline(0, color=INK, linewidth=1)
    axes.set_ylabel(f"events a {period}")
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.grid(axis="y")
