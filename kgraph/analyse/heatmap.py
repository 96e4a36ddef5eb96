"""The busiest pairs period by period, as a heat map; to .png, .svg or .pdf files."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import networkx as nx
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Patch

from kgraph.analyse import canvas, evidence, periods
from kgraph.analyse.canvas import EMPTY, FRIENDLY, HOSTILE, INK, PALE
from kgraph.analyse.diagram import short
from kgraph.analyse.dyads import Fold, pairs
from kgraph.analyse.timeline import between, of

PAIRS = 20
COLUMNS = 36  # periods: with more, cells are too narrow for their numbers
ROOMY = 26  # columns; with more, the numbers in cells are written smaller
COLOURS = LinearSegmentedColormap.from_list("tone", [HOSTILE, "#F6F6F6", FRIENDLY])
STRONG = 6.5  # above that the blue is too dark for ink
NAME = 14  # characters of an actor's name
Rows = Mapping[tuple[str, str], Mapping[str, Fold]]


def dyads(
    network: nx.MultiDiGraph,
    path: str | Path,
    *,
    actor: str | None = None,
    other: str | None = None,
    period: str = "month",
) -> None:
    """The mean score of the pairs with most events, in each of the latest 36 periods; hatched where nothing is told."""
    found = list(between(network, actor, other))
    told = {pair: {fold.period: fold for fold in folds} for pair, folds in pairs(network, found, period).items()}
    names = _window(told, period)
    shown = _busiest(told, names)
    with canvas.sheet(path, f"Tone of pairs by {period}{of(network, actor, other)}", _subtitle(shown, told)) as figure:
        if not shown:
            canvas.nothing(figure)
            return
        names = names[min(names.index(name) for folds in shown.values() for name in folds) :]
        axes = figure.add_axes((0.27, 0.165, 0.655, 0.675))
        _cells(axes, shown, names)
        labels = [" – ".join(short(evidence.name(network, one), NAME) for one in pair) for pair in shown]
        axes.set_yticks(range(len(shown)), labels, size=10)
        step = -(-len(names) // 12)
        axes.set_xticks(range(0, len(names), step), names[::step], rotation=45, ha="right", rotation_mode="anchor")
        bar = figure.add_axes((0.6, 0.045, 0.325, 0.018))
        figure.colorbar(axes.collections[0], cax=bar, orientation="horizontal", ticks=[-10, -5, 0, 5, 10])
        figure.text(0.585, 0.054, "mean score", size=10, color=PALE, ha="right", va="center")
        key = Patch(facecolor="white", edgecolor=EMPTY, hatch="////", label="no reports (which is not peace)")
        figure.legend(handles=[key], loc="lower left", bbox_to_anchor=(0.02, 0.025), fontsize=10)


def _window(told: Rows, period: str) -> list[str]:
    """The latest periods, up to the last with events."""
    known = sorted({name for folds in told.values() for name in folds})
    return periods.between(known[0], known[-1], period)[-COLUMNS:] if known else []


def _busiest(told: Rows, names: Sequence[str]) -> Rows:
    """The pairs with most events within the window, busiest first, in the order of names where equal."""
    within = set(names)
    kept = {pair: {name: fold for name, fold in folds.items() if name in within} for pair, folds in told.items()}
    events = {pair: sum(len(fold.events) for fold in folds.values()) for pair, folds in kept.items()}
    order = sorted((pair for pair in kept if events[pair]), key=lambda pair: -events[pair])
    return {pair: kept[pair] for pair in order[:PAIRS]}


def _subtitle(shown: Rows, told: Rows) -> str:
    edges = [edge for folds in shown.values() for fold in folds.values() for edge in fold.events]
    part = f"\nshown: the {len(shown)} busiest of {len(told):,} pairs" if len(shown) < len(told) else ""
    return evidence.summary(edges) + part if shown else ""


def _cells(axes: Axes, shown: Rows, names: Sequence[str]) -> None:
    """Each cell says its mean in numbers too, so that its sign can be read without colour."""
    place = {name: number for number, name in enumerate(names)}
    means = np.full((len(shown), len(names)), np.nan)
    for row, folds in enumerate(shown.values()):
        for name, fold in folds.items():
            means[row, place[name]] = fold.mean
            axes.text(
                place[name], row, _rounded(fold.mean), ha="center", va="center",
                size=9 if len(names) <= ROOMY else 7, color="white" if fold.mean > STRONG else INK,
            )  # fmt: skip
        count = sum(len(fold.events) for fold in folds.values())
        axes.text(len(names) - 0.3, row, f"{count:,}", va="center", size=10, color=PALE)
    axes.text(len(names) - 0.3, -0.75, "events", va="center", size=10, color=PALE)
    axes.patch.set(facecolor="white", edgecolor=EMPTY, hatch="////")
    edges = [np.arange(size + 1) - 0.5 for size in (len(names), len(shown))]
    axes.pcolormesh(
        *edges, np.ma.masked_invalid(means), cmap=COLOURS, vmin=-10, vmax=10, edgecolors="white", linewidth=1
    )
    axes.set(xlim=(-0.5, len(names) - 0.5), ylim=(max(len(shown), 6) - 0.5, -0.5))
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)


def _rounded(mean: float) -> str:
    return canvas.minus(f"{mean:+.0f}") if round(mean) else "0"
