"""Dates as kgraph keeps them: a day, a month or a year in ISO form, of years that have others before and after."""

import re
from datetime import date
from functools import lru_cache

_FORM = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_KINDS = {4: "year", 7: "month", 10: "day"}  # by length


@lru_cache(maxsize=1 << 12)
def kind(value: str) -> str | None:
    """Whether it is a day, month or year of the calendar; None where it is none, or of the year 0, 1 or 9999."""
    match = _FORM.fullmatch(value)
    if match is None or not 1 < int(match[1]) < 9999:
        return None
    try:
        date(*(int(part or 1) for part in match.groups()))
    except ValueError:
        return None
    return _KINDS[len(value)]


def is_date(value: str | None) -> bool:
    """Whether it is a day, month or year."""
    return value is not None and kind(value) is not None


def is_day(value: str | None) -> bool:
    """Whether it is a day."""
    return value is not None and kind(value) == "day"
