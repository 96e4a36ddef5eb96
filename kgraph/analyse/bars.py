"""Ranked horizontal bars: actors and pairs by what a measure found; to .png, .svg or .pdf files."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from kgraph.analyse import canvas, evidence, roles
from kgraph.analyse import centrality as centralities
from kgraph.analyse import movers as moving
from kgraph.analyse import reciprocity as reciprocities
from kgraph.analyse import standing as standings
from kgraph.analyse.canvas import FRIENDLY, HOSTILE, INK, NEUTRAL, PALE
from kgraph.analyse.diagram import short
from kgraph.analyse.registry import Cell, Table
from kgraph.analyse.timeline import between, of

Look = dict[str, Any]
BARS = 20
NAME = 14  # characters of each name of a pair
FAR = 10.0  # a z beyond that is cut, and written on its bar
STEPS = (1, 2, 2.5, 5, 10)  # of ticks
LIGHT = "#9DC6DE"
UP: Look = {"facecolor": FRIENDLY, "edgecolor": "white", "linewidth": 0}
DOWN: Look = {"facecolor": HOSTILE, "edgecolor": "white", "linewidth": 0, "hatch": "////"}
ALONE: Look = {"facecolor": NEUTRAL, "edgecolor": "white", "linewidth": 0}
SECOND: Look = {"facecolor": LIGHT, "edgecolor": "white", "linewidth": 0}
MARKS: dict[bool, Look] = {  # of the latest tone, by whether the pair has a past
    True: {"color": INK, "marker": "o", "linestyle": "", "markersize": 5},
    False: {"color": INK, "marker": "D", "linestyle": "", "markersize": 5, "markerfacecolor": "white"},
}


def centrality(network: nx.MultiDiGraph, path: str | Path) -> None:
    """PageRank, strength and betweenness of the actors with highest PageRank."""
    table = centralities.centrality(network)
    rows = table.rows[:BARS]
    shown = f"shown: the {BARS} of highest PageRank" if len(rows) < len(table.rows) else ""
    with canvas.sheet(path, table.title, subtitle(network, shown)) as figure:
        if not rows:
            canvas.nothing(figure)
            return
        left, middle, right = _panels(figure, [short(str(row[0])) for row in rows], (1, 1, 1), left=0.22)
        _beside(left, "PageRank\n(share, sums to 1)", [_values(table, rows, "pagerank")])
        strengths = [_values(table, rows, f"{way} strength") for way in ("out", "in")]
        _beside(middle, "strength\n(sum of absolute scores)", strengths)
        _beside(right, "betweenness\n(share of shortest paths)", [_values(table, rows, "betweenness")])
        legend(middle, {"acting": UP, "acted upon": SECOND})


def standing(network: nx.MultiDiGraph, path: str | Path) -> None:
    """Friends and enemies, PN centrality and status of the actors at either end of the ranking."""
    table = standings.standing(network)
    half, cut = BARS // 2, len(table.rows) > BARS
    rows = (*table.rows[:half], *table.rows[-half:]) if cut else table.rows
    shown = f"shown: the {half} of highest and, below the line, the {half} of lowest PN centrality" if cut else ""
    with canvas.sheet(path, table.title, subtitle(network, shown)) as figure:
        if not rows:
            canvas.nothing(figure)
            return
        left, middle, right = _panels(figure, [short(str(row[0])) for row in rows], (1, 1, 1), left=0.22)
        _apart(left, "friends and enemies", *(_values(table, rows, name) for name in ("friends", "enemies")))
        _signed(middle, "PN centrality\n(1 without ties)", _values(table, rows, "pn"), zero=1.0)
        _signed(right, "status\n(-1 to 1; –: unknown)", _values(table, rows, "status"))
        right.set(xlim=(-1.05, 1.05), xticks=(-1, 0, 1))
        legend(left, {"friends": UP, "enemies": DOWN})
        for axes in (left, middle, right) if cut else ():
            axes.axhline(half - 0.5, color=PALE, linewidth=1, linestyle=(0, (1, 2)))


def similar(network: nx.MultiDiGraph, path: str | Path, *, actor: str | None = None) -> None:
    """The cosine of the pairs that behave most alike, the events that it rests on, and what adds most to it."""
    table = roles.similar(network, actor=actor)
    rows = table.rows[:BARS]
    title, told = table.title + of(network, actor, None), subtitle(network, _most(table, "most alike"))
    with canvas.sheet(path, title, told) as figure:
        if not rows:
            canvas.nothing(figure, f"Nothing to draw: no two actors of {evidence.FEW} events have acts in common.")
            return
        left, right = _panels(figure, _pairs(rows), (1.3, 1), right=0.8)
        _beside(left, "similarity of acts done and suffered\n(cosine, 0 to 1)", [_values(table, rows, "similarity")])
        left.set(xlim=(0, 1.02), xticks=(0, 0.5, 1))
        _beside(
            right, "events of the two\n(number)", [_values(table, rows, f"events{one}") for one in ("", " of other")]
        )
        legend(right, {"of the first": UP, "second": SECOND})
        _column(right, "alike most in", [str(row[table.columns.index("alike in")]) for row in rows])


def equivalent(network: nx.MultiDiGraph, path: str | Path, *, actor: str | None = None) -> None:
    """The correlation of the pairs with most nearly the same friends and enemies, and how many of these they share."""
    table = roles.equivalent(network, actor=actor)
    rows = table.rows[:BARS]
    title, told = table.title + of(network, actor, None), subtitle(network, _most(table, "most nearly equivalent"))
    with canvas.sheet(path, title, told) as figure:
        if not rows:
            canvas.nothing(figure, f"Nothing to draw: no two actors share {roles.COMMON} friends or enemies.")
            return
        left, right = _panels(figure, _pairs(rows), (1.3, 1))
        values = _values(table, rows, "equivalence")
        _signed(left, "equivalence of friends and enemies\n(correlation, -1 to 1)", values)
        least = -1 if min(values) < 0 else 0
        left.set(xlim=(least * 1.02, 1.02), xticks=(least, least / 2 + 0.5, 1))
        _apart(right, "others with ties to both", *(_values(table, rows, one) for one in ("shared", "opposed")))
        legend(right, {"in the same way": UP, "opposite": DOWN})


def movers(network: nx.MultiDiGraph, path: str | Path, *, period: str = "month") -> None:
    """From the usual to the latest tone of the pairs farthest from their own past, and how unusual that is."""
    table = moving.movers(network, period=period)
    rows = table.rows[:BARS]
    usual, latest = _values(table, rows, "usual"), _values(table, rows, "latest mean")
    lines = f"dashed: |z| of {moving.UNUSUAL}, beyond is unusual; –: too little to tell"
    told = subtitle(network, _most(table, "farthest from their past"), lines)
    with canvas.sheet(path, table.title, told) as figure:
        if not rows:
            canvas.nothing(figure)
            return
        left, middle, right = _panels(figure, _pairs(rows), (1.4, 1, 1), right=0.85)
        _signed(left, "mean score, usual to latest\n(-10 to 10)", latest, usual)
        left.set(xlim=(-10.8, 10.8), xticks=(-10, -5, 0, 5, 10))
        for known, mark in MARKS.items():
            spots = [row for row, value in enumerate(usual) if (value is not None) == known]
            left.plot([latest[row] for row in spots], spots, **mark)
        _scores(middle, "z against\nthe pair's past", _values(table, rows, "z own"))
        _scores(right, "z of the change\namong all pairs'", _values(table, rows, "z all"))
        _column(right, "latest\nevents", [f"{row[table.columns.index('latest events')]:,}" for row in rows])
        _column(right, f"past\n{period}s", [f"{row[table.columns.index('past')]:,}" for row in rows], 0.42)
        marks = {
            words: Line2D([], [], **MARKS[known]) for words, known in (("latest", True), ("latest, new pair", False))
        }
        legend(left, {"rises": UP, "falls": DOWN, **marks})


def reciprocity(network: nx.MultiDiGraph, path: str | Path, *, actor: str | None = None) -> None:
    """Given beside got: events, sums of scores, and how far they are like for like."""
    table = reciprocities.reciprocity(network, actor=actor)
    rows = table.rows[:BARS]
    rests_on = list(between(network, actor, None))
    told = subtitle(network, _most(table, "with most directed events"), events=rests_on)
    with canvas.sheet(path, table.title, told) as figure:
        if not rows:
            canvas.nothing(figure)
            return
        left, middle, right = _panels(figure, _pairs(rows), (1, 1.3, 1), right=0.91)
        _beside(left, "events\n(number)", [_values(table, rows, way) for way in ("given", "got")])
        sums = [_values(table, rows, f"sum {way}") for way in ("given", "got")]
        _beside(middle, "sum of scores\n(hatched: hostile)", sums)
        _beside(right, "reciprocity (0 one way,\n1 like for like; –: none)", [_values(table, rows, "reciprocity")])
        right.set(xlim=(0, 1.02), xticks=(0, 0.5, 1))
        legend(left, {"given, first to second": UP, "got, second to first": SECOND})
        _column(right, "mutual\nevents", [f"{row[table.columns.index('mutual')]:,}" for row in rows])


def subtitle(network: nx.MultiDiGraph, *words: str, events: Sequence[evidence.Edge] | None = None) -> str:
    """What the picture rests on, and below that what to know of it; empty without events."""
    if not network:
        return ""
    summary = evidence.summary(evidence.edges(network) if events is None else events)
    return f"{summary}\n{'; '.join(filter(None, words))}".rstrip()


def _most(table: Table, order: str) -> str:
    return f"shown: the {BARS} pairs {order}" if len(table.rows) > BARS else ""


def _pairs(rows: Sequence[tuple[Cell, ...]]) -> list[str]:
    return [" – ".join(short(str(name), NAME) for name in row[:2]) for row in rows]


def _values(table: Table, rows: Sequence[tuple[Cell, ...]], column: str) -> list[Any]:
    place = table.columns.index(column)
    return [row[place] for row in rows]


def _panels(
    figure: Figure, labels: Sequence[str], widths: Sequence[float], left: float = 0.27, right: float = 0.97
) -> list[Axes]:
    """Panels side by side that share their rows, one a label, the first on top; lower where there are few."""
    rows = max(len(labels), 4)
    bottom = 0.8 - 0.68 * min(1, rows / 12)
    panels: list[Axes] = list(figure.subplots(1, len(widths), sharey=True, width_ratios=widths))
    figure.subplots_adjust(left=left, right=right, top=0.8, bottom=bottom, wspace=0.12)
    panels[0].set_yticks(range(len(labels)), labels, size=10)
    panels[0].set_ylim(rows - 0.4, -0.6)
    for axes in panels:
        axes.grid(axis="x")
        axes.tick_params(axis="y", length=0)
        axes.xaxis.set_major_locator(MaxNLocator(4, steps=STEPS))
        axes.ticklabel_format(axis="x", useOffset=False)
    return panels


def _beside(axes: Axes, label: str, series: Sequence[Sequence[Any]]) -> None:
    """Grey bars of one series, or bars of two side by side within each row; hatched below 0."""
    height = 0.75 / len(series)
    for number, values in enumerate(series):
        look = (UP, SECOND)[number] if len(series) > 1 else ALONE
        for row, value in enumerate(values):
            below: Look = {"hatch": "////"} if (value or 0) < 0 else {}
            axes.barh(row + (number - (len(series) - 1) / 2) * height, value or 0, height, **look, **below)
        _none(axes, values)
    known = [value for values in series for value in values if value is not None]
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=STEPS, integer=all(isinstance(value, int) for value in known)))
    if min(known, default=0) < 0:
        axes.axvline(0, color=INK, linewidth=1)
    else:
        axes.set_xlim(left=0, right=None if any(known) else 1)
    axes.set_xlabel(label)


def _signed(
    axes: Axes, label: str, values: Sequence[Any], starts: Sequence[Any] | None = None, zero: float = 0.0
) -> None:
    """Bars from zero, or where each starts, to its value: upwards blue, downwards orange-red and hatched."""
    starts = [zero] * len(values) if starts is None else starts
    for row, (start, value) in enumerate(zip(starts, values, strict=True)):
        if start is not None and value is not None:
            axes.barh(row, value - start, 0.75, left=start, **(UP if value > start else DOWN))
    _none(axes, values, zero)
    axes.axvline(zero, color=INK, linewidth=1)
    axes.set_xlabel(label)


def _none(axes: Axes, values: Sequence[Any], zero: float = 0.0) -> None:
    """A dash where there is no value, which isn't 0."""
    for row in (row for row, value in enumerate(values) if value is None):
        axes.text(zero, row, "  –", size=10, color=PALE, va="center_baseline")


def _apart(axes: Axes, label: str, good: Sequence[Any], bad: Sequence[Any]) -> None:
    """Counts of what is friendly to the right, of what is hostile to the left."""
    _signed(axes, f"{label}\n(number)", good)
    _signed(axes, f"{label}\n(number)", [-count for count in bad])
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=STEPS, integer=True))
    axes.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")


def _scores(axes: Axes, label: str, values: Sequence[Any]) -> None:
    """Robust z, with lines where it becomes unusual; what is too far is cut and written on its bar."""
    cut: list[Any] = [value if value is None else max(-FAR, min(FAR, value)) for value in values]
    _signed(axes, label, cut)
    for row, value in enumerate(values):
        if abs(value or 0) > FAR:
            words = canvas.minus(f"{value:.0f}")
            box = {"facecolor": "white", "edgecolor": "none", "pad": 1.2}
            axes.text(0.72 * cut[row], row, words, size=9, ha="center", va="center_baseline", bbox=box)
    for edge in (-moving.UNUSUAL, moving.UNUSUAL):
        axes.axvline(edge, color=INK, linewidth=1, linestyle=(0, (3, 2)))
    furthest = max([moving.UNUSUAL, *(abs(value) for value in cut if value is not None)])
    axes.set_xlim(-1.08 * furthest, 1.08 * furthest)


def _column(axes: Axes, header: str, words: Sequence[str], place: float = 0.04) -> None:
    """Words to the right of the panel, ``place`` of its width away."""
    for row, said in [(-0.7, header), *enumerate(words)]:
        axes.text(
            1 + place, row, said, size=10, color=PALE, va="bottom" if row < 0 else "center_baseline",
            transform=axes.get_yaxis_transform(),
        )  # fmt: skip


def legend(axes: Axes, looks: Mapping[str, Look | Line2D]) -> None:
    """What bars and marks mean, above the panel."""
    keys = [Patch(**look) if isinstance(look, dict) else look for look in looks.values()]
    axes.legend(
        keys, list(looks), loc="lower left", bbox_to_anchor=(0, 1), ncols=len(keys), fontsize=10, borderaxespad=0.2,
        handlelength=1.6, handletextpad=0.5, columnspacing=1.2,
    )  # fmt: skip
