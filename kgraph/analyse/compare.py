"""What changed between two periods: the whole, pairs, and actors, side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache
from math import fsum
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt

from kgraph.analyse import coverage, evidence, triads
from kgraph.analyse.frustration import with_sign
from kgraph.analyse.registry import Cell, Table
from kgraph.analyse.signed import signed

MOST = 25  # rows of a table
DRAWS, SEED = 1000, 1
BAND = (2.5, 97.5)  # percentiles
CHANCE = "Of 20 intervals one leaves out 0 by chance."
UNEVEN = 1.5  # documents of one period to those of the other: from here on fewer events may be fewer texts
SIGNS = {1: "+", -1: "-", 0: "0"}
SCORES, NUMBERS, SIGNED = ("score a", "score b"), ("events a", "events b"), ("sign a", "sign b")
INTERVAL = ("low", "high")
Array = npt.NDArray[Any]
Who = tuple[str, ...]
Span = tuple[str | None, str | None]  # from one ISO day, month or year to another, both included; None is open
OPEN: Span = (None, None)
Sides = tuple[float | None, float | None]
Part = Callable[[nx.MultiDiGraph], dict[Who, tuple[evidence.Edge, ...]]]


@dataclass(frozen=True, slots=True)
class _Change:
    """The events of a pair or an actor before and after, each once, the latest last."""

    who: Who
    names: Who
    before: tuple[evidence.Edge, ...]
    after: tuple[evidence.Edge, ...]

    @property
    def edges(self) -> tuple[evidence.Edge, ...]:
        return self.before + self.after

    @property
    def numbers(self) -> tuple[int, int]:
        return len(self.before), len(self.after)

    @property
    def means(self) -> Sides:
        return _mean(self.before), _mean(self.after)

    @property
    def signs(self) -> tuple[str, str]:
        one, other = (SIGNS[((mean or 0) > 0) - ((mean or 0) < 0)] for mean in self.means)
        return one, other

    @property
    def source(self) -> Who:
        """The IRIs of who it is, and the claim of the latest event."""
        return *self.who, self.edges[-1][3]["claim"]


@dataclass(frozen=True, slots=True)
class _Moved:
    """How much a number moved, and its interval."""

    sides: Sides
    interval: Sides = (None, None)

    @property
    def by(self) -> float | None:
        one, other = self.sides
        return None if one is None or other is None else round(other - one, 3)

    @property
    def surely(self) -> bool:
        low, high = self.interval
        return low is not None and high is not None and not low <= 0 <= high

    @property
    def cells(self) -> tuple[Cell, ...]:
        return *_rounded(self.sides), self.by, *self.interval


def compare(before: nx.MultiDiGraph, after: nx.MultiDiGraph, a: Span = OPEN, b: Span = OPEN) -> list[Table]:
    """What changed from ``before`` to ``after``, networks that ``project.network`` made of the periods ``a`` and ``b``.

    Seven tables: the whole; pairs whose mean score moved; pairs whose number of events moved; pairs that turned
    friendly, hostile or neither; new pairs; pairs fallen silent; actors' activity. Pairs have no direction, and an
    event counts once in each pair and for each actor; scores s run from -10 to 10.

    Change of score = mean of s in b - mean of s in a, with the 95 % percentile interval of 1,000 bootstrap samples of
    each period's events (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993). Change of number = n_b - n_a,
    with that of a Poisson bootstrap: each event comes Poisson(1) times, so n becomes Poisson(n) (Hanley and MacGibbon,
    "Creating non-parametric bootstrap samples using Poisson frequencies", 2006). Below 5 events there is no interval:
    in either period for scores, in both together for numbers. Changes whose interval leaves out 0 stand first, then the
    largest; what did not move is not listed. Shares of triads balanced: see ``triads.Counts``.
    Nothing is divided by the number of documents; where one period has 1.5 times the other's or more, a warning says
    so. ``claim`` is one of the latest event. A number of 0 has no spread of its own: its interval is a bit narrow.
    """
    pairs, actors = (_changes(before, after, part) for part in (_pairs, _actors))
    both = [pair for pair in pairs if pair.before and pair.after]
    texts = [coverage.published(net, *of) for net, of in ((before, a), (after, b))]
    uneven = _uneven(*map(len, texts))
    return [
        _whole(f"What changed from a = {_told(a)} to b = {_told(b)}", before, after, texts, uneven),
        _moved("Pairs whose tone moved most", both, _tone, SCORES, lambda pair: pair.numbers, NUMBERS, []),
        _moved("Pairs whose number of events moved most", both, _activity, NUMBERS, lambda pair: (), (), uneven),
        _moved("Pairs that turned", [pair for pair in both if len(set(pair.signs)) > 1], _tone, SCORES,
               lambda pair: (*pair.signs, *pair.numbers), (*SIGNED, *NUMBERS), []),
        _once("New pairs", [pair for pair in pairs if not pair.before], 1, uneven),
        _once("Pairs fallen silent", [pair for pair in pairs if not pair.after], 0, uneven),
        _moved("Actors whose activity changed most", actors, _activity, NUMBERS,
               lambda actor: _rounded(actor.means), SCORES, uneven),
    ]  # fmt: skip


def among(network: nx.MultiDiGraph, actors: Iterable[str]) -> nx.MultiDiGraph:
    """A copy with only what passes between two of these actors."""
    kept = network.copy()
    kept.remove_nodes_from(set(network) - set(actors))
    return kept


def _pairs(network: nx.MultiDiGraph) -> dict[Who, tuple[evidence.Edge, ...]]:
    """The events of each pair, whichever side acts; a pair stands in the order of names."""
    place = {actor: number for number, actor in enumerate(evidence.by_name(network))}
    return _gathered(
        (tuple(sorted(edge[:2], key=place.__getitem__)), edge) for edge in evidence.edges(network) if edge[0] != edge[1]
    )


def _actors(network: nx.MultiDiGraph) -> dict[Who, tuple[evidence.Edge, ...]]:
    return _gathered(((actor,), edge) for edge in evidence.edges(network) for actor in edge[:2])


def _gathered(found: Iterable[tuple[Who, evidence.Edge]]) -> dict[Who, tuple[evidence.Edge, ...]]:
    """Each one's events once, by date, those without a date first."""
    events: dict[Who, dict[str, evidence.Edge]] = defaultdict(dict)
    for who, edge in found:
        events[who][edge[2]] = edge
    return {
        who: tuple(sorted(edges.values(), key=lambda edge: (edge[3]["date"] or "", edge[2])))
        for who, edges in events.items()
    }


def _changes(before: nx.MultiDiGraph, after: nx.MultiDiGraph, part: Part) -> list[_Change]:
    """All that have events before or after, by name."""
    one, other = part(before), part(after)
    names = {actor: evidence.name(net, actor) for net in (before, after) for actor in net}
    changes = [
        _Change(who, tuple(names[actor] for actor in who), one.get(who, ()), other.get(who, ()))
        for who in one.keys() | other.keys()
    ]
    return sorted(changes, key=lambda change: (change.names, change.who))


def _tone(change: _Change) -> _Moved:
    """How the mean score moved."""
    scores = [[edge[3]["score"] for edge in edges] for edges in (change.before, change.after)]
    if min(map(len, scores)) < evidence.FEW:
        return _Moved(change.means)
    random = np.random.default_rng(SEED)
    one, other = (_resampled(random, found) for found in scores)
    return _Moved(change.means, _ends(other - one))


def _resampled(random: np.random.Generator, scores: list[float]) -> Array:
    """The means of bootstrap samples: how often each distinct score is drawn is multinomial."""
    values, counts = np.unique(scores, return_counts=True)
    drawn: Array = random.multinomial(len(scores), counts / len(scores), size=DRAWS) @ values / len(scores)
    return drawn


def _activity(change: _Change) -> _Moved:
    """How the number of events moved."""
    return _Moved(change.numbers, _spread(*change.numbers))


@cache
def _spread(before: int, after: int) -> Sides:
    """The interval of a change from one number of events to another."""
    if before + after < evidence.FEW:
        return None, None
    random = np.random.default_rng(SEED)
    return _ends(random.poisson(after, DRAWS) - random.poisson(before, DRAWS))


def _ends(drawn: Array) -> tuple[float, float]:
    low, high = np.percentile(drawn, BAND)
    return round(float(low), 3), round(float(high), 3)


def _whole(
    title: str, before: nx.MultiDiGraph, after: nx.MultiDiGraph, texts: list[dict[str, str]], remarks: list[str]
) -> Table:
    """Figures of the networks and their texts; no row where neither has an event."""
    one, other = ({edge[2]: edge for edge in evidence.edges(net)} for net in (before, after))
    change = _Change((), (), tuple(one.values()), tuple(other.values()))
    figures = [_figures(net, found) for net, found in zip((before, after), texts, strict=True)]
    moved = {quantity: _Moved((figures[0][quantity], figures[1][quantity])) for quantity in figures[0]}
    moved |= {"events": _activity(change), "mean score": _tone(change)}
    rows = [(quantity, *found.cells) for quantity, found in moved.items()] if change.edges else []
    if twice := len(one.keys() & other.keys()):
        double = f"{evidence.plural(twice, 'event')} in both: the periods overlap, or dates tell too little."
        remarks = [*remarks, double]
    edges = [edge for net in (before, after) for edge in evidence.edges(net)]
    return Table(title, ("quantity", "a", "b", "change", *INTERVAL), tuple(rows), evidence.note(edges, *remarks))


def _figures(network: nx.MultiDiGraph, texts: Collection[str]) -> dict[str, float | None]:
    ties = signed(network)
    signs = [sign for *_, sign in ties.edges(data="sign")]
    balance = triads.count(with_sign(ties))
    return {
        "documents published": len(texts), "sources publishing": len(coverage.publishers(network, texts)),
        "actors": len(ties), "pairs": len(signs), "friendly pairs": signs.count(1), "hostile pairs": signs.count(-1),
        "triads balanced, strong": balance.strong, "triads balanced, weak": balance.weak,
    }  # fmt: skip


def _moved(
    title: str,
    changes: list[_Change],
    measure: Callable[[_Change], _Moved],
    sides: Who,
    more: Callable[[_Change], tuple[Cell, ...]],
    named: Who,
    remarks: list[str],
) -> Table:
    """The changes that are certain, then the largest, with what more is to be told of each."""
    measured = [(change, moved) for change in changes if (moved := measure(change)).by]
    measured.sort(key=lambda one: (not one[1].surely, -abs(one[1].by or 0)))
    rows = [(*one.names, *moved.cells, *more(one), *one.source) for one, moved in measured[:MOST]]
    chance = [CHANCE] if any(moved.surely for _, moved in measured) else []
    columns = (*sides, "change", *INTERVAL, *named)
    return _table(title, columns, rows, [change for change, _ in measured], [*chance, *remarks])


def _once(title: str, changes: list[_Change], side: int, remarks: list[str]) -> Table:
    """Pairs with events on one side only, most events first."""
    found = sorted(changes, key=lambda change: -change.numbers[side])
    rows = [
        (
            *one.names,
            one.numbers[side],
            _rounded(one.means)[side],
            one.signs[side],
            one.edges[-1][3]["date"],
            *one.source,
        )
        for one in found[:MOST]
    ]
    return _table(title, (NUMBERS[side], SCORES[side], SIGNED[side], "latest"), rows, changes, remarks)


def _table(title: str, columns: Who, rows: list[tuple[Cell, ...]], changes: list[_Change], remarks: list[str]) -> Table:
    """The rows between names and IRIs, and what all changes rest on, with those that have no room."""
    ends = ("actor", "other")[: len(changes[0].who) if changes else 2]
    said = [f"{len(rows)} of {len(changes):,} listed."] if len(rows) < len(changes) else []
    note = evidence.note((edge for change in changes for edge in change.edges), *said, *remarks)
    return Table(title, (*ends, *columns, *(f"{end} iri" for end in ends), "claim"), tuple(rows), note)


def _uneven(a: int, b: int) -> list[str]:
    """A warning where the periods have too different numbers of documents."""
    if a == b or max(a, b) < UNEVEN * min(a, b):
        return []
    return [f"Coverage differs: documents published in a: {a:,}, in b: {b:,}; silence may be a gap in the texts."]


def _told(span: Span) -> str:
    return "..".join(end or "" for end in span)


def _mean(edges: tuple[evidence.Edge, ...]) -> float | None:
    return round(fsum(edge[3]["score"] for edge in edges) / len(edges), 6) if edges else None


def _rounded(sides: Sides) -> Sides:
    one, other = (None if side is None else round(side, 3) for side in sides)
    return one, other
