"""Dates as people write them, made ISO 8601: a day, a month or a year, never more than was written.

No clock is asked: words that mean a date only on the day they were written ("yesterday") are no date here.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

_YEAR = r"(?:1[6-9]|20)\d\d"
_ISO = re.compile(rf"({_YEAR})(?:-(\d\d)(?:-(\d\d)(?:[T ].*)?)?)?", re.DOTALL)
_COMPACT = re.compile(rf"({_YEAR})(\d\d)(\d\d)")
_ANY_YEAR = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
_IN_NAME = re.compile(rf"(?<!\d)({_YEAR})(?:([-_.]?)(\d\d)\2(\d\d)(?!\d)|[-_](\d\d)(?![-_]?\d))")
_LONGEST = 100  # characters; anything longer is prose
_FORMATS = {"day": "%Y-%m-%d", "month": "%Y-%m"}


@lru_cache(maxsize=4096)
def normalise(words: str) -> str | None:
    """``words`` as an ISO date, year-month or year (1600 to 2099); None where they are no such thing.

    >>> normalise("Wed, 09 Oct 2024 23:30:00 -0400"), normalise("October 2024")
    ('2024-10-09', '2024-10')
    """
    words = words.strip()
    if match := _ISO.fullmatch(words) or _COMPACT.fullmatch(words):
        return _valid(*match.groups())
    if len(words) > _LONGEST or not _ANY_YEAR.search(words):
        return None
    readings = sorted(set(_readings(words)))
    if len(readings) > 1:  # 09/10/2024 is a day in two months: only what both readings share is known
        return readings[0][:4] if readings[0][:4] == readings[-1][:4] else None
    return readings[0] if readings else None


def from_name(name: str) -> str | None:
    """The date in a file's name: 2024-10-09, 2024_10_09, 20241009, or a month as 2024-10 or 2024_10."""
    found = (_valid(match[1], match[3] or match[5], match[4]) for match in _IN_NAME.finditer(name))
    return next(filter(None, found), None)


def _valid(year: str, month: str | None, day: str | None) -> str | None:
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join(part for part in (year, month, day) if part)


def _readings(words: str) -> Iterator[str]:
    for parser in _parsers():
        try:
            found = parser.get_date_data(words)
        except (ValueError, OverflowError, TypeError, AttributeError, IndexError, KeyError):
            continue  # dateparser stumbles over some words instead of saying no
        if found.date_obj:
            yield found.date_obj.strftime(_FORMATS.get(found.period, "%Y"))


@cache
def _parsers() -> tuple[Any, ...]:
    """One reader that takes the day first and one that takes the month first; the base date keeps the clock out."""
    from dateparser.date import DateDataParser

    settings = {"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["year"], "RELATIVE_BASE": datetime(2000, 1, 1)}
    return tuple(
        DateDataParser(languages=["en"], settings={**settings, "DATE_ORDER": order}) for order in ("DMY", "MDY")
    )
