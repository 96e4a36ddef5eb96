"""A document as it stands in the store: its whole text, and the claims that were read from it."""

from dataclasses import dataclass

from kgraph import documents, iri
from kgraph.errors import QueryError
from kgraph.explore.evidence import Evidence, evidence
from kgraph.report.terms import node, plain
from kgraph.store import GraphStore

_COLUMNS = ("id", "title", "published", "source", "url", "text")
_ABOUT = """SELECT ?id ?title ?published ?source ?url ?text WHERE { GRAPH %(document)s {
  %(document)s kg:documentId ?id ; nif:isString ?text .
  OPTIONAL { %(document)s schema:headline ?title } OPTIONAL { %(document)s schema:datePublished ?published }
  OPTIONAL { %(document)s schema:publisher ?source } OPTIONAL { %(document)s schema:url ?url } } }"""
_EVENTS = """SELECT DISTINCT ?event WHERE {
  GRAPH %(document)s { ?claim a kg:EventClaim } GRAPH <%(events)s> { ?claim kg:event ?event } }"""


@dataclass(frozen=True, slots=True)
class Text:
    """A document: what is known of it, what it says, and its claims of events in the order of the text."""

    iri: str
    id: str
    title: str
    published: str
    source: str
    url: str
    text: str
    claims: tuple[Evidence, ...]

    def claim(self, wanted: str) -> Evidence | None:
        """The claim of that IRI; None where it is not of this document."""
        return next((claim for claim in self.claims if claim.claim == wanted), None)


def texts(store: GraphStore, name: str) -> list[Text]:
    """The documents of that id, or the one of that IRI; QueryError where there is none."""
    if not name:
        raise QueryError("No document is named: open one from a sentence on the page Network.")
    return [_text(store, found.value) for found in documents.named(store, name)]


def _text(store: GraphStore, name: str) -> Text:
    asked = {"document": node(name), "events": iri.EVENTS}
    about = dict(zip(_COLUMNS, map(plain, store.select(_ABOUT % asked).rows[0]), strict=True))
    told = evidence(store, [plain(event) for (event,) in store.select(_EVENTS % asked).rows])
    own = sorted((one for one in told if one.document == name), key=lambda one: (one.start, one.marks, one.claim))
    return Text(iri=name, claims=tuple(own), **about)
