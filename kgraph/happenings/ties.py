"""What is told between two sides, summed up by act and status, so that a question to the whole network is a short one.

A tie is ordered; a mutual act counts both ways. Each claim names its ties itself.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad

from kgraph import iri, rdf
from kgraph.happenings.pairs import renew as renew_pairs
from kgraph.pending import Note
from kgraph.rdf import text
from kgraph.store import GraphStore
from kgraph.vocab import KG, MUTUAL_CODES, RDF

Tie = tuple[str, str, str, str]  # code, status, actor's side, recipient's side

_GRAPH = NamedNode(iri.TIES)
_BATCH = 500
_SUMS = """
SELECT ?tie (COUNT(?claim) AS ?reports) (COUNT(DISTINCT ?event) AS ?events) (SUM(?score) AS ?sum)
  (MIN(?day) AS ?first) (MAX(?day) AS ?last)
WHERE {
  VALUES ?tie { %(ties)s }
  GRAPH ?g { ?claim kg:tie ?tie ; kg:score ?score . OPTIONAL { ?claim kg:eventDate ?date } }
  GRAPH <%(events)s> { ?claim kg:event ?event }
  BIND(STR(?date) AS ?day)
}
GROUP BY ?tie
"""
_HEARD = """
SELECT ?tie (COUNT(DISTINCT ?claim) AS ?heard) WHERE {
  VALUES ?tie { %(ties)s }
  GRAPH ?g { ?claim kg:tie ?tie ; kg:attributedTo ?sayer }
}
GROUP BY ?tie
"""


def renew(store: GraphStore, notes: Iterable[Note]) -> None:
    """Sum up anew what is told between the sides of the notes."""
    touched = {tie for note in notes for tie in _ties(note)}
    ordered = sorted(touched)
    for start in range(0, len(ordered), _BATCH):
        _renew(store, ordered[start : start + _BATCH])
    renew_pairs(store, {(one, other) for _, _, one, other in touched})


def _ties(note: Note) -> Iterator[Tie]:
    if note.actor is not None and note.recipient is not None:
        yield note.code, note.status, note.actor, note.recipient
        if note.code in MUTUAL_CODES:
            yield note.code, note.status, note.recipient, note.actor


def _renew(store: GraphStore, touched: list[Tie]) -> None:
    by_node = {iri.tie(one, code, other, status): (code, status, one, other) for code, status, one, other in touched}
    given = {"ties": " ".join(f"<{node}>" for node in by_node), "events": iri.EVENTS}
    heard = {row[0]: row[1] for row in _rows(store, _HEARD % given)}
    new = {
        quad
        for node, *sums in _rows(store, _SUMS % given)
        for quad in _tie(node, by_node[node], heard.get(node, "0"), *sums)
    }
    old = set(store.facts([rdf.node(node) for node in by_node], graph=_GRAPH))
    if old != new:
        store.change(delete=sorted(old - new, key=str), insert=sorted(new - old, key=str))


def _rows(store: GraphStore, select: str) -> Iterator[tuple[str, ...]]:
    """The rows as text; what is unbound is empty. Some servers give a row without a tie where there is none."""
    rows = (tuple("" if term is None else text(term) for term in row) for row in store.select(select).rows)
    yield from (row for row in rows if row[0])


def _tie(
    node: str, tie: Tie, heard: str, reports: str, events: str, total: str, first: str, last: str
) -> Iterator[Quad]:
    code, status, one, other = tie
    facts = (
        (RDF.type, rdf.node(KG.Tie)), (KG.code, rdf.node(code)), (KG.status, rdf.node(status)),
        (KG.actorFor, rdf.node(one)), (KG.recipientFor, rdf.node(other)),
        (KG.pair, rdf.node(iri.pair(one, other))), (KG.events, rdf.integer(int(events))),
        (KG.reports, rdf.integer(int(reports))), (KG.attributed, rdf.integer(int(heard))),
        (KG.scoreSum, rdf.decimal(round(float(total), 6))),
        (KG.firstDate, rdf.date(first or None)), (KG.lastDate, rdf.date(last or None)),
    )  # fmt: skip
    yield from (Quad(rdf.node(node), rdf.node(name), value, _GRAPH) for name, value in facts if value is not None)
