"""Pictures of change and answer: a series with its levels, and how far one side follows the other, lag by lag."""

from collections.abc import Mapping, Sequence
from math import inf
from pathlib import Path
from textwrap import fill

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from kgraph.analyse import answers as replies
from kgraph.analyse import canvas, evidence, periods
from kgraph.analyse import changes as shifts
from kgraph.analyse import timeline as timelines
from kgraph.analyse.canvas import EMPTY, FRIENDLY, HOSTILE, INK, NEUTRAL, PALE, minus, real
from kgraph.analyse.charts import along
from kgraph.analyse.diagram import happened, short
from kgraph.analyse.path import between
from kgraph.analyse.registry import Cell, Table

CLOSE = 0.02  # of the axis, between two numbers
NAMED = 6  # changes whose events are told
SMALL, LARGE = 12.0, 150.0  # area of a dot
KEY = {
    "": 0.03,
    "change": 0.055,
    "mean": 0.225,
    "p": 0.33,
    "pulls most to the old mean": 0.385,
    "pulls most to the new mean": 0.69,
}
LINE = 0.0265  # of the sheet's height
NAME = 10  # characters of an actor's name
LOOKS = {"hostile": ("white", HOSTILE, "////"), "friendly": (FRIENDLY, FRIENDLY, "")}
READ = "line across a bar: what chance gives; p: how often chance gives as much (bold: 0.05 or less)"
Row = tuple[Cell, ...]


def changes(
    network: nx.MultiDiGraph,
    path: str | Path,
    *,
    actor: str | None = None,
    other: str | None = None,
    period: str = "month",
) -> None:
    """Each period's mean score as a dot, the level between changes as steps; the changes numbered, and told below.

    A change came somewhere in the strip before its number. Of many changes the clearest 6 are told.
    """
    table = shifts.changes(network, actor=actor, other=other, period=period)
    series = timelines.timeline(network, actor=actor, other=other, period=period)
    found = list(timelines.between(network, actor, other))
    rows = told(table.rows)
    subtitle = evidence.summary(found) if series.rows else ""
    if len(rows) < len(table.rows):
        subtitle += f"\ntold below: the {len(rows)} clearest of {len(table.rows)} changes"
    with canvas.sheet(path, table.title, subtitle) as figure:
        if not series.rows:
            canvas.nothing(figure)
            return
        names = periods.between(str(series.rows[0][0]), str(series.rows[-1][0]), period)
        places = {name: number for number, name in enumerate(names)}
        foot = 0.11 + LINE * (len(rows) + 2 if rows else 0)
        axes = figure.add_axes((0.09, foot + 0.03, 0.87, 0.75 - foot))
        along(axes, names)
        _dots(axes, places, series.rows, period)
        _levels(axes, places, table.rows, series.rows)
        _marks(axes, places, table.rows, rows)
        axes.legend(loc="lower right", bbox_to_anchor=(1, 1.07), fontsize=10, ncols=4, borderaxespad=0.2)
        _key(figure, network, found, rows, foot)
        _foot(figure, table, found)


def told(rows: Sequence[Row]) -> list[Row]:
    """The changes with the smallest p, of equals the largest, in time."""
    return sorted(sorted(rows, key=lambda row: (real(row[5]), -abs(real(row[4]))))[:NAMED], key=lambda row: str(row[1]))


def _dots(axes: Axes, places: Mapping[str, int], rows: Sequence[Row], period: str) -> None:
    most = max(int(row[1] or 0) for row in rows)
    areas = [SMALL + (LARGE - SMALL) * int(row[1] or 0) / most for row in rows]
    label = f"mean of a {period} (larger: more events, up to {most:,})"
    spots = [places[str(row[0])] for row in rows]
    axes.axhline(0, color=INK, linewidth=1)
    axes.scatter(spots, [real(row[5]) for row in rows], areas, NEUTRAL, alpha=0.6, edgecolors="white", label=label)
    axes.set(ylim=(-11, 11), yticks=range(-10, 11, 5), ylabel="mean score, -10 to 10")
    axes.grid(axis="y")


def _levels(axes: Axes, places: Mapping[str, int], rows: Sequence[Row], series: Sequence[Row]) -> None:
    """From one change to the next; where nothing changed, the mean of all."""
    begins = [0, *(places[str(row[1])] for row in rows)]
    ends = [*(places[str(row[0])] for row in rows), places[str(series[-1][0])]]
    overall = sum(real(row[4]) for row in series) / sum(real(row[1]) for row in series)
    levels = [real(rows[0][2]), *(real(row[3]) for row in rows)] if rows else [overall]
    label = "mean between changes" if rows else "mean of all events"
    for begin, end, level in zip(begins, ends, levels, strict=True):
        axes.plot([begin - 0.4, end + 0.4], [level, level], color=INK, linewidth=3, solid_capstyle="butt", label=label)
        label = "_"  # matplotlib leaves such a name out of the legend


def _marks(axes: Axes, places: Mapping[str, int], rows: Sequence[Row], named: Sequence[Row]) -> None:
    """A strip from the last period of the old level to the first of the new; close numbers stand on two heights."""
    label, previous, raised = "a change came here", -inf, False
    for row in rows:
        begin, end = places[str(row[0])] + 0.4, places[str(row[1])] - 0.4
        middle = (begin + end) / 2
        axes.axvspan(begin, end, facecolor="white", edgecolor=EMPTY, hatch="////", zorder=0, label=label)
        axes.axvline(middle, color=PALE, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
        label = "_"
        if row in named:
            raised = not raised and middle - previous < CLOSE * len(places)
            axes.annotate(
                str(named.index(row) + 1), (middle, 11), (0, 14 if raised else 2), textcoords="offset points",
                weight="bold", ha="center", va="bottom", annotation_clip=False,
            )  # fmt: skip
            previous = middle


def _key(
    figure: Figure, network: nx.MultiDiGraph, found: Sequence[evidence.Edge], rows: Sequence[Row], top: float
) -> None:
    """The changes by their numbers, with the events that pulled most against and towards the new level."""
    events = {edge[3]["claim"]: edge for edge in reversed(found)}
    for heading, x in KEY.items() if rows else ():
        figure.text(x, top - 0.04, heading, size=8.5, color=PALE, va="top")
    for number, row in enumerate(rows, 1):
        cells = (
            str(number), f"{row[0]} to {row[1]}", minus(f"{real(row[2]):+.1f} to {real(row[3]):+.1f}"),
            f"{row[5]:g}", _event(network, events.get(row[12])), _event(network, events.get(row[13])),
        )  # fmt: skip
        for x, words in zip(KEY.values(), cells, strict=True):
            figure.text(x, top - 0.04 - LINE * number, words, size=8.5, va="top")


def _event(network: nx.MultiDiGraph, edge: evidence.Edge | None) -> str:
    if edge is None:
        return ""
    return happened(network, edge, NAME)


def answers(network: nx.MultiDiGraph, path: str | Path, *, actor: str, other: str, period: str = "month") -> None:
    """Correlation of scores by lag, above; below, the shares of hostile and of friendly acts answered in so many days.

    A line across each bar shows what chance alone would give; above the bar stands p, bold where it is 0.05 or less.
    """
    table = replies.answers(network, actor=actor, other=other, period=period)
    found = between(network, actor, other)
    subtitle = f"{evidence.summary(found)}\n{READ}" if table.rows else ""
    with canvas.sheet(path, table.title, subtitle) as figure:
        if not table.rows:
            canvas.nothing(figure, "Nothing to draw: no dated acts of one side towards the other here.")
            return
        names = [evidence.name(network, iri) for iri in (actor, other)]
        lags = [row for row in table.rows if str(row[0]).startswith("correlation")]
        _correlations(figure.add_axes((0.09, 0.55, 0.88, 0.25)), lags, names, period)
        for left, sign in ((0.09, "hostile"), (0.56, "friendly")):
            axes = figure.add_axes((left, 0.16, 0.41, 0.25))
            _shares(axes, [row for row in table.rows if str(row[0]).startswith(f"{sign} act")], sign)
            waits = [row for row in table.rows if row[0] == f"days until {sign} answer"]
            axes.set_title(_wait(waits, sign, names), size=11, loc="left", color=INK)
        _foot(figure, table, found)


def _correlations(axes: Axes, rows: Sequence[Row], names: Sequence[str], period: str) -> None:
    _bars(axes, rows, "#C9C9C9", INK, "")
    far = max(0.3, *(abs(real(row[3])) for row in rows)) if rows else 1.0
    axes.set(ylim=(-1.35 * far, 1.35 * far), ylabel="Pearson's r")
    axes.axhline(0, color=INK, linewidth=1, visible=bool(rows))
    first, second = (short(name, 20) for name in names)
    title = f"Scores of {first} by {period}, and those of {second} so much later: correlation"
    axes.set_title(title if rows else f"No correlation: too few {period}s with acts", size=11, loc="left", color=INK)


def _shares(axes: Axes, rows: Sequence[Row], sign: str) -> None:
    _bars(axes, rows, *LOOKS[sign])
    axes.set(ylim=(0, 1.2), yticks=(0, 0.5, 1), ylabel="share answered")


def _wait(rows: Sequence[Row], sign: str, names: Sequence[str]) -> str:
    """The title of a panel of shares: whose acts, and how long the answer takes."""
    first, second = (short(name, 16) for name in names)
    if not rows:
        return f"{sign.capitalize()} acts of {first}:\nnone that {second} could answer"
    if rows[0][3] is None:
        return f"{sign.capitalize()} acts of {first}:\nhalf or more never answered by {second}"
    return f"{sign.capitalize()} acts of {first}: median wait\nfor the next of {second} {real(rows[0][3]):g} days"


def _bars(axes: Axes, rows: Sequence[Row], face: str, edge: str, hatch: str) -> None:
    """Observed values as bars, chance as a line across each, p beyond both; the cases under the axis."""
    if not rows:
        axes.set_axis_off()  # leaves the title, which says why
        return
    for place, row in enumerate(rows):
        observed, chance, p = (real(row[column]) for column in (3, 4, 5))
        axes.bar(place, observed, 0.6, facecolor=face, edgecolor=edge, hatch=hatch, zorder=2)
        axes.plot([place - 0.38, place + 0.38], [chance] * 2, color=INK, linewidth=2.2, zorder=3)
        down = observed < min(0.0, chance)
        axes.annotate(
            f"p {p:.3f}", (place, min(observed, chance) if down else max(observed, chance)), (0, -4 if down else 4),
            textcoords="offset points", size=9, ha="center", va="top" if down else "bottom",
            weight="bold" if p <= shifts.CLEAR else "normal",
        )  # fmt: skip
    labels = [f"{str(row[1]).removeprefix('within ')}\nn {row[2]:,}" for row in rows]
    axes.set_xticks(range(len(rows)), labels, size=9)
    axes.set_xlim(-0.6, max(len(rows), 6) - 0.4)
    axes.tick_params(axis="x", length=0)
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.grid(axis="y")


def _foot(figure: Figure, table: Table, found: Sequence[evidence.Edge]) -> None:
    """The rest of the table's note, which says how far to trust the picture."""
    rest = table.note.removeprefix(f"Rests on {evidence.summary(found)}.").strip()
    figure.text(0.03, 0.02, fill(rest, 140), size=9.5, color=PALE, va="bottom")
