"""The picture of one actor among those it deals with."""

from pathlib import Path

import networkx as nx

from kgraph.analyse import canvas, evidence
from kgraph.analyse.canvas import INK
from kgraph.analyse.diagram import PLAIN, Look, diagram, legend
from kgraph.analyse.signed import only, signed

PARTNERS = 24  # more names than that can't be read around one
SELF = Look(INK, "s")


def ego(network: nx.MultiDiGraph, path: str | Path, *, actor: str) -> None:
    """The actor, those it has most events with, and their ties; those among the partners are faint."""
    evidence.expect(network, actor)
    if not network:
        with canvas.sheet(path, "Ego network", "") as figure:
            canvas.nothing(figure)
        return
    whole = signed(network)
    graph = _nearest(whole, actor)
    name = evidence.name(network, actor)
    with canvas.sheet(path, f"{name} and those it deals with", _subtitle(network, whole, graph, actor)) as figure:
        diagram(figure, graph, {actor: SELF}, strong={tie for tie in graph.edges if actor in tie})
        legend(figure, graph, {name: SELF, "those it deals with (ties among them faint)": PLAIN})


def _nearest(graph: nx.Graph, actor: str) -> nx.Graph:
    """The actor and the partners with most events, with the ties between them."""
    kept = set(sorted(graph[actor], key=lambda one: -graph[actor][one]["n"])[:PARTNERS]) | {actor}
    return only(graph, (tie for tie in graph.edges if kept.issuperset(tie)))


def _subtitle(network: nx.MultiDiGraph, whole: nx.Graph, graph: nx.Graph, actor: str) -> str:
    drawn = [edge for edge in evidence.edges(network) if graph.has_edge(*edge[:2])]
    partners = len(whole[actor])
    part = f"\nshown: the {PARTNERS} of its {partners} partners with most events" if len(graph) <= partners else ""
    return evidence.summary(drawn) + part
