"""The network of actors for Gephi, Cytoscape and the like: one edge for each ordered pair and PLOVER code."""

import re
from collections import defaultdict
from typing import IO

import networkx as nx

from kgraph.analyse.project import network
from kgraph.store import GraphStore

_ILLEGAL_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def graphml(store: GraphStore, out: IO[bytes]) -> None:
    """GraphML; edges have ``code``, ``events`` and ``score`` (mean)."""
    nx.write_graphml_xml(pairs(store), out)


def gexf(store: GraphStore, out: IO[bytes]) -> None:
    """GEXF 1.2, with the same attributes; without the date of writing, so that the bytes stay the same."""
    text = "\n".join(nx.generate_gexf(pairs(store))) + "\n"
    out.write(re.sub(r'(<meta) lastmodifieddate="[^"]*"', r"\1", text).encode())


def pairs(store: GraphStore) -> nx.MultiDiGraph:
    """Actors by IRI with ``label`` and ``kind``; for each pair and code the number of events and their mean score.

    Edges are keyed ``e0``, ``e1`` and so on, for the files want a name of its own for each.
    """
    happened = network(store)
    scores: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for one, other, values in happened.edges(data=True):
        scores[one, other, values["code"]].append(values["score"])
    graph = nx.MultiDiGraph()
    for node, values in sorted(happened.nodes(data=True)):
        graph.add_node(node, label=_legal(values["name"]), kind=values["kind"] or "")
    for number, ((one, other, code), found) in enumerate(sorted(scores.items())):
        mean = round(sum(found) / len(found), 3)
        graph.add_edge(one, other, key=f"e{number}", label=code, code=code, events=len(found), score=mean)
    return graph


def _legal(text: str) -> str:
    return _ILLEGAL_IN_XML.sub("\ufffd", text)
