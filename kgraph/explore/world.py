"""What the map shows: how every country stands to one actor, and where the events took place."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl, urlencode

import numpy as np

from kgraph import iri
from kgraph.actors.catalogue import catalogue
from kgraph.errors import QueryError
from kgraph.explore import filters
from kgraph.explore.events import Actor, Events, Ints, Mask, Pair
from kgraph.explore.filters import Filter
from kgraph.report.terms import plain
from kgraph.store import GraphStore

Way = Literal["to", "by", "both"]
WAYS: tuple[Way, ...] = ("to", "by", "both")  # what countries do to the actor, what it does to them, all together
MOST = 300  # places: with more nobody sees the countries below

_PARTS = {"name": "schema:name", "lat": "schema:latitude", "lon": "schema:longitude", "country": "kg:iso3"}
# a part at a time, and each told once: all of them in one question take fifty times as long
_PART = "SELECT DISTINCT ?spot ?value WHERE { GRAPH ?g { ?spot %s ?value } }"
_TOLD = f"""
SELECT ?event ?spot WHERE {{
  {{ SELECT ?claim ?spot WHERE {{ GRAPH ?g {{ ?claim kg:place ?spot }} }} }}
  {{ SELECT ?claim ?event WHERE {{ GRAPH <{iri.EVENTS}> {{ ?claim kg:event ?event }} }} }}
}}"""


@dataclass(frozen=True, slots=True)
class Look:
    """What an address of the map wants: the events, toward whom (an IRI; empty: the busiest state), and how near."""

    given: Filter = filters.DEFAULT
    of: str = ""
    way: Way = "to"
    near: bool = False

    def address(self) -> str:
        """The address of the page."""
        told = {"of": self.of, "way": self.way if self.way != WAYS[0] else "", "near": "yes" if self.near else ""}
        return filters.address(
            "/map", urlencode({key: value for key, value in told.items() if value}), self.given.address()
        )


def read(address: str) -> Look:
    """The look that the query part of an address tells; QueryError names what is wrong in it."""
    told = dict(parse_qsl(address))
    return Look(filters.read(address), told.get("of", ""), _way(told.get("way", "")), told.get("near") == "yes")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map (WGS84 degrees); a whole country is told by its capital's."""

    name: str
    country: str
    lat: float
    lon: float

    @property
    def whole(self) -> bool:
        """Whether no more is known than the country."""
        state = catalogue().states.get(self.country)
        return state is not None and state.name == self.name


@dataclass(frozen=True, slots=True)
class Stance:
    """A country toward the chosen actor: the events between them, how many of each sign, their mean score."""

    country: Actor
    events: int
    friendly: int
    hostile: int
    score: float
    latest: str


@dataclass(frozen=True, slots=True)
class World:
    """A map's content: countries and places with most events first.

    ``events`` counts what the filter keeps of the actor, with whomever; ``placed`` those whose place is known;
    ``more`` is how many places are left out. ``months`` has a row a month (name, events, hostile ones, mean score) of
    all dates, so that a slider over them stays as it is.
    """

    of: Actor
    way: Way
    stances: tuple[Stance, ...]
    spots: tuple[tuple[Spot, int], ...]
    events: int
    placed: int
    more: int
    months: tuple[tuple[str, int, int, float], ...]


class Places:
    """Where events took place, in columns: the texts may tell several places of one event."""

    def __init__(self, events: Events, spots: Mapping[str, Spot], told: Iterable[tuple[str, str]]) -> None:
        number = dict(zip(events.event, events.happening.tolist(), strict=True))
        self.spots = list(spots.values())
        place = {spot: at for at, spot in enumerate(spots)}
        pairs = sorted({(number[event], place[spot]) for event, spot in told if event in number and spot in place})
        self.event, self.spot = np.array(pairs, dtype=np.int64).reshape(-1, 2).T

    def count(self, happenings: Ints) -> tuple[list[tuple[Spot, int]], int]:
        """The places of events (their numbers), those of most events first, and how many of the events have one."""
        here = np.isin(self.event, happenings)
        count = np.bincount(self.spot[here], minlength=len(self.spots))
        found = [(self.spots[at], int(count[at])) for at in np.flatnonzero(count)]
        ranked = sorted(found, key=lambda one: (-one[1], one[0].name, one[0].country))
        return ranked, len(np.unique(self.event[here]))


def places(store: GraphStore, events: Events) -> Places:
    """The places that a store's texts tell of its events."""
    parts = {name: dict(_pairs(store, _PART % part)) for name, part in _PARTS.items()}
    spots = {
        spot: Spot(parts["name"].get(spot, ""), parts["country"].get(spot, ""), float(lat), float(parts["lon"][spot]))
        for spot, lat in sorted(parts["lat"].items())
        if spot in parts["lon"]
    }
    return Places(events, spots, _pairs(store, _TOLD))


def world(events: Events, where: Places, look: Look) -> World:
    """How countries stand to an actor, as far as a filter keeps the events.

    QueryError for an actor or a region that there is not.
    """
    given = look.given
    wanted, within = events.wanted(given), events.within(given)
    actor = events.actor(look.of or busiest(events, wanted & within))
    wanted &= _toward(events, actor.iri, look.way)
    rows = wanted & within
    spots, placed = where.count(events.happening[rows])
    stances = tuple(_stance(pair, actor.iri) for pair in events.between(rows, given.least))
    states = tuple(stance for stance in stances if stance.country.country)
    more = max(len(spots) - MOST, 0)
    months = tuple(events.months(wanted))
    return World(actor, look.way, states, tuple(spots[:MOST]), events.count(rows), placed, more, months)


def busiest(events: Events, keep: Mask) -> str:
    """The state with most of the kept rows, else the first of all; empty where nobody does anything."""
    count = np.bincount(events.one[keep], minlength=len(events.actors))
    count += np.bincount(events.other[keep], minlength=len(events.actors))
    ranked = sorted(events.actors, key=lambda one: (one.country is None, -int(count[events.number[one.iri]]), one.name))
    return ranked[0].iri if ranked else ""


def _way(name: str) -> Way:
    """The way that an address tells; QueryError for none that there is."""
    for known in WAYS:
        if known == (name or WAYS[0]):
            return known
    raise QueryError(f"{name[:40]!r} is no way: take one of {', '.join(WAYS)}.")


def _toward(events: Events, of: str, way: Way) -> Mask:
    """The rows of an actor with anybody that go to it, from it, or either."""
    at = events.number[of]
    first, second = events.one == at, events.other == at
    found: Mask = first | second
    if way == "to":
        found = (first & events.back) | (second & events.forth)
    elif way == "by":
        found = (first & events.forth) | (second & events.back)
    return found


def _stance(pair: Pair, of: str) -> Stance:
    other = pair.other if pair.one.iri == of else pair.one
    return Stance(other, pair.events, pair.friendly, pair.hostile, pair.score, pair.latest)


def _pairs(store: GraphStore, select: str) -> Iterator[tuple[str, str]]:
    """The rows of an answer with two columns."""
    return ((plain(one), plain(other)) for one, other in store.select(select).rows)
