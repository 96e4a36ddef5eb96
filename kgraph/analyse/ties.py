"""The ties between actors: what each pair's events come to."""

import networkx as nx

from kgraph.analyse import evidence
from kgraph.analyse.registry import Table
from kgraph.analyse.signed import signed

COLUMNS = ("actor", "other", "events", "score", "sign", "actor iri", "other iri")


def ties(network: nx.MultiDiGraph) -> Table:
    """Each pair's number of events n and mean score w = (1/n) sum of s_e, -10 (conflict) to 10; most events first.

    A mutual event counts once. Source of the scores: Goldstein, "A conflict-cooperation scale for WEIS events data",
    Journal of Conflict Resolution 36 (1992).
    """
    graph = signed(network)
    rows = [
        (
            evidence.name(graph, one), evidence.name(graph, other), tie["n"], round(tie["weight"], 3),
            "+" if tie["sign"] > 0 else "-" if tie["sign"] < 0 else "0", one, other,
        )
        for one, other, tie in graph.edges(data=True)
    ]  # fmt: skip
    rows.sort(key=lambda row: (-row[2], row))
    return Table("Ties between actors", COLUMNS, tuple(rows), evidence.note(evidence.edges(network)))
