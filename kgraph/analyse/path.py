"""Who could carry a message: the chain of friendly ties from one actor to another."""

from itertools import pairwise
from typing import Any

import networkx as nx

from kgraph.analyse import evidence
from kgraph.analyse.registry import Table
from kgraph.analyse.signed import friendly, signed
from kgraph.errors import QueryError

COLUMNS = ("step", "from", "to", "events", "score", "code", "date", "claim")


def path(network: nx.MultiDiGraph, *, actor: str, other: str) -> Table:
    """The path of fewest ties with a positive mean score from ``actor`` to ``other`` (IRIs), by breadth-first search.

    Of several equally short ones, the first by the names along it. Each step shows the pair's events and mean score,
    and its friendliest event (the latest of these) with a claim that reports it. Raises QueryError where an actor is
    not in the network or no friendly path exists. Source: Moore, "The shortest path through a maze" (1959).
    """
    if not network:
        return Table("Friendly path", COLUMNS, (), evidence.note([]))
    evidence.expect(network, actor, other)
    names = [evidence.name(network, iri) for iri in (actor, other)]
    if actor == other:
        raise QueryError(f"A path from {names[0]} to itself has no steps: name two actors.")
    graph = signed(network)
    chain = _chain(friendly(graph), actor, other)
    if chain is None:
        raise QueryError(f"No chain of friendly ties leads from {names[0]} to {names[1]}: try a longer period.")
    steps = list(pairwise(chain))
    rows = tuple((number, *_step(network, graph, *pair)) for number, pair in enumerate(steps, 1))
    rests_on = [edge for pair in steps for edge in _events(network, *pair)]
    return Table(f"Friendly path: {names[0]} to {names[1]}", COLUMNS, rows, evidence.note(rests_on))


def _chain(graph: nx.Graph, actor: str, other: str) -> list[str] | None:
    if actor not in graph or other not in graph:
        return None
    # neighbours stand in the order of their names, so the first path found is the first by name
    found: dict[str, list[str]] = nx.single_source_shortest_path(graph, actor)
    return found.get(other)


def _step(network: nx.MultiDiGraph, graph: nx.Graph, one: str, other: str) -> tuple[str | float | int | None, ...]:
    tie = graph[one][other]
    best = max(_events(network, one, other), key=_friendliness)[3]
    names = (evidence.name(graph, one), evidence.name(graph, other))
    return (*names, tie["n"], round(tie["weight"], 3), best["code"], best["date"], best["claim"])


def _events(network: nx.MultiDiGraph, one: str, other: str) -> list[evidence.Edge]:
    return [edge for edge in network.edges((one, other), keys=True, data=True) if {edge[0], edge[1]} == {one, other}]


def _friendliness(edge: evidence.Edge) -> tuple[Any, ...]:
    values = edge[3]
    return values["score"], values["date"] or "", values["claim"]
