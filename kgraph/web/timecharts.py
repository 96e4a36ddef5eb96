"""Options of pictures along time, each with a slider that chooses a part of it."""

from collections.abc import Sequence

from kgraph.analyse.evidence import plural
from kgraph.explore.series import Point, span
from kgraph.web.charts import FRIENDLY, HATCHED, HOSTILE, INK, LINE, NEITHER, PALE, TOOLTIP, Options, drawn

MOVED = "#00588f"  # what a hand can move
FAINT = 0.3  # opacity of what is not chosen
LEFT, RIGHT = 48, 24  # pixels beside what is drawn
EDGE = 7  # pixels of a slider's upper edge
MONTHS, MEANS, EVENTS = (14, 68), (28, 150), (218, 100)  # pixels from the top, and of height


def months(rows: Sequence[tuple[str, int, int, float]], since: str, until: str) -> Options:
    """Events a month, hostile ones hatched, with a slider that chooses a span."""
    names = [name for name, *_ in rows]
    chosen = span(names, since, until)
    bars = [(f"{name}: {_counted(count, hostile)}", count - hostile, hostile) for name, count, hostile, _ in rows]
    return {
        "animation": False,
        "aria": {"enabled": True, "label": {"description": _described(names, sum(count for _, count, *_ in rows))}},
        "tooltip": TOOLTIP,
        "grid": [_grid(MONTHS), _grid(MONTHS)],
        "xAxis": [_periods(names, 0), _slid(names, 1)],
        "yAxis": [_counts(0), {"show": False, "gridIndex": 1}],
        "dataZoom": [_slider(names, chosen, 1, MONTHS)],
        "series": [
            _bars("friendly or neither", FRIENDLY, [(told, good) for told, good, _ in bars], chosen),
            _bars("hostile", HOSTILE, [(told, bad) for told, _, bad in bars], chosen, hatched=True),
            {"type": "bar", "xAxisIndex": 1, "yAxisIndex": 1, "data": []},
        ],
    }  # fmt: skip


def timeline(points: Sequence[Point], since: str, until: str) -> Options:
    """The mean score of each period with its band, the events below as bars, and a slider that chooses a span."""
    names = [point.period for point in points]
    chosen = span(names, since, until)
    told = [_told(point) for point in points]
    return {
        "animation": False,
        "aria": {"enabled": True, "label": {"description": described(points)}},
        "tooltip": TOOLTIP,
        "grid": [_grid(MEANS), _grid(EVENTS), _grid(EVENTS)],
        "xAxis": [
            {**_periods(names, 0), "axisLabel": {"show": False}, "axisTick": {"show": False},
             "axisLine": {"onZero": False, "lineStyle": {"color": LINE}}},
            _periods(names, 1), _slid(names, 2),
        ],
        "yAxis": [
            {"type": "value", "min": -10, "max": 10, "interval": 5, "gridIndex": 0, "name": "mean score",
             "nameTextStyle": {"color": PALE, "align": "left"}, "axisLabel": {"color": PALE},
             "splitLine": {"lineStyle": {"color": LINE}}},
            {**_counts(1), "name": "events", "nameTextStyle": {"color": PALE, "align": "right"}},
            {"show": False, "gridIndex": 2},
        ],
        "dataZoom": [_slider(names, chosen, 2, EVENTS)],
        "series": [
            *_band(points),
            {
                "name": "mean score", "type": "line", "symbol": "circle", "symbolSize": 8, "color": INK,
                "lineStyle": {"color": INK, "width": 2}, "itemStyle": {"color": INK},
                "data": [
                    {"value": point.mean, "tooltip": {"formatter": words}}
                    for point, words in zip(points, told, strict=True)
                ],
                "markLine": {"silent": True, "symbol": "none", "label": {"show": False}, "data": [{"yAxis": 0}],
                             "lineStyle": {"color": PALE, "type": "solid"}},
            },
            *(
                {**_bars(name, colour, list(zip(told, counts, strict=True)), chosen, hatched=name == "hostile"),
                 "xAxisIndex": 1, "yAxisIndex": 1}
                for name, colour, counts in (
                    ("friendly", FRIENDLY, [point.friendly for point in points]),
                    ("neither", NEITHER, [point.events - point.friendly - point.hostile for point in points]),
                    ("hostile", HOSTILE, [point.hostile for point in points]),
                )
            ),
            {"type": "bar", "xAxisIndex": 2, "yAxisIndex": 2, "data": []},
        ],
    }  # fmt: skip


def legend() -> str:
    """What the colours of a time line mean, as an HTML list."""
    bars = "".join(
        f"<li>{drawn(_swatch(colour, hatched=colour == HOSTILE))}{words}</li>"
        for colour, words in ((FRIENDLY, "friendly events"), (NEITHER, "neither"), (HOSTILE, "hostile events"))
    )
    mean = drawn(f'<circle cx="8" cy="8" r="4" fill="{INK}"/>')
    band = drawn(f'<rect x="3" width="10" height="16" fill="{NEITHER}" opacity=".4"/>')
    rest = f"<li>{mean}mean score, from -10 to 10</li><li>{band}where the mean lies with 95 % confidence</li>"
    return f'<ul class="key picture" aria-label="Colours of the picture">{rest}{bars}</ul>'


def _swatch(colour: str, *, hatched: bool) -> str:
    lines = '<path d="M1 15 15 1M-4 12 12-4M4 20 20 4" stroke="#fff" stroke-width="2" opacity=".6"/>' if hatched else ""
    return f'<rect width="16" height="16" fill="{colour}"/>{lines}'


def described(points: Sequence[Point]) -> str:
    """A time line in words, for those who can't see it."""
    told = "; ".join(_told(point) for point in points if point.events)
    return f"{_described([point.period for point in points], sum(point.events for point in points))} {told}".strip()


def _described(names: Sequence[str], events: int) -> str:
    return f"{plural(events, 'event')} from {names[0]} to {names[-1]}." if names else "No dated events."


def _told(point: Point) -> str:
    if point.mean is None:
        return f"{point.period}: no events"
    band = f" (95 %: {point.low:+.1f} to {point.high:+.1f})" if point.low is not None else ""
    return f"{point.period}: {_counted(point.events, point.hostile)}, mean score {point.mean:+.1f}{band}"


def _counted(events: int, hostile: int) -> str:
    return f"{plural(events, 'event')}, {hostile:,} hostile"


def _band(points: Sequence[Point]) -> list[Options]:
    """What lies between the bounds of each period: a box on top of one that is not drawn."""
    low = [point.low for point in points]
    high = [None if point.low is None or point.high is None else round(point.high - point.low, 3) for point in points]
    box = {"type": "bar", "stack": "band", "stackStrategy": "all", "silent": True, "barWidth": "70%", "barMaxWidth": 30}
    return [
        {**box, "data": data, "itemStyle": {"color": NEITHER, "opacity": opacity}}
        for data, opacity in ((low, 0), (high, 0.4))
    ]


def _bars(
    name: str, colour: str, rows: Sequence[tuple[str, int]], chosen: tuple[int, int], *, hatched: bool = False
) -> Options:
    first, last = chosen
    look = {"color": colour, "decal": HATCHED} if hatched else {"color": colour}
    return {
        "name": name, "type": "bar", "stack": "events", "itemStyle": look, "barCategoryGap": "15%", "barMaxWidth": 24,
        "data": [
            {
                "value": count, "tooltip": {"formatter": told},
                "itemStyle": {"opacity": 1 if first <= at <= last else FAINT},
            }
            for at, (told, count) in enumerate(rows)
        ],
    }  # fmt: skip


def _grid(where: tuple[int, int]) -> Options:
    return {"left": LEFT, "right": RIGHT, "top": where[0], "height": where[1]}


def _periods(names: Sequence[str], grid: int) -> Options:
    return {
        "type": "category", "data": list(names), "gridIndex": grid, "axisLabel": {"color": PALE, "hideOverlap": True},
        "axisLine": {"lineStyle": {"color": PALE}}, "axisTick": {"show": False},
    }  # fmt: skip


def _slid(names: Sequence[str], grid: int) -> Options:
    """An axis that is not shown: the slider moves along it, and what is drawn stays whole."""
    return {"type": "category", "data": list(names), "gridIndex": grid, "show": False}


def _counts(grid: int) -> Options:
    return {
        "type": "value", "minInterval": 1, "splitNumber": 2, "gridIndex": grid, "axisLabel": {"color": PALE},
        "splitLine": {"lineStyle": {"color": LINE}},
    }  # fmt: skip


def _slider(names: Sequence[str], chosen: tuple[int, int], axis: int, where: tuple[int, int]) -> Options:
    """A window over the bars, which can be drawn anew, moved by its upper edge, and widened by its sides."""
    top, height = where
    return {
        "type": "slider", "show": len(names) > 1, "xAxisIndex": [axis], "startValue": chosen[0], "endValue": chosen[1],
        "left": LEFT, "right": RIGHT, "top": top, "height": height - EDGE,
        "realtime": False, "brushSelect": True, "showDataShadow": False, "showDetail": False,
        "backgroundColor": "transparent", "borderColor": LINE, "fillerColor": "rgba(0,114,178,0.07)",
        "handleIcon": "path://M-2,0 L2,0 L2,30 L-2,30 Z", "handleSize": "100%", "handleStyle": {"color": MOVED},
        "moveHandleStyle": {"color": MOVED}, "brushStyle": {"color": MOVED, "opacity": 0.25},
    }  # fmt: skip
