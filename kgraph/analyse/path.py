"""Chains of ties from one actor to another: who could carry a message, along which quarrels a fight could spread."""

from itertools import pairwise
from typing import Any

import networkx as nx

from kgraph.analyse import evidence
from kgraph.analyse.registry import Table
from kgraph.analyse.signed import only, signed
from kgraph.errors import QueryError

COLUMNS = ("step", "from", "to", "events", "score", "code", "date", "claim")
WORDS = {1: "friendly", -1: "hostile"}


def path(network: nx.MultiDiGraph, *, actor: str, other: str) -> Table:
    """The path of fewest ties with a positive mean score from ``actor`` to ``other`` (IRIs), by breadth-first search.

    Of several equally short ones, the first by the names along it. Each step shows the pair's events and mean score,
    and its friendliest event (the latest of these) with a claim that reports it. Raises QueryError where an actor is
    not in the network or no friendly path exists. Source: Moore, "The shortest path through a maze" (1959).
    """
    return _along(network, actor, other, sign=1)


def hostile(network: nx.MultiDiGraph, *, actor: str, other: str) -> Table:
    """The same along ties with a negative mean score: each step with its most hostile event."""
    return _along(network, actor, other, sign=-1)


def events(network: nx.MultiDiGraph, one: str, other: str) -> list[evidence.Edge]:
    """What passed between two actors; a mutual event stands in it twice, once each way."""
    return [
        (*pair, key, values)
        for pair in ((one, other), (other, one))
        for key, values in (network.get_edge_data(*pair) or {}).items()
    ]


def between(network: nx.MultiDiGraph, actor: str, other: str) -> list[evidence.Edge]:
    """The events of a pair; QueryError for one that is none."""
    evidence.expect(network, actor, other)
    if network and actor == other:
        raise QueryError(f"{evidence.name(network, actor)} is no pair with itself: name two actors.")
    return events(network, actor, other)


def extreme(found: list[evidence.Edge], sign: int) -> dict[str, Any]:
    """The friendliest (1) or most hostile (-1) of some events, of equals the latest."""
    return max((values for *_, values in found), key=lambda one: (sign * one["score"], one["date"] or "", one["claim"]))


def chain(network: nx.MultiDiGraph, graph: nx.Graph, actor: str, other: str, sign: int) -> list[tuple[str, str]]:
    """The pairs along the path of fewest ties of a sign; ``graph`` is the signed network. QueryError where none is."""
    if not network:
        return []
    evidence.expect(network, actor, other)
    names = [evidence.name(network, iri) for iri in (actor, other)]
    if actor == other:
        raise QueryError(f"A path from {names[0]} to itself has no steps: name two actors.")
    found = _shortest(only(graph, (tie[:2] for tie in graph.edges(data="sign") if tie[2] == sign)), actor, other)
    if found is None:
        raise QueryError(f"No chain of {WORDS[sign]} ties leads from {names[0]} to {names[1]}: try a longer period.")
    return list(pairwise(found))


def _along(network: nx.MultiDiGraph, actor: str, other: str, sign: int) -> Table:
    graph = signed(network)
    steps = chain(network, graph, actor, other, sign)
    rows = tuple((number, *_step(network, graph, *pair, sign)) for number, pair in enumerate(steps, 1))
    rests_on = [edge for pair in steps for edge in events(network, *pair)]
    ends = f": {evidence.name(network, actor)} to {evidence.name(network, other)}" if steps else ""
    return Table(f"{WORDS[sign].capitalize()} path{ends}", COLUMNS, rows, evidence.note(rests_on))


def _shortest(graph: nx.Graph, actor: str, other: str) -> list[str] | None:
    if actor not in graph or other not in graph:
        return None
    # neighbours stand in the order of their names, so the first path found is the first by name
    found: dict[str, list[str]] = nx.single_source_shortest_path(graph, actor)
    return found.get(other)


def _step(
    network: nx.MultiDiGraph, graph: nx.Graph, one: str, other: str, sign: int
) -> tuple[str | float | int | None, ...]:
    tie = graph[one][other]
    best = extreme(events(network, one, other), sign)
    names = (evidence.name(graph, one), evidence.name(graph, other))
    return (*names, tie["n"], round(tie["weight"], 3), best["code"], best["date"], best["claim"])
