"""Days, weeks, months, quarters and years, as names that sort: 2024-03-05, 2024-W10, 2024-03, 2024-Q1, 2024."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from kgraph.errors import QueryError

if TYPE_CHECKING:
    from kgraph.analyse.evidence import Edge

PERIODS = ("day", "week", "month", "quarter", "year")
_NEEDED = {"day": 10, "week": 10, "month": 7, "quarter": 7, "year": 4}  # characters of an ISO date
_STEP = {"day": 1, "week": 7, "month": 28, "quarter": 88, "year": 365}  # days, no longer than the period


def period(when: str | None, kind: str) -> str | None:
    """The period that an ISO date falls in; None where the date tells too little. QueryError for an unknown kind."""
    if kind not in PERIODS:
        raise QueryError(f"{kind!r} is no period: take one of {', '.join(PERIODS)}.")
    if when is None or len(when) < _NEEDED[kind]:
        return None
    if kind == "week":
        year, week, _ = date.fromisoformat(when[:10]).isocalendar()
        return f"{year:04}-W{week:02}"
    if kind == "quarter":
        return f"{when[:4]}-Q{(int(when[5:7]) + 2) // 3}"
    return when[: _NEEDED[kind]]


def begin(name: str) -> date:
    """The first day of a period."""
    if "W" in name:
        return date.fromisocalendar(int(name[:4]), int(name[6:]), 1)
    if "Q" in name:
        return date(int(name[:4]), 3 * int(name[6:]) - 2, 1)
    return date.fromisoformat((name + "-01-01")[:10])


@cache  # asked for each pair and period of large networks
def end(name: str) -> date:
    """The last day of a period."""
    first = begin(name)
    if "W" in name:
        return first + timedelta(days=6)
    if len(name) == len("2024-03-05"):
        return first
    month = first.month + 2 if "Q" in name else 12 if len(name) == len("2024") else first.month
    return date(first.year, month, monthrange(first.year, month)[1])


def between(first: str, last: str, kind: str) -> list[str]:
    """All periods from one to another, both included; none where the last is before the first."""
    if last < first:
        return []
    found, day = [first], begin(first)
    while found[-1] < last:
        day += timedelta(days=_STEP[kind])
        following = period(day.isoformat(), kind)
        if following is not None and following != found[-1]:
            found.append(following)
            day = begin(following)
    return found


def check_order(since: str | None, until: str | None) -> None:
    """QueryError where one date is after the other, as far as both reach, so that nothing can lie between."""
    if since and until and since[: len(until)] > until[: len(since)]:
        raise QueryError(f"{since} is after {until}, so that nothing lies between; give the earlier date first.")


def fold(edges: Iterable[Edge], kind: str) -> dict[str, list[Edge]]:
    """The events of each period that has some, in order of time; an event counts once, one dated too vaguely not."""
    once = {edge[2]: edge for edge in sorted(edges, key=lambda edge: edge[:2], reverse=True)}
    found: dict[str, list[Edge]] = defaultdict(list)
    for edge in sorted(once.values(), key=lambda edge: (edge[3]["date"] or "", edge[2])):
        name = period(edge[3]["date"], kind)
        if name is not None:
            found[name].append(edge)
    return dict(sorted(found.items()))


def left_out(edges: Iterable[Edge], kind: str) -> list[str]:
    """What to remark where events are dated too vaguely for periods of this kind."""
    count = len({event for *_, event, values in edges if period(values["date"], kind) is None})
    return [f"{count:,} {'event' if count == 1 else 'events'} without a {kind} left out."] if count else []
