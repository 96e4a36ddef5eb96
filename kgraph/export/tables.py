"""What the graph holds as rows: a claim each, who did it to whom each, or a pair of actors and a code each."""

from collections.abc import Iterable, Iterator
from itertools import product
from operator import attrgetter

from pyoxigraph import NamedNode

from kgraph import graph, iri, recall
from kgraph.export.networks import pairs
from kgraph.export.sheets import Row, Table
from kgraph.isodate import is_date
from kgraph.model import Claim, Document, Party
from kgraph.rdf import text
from kgraph.store import GraphStore
from kgraph.vocab import JOINT, KG, plover


def documents(store: GraphStore) -> Iterator[tuple[Document, dict[str, Claim]]]:
    """Documents with their claims, sorted by id, one at a time."""
    ids = sorted((text(quad.object), text(quad.subject)) for quad in store.match(predicate=NamedNode(KG.documentId)))
    return recall.documents(store, (NamedNode(node) for _, node in ids))


def events(store: GraphStore) -> dict[str, str]:
    """The event that a claim reports, by the claim's IRI."""
    told = store.match(predicate=NamedNode(KG.event), graph=NamedNode(iri.EVENTS))
    return {text(quad.subject): text(quad.object) for quad in told}


def when(document: Document, claim: Claim) -> str | None:
    """The date a claim is filed under: when it happened where the text tells, else when the text was published."""
    return next(filter(is_date, (claim.date, document.date)), None)


def dyads(claim: Claim) -> list[tuple[Party | None, Party | None]]:
    """Who does it to whom; None for nobody where only one side is told."""
    actors, recipients = (
        list({party.id: party for party in side}.values()) for side in (claim.actors, claim.recipients)
    )
    both = list(graph.dyads(claim.event in JOINT, actors, recipients))
    return [*both] or list(product(_or_nobody(actors), _or_nobody(recipients)))


def _or_nobody(parties: list[Party]) -> list[Party | None]:
    return [*parties] or [None]


def _claims(store: GraphStore) -> Iterator[Row]:
    for document, found in documents(store):
        for node, claim in found.items():
            yield (
                document.id, document.date, document.source, node, claim.kind, claim.event, claim.mode,
                _names(claim.actors), _names(claim.recipients), claim.status, _names(claim.attributed_to), claim.date,
                claim.place and claim.place.name, "; ".join(value.summary for value in claim.values), claim.score,
                claim.person and claim.person.name, claim.office, claim.of and claim.of.name, claim.relation,
                _names(claim.parties), claim.confidence, claim.rule, claim.trigger.text, claim.sentence.text,
            )  # fmt: skip


def _names(parties: Iterable[Party]) -> str:
    return "; ".join(dict.fromkeys(map(attrgetter("name"), parties)))


def _edges(store: GraphStore) -> Iterator[Row]:
    event_of = events(store)
    for document, found in documents(store):
        for node, claim in found.items():
            if claim.event:
                for actor, recipient in dyads(claim):
                    yield _edge(document, node, event_of.get(node), claim, actor, recipient)


def _edge(
    document: Document, node: str, event: str | None, claim: Claim, actor: Party | None, recipient: Party | None
) -> Row:
    return (
        when(document, claim), *_who(actor), *_who(recipient), claim.event, claim.mode,
        plover()[claim.event or "", claim.mode].quad, claim.score, claim.status, _names(claim.attributed_to),
        claim.place and claim.place.name, claim.confidence, document.id, document.date, document.source,
        claim.sentence.text, event, node,
    )  # fmt: skip


def _who(party: Party | None) -> tuple[str | None, str | None, str | None]:
    return (party.name, party.country, party.id) if party else (None, None, None)


def _network(store: GraphStore) -> Iterator[Row]:
    network = pairs(store)
    known = {node: (values["label"], values["kind"], node) for node, values in network.nodes(data=True)}
    for one, other, values in network.edges(data=True):
        yield *known[one], *known[other], values["code"], values["events"], values["score"]


TABLES: dict[str, Table] = {
    "claims": Table(
        {
            "document": str, "published": str, "source": str, "claim": str, "kind": str, "code": str, "mode": str,
            "actors": str, "recipients": str, "status": str, "attributed_to": str, "date": str, "place": str,
            "values": str, "score": float, "person": str, "office": str, "of": str, "relation": str, "parties": str,
            "confidence": float, "rule": str, "trigger": str, "sentence": str,
        },
        _claims,
    ),
    "edges": Table(
        {
            "date": str, "actor": str, "actor_iso": str, "actor_iri": str, "recipient": str, "recipient_iso": str,
            "recipient_iri": str, "root": str, "mode": str, "quad": str, "score": float, "status": str,
            "attributed_to": str, "place": str, "confidence": float, "document": str, "published": str, "source": str,
            "sentence": str, "event": str, "claim": str,
        },
        _edges,
    ),
    "network": Table(
        {
            "actor": str, "actor_kind": str, "actor_iri": str, "recipient": str, "recipient_kind": str,
            "recipient_iri": str, "code": str, "events": int, "score": float,
        },
        _network,
    ),
}  # fmt: skip
