"""What a date expression means: its words against the time of publication.

The publication is an ISO day, month or year, or an interval of days (``2015-11-20/2016-07-13``) where it is only known
to lie between two. "On Wednesday" in a Wednesday paper is that day; otherwise tense decides the direction. What is left
open stays open: without a year and without a publication there is no date.
"""

import re
from collections import Counter
from datetime import date as Date
from datetime import datetime, time, timedelta
from functools import lru_cache

_MONTH_NAMES = (
    "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
    "sep sept september", "oct october", "nov november", "dec december",
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = {name: number for number, name in enumerate(_DAY_NAMES)}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d)\b)?"
_TO = r"(?:\s*(?:[-–]|to|and)\s*\d{1,2}(?:st|nd|rd|th)?)?"
_DAY_FIRST = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_TO}\s+(?:of\s+)?{_MONTH}{_YEAR}", re.IGNORECASE | re.ASCII
)
_MONTH_FIRST = re.compile(
    rf"\b{_MONTH}\s*(?P<day>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?(?:\s*[-–]\s*\d{{1,2}}(?!\d))?{_YEAR}",
    re.IGNORECASE | re.ASCII,
)
_ISO = re.compile(r"\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b", re.ASCII)
_MONTH_YEAR = re.compile(rf"\b{_MONTH},?\s+(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE | re.ASCII)
_YEAR_ONLY = re.compile(r"\b(?P<year>(?:19|20)\d\d)\b", re.ASCII)
_NEAR = {
    "the day before yesterday": -2, "the day after tomorrow": 2, "today": 0, "tonight": 0, "yesterday": -1,
    "tomorrow": 1, "this morning": 0, "this afternoon": 0, "this evening": 0, "last night": -1,
}  # fmt: skip
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_LATER = re.compile(
    r"\b(?:the )?(?:(?P<same>same|that)|(?P<next>next|following)|(?P<last>previous)) day\b"
    r"|\b(?P<one>the) day (?P<ahead>after|before)\b(?! yesterday| tomorrow)"
    rf"|\b(?P<many>{'|'.join(_NUMBERS)}|\d+) days? (?P<way>later|after|earlier|before)\b",
    re.IGNORECASE,
)
_GRACE = timedelta(days=3)
_SAMPLES = 60


@lru_cache(maxsize=4096)
def parse(text: str, published: str | None, future: bool = False) -> str | None:
    """The ISO day, month or year that a date expression means, a range's first; None where it can't be told.

    >>> parse("Wednesday", "2024-10-09")
    '2024-10-09'
    >>> parse("25 June", "2015-11-20/2016-05-13")
    '2015-06-25'
    """
    if match := _ISO.search(text):
        return match[0]
    if published and "/" in published:
        return _within(text, published, future)
    if match := day_and_month(text):
        return _with_year(int(match["day"]), _MONTHS[match["month"].casefold()], match["year"], published, future)
    if match := _MONTH_YEAR.search(text):
        return f"{match['year']}-{_MONTHS[match['month'].casefold()]:02}"
    if match := _YEAR_ONLY.search(text):
        return match["year"]
    base = _day(published)
    return _relative(text, base, future) if base else None


def day_and_month(text: str, start: int = 0) -> re.Match[str] | None:
    """The first day with its month from ``start`` on: groups ``day``, ``month`` and, where told, ``year``."""
    found = [match for pattern in (_DAY_FIRST, _MONTH_FIRST) if (match := pattern.search(text, start))]
    return min(found, key=lambda match: match.start(), default=None)


def has_year(text: str) -> bool:
    """Whether the words themselves tell the year."""
    return _YEAR_ONLY.search(text) is not None


def weekday(text: str) -> int | None:
    """The day of the week that the words name, Monday being 0."""
    return next((_DAYS[word] for word in re.findall("[a-z]+", text.casefold()) if word in _DAYS), None)


def is_datelike(text: str) -> bool:
    """Whether the words point at a day or a month, as "two years" does not."""
    words = re.findall(r"[a-z]+", text.casefold())
    near = any(re.search(rf"\b{phrase}\b", text, re.IGNORECASE) for phrase in _NEAR)
    return near or any((word in _MONTHS and len(word) > 2) or word in _DAYS or word == "weekend" for word in words)


def days_after(text: str) -> int | None:
    """How many days after the day told last: "the next day" is 1, "two days earlier" -2; None for other words."""
    match = _LATER.search(text)
    if match is None:
        return None
    if match["many"]:
        number = match["many"].casefold()
        days = _NUMBERS.get(number) or int(number)
        return days if match["way"].casefold() in {"later", "after"} else -days
    if match["one"]:
        return 1 if match["ahead"].casefold() == "after" else -1
    return 0 if match["same"] else 1 if match["next"] else -1


def _within(text: str, published: str, future: bool) -> str | None:
    """What the words mean on at least two thirds of the days on which the text may have been published."""
    first, last = (Date.fromisoformat(day) for day in published.split("/"))
    step = timedelta(days=max(1, (last - first).days // _SAMPLES))
    days = [first + n * step for n in range((last - first) // step + 1)]
    (meaning, votes), *_ = Counter(parse(text, day.isoformat(), future) for day in days).most_common(1)
    return meaning if 3 * votes >= 2 * len(days) else None


def _day(published: str | None) -> Date | None:
    try:
        return Date.fromisoformat(published or "")
    except ValueError:
        return None


def _with_year(day: int, month: int, year: str | None, published: str | None, future: bool) -> str | None:
    """A day and month with the year that is told, else with the nearest that tense and publication allow."""
    if year or not re.match(r"[1-9]\d{3}", published or "", re.ASCII):
        found = _date(int(year), month, day) if year else None
        return found.isoformat() if found else None
    first, last = _bounds(published or "")
    near = [_date(first.year + shift, month, day) for shift in range(-4, 5)]
    ahead = [d for d in near if d and d >= first - _GRACE]
    behind = [d for d in near if d and d <= last + _GRACE]
    chosen = ahead[:1] if future else behind[-1:]
    return chosen[0].isoformat() if chosen else None


def _date(year: int, month: int, day: int) -> Date | None:
    try:
        return Date(year, month, day)
    except ValueError:
        return None


def _bounds(published: str) -> tuple[Date, Date]:
    """First and last day of a publication date that may be a day, a month or a year."""
    day = _day(published)
    if day:
        return day, day
    year, month = int(published[:4]), int(published[5:7] or 0)
    month = month if month <= 12 else 0
    last = Date(year + (month in {0, 12}), month % 12 + 1 if month else 1, 1) - timedelta(days=1)
    return Date(year, month or 1, 1), last


def _relative(text: str, base: Date, future: bool) -> str | None:
    words = re.findall(r"[a-z]+|\d+", text.casefold())
    for phrase, shift in _NEAR.items():
        if re.search(rf"\b{phrase}\b", text, re.IGNORECASE):
            return (base + timedelta(days=shift)).isoformat()
    for word in re.findall(r"[A-Za-z]+", text):
        if word.casefold() in _DAYS:
            return _weekday(_DAYS[word.casefold()], words, base, future)
        if word.casefold() in _MONTHS and (len(word) > 3 or word == text.strip(" .") or word.istitle()):
            return _month(_MONTHS[word.casefold()], words, base, future)
    if "weekend" in words:
        return _weekend(words, base, future)
    if set(words) & {"week", "month", "year", "days", "weeks", "months", "years", "day"}:
        return _span(text.casefold(), words, base)
    return None


def _weekday(day: int, words: list[str], base: Date, future: bool) -> str:
    back = (base.weekday() - day) % 7
    if "next" in words or (future and back):
        return (base + timedelta(days=(day - base.weekday()) % 7 or 7)).isoformat()
    if "last" in words and not back:
        back = 7
    return (base - timedelta(days=back)).isoformat()


def _weekend(words: list[str], base: Date, future: bool) -> str:
    """The Saturday: of the weekend that is on, of the one before, or of the one ahead."""
    since = (base.weekday() - 5) % 7
    if "last" in words and since < 2:
        since += 7
    ahead = "next" in words or "coming" in words or (future and since > 1)
    return (base + timedelta(days=7 - since if ahead else -since)).isoformat()


def _month(month: int, words: list[str], base: Date, future: bool) -> str:
    """The nearest such month; "last" and "next" never mean the one of the publication."""
    if "next" in words:
        year = base.year + (month <= base.month)
    elif "last" in words:
        year = base.year - (month >= base.month)
    elif future:
        year = base.year + (month < base.month)
    else:
        year = base.year - (month > base.month)
    return f"{year}-{month:02}"


def _span(text: str, words: list[str], base: Date) -> str | None:
    """Weeks, months and years before or after the publication, at their own granularity."""
    if re.search(r"\b(this|last|next|previous|coming)\s+(week|month|year)\b", text):
        step = -1 if {"last", "previous"} & set(words) else int(bool({"next", "coming"} & set(words)))
        if "year" in words:
            return str(base.year + step)
        if "month" in words:
            months = base.year * 12 + base.month - 1 + step
            return f"{months // 12}-{months % 12 + 1:02}"
        return _month_of_week(base + timedelta(weeks=step))
    if "ago" in words:
        import dateparser

        found = dateparser.parse(text, languages=["en"], settings={"RELATIVE_BASE": _midnight(base)})
        if found:
            cut = 4 if "year" in text else 7 if "month" in text else 10
            return str(found.date())[:cut]
    return None


def _month_of_week(day: Date) -> str | None:
    """The month in which the whole week of a day lies; there is no ISO date for the week itself in the graph."""
    monday = day - timedelta(days=day.weekday())
    sunday = monday + timedelta(days=6)
    return f"{monday:%Y-%m}" if monday.month == sunday.month else None


def _midnight(day: Date) -> datetime:
    return datetime.combine(day, time())
