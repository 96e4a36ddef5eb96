"""Groups of actors that cooperate more with one another than with the rest."""

import networkx as nx

from kgraph.analyse import evidence
from kgraph.analyse.registry import Table
from kgraph.analyse.signed import friendly, signed

COLUMNS = ("community", "actor", "friends inside", "strength inside", "strength outside", "iri")
SEED = 1


def communities(network: nx.MultiDiGraph) -> Table:
    """Louvain communities of the friendly ties, largest first; actors without a friendly tie are left out.

    Maximises the modularity Q = sum over communities c of [L_c/L - (k_c/2L)^2], L the total weight of the ties, L_c
    that inside c, k_c the summed strength of c's members; a tie's weight is its mean score times its events. Source:
    Blondel, Guillaume, Lambiotte and Lefebvre, "Fast unfolding of communities in large networks" (2008).
    """
    graph = friendly(signed(network))
    groups = partition(graph)
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
    return Table("Communities of cooperation", COLUMNS, rows, evidence.note(evidence.edges(network), *remarks))


def partition(graph: nx.Graph) -> list[list[str]]:
    """The Louvain communities of ``graph`` by tie strength: largest first, members by name."""
    if not graph:
        return []
    actors = evidence.by_name(graph)
    # numbers instead of IRIs: sets of strings have another order in every process
    numbers = nx.relabel_nodes(graph, {actor: number for number, actor in enumerate(actors)})
    found = nx.community.louvain_communities(numbers, weight="strength", seed=SEED)
    return [[actors[number] for number in group] for group in sorted(map(sorted, found), key=lambda g: (-len(g), g))]


def _strengths(graph: nx.Graph, actor: str, group: set[str]) -> tuple[int, float, float]:
    inside = [tie["strength"] for other, tie in graph[actor].items() if other in group]
    outside = [tie["strength"] for other, tie in graph[actor].items() if other not in group]
    return len(inside), round(sum(inside, 0.0), 3), round(sum(outside, 0.0), 3)
