"""What is told to have happened from one side to another in all, so that the whole network can be asked at a glance.

A pair is ordered; its names and its reports in somebody's name come from the claims, all else from its ties. Whoever
has no name is known within one text only, and has no pair.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kgraph import iri, rdf
from kgraph.rdf import text
from kgraph.store import GraphStore
from kgraph.vocab import KG, MUTUAL, PLOVER, RDF

Sides = tuple[str, str]  # actor, recipient

_GRAPH = NamedNode(iri.TIES)
_BATCH = 500
_NAMES = """
SELECT ?a ?b (MIN(?a_label) AS ?actor) (MIN(?b_label) AS ?recipient) (COUNT(DISTINCT ?heard) AS ?attributed)
WHERE {
  VALUES (?a ?b) { %(pairs)s }
  { GRAPH ?g { ?claim kg:actorFor ?a ; kg:recipientFor ?b ; kg:code ?code } }
  UNION
  { VALUES ?code { %(mutual)s } GRAPH ?g { ?claim kg:actorFor ?b ; kg:recipientFor ?a ; kg:code ?code } }
  UNION
  {
    VALUES ?code { %(mutual)s }
    GRAPH ?g { ?claim kg:actorFor ?a, ?b ; kg:code ?code . FILTER NOT EXISTS { ?claim kg:recipientFor ?nobody } }
  }
  GRAPH ?g { ?a rdfs:label ?a_label . ?b rdfs:label ?b_label }
  OPTIONAL { GRAPH ?g { ?claim kg:attributedTo ?sayer ; kg:status kg:actual . BIND(?claim AS ?heard) } }
}
GROUP BY ?a ?b
"""
_TIES = """
SELECT ?a ?b ?events ?reports ?sum ?first ?last WHERE {
  VALUES (?a ?b) { %(pairs)s }
  GRAPH <%(ties)s> {
    ?tie kg:actorFor ?a ; kg:recipientFor ?b ; kg:status kg:actual ; kg:events ?events ; kg:reports ?reports ;
      kg:scoreSum ?sum .
    OPTIONAL { ?tie kg:firstDate ?first ; kg:lastDate ?last }
  }
}
"""
_STORED = "SELECT ?pair ?p ?o { VALUES ?pair { %(nodes)s } GRAPH <%(ties)s> { ?pair ?p ?o } }"


def renew(store: GraphStore, pairs: Iterable[Sides]) -> None:
    """Sum up anew what is told to have happened from one side to the other."""
    named = sorted(pair for pair in pairs if pair[0] != pair[1] and not any(map(iri.is_unnamed, pair)))
    for start in range(0, len(named), _BATCH):
        _renew(store, named[start : start + _BATCH])


def _renew(store: GraphStore, pairs: list[Sides]) -> None:
    given = {
        "pairs": " ".join(f"(<{one}> <{other}>)" for one, other in pairs),
        "nodes": " ".join(f"<{iri.pair(*pair)}>" for pair in pairs),
        "mutual": " ".join(f"<{PLOVER.terms()[root]}>" for root in sorted(MUTUAL)),
        "ties": iri.TIES,
    }
    sums = {pair: _Sum() for pair in pairs}
    for one, other, *tie in _rows(store, _TIES % given):
        sums[one, other].add(*tie)
    new = {
        quad
        for one, other, actor, recipient, attributed in _rows(store, _NAMES % given)
        for quad in _pair(one, other, actor, recipient, int(attributed), sums[one, other])
    }
    old = set(_stored(store, _STORED % given))
    if old != new:
        store.change(delete=sorted(old - new, key=str), insert=sorted(new - old, key=str))


class _Sum:
    """The ties of one pair, added up."""

    def __init__(self) -> None:
        self.events = self.reports = self.friendly_events = self.hostile_events = 0
        self.friendly = self.hostile = 0.0
        self.dates: list[str] = []

    def add(self, events: str, reports: str, total: str, first: str, last: str) -> None:
        """One more tie; an event counts once, with the mean score of its reports."""
        count, score = int(events), float(total) * int(events) / int(reports)
        self.events += count
        self.reports += int(reports)
        self.friendly += max(score, 0)
        self.hostile += min(score, 0)
        self.friendly_events += count if score > 0 else 0
        self.hostile_events += count if score < 0 else 0
        self.dates += filter(None, (first, last))


def _pair(one: str, other: str, actor: str, recipient: str, attributed: int, told: _Sum) -> Iterator[Quad]:
    node = rdf.node(iri.pair(one, other))
    facts = (
        (RDF.type, rdf.node(KG.Pair)), (KG.actorFor, rdf.node(one)), (KG.recipientFor, rdf.node(other)),
        (KG.actorName, rdf.string(actor)), (KG.recipientName, rdf.string(recipient)),
        (KG.events, rdf.integer(told.events)), (KG.reports, rdf.integer(told.reports)),
        (KG.attributed, rdf.integer(attributed)),
        (KG.friendlyEvents, rdf.integer(told.friendly_events)), (KG.hostileEvents, rdf.integer(told.hostile_events)),
        (KG.friendlyScore, rdf.decimal(round(told.friendly, 6))),
        (KG.hostileScore, rdf.decimal(round(told.hostile, 6))),
        (KG.firstDate, rdf.date(min(told.dates, default=None))), (KG.lastDate, rdf.date(max(told.dates, default=None))),
    )  # fmt: skip
    yield from (Quad(node, rdf.node(name), value, _GRAPH) for name, value in facts if value is not None)


def _stored(store: GraphStore, select: str) -> Iterator[Quad]:
    for node, name, value in store.select(select).rows:
        if isinstance(node, NamedNode) and isinstance(name, NamedNode) and isinstance(value, NamedNode | Literal):
            yield Quad(node, name, value, _GRAPH)


def _rows(store: GraphStore, select: str) -> Iterator[tuple[str, ...]]:
    """The rows as text; what is unbound is empty."""
    for row in store.select(select).rows:
        yield tuple("" if term is None else text(term) for term in row)
