"""Pictures of networks: ties, communities and camps, to .png, .svg or .pdf files."""

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import networkx as nx

from kgraph.analyse import canvas, evidence, layout
from kgraph.analyse.blocs import certainty, split
from kgraph.analyse.communities import partition, propagation
from kgraph.analyse.diagram import diagram, group_look, legend
from kgraph.analyse.signed import friendly, only, signed

ACTORS = 30  # more names than that can't be read on a page
ROW = 3  # blocs beside one another
GAP = 130.0  # pixels between blocs, for names


def ties(network: nx.MultiDiGraph, path: str | Path) -> None:
    """The signed network: friends near and joined by solid blue lines, enemies by dashed orange-red ones."""
    whole = signed(network)
    graph = _busiest(whole)
    with canvas.sheet(path, "Ties between actors", _subtitle(network, graph, whole)) as figure:
        if not graph:
            canvas.nothing(figure)
            return
        diagram(figure, graph, {})
        legend(figure, graph)


def communities(network: nx.MultiDiGraph, path: str | Path) -> None:
    """The friendly ties, with a colour and shape for each Louvain community."""
    _groups(network, path, "Communities of cooperation", partition)


def labels(network: nx.MultiDiGraph, path: str | Path) -> None:
    """The same for the communities by label propagation."""
    _groups(network, path, "Communities of cooperation by label propagation", propagation)


def _groups(
    network: nx.MultiDiGraph, path: str | Path, title: str, divide: Callable[[nx.Graph], list[list[str]]]
) -> None:
    whole = friendly(signed(network))
    number = {actor: number for number, group in enumerate(divide(whole)) for actor in group}
    graph = _busiest(whole)
    with canvas.sheet(path, title, _subtitle(network, graph, whole)) as figure:
        if not graph:
            canvas.nothing(figure, "Nothing to draw: no friendly ties here.")
            return
        diagram(figure, graph, {actor: group_look(number[actor]) for actor in graph})
        shown = sorted({number[actor] for actor in graph})
        legend(
            figure,
            graph,
            {f"{'' if place else 'community '}{one + 1}": group_look(one) for place, one in enumerate(shown)},
        )


def blocs(network: nx.MultiDiGraph, path: str | Path, groups: int = 2) -> None:
    """The largest connected part of the signed network, each bloc in its own place; ties at odds stand out."""
    found = split(network, groups)
    group = set(next(iter(found.parts), []))
    part = only(found.graph, (tie for tie in found.graph.edges if group.issuperset(tie)))
    graph = _busiest(part)
    odd = found.frustrated
    told = f"{len(odd):,} of {evidence.plural(found.graph.number_of_edges(), 'tie')} at odds, drawn strong (hostile"
    told += f" inside a bloc or friendly across); {certainty(len(odd), found.low)}"
    subtitle = f"{_subtitle(network, graph, part)}\n{told}" if graph else ""
    with canvas.sheet(path, "Blocs and the ties at odds with them", subtitle) as figure:
        if not graph:
            canvas.nothing(figure)
            return
        looks = {actor: group_look(found.bloc[actor] - 1) for actor in graph}
        diagram(figure, graph, looks, odd, lambda graph, *size: _apart(graph, found.bloc, *size))
        size, shown = (Counter(found.bloc[actor] for actor in actors) for actors in (part, graph))
        keys = {number: f"{number} ({shown[number]} of {size[number]})" for number in sorted(size)}
        keys[1] = f"bloc {keys[1]}"
        legend(figure, graph, {key: group_look(number - 1) for number, key in keys.items()})


def _apart(graph: nx.Graph, bloc: Mapping[str, int], width: float, height: float) -> dict[str, tuple[float, float]]:
    """Blocs side by side, above three in two rows, each as wide as its number of actors asks for."""
    shown = sorted({bloc[actor] for actor in graph})
    half = len(shown) if len(shown) <= ROW else (len(shown) + 1) // 2
    rows = list(filter(None, [shown[half:], shown[:half]]))  # heights count from below
    places: dict[str, tuple[float, float]] = {}
    tall = (height - GAP * (len(rows) - 1)) / len(rows)
    for level, row in enumerate(rows):
        members = [[actor for actor in graph if bloc[actor] == number] for number in row]
        shares = [len(actors) ** 0.5 for actors in members]
        left = 0.0
        for actors, share in zip(members, shares, strict=True):
            wide = (width - GAP * (len(row) - 1)) * share / sum(shares)
            inner = nx.Graph()  # a subgraph would lose the order
            inner.add_nodes_from(actors)
            inner.add_edges_from(tie for tie in graph.edges(data=True) if tie[0] in inner and tie[1] in inner)
            found = layout.positions(inner, wide, tall)
            places |= {actor: (left + x, level * (tall + GAP) + y) for actor, (x, y) in found.items()}
            left += wide + GAP
    return places


def _busiest(graph: nx.Graph) -> nx.Graph:
    """The actors with most events and the ties between them."""
    events = {actor: sum(tie["n"] for tie in graph[actor].values()) for actor in graph}
    kept = set(sorted(graph, key=lambda actor: -events[actor])[:ACTORS])
    return only(graph, (tie for tie in graph.edges if kept.issuperset(tie)))


def _subtitle(network: nx.MultiDiGraph, shown: nx.Graph, whole: nx.Graph) -> str:
    if not network:
        return ""
    part = f"; shown: the {len(shown)} busiest" if len(shown) < len(whole) else ""
    return evidence.summary(evidence.edges(network)) + part
