"""Whether one side answers the other, and after how long: lead and lag of scores, and act by act.

Nothing here is proof that an act was an answer: a third party's act can move both sides.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import inf
from statistics import median

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kgraph.analyse import evidence, periods
from kgraph.analyse.path import between
from kgraph.analyse.registry import Cell, Table

COLUMNS = ("measure", "after", "cases", "observed", "by chance", "p", "claim", "answer claim")
LAGS = 6  # periods
WITHIN = (1, 3, 7, 14, 30)  # days
ENOUGH = 10  # acts of a side
SIGNS = {-1: "hostile", 1: "friendly"}
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Act:
    date: str
    score: float
    claim: str

    @property
    def day(self) -> int:
        return date.fromisoformat(self.date).toordinal()


def answers(network: nx.MultiDiGraph, *, actor: str, other: str, period: str = "month") -> Table:
    """Does ``other`` (B) answer what ``actor`` (A) does to it? Only directed events count: mutual ones answer nobody.

    Scores: x_t and y_t are the sums of A's and B's scores in each period from the pair's first to its last, 0 where
    nothing is told; observed is Pearson's r of x_t and y_(t+k) for lags k of 0 to 6 periods (at most a third of them).

    Acts: of A's hostile (friendly) acts the share that B follows with an act of the same sign on the same day (who was
    first is then unknown), or on a later day within 1, 3, 7, 14, 30 days; acts with fewer days left than that are no
    cases. Then the median days until B's next act of the same sign, none where B never does after half of them.

    Chance: B's record as a whole is shifted in time, around the end, by every possible number of periods (days); so
    each side keeps its rhythm, and only what links the two is cut. By chance is the mean over all shifts; p is the
    share of shifts, 0 included, with as large an |r| or share. All shifts are tried: nothing is drawn at random. The
    claims are those of the strongest act so answered and of its first answer.

    Raises QueryError for an actor that is not in the network, a pair of one, and an unknown period. Sources: Goldstein
    and Freeman, "Three-Way Street" (1990), on reciprocity in event data; Lotwick and Silverman, "Methods for analysing
    spatial processes of several types of points" (1982), on the shift test.
    """
    periods.period(None, period)  # refuses unknown ones
    rests_on = between(network, actor, other)
    acts, replies = _acts(network, actor, other), _acts(network, other, actor)
    lags = list(_lags(acts, replies, period))
    shares = [row for sign in SIGNS for row in _shares(acts, replies, sign)] if acts and replies else []
    names = [evidence.name(network, iri) if network else iri for iri in (actor, other)]
    note = evidence.note(rests_on, *_remarks(names, acts, replies, rests_on, [*lags, *shares]))
    title = "Answers" + (f" of {names[1]} to {names[0]}" if network else "")
    return Table(title, COLUMNS, (*lags, *shares), note)


def _acts(network: nx.MultiDiGraph, one: str, other: str) -> list[_Act]:
    """The dated acts of one towards the other, in time."""
    found = [
        _Act(values["date"], values["score"], values["claim"])
        for event, values in (network.get_edge_data(one, other) or {}).items()
        if values["date"] and not network.has_edge(other, one, event)
    ]
    return sorted(found, key=lambda act: (act.date, act.claim))


def _lags(acts: list[_Act], replies: list[_Act], kind: str) -> Iterator[tuple[Cell, ...]]:
    names = [periods.period(act.date, kind) for act in (*acts, *replies)]
    told = sorted(name for name in names if name)
    if not told:
        return
    span = periods.between(told[0], told[-1], kind)
    x, y = _series(acts, span, kind), _series(replies, span, kind)
    for lag in range(min(LAGS, len(span) // 3) + 1):
        found = shifted(x, y, lag)
        if not np.isnan(found[0]):
            p = float(np.mean(np.abs(found) >= abs(found[0]) - 1e-9))
            yield (
                f"correlation of scores by {kind}", evidence.plural(lag, kind), len(span) - lag,
                round(float(found[0]), 3) + 0.0, round(float(np.nanmean(found)), 3) + 0.0, round(p, 3), None, None,
            )  # fmt: skip


def _series(acts: list[_Act], span: list[str], kind: str) -> Numbers:
    place = {name: number for number, name in enumerate(span)}
    sums = np.zeros(len(span))
    for act in acts:
        if (name := periods.period(act.date, kind)) is not None:
            sums[place[name]] += act.score
    return sums


def shifted(x: Numbers, y: Numbers, lag: int) -> Numbers:
    """Pearson's r of x and y, ``lag`` later, for every shift of y around the end, the unshifted first; NaN: no r."""
    size, told = len(y), len(y) - lag
    before = x[:told] - x[:told].mean()
    twice = np.concatenate([y, y])
    products = np.correlate(twice, before, "valid")[:size]  # y's part from each place on; its mean cancels out
    sums, squares = (np.concatenate([[0.0], values.cumsum()]) for values in (twice, twice**2))
    parts = [values[told : told + size] - values[:size] for values in (sums, squares)]
    variation = np.maximum(0.0, parts[1] - parts[0] ** 2 / told) * (before @ before)
    known = variation > 1e-9
    found = np.divide(products, np.sqrt(variation), where=known, out=np.full(size, np.nan))
    return found[(lag - np.arange(size)) % size] if told > 2 else np.full(size, np.nan)


def _shares(acts: list[_Act], replies: list[_Act], sign: int) -> Iterator[tuple[Cell, ...]]:
    dated = [[act for act in side if len(act.date) == 10] for side in (acts, replies)]
    own, theirs = ([act for act in side if sign * act.score > 0] for side in dated)
    if not own:
        return
    days = [act.day for side in dated for act in side]
    first, last = min(days), max(days)
    told = np.zeros(last - first + 1, dtype=bool)
    told[[act.day - first for act in theirs]] = True
    for begin, end in ((0, 0), *((1, days) for days in WITHIN)):
        cases = [act for act in own if act.day + end <= last]
        if cases:
            chance = by_chance(told, [act.day - first for act in cases], begin, end)
            after = f"within {evidence.plural(end, 'day')}" if end else "same day"
            example = _example(cases, theirs, begin, end)
            yield f"{SIGNS[sign]} act answered", after, len(cases), *chance, *example
    yield f"days until {SIGNS[sign]} answer", None, len(own), _median_wait(own, theirs), None, None, None, None


def by_chance(told: NDArray[np.bool_], days: list[int], begin: int, end: int) -> tuple[float, float, float]:
    """The share of ``days`` with a reply ``begin`` to ``end`` days later; its mean over all shifts, and p."""
    answered = np.zeros(len(told), dtype=bool)  # of a day: whether a reply follows, around the end
    for wait in range(begin, min(end, len(told) - 1) + 1):
        answered |= np.roll(told, -wait)
    counts = np.zeros(len(told), dtype=int)  # for each shift of the replies
    for day in days:
        counts += np.roll(answered[::-1], day + 1)
    p = float(np.mean(counts >= counts[0]))
    return round(float(counts[0]) / len(days), 3), round(float(answered.mean()), 3), round(p, 3)


def _example(cases: list[_Act], theirs: list[_Act], begin: int, end: int) -> tuple[str | None, str | None]:
    """The claims of the strongest act so answered, of equals the latest, and of its first answer."""
    for act in sorted(cases, key=lambda act: (abs(act.score), act.date, act.claim), reverse=True):
        for reply in theirs:
            if begin <= reply.day - act.day <= end:
                return act.claim, reply.claim
    return None, None


def _median_wait(own: list[_Act], theirs: list[_Act]) -> float | None:
    replies = np.array([reply.day for reply in theirs])
    waits = [
        int(replies[number]) - act.day
        if (number := int(np.searchsorted(replies, act.day, "right"))) < len(replies)
        else inf
        for act in own
    ]
    found = float(median(waits))
    return None if found == inf else found


def _remarks(
    names: list[str],
    acts: list[_Act],
    replies: list[_Act],
    rests_on: list[evidence.Edge],
    rows: list[tuple[Cell, ...]],
) -> Iterator[str]:
    if not rests_on:
        return
    yield f"{names[0]} acts {len(acts)} times, {names[1]} {len(replies)} times."
    if mutual := len(rests_on) - len({event for _, _, event, _ in rests_on}):
        yield f"{evidence.plural(mutual, 'mutual event')} left out."
    if undated := len(rests_on) - 2 * mutual - len(acts) - len(replies):
        yield f"{evidence.plural(undated, 'undated event')} left out."
    if vague := sum(len(act.date) < 10 for act in (*acts, *replies)):
        yield f"{evidence.plural(vague, 'event')} without a day not in the shares of acts."
    if min(len(acts), len(replies)) < ENOUGH:
        yield f"A side with fewer than {ENOUGH} acts: an answer can't be told from chance."
    if tests := sum(row[5] is not None for row in rows):
        yield f"Of {tests} values of p about {max(1, round(tests / 20))} would be below 0.05 by chance alone."
