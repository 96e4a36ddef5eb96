"""Date expressions against the time of publication: a day, a month, a year, or two days between which it lies."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.extractors import datewords
from tests.docs import plain

WEDNESDAY = "2024-10-09"
PAST = [
    ("Wednesday", "2024-10-09"), ("last Wednesday", "2024-10-02"), ("next Wednesday", "2024-10-16"),
    ("Tuesday", "2024-10-08"), ("Thursday", "2024-10-03"), ("last Friday", "2024-10-04"), ("next Monday", "2024-10-14"),
    ("early Monday morning", "2024-10-07"), ("MONDAY", "2024-10-07"), ("earlier on Monday", "2024-10-07"),
    ("Oct. 1", "2024-10-01"), ("October 1st", "2024-10-01"), ("the 1st of October", "2024-10-01"),
    ("1 October 2023", "2023-10-01"), ("Sept. 11, 2001", "2001-09-11"), ("Saturday, October 5", "2024-10-05"),
    ("October 20", "2023-10-20"), ("October 9", "2024-10-09"), ("May 5", "2024-05-05"),
    ("March 2025", "2025-03"), ("Oct. 2023", "2023-10"), ("May 2023", "2023-05"), ("autumn 2019", "2019"),
    ("June", "2024-06"), ("October", "2024-10"), ("November", "2023-11"), ("last June", "2024-06"),
    ("today", "2024-10-09"), ("yesterday morning", "2024-10-08"), ("tomorrow", "2024-10-10"), ("tonight", "2024-10-09"),
    ("last month", "2024-09"), ("next month", "2024-11"), ("earlier this month", "2024-10"), ("last year", "2023"),
    ("later this year", "2024"), ("next year", "2025"),
    ("two days ago", "2024-10-07"), ("three weeks ago", "2024-09-18"), ("two months ago", "2024-08"),
    ("a year ago", "2023"),
    ("May", "2024-05"),
    ("last October", "2023-10"),
    ("next June", "2025-06"),
    ("the day before yesterday", "2024-10-07"),
    ("this morning", "2024-10-09"), ("late last night", "2024-10-08"), ("Sunday morning", "2024-10-06"),
    ("early May", "2024-05"), ("mid-August", "2024-08"), ("the weekend", "2024-10-05"), ("last weekend", "2024-10-05"),
    ("this week", "2024-10"), ("Dec.14th", "2023-12-14"),
    ("the day after tomorrow", "2024-10-11"),
    ("2024-10-01", "2024-10-01"),
]  # fmt: skip
FUTURE = [
    ("Thursday", "2024-10-10"), ("Wednesday", "2024-10-09"), ("Tuesday", "2024-10-15"), ("next Friday", "2024-10-11"),
    ("October 20", "2024-10-20"), ("January 15", "2025-01-15"), ("November", "2024-11"), ("January", "2025-01"),
    ("15 January 2024", "2024-01-15"), ("the weekend", "2024-10-12"), ("next week", "2024-10"),
]  # fmt: skip
RANGES = [
    ("October 1-3", "2024-10-01"), ("1–3 October 2023", "2023-10-01"), ("October 1 and 2", "2024-10-01"),
    ("October 1 to October 5", "2024-10-01"), ("2019-2021", "2019"),
    ("from 1 to 3 October", "2024-10-01"),
    ("September 30 to 2 October", "2024-09-30"),
    ("October 5 - 6", "2024-10-05"), ("October 5 -6", "2024-10-05"), ("October 25-26, 2016", "2016-10-25"),
    ("between 3 and 5 October", "2024-10-03"), ("Monday to Wednesday", "2024-10-07"),
]  # fmt: skip
NEW_YEAR = [
    ("2025-01-02", "December 28", False, "2024-12-28"), ("2025-01-02", "Dec. 28, 2023", False, "2023-12-28"),
    ("2024-12-30", "January 3", True, "2025-01-03"), ("2024-12-30", "Friday", True, "2025-01-03"),
    ("2024-01-01", "Sunday", False, "2023-12-31"), ("2025-01-15", "last month", False, "2024-12"),
    ("2024-12-15", "next month", False, "2025-01"), ("2025-01-15", "December", False, "2024-12"),
    ("2024-03-05", "March 1", False, "2024-03-01"), ("2023-03-05", "Feb. 30", False, None),
    ("2024-03-05", "Feb. 29", False, "2024-02-29"),
    ("2025-01", "December 28", False, "2024-12-28"),
]  # fmt: skip
OPEN = [
    (None, "Wednesday", None), (None, "Oct. 1", None), (None, "last year", None), (None, "October", None),
    (None, "Oct. 1, 2023", "2023-10-01"), (None, "October 2023", "2023-10"), (None, "since 2019", "2019"),
    ("2024-10", "Wednesday", None), ("2024-10", "October 1", "2024-10-01"), ("2024", "October 1", "2024-10-01"),
    ("2024", "yesterday", None), ("no date", "Wednesday", None),
    (WEDNESDAY, "two years", None), (WEDNESDAY, "the next three years", None), (WEDNESDAY, "last week", None),
    (WEDNESDAY, "the 1990s", None), (WEDNESDAY, "a 30-day truce", None), (WEDNESDAY, "daily", None),
    (WEDNESDAY, "the 11th", None), (WEDNESDAY, "", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PAST, ids=plain)
def test_past(text: str, expected: str) -> None:
    """What was told has been: the nearest such day before the publication, at the granularity of the words."""
    assert datewords.parse(text, WEDNESDAY) == expected


@pytest.mark.parametrize(("text", "expected"), FUTURE, ids=plain)
def test_future(text: str, expected: str) -> None:
    """What is announced is ahead, unless the words name the year."""
    assert datewords.parse(text, WEDNESDAY, future=True) == expected


@pytest.mark.parametrize(("text", "expected"), RANGES, ids=plain)
def test_ranges(text: str, expected: str) -> None:
    """A range is dated by its beginning."""
    assert datewords.parse(text, WEDNESDAY) == expected


@pytest.mark.parametrize(("published", "text", "future", "expected"), NEW_YEAR, ids=plain)
def test_calendar(published: str, text: str, future: bool, expected: str | None) -> None:
    """The year may turn between the event and the paper."""
    assert datewords.parse(text, published, future) == expected


@pytest.mark.parametrize(("published", "text", "expected"), OPEN, ids=plain)
def test_open(published: str | None, text: str, expected: str | None) -> None:
    """What the text and its publication date leave open stays open."""
    assert datewords.parse(text, published) == expected


BETWEEN = [
    ("25 June", False, "2015-06-25"), ("13 November", False, "2015-11-13"), ("June", False, "2015-06"),
    ("1 August", False, "2015-08-01"), ("1 March", False, None), ("1 March", True, None), ("1 May", True, "2016-05-01"),
    ("Monday", False, None), ("yesterday", False, None), ("last year", False, "2015"),
    ("3 April 2012", False, "2012-04-03"), ("2011", False, "2011"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "future", "expected"), BETWEEN, ids=plain)
def test_between_two_days(text: str, future: bool, expected: str | None) -> None:
    """Of a text written between two days, a day gets the year that fits at least two thirds of them."""
    assert datewords.parse(text, "2015-11-20/2016-06-10", future) == expected


LATER = [
    ("the next day", 1), ("the following day", 1), ("the same day", 0), ("that day", 0), ("the previous day", -1),
    ("the day before", -1), ("the day after", 1), ("two days later", 2), ("a day earlier", -1), ("10 days after", 10),
    ("the day before yesterday", None), ("the day after tomorrow", None), ("two days", None), ("Monday", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LATER, ids=plain)
def test_days_after(text: str, expected: int | None) -> None:
    """Some words count from the day that was told before."""
    assert datewords.days_after(text) == expected


WORDS = st.sampled_from(
    ["Oct.", "October", "may", "1", "29", "2024", "Monday", "last", "next", "ago", "weeks", "month", "today", "the"]
)
PUBLISHED = st.sampled_from([None, WEDNESDAY, "2024-02-29", "2024-13-40", "soon", "2023-12-20/2024-02-29"])


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=6).map(" ".join), PUBLISHED)
def test_any_words(text: str, published: str | None) -> None:
    """Whatever the words, there is an ISO day, month or year, or nothing."""
    found = datewords.parse(text, published)
    assert found is None or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", found)
