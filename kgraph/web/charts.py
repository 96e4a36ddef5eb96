"""Options of ECharts pictures, made from plain data: no page, no browser."""

from collections.abc import Sequence
from math import sqrt
from typing import Any

import networkx as nx

from kgraph.analyse.layout import positions
from kgraph.explore.events import Pair
from kgraph.explore.view import View

Options = dict[str, Any]
FRIENDLY, HOSTILE, NEITHER = "#0072B2", "#D55E00", "#7A7A7A"
SHAPES = {
    "state": "circle", "person": "triangle", "igo": "roundRect", "organisation": "rect", "armed-group": "diamond",
    "people": "pin",
}  # fmt: skip
WIDEST, LARGEST, SMALLEST = 12.0, 46.0, 14.0  # pixels: a tie's width, an actor's size
WIDE, HIGH = 1000.0, 620.0  # the frame in which actors are placed


def network(view: View, dark: bool = False) -> Options:
    """Actors as shapes by their kind, pairs as lines: friendly solid, hostile dashed, wide with many events."""
    ink = "#ececec" if dark else "#1c1c1c"
    places = _places(view)
    most = max((node.events for node in view.nodes), default=1)
    widest = max((pair.events for pair in view.pairs), default=1)
    nodes = [
        {
            "id": node.actor.iri, "name": node.actor.name, "value": node.events, "x": x, "y": -y,
            "symbol": SHAPES.get(node.actor.kind, "circle"),
            "symbolSize": round(SMALLEST + (LARGEST - SMALLEST) * sqrt(node.events / most), 1),
        }
        for node in view.nodes
        for x, y in [places[node.actor.iri]]
    ]  # fmt: skip
    links = [
        {
            "source": pair.one.iri, "target": pair.other.iri, "value": pair.events,
            "name": f"{title(pair)}: {pair.events:,} events, mean score {pair.score:+.1f}",
            "lineStyle": {"width": round(1 + (WIDEST - 1) * sqrt(pair.events / widest), 1), **look(pair)},
        }
        for pair in view.pairs
    ]  # fmt: skip
    return {
        "animation": False,
        "aria": {"enabled": True, "label": {"description": description(view)}},
        "tooltip": {"renderMode": "richText", "confine": True, "formatter": "{b}"},
        "series": [
            {
                "type": "graph", "layout": "none", "roam": True, "draggable": True, "left": 60, "right": 60, "top": 30,
                "bottom": 30, "data": nodes, "links": links, "itemStyle": {"color": "#5b6670"},
                "label": {"show": True, "position": "bottom", "color": ink, "fontSize": 12},
                "labelLayout": {"hideOverlap": True}, "lineStyle": {"opacity": 0.85, "curveness": 0},
                "emphasis": {"focus": "adjacency", "lineStyle": {"opacity": 1}}, "scaleLimit": {"min": 0.5, "max": 8},
            }
        ],
    }  # fmt: skip


def look(pair: Pair) -> dict[str, str]:
    """Colour and line style by the sign of the mean score."""
    if pair.score > 0:
        return {"color": FRIENDLY, "type": "solid"}
    return {"color": HOSTILE, "type": "dashed"} if pair.score < 0 else {"color": NEITHER, "type": "dotted"}


def title(pair: Pair) -> str:
    return f"{pair.one.name} – {pair.other.name}"


def description(view: View) -> str:
    """The picture in words, for those who can't see it."""
    told = "; ".join(f"{title(pair)}, {pair.events} events, mean score {pair.score:+.1f}" for pair in view.pairs[:10])
    return f"A network of {len(view.nodes)} actors and {len(view.pairs)} pairs. The strongest pairs: {told}."


def months(rows: Sequence[tuple[str, int, int, float]], since: str, until: str, dark: bool = False) -> Options:
    """Events a month, hostile ones hatched, with a slider that chooses a span."""
    pale = "#b9b9b9" if dark else "#4d4d4d"
    names = [name for name, *_ in rows]
    first = next((at for at, name in enumerate(names) if not since or name >= since[:7]), 0)
    last = max((at for at, name in enumerate(names) if not until or name <= (until + "-12")[:7]), default=0)
    return {
        "animation": False,
        "aria": {"enabled": True, "label": {"description": _span(rows)}},
        "grid": {"left": 48, "right": 24, "top": 8, "bottom": 48},
        "tooltip": {"trigger": "axis", "renderMode": "richText", "confine": True},
        "xAxis": {"type": "category", "data": names, "axisLabel": {"color": pale}},
        "yAxis": {"type": "value", "minInterval": 1, "splitNumber": 2, "axisLabel": {"color": pale}},
        "dataZoom": [
            {
                "type": "slider", "startValue": first, "endValue": last, "bottom": 4, "height": 18, "realtime": False,
                "brushSelect": False, "textStyle": {"color": pale},
            }
        ],
        "series": [
            {
                "name": "friendly or neither", "type": "bar", "stack": "events", "itemStyle": {"color": FRIENDLY},
                "data": [count - hostile for _, count, hostile, _ in rows],
            },
            {
                "name": "hostile", "type": "bar", "stack": "events",
                "itemStyle": {"color": HOSTILE, "decal": {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [2, 3],
                              "rotation": 0.8, "color": "rgba(255,255,255,0.6)"}},
                "data": [hostile for _, _, hostile, _ in rows],
            },
        ],
    }  # fmt: skip


def _span(rows: Sequence[tuple[str, int, int, float]]) -> str:
    if not rows:
        return "No dated events."
    return f"Events by month from {rows[0][0]} to {rows[-1][0]}, {sum(count for _, count, *_ in rows):,} in all."


def _places(view: View) -> dict[str, tuple[float, float]]:
    graph = nx.Graph()
    graph.add_nodes_from(node.actor.iri for node in view.nodes)
    for pair in view.pairs:
        graph.add_edge(pair.one.iri, pair.other.iri, sign=1 if pair.score >= 0 else -1)
    return positions(graph, WIDE, HIGH)
