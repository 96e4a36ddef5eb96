"""How relations go, period by period, and which dates a part of a time line means."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kgraph.analyse import periods
from kgraph.analyse.timeline import band
from kgraph.explore.events import Events, Mask


@dataclass(frozen=True, slots=True)
class Point:
    """A period: its events, how many are friendly and hostile, and the mean of their scores with its 95 % band.

    ``mean`` is None without events, ``low`` and ``high`` are None with too few for a band.
    """

    period: str
    events: int
    friendly: int
    hostile: int
    mean: float | None
    low: float | None
    high: float | None


def series(events: Events, keep: Mask, kind: str) -> tuple[Point, ...]:
    """Every period from the first with a kept row to the last; an event counts once, one dated too vaguely not.

    QueryError for an unknown kind of period.
    """
    found: dict[str, list[float]] = defaultdict(list)
    rows = np.flatnonzero(keep)
    for row in rows[np.unique(events.happening[rows], return_index=True)[1]]:
        if name := periods.period(events.date[row] or None, kind):
            found[name].append(float(events.score[row]))
    if not found:
        return ()
    return tuple(_point(name, found.get(name, [])) for name in periods.between(min(found), max(found), kind))


def _point(name: str, scores: Sequence[float]) -> Point:
    mean = round(sum(sorted(scores)) / len(scores), 3) if scores else None
    friendly, hostile = sum(score > 0 for score in scores), sum(score < 0 for score in scores)
    return Point(name, len(scores), friendly, hostile, mean, *band(scores))


def span(names: Sequence[str], since: str, until: str) -> tuple[int, int]:
    """The numbers of the first and the last period that two dates (empty: open) leave."""
    first = next((at for at, name in enumerate(names) if not since or periods.end(name) >= periods.begin(since)), 0)
    last = next(
        (at for at in range(len(names) - 1, -1, -1) if not until or periods.begin(names[at]) <= periods.end(until)), 0
    )
    return first, max(first, last)


def dates(names: Sequence[str], start: float, end: float) -> tuple[str, str]:
    """Since when and until when a part of a time line is, from per cent to per cent; open at the ends of the line."""
    first, last = (round(part / 100 * (len(names) - 1)) for part in sorted((start, end)))
    since = _day(names[first], first=True) if first > 0 else ""
    return since, _day(names[last], first=False) if last < len(names) - 1 else ""


def _day(name: str, *, first: bool) -> str:
    """A period's edge as an ISO date; days, months and years are dates themselves."""
    if "W" not in name and "Q" not in name:
        return name
    return (periods.begin(name) if first else periods.end(name)).isoformat()
