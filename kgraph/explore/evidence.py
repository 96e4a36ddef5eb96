"""The claims behind events: each with its sentence, who is named in it, where it stands and who says so."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kgraph import iri
from kgraph.report.terms import node, plain
from kgraph.store import GraphStore

_CLAIMS = """
SELECT ?event ?claim ?code ?mode ?status ?date ?confidence ?rule ?trigger ?from ?to ?sentence ?begin ?document ?id
  ?title ?published ?source ?url WHERE {
  VALUES ?event { %(nodes)s }
  GRAPH <%(events)s> { ?claim kg:event ?event }
  GRAPH ?document {
    ?claim kg:code ?kind ; kg:status ?state ; kg:confidence ?confidence ; kg:rule ?rule ; kg:trigger ?trigger ;
      kg:triggerBegin ?from ; kg:triggerEnd ?to ; prov:wasDerivedFrom ?where .
    ?where nif:anchorOf ?sentence ; nif:beginIndex ?begin .
    ?document kg:documentId ?id .
    OPTIONAL { ?claim kg:mode ?mode }
    OPTIONAL { ?claim kg:eventDate ?date }
    OPTIONAL { ?document schema:headline ?title }
    OPTIONAL { ?document schema:datePublished ?published }
    OPTIONAL { ?document schema:publisher ?source }
    OPTIONAL { ?document schema:url ?url }
  }
  BIND(STRAFTER(STR(?kind), "#") AS ?code)
  BIND(STRAFTER(STR(?state), "#") AS ?status)
}"""
_MENTIONS = """
SELECT DISTINCT ?claim ?role ?from ?to ?words ?name ?why WHERE {
  VALUES ?claim { %(nodes)s }
  GRAPH ?document {
    ?claim kg:mention ?mention .
    ?mention kg:mentionRole ?role ; kg:mentionBegin ?from ; kg:mentionEnd ?to ; kg:mentionText ?words ;
      kg:mentionOf ?who .
    ?who rdfs:label ?name .
    OPTIONAL { ?mention kg:mentionWhy ?why }
  }
}"""

_TEXTS = (
    "claim", "event", "code", "mode", "status", "date", "rule", "sentence", "document", "id", "title", "published",
    "source", "url",
)  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Words of a document that mean something: offsets into its text, and what they are (actor, trigger …)."""

    start: int
    end: int
    role: str
    name: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim as its text tells it; ``start`` is where the sentence begins in the document's text."""

    claim: str
    event: str
    code: str
    mode: str
    status: str
    date: str
    confidence: float
    rule: str
    sentence: str
    start: int
    document: str
    id: str
    title: str
    published: str
    source: str
    url: str
    marks: tuple[Mark, ...]

    def named(self, role: str) -> tuple[str, ...]:
        """Who stands in it as actor, recipient or attributedTo, by name."""
        return tuple(dict.fromkeys(mark.name for mark in self.marks if mark.role == role))

    @property
    def ends(self) -> str:
        """Who does it to whom, by name."""
        return " → ".join(filter(None, (", ".join(self.named(role)) for role in ("actor", "recipient"))))


def evidence(store: GraphStore, events: Sequence[str]) -> list[Evidence]:
    """The claims of events (IRIs), in the events' order, then by publication, document and place."""
    rows = _rows(store, _CLAIMS, events)
    marks = _marks(store, sorted({row["claim"] for row in rows}))
    place = {event: number for number, event in enumerate(events)}
    found = {row["claim"]: _told(row, marks[row["claim"]]) for row in rows}
    return sorted(found.values(), key=lambda one: (place[one.event], one.published, one.id, one.start, one.claim))


def _told(row: Mapping[str, str], marks: Iterable[Mark]) -> Evidence:
    trigger = Mark(int(row["from"]), int(row["to"]), "trigger", row["trigger"])
    return Evidence(
        **{name: row[name] for name in _TEXTS}, confidence=float(row["confidence"]), start=int(row["begin"]),
        marks=tuple(sorted({trigger, *marks})),
    )  # fmt: skip


def _marks(store: GraphStore, claims: Sequence[str]) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = defaultdict(list)
    for row in _rows(store, _MENTIONS, claims):
        mark = Mark(int(row["from"]), int(row["to"]), row["role"], row["name"], row["why"])
        found[row["claim"]].append(mark)
    return found


def _rows(store: GraphStore, select: str, nodes: Sequence[str]) -> list[dict[str, str]]:
    """The answer to a question about some nodes, each row as column to text."""
    if not nodes:
        return []
    found = store.select(select % {"nodes": " ".join(str(node(one)) for one in nodes), "events": iri.EVENTS})
    return [dict(zip(found.columns, map(plain, row), strict=True)) for row in found.rows]
