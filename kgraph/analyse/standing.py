"""Standing in the signed network: friends lift an actor, enemies pull it down, and it matters how they stand."""

from typing import Any

import networkx as nx
import numpy as np
from scipy import sparse
from scipy.sparse.linalg import cg

from kgraph.analyse import evidence
from kgraph.analyse.centrality import leading, main_part
from kgraph.analyse.frustration import with_sign
from kgraph.analyse.registry import Table
from kgraph.analyse.signed import signed

COLUMNS = ("actor", "friends", "enemies", "pn", "status", "iri")
PRECISION = 1e-12


def standing(network: nx.MultiDiGraph) -> Table:
    """Friends, enemies, PN centrality and status of each actor, highest PN first.

    A friend is somebody with whom the mean score of all events is above 0, an enemy one with whom it is below. See
    ``pn`` and ``status``, which both count ties, whatever their strength.
    """
    graph = signed(network)
    worth, rank = pn(graph), status(graph)
    actors = sorted(graph, key=lambda actor: -round(worth[actor], 9))  # stable: names decide between equals
    rows = tuple(
        (
            evidence.name(graph, actor), _ties(graph, actor, 1), _ties(graph, actor, -1), round(worth[actor], 6),
            round(rank[actor], 3) if actor in rank else None, actor,
        )
        for actor in actors
    )  # fmt: skip
    note = evidence.note(evidence.edges(network), *_remarks(graph, rank))
    return Table("Standing of actors", COLUMNS, rows, note)


def pn(graph: nx.Graph) -> dict[str, float]:
    """PN centrality: (I - A / (2n - 2))^-1 1 with A = P - 2N, P and N the friendly and hostile ties, n the actors.

    Above 1 for who has more and better placed friends than enemies, below 1 for the opposite, 1 without ties; an enemy
    weighs as much as two friends. In a network of two enemies the inverse doesn't exist, and its limit 0.5 is given.
    Source: Everett and Borgatti, "Networks containing negative ties" (Social Networks 38, 2014).
    """
    size = len(graph)
    if not size:
        return {}
    signs = _signs(graph, list(graph))
    weights = signs.maximum(0) + 2 * signs.minimum(0)
    # conjugate gradients: no eigenvalue of the matrix is below 0, as no actor has more than n - 1 ties
    found, _ = cg(sparse.eye_array(size) - weights / max(1, 2 * size - 2), np.ones(size), rtol=PRECISION)
    return dict(zip(graph, found.tolist(), strict=True))


def status(graph: nx.Graph) -> dict[str, float]:
    """Status: s_i = sum over j of A_ij s_j / lambda, A the signs of the ties, lambda its largest eigenvalue.

    High for friends of those of high status and enemies of those of low status. Where two camps face one another, one
    has positive status and the other negative; the sign is chosen so that the sum is positive, and where the sum is 0,
    so that the first actor by name that has a status has a positive one. The largest absolute value is 1. Only for the
    largest connected part of the ties that have a sign, and for nobody where several solutions fit equally well, none
    of which has a sum other than 0 (such as three enemies). Source: Bonacich and Lloyd, "Calculating status with
    negative relations" (Social Networks 26, 2004).
    """
    part = main_part(with_sign(graph))
    found = leading(_signs(graph, part)) if part else np.zeros(0)
    return dict(zip(part, found.tolist(), strict=True)) if found.any() else {}


def _remarks(graph: nx.Graph, rank: dict[str, float]) -> list[str]:
    if not rank:
        return ["No status: there are no ties with a sign, or several orders of the actors fit them equally well."]
    remarks = []
    if len(rank) < len(graph):
        remarks.append(f"Status is of the largest connected part ({len(rank):,} of {len(graph):,} actors).")
    if abs(sum(rank.values())) < 1e-6:
        remarks.append("Statuses sum to 0: which side is positive follows the first name and means nothing.")
    return remarks


def _signs(graph: nx.Graph, actors: list[str]) -> Any:
    return nx.to_scipy_sparse_array(graph, nodelist=actors, weight="sign", dtype=float, format="csr")


def _ties(graph: nx.Graph, actor: str, sign: int) -> int:
    return sum(tie["sign"] == sign for tie in graph[actor].values())
