"""Who acts and is acted upon, whom attention flows to, who stands between the others."""

import networkx as nx

from kgraph.analyse import evidence
from kgraph.analyse.registry import Table
from kgraph.analyse.signed import signed

COLUMNS = ("actor", "acts", "receives", "out strength", "in strength", "pagerank", "betweenness", "iri")
DAMPING = 0.85
TOLERANCE = 1e-12
ROUNDS = 200
EXACT = 1000  # actors; above that betweenness is estimated
SAMPLE = 50
SEED = 1


def centrality(network: nx.MultiDiGraph) -> Table:
    """Degrees, strengths, PageRank and betweenness of each actor, highest PageRank first.

    - acts, receives: number of events as actor and as recipient; a mutual event is both.
    - strength: sum of |s_e| over those events, s_e the event's score (Barrat et al., "The architecture of complex
      weighted networks", PNAS 101, 2004).
    - pagerank: see ``pagerank``.
    - betweenness: the share of shortest paths between two others that lead through the actor, over unweighted,
      undirected ties (Freeman 1977, by the algorithm of Brandes 2001); above 1,000 actors estimated from 50 of them
      (Brandes and Pich 2007).
    """
    rank = pagerank(network)
    graph = signed(network)
    sample = SAMPLE if len(graph) > EXACT else None
    between = nx.betweenness_centrality(graph, k=sample, seed=SEED)
    out_strength, in_strength = _strengths(network)
    rows = [
        (
            evidence.name(network, actor), network.out_degree(actor), network.in_degree(actor),
            round(out_strength[actor], 3), round(in_strength[actor], 3),
            round(rank[actor], 3), round(between[actor], 3), actor,
        )
        for actor in network
    ]  # fmt: skip
    rows.sort(key=lambda row: (-row[5], row[0], row[-1]))
    remarks = [f"Betweenness is estimated from {sample} actors."] if sample else []
    return Table("Centrality of actors", COLUMNS, tuple(rows), evidence.note(evidence.edges(network), *remarks))


def pagerank(network: nx.MultiDiGraph) -> dict[str, float]:
    """PageRank over absolute scores: p_j = (1 - d)/N + d * (sum over i of p_i w_ij / w_i + dangling/N).

    w_ij is the sum of |score| over i's events towards j, w_i its sum over j, d = 0.85, N the number of actors, dangling
    the rank of those who never act. Source: Page, Brin, Motwani and Winograd, "The PageRank citation ranking" (1999).
    """
    flow = nx.DiGraph()
    flow.add_nodes_from(evidence.by_name(network))
    for one, other, _, values in evidence.edges(network):
        known = flow.get_edge_data(one, other, {"weight": 0.0})["weight"]
        flow.add_edge(one, other, weight=known + abs(values["score"]))
    rank: dict[str, float] = nx.pagerank(flow, alpha=DAMPING, tol=TOLERANCE, max_iter=ROUNDS)
    return rank


def _strengths(network: nx.MultiDiGraph) -> tuple[dict[str, float], dict[str, float]]:
    out_strength, in_strength = dict.fromkeys(network, 0.0), dict.fromkeys(network, 0.0)
    for source, target, _, values in evidence.edges(network):
        out_strength[source] += abs(values["score"])
        in_strength[target] += abs(values["score"])
    return out_strength, in_strength
