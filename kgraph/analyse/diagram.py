"""A network on a sheet: dots for actors, lines for ties, names beside the dots."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from math import dist
from textwrap import wrap
from typing import Any

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from kgraph.analyse import evidence, layout
from kgraph.analyse.canvas import FRIENDLY, GROUPS, HOSTILE, INK, NEUTRAL, SHAPES

LINES: dict[int, tuple[str, Any]] = {1: (FRIENDLY, "solid"), -1: (HOSTILE, (0, (4, 2))), 0: (NEUTRAL, (0, (1, 1.5)))}
WORDS = {1: "friendly on average", -1: "hostile on average", 0: "neither"}
PLATE = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}  # behind words that stand on a dashed line
THIN, THICK = 1.2, 6.0  # points
SMALL, LARGE = 6.0, 15.0  # pixels
POINTS = 0.72  # in a pixel at 100 dots an inch
FAR = 10.0  # pixels between dot and name
MARGIN = (70.0, 34.0)  # pixels around the dots, for names


@dataclass(frozen=True, slots=True)
class Look:
    """A dot's colour and shape."""

    colour: str
    shape: str


PLAIN = Look("#4D4D4D", "o")


def group_look(number: int) -> Look:
    """The look of a group, counted from 0; the eighth looks like the first in another shape."""
    return Look(GROUPS[number % len(GROUPS)], SHAPES[(number + number // len(GROUPS)) % len(SHAPES)])


def field(figure: Figure) -> Axes:
    """All between subtitle and legend; one unit is one pixel, so that names can be measured."""
    axes = figure.add_axes((0.02, 0.09, 0.96, 0.765))
    axes.set(xlim=(0, axes.bbox.width), ylim=(0, axes.bbox.height))
    axes.axis("off")
    return axes


def diagram(
    figure: Figure,
    graph: nx.Graph,
    looks: Mapping[str, Look],
    strong: Collection[tuple[str, str]] | None = None,
    arrange: Callable[[nx.Graph, float, float], dict[str, tuple[float, float]]] = layout.positions,
) -> None:
    """Draws a signed network, its actors where ``arrange`` puts them; if some ties are ``strong``, others are faint."""
    axes = field(figure)
    width, height = axes.bbox.width, axes.bbox.height
    inner = arrange(graph, width - 2 * MARGIN[0], height - 2 * MARGIN[1])
    places = {actor: (x + MARGIN[0], y + MARGIN[1]) for actor, (x, y) in inner.items()}
    radii = _radii(graph)
    _lines(axes, graph, places, strong)
    for actor in graph:
        look, size = looks.get(actor, PLAIN), (2 * radii[actor] * POINTS) ** 2
        axes.scatter(*places[actor], s=size, c=look.colour, marker=look.shape, edgecolors="white", zorder=3)
    texts = {actor: write(axes, 0, 0, wrapped(evidence.name(graph, actor))) for actor in graph}
    sizes = {actor: _extent(figure, text) for actor, text in texts.items()}
    for actor, spot in layout.labels(places, sizes, radii, graph.edges, (0, 0, width, height)).items():
        texts[actor].set_position(spot)
        _leader(axes, places[actor], spot, sizes[actor], radii[actor])


def legend(figure: Figure, graph: nx.Graph, groups: Mapping[str, Look] | None = None) -> None:
    """What lines and widths mean, and above that what dots mean, along the lower edge."""
    signs = sorted({tie for *_, tie in graph.edges(data="sign")}, reverse=True)
    keys = [Line2D([], [], color=LINES[s][0], linestyle=LINES[s][1], linewidth=2.5, label=WORDS[s]) for s in signs]
    most = max(n for *_, n in graph.edges(data="n"))
    for count in sorted({1, most}):
        label = evidence.plural(count, "event")
        keys.append(Line2D([], [], color=NEUTRAL, linewidth=_thickness(count, most), label=label))
    figure.legend(handles=keys, loc="lower left", bbox_to_anchor=(0.02, 0.005), ncols=5, fontsize=10, handlelength=3.2)
    dots = [
        Line2D([], [], color=look.colour, marker=look.shape, linestyle="", markersize=9, label=label)
        for label, look in (groups or {}).items()
    ]
    if dots:
        figure.legend(
            handles=dots, loc="lower left", bbox_to_anchor=(0.02, 0.04), ncols=len(dots), fontsize=10,
            handlelength=1.2, handletextpad=0.4, columnspacing=1.6,
        )  # fmt: skip


def key(figure: Figure, signs: Collection[int], words: str) -> None:
    """What lines of some signs mean, along the lower edge, and to the right what else is to be known."""
    keys = [Line2D([], [], color=LINES[s][0], linestyle=LINES[s][1], linewidth=3, label=WORDS[s]) for s in signs]
    figure.legend(handles=keys, loc="lower left", bbox_to_anchor=(0.02, 0.012), ncols=3, fontsize=10, handlelength=3.2)
    figure.text(0.98, 0.041, words, size=10, color=INK, ha="right", va="center")


def happened(network: nx.MultiDiGraph, event: evidence.Edge, width: int) -> str:
    """When what happened, between whom: names are cut to ``width`` characters."""
    one, other, node, values = event
    arrow = " – " if network.has_edge(other, one, node) else " → "
    names = arrow.join(short(evidence.name(network, actor), width) for actor in (one, other))
    return f"{values['date']} {values['code']} {names}"


def short(name: str, width: int = 24) -> str:
    """A name cut to at most ``width`` characters."""
    return name if len(name) <= width else name[: width - 1].rstrip() + "…"


def wrapped(name: str) -> str:
    """A name in lines of at most 18 characters, cut after 40 of them."""
    return "\n".join(wrap(short(name, 40), 18))


def write(axes: Axes, x: float, y: float, words: str, **look: Any) -> Text:
    """Words around a spot, with a white edge that keeps them legible on lines."""
    plain: dict[str, Any] = {"size": 11, "color": INK, "ha": "center", "va": "center", "linespacing": 1.05, "zorder": 4}
    return axes.text(x, y, words, path_effects=[withStroke(linewidth=3, foreground="white")], **plain | look)


def _leader(
    axes: Axes, dot: tuple[float, float], spot: tuple[float, float], size: tuple[float, float], radius: float
) -> None:
    """A hairline to a name that found no room beside its dot."""
    near = [
        min(max(at, centre - side / 2), centre + side / 2) for at, centre, side in zip(dot, spot, size, strict=True)
    ]
    if dist(dot, near) > radius + FAR:
        axes.plot([dot[0], near[0]], [dot[1], near[1]], color=INK, linewidth=0.7, zorder=2.5)


def _extent(figure: Figure, text: Text) -> tuple[float, float]:
    box = text.get_window_extent(figure.canvas.get_renderer())  # type: ignore[attr-defined]
    return box.width, box.height


def _radii(graph: nx.Graph) -> dict[str, float]:
    """A dot's area grows with the actor's events."""
    events = {actor: sum(tie["n"] for tie in graph[actor].values()) for actor in graph}
    most = max(events.values())
    return {actor: max(SMALL, LARGE * (count / most) ** 0.5) for actor, count in events.items()}


def _lines(
    axes: Axes,
    graph: nx.Graph,
    places: Mapping[str, tuple[float, float]],
    strong: Collection[tuple[str, str]] | None,
) -> None:
    most = max(n for *_, n in graph.edges(data="n"))
    for one, other, tie in sorted(graph.edges(data=True), key=lambda edge: (edge[2]["sign"], edge[2]["n"])):
        colour, dashes = LINES[tie["sign"]]
        faint = strong is not None and (one, other) not in strong
        (x1, y1), (x2, y2) = places[one], places[other]
        axes.plot(
            [x1, x2], [y1, y2], color=colour, linestyle=dashes, linewidth=_thickness(tie["n"], most),
            alpha=0.3 if faint else 0.85, zorder=1 if faint else 2, solid_capstyle="round",
        )  # fmt: skip


def _thickness(count: int, most: int) -> float:
    return THIN + (THICK - THIN) * (count - 1) / max(1, most - 1)
