"""Days, weeks, months, quarters and years, as names that sort: 2024-03-05, 2024-W10, 2024-03, 2024-Q1, 2024."""

from datetime import date, timedelta

from kgraph.errors import QueryError

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
        return f"{year}-W{week:02}"
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


def between(first: str, last: str, kind: str) -> list[str]:
    """All periods from one to another, both included."""
    found, day = [first], begin(first)
    while found[-1] < last:
        day += timedelta(days=_STEP[kind])
        following = period(day.isoformat(), kind)
        if following is not None and following != found[-1]:
            found.append(following)
            day = begin(following)
    return found
