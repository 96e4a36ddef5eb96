"""Everything about one event: its reports side by side, and why they are taken for one."""

from dataclasses import dataclass

from kgraph import iri
from kgraph.query import Result, plain
from kgraph.report.terms import node
from kgraph.store import GraphStore

_FACTS = """SELECT ?code ?date ?reports ?documents ?sources ?first ?last WHERE { GRAPH <%(graph)s> {
  %(event)s a kg:Event ; kg:code ?code ; kg:reports ?reports ; kg:documents ?documents ; kg:sources ?sources .
  OPTIONAL { %(event)s kg:eventDate ?date }
  OPTIONAL { %(event)s kg:firstReport ?first ; kg:lastReport ?last } } }"""
_SIDES = """SELECT DISTINCT ?side ?label WHERE {
  GRAPH <%(graph)s> { %(event)s %(role)s ?side } GRAPH ?g { ?side rdfs:label ?label } } ORDER BY ?label"""
_REPORTS = """SELECT DISTINCT ?published ?source ?status ?says ?sentence ?why ?denies ?claim WHERE {
  GRAPH <%(graph)s> { ?claim kg:event %(event)s ; kg:eventWhy ?why }
  GRAPH ?g { ?claim kg:status ?state ; prov:wasDerivedFrom/nif:anchorOf ?sentence . ?g kg:documentId ?id }
  OPTIONAL { GRAPH ?g { ?g schema:datePublished ?published } }
  OPTIONAL { GRAPH ?g { ?g schema:publisher ?publisher } }
  OPTIONAL { GRAPH ?g { ?claim kg:attributedTo/rdfs:label ?says } }
  OPTIONAL { SELECT ?claim (COUNT(?other) AS ?denies) WHERE {
    GRAPH <%(graph)s> { ?claim kg:contradicts ?other } } GROUP BY ?claim }
  BIND(COALESCE(?publisher, ?id) AS ?source) BIND(STRAFTER(STR(?state), "#") AS ?status)
} ORDER BY ?published ?source ?claim ?says"""


@dataclass(frozen=True, slots=True)
class EventReport:
    """An event: ``date`` as precise as its reports tell, its sides by name, how often and by whom it is reported.

    ``reports`` has one row a claim (and sayer): when and where it was published, its status, sentence, why it was put
    here and how many of the others it contradicts.
    """

    iri: str
    code: str
    date: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    counts: tuple[int, int, int]  # reports, documents, sources
    published: tuple[str, str] | None  # first and last
    reports: Result


def event_report(store: GraphStore, event: str) -> EventReport | None:
    """Everything about the event of that IRI; None where there is none."""
    names = {"graph": iri.EVENTS, "event": node(event)}
    facts = store.select(_FACTS % names).rows
    if not facts:
        return None
    code, date, reports, documents, sources, first, last = map(plain, facts[0])
    rows = store.select(_REPORTS % names)
    return EventReport(
        event, str(code).rpartition("#")[2], str(date) if date else None, _sides(store, names, "kg:actorFor"),
        _sides(store, names, "kg:recipientFor"), (int(reports or 0), int(documents or 0), int(sources or 0)),
        (str(first), str(last)) if first else None,
        Result(rows.columns, [tuple(map(plain, row)) for row in rows.rows]),
    )  # fmt: skip


def _sides(store: GraphStore, names: dict[str, object], role: str) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for side, label in store.select(_SIDES % {**names, "role": role}).rows:
        found.setdefault(str(plain(side)), str(plain(label)))
    return tuple(found.values())
