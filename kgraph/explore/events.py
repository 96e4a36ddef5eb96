"""The events of a graph in columns, so that a filter takes milliseconds however many they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kgraph.actors.catalogue import catalogue
from kgraph.analyse import periods
from kgraph.analyse.regions import region
from kgraph.errors import QueryError
from kgraph.explore.filters import Filter
from kgraph.vocab import ROOTS, STATUSES

Mask = NDArray[np.bool_]
Ints = NDArray[np.int64]
EPOCH = date(1970, 1, 1).toordinal()
NEVER = -1  # the day of an event without a date


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody in the network; ``country`` is the ISO alpha-3 code of a state."""

    iri: str
    name: str
    kind: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose deeds count as those of a state or body (IRI)."""

    name: str
    side: str


@dataclass(frozen=True, slots=True)
class Pair:
    """What is between two actors: the events, how many are friendly and hostile, their mean score, the latest date."""

    one: Actor
    other: Actor
    events: int
    friendly: int
    hostile: int
    score: float
    latest: str


class Events:
    """A row for each event and pair of actors in it, whichever way it goes.

    ``one`` and ``other`` are the actors by number, ``forth`` and ``back`` whether it goes from one to other and from
    other to one; ``happening`` numbers the events, ``first`` and ``last`` are the days (ordinals) that its date can
    mean, ``NEVER`` without one, and ``month`` counts months from the year 0. ``people`` are not in the network
    themselves: whoever is asked about one of them is told of the side that this one acts for.
    """

    def __init__(self, network: nx.MultiDiGraph, people: Mapping[str, Person] = MappingProxyType({})) -> None:
        self.actors = [
            Actor(node, str(told["name"]), str(told["kind"]), _country(node)) for node, told in network.nodes(data=True)
        ]
        self.number = {actor.iri: number for number, actor in enumerate(self.actors)}
        self.people = {
            person: one for person, one in people.items() if person not in self.number and one.side in self.number
        }
        rows: dict[tuple[int, int, str], list[bool]] = {}
        told = {}
        for source, target, event, values in network.edges(keys=True, data=True):
            ends = self.number[source], self.number[target]
            row = rows.setdefault((min(ends), max(ends), event), [False, False])
            row[ends[0] > ends[1]] = True
            told[event] = values
        keys = sorted(rows)
        self.event = [event for *_, event in keys]
        names = {event: number for number, event in enumerate(dict.fromkeys(self.event))}
        self.happening = _ints(names[event] for event in self.event)
        self.one, self.other = _ints(one for one, *_ in keys), _ints(other for _, other, _ in keys)
        self.forth, self.back = (np.array([rows[key][way] for key in keys], dtype=bool) for way in (0, 1))
        values = [told[event] for event in self.event]
        self.code = _ints(ROOTS.index(one["code"]) for one in values)
        self.status = _ints(STATUSES.index(one["status"]) for one in values)
        self.heard = np.array([one["attributed"] for one in values], dtype=bool)
        self.score = np.array([one["score"] for one in values], dtype=np.float64)
        self.date = [one["date"] or "" for one in values]
        self.first, self.last = (_ints(day) for day in zip(*map(_days, self.date), strict=True)) if keys else (
            _ints(()), _ints(())
        )  # fmt: skip
        self.month = _ints(_month(when) for when in self.date)
        self._sources: dict[str, list[int]] = {}
        for number, one in enumerate(values):
            for source in one.get("sources", ()):
                self._sources.setdefault(source, []).append(number)
        self.pair, self.pairs = self._paired()

    def _paired(self) -> tuple[Ints, list[tuple[int, int]]]:
        """The number of each row's pair, and the pairs."""
        ends = np.column_stack([self.one, self.other])
        pairs, number = np.unique(ends, axis=0, return_inverse=True)
        return number.reshape(-1), [(int(one), int(other)) for one, other in pairs]

    @property
    def sources(self) -> list[str]:
        """Who published them, by name; documents without a publisher are sources of their own and left out."""
        return sorted(source for source in self._sources if "://" not in source)

    def wanted(self, given: Filter) -> Mask:
        """Which rows a filter keeps, time aside; QueryError for a region that there is not."""
        keep = np.ones(len(self.event), dtype=bool)
        if given.codes:
            keep &= np.isin(self.code, [ROOTS.index(code) for code in given.codes])
        keep &= np.isin(self.status, [STATUSES.index(status) for status in given.statuses])
        if given.heard is not None:
            keep &= self.heard == given.heard
        if given.source:
            told = np.zeros(len(keep), dtype=bool)
            told[self._sources.get(given.source, [])] = True
            keep &= told
        if given.region:
            keep &= self._touching(region(given.region))
        if given.actors:
            keep &= self._touching(given.actors)
        if given.hidden:
            keep &= ~self._touching(given.hidden)
        return keep

    def within(self, given: Filter) -> Mask:
        """Which rows may have happened between the filter's dates; those without a date only where it has none."""
        keep = np.ones(len(self.event), dtype=bool)
        if given.since:
            keep &= self.last >= _days(given.since)[0]
        if given.until:
            keep &= (self.first <= _days(given.until)[1]) & (self.first != NEVER)
        return keep

    def _touching(self, actors: Iterable[str]) -> Mask:
        chosen = np.zeros(len(self.actors), dtype=bool)
        chosen[[self.number[side] for side in map(self.side, actors) if side in self.number]] = True
        found: Mask = chosen[self.one] | chosen[self.other]
        return found

    def between(self, keep: Mask, least: int = 1) -> list[Pair]:
        """The pairs of the rows, those of most events first, then by name."""
        number = self.pair[keep]
        count = np.bincount(number, minlength=len(self.pairs))
        total = np.bincount(number, self.score[keep], len(self.pairs))
        good = np.bincount(number, self.score[keep] > 0, len(self.pairs))
        bad = np.bincount(number, self.score[keep] < 0, len(self.pairs))
        latest = np.full(len(self.pairs), NEVER)
        np.maximum.at(latest, number, self.last[keep])
        kept = np.flatnonzero(count >= max(least, 1))
        counts = (count[kept], good[kept].astype(int), bad[kept].astype(int), total[kept] / count[kept])
        rows = zip(*(column.tolist() for column in counts), _isos(latest[kept]), strict=True)
        ends = [self.pairs[at] for at in kept.tolist()]
        found = [
            Pair(self.actors[one], self.actors[other], told, friendly, hostile, round(mean, 3), day)
            for (one, other), (told, friendly, hostile, mean, day) in zip(ends, rows, strict=True)
        ]
        return sorted(found, key=lambda pair: (-pair.events, pair.one.name, pair.other.name, pair.one.iri))

    def side(self, iri: str) -> str:
        """Whose events are meant by an IRI: somebody's own, or those of the side that a person acts for."""
        return self.people[iri].side if iri in self.people else iri

    def actor(self, iri: str) -> Actor:
        """Whose events are meant by this IRI; QueryError where nobody's in the network are."""
        side = self.side(iri)
        if side not in self.number:
            raise QueryError(f"{iri[:80]!r} has no events here: choose somebody on the page Network.")
        return self.actors[self.number[side]]

    def with_ends(self, one: str, other: str) -> Mask:
        """Which rows are between two actors (IRIs), whichever way."""
        ends = sorted(self.number.get(self.side(end), NEVER) for end in (one, other))
        found: Mask = (self.one == ends[0]) & (self.other == ends[1])
        return found

    def with_end(self, actor: str) -> Mask:
        """Which rows have an actor (IRI) at either end."""
        return self._touching([actor])

    def of_pair(self, given: Filter, one: str, other: str) -> list[str]:
        """The events of two actors that a filter keeps, newest first; a vague date counts from its first day."""
        rows = np.flatnonzero(self.wanted(given) & self.within(given) & self.with_ends(one, other))
        newest = sorted(rows, key=lambda row: (-int(self.first[row]), -int(self.last[row]), self.event[row]))
        return [self.event[row] for row in newest]

    def count(self, keep: Mask) -> int:
        """How many events the rows are of."""
        return int(np.count_nonzero(np.bincount(self.happening[keep])))

    def months(self, keep: Mask) -> list[tuple[str, int, int, float]]:
        """Each month from the first to the last with a row: its name, events, hostile ones, mean score (nan: none)."""
        rows = np.flatnonzero(keep & (self.month != NEVER))
        rows = rows[np.unique(self.happening[rows], return_index=True)[1]]  # an event of three is in three rows
        if not len(rows):
            return []
        start = int(self.month[rows].min())
        month, score = self.month[rows] - start, self.score[rows]
        count = np.bincount(month)
        bad = np.bincount(month, score < 0)
        with np.errstate(invalid="ignore"):
            mean = np.bincount(month, score) / count
        return [
            (f"{(start + at) // 12:04}-{(start + at) % 12 + 1:02}", int(count[at]), int(bad[at]), float(mean[at]))
            for at in range(len(count))
        ]


def _country(node: str) -> str | None:
    known = catalogue().get(node)
    return known.country if known and known.kind == "state" else None


def _month(when: str) -> int:
    return int(when[:4]) * 12 + int(when[5:7]) - 1 if len(when) >= len("2024-03") else NEVER


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def _days(when: str) -> tuple[int, int]:
    """The first and the last day that a date can mean."""
    return (periods.begin(when).toordinal(), periods.end(when).toordinal()) if when else (NEVER, NEVER)


def _isos(days: Ints) -> list[str]:
    """The days as ISO dates, all at once: one by one thousands of pairs would take longer than their counts."""
    told = np.datetime_as_string((days - EPOCH).astype("datetime64[D]"))
    return ["" if day == NEVER else iso for day, iso in zip(days.tolist(), told.tolist(), strict=True)]
