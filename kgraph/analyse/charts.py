"""Charts of measures: bars of centrality, a timeline; to .png, .svg or .pdf files."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from kgraph.analyse import canvas, evidence
from kgraph.analyse import centrality as centralities
from kgraph.analyse import timeline as timelines
from kgraph.analyse.canvas import FRIENDLY, HOSTILE, INK
from kgraph.analyse.diagram import short
from kgraph.analyse.registry import Cell

BARS = 20


def centrality(network: nx.MultiDiGraph, path: str | Path) -> None:
    """PageRank, strength and betweenness as horizontal bars, of the actors with highest PageRank."""
    rows = centralities.centrality(network).rows[:BARS]
    part = f"; shown: the {BARS} actors of highest PageRank" if len(rows) < len(network) else ""
    subtitle = evidence.summary(evidence.edges(network)) + part if rows else ""
    with canvas.sheet(path, "Centrality of actors", subtitle) as figure:
        if not rows:
            canvas.nothing(figure)
            return
        columns = [[row[number] for row in rows] for number in range(len(centralities.COLUMNS))]
        names, _, _, acting, suffering, rank, between, _ = columns
        left, middle, right = figure.subplots(1, 3, sharey=True)
        figure.subplots_adjust(left=0.2, right=0.97, top=0.83, bottom=0.13, wspace=0.1)
        _bars(left, "PageRank\n(share, sums to 1)", {"": rank})
        _bars(middle, "strength\n(sum of absolute scores)", {"acting": acting, "acted upon": suffering})
        _bars(right, "betweenness\n(share of shortest paths)", {"": between})
        left.set_yticks(range(len(rows)), [short(str(name)) for name in names])
        left.set_ylim(max(len(rows), 8) - 0.4, -0.6)
        middle.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, fontsize=10, borderaxespad=0.2)


def timeline(network: nx.MultiDiGraph, path: str | Path, *, actor: str | None = None, other: str | None = None) -> None:
    """Each month's mean score as a line about zero, over bars that count cooperative and conflictual events."""
    table = timelines.timeline(network, actor=actor, other=other)
    subtitle = evidence.summary(timelines.between(network, actor, other)) if table.rows else ""
    with canvas.sheet(path, table.title, subtitle) as figure:
        if not table.rows:
            canvas.nothing(figure)
            return
        top, bottom = figure.subplots(2, 1, sharex=True)
        figure.subplots_adjust(left=0.09, right=0.96, top=0.85, bottom=0.08, hspace=0.22)
        months = {_number(str(row[0])): row for row in table.rows}
        _means(top, {month: row[5] for month, row in months.items()})
        _counts(bottom, months)
        room = max(0.8, 0.02 * (max(months) - min(months)), 2.7 - len(months))
        bottom.set_xlim(min(months) - room, max(months) + room)
        bottom.xaxis.set_major_locator(MaxNLocator(8, integer=True, min_n_ticks=1))
        bottom.xaxis.set_major_formatter(lambda month, _: f"{int(month) // 12:04}-{int(month) % 12 + 1:02}")
        figure.align_ylabels([top, bottom])


def _number(month: str) -> int:
    """Months since the year 0."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _bars(axes: Axes, label: str, series: Mapping[str, Sequence[Any]]) -> None:
    """Bars of one or two series, side by side within each actor's row."""
    height = 0.75 / len(series)
    for number, (name, values) in enumerate(series.items()):
        spots = [row + (number - (len(series) - 1) / 2) * height for row in range(len(values))]
        axes.barh(spots, values, height, color=(FRIENDLY, "#9DC6DE")[number], label=name)
    axes.set_xlim(left=0, right=None if any(map(any, series.values())) else 1)
    axes.set_xlabel(label)
    axes.grid(axis="x")
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_locator(MaxNLocator(4))


def _means(axes: Axes, means: Mapping[int, Cell]) -> None:
    """Months in a row are joined; the line breaks where a month has no events."""
    months: list[float] = []
    values: list[float] = []
    for month, mean in means.items():
        if months and month - months[-1] > 1:
            months.append(months[-1] + 1)
            values.append(float("nan"))
        months.append(month)
        values.append(float(mean or 0))
    axes.axhline(0, color=INK, linewidth=1)
    axes.plot(months, values, color=INK, linewidth=1.8, marker="o", markersize=5)
    axes.set(ylim=(-10.5, 10.5), yticks=range(-10, 11, 5), ylabel="mean score, -10 to 10")
    axes.grid(axis="y")


def _counts(axes: Axes, months: Mapping[int, Sequence[Cell]]) -> None:
    good = [int(row[2] or 0) for row in months.values()]
    bad = [-int(row[3] or 0) for row in months.values()]
    axes.bar(list(months), good, color=FRIENDLY, edgecolor=FRIENDLY, label="cooperative")
    axes.bar(list(months), bad, color="white", edgecolor=HOSTILE, hatch="////", label="conflictual")
    axes.axhline(0, color=INK, linewidth=1)
    axes.set_ylabel("events a month")
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.yaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    axes.grid(axis="y")
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), fontsize=10, ncols=2)
