"""The arc of a pair: the tone over time between the acts of one side, above, and of the other, below."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke

from kgraph.analyse import canvas, evidence
from kgraph.analyse.canvas import FRIENDLY, HOSTILE, INK, NEUTRAL, PALE
from kgraph.analyse.diagram import short
from kgraph.analyse.escalation import BOTH, HALF_LIFE, day, in_time, title, tone
from kgraph.analyse.path import between

Box = tuple[float, float, float, float]  # left, bottom, right, top, in pixels
Spot = tuple[float, float]  # day, |score|
EPOCH = date(1970, 1, 1)
LABELLED = 6  # acts of a side
SHELVES = (12.8, 15.2, 17.6)  # heights at which labels stand, where scores end at 10
TOP = 19.0
GAP = 3.0  # pixels around a label
LINE = 15.0  # pixels that a label is high
SMALL, LARGE = 6.0, 12.0  # size of a mark
LOOKS = {1: (FRIENDLY, "o", FRIENDLY), -1: (HOSTILE, "v", "none"), 0: (NEUTRAL, "s", NEUTRAL)}  # edge, shape, fill
WORDS = {1: "cooperative act", -1: "conflictual act", 0: "act of score 0"}


def escalation(network: nx.MultiDiGraph, path: str | Path, *, actor: str, other: str) -> None:
    """Each act a mark whose height is the |score|, by who did it; the decayed mean score between, with mutual acts."""
    found = between(network, actor, other)
    acts = in_time(network, found)
    explained = f"tone: the mean score, an event counting half after {HALF_LIFE:g} days"
    subtitle = f"{evidence.summary(found)}\n{explained}" if acts else ""
    with canvas.sheet(path, title(network, actor, other), subtitle) as figure:
        if not acts:
            canvas.nothing(figure)
            return
        upper, middle, lower = figure.subplots(3, 1, sharex=True, height_ratios=(1, 1, 1))
        figure.subplots_adjust(left=0.1, right=0.965, top=0.85, bottom=0.115, hspace=0.06)
        _time(middle, acts)
        _tone(middle, acts)
        for axes, side, up in ((upper, actor, True), (lower, other, False)):
            own = [act for act in acts if act["by"] == side]
            _side(figure, axes, own, evidence.name(network, side), up)
        lower.xaxis.set_major_formatter(lambda days, _: _day_or_month(days))
        upper.tick_params(axis="x", length=0)
        middle.tick_params(axis="x", length=0)
        figure.align_ylabels([upper, middle, lower])
        _legend(figure, acts)


def _time(axes: Axes, acts: Sequence[dict[str, Any]]) -> None:
    first, last = day(acts[0]["date"]), day(acts[-1]["date"])
    room = max(3.6, 0.04 * (last - first).days)
    axes.set_xlim(_number(first) - room, _number(last) + room)
    axes.xaxis.set_major_locator(AutoDateLocator(minticks=3, maxticks=6))  # type: ignore[no-untyped-call]


def _tone(axes: Axes, acts: Sequence[dict[str, Any]]) -> None:
    """A step line, as the tone stays what it is until the next event; mutual events as diamonds."""
    tones = tone((day(act["date"]), act["score"]) for act in acts)
    days, values = [_number(one) for one in tones], list(tones.values())
    axes.axhline(0, color=INK, linewidth=1)
    axes.plot([*days, axes.get_xlim()[1]], [*values, values[-1]], color=INK, linewidth=2, drawstyle="steps-post")
    for act in acts:
        if act["by"] == BOTH:
            edge, _, fill = LOOKS[_sign(act["score"])]
            axes.plot(_number(day(act["date"])), act["score"], "D", color=edge, markerfacecolor=fill, markersize=7)
    axes.set(ylim=(-11, 11), yticks=(-10, -5, 0, 5, 10))
    axes.set_ylabel("tone\n(-10 to 10)")
    axes.grid(axis="y")


def _side(figure: Figure, axes: Axes, acts: Sequence[dict[str, Any]], name: str, up: bool) -> None:
    """A stem an act; acts of one day and score share one, with a larger mark."""
    axes.set(ylim=(0, TOP) if up else (TOP, 0), yticks=(0, 5, 10))
    axes.set_ylabel(f"{short(name, 20)} acts\n(|score|, 0 to 10)")
    axes.grid(axis="y")
    axes.spines["bottom" if up else "top"].set_visible(True)
    axes.spines["top" if up else "bottom"].set_visible(False)
    marks: dict[Spot, float] = {}
    counts = Counter((_number(day(act["date"])), act["score"]) for act in acts)
    for (x, score), count in sorted(counts.items(), key=lambda one: (-one[0][1], one[0][0])):  # hollow marks last
        edge, shape, fill = LOOKS[_sign(score)]
        dashes = (0, (3, 1.5)) if score < 0 else "solid"
        axes.plot([x, x], [0, abs(score)], color=edge, linewidth=1.4, linestyle=dashes)
        size = min(LARGE, SMALL + count - 1)
        axes.plot(
            x, abs(score), shape, color=edge, markerfacecolor=fill, markeredgewidth=1.5, markersize=size, clip_on=False
        )
        marks[x, abs(score)] = size
    _labels(figure, axes, marks, acts)


def _labels(figure: Figure, axes: Axes, marks: Mapping[Spot, float], acts: Sequence[dict[str, Any]]) -> None:
    """The strongest acts by code and date, clear of marks, stems and each other; who finds no room stays without."""
    counts = Counter((act["date"], act["code"], act["score"]) for act in acts)
    order = sorted(counts, key=lambda one: (-abs(one[2]), one))
    taken = [box for spot, size in marks.items() for box in _ink(axes, spot, size)]
    for when, code, score in order[:LABELLED]:
        times = f"{counts[when, code, score]} × " if counts[when, code, score] > 1 else ""
        spot = _number(day(when)), abs(score)
        taken += _label(figure, axes, f"{times}{code} {when}", spot, marks[spot], taken)


def _ink(axes: Axes, spot: Spot, size: float) -> list[Box]:
    """What a mark and its stem cover."""
    (x, y), (_, ground) = axes.transData.transform((spot, (spot[0], 0)))
    return [_box(x, 1, ground, y), _box(x, size, y - size, y + size)]


def _label(figure: Figure, axes: Axes, words: str, spot: Spot, size: float, taken: list[Box]) -> list[Box]:
    """Writes beside the mark, else on the nearest free shelf with a hairline to it; what that covers."""
    halo = [withStroke(linewidth=3, foreground="white")]
    text = axes.text(*spot, words, size=10, color=INK, ha="center", va="center", path_effects=halo, zorder=4)
    half = text.get_window_extent(figure.canvas.get_renderer()).width / 2 + GAP  # type: ignore[attr-defined]
    for centre, height, line in _places(axes, spot, size, half):
        y = axes.transData.transform((0, height))[1]
        covered = [_box(centre, half, y - LINE / 2, y + LINE / 2), *line]
        if not any(_overlap(one, other) for one in covered for other in taken):
            text.set_position((axes.transData.inverted().transform((centre, y))[0], height))
            for x, bottom, _, top in line:
                ends = axes.transData.inverted().transform([(x + 1, bottom), (x + 1, top)])
                axes.plot(*ends.T, color=PALE, linewidth=0.8)
            return covered
    text.remove()
    return []


def _places(axes: Axes, spot: Spot, size: float, half: float) -> Iterator[tuple[float, float, list[Box]]]:
    """Centre, in pixels, and height of a label, with its hairline: right and left of the mark, then on the shelves."""
    frame = axes.bbox
    x, y = (float(one) for one in axes.transData.transform(spot))
    for centre in (x + size + half, x - size - half):
        if frame.x0 <= centre - half and centre + half <= frame.x1:
            yield centre, spot[1], []
    away = 1 if axes.get_ylim()[0] == 0 else -1
    for shelf in SHELVES:
        end = float(axes.transData.transform((0, shelf))[1]) - away * LINE / 2
        centre = min(max(x, frame.x0 + half), frame.x1 - half)
        yield centre, shelf, [_box(x, 1, y + away * (size + 1), end)]


def _box(x: float, half: float, one: float, other: float) -> Box:
    return x - half, min(one, other), x + half, max(one, other)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _number(when: date) -> float:
    """Matplotlib counts days from 1970."""
    return float((when - EPOCH).days)


def _day_or_month(days: float) -> str:
    return (EPOCH + timedelta(days=days)).isoformat().removesuffix("-01")


def _legend(figure: Figure, acts: Sequence[dict[str, Any]]) -> None:
    keys = [Line2D([], [], color=INK, linewidth=2, label="tone")]
    for sign in sorted({_sign(act["score"]) for act in acts}, reverse=True):
        edge, shape, fill = LOOKS[sign]
        keys.append(
            Line2D([], [], color=edge, marker=shape, markerfacecolor=fill, linestyle="", label=WORDS[sign])
        )  # fmt: skip
    if any(act["by"] == BOTH for act in acts):
        keys.append(Line2D([], [], color=PALE, marker="D", linestyle="", label="act of both, at its score"))
    figure.legend(handles=keys, loc="lower left", bbox_to_anchor=(0.09, 0.0), ncols=5, fontsize=10)


def _sign(score: float) -> int:
    return (score > 0) - (score < 0)
