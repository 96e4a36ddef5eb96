"""Reciprocity and answers: by hand, by brute force, and by what must hold of any data."""

from datetime import date, timedelta

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.analyse import Table
from kgraph.analyse.answers import answers, by_chance, shifted
from kgraph.analyse.reciprocity import reciprocity
from kgraph.errors import QueryError
from tests.networks import meet, net

Event = tuple[str, str, float]
EVENTS = st.lists(
    st.tuples(*[st.sampled_from("ABCD")] * 2, st.sampled_from([-7.0, -2.5, 0.0, 1.0, 3.5])).filter(
        lambda event: event[0] != event[1]
    ),
    min_size=1,
    max_size=20,
)


def on(day: int) -> str:
    """The n-th day of a year."""
    return (date(2024, 1, 1) + timedelta(days=day - 1)).isoformat()


def of_acts(table: Table, what: str) -> dict[object, tuple[object, ...]]:
    """Cases, observed, by chance, p and claims of a measure's rows, by delay."""
    return {row[1]: row[2:] for row in table.rows if row[0] == what}


# reciprocity


def test_reciprocity_by_hand() -> None:
    """A gives 3 and -4, gets 1 and -6: r = 2 (min(3, 1) + min(4, 6)) / (3 + 4 + 1 + 6) = 10/14; balance -1 - -5."""
    graph = net(("A", "B", 3), ("A", "B", -4), ("B", "A", 1), ("B", "A", -6), ("C", "A", 2))
    meet(graph, "B", "A", 5)
    table = reciprocity(graph)
    assert table.rows == (
        ("A", "B", 2, -0.5, -1, 2, -2.5, -5, 1, 5, 4, 0.714, "c1", "c3", "x:A", "x:B"),
        ("A", "C", 0, None, 0, 1, 2, 2, 0, None, -2, 0, None, "c4", "x:A", "x:C"),
    )
    assert "Reciprocity of all 0.625. 1 of 2 pairs with directed events only one way" in table.note  # 10/16


def test_reciprocity_of_an_actor() -> None:
    """The asked actor stands first, and its partners' other ties stay out."""
    graph = net(("A", "B", 3), ("B", "C", -1), ("A", "C", 1))
    table = reciprocity(graph, actor="x:B")
    assert [row[:6] for row in table.rows] == [("B", "A", 0, None, 0, 1), ("B", "C", 1, -1, -1, 0)]
    assert table.note.startswith("Rests on 2 events")
    with pytest.raises(QueryError, match="x:Q has no events"):
        reciprocity(graph, actor="x:Q")


def test_only_meetings() -> None:
    """Where nobody gives, there is no reciprocity."""
    graph = nx.MultiDiGraph(net(("A", "B", 0)))
    graph.remove_edge("x:A", "x:B", "e0")
    meet(graph, "A", "B", 5)
    table = reciprocity(graph)
    assert table.rows[0][8:12] == (1, 5, 0, None)
    assert "no reciprocity to tell" in table.note


@given(st.sets(st.tuples(*[st.sampled_from("ABCDE")] * 2).filter(lambda pair: pair[0] != pair[1]), min_size=1))
def test_reciprocity_of_equal_weights_as_networkx_has_it(pairs: set[tuple[str, str]]) -> None:
    """With one event of score 1 for each tie, the weighted reciprocity is the share of ties that are returned."""
    plain = nx.DiGraph(sorted(pairs))
    table = reciprocity(net(*((one, other, 1.0) for one, other in sorted(pairs))))
    assert f"Reciprocity of all {nx.overall_reciprocity(plain):.3f}." in table.note


@given(EVENTS)
def test_like_for_like(events: list[Event]) -> None:
    """Whoever gets back what was given has a reciprocity of 1 and a balance of 0; else both stay within bounds."""
    mirrored = [event for one, other, score in events for event in ((one, other, score), (other, one, score))]
    assert {row[10:12] for row in reciprocity(net(*mirrored)).rows} <= {(0, 1), (0, None)}
    for row in reciprocity(net(*events)).rows:
        assert row[11] is None or 0 <= float(row[11]) <= 1


# answers

# B answers each of three blows on the next day
TIT_FOR_TAT = [event for day in (1, 11, 21) for event in (("A", "B", -5, on(day)), ("B", "A", -2, on(day + 1)))]


def test_answers_by_hand() -> None:
    """In 22 days 3 are followed by a blow within a day, 3/22 = 0.136, and only one shift of 22 fits all three blows.

    Within three days two blows are cases, as the third has one day left. Shifted around the end, B's blows on days 2,
    12 and 22 follow within three days on 1, 9 to 11 and 19 to 22, 8/22 = 0.364, and six shifts fit both.
    """
    table = answers(net(*TIT_FOR_TAT), actor="x:A", other="x:B")
    assert table.title == "Answers of B to A"
    rows = of_acts(table, "hostile act answered")
    assert rows["same day"] == (3, 0, 0.136, 1, None, None)
    assert rows["within 1 day"] == (3, 1, 0.136, 0.045, "c4", "c5")
    assert rows["within 3 days"] == (2, 1, 0.364, 0.273, "c2", "c3")
    assert "within 30 days" not in rows
    assert of_acts(table, "days until hostile answer")[None] == (3, 1, None, None, None, None)
    assert "A acts 3 times, B 3 times. A side with fewer than 10 acts: an answer can't be told from" in table.note


def test_kindness_is_no_answer_to_a_blow() -> None:
    """Only acts of the same sign answer; B does nothing hostile after more than half of the blows."""
    table = answers(
        net(("A", "B", -5, on(1)), ("B", "A", 3, on(2)), ("A", "B", -5, on(40)), ("B", "A", 1, on(90))),
        actor="x:A", other="x:B",
    )  # fmt: skip
    assert [row[1] for row in of_acts(table, "hostile act answered").values()] == [0] * 6
    assert of_acts(table, "days until hostile answer")[None][1] is None
    assert not of_acts(table, "friendly act answered")


def test_what_answers_nobody() -> None:
    """Mutual events, undated ones, and for the shares of acts those without a day, are left out and counted."""
    graph = net(*TIT_FOR_TAT, ("A", "B", -5, "2024-01"), ("B", "A", -5, None))
    meet(graph, "A", "B", 5)
    table = answers(graph, actor="x:A", other="x:B")
    assert of_acts(table, "hostile act answered")["same day"][0] == 3
    assert "1 mutual event left out. 1 undated event left out. 1 event without a day not in the shares" in table.note


def test_lag_by_hand() -> None:
    """B's months are A's a month late: r = 1 at lag 1, and of nine shifts only the true one has it."""
    blows = [1, 8, 2, 9, 3, 7, 5, 4]
    events = [
        event
        for month, blow in enumerate(blows, 1)
        for event in (("A", "B", -blow, f"2024-{month:02}"), ("B", "A", -blow, f"2024-{month + 1:02}"))
    ]
    rows = of_acts(answers(net(*events), actor="x:A", other="x:B"), "correlation of scores by month")
    assert list(rows) == ["0 months", "1 month", "2 months", "3 months"]
    assert rows["1 month"][:2] == (8, 1)
    assert rows["1 month"][3] == 0.111  # 1/9


def test_period_of_answers() -> None:
    """Any period will do; an unknown one is named."""
    table = answers(net(*TIT_FOR_TAT), actor="x:A", other="x:B", period="day")
    assert of_acts(table, "correlation of scores by day")["1 day"][:4] == (21, 1, pytest.approx(0, abs=0.02), 0.045)
    with pytest.raises(QueryError, match="fortnight"):
        answers(net(*TIT_FOR_TAT), actor="x:A", other="x:B", period="fortnight")


@pytest.mark.parametrize(("other", "words"), [("x:A", "no pair with itself"), ("x:Q", "x:Q has no events")])
def test_answers_of_no_pair(other: str, words: str) -> None:
    """Oneself and strangers."""
    with pytest.raises(QueryError, match=words):
        answers(net(*TIT_FOR_TAT), actor="x:A", other=other)


def test_no_answers() -> None:
    """An empty network, a pair without events, one that only one side acts on."""
    assert answers(nx.MultiDiGraph(), actor="x:A", other="x:B").note.startswith("Nothing to measure")
    assert answers(net(("A", "C", 1), ("B", "C", 1)), actor="x:A", other="x:B").rows == ()
    assert answers(net(("A", "B", -1)), actor="x:A", other="x:B").rows == ()


SERIES = st.lists(st.integers(-5, 5).map(float), min_size=4, max_size=30)


@given(SERIES, st.data())
def test_shifts_one_by_one(first: list[float], data: st.DataObject) -> None:
    """The correlation at every shift is numpy's of the series rolled by it."""
    x = np.array(first)
    y = np.array(data.draw(st.lists(st.integers(-5, 5).map(float), min_size=len(x), max_size=len(x))))
    lag = data.draw(st.integers(0, len(x) // 3))
    found = shifted(x, y, lag)
    for shift in range(len(x)):
        one, other = x[: len(x) - lag], np.roll(y, shift)[lag:]
        if np.ptp(one) and np.ptp(other):
            assert found[shift] == pytest.approx(np.corrcoef(one, other)[0, 1], abs=1e-6)
        else:
            assert np.isnan(found[shift])


@given(st.lists(st.booleans(), min_size=2, max_size=40), st.data())
def test_chance_one_shift_at_a_time(replies: list[bool], data: st.DataObject) -> None:
    """Share, mean over shifts and p are those of every shift tried in turn."""
    told, size = np.array(replies), len(replies)
    days = data.draw(st.lists(st.integers(0, size - 1), min_size=1, max_size=8))
    begin, end = data.draw(st.sampled_from([(0, 0), (1, 1), (1, 3), (1, 30)]))
    slow = [
        sum(any(told[(day + wait - shift) % size] for wait in range(begin, min(end, size - 1) + 1)) for day in days)
        for shift in range(size)
    ]
    expected = slow[0] / len(days), sum(slow) / size / len(days), sum(one >= slow[0] for one in slow) / size
    assert by_chance(told, days, begin, end) == pytest.approx(expected, abs=0.0006)


@given(st.lists(st.booleans(), min_size=10, max_size=40), st.data())
def test_chance_is_seldom_called_an_answer(replies: list[bool], data: st.DataObject) -> None:
    """Of all shifts of a record at most one in ten has a p of 0.1 or less."""
    size = len(replies)
    days = data.draw(st.lists(st.integers(0, size - 1), min_size=1, max_size=8))
    found = [by_chance(np.roll(replies, shift), days, 1, 3)[2] for shift in range(size)]
    assert sum(p <= 0.1 for p in found) <= 0.1 * size
