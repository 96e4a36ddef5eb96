"""What a briefing is about: one actor, or two and those who deal with both, in a period."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from shlex import quote
from typing import Any

import networkx as nx

from kgraph.analyse import evidence
from kgraph.analyse.project import network
from kgraph.analyse.signed import signed
from kgraph.brief.evidence import by_event
from kgraph.brief.records import Pair, Record, clean, of_actor
from kgraph.errors import QueryError
from kgraph.iri import is_unnamed
from kgraph.naming import labels, resolve
from kgraph.store import GraphStore

Events = dict[str, dict[str, Any]]  # attributes by event IRI
THIRDS = 12  # who deals with both, at most: more names than that can't be read in a picture


@dataclass(frozen=True)
class Scope:
    """The actors' IRIs, the network of the period, and the claims of each tie (None: of no other named side).

    ``persons`` is whether those who act for a state are kept apart from it, as they are when the briefing is about one.
    """

    focus: tuple[str, ...]
    since: str | None
    until: str | None
    network: nx.MultiDiGraph
    persons: bool
    names: dict[str, str]
    records: dict[Pair | None, list[Record]]

    @property
    def title(self) -> str:
        return " and ".join(self.name(actor) for actor in self.focus)

    def name(self, actor: str) -> str:
        """An actor's name, or the end of its IRI where the store has none."""
        return self.names.get(actor) or ("somebody" if is_unnamed(actor) else actor.rpartition("/")[2])

    @cached_property
    def edges(self) -> list[evidence.Edge]:
        """The events of the actor with others, or between the two."""
        return [edge for edge in evidence.edges(self.network) if set(self.focus) <= set(edge[:2])]

    @cached_property
    def ties(self) -> nx.Graph:
        """The signed ties of the actor, or of the two between themselves and with those who deal with both."""
        wanted = {tie for tie in self.records if tie}
        edges = [(a, b, key) for a, b, key in self.network.edges(keys=True) if (min(a, b), max(a, b)) in wanted]
        return signed(self.network.edge_subgraph(edges))

    @cached_property
    def _told(self) -> dict[str, list[Record]]:
        main = [tie for tie in self.records if tie is None or set(self.focus) <= set(tie)]
        return by_event({record.claim: record for tie in main for record in self.records[tie]}.values())

    def telling(self, events: Iterable[str], tie: Pair | None = None) -> list[Record]:
        """The claims that tell of these events, of one tie or of those that the briefing is about."""
        found = by_event(self.records.get(tie, ())) if tie else self._told
        return [record for event in sorted(set(events)) for record in found.get(event, ())]

    def between(self, one: str, other: str) -> Events:
        """The events between two actors, in either direction."""
        found: Events = {}
        for pair in ((one, other), (other, one)):
            found |= self.network.get_edge_data(*pair) or {}
        return found

    @cached_property
    def others(self) -> list[str]:
        """The actor's partners, or those who deal with both, the busiest first."""
        ties = self.ties
        events = {
            actor: sum(ties[actor][one]["n"] for one in self.focus if one in ties[actor])
            for actor in ties
            if actor not in self.focus
        }
        return sorted(events, key=lambda actor: (-events[actor], self.name(actor), actor))

    def command(self, name: str, *pairs: tuple[str, str], dates: bool = True) -> str:
        """How to ask for all that a list leaves out."""
        limits = [("since", self.since), ("until", self.until)] if dates else []
        given = [*pairs, *((key, value) for key, value in limits if value)]
        return " ".join([f"kgraph query {name}", *(f"-p {key}={quote(value)}" for key, value in given)])


def read(store: GraphStore, actors: tuple[str, ...], since: str | None, until: str | None) -> Scope:
    """Raises QueryError for an actor whom nobody knows, and where the texts tell nothing of what is asked."""
    focus = tuple(resolve(store, actor) for actor in actors)
    if len(set(focus)) < len(focus):
        raise QueryError(f"{' and '.join(actors)} are one actor: name two different ones.")
    names = {actor: clean(label) for actor, label in labels(store).items()}
    for one, typed in zip(focus, actors, strict=True):
        if one not in names:
            raise QueryError(f"Nothing is told of {typed} in this store; see `kgraph query actors`.")
    net, persons = _network(store, focus, since, until)
    scope = Scope(focus, since, until, net, persons, names, _by_tie(store, focus, net, since, until, persons))
    if not scope.records:
        what = f"an event between {scope.title}" if len(focus) == 2 else f"an event in which {scope.title} takes part"
        period = " in this period" if since or until else ""
        raise QueryError(f"No text tells of {what}{period}; see `kgraph query actors` for who has events.")
    return scope


def _network(
    store: GraphStore, focus: tuple[str, ...], since: str | None, until: str | None
) -> tuple[nx.MultiDiGraph, bool]:
    """Persons and bodies as their state, unless one of them is asked for."""
    folded = network(store, since=since, until=until)
    if all(one in folded for one in focus):
        return folded, False
    apart = network(store, since=since, until=until, persons=True)
    better = sum(one in apart for one in focus) > sum(one in folded for one in focus)
    return (apart, True) if better else (folded, False)


def _by_tie(
    store: GraphStore, focus: tuple[str, ...], net: nx.MultiDiGraph, since: str | None, until: str | None, persons: bool
) -> dict[Pair | None, list[Record]]:
    thirds = _thirds(net, *focus) if len(focus) == 2 else set()
    found: dict[Pair | None, list[Record]] = defaultdict(list)
    seen = {record.claim: record for one in focus for record in of_actor(store, one, since, until)}
    for record in seen.values():
        for tie in _ties(record, focus, thirds, persons):
            found[tie].append(record)
    return dict(found)


def _ties(record: Record, focus: tuple[str, ...], thirds: set[str], persons: bool) -> Iterator[Pair | None]:
    pairs = sorted(pair for pair in record.pairs(persons) if not set(focus).isdisjoint(pair))
    if len(focus) == 1:
        if pairs:
            yield from pairs
        elif focus[0] in record.sides(persons):
            yield None
        return
    for pair in pairs:
        if set(pair) == set(focus) or (record.status == "actual" and not thirds.isdisjoint(pair)):
            yield pair


def _thirds(net: nx.MultiDiGraph, one: str, other: str) -> set[str]:
    """The busiest of those who deal with both."""
    partners = [set(nx.all_neighbors(net, actor)) if actor in net else set() for actor in (one, other)]
    both = (partners[0] & partners[1]) - {one, other}
    events = {
        third: sum(net.number_of_edges(*pair) for end in (one, other) for pair in ((third, end), (end, third)))
        for third in both
    }
    return set(sorted(both, key=lambda third: (-events[third], evidence.name(net, third), third))[:THIRDS])
