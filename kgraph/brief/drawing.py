"""The pictures of an HTML briefing, as SVG: ties are told apart by colour and by dash, bars by colour and by hatch."""

from collections.abc import Iterator
from html import escape
from math import ceil, dist
from textwrap import wrap

import networkx as nx

from kgraph.analyse.evidence import plural
from kgraph.analyse.layout import labels, positions
from kgraph.brief.facts import Network, Period, Timeline
from kgraph.brief.tables import signed_number

WIDTH, HEIGHT, KEY = 640, 430, 40  # the last for what lines mean
MARGIN = (80, 40)  # around the dots, for names
GLYPH, LINE = 7.6, 16  # width of a letter and height of a line, at 14 pixels
SMALL, LARGE = 6.0, 14.0
THIN, THICK = 1.8, 8.0
SIGNS = {1: ("friendly", "friendly on average"), -1: ("hostile", "hostile on average"), 0: ("neutral", "neither")}
LEFT, BAR_TOP, BAR_HIGH, MEAN_TOP, MEAN_HIGH = 44, 16, 150, 196, 90  # of the timeline's two parts
LABEL = 52  # pixels that a period's name takes
Point = tuple[float, float]


def network(drawn: Network) -> str:
    """The signed network; each line and each name leads to its evidence."""
    graph = nx.Graph()
    graph.add_nodes_from(drawn.nodes)
    graph.add_edges_from((tie.one, tie.other, {"sign": tie.sign}) for tie in drawn.ties)
    inner = positions(graph, WIDTH - 2 * MARGIN[0], HEIGHT - 2 * MARGIN[1])
    places = {actor: (x + MARGIN[0], y + MARGIN[1]) for actor, (x, y) in inner.items()}
    most = max(node.events for node in drawn.nodes.values())
    radii = {actor: max(SMALL, LARGE * (node.events / most) ** 0.5) for actor, node in drawn.nodes.items()}
    lines = {actor: wrap(node.name[:40], 18) or [actor] for actor, node in drawn.nodes.items()}
    sizes = {actor: (GLYPH * max(map(len, words)), float(LINE * len(words))) for actor, words in lines.items()}
    spots = labels(places, sizes, radii, graph.edges, (0, 0, WIDTH, HEIGHT))
    parts = [*_ties(drawn, places)]
    for actor, node in drawn.nodes.items():
        about = escape(f"{node.name}: {plural(node.events, 'event')} here")
        (x, y), radius, spot = places[actor], radii[actor], spots[actor]
        parts.append(
            f'<a href="#{node.anchor}"><title>{about}</title>{_leader((x, y), spot, sizes[actor], radius)}'
            f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
            f"{_name(lines[actor], spot, (spot[0] - x) / sizes[actor][0], node.main)}</a>"
        )
    return _svg(HEIGHT + KEY, "Network of ties", [*parts, *_key(drawn)])


def _ties(drawn: Network, places: dict[str, Point]) -> Iterator[str]:
    most = max(tie.events for tie in drawn.ties)
    for tie in sorted(drawn.ties, key=lambda tie: (tie.sign, tie.events, tie.one, tie.other)):
        (x1, y1), (x2, y2) = places[tie.one], places[tie.other]
        at = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
        ends = f"{drawn.nodes[tie.one].name} and {drawn.nodes[tie.other].name}"
        about = escape(f"{ends}: {plural(tie.events, 'event')}, mean {signed_number(tie.mean)}")
        yield (
            f'<a href="#{tie.anchor}"><title>{about}</title><line class="reach" {at}/>'
            f'<line class="tie {SIGNS[tie.sign][0]}" stroke-width="{_thickness(tie.events, most):.1f}" {at}/></a>'
        )


def _thickness(events: int, most: int) -> float:
    return THIN + (THICK - THIN) * (events - 1) / max(1, most - 1)


def _leader(dot: Point, spot: Point, size: Point, radius: float) -> str:
    """A hairline to a name that found no room beside its dot."""
    near = [min(max(at, mid - side / 2), mid + side / 2) for at, mid, side in zip(dot, spot, size, strict=True)]
    if dist(dot, near) <= radius + 10:
        return ""
    return f'<line class="axis" x1="{dot[0]:.1f}" y1="{dot[1]:.1f}" x2="{near[0]:.1f}" y2="{near[1]:.1f}"/>'


def _name(lines: list[str], spot: Point, lean: float, main: bool) -> str:
    """Set from the end that is nearer the dot, so that it keeps its distance in any font; ``lean`` in widths."""
    half = GLYPH * max(map(len, lines)) / 2
    x, anchor = (
        (spot[0], "middle") if abs(lean) < 0.5 else (spot[0] - half, "start") if lean > 0 else (spot[0] + half, "end")
    )
    top = spot[1] - LINE * (len(lines) - 1) / 2 + 5
    spans = "".join(
        f'<tspan x="{x:.1f}" y="{top + LINE * number:.1f}">{escape(words)}</tspan>'
        for number, words in enumerate(lines)
    )
    return f'<text class="{"name main" if main else "name"}" text-anchor="{anchor}">{spans}</text>'


def _key(drawn: Network) -> Iterator[str]:
    """What the lines mean."""
    x, y = 8.0, HEIGHT + KEY - 14
    for sign in sorted({tie.sign for tie in drawn.ties}, reverse=True):
        kind, words = SIGNS[sign]
        yield f'<line class="tie {kind}" stroke-width="3" x1="{x:.0f}" y1="{y - 4}" x2="{x + 36:.0f}" y2="{y - 4}"/>'
        yield _label(x + 42, y, words, "start")
        x += 58 + 6.6 * len(words)
    most = max(tie.events for tie in drawn.ties)
    yield _label(x, y, f"the widest: {plural(most, 'event')}", "start")


def timeline(drawn: Timeline) -> str:
    """Bars of events above and below a line, and under them the mean scores, each period leading to its evidence."""
    up = max(one.friendly for one in drawn.periods)
    down = max(one.hostile for one in drawn.periods)
    unit = BAR_HIGH / max(1, up + down)
    zero = BAR_TOP + up * unit
    step = min(60.0, (WIDTH - LEFT - 8) / len(drawn.periods))
    every = ceil(LABEL / step)  # so that names have room
    parts = [_HATCH, *_scales(up, down, zero, unit)]
    for number, one in enumerate(drawn.periods):
        x = LEFT + step * number
        if one.mean is not None:
            parts.append(_month(one, x, step, zero, unit))
        if number % every == 0:
            parts.append(_label(x + step / 2, MEAN_TOP + MEAN_HIGH + 22, one.name, "middle"))
    return _svg(MEAN_TOP + MEAN_HIGH + 32, "Events and mean score over time", parts)


_HATCH = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<line class="hatch" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>'
)


def _scales(up: int, down: int, zero: float, unit: float) -> Iterator[str]:
    for count in sorted({up, -down}):
        if count:
            yield _rule(zero - count * unit, "grid", f"{abs(count):,}")
    yield _rule(zero, "axis", "0")
    for score in (10, 0, -10):
        yield _rule(_height(score), "axis" if score == 0 else "grid", str(score).replace("-", "−"))
    yield _label(LEFT, BAR_TOP - 5, "events: friendly up, hostile down (hatched)", "start")
    yield _label(LEFT, MEAN_TOP - 5, "mean score", "start")


def _height(score: float) -> float:
    return MEAN_TOP + MEAN_HIGH * (10 - score) / 20


def _rule(y: float, kind: str, words: str) -> str:
    line = f'<line class="{kind}" x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH}" y2="{y:.1f}"/>'
    return line + _label(LEFT - 6, y + 4, words, "end")


def _month(one: Period, x: float, step: float, zero: float, unit: float) -> str:
    wide, left, middle = max(2.0, step * 0.7), x + step * 0.15, x + step / 2
    bars = [
        f'<rect class="{kind}" x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{count * unit:.1f}"/>'
        for kind, count, top in (("up", one.friendly, zero - one.friendly * unit), ("down", one.hostile, zero))
        if count
    ]
    if one.band:
        low, high = map(_height, one.band)
        bars.append(f'<line class="band" x1="{middle:.1f}" y1="{low:.1f}" x2="{middle:.1f}" y2="{high:.1f}"/>')
    if one.mean is not None:
        bars.append(f'<circle class="mean" cx="{middle:.1f}" cy="{_height(one.mean):.1f}" r="4"/>')
    mean = "" if one.mean is None else f", mean {signed_number(one.mean)}"
    about = escape(f"{one.name}: {one.friendly} friendly, {one.hostile} hostile, {one.neither} neither{mean}")
    shape = f"<title>{about}</title>{''.join(bars)}"
    return f"<g>{shape}</g>" if one.sentence is None else f'<a href="#e-{one.sentence}">{shape}</a>'


def _label(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text class="small" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _svg(height: int, title: str, parts: list[str]) -> str:
    inside = "\n".join(parts)
    return f'<svg viewBox="0 0 {WIDTH} {height}" role="group" aria-label="{title}">\n{inside}\n</svg>'
