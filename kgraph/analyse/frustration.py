"""Two camps that leave as few ties as possible frustrated: hostile inside a camp, or friendly across."""

from dataclasses import dataclass
from itertools import chain

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kgraph.analyse import splits
from kgraph.analyse.packing import packed
from kgraph.analyse.signed import only

Tie = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Frustration:
    """At least ``low`` ties are frustrated whatever the camps; these ``sides`` (1 and 2) frustrate ``high``."""

    low: int
    high: int
    sides: dict[str, int]

    @property
    def exact(self) -> bool:
        """Whether no split is better."""
        return self.low == self.high


def with_sign(graph: nx.Graph) -> nx.Graph:
    """``graph`` without the ties whose sign is 0, and without actors that then have none."""
    return only(graph, (tie[:2] for tie in graph.edges(data="sign") if tie[2]))


def groups(graph: nx.Graph) -> list[list[str]]:
    """The connected parts, largest first, each in the graph's order."""
    place = {actor: number for number, actor in enumerate(graph)}
    parts = [sorted(part, key=place.__getitem__) for part in nx.connected_components(graph)]
    return sorted(parts, key=lambda part: (-len(part), place[part[0]]))


def frustrated(graph: nx.Graph, side: dict[str, int]) -> list[Tie]:
    """The ties at odds with the split: hostile within a camp, friendly across."""
    return [(one, other) for one, other, sign in graph.edges(data="sign") if (side[one] == side[other]) != (sign > 0)]


def camps(graph: nx.Graph) -> dict[str, int]:
    """Camp 1 or 2 of each actor, as ``index`` finds them; the first actor of each connected part is in camp 1."""
    return index(graph).sides


def index(graph: nx.Graph) -> Frustration:
    """The line index of balance of a network of ties with a sign: the fewest ties frustrated by two camps, or bounds.

    L = min over splits of the number of ties hostile within a camp or friendly across. Source: Harary, "On the
    measurement of structural balance" (1959). Finding it is NP-hard; a balanced network, where it is 0, is always found
    (Harary 1953). L is the sum over the two-connected blocks of the network: a bridge costs nothing. In each block
    ``splits.search`` gives the upper bound; the lower one is that of ``packing.packed`` or ``bounds.bound``, which
    meets it in all but large and very strained blocks.
    """
    low, odd = 0, set[Tie]()
    tangled = _tangled(graph)
    part = only(graph, (tie for block in tangled for tie in block))
    row = {tie: number for number, tie in enumerate(part.edges)}
    found = splits.odd(part, splits.search(part, 2))
    for block in tangled:
        at_odds = found[[row[tie] for tie in block]]
        least, best = _block(graph, block, at_odds[:, at_odds.sum(axis=0).argmin()])
        low += least
        odd |= best
    return Frustration(low, len(odd), _sides(graph, odd))


def _block(graph: nx.Graph, block: list[Tie], at_odds: NDArray[np.bool_]) -> tuple[int, set[Tie]]:
    """How many of its ties are frustrated at least, and which are by the best split known, at first ``at_odds``."""
    number: dict[str, int] = {}
    for end in chain.from_iterable(block):
        number.setdefault(end, len(number))
    ties = [(number[one], number[other], graph[one][other]["sign"]) for one, other in block]
    low, odd = packed(ties), frozenset(at_odds.nonzero()[0].tolist())
    if low < len(odd):
        from kgraph.analyse.bounds import bound  # scipy's optimiser takes a while to load

        low, odd = bound(ties, odd, low)
    return low, {block[tie] for tie in odd}


def _tangled(graph: nx.Graph) -> list[list[Tie]]:
    """The ties of each two-connected block that is not balanced: only there must a tie be frustrated."""
    at_odds = {frozenset(tie) for tie in frustrated(graph, _sides(graph, set()))}
    place = {actor: number for number, actor in enumerate(graph)}
    return [
        [(one, other) if place[one] < place[other] else (other, one) for one, other in block]
        for block in nx.biconnected_component_edges(graph)
        if any(frozenset(tie) in at_odds for tie in block)
    ]


def _sides(graph: nx.Graph, odd: set[Tie]) -> dict[str, int]:
    """The camps that frustrate ``odd``, where such exist: a friend joins the camp and an enemy the other, else not."""
    side: dict[str, int] = {}
    for root in graph:
        if root in side:
            continue
        side[root] = 1
        for known, new in nx.bfs_edges(graph, root):
            together = (graph[known][new]["sign"] > 0) != ((known, new) in odd or (new, known) in odd)
            side[new] = side[known] if together else 3 - side[known]
    return side
