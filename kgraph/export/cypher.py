"""Cypher statements that build the graph in Neo4j: ``cypher-shell < graph.cypher``, as often as one likes.

Nodes are Actor, Document, Claim and Event, each with its IRI as ``id``. A claim is tied to those it is about
(``ACTOR``, ``RECIPIENT``, ``ATTRIBUTED_TO``, ``PERSON``, ``OF``, ``PARTY``), to its document (``FROM``) and its event
(``REPORTS``). What a text itself tells as having happened also ties actor to recipient, by PLOVER root.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import IO, Any

from kgraph import graph
from kgraph.export.tables import documents, dyads, events, when
from kgraph.model import Claim, Document, Party
from kgraph.store import GraphStore

LABELS = ("Actor", "Document", "Claim", "Event")
BATCH = 100  # documents whose nodes and ties stand in the same statements

Told = tuple[Document, dict[str, Claim]]
Properties = dict[str, Any]


def statements(store: GraphStore, out: IO[bytes]) -> None:
    """Constraints, then nodes and ties, documents sorted by id."""
    for label in LABELS:
        name = f"kgraph_{label.lower()}"
        out.write(f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE;\n".encode())
    event_of = events(store)
    told = documents(store)
    while batch := list(islice(told, BATCH)):
        sheet = _Sheet(event_of)
        for document, claims in batch:
            sheet.document(document, claims)
        out.writelines(f"{statement};\n".encode() for statement in sheet.statements())


class _Sheet:
    """Nodes by label and IRI, ties by kind and the labels of both ends."""

    def __init__(self, event_of: Mapping[str, str]) -> None:
        self.event_of = event_of
        self.nodes: dict[str, dict[str, Properties]] = {label: {} for label in LABELS}
        self.ties: dict[tuple[str, str, str], list[Properties]] = defaultdict(list)

    def document(self, document: Document, claims: dict[str, Claim]) -> None:
        node = graph.document_iri(document)
        self.nodes["Document"][node] = {
            "name": document.id, "title": document.title, "date": document.date, "source": document.source,
            "url": document.url,
        }  # fmt: skip
        for claim_node, claim in claims.items():
            self.claim(claim_node, claim, document)
            self.tie("FROM", "Claim", claim_node, "Document", node)

    def claim(self, node: str, claim: Claim, document: Document) -> None:
        self.nodes["Claim"][node] = {
            "kind": claim.kind, "code": claim.event, "mode": claim.mode, "status": claim.status,
            "date": when(document, claim) if claim.kind == "event" else None, "score": claim.score,
            "confidence": claim.confidence, "rule": claim.rule, "office": claim.office, "relation": claim.relation,
            "place": claim.place.name if claim.place else None, "sentence": claim.sentence.text,
        }  # fmt: skip
        for role, party in graph.roles(claim):
            self.actor(party)
            self.tie(_constant(role), "Claim", node, "Actor", party.id)
        if event := self.event_of.get(node):
            self.nodes["Event"][event] = {"code": claim.event}
            self.tie("REPORTS", "Claim", node, "Event", event)
        if claim.event and claim.status == "actual" and not claim.attributed_to:
            for actor, recipient in dyads(claim):
                if actor and recipient:
                    self.tie(claim.event, "Actor", actor.id, "Actor", recipient.id, claim=node)

    def actor(self, party: Party) -> None:
        self.nodes["Actor"][party.id] = {"name": party.name, "kind": party.kind, "country": party.country}

    def tie(self, kind: str, left: str, start: str, right: str, end: str, **properties: str) -> None:
        self.ties[kind, left, right].append({"start": start, "end": end, **properties})

    def statements(self) -> Iterator[str]:
        for label, nodes in self.nodes.items():
            rows = [{"id": node, **properties} for node, properties in sorted(nodes.items())]
            if rows:
                yield f"UNWIND {_literal(rows)} AS row\nMERGE (n:{label} {{id: row.id}}) SET n += row"
        for (kind, left, right), rows in sorted(self.ties.items()):
            claim = " {claim: row.claim}" if left == right else ""
            yield (
                f"UNWIND {_literal(rows)} AS row\n"
                f"MATCH (a:{left} {{id: row.start}}), (b:{right} {{id: row.end}}) MERGE (a)-[:{kind}{claim}]->(b)"
            )


def _constant(role: str) -> str:
    """``attributedTo`` as ``ATTRIBUTED_TO``."""
    return re.sub(r"(?=[A-Z])", "_", role).upper()


def _literal(rows: Iterable[Properties]) -> str:
    return "[" + ",\n".join(map(_map, rows)) + "]"


def _map(properties: Properties) -> str:
    """A row; what is not known is left out."""
    return "{" + ", ".join(f"{key}: {_value(value)}" for key, value in properties.items() if value is not None) + "}"


def _value(value: str | float) -> str:
    r"""A number, or a string that no reader of Cypher can take for anything else.

    JSON's escapes are Cypher's. But some readers turn ``\uXXXX`` into its character before they look for the end of a
    string, so no backslash that stands in the text is left beside a ``u``: there the string is joined of two.
    """
    pieces = re.split(r"(?<=\\)(?=u)", value) if isinstance(value, str) else [value]
    return " + ".join(json.dumps(piece, ensure_ascii=False) for piece in pieces)
