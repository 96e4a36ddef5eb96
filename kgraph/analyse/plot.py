"""Pictures of networks: ties, communities and camps, to .png, .svg or .pdf files."""

from pathlib import Path

import networkx as nx

from kgraph.analyse import canvas, evidence, frustration
from kgraph.analyse.communities import partition
from kgraph.analyse.diagram import diagram, group_look, legend
from kgraph.analyse.signed import friendly, only, signed

ACTORS = 30  # more names than that can't be read on a page


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
    whole = friendly(signed(network))
    number = {actor: number for number, group in enumerate(partition(whole)) for actor in group}
    graph = _busiest(whole)
    with canvas.sheet(path, "Communities of cooperation", _subtitle(network, graph, whole)) as figure:
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


def blocs(network: nx.MultiDiGraph, path: str | Path) -> None:
    """The largest connected part of the signed network in two camps; ties at odds with them stand out."""
    whole = frustration.with_sign(signed(network))
    side = frustration.camps(whole)
    group = set(next(iter(frustration.groups(whole)), []))
    part = only(whole, (tie for tie in whole.edges if group.issuperset(tie)))
    graph = _busiest(part)
    odd = frustration.frustrated(graph, side)
    subtitle = f"{_subtitle(network, graph, part)}\n{evidence.plural(len(odd), 'tie')} at odds, drawn strong"
    with canvas.sheet(path, "Two camps and the ties at odds with them", subtitle if graph else "") as figure:
        if not graph:
            canvas.nothing(figure)
            return
        diagram(figure, graph, {actor: group_look(side[actor] - 1) for actor in graph}, strong=odd)
        legend(figure, graph, {"camp 1": group_look(0), "camp 2": group_look(1)})


def _busiest(graph: nx.Graph) -> nx.Graph:
    """The actors with most events and the ties between them."""
    events = {actor: sum(tie["n"] for tie in graph[actor].values()) for actor in graph}
    kept = set(sorted(graph, key=lambda actor: -events[actor])[:ACTORS])
    return only(graph, (tie for tie in graph.edges if kept.issuperset(tie)))


def _subtitle(network: nx.MultiDiGraph, shown: nx.Graph, whole: nx.Graph) -> str:
    if not network:
        return ""
    part = f"; shown: the {len(shown)} actors with most events" if len(shown) < len(whole) else ""
    return evidence.summary(evidence.edges(network)) + part
