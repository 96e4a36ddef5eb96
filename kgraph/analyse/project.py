"""From the store to networks: who did what to whom, one edge an event, with people and bodies folded into their state.

A claim's side (``kg:actorFor``, ``kg:recipientFor``) is the state a party is or acts for, else the party itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING, Any

import networkx as nx
from pyoxigraph import Literal, NamedNode

from kgraph import iri
from kgraph.analyse import evidence
from kgraph.errors import QueryError
from kgraph.graph import PARTY_CLASS
from kgraph.vocab import MUTUAL, PLOVER

if TYPE_CHECKING:
    from kgraph.store import GraphStore

CLAIMS = f"""
SELECT ?document ?event ?claim ?code ?date ?score ?confidence ?heard ?actor ?recipient WHERE {{
  %s
  GRAPH ?document {{
    ?claim kg:status kg:actual ; kg:code ?code ; kg:score ?score ; kg:confidence ?confidence ;
      kg:actorFor ?actor .
    OPTIONAL {{ ?claim kg:recipientFor ?recipient }}
    BIND(EXISTS {{ ?claim kg:attributedTo ?somebody }} AS ?heard)
  }}
  GRAPH <{iri.EVENTS}> {{ ?claim kg:event ?event . OPTIONAL {{ ?event kg:eventDate ?date }} }}
}}
"""
TAKES_PART = "GRAPH ?document { ?claim kg:actor|kg:actorFor|kg:recipient|kg:recipientFor %s }"
ACTORS = (
    "SELECT DISTINCT ?actor ?label ?kind WHERE { GRAPH ?document { ?actor a kg:Actor, ?kind ; rdfs:label ?label } }"
)
ISO_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


@dataclass(slots=True)
class _Happening:
    """One event as its rows come in: its claims with (heard, -confidence, claim) and score, documents and pairs."""

    code: str
    date: str | None
    claims: dict[tuple[bool, float, str], float]
    documents: set[str]
    pairs: set[tuple[str, str]]
    alone: set[str]  # actors of claims without a recipient

    def dyads(self) -> Iterator[tuple[str, str]]:
        """Who does it to whom; a mutual event goes both ways, between its actors where it names no recipient."""
        pairs = set(self.pairs)
        if self.code in MUTUAL:
            pairs |= {(other, one) for one, other in pairs} | set(permutations(self.alone, 2))
        yield from ((one, other) for one, other in pairs if one != other)

    def attributes(self) -> dict[str, Any]:
        heard, _, claim = min(self.claims)
        return {
            "code": self.code, "score": round(sum(self.claims.values()) / len(self.claims), 6), "date": self.date,
            "status": "actual", "reports": len(self.claims), "claim": claim,
            "documents": tuple(sorted(self.documents)), "attributed": heard,
        }  # fmt: skip


def network(
    store: GraphStore, *, since: str | None = None, until: str | None = None, actor: str | None = None
) -> nx.MultiDiGraph:
    """The events that are claimed to have happened, as edges from actor to recipient; a mutual event has one each way.

    Nodes are IRIs with ``name`` and ``kind``. An edge's key is the event's IRI; its attributes are ``code`` (PLOVER
    root), ``score`` (mean of the reports, -10 to 10), ``date`` (the event's, else the publication's, ISO or None),
    ``status``, ``reports`` (number of claims), ``claim`` (the most confident one), ``documents`` and ``attributed``
    (whether all reports are somebody else's account). What happens within one state has no
    edge, nor what involves somebody whom the texts do not name.

    ``since`` and ``until`` are inclusive ISO days, months or years, compared as far as both dates reach; undated events
    then drop out. ``actor`` keeps the events that this IRI, or somebody acting for it, takes part in. Raises QueryError
    for a date or an IRI that is none.
    """
    for limit in (since, until):
        if limit is not None and not ISO_DATE.fullmatch(limit):
            raise QueryError(f"{limit!r} is no date: write it like 2024, 2024-03 or 2024-03-05.")
    found = _happenings(store, since, until, actor)
    edges = sorted(
        (one, other, event)
        for event, happening in found.items()
        for one, other in happening.dyads()
        if not (iri.is_unnamed(one) or iri.is_unnamed(other))
    )
    known = _actors(store)
    nodes = {end: known.get(end, (end, None)) for edge in edges for end in edge[:2]}
    graph = nx.MultiDiGraph()
    for node, (name, kind) in sorted(nodes.items(), key=lambda item: (item[1][0], item[0])):
        graph.add_node(node, name=name, kind=kind)
    for one, other, event in edges:
        graph.add_edge(one, other, key=event, **found[event].attributes())
    return graph


def signed(network: nx.MultiDiGraph) -> nx.Graph:
    """One undirected tie a pair: ``weight`` the mean score of its ``n`` events, ``sign`` 1, 0 or -1.

    Events count once, reports don't count. Actors and ties stand in the order of names, so that nothing computed from
    the graph depends on the order in which events came in.
    """
    scores: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    actors = evidence.by_name(network)
    place = {actor: number for number, actor in enumerate(actors)}
    for one, other, event, values in evidence.edges(network):
        if one != other:
            first, second = sorted((one, other), key=place.__getitem__)
            scores[first, second][event] = values["score"]
    graph = nx.Graph()
    graph.add_nodes_from((actor, network.nodes[actor]) for actor in actors)
    for one, other in sorted(scores, key=lambda pair: (place[pair[0]], place[pair[1]])):
        found = scores[one, other].values()
        weight = round(sum(sorted(found)) / len(found), 6)
        graph.add_edge(one, other, weight=weight, n=len(found), sign=(weight > 0) - (weight < 0))
    return graph


def friendly(graph: nx.Graph) -> nx.Graph:
    """The ties of a signed network with a positive mean score, ``strength`` = weight times events, and their actors."""
    kept = only(graph, (tie[:2] for tie in graph.edges(data="sign") if tie[2] > 0))
    for _, _, tie in kept.edges(data=True):
        tie["strength"] = tie["weight"] * tie["n"]
    return kept


def only(graph: nx.Graph, ties: Iterable[tuple[str, str]]) -> nx.Graph:
    """A copy with these ties and the actors they join, in the order of ``graph`` (networkx's subgraphs lose it)."""
    ties = list(ties)
    linked = {actor for tie in ties for actor in tie}
    kept = nx.Graph()
    kept.add_nodes_from((actor, values) for actor, values in graph.nodes(data=True) if actor in linked)
    kept.add_edges_from((one, other, graph[one][other]) for one, other in ties)
    return kept


def _happenings(store: GraphStore, since: str | None, until: str | None, actor: str | None) -> dict[str, _Happening]:
    found: dict[str, _Happening] = {}
    for document, event, claim, code, date, score, confidence, heard, doer, recipient in _claims(store, actor):
        if not _within(date, since, until):
            continue
        one = found.setdefault(event, _Happening(code.removeprefix(PLOVER.base), date, {}, set(), set(), set()))
        one.claims[heard == "true", -float(confidence), claim] = float(score)
        one.documents.add(document)
        if recipient is None:
            one.alone.add(doer)
        else:
            one.pairs.add((doer, recipient))
    return found


def _claims(store: GraphStore, actor: str | None) -> Iterator[tuple[Any, ...]]:
    try:
        limit = TAKES_PART % NamedNode(actor) if actor else ""
    except ValueError:
        raise QueryError(f"{actor!r} is no IRI: look the actor up by name first.") from None
    return _values(store, CLAIMS % limit)


def _within(date: str | None, since: str | None, until: str | None) -> bool:
    if date is None:
        return since is None and until is None
    late = since is None or date[: len(since)] >= since[: len(date)]
    return late and (until is None or date[: len(until)] <= until[: len(date)])


def _actors(store: GraphStore) -> dict[str, tuple[str, str]]:
    """Name and kind of each actor; of several the first by alphabet."""
    kinds = {iri: kind for kind, iri in PARTY_CLASS.items()}
    found: dict[str, tuple[str, str]] = {}
    for node, label, kind in _values(store, ACTORS):
        if kind in kinds:
            known = label, kinds[kind]
            found[node] = min(found.get(node, known), known)
    return found


def _values(store: GraphStore, sparql: str) -> Iterator[tuple[Any, ...]]:
    for row in store.select(sparql).rows:
        yield tuple(term.value if isinstance(term, NamedNode | Literal) else None for term in row)
