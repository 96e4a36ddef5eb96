"""Pictures of who tells what: means by source, shares of statuses, coverage of the time; .png, .svg or .pdf files."""

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from kgraph.analyse import canvas, evidence
from kgraph.analyse import coverage as coverages
from kgraph.analyse import sources as tellers
from kgraph.analyse.canvas import EMPTY, FRIENDLY, GROUPS, HOSTILE, INK, NEUTRAL, PALE, real
from kgraph.analyse.charts import LATEST, along
from kgraph.analyse.diagram import short
from kgraph.analyse.registry import Cell
from kgraph.analyse.timeline import between, of

ROWS = 20
LEAST = 8  # rows that the height is made for, so that a single bar is no block
NAME = 26  # characters
MEAN, DIFFERENCE, LOW, HIGH = (tellers.COLUMNS.index(name) for name in ("mean", "difference", "low", "high"))
FAR = 2.5  # the least that the axes of scores reach, so that small means look small
# a status's colour and hatch
LOOKS: dict[str, tuple[str, str]] = {
    "actual": ("#E4E4E4", ""),
    "planned": (GROUPS[4], "...."),
    "requested": (GROUPS[1], "////"),
    "hypothetical": (GROUPS[3], "xxxx"),
    "denied": (INK, ""),
}
Row = tuple[Cell, ...]


def sources(network: nx.MultiDiGraph, path: str | Path, *, actor: str | None = None, other: str | None = None) -> None:
    """Each source's mean score as a bar; beside it, how far it is from the others' on the same pairs, with interval.

    The 20 sources with most events. The dot of a difference is filled where its interval leaves out 0.
    """
    table = tellers.sources(network, actor=actor, other=other)
    rows = table.rows[:ROWS]
    found = list(between(network, actor, other))
    subtitle = evidence.summary(found) if rows else ""
    if len(rows) < len(table.rows):
        subtitle += f"\nshown: the {len(rows)} of {len(table.rows):,} sources with most events"
    with canvas.sheet(path, table.title + of(network, actor, other), subtitle) as figure:
        if not rows:
            canvas.nothing(figure)
            return
        left, right = figure.subplots(1, 2, sharex=True, sharey=True)
        figure.subplots_adjust(left=0.26, right=0.92, top=0.8, bottom=0.14, wspace=0.15)
        _means(left, rows)
        _differences(right, rows)
        far = max(FAR, *(abs(real(row[column])) for row in rows for column in (MEAN, DIFFERENCE, LOW, HIGH)))
        for axes in (left, right):
            axes.set_xlim(-1.05 * far, 1.05 * far)
            axes.axvline(0, color=INK, linewidth=1, zorder=1)
            axes.xaxis.set_major_locator(MaxNLocator(5))
            axes.grid(axis="x")
        _names(left, [str(row[0]) for row in rows])
        _events(right, [int(row[2] or 0) for row in rows])


def shares(network: nx.MultiDiGraph, path: str | Path, *, actor: str | None = None) -> None:
    """Of each acting side's events the share of each status, stacked, and beside it the share attributed.

    All actors, then the 19 with most events; who has too few for shares is left out.
    """
    table = tellers.shares(network, actor=actor)
    told = [row for row in table.rows if row[2] is not None]
    rows = told[:ROWS]
    subtitle = evidence.summary(evidence.edges(network)) if table.rows else ""
    if len(rows) < len(table.rows):
        most = f", the {len(rows) - 1} with most" if len(rows) < len(told) else ""
        subtitle += f"\nshown: of {len(table.rows) - 1:,} sides those with {evidence.FEW} events or more{most}"
    with canvas.sheet(path, table.title + of(network, actor, None), subtitle) as figure:
        if not rows:
            few = f"Nothing to draw: shares take {evidence.FEW} events of a side."
            canvas.nothing(figure, *([few] if table.rows else []))
            return
        left, right = figure.subplots(1, 2, sharey=True, width_ratios=(2.6, 1))
        figure.subplots_adjust(left=0.22, right=0.92, top=0.8, bottom=0.1, wspace=0.07)
        _stacks(left, rows, [name for name in table.columns if name in LOOKS], table.columns)
        right.barh(range(len(rows)), [real(row[2]) for row in rows], 0.7, color=NEUTRAL)
        right.set_xlabel("share attributed, 0 to 1\n(told only by somebody's account)", size=10)
        for axes in (left, right):
            axes.set_xlim(0, 1)
            axes.set_xticks((0, 0.25, 0.5, 0.75, 1), ("0", "", "0.5", "", "1"))
            axes.grid(axis="x")
        _names(left, [str(row[0]) for row in rows])
        _events(right, [int(row[1] or 0) for row in rows])


def coverage(network: nx.MultiDiGraph, path: str | Path, *, period: str = "month") -> None:
    """Documents and sources of each period over its events; hatched where no document came out.

    Of the latest 72 periods: with more, single ones can't be read.
    """
    table = coverages.coverage(network, period=period)
    rows = table.rows[-LATEST:]
    found = list(evidence.edges(network))
    said = [evidence.summary(found) if found else "no events"]
    if len(rows) < len(table.rows):
        said.append(f"shown: since {rows[0][0]}")
    with canvas.sheet(path, table.title, "\n".join(said) if rows else "") as figure:
        if not rows:
            canvas.nothing(figure, "Nothing to draw: no dated documents or events here.")
            return
        top, bottom = figure.subplots(2, 1, sharex=True)
        figure.subplots_adjust(left=0.09, right=0.96, top=0.79, bottom=0.08, hspace=0.1)
        _counts(top, rows, 1, f"documents, sources a {period}")
        _counts(bottom, rows, 3, f"events a {period}")
        at = [place for place, row in enumerate(rows) if row[2]]
        tellers_of = [real(rows[place][2]) for place in at]
        top.plot(at, tellers_of, "D", color=INK, markerfacecolor="white", label="sources")
        top.tick_params(axis="x", length=0)
        along(bottom, [str(row[0]) for row in rows])
        figure.align_ylabels([top, bottom])
        handles, labels = (one[::-1] for one in top.get_legend_handles_labels())
        top.legend(handles, labels, loc="lower right", bbox_to_anchor=(1, 1), fontsize=10, ncols=3)


def _counts(axes: Axes, rows: Sequence[Row], column: int, words: str) -> None:
    counts = [int(row[column] or 0) for row in rows]
    axes.bar(range(len(rows)), counts, 0.75, color=NEUTRAL, zorder=2, label="documents")
    axes.axhline(0, color=INK, linewidth=1)
    for number, place in enumerate(place for place, row in enumerate(rows) if not row[1]):
        label = "no documents: silence here is no peace" if number == 0 else "_"  # "_" stays out of the legend
        ends = place - 0.5, place + 0.5
        axes.axvspan(*ends, facecolor="white", edgecolor=EMPTY, hatch="////", linewidth=0, label=label)
    axes.set(ylim=(0, max(1, *counts) * 1.06), ylabel=words)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.grid(axis="y")


def _means(axes: Axes, rows: Sequence[Row]) -> None:
    for place, row in enumerate(rows):
        mean = real(row[MEAN])
        face, edge, hatch = (FRIENDLY, FRIENDLY, "") if mean > 0 else ("white", HOSTILE, "////")
        axes.barh(place, mean, 0.65, facecolor=face, edgecolor=edge, hatch=hatch)
    axes.set_xlabel("mean score of what happened\n(from −10 to 10; conflictual hatched)")


def _differences(axes: Axes, rows: Sequence[Row]) -> None:
    for place, row in enumerate(rows):
        if row[DIFFERENCE] is None:
            axes.text(0, place, "not compared", size=9, color=PALE, ha="center", va="center", backgroundcolor="white")
            continue
        ends = [real(row[LOW]), real(row[HIGH])] if row[LOW] is not None else []
        clear = bool(ends) and (ends[0] > 0 or ends[1] < 0)
        axes.plot(ends, [place] * len(ends), color=INK, linewidth=1.4)
        axes.plot(real(row[DIFFERENCE]), place, "o", color=INK, markersize=6, markerfacecolor=INK if clear else "white")
    axes.set_xlabel("difference from others on the same pairs\n(line: 95 % interval; filled: without 0)")


def _stacks(axes: Axes, rows: Sequence[Row], statuses: Sequence[str], columns: Sequence[str]) -> None:
    places = range(len(rows))
    parts = [[real(row[columns.index(status)]) for row in rows] for status in statuses]
    starts = list(zip(*([0.0, *accumulate(row)] for row in zip(*parts, strict=True)), strict=True))
    for status, widths, lefts in zip(statuses, parts, starts, strict=False):
        colour, hatch = LOOKS[status]
        axes.barh(places, widths, 0.7, lefts, color=colour, hatch=hatch, edgecolor="white", linewidth=0.5, label=status)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), fontsize=10, ncols=5, borderaxespad=0.2, columnspacing=1.2)
    axes.set_xlabel("share of events by status, 0 to 1\n(the firmest that any report gives)", size=10)


def _names(axes: Axes, names: Sequence[str]) -> None:
    axes.set_yticks(range(len(names)), [short(name, NAME) for name in names])
    axes.set_ylim(max(len(names), LEAST) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)


def _events(axes: Axes, counts: Sequence[int]) -> None:
    """How many events each row rests on, right of it."""
    edge = axes.get_yaxis_transform()
    for place, count in enumerate(counts):
        axes.text(1.03, place, f"{count:,}", size=10, color=PALE, va="center", transform=edge)
    axes.text(1.03, 1.01, "events", size=10, color=PALE, va="bottom", transform=axes.transAxes)
    axes.tick_params(axis="y", length=0)
