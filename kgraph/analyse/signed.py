"""Networks of signed ties: what each pair's events come to."""

from collections import defaultdict
from collections.abc import Iterable

import networkx as nx

from kgraph.analyse import evidence


def signed(network: nx.MultiDiGraph) -> nx.Graph:
    """One undirected tie a pair: ``weight`` the mean score of its ``n`` events, ``sign`` 1, 0 or -1.

    Events count once, reports don't count. Actors and ties stand in the order of names, so that nothing computed from
    the graph depends on the order in which events came in.
    """
    scores: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    actors = evidence.by_name(network)
    place = {actor: number for number, actor in enumerate(actors)}
    for one, other, event, values in evidence.edges(network):
        if one != other:
            first, second = sorted((one, other), key=place.__getitem__)
            scores[first, second][event] = values["score"]
    graph = nx.Graph()
    graph.add_nodes_from((actor, network.nodes[actor]) for actor in actors)
    for one, other in sorted(scores, key=lambda pair: (place[pair[0]], place[pair[1]])):
        found = scores[one, other].values()
        weight = round(sum(sorted(found)) / len(found), 6)
        graph.add_edge(one, other, weight=weight, n=len(found), sign=(weight > 0) - (weight < 0))
    return graph


def friendly(graph: nx.Graph) -> nx.Graph:
    """The ties of a signed network with a positive mean score, ``strength`` = weight times events, and their actors."""
    kept = only(graph, (tie[:2] for tie in graph.edges(data="sign") if tie[2] > 0))
    for _, _, tie in kept.edges(data=True):
        tie["strength"] = tie["weight"] * tie["n"]
    return kept


def only(graph: nx.Graph, ties: Iterable[tuple[str, str]]) -> nx.Graph:
    """A copy with these ties and the actors they join, in the order of ``graph`` (networkx's subgraphs lose it)."""
    ties = list(ties)
    linked = {actor for tie in ties for actor in tie}
    kept = nx.Graph()
    kept.add_nodes_from((actor, values) for actor, values in graph.nodes(data=True) if actor in linked)
    kept.add_edges_from((one, other, graph[one][other]) for one, other in ties)
    return kept
