"""Two camps that leave as few ties as possible frustrated: hostile inside a camp, or friendly across."""

import networkx as nx

from kgraph.analyse.signed import only

STARTS = 64
EFFORT = 400_000  # ties looked at when choosing the number of starts


def with_sign(graph: nx.Graph) -> nx.Graph:
    """``graph`` without the ties whose sign is 0, and without actors that then have none."""
    return only(graph, (tie[:2] for tie in graph.edges(data="sign") if tie[2]))


def groups(graph: nx.Graph) -> list[list[str]]:
    """The connected parts, largest first, each in the graph's order."""
    place = {actor: number for number, actor in enumerate(graph)}
    parts = [sorted(part, key=place.__getitem__) for part in nx.connected_components(graph)]
    return sorted(parts, key=lambda part: (-len(part), place[part[0]]))


def camps(graph: nx.Graph) -> dict[str, int]:
    """Camp 1 or 2 of each actor; the first actor of each connected part is in camp 1.

    Minimising frustration is NP-hard. From the split that a breadth-first tree prescribes (a friend joins the camp, an
    enemy the other), actors change camp one by one as long as that frees more ties than it frustrates. This is done
    from up to 64 roots, those with most ties first, and the split with fewest frustrated ties kept. A network that can
    be split without frustration (Harary 1953) always is; else the result is an upper bound.
    """
    side: dict[str, int] = {}
    starts = max(1, min(STARTS, EFFORT // max(1, graph.number_of_edges())))
    for group in groups(graph):
        part = graph.subgraph(group)
        roots = sorted(group, key=lambda actor: -graph.degree(actor))[:starts]
        best = min((_descend(graph, _grow(graph, root)) for root in roots), key=lambda s: len(frustrated(part, s)))
        side |= {actor: 1 if best[actor] == best[group[0]] else 2 for actor in group}
    return side


def frustrated(graph: nx.Graph, side: dict[str, int]) -> list[tuple[str, str]]:
    """The ties at odds with the split: hostile within a camp, friendly across."""
    return [(one, other) for one, other, sign in graph.edges(data="sign") if (side[one] == side[other]) != (sign > 0)]


def _grow(graph: nx.Graph, root: str) -> dict[str, int]:
    side = {root: 1}
    for known, new in nx.bfs_edges(graph, root):
        side[new] = side[known] * graph[known][new]["sign"]
    return side


def _descend(graph: nx.Graph, side: dict[str, int]) -> dict[str, int]:
    moved = True
    while moved:
        moved = False
        for actor, own in side.items():
            if sum(own * side[other] * tie["sign"] for other, tie in graph[actor].items()) < 0:
                side[actor] = -own
                moved = True
    return side
