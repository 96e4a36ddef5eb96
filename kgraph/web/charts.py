"""Options of ECharts pictures, made from plain data: no page, no browser.

Pictures are drawn as SVG, and their inks are the light ones: data/web/explorer.css turns ``INK``, ``PALE``, ``LINE``
and ``GROUND`` into those of a dark page. Tooltips have colours of their own.
"""

from collections.abc import Collection
from functools import lru_cache
from math import sqrt
from typing import Any

import networkx as nx

from kgraph.analyse.evidence import plural
from kgraph.analyse.layout import positions
from kgraph.explore.events import Pair
from kgraph.explore.filters import Look
from kgraph.explore.view import Node, View

Options = dict[str, Any]
FRIENDLY, HOSTILE, NEITHER = "#0072B2", "#D55E00", "#7A7A7A"
INK, PALE, LINE, GROUND = "#1c1c1c", "#4d4d4d", "#d4d4d4", "#ffffff"
ACTOR, PINNED = "#5b6670", "#e69f00"
SHAPES = {
    "state": "circle", "person": "triangle", "igo": "roundRect", "organisation": "rect", "armed-group": "diamond",
    "people": "pin",
}  # fmt: skip
KINDS = {
    "state": "state", "person": "person", "igo": "body of states", "organisation": "organisation",
    "armed-group": "armed group", "people": "people",
}  # fmt: skip
WIDEST, LARGEST, SMALLEST = 10.0, 44.0, 14.0  # pixels: a tie's width, an actor's size
ROOMY = 27.0  # pixels of a shape that has room for three letters
CODE_LINE = 12  # pixels
WIDE, HIGH = 1000.0, 620.0  # the frame in which actors are placed
TOOLTIP = {
    "renderMode": "richText", "confine": True, "backgroundColor": "#10324a", "borderWidth": 0,
    "textStyle": {"color": "#fefefe", "fontSize": 13},
}  # fmt: skip
HATCHED = {
    "symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [2, 3], "rotation": 0.8, "color": "rgba(255,255,255,0.6)",
}  # fmt: skip


def network(view: View, look: Look = Look(), scale: float = 1.0) -> Options:  # noqa: B008  a frozen value
    """Actors as shapes by their kind, pairs as lines: friendly solid, hostile dashed, wide with many events.

    ``scale`` makes shapes and lines smaller in a small picture.
    """
    places = placed(view, look)
    pinned = {actor for actor, *_ in look.pins}
    most = max((node.events for node in view.nodes), default=1)
    widest = max((pair.events for pair in view.pairs), default=1)
    return {
        "animation": False,
        "aria": {"enabled": True, "label": {"description": description(view)}},
        "tooltip": TOOLTIP,
        "series": [
            {
                "type": "graph", "layout": "none", "roam": True, "draggable": True, "left": 48, "right": 48, "top": 24,
                "bottom": 40, "preserveAspect": "contain", "scaleLimit": {"min": 0.5, "max": 8},
                "data": [
                    _node(node, places[node.actor.iri], scale * sqrt(node.events / most), node.actor.iri in pinned)
                    for node in view.nodes
                ],
                "links": [_line(pair, scale * sqrt(pair.events / widest), look.pair) for pair in view.pairs],
                "itemStyle": {"color": ACTOR},
                "label": {"show": True, "position": "bottom", **_halo(12)}, "labelLayout": {"hideOverlap": True},
                "lineStyle": {"curveness": 0}, "emphasis": {"focus": "adjacency", "lineStyle": {"opacity": 1}},
            }
        ],
    }  # fmt: skip


def _node(node: Node, place: tuple[int, int], share: float, pinned: bool) -> Options:
    actor, size = node.actor, round(SMALLEST + (LARGEST - SMALLEST) * share, 1)
    kind = ", ".join(filter(None, (KINDS.get(actor.kind, actor.kind), actor.country)))
    told: Options = {
        "id": actor.iri, "name": actor.name, "value": node.events, "x": place[0], "y": place[1],
        "symbol": SHAPES.get(actor.kind, "circle"), "symbolSize": size,
        "tooltip": {"formatter": _plain(f"{actor.name} ({kind})\n{involved(node)}")},
        "itemStyle": {"borderColor": PINNED, "borderWidth": 3 if pinned else 0},
        "label": _with_code(actor.name, actor.country, size) if actor.country and size >= ROOMY else {},
    }  # fmt: skip
    return told


def _with_code(name: str, code: str, size: float) -> Options:
    """A state's code within its shape and the name below it, which is one label of two lines."""
    below = size + 18 - CODE_LINE
    return {
        "position": ["50%", (size - CODE_LINE) / 2], "align": "center", "verticalAlign": "top",
        "formatter": f"{{code|{code}}}\n{{name|{_plain(name)}}}",
        "rich": {
            "code": {"color": "#fefefe", "fontSize": 10, "fontWeight": "bold", "lineHeight": CODE_LINE,
                     "textBorderWidth": 0},
            "name": {**_halo(12), "lineHeight": below},
        },
    }  # fmt: skip


def _halo(size: int) -> Options:
    """Words that can be read across lines."""
    return {"color": INK, "fontSize": size, "textBorderColor": GROUND, "textBorderWidth": 3}


def _line(pair: Pair, share: float, chosen: tuple[str, str] | None) -> Options:
    is_chosen = chosen is not None and set(chosen) == {pair.one.iri, pair.other.iri}
    return {
        "source": pair.one.iri, "target": pair.other.iri, "value": pair.events,
        "tooltip": {"formatter": _plain(f"{title(pair)}\n{told(pair)}")},
        "lineStyle": {
            "width": round(1 + (WIDEST - 1) * share, 1), **look_of(pair.score),
            "opacity": 0.85 if chosen is None or is_chosen else 0.45,
        },
    }  # fmt: skip


def _plain(words: str) -> str:
    """Words that ECharts takes as they are: what stands in braces would be filled in, or styled."""
    return words.replace("{", "(").replace("}", ")")


def look_of(score: float) -> Options:
    """Colour and line style (lengths of dash and gap) by the sign of a mean score."""
    if score > 0:
        return {"color": FRIENDLY, "type": "solid"}
    return {"color": HOSTILE, "type": [9, 5]} if score < 0 else {"color": NEITHER, "type": [3, 4]}


def title(pair: Pair) -> str:
    return f"{pair.one.name} – {pair.other.name}"


def told(pair: Pair) -> str:
    """What there is between two, in numbers."""
    return f"{plural(pair.events, 'event')}, {pair.hostile:,} hostile, mean score {pair.score:+.1f}"


def involved(node: Node) -> str:
    """What an actor takes part in, in numbers."""
    return f"{plural(node.events, 'event')} in {plural(node.pairs, 'pair')}"


def description(view: View) -> str:
    """The picture in words, for those who can't see it."""
    pairs = "; ".join(f"{title(pair)}, {told(pair)}" for pair in view.pairs[:10])
    return f"A network of {len(view.nodes)} actors and {len(view.pairs)} pairs. The strongest pairs: {pairs}."


def placed(view: View, look: Look) -> dict[str, tuple[int, int]]:
    """Where each actor is drawn; who is pinned stays in its place."""
    ties = tuple((pair.one.iri, pair.other.iri, 1 if pair.score >= 0 else -1) for pair in view.pairs)
    pins = {actor: (x, y) for actor, x, y in look.pins}
    return {**_laid_out(tuple(node.actor.iri for node in view.nodes), ties), **pins}


@lru_cache(maxsize=64)  # all visitors begin with one picture, and a hidden or pinned actor asks for places again
def _laid_out(actors: tuple[str, ...], ties: tuple[tuple[str, str, int], ...]) -> dict[str, tuple[int, int]]:
    graph = nx.Graph()
    graph.add_nodes_from(actors)
    graph.add_edges_from((one, other, {"sign": sign}) for one, other, sign in ties)
    return {actor: (round(x), round(HIGH - y)) for actor, (x, y) in positions(graph, WIDE, HIGH).items()}


def legend(kinds: Collection[str]) -> str:
    """What shapes and lines mean, as an HTML list."""
    shapes = "".join(f"<li>{drawn(DRAWN[SHAPES[kind]])}{KINDS[kind]}</li>" for kind in SHAPES if kind in kinds)
    lines = "".join(
        f"<li>{drawn(_stroke(score), 34)}{words}</li>"
        for score, words in ((1, "mostly friendly"), (-1, "mostly hostile"), (0, "neither"))
    )
    sizes = "<li>large shape, wide line: many events</li>"
    return f'<ul class="key" aria-label="Shapes and lines">{shapes}{lines}{sizes}</ul>'


DRAWN = {
    "circle": '<circle cx="8" cy="8" r="7"/>',
    "triangle": '<path d="M8 1 15 15H1z"/>',
    "roundRect": '<rect x="1" y="2" width="14" height="12" rx="4"/>',
    "rect": '<rect x="1" y="2" width="14" height="12"/>',
    "diamond": '<path d="M8 0 16 8 8 16 0 8z"/>',
    "pin": '<path d="M8 16C4 10 3 8 3 5.5a5 5 0 0 1 10 0C13 8 12 10 8 16z"/>',
}


def _stroke(score: float) -> str:
    look = look_of(score)
    dashes = "none" if look["type"] == "solid" else " ".join(map(str, look["type"]))
    return f'<path d="M1 8H33" stroke="{look["color"]}" stroke-width="4" stroke-dasharray="{dashes}"/>'


def drawn(shape: str, width: int = 16) -> str:
    """A small drawing beside words that say the same."""
    return f'<svg viewBox="0 0 {width} 16" width="{width}" height="16" fill="{ACTOR}" aria-hidden="true">{shape}</svg>'
