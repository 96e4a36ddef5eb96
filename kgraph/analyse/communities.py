"""Groups of actors that cooperate more with one another than with the rest."""

from collections.abc import Collection, Iterable

import networkx as nx

from kgraph.analyse import evidence
from kgraph.analyse.registry import Table
from kgraph.analyse.signed import friendly, signed

COLUMNS = ("community", "actor", "friends inside", "strength inside", "strength outside", "iri")
SEED = 1
Tie = tuple[int, int, float]  # two actors by number, and a weight


def communities(network: nx.MultiDiGraph) -> Table:
    """Louvain communities of the friendly ties, largest first; actors without a friendly tie are left out.

    Maximises the modularity Q = sum over communities c of [L_c/L - (k_c/2L)^2], L the total weight of the ties, L_c
    that inside c, k_c the summed strength of c's members; a tie's weight is its mean score times its events. Source:
    Blondel, Guillaume, Lambiotte and Lefebvre, "Fast unfolding of communities in large networks" (2008).
    """
    graph = friendly(signed(network))
    return _table("Communities of cooperation", network, graph, partition(graph))


def labels(network: nx.MultiDiGraph) -> Table:
    """Communities of the friendly ties by label propagation, largest first; who has no friendly tie is left out.

    Each actor starts with a label of its own. One after the other, in an order drawn by chance (fixed seed), takes the
    label of greatest tie strength among its neighbours, until all have such a label. It maximises nothing and looks
    only at neighbours: far quicker than Louvain, but another order may give other groups. Source: Raghavan, Albert and
    Kumara, "Near linear time algorithm to detect community structures in large-scale networks" (2007).
    """
    graph = friendly(signed(network))
    return _table("Communities of cooperation by label propagation", network, graph, propagation(graph))


def _table(title: str, network: nx.MultiDiGraph, graph: nx.Graph, groups: list[list[str]]) -> Table:
    rows = tuple(
        (number, evidence.name(graph, actor), *_strengths(graph, actor, set(group)), actor)
        for number, group in enumerate(groups, 1)
        for actor in group
    )
    remarks = []
    if groups:
        quality = nx.community.modularity(graph, groups, weight="strength")
        remarks.append(f"Modularity {quality:.3f}.")
    if alone := len(network) - len(graph):
        remarks.append(f"{evidence.plural(alone, 'actor')} without a friendly tie left out.")
    return Table(title, COLUMNS, rows, evidence.note(evidence.edges(network), *remarks))


def partition(graph: nx.Graph) -> list[list[str]]:
    """The Louvain communities of ``graph`` by tie strength: largest first, members by name."""
    if not graph:
        return []
    actors, ties = _numbered(graph)
    return _groups(actors, nx.community.louvain_communities(_weighted(actors, ties), seed=SEED))


def propagation(graph: nx.Graph) -> list[list[str]]:
    """The communities of ``graph`` by label propagation over tie strength: largest first, members by name."""
    actors, ties = _numbered(graph)
    # millionths are whole (weights have six digits): rounded sums could make two labels take turns for ever
    whole = _weighted(actors, ((one, other, round(strength * 1e6)) for one, other, strength in ties))
    return _groups(actors, nx.community.asyn_lpa_communities(whole, weight="weight", seed=SEED))


def _numbered(graph: nx.Graph) -> tuple[list[str], list[Tie]]:
    """Actors by name, and ties between their numbers: sets of strings have another order in every process."""
    actors = evidence.by_name(graph)
    place = {actor: number for number, actor in enumerate(actors)}
    ends = ((place[one], place[other], tie) for one, other, tie in graph.edges(data="strength"))
    return actors, sorted((one, other, tie) if one < other else (other, one, tie) for one, other, tie in ends)


def _weighted(actors: list[str], ties: Iterable[Tie]) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(len(actors)))
    graph.add_weighted_edges_from(ties)
    return graph


def _groups(actors: list[str], found: Iterable[Collection[int]]) -> list[list[str]]:
    return [[actors[number] for number in group] for group in sorted(map(sorted, found), key=lambda g: (-len(g), g))]


def _strengths(graph: nx.Graph, actor: str, group: set[str]) -> tuple[int, float, float]:
    inside = [tie["strength"] for other, tie in graph[actor].items() if other in group]
    outside = [tie["strength"] for other, tie in graph[actor].items() if other not in group]
    return len(inside), round(sum(inside, 0.0), 3), round(sum(outside, 0.0), 3)
