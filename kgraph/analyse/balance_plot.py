"""Balance as bars: how many triads of each kind, and the shares that they and the ties come to."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from kgraph.analyse import balance as balances
from kgraph.analyse import canvas
from kgraph.analyse.bars import DOWN, LIGHT, UP, Look, legend, subtitle
from kgraph.analyse.canvas import FRIENDLY, HOSTILE, INK, PALE

WEAKLY: Look = {"facecolor": LIGHT, "edgecolor": FRIENDLY, "linewidth": 0, "hatch": "...."}
BETWEEN: Look = {"facecolor": "white", "edgecolor": HOSTILE, "linewidth": 1, "hatch": "////"}
TINY = 0.001  # a value below is not written out
TRIADS: dict[str, tuple[str, Look]] = {
    "+ + +": ("three friends", UP),
    "+ - -": ("two friends, a common enemy", UP),
    "- - -": ("three enemies", WEAKLY),
    "+ + -": ("two enemies, a common friend", DOWN),
}


def balance(network: nx.MultiDiGraph, path: str | Path) -> None:
    """Triads by kind; below, the shares balanced with a mark at what chance gives, frustrated, and of closed walks."""
    table = balances.balance(network)
    found: dict[str, Any] = {str(row[0]): row[1] for row in table.rows}
    with canvas.sheet(path, table.title, subtitle(network)) as figure:
        if not network:
            canvas.nothing(figure)
            return
        if not found:
            canvas.nothing(figure, "Nothing to draw: no tie has a sign.")
            return
        upper, lower = figure.subplots(2, 1)
        figure.subplots_adjust(left=0.34, right=0.76, top=0.82, bottom=0.09, hspace=0.5)
        _triads(upper, found)
        _shares(lower, found)


def _triads(axes: Axes, found: Mapping[str, Any]) -> None:
    total = found["triads"]
    for row, (kind, (_, look)) in enumerate(TRIADS.items()):
        count = found[f"triads {kind}"]
        axes.barh(row, count, 0.65, **look)
        _say(axes, row, f"{count:,}" + (f" ({count / total:.0%})" if total else ""))
    _rows(axes, [f"{words}  {kind.replace('-', '−')}" for kind, (words, _) in TRIADS.items()])
    axes.set_xlabel("triads (number)")
    axes.set_xlim(left=0, right=None if total else 1)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    legend(axes, {"balanced": UP, "weakly balanced only": WEAKLY, "unbalanced": DOWN})


def _shares(axes: Axes, found: Mapping[str, Any]) -> None:
    """A share frustrated that is known by bounds reaches to the lower one, and hollow to the upper."""
    keys: dict[str, Look | Line2D] = {}
    strong = found["share balanced, strong"] or 0
    for row, kind in enumerate(("strong", "weak")):
        share, chance = (found[f"share balanced, {kind}{end}"] for end in ("", ", by chance"))
        axes.barh(row, strong, 0.65, **UP)
        axes.barh(row, (share or 0) - strong, 0.65, left=strong, **WEAKLY)
        _say(axes, row, "no triads" if share is None else f"{share:g}" + (f" (by chance {chance:g})" if chance else ""))
        if share is not None and chance is not None:
            axes.plot([chance, chance], [row - 0.43, row + 0.43], color=INK, linewidth=2.5)
            keys["to expect by chance"] = Line2D([], [], color=INK, linewidth=2.5)
    (low, few), (high, many) = (
        (found[f"share frustrated, at {end}"], found[f"ties frustrated, at {end}"]) for end in ("least", "most")
    )
    axes.barh(2, low, 0.65, **DOWN)
    axes.barh(2, high - low, 0.65, left=low, **BETWEEN)
    if few == many:
        _say(axes, 2, f"{low:g} ({few:,} of {found['ties with a sign']:,})")
    else:
        _say(axes, 2, f"{low:g} to {high:g}\n({few:,} to {many:,} of {found['ties with a sign']:,})")
        keys["frustrated at most"] = BETWEEN
    value, error = found["walk-based balance"], found["walk-based balance, standard error"]
    axes.barh(3, value, 0.65, **UP)
    _say(
        axes,
        3,
        (f"{value:g}" if value >= TINY else f"below {TINY:g}") + (f"\n(standard error {error:g})" if error else ""),
    )
    _rows(axes, ["triads balanced, strong", "triads balanced, weak", "ties frustrated", "walk-based balance"])
    axes.set(xlim=(0, 1), xlabel="share (walk-based balance: 1 is perfect)")
    if keys:
        legend(axes, keys)


def _rows(axes: Axes, labels: list[str]) -> None:
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.45, -0.55)
    axes.grid(axis="x")
    axes.tick_params(axis="y", length=0)


def _say(axes: Axes, row: int, words: str) -> None:
    """Figures to the right of a row."""
    axes.text(1.03, row, words, color=PALE, va="center", transform=axes.get_yaxis_transform())
