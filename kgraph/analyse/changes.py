"""When the tone changed: change points of a series of means, and the events around each."""

from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kgraph.analyse import evidence, periods
from kgraph.analyse.dyads import strength
from kgraph.analyse.registry import Cell, Table
from kgraph.analyse.timeline import ENOUGH, between, of

COLUMNS = (
    "last before", "date", "before", "after", "shift", "p", "events before", "events after", "event", "event date",
    "actor", "other", "claim before", "claim",
)  # fmt: skip
CLEAR = 0.05
FEWEST = 8  # periods
DRAWS, SEED = 999, 5

Numbers = NDArray[np.float64]
Folded = dict[str, list[evidence.Edge]]


@dataclass(frozen=True, slots=True)
class _Split:
    """The first period after a change, by its number, and how often chance makes as clear a change."""

    at: int
    p: float


def changes(
    network: nx.MultiDiGraph, *, actor: str | None = None, other: str | None = None, period: str = "month"
) -> Table:
    """Where the mean score of all, of an actor or of a pair shifts for longer, in time order.

    Binary segmentation: of all splits between two periods that leave 3 events on each side, take that with the largest
    between-group sum of squares n_1 n_2 / (n_1 + n_2) (m_1 - m_2)^2, n the events, m their mean score; if it is clear,
    search on in both parts. p is the share of 999 random orders of the periods (the one found counted in) whose best
    split is as large. Whole periods are shuffled, not events, since reports of one affair come in clusters; a split is
    clear if p <= 0.05. Of fewer than 8 periods with events, too many orders look alike for that (7 fall into 3 and 4 in
    35 ways, read forwards and backwards: p = 2/35), so none is searched. Gradual change may be found as a step.

    ``before`` and ``after`` are mean scores (-10 to 10) up to the neighbouring changes; ``shift`` is their difference.
    The change came after the period ``last before`` and not later than ``date``, the first of the new tone. ``event``
    is that of the first period that pulls most towards the new tone, with its ``claim``; ``claim before`` is that of
    the period before that pulled most against it. That they are the cause is not shown. Options and errors are those
    of ``timeline``.

    Sources: Scott and Knott, "A cluster analysis method for grouping means in the analysis of variance" (1974), on the
    splits; Matteson and James, "A nonparametric approach for multiple change point analysis of multivariate data"
    (2014), on testing each split by permutation.
    """
    found = list(between(network, actor, other))
    folded = periods.fold(found, period)
    splits = sorted(_splits(folded), key=lambda split: split.at)
    clear = [split for split in splits if split.p <= CLEAR]
    bounds = [0, *(split.at for split in clear), len(folded)]
    rows = tuple(_row(network, folded, split, bounds[number], bounds[number + 2]) for number, split in enumerate(clear))
    remarks = [*periods.left_out(found, period), *_remarks(folded, splits, period)]
    title = f"Changes of tone by {period}{of(network, actor, other)}"
    return Table(title, COLUMNS, rows, evidence.note(found, *remarks))


def _splits(folded: Folded) -> Iterator[_Split]:
    """The clear splits, and of each part that was searched the best one that isn't clear."""
    scores = [[edge[3]["score"] for edge in events] for events in folded.values()]
    sums = np.array([sum(sorted(told)) for told in scores], dtype=float)
    counts = np.array([len(told) for told in scores], dtype=float)
    parts = [(0, len(scores))]
    while parts:
        begin, end = parts.pop()
        best = _best(sums[begin:end], counts[begin:end])
        if best is not None:
            split = _Split(begin + best.at, best.p)
            yield split
            parts += [(begin, split.at), (split.at, end)] if split.p <= CLEAR else []


def _best(sums: Numbers, counts: Numbers) -> _Split | None:
    """The split that explains most; of equals the first."""
    if len(sums) < FEWEST:
        return None
    gains = _gains(sums, counts)
    if gains.max() < 0:
        return None
    orders = np.random.default_rng(SEED).permuted(np.tile(np.arange(len(sums)), (DRAWS, 1)), axis=1)
    by_chance = _gains(sums[orders], counts[orders]).max(axis=1)
    beaten = int((by_chance >= gains.max() - 1e-9).sum())  # the same sum in another order differs in the last bits
    return _Split(int(gains.argmax()) + 1, round((1 + beaten) / (1 + DRAWS), 3))


def _gains(sums: Numbers, counts: Numbers) -> Numbers:
    """The between-group sum of squares of the split after each period but the last, -1 where a side is too small."""
    left, total = counts.cumsum(axis=-1)[..., :-1], counts.sum(axis=-1, keepdims=True)
    right = total - left
    apart = sums.cumsum(axis=-1)[..., :-1] * total - sums.sum(axis=-1, keepdims=True) * left
    gains: Numbers = np.where(np.minimum(left, right) >= ENOUGH, apart**2 / (total * left * right), -1.0)
    return gains


def _row(network: nx.MultiDiGraph, folded: Folded, split: _Split, begin: int, end: int) -> tuple[Cell, ...]:
    names = list(folded)
    sides = [
        [edge[3]["score"] for name in names[first:last] for edge in folded[name]]
        for first, last in ((begin, split.at), (split.at, end))
    ]
    before, after = (sum(sorted(side)) / len(side) for side in sides)
    up = 1 if after > before else -1
    one, other, _, values = _pulling(folded[names[split.at]], up)
    return (
        names[split.at - 1], names[split.at], round(before, 3), round(after, 3), round(after - before, 3), split.p,
        *map(len, sides), values["code"], values["date"], evidence.name(network, one), evidence.name(network, other),
        _pulling(folded[names[split.at - 1]], -up)[3]["claim"], values["claim"],
    )  # fmt: skip


def _pulling(events: list[evidence.Edge], way: int) -> evidence.Edge:
    return max(events, key=lambda edge: (way * edge[3]["score"], strength(edge)))


def _remarks(folded: Folded, splits: list[_Split], period: str) -> Iterator[str]:
    if not splits:
        yield (
            f"Too little to look for changes: that takes {FEWEST} {period}s with events, {ENOUGH} events on each side; "
            f"try shorter periods."
        )
    elif all(split.p > CLEAR for split in splits):
        best = min(splits, key=lambda split: split.p)
        yield f"No change is clear: the likeliest, {list(folded)[best.at]}, has p = {best.p:g}."
    else:
        yield f"p by {DRAWS} random orders of {evidence.plural(len(folded), period)}."
