"""Names of periods: they hold their days, follow each other without a gap, and sort as time does."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.analyse.evidence import Edge
from kgraph.analyse.periods import PERIODS, begin, between, end, fold, left_out, period
from kgraph.errors import QueryError
from tests.networks import meet, net

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 26))  # the last ISO week has no last day that Python can write
KINDS = st.sampled_from(PERIODS)


def named(day: date, kind: str) -> str:
    """The period of a day, which has one."""
    name = period(day.isoformat(), kind)
    assert name is not None
    return name


@pytest.mark.parametrize(
    ("when", "kind", "name"),
    [
        ("2024-03-05", "day", "2024-03-05"),
        ("2024-03-05", "week", "2024-W10"),
        ("2024-12-30", "week", "2025-W01"),
        ("2021-01-03", "week", "2020-W53"),
        ("0476-09-04", "week", "0476-W36"),
        ("2024-03-05", "month", "2024-03"),
        ("2024-03", "month", "2024-03"),
        ("2024-03", "quarter", "2024-Q1"),
        ("2024-10-01", "quarter", "2024-Q4"),
        ("2024", "year", "2024"),
        ("2024-03", "week", None),
        ("2024-03", "day", None),
        ("2024", "month", None),
        ("2024", "quarter", None),
        (None, "year", None),
    ],
)
def test_period(when: str | None, kind: str, name: str | None) -> None:
    """What a date tells; a week at a year's turn belongs to the year that has its Thursday; vague dates to none."""
    assert period(when, kind) == name


@pytest.mark.parametrize("kind", ["decade", "", "Month"])
def test_unknown_kinds(kind: str) -> None:
    """The sentence says which there are, whatever the date."""
    for when in ("2024-03-05", None):
        with pytest.raises(QueryError, match="day, week, month, quarter, year"):
            period(when, kind)


@given(DAYS, KINDS)
def test_a_period_holds_its_day(day: date, kind: str) -> None:
    """First and last day are in the period, the days around it are not."""
    name = named(day, kind)
    first, last = begin(name), end(name)
    assert first <= day <= last
    assert named(first, kind) == named(last, kind) == name
    if first > date.min:
        assert named(first - timedelta(days=1), kind) != name
    if last < date(9999, 12, 26):
        assert named(last + timedelta(days=1), kind) != name


@given(DAYS, DAYS, KINDS)
def test_names_sort_as_time_does(one: date, other: date, kind: str) -> None:
    """Of two days the later never has the earlier name."""
    early, late = sorted((one, other))
    assert named(early, kind) <= named(late, kind)


@given(DAYS, st.integers(0, 1500), KINDS)
def test_between_leaves_no_gap(first: date, days: int, kind: str) -> None:
    """All periods of all days from one to another, and no others."""
    span = [first + timedelta(days=number) for number in range(days + 1) if first.toordinal() + number < 3652050]
    found = between(named(span[0], kind), named(span[-1], kind), kind)
    assert found == sorted({named(day, kind) for day in span})


@pytest.mark.parametrize("kind", PERIODS)
def test_between_nothing(kind: str) -> None:
    """No period lies between a later one and an earlier one."""
    assert between(named(date(2024, 3, 5), kind), named(date(2022, 3, 5), kind), kind) == []


EVENTS = [("A", "B", 1, "2024-03-05"), ("B", "A", 2, "2024-01"), ("A", "C", 3, "2024"), ("A", "C", 4, None)]


def test_fold() -> None:
    """A meeting counts once, as its first edge; of five events two are too vague for a month, three for a day."""
    graph = net(*EVENTS)
    meet(graph, "B", "A", 1)
    edges: list[Edge] = list(graph.edges(keys=True, data=True))
    assert {name: [edge[:3] for edge in told] for name, told in fold(edges, "month").items()} == {
        "2024-01": [("x:B", "x:A", "e1")],
        "2024-03": [("x:A", "x:B", "meeting"), ("x:A", "x:B", "e0")],
    }
    assert list(fold(edges, "month").items()) == list(fold(reversed(edges), "month").items())
    assert left_out(edges, "month") == ["2 events without a month left out."]
    assert left_out(edges, "day") == ["3 events without a day left out."]
    assert left_out(edges, "year") == ["1 event without a year left out."]
    assert left_out([], "year") == []
