"""Who is drifting: pairs whose latest tone differs from what they are used to, and from how everybody moves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import pi, sqrt
from statistics import fmean, median

import networkx as nx

from kgraph.analyse import evidence, periods
from kgraph.analyse.dyads import Fold, pairs
from kgraph.analyse.registry import Cell, Table

COLUMNS = (
    "actor", "other", "latest events", "latest mean", "usual", "past", "z own", "z all", "direction", "claim",
    "actor iri", "other iri",
)  # fmt: skip
ENOUGH = 3  # values for a z-score
NORMAL = 0.6745  # the median absolute deviation of a normal distribution, in standard deviations
UNUSUAL = 3.5


@dataclass(frozen=True, slots=True)
class _Mover:
    """A pair's latest period and the mean scores of those before."""

    pair: tuple[str, str]
    latest: Fold
    past: tuple[float, ...]

    @property
    def change(self) -> float | None:
        return self.latest.mean - median(self.past) if self.past else None

    @property
    def direction(self) -> str:
        if self.change is None:
            return "new"
        # means are rounded sums: what differs in the last bits doesn't move
        return "rises" if self.change > 1e-9 else "falls" if self.change < -1e-9 else "stays"


def movers(network: nx.MultiDiGraph, *, period: str = "month") -> Table:
    """The pairs with events in the latest period of all, those farthest from their own past first.

    z(x; v) = 0.6745 (x - median(v)) / MAD(v), MAD the median of |v_i - median(v)|: like a standard score, but a single
    extreme value doesn't spoil it. Where MAD is 0, the mean of |v_i - median(v)| times sqrt(pi/2) stands for
    MAD / 0.6745; where that is 0 too, or v has fewer than 3 values, there is no z. Beyond 3.5 a value is unusual.

    ``usual`` is the median of the pair's mean scores (-10 to 10) in its earlier periods with events, ``past`` their
    number. ``z own`` sets the latest mean against these. ``z all`` sets the pair's change, latest mean - usual, against
    the changes of all pairs in the table: it tells who moves otherwise than everybody. Both directions count together
    and a mutual event once; ``claim`` is the latest period's strongest event. A latest period that has only begun says
    little: end the network before it, or take longer periods. Raises QueryError for an unknown period.

    Source: Iglewicz and Hoaglin, "How to detect and handle outliers" (1993).
    """
    found = list(evidence.edges(network))
    folds = pairs(network, found, period)
    latest = max((told[-1].period for told in folds.values()), default=None)
    moving = [
        _Mover(pair, told[-1], tuple(fold.mean for fold in told[:-1]))
        for pair, told in folds.items()
        if told[-1].period == latest
    ]
    changes = [mover.change for mover in moving if mover.change is not None]
    rows = sorted((_row(network, mover, changes) for mover in moving), key=_farthest)
    remarks = [*periods.left_out(found, period), *_remarks(moving, changes, period)]
    title = f"Movers by {period}" + (f": {latest}" if latest else "")
    return Table(title, COLUMNS, tuple(rows), evidence.note(found, *remarks))


def robust_z(value: float, others: Sequence[float]) -> float | None:
    """The modified z-score of a value among others; None where they are too few or all the same."""
    if len(others) < ENOUGH:
        return None
    middle = median(others)
    apart = [abs(other - middle) for other in others]
    spread = median(apart) / NORMAL
    if spread < 1e-9:
        spread = fmean(apart) * sqrt(pi / 2)
    return round((value - middle) / spread, 3) if spread > 1e-9 else None


def _row(network: nx.MultiDiGraph, mover: _Mover, changes: Sequence[float]) -> tuple[Cell, ...]:
    one, other = mover.pair
    return (
        evidence.name(network, one), evidence.name(network, other), len(mover.latest.events),
        round(mover.latest.mean, 3), round(median(mover.past), 3) if mover.past else None, len(mover.past),
        robust_z(mover.latest.mean, mover.past), None if mover.change is None else robust_z(mover.change, changes),
        mover.direction, mover.latest.strongest[3]["claim"], one, other,
    )  # fmt: skip


def _farthest(row: tuple[Cell, ...]) -> tuple[float, float, str, str, str, str]:
    """Largest |z own|, then largest change, then names; what has no past comes last."""
    latest, usual, own = row[3], row[4], row[6]
    change = abs(float(latest or 0) - float(usual or 0)) if usual is not None else -1.0
    return (
        -abs(float(own)) if own is not None else 1.0, -change, str(row[0]), str(row[1]), str(row[10]), str(row[11])
    )  # fmt: skip


def _remarks(moving: Sequence[_Mover], changes: Sequence[float], period: str) -> Iterator[str]:
    little = sum(len(mover.past) < evidence.FEW for mover in moving)
    if little:
        yield (
            f"{little} of {evidence.plural(len(moving), 'pair')} with fewer than {evidence.FEW} earlier {period}s: "
            f"too little past to tell what is usual."
        )
    if moving and len(changes) < ENOUGH:
        yield f"Fewer than {ENOUGH} pairs with a past: no z against all."
    yield f"|z| above {UNUSUAL} is unusual."
