"""Each pair of actors period by period: what others count, draw and compare."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import networkx as nx

from kgraph.analyse import evidence, periods
from kgraph.analyse.registry import Cell, Table
from kgraph.analyse.timeline import between, of

COLUMNS = ("actor", "other", "period", "events", "sum", "mean", "decayed", "claim", "actor iri", "other iri")
HALF_LIFE = 90.0  # days
MIDDLE = {len("2024"): "-07-01", len("2024-03"): "-15", len("2024-03-05"): ""}  # of what a date leaves open


@dataclass(frozen=True, slots=True)
class Fold:
    """A pair's events of one period in order of time, and the decayed score of all until its end."""

    period: str
    events: tuple[evidence.Edge, ...]
    decayed: float

    @property
    def sum(self) -> float:
        return float(sum(sorted(values["score"] for *_, values in self.events)))

    @property
    def mean(self) -> float:
        return self.sum / len(self.events)

    @property
    def strongest(self) -> evidence.Edge:
        """The event of largest |score|, of equals the one with most reports, then the earliest."""
        return max(self.events, key=strength)


def dyads(
    network: nx.MultiDiGraph,
    *,
    actor: str | None = None,
    other: str | None = None,
    period: str = "month",
    half_life: float = HALF_LIFE,
) -> Table:
    """Each pair's events in each period, both directions together: number, sum and mean of their scores.

    decayed(T) = sum over the pair's events e until T of s_e 2^(-(T - t_e) / h): s the score (-10 to 10), t the event's
    day, T the last day of the period, h the half-life of 90 days. It remembers: after h days an event counts half. An
    event known by its month (year) only stands in the middle of it. That the past counts, and fades: Crescenzi and
    Enterline, "Time remembered: a dynamic model of interstate interaction" (2001).

    A mutual event counts once. Periods without events have no row; events dated too vaguely for the period are left out
    and counted in the note. ``claim`` tells the period's strongest event. Pairs stand in the order of names. Raises
    QueryError as ``timeline`` does.
    """
    found = list(between(network, actor, other))
    rows: list[tuple[Cell, ...]] = [
        (
            evidence.name(network, one), evidence.name(network, two), fold.period, len(fold.events), round(fold.sum, 3),
            round(fold.mean, 3), round(fold.decayed, 3), fold.strongest[3]["claim"], one, two,
        )
        for (one, two), folds in pairs(network, found, period, half_life).items()
        for fold in folds
    ]  # fmt: skip
    note = evidence.note(found, *periods.left_out(found, period))
    return Table(f"Pairs by {period}{of(network, actor, other)}", COLUMNS, tuple(rows), note)


def series(
    network: nx.MultiDiGraph, actor: str, other: str, period: str = "month", half_life: float = HALF_LIFE
) -> tuple[Fold, ...]:
    """The periods in which two actors have events, in either direction."""
    return _folds(between(network, actor, other), period, half_life)


def pairs(
    network: nx.MultiDiGraph, events: Iterable[evidence.Edge], period: str, half_life: float = HALF_LIFE
) -> dict[tuple[str, str], tuple[Fold, ...]]:
    """The folds of each pair that has some, in the order of names."""
    place = {actor: number for number, actor in enumerate(evidence.by_name(network))}
    found: dict[tuple[str, str], list[evidence.Edge]] = defaultdict(list)
    for edge in events:
        one, two = sorted(edge[:2], key=place.__getitem__)
        if one != two:
            found[one, two].append(edge)
    ordered = sorted(found, key=lambda pair: (place[pair[0]], place[pair[1]]))
    folded = {pair: _folds(found[pair], period, half_life) for pair in ordered}
    return {pair: folds for pair, folds in folded.items() if folds}


def strength(edge: evidence.Edge) -> tuple[float, int, int, str]:
    """Grows with |score|, then reports, then age; the IRI only breaks ties."""
    _, _, event, values = edge
    return abs(values["score"]), values.get("reports", 1), -day(values["date"]).toordinal(), event


def day(told: str) -> date:
    """The day that an ISO date stands for: the middle of what it leaves open."""
    return date.fromisoformat(told + MIDDLE[len(told)])


def _folds(events: Iterable[evidence.Edge], period: str, half_life: float) -> tuple[Fold, ...]:
    folds, decayed, until = [], 0.0, date.min
    for name, told in periods.fold(events, period).items():
        last = periods.end(name)
        decayed *= 0.5 ** ((last - until).days / half_life)
        decayed += sum(values["score"] * 0.5 ** ((last - day(values["date"])).days / half_life) for *_, values in told)
        folds.append(Fold(name, tuple(told), decayed))
        until = last
    return tuple(folds)
