"""What is told between two sides, summed up by act and status, so that a question to the whole network is a short one.

A tie is ordered; a mutual act counts both ways.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kgraph import iri, rdf
from kgraph.happenings import pairs as sides
from kgraph.rdf import text
from kgraph.store import GraphStore
from kgraph.vocab import KG, MUTUAL, PLOVER, RDF, STATUSES

Pair = tuple[str, str, str]  # code, actor's side, recipient's side

_GRAPH = NamedNode(iri.TIES)
_MUTUAL = frozenset(PLOVER.terms()[root] for root in MUTUAL)
_BATCH = 500
_ONE_WAY = "GRAPH ?g { ?claim kg:actorFor ?a ; kg:recipientFor ?b ; kg:code ?code }"
_BOTH_WAYS = """
  { GRAPH ?g { ?claim kg:actorFor ?a ; kg:recipientFor ?b ; kg:code ?code } }
  UNION { GRAPH ?g { ?claim kg:actorFor ?b ; kg:recipientFor ?a ; kg:code ?code } }
  UNION {
    GRAPH ?g { ?claim kg:actorFor ?a, ?b ; kg:code ?code . FILTER NOT EXISTS { ?claim kg:recipientFor ?nobody } }
    FILTER(?a != ?b)
  }
"""
_SUMS = """
SELECT ?code ?a ?b ?status (COUNT(?claim) AS ?reports) (COUNT(DISTINCT ?event) AS ?events) (SUM(?score) AS ?sum)
  (MIN(?day) AS ?first) (MAX(?day) AS ?last)
WHERE {
  { SELECT DISTINCT ?code ?a ?b ?g ?claim WHERE { VALUES (?code ?a ?b) { %(pairs)s } %(claims)s } }
  GRAPH ?g { ?claim kg:status ?status ; kg:score ?score . OPTIONAL { ?claim kg:eventDate ?date } }
  GRAPH <%(events)s> { ?claim kg:event ?event }
  BIND(STR(?date) AS ?day)
}
GROUP BY ?code ?a ?b ?status
"""


def renew(store: GraphStore, pairs: Iterable[Pair]) -> None:
    """Sum up anew what is told between the sides of ``pairs``, in either direction where the act is mutual."""
    mutual = {pair for pair in pairs if pair[0] in _MUTUAL}
    mutual |= {(code, other, one) for code, one, other in mutual}
    one_way = {pair for pair in pairs if pair[0] not in _MUTUAL}
    for found, claims in ((mutual, _BOTH_WAYS), (one_way, _ONE_WAY)):
        ordered = sorted(found)
        for start in range(0, len(ordered), _BATCH):
            _renew(store, ordered[start : start + _BATCH], claims)
    sides.renew(store, {(one, other) for _, one, other in mutual | one_way})


def _renew(store: GraphStore, pairs: list[Pair], claims: str) -> None:
    values = " ".join(f"(<{code}> <{one}> <{other}>)" for code, one, other in pairs)
    sums = store.select(_SUMS % {"pairs": values, "claims": claims, "events": iri.EVENTS}).rows
    new = {quad for row in sums for quad in _tie(*("" if term is None else text(term) for term in row))}
    old = set(_stored(store, pairs))
    if old != new:
        store.change(delete=sorted(old - new, key=str), insert=sorted(new - old, key=str))


def _tie(
    code: str, one: str, other: str, status: str, reports: str, events: str, total: str, first: str, last: str
) -> Iterator[Quad]:
    node = rdf.node(iri.tie(one, code, other, status))
    facts = (
        (RDF.type, rdf.node(KG.Tie)), (KG.code, rdf.node(code)), (KG.status, rdf.node(status)),
        (KG.actorFor, rdf.node(one)), (KG.recipientFor, rdf.node(other)),
        (KG.reports, rdf.integer(int(reports))), (KG.events, rdf.integer(int(events))),
        (KG.scoreSum, rdf.decimal(round(float(total), 6))),
        (KG.firstDate, rdf.date(first or None)), (KG.lastDate, rdf.date(last or None)),
    )  # fmt: skip
    yield from (Quad(node, rdf.node(name), value, _GRAPH) for name, value in facts if value is not None)


def _stored(store: GraphStore, pairs: list[Pair]) -> Iterator[Quad]:
    statuses = [KG.terms()[status] for status in STATUSES]
    nodes = " ".join(f"<{iri.tie(one, code, other, status)}>" for code, one, other in pairs for status in statuses)
    for node, name, value in store.select(
        f"SELECT ?tie ?p ?o {{ VALUES ?tie {{ {nodes} }} GRAPH <{iri.TIES}> {{ ?tie ?p ?o }} }}"
    ).rows:
        if isinstance(node, NamedNode) and isinstance(name, NamedNode) and isinstance(value, NamedNode | Literal):
            yield Quad(node, name, value, _GRAPH)
