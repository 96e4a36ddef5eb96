"""Who acts and is acted upon, whom attention flows to, who stands between the others."""

from math import fsum
from random import Random
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import eigsh

from kgraph.analyse import evidence
from kgraph.analyse.registry import Table
from kgraph.analyse.signed import signed

COLUMNS = (
    "actor", "acts", "receives", "out strength", "in strength", "pagerank", "betweenness", "closeness", "eigenvector",
    "hub", "authority", "iri",
)  # fmt: skip
DAMPING = 0.85
TOLERANCE = 1e-12
ROUNDS = 200
DENSE = 100  # rows of a matrix that are solved as a whole
EXACT = 1000  # actors; above that betweenness and closeness are estimated
SAMPLE = 100
SEED = 1
TINY = 1e-9  # what rounding leaves of a zero

Floats = NDArray[np.float64]


def centrality(network: nx.MultiDiGraph) -> Table:
    """Degrees, strengths and centralities of each actor, highest PageRank first.

    - acts, receives: number of events as actor and as recipient; a mutual event is both.
    - strength: sum of |s_e| over those events, s_e the event's score (Barrat et al., "The architecture of complex
      weighted networks", PNAS 101, 2004).
    - pagerank: see ``pagerank``.
    - betweenness, closeness: see ``between_and_close``.
    - eigenvector: see ``eigenvector``.
    - hub, authority: see ``hits``.
    """
    rank = pagerank(network)
    graph = signed(network)
    between, close, sampled = between_and_close(graph)
    well_tied = eigenvector(graph)
    hub, authority = hits(network)
    out_strength, in_strength = _strengths(network)
    actors = sorted(graph, key=lambda actor: -round(rank[actor], 9))  # stable: names decide between equals
    rows = tuple(
        (
            evidence.name(network, actor), network.out_degree(actor), network.in_degree(actor),
            round(out_strength[actor], 3), round(in_strength[actor], 3), round(rank[actor], 3),
            round(between[actor], 3), round(close[actor], 3), round(well_tied[actor], 3),
            round(hub[actor], 3), round(authority[actor], 3), actor,
        )
        for actor in actors
    )  # fmt: skip
    remarks = [sampled] if sampled else []
    if (inside := len(main_part(graph))) < len(graph):
        remarks.append(
            "Eigenvector, hub and authority are of the largest connected part "
            f"({inside:,} of {len(graph):,} actors) and 0 outside it."
        )
    return Table("Centrality of actors", COLUMNS, rows, evidence.note(evidence.edges(network), *remarks))


def pagerank(network: nx.MultiDiGraph) -> dict[str, float]:
    """PageRank over absolute scores: p_j = (1 - d)/N + d * (sum over i of p_i w_ij / w_i + dangling/N).

    w_ij is the sum of |score| over i's events towards j, w_i its sum over j, d = 0.85, N the number of actors, dangling
    the rank of those who never act. Source: Page, Brin, Motwani and Winograd, "The PageRank citation ranking" (1999).
    """
    actors, acts = _flow(network)
    if not actors:
        return {}
    given = acts.sum(axis=1)
    onward = acts.multiply(np.divide(DAMPING, given, out=np.zeros(len(actors)), where=given > 0)[:, None]).T.tocsr()
    rank = np.full(len(actors), 1 / len(actors))
    for _ in range(ROUNDS):
        before = rank
        kept = onward @ before
        rank = kept + (1 - kept.sum()) / len(actors)  # what is damped and what dangles is shared by all
        if np.abs(rank - before).sum() < TOLERANCE * len(actors):
            break
    return dict(zip(actors, rank.tolist(), strict=True))


def hits(network: nx.MultiDiGraph) -> tuple[dict[str, float], dict[str, float]]:
    """Hubs and authorities over absolute scores: h_i ~ sum over j of w_ij a_j, a_j ~ sum over i of w_ij h_i.

    A hub acts upon authorities, an authority is acted upon by hubs; the highest of each is 1. w is that of
    ``pagerank``. Hubs and authorities are the two halves of the leading eigenvector of [[0, W], [W', 0]], W of the
    largest connected part. Source: Kleinberg, "Authoritative sources in a hyperlinked environment" (JACM 46, 1999).
    """
    actors, acts = _flow(network)
    if not actors:
        return {}, {}
    _, part_of = connected_components(acts, directed=False)
    inside = np.flatnonzero(part_of == np.bincount(part_of).argmax())
    part, acts = [actors[number] for number in inside], acts[inside][:, inside]
    halves = np.split(np.abs(leading(sparse.block_array([[None, acts], [acts.T, None]], format="csr"))), 2)
    hub, authority = (dict.fromkeys(network, 0.0) | dict(zip(part, _to_one(half), strict=True)) for half in halves)
    return hub, authority


def eigenvector(graph: nx.Graph) -> dict[str, float]:
    """Eigenvector centrality: x_i = sum over i's neighbours j of x_j / lambda, the highest 1.

    Over unweighted ties, lambda the largest eigenvalue of the largest connected part; 0 outside that. Source: Bonacich,
    "Factoring and weighting approaches to status scores and clique identification" (1972).
    """
    part = main_part(graph)
    if not part:
        return {}
    found = np.abs(leading(nx.to_scipy_sparse_array(graph, nodelist=part, weight=None, dtype=float, format="csr")))
    return dict.fromkeys(graph, 0.0) | dict(zip(part, found.tolist(), strict=True))


def main_part(graph: nx.Graph) -> list[str]:
    """The actors of the largest connected part, in the graph's order; of several the one that comes first."""
    part: set[str] = max(nx.connected_components(graph), key=len, default=set())
    return [actor for actor in graph if actor in part]


def leading(matrix: Any) -> Floats:
    """The eigenvector of the largest eigenvalue of a symmetric sparse matrix, its largest entry 1 or -1.

    Its sum is positive, or if that is 0, its first entry that isn't. Where several eigenvectors share the eigenvalue it
    is the one in whose direction (1, ..., 1) points, all 0 if there is none; all 0 also for a matrix of zeros. LAPACK's
    solver up to 100 rows, above that Lanczos iterations (ARPACK) from a fixed start.
    """
    size = matrix.shape[0]
    if not abs(matrix).max():
        return np.zeros(size)
    if size <= DENSE:
        values, vectors = np.linalg.eigh(matrix.toarray())
    else:
        values, vectors = eigsh(matrix, k=2, which="LA", v0=np.random.default_rng(SEED).random(size))
    shared = vectors[:, values > values.max() * (1 - TINY)]
    found: Floats = shared[:, 0] if shared.shape[1] == 1 else shared @ shared.sum(axis=0)
    found = np.where(np.abs(found) < TINY, 0, found)
    entries = found[found != 0]
    if not entries.size:
        return found
    turn = entries.sum() if abs(entries.sum()) > TINY * size else entries[0]
    return _to_one(found if turn > 0 else -found)


def between_and_close(graph: nx.Graph) -> tuple[dict[str, float], dict[str, float], str]:
    """Betweenness and closeness over unweighted, undirected ties; a remark on their errors where they are estimates.

    - betweenness: the share of shortest paths between two others that lead through the actor, b_v = sum over s, t of
      (sigma_st(v) / sigma_st) / ((n - 1)(n - 2)), sigma_st the number of shortest paths from s to t (Freeman 1977, by
      the algorithm of Brandes 2001).
    - closeness: (r_v / (n - 1)) / (mean distance to the r_v others that can be reached), which favours whom many can
      reach (Wasserman and Faust, "Social network analysis", 1994, p. 201).

    Exact up to 1,000 actors. Above that both are estimated from the paths that start at 100 actors chosen by chance
    (Brandes and Pich, "Centrality estimation in large networks", 2007; Eppstein and Wang 2004), with the standard error
    of a sample without replacement; that of closeness is linearised.
    """
    size = len(graph)
    if not size:
        return {}, {}, ""
    chosen = range(size) if size <= EXACT else sorted(Random(SEED).sample(range(size), SAMPLE))
    starts = np.array(chosen)
    links = nx.to_scipy_sparse_array(graph, weight=None, dtype=float, format="csr")
    distances, counts = _from_starts(links, starts)
    own = np.zeros(distances.shape, dtype=bool)
    own[starts, np.arange(len(starts))] = True
    between, off_between = _mean(counts / max(1, size - 2), own)
    reached, _ = _mean((distances > 0).astype(float), own)
    far, _ = _mean(distances, own)
    close = np.divide(reached**2, far, out=np.zeros(size), where=far > 0)
    remark = ""
    if len(starts) < size:
        met = np.flatnonzero(far)
        _, spread = _mean(2 * (distances[met] > 0) / reached[met, None] - distances[met] / far[met, None], own[met])
        remark = (
            f"Betweenness and closeness are estimated from paths that start at {len(starts)} of {size:,} actors, with "
            f"standard errors up to {off_between.max():.2g} and {(close[met] * spread).max(initial=0):.2g}."
        )
    return dict(zip(graph, between.tolist(), strict=True)), dict(zip(graph, close.tolist(), strict=True)), remark


def _from_starts(links: Any, starts: NDArray[np.int_]) -> tuple[Floats, Floats]:
    """Distances (0 if out of reach) from each start, and Brandes' dependencies; a row an actor, a column a start."""
    shape = (links.shape[0], len(starts))
    level, paths = np.full(shape, -1), np.zeros(shape)
    here = (starts, np.arange(len(starts)))
    level[here], paths[here] = 0, 1
    depth = 0
    while True:
        onward = links @ np.where(level == depth, paths, 0)
        new = (onward > 0) & (level < 0)
        if not new.any():
            break
        depth += 1
        level[new], paths[new] = depth, onward[new]
    counts = np.zeros(shape)
    for step in range(depth, 0, -1):
        share = np.divide(1 + counts, paths, out=np.zeros(shape), where=level == step)
        counts += np.where(level == step - 1, paths * (links @ share), 0)
    return np.maximum(level, 0).astype(float), counts


def _mean(values: Floats, own: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Each row's mean over starts other than the actor itself, and its standard error as a sample of all others."""
    others = np.maximum(1, (~own).sum(axis=1))
    mean = np.where(own, 0, values).sum(axis=1) / others
    squares = np.where(own, 0, (values - mean[:, None]) ** 2).sum(axis=1)
    unseen = max(0.0, 1 - own.shape[1] / max(1, own.shape[0]))
    return mean, np.sqrt(squares / np.maximum(1, others - 1) / others * unseen)


def _flow(network: nx.MultiDiGraph) -> tuple[list[str], Any]:
    """The actors by name, and the sums of |score| from each (row) to each (column)."""
    actors = evidence.by_name(network)
    place = {actor: number for number, actor in enumerate(actors)}
    sums = [
        (place[one], place[other], fsum([abs(values["score"]) for values in events.values()]))  # exact in any order
        for one, partners in network.adjacency()
        for other, events in partners.items()
    ]
    rows, columns, values = np.array(sums, dtype=float).reshape(-1, 3).T
    return actors, sparse.csr_array((values, (rows.astype(int), columns.astype(int))), shape=(len(actors),) * 2)


def _to_one(values: Floats) -> Floats:
    """Scaled so that the largest absolute value is 1."""
    largest = float(np.abs(values).max(initial=0))
    return values / (largest or 1)


def _strengths(network: nx.MultiDiGraph) -> tuple[dict[str, float], dict[str, float]]:
    out_strength, in_strength = dict.fromkeys(network, 0.0), dict.fromkeys(network, 0.0)
    for source, target, _, values in evidence.edges(network):
        out_strength[source] += abs(values["score"])
        in_strength[target] += abs(values["score"])
    return out_strength, in_strength
