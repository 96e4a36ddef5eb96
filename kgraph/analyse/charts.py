"""The chart of a timeline; to .png, .svg or .pdf files."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from kgraph.analyse import canvas, evidence, periods
from kgraph.analyse import timeline as timelines
from kgraph.analyse.canvas import FRIENDLY, HOSTILE, INK, PALE
from kgraph.analyse.diagram import happened
from kgraph.analyse.dyads import strength

LATEST = 72  # periods of a timeline
MARKED = 5  # its events with a label
GROUND, SHELF = 12.5, 2.3  # where their labels stand above the scores, which end at 10
BAND = "#D6D6D6"


def timeline(
    network: nx.MultiDiGraph,
    path: str | Path,
    *,
    actor: str | None = None,
    other: str | None = None,
    period: str = "month",
) -> None:
    """Mean scores with their band and the strongest events marked, over bars that count events of either sign.

    Of the latest 72 periods: with more, single ones can't be read.
    """
    table = timelines.timeline(network, actor=actor, other=other, period=period)
    found = list(timelines.between(network, actor, other))
    span = periods.between(str(table.rows[0][0]), str(table.rows[-1][0]), period) if table.rows else []
    shown = [row for row in table.rows if str(row[0]) in span[-LATEST:]]
    part = f"\nshown: since {shown[0][0]}" if len(shown) < len(table.rows) else ""
    subtitle = evidence.summary(found) + part if shown else ""
    with canvas.sheet(path, table.title, subtitle) as figure:
        if not shown:
            canvas.nothing(figure)
            return
        top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
        figure.subplots_adjust(left=0.09, right=0.96, top=0.83, bottom=0.08, hspace=0.2)
        names = span[span.index(str(shown[0][0])) :]
        places = {name: number for number, name in enumerate(names)}
        rows = {places[str(row[0])]: row for row in shown}
        _means(top, rows)
        _counts(bottom, rows, period)
        along(bottom, names)
        figure.align_ylabels([top, bottom])
        events = periods.fold(found, period)
        _mark(top, network, {place: events[name] for name, place in places.items() if name in events})
        top.legend(loc="lower right", bbox_to_anchor=(1, 1), fontsize=10, ncols=3, borderaxespad=0.2)


def along(axes: Axes, names: Sequence[str]) -> None:
    """An axis of periods, numbered from 0, some of them named."""
    room = max(0.8, 0.02 * len(names), 1.7 - len(names) / 2)
    axes.set_xlim(-room, len(names) - 1 + room)
    axes.xaxis.set_major_locator(MaxNLocator(8, integer=True, min_n_ticks=1))
    axes.xaxis.set_major_formatter(lambda at, _: names[int(at)] if 0 <= at < len(names) else "")


def _means(axes: Axes, rows: Mapping[int, Sequence[Any]]) -> None:
    """Periods in a row are joined; the line breaks where one has no events."""
    places = range(min(rows), max(rows) + 1)
    values = [float(rows[place][5]) if place in rows else float("nan") for place in places]
    banded = [place for place, row in rows.items() if row[6] is not None]
    low, high = ([float(rows[place][column]) for place in banded] for column in (6, 7))
    heights = [above - below for below, above in zip(low, high, strict=True)]
    axes.axhline(0, color=INK, linewidth=1)
    if banded:
        axes.bar(banded, heights, 0.9, bottom=low, color=BAND, label="95 % band of the mean")
    axes.plot(places, values, color=INK, linewidth=1.8, marker="o", markersize=5, label="mean score")
    axes.set_yticks(range(-10, 11, 5))
    axes.grid(axis="y")


def _mark(axes: Axes, network: nx.MultiDiGraph, events: Mapping[int, Sequence[evidence.Edge]]) -> None:
    """The strongest event of each of the periods that have the strongest; each label stands on a shelf of its own."""
    best = {place: max(told, key=strength) for place, told in events.items()}
    shown = sorted(sorted(best, key=lambda place: strength(best[place]), reverse=True)[:MARKED])
    middle = sum(axes.get_xlim()) / 2
    left, right = [at for at in shown if at <= middle], [at for at in shown if at > middle]
    # towards the middle each further down, so that no line to a mark crosses a label of its side
    for shelf, at in enumerate([*reversed(left), *right]):
        told = happened(network, best[at], 16)
        height = GROUND + SHELF * shelf
        axes.plot([at, at], [best[at][3]["score"], height], color=PALE, linewidth=0.7, zorder=1.5)
        axes.text(
            at, height, f" {told} ", size=9, va="center",
            ha="left" if at <= middle else "right", path_effects=[withStroke(linewidth=3, foreground="white")],
        )  # fmt: skip
    scores = [best[at][3]["score"] for at in shown]
    axes.plot(shown, scores, "D", color=INK, markerfacecolor="white", markersize=7, label="strongest events")
    axes.set_ylim(-11, GROUND + SHELF * len(shown))
    axes.spines["left"].set_bounds(-11, 11)
    axes.set_ylabel("score, -10 to 10", y=11 / (11 + GROUND + SHELF * len(shown)))


def _counts(axes: Axes, rows: Mapping[int, Sequence[Any]], period: str) -> None:
    """Cooperative events upwards, conflictual ones downwards."""
    good = [int(row[2]) for row in rows.values()]
    bad = [-int(row[3]) for row in rows.values()]
    axes.bar(list(rows), good, color=FRIENDLY, edgecolor=FRIENDLY, label="cooperative")
    axes.bar(list(rows), bad, color="white", edgecolor=HOSTILE, hatch="////", label="conflictual")
    axes.axhline(0, color=INK, linewidth=1)
    axes.set_ylabel(f"events a {period}")
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.yaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    axes.grid(axis="y")
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), fontsize=10, ncols=2)
