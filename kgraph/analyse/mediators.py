"""Who could mediate: actors that stand well with both sides of a quarrel."""

from collections.abc import Iterator
from heapq import nsmallest
from typing import Any

import networkx as nx

from kgraph.analyse import evidence
from kgraph.analyse.path import events, extreme
from kgraph.analyse.registry import Cell, Table
from kgraph.analyse.signed import friendly, signed
from kgraph.errors import QueryError

COLUMNS = ("mediator", "a", "b", "with a", "with b", "hostility", "events", "claim a", "claim b", "iri")
MOST = 100  # mediators listed
Found = tuple[str, str, str]  # mediator, a, b


def mediators(network: nx.MultiDiGraph, *, actor: str | None = None, other: str | None = None) -> Table:
    """Actors m with friendly ties to both sides of a hostile pair a, b, ranked by min(f_ma, f_mb).

    f = mean score times number of events, of pairs whose mean is positive: as good as the worse of the two ties. A pair
    is hostile if its mean score is negative; ``hostility`` is its -mean times events. Of all hostile pairs, those of
    ``actor``, or only ``actor`` and ``other`` (IRIs), who need not be hostile then. ``events`` are those of m with
    either side; the claims report the friendliest of each. Raises QueryError for ``other`` without ``actor``, for a
    pair of one, and for an actor that is not in the network. A mediator here is the liaison between two camps of Gould
    and Fernandez, "Structures of mediation" (1989), with signs; whether both sides would accept it, no score says.
    """
    _check(network, actor, other)
    graph = signed(network)
    friends = friendly(graph)
    found = list(_between(friends, _pairs(graph, actor, other)))
    place = {iri: number for number, iri in enumerate(graph)}  # the order of names
    listed = nsmallest(MOST, found, key=lambda one: (-_worse(friends, one), *(place[iri] for iri in one)))
    rows = tuple(_row(network, graph, friends, one) for one in listed)
    note = evidence.note(around(network, actor, other), *_remarks(graph, actor, other, rows, len(found)))
    named = [evidence.name(network, iri) for iri in (actor, other) if iri and network]
    return Table("Mediators" + (f": {' and '.join(named)}" if named else ""), COLUMNS, rows, note)


def around(network: nx.MultiDiGraph, actor: str | None, other: str | None) -> list[evidence.Edge]:
    """The events with an actor or either of two; all where none is named."""
    ends = {iri for iri in (actor, other) if iri}
    return [edge for edge in evidence.edges(network) if not ends or ends & set(edge[:2])]


def _check(network: nx.MultiDiGraph, actor: str | None, other: str | None) -> None:
    if other and not actor:
        raise QueryError("A second actor was given without a first: name both, or one with 'actor'.")
    evidence.expect(network, *(iri for iri in (actor, other) if iri))
    if actor and actor == other:
        raise QueryError(f"{evidence.name(network, actor)} is no pair with itself: name two actors.")


def _pairs(graph: nx.Graph, actor: str | None, other: str | None) -> Iterator[tuple[str, str]]:
    if actor and other:
        yield from ((actor, other),) if graph else ()
        return
    for one, two, sign in graph.edges(data="sign"):
        if sign < 0 and actor in (None, one, two):
            yield (two, one) if actor == two else (one, two)


def _between(friends: nx.Graph, pairs: Iterator[tuple[str, str]]) -> Iterator[Found]:
    circle = {actor: set(friends[actor]) for actor in friends}
    for one, other in pairs:
        for mediator in circle.get(one, set()) & circle.get(other, set()):
            yield mediator, one, other


def _worse(friends: nx.Graph, found: Found) -> float:
    mediator, *sides = found
    return float(min(friends[mediator][side]["strength"] for side in sides))


def _row(network: nx.MultiDiGraph, graph: nx.Graph, friends: nx.Graph, found: Found) -> tuple[Cell, ...]:
    mediator, *sides = found
    passed = [events(network, mediator, side) for side in sides]
    quarrel = graph.get_edge_data(*sides)
    return (
        *(evidence.name(graph, iri) for iri in found),
        *(round(friends[mediator][side]["strength"], 3) for side in sides),
        round(-quarrel["weight"] * quarrel["n"], 3) + 0.0 if quarrel else None,
        len({event for edges in passed for _, _, event, _ in edges}),
        *(extreme(edges, 1)["claim"] for edges in passed),
        mediator,
    )


def _remarks(
    graph: nx.Graph, actor: str | None, other: str | None, rows: tuple[tuple[Any, ...], ...], found: int
) -> Iterator[str]:
    if actor and other and graph:
        quarrel = graph.get_edge_data(actor, other)
        if not quarrel:
            yield "The two have no events with each other here."
        elif quarrel["sign"] >= 0:
            yield f"The two are not hostile here: their mean score is {quarrel['weight']:.3g}."
    if not rows:
        yield "Nobody here has friendly ties to both sides."
        return
    if found > MOST:
        yield f"The first {MOST} of {found:,} listed."
    if few := sum(row[6] < evidence.FEW for row in rows):
        yield f"{few} of {len(rows)} have fewer than {evidence.FEW} events with both sides together."
