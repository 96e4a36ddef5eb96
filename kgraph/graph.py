"""A document and its claims as RDF: a list of quads, all in the document's own named graph.

Everything is made from content: the same document and claims give the same quads in the same order.
"""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import permutations, product
from typing import TypeVar

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kgraph import iri, isodate, rdf
from kgraph.actors.catalogue import catalogue
from kgraph.actors.tables import Actor
from kgraph.model import Claim, Document, Kind, Party, PartyKind, Place, Value
from kgraph.vocab import JOINT, KG, MUTUAL_CODES, NIF, PLOVER, PROV, RDF, RDFS, SCHEMA

T = TypeVar("T")

CLAIM_CLASS: dict[Kind, str] = {"event": KG.EventClaim, "office": KG.OfficeClaim, "relation": KG.RelationClaim}
PARTY_CLASS: dict[PartyKind, str] = {
    "state": KG.State, "person": KG.Person, "igo": KG.IntergovernmentalOrganisation, "armed-group": KG.ArmedGroup,
    "organisation": KG.Organisation, "people": KG.People,
}  # fmt: skip
Term = NamedNode | Literal
_UNSEALED = frozenset({KG.originKey, KG.seal})


def document_iri(document: Document) -> str:
    """The IRI of a document, which is also the name of its graph."""
    return iri.document(document.id, document.text)


def origin_key(document: Document) -> str | None:
    """What stays the same when the text at a document's origin changes; None for a text without an origin."""
    return iri.digest(document.origin, document.id) if document.origin else None


def quads(document: Document, claims: Iterable[Claim], *, merge: bool = True) -> list[Quad]:
    """The named graph of ``document``: all that is known of it, and the seal of that; otherwise as ``facts``."""
    known = facts(document, claims, merge=merge)
    return [*known, seal(document_iri(document), known)]


def facts(document: Document, claims: Iterable[Claim], *, merge: bool = True) -> list[Quad]:
    """All that is known of ``document``; of claims that say the same the first one counts.

    Without ``merge`` it is noted that its claims share no event with those of other documents.
    """
    sheet = _Sheet(document)
    sheet.document()
    if not merge:
        sheet.say(sheet.iri, (KG.notMerged, rdf.boolean(True)))
    unique: dict[str, Claim] = {}
    for claim in claims:
        unique.setdefault(claim_iri(sheet.iri, claim), claim)
    for node, claim in unique.items():
        sheet.claim(node, claim)
    return list(dict.fromkeys(sheet.quads))


def seal(document: str, quads: Iterable[Quad]) -> Quad:
    """The fingerprint of a document's graph (an IRI), by which a change shows: SHA-256 of its sorted N-Triples.

    An older seal does not count, nor does the origin, which copies of a text do not share.
    """
    told = (quad.triple for quad in quads if quad.predicate.value not in _UNSEALED)
    lines = sorted((serialize(told, format=RdfFormat.N_TRIPLES) or b"").splitlines())
    digest = hashlib.sha256(b"\n".join(lines)).hexdigest()
    name = rdf.node(document)
    return Quad(name, rdf.node(KG.seal), Literal(digest), name)


class _Sheet:
    """Collects the quads of one document."""

    def __init__(self, document: Document) -> None:
        self.source = document
        self.iri = document_iri(document)
        self.graph = rdf.node(self.iri)
        self.quads: list[Quad] = []
        self._described: set[object] = set()  # sentences, places and actors that are described already

    def say(self, subject: str, *facts: tuple[str, Term | None]) -> None:
        """Facts about a subject; a fact whose value is None is left out."""
        node = rdf.node(subject)
        self.quads += [Quad(node, rdf.node(name), value, self.graph) for name, value in facts if value is not None]

    def _is_new(self, *thing: object) -> bool:
        """Whether a thing, by what is said of it, is met for the first time."""
        known = len(self._described)
        self._described.add(thing)
        return len(self._described) > known

    def document(self) -> None:
        source = self.source
        self.say(
            self.iri,
            (RDF.type, rdf.node(KG.Document)),
            (RDF.type, rdf.node(NIF.Context)),
            (RDF.type, rdf.node(PROV.Entity)),
            (KG.documentId, rdf.string(source.id)),
            (KG.textHash, rdf.string(iri.digest(source.text, length=64))),
            (KG.originKey, rdf.string(origin_key(source))),
            (SCHEMA.headline, rdf.string(source.title)),
            (SCHEMA.datePublished, published := rdf.date(source.date)),
            (KG.undated, None if published else rdf.boolean(True)),
            (SCHEMA.publisher, rdf.string(source.source)),
            (SCHEMA.url, rdf.string(source.url)),
            (NIF.isString, rdf.string(source.text)),
        )

    def claim(self, node: str, claim: Claim) -> None:
        self.say(
            node,
            (RDF.type, rdf.node(KG.Claim)),
            (RDF.type, rdf.node(CLAIM_CLASS[claim.kind])),
            (PROV.wasDerivedFrom, rdf.node(self.sentence(claim))),
            (PROV.hadPrimarySource, self.graph),
            (KG.trigger, rdf.string(claim.trigger.text)),
            (KG.triggerBegin, rdf.integer(claim.trigger.start)),
            (KG.triggerEnd, rdf.integer(claim.trigger.end)),
            (KG.confidence, rdf.decimal(claim.confidence)),
            (KG.rule, rdf.string(claim.rule)),
            (KG.office, rdf.string(claim.office)),
            (KG.relation, rdf.string(claim.relation)),
        )
        for role, party in roles(claim):
            self.party(node, role, party)
        if claim.kind == "event":
            self.event(node, claim)
            self.edges(claim)

    def sentence(self, claim: Claim) -> str:
        span = claim.sentence
        node = iri.sentence(self.iri, span.start, span.end)
        self.say(
            node,
            (RDF.type, rdf.node(KG.Sentence)),
            (RDF.type, rdf.node(NIF.Sentence)),
            (NIF.beginIndex, rdf.integer(span.start)),
            (NIF.endIndex, rdf.integer(span.end)),
            (NIF.anchorOf, rdf.string(span.text)),
            (NIF.referenceContext, self.graph),
        )
        return node

    def event(self, node: str, claim: Claim) -> None:
        code = rdf.node(PLOVER[claim.event or ""])
        filed = rdf.date(next(filter(isodate.is_date, (claim.date, self.source.date)), None))
        self.say(
            node,
            (KG.code, code),
            (KG.mode, rdf.string(claim.mode)),
            (KG.status, rdf.node(KG[claim.status]) if claim.status else None),
            (KG.date, rdf.date(claim.date)),
            (KG.eventDate, filed),
            (KG.undated, None if filed else rdf.boolean(True)),
            (KG.dateText, rdf.string(claim.date_text)),
            (KG.dateWhy, rdf.string(claim.date_why)),
            (KG.place, self.place(claim.place)),
            (KG.score, rdf.decimal(claim.score)),
        )
        for tie in sorted(_ties(claim)):
            self.say(node, (KG.tie, rdf.node(tie)))
        for value in claim.values:
            self.value(node, value)

    def value(self, node: str, value: Value) -> None:
        """A figure that a claim tells, and its words."""
        figure = f"{node}-value-{value.start}"
        self.say(node, (KG.value, rdf.node(figure)))
        self.say(
            figure,
            (RDF.type, rdf.node(KG.Value)),
            (KG.counts, rdf.string(value.what)),
            (KG.number, rdf.decimal(value.number)),
            (KG.upper, rdf.decimal(value.upper)),
            (KG.unit, rdf.string(value.unit)),
            (KG.qualifier, rdf.string(value.qualifier)),
            (KG.valueBegin, rdf.integer(value.start)),
            (KG.valueEnd, rdf.integer(value.end)),
            (KG.valueText, rdf.string(value.text)),
        )

    def place(self, place: Place | None) -> NamedNode | None:
        if place is None:
            return None
        node = iri.place(place.name, place.country)
        self.say(
            node,
            (RDF.type, rdf.node(SCHEMA.Place)),
            (SCHEMA.name, rdf.string(place.name)),
            (KG.iso3, rdf.string(place.country)),
            (SCHEMA.latitude, rdf.decimal(place.lat)),
            (SCHEMA.longitude, rdf.decimal(place.lon)),
        )
        return rdf.node(node)

    def party(self, node: str, role: str, party: Party) -> None:
        """Who plays a role in a claim, the side it stands for, and the words that say so."""
        mention = f"{node}-{role}-{party.start}-{iri.digest(party.id, length=6)}"
        state = _state(party.country)
        self.actor(party.id, party.name, party.kind, party.country)
        self.say(node, (KG[role], rdf.node(party.id)), (KG.mention, rdf.node(mention)))
        if f"{role}For" in KG:
            self.say(node, (KG[f"{role}For"], rdf.node(_side(party, role))))
        if state and state.iri != party.id:
            self.actor(state.iri, state.name, state.kind, state.country)
        self.say(
            mention,
            (KG.mentionOf, rdf.node(party.id)),
            (KG.mentionFor, rdf.node(state.iri) if state and state.iri != party.id else None),
            (KG.mentionRole, rdf.string(role)),
            (KG.mentionBegin, rdf.integer(party.start)),
            (KG.mentionEnd, rdf.integer(party.end)),
            (KG.mentionText, rdf.string(party.text)),
            (KG.mentionWhy, rdf.string(party.why or None)),
        )

    def actor(self, node: str, name: str, kind: PartyKind, country: str | None) -> None:
        if not self._is_new(node, name, kind, country):
            return
        self.say(
            node,
            (RDF.type, rdf.node(KG.Actor)),
            (RDF.type, rdf.node(PARTY_CLASS[kind])),
            (RDF.type, rdf.node(KG.Unnamed) if iri.is_unnamed(node) else None),
            (RDFS.label, rdf.string(name)),
            (KG.iso3, rdf.string(country) if kind == "state" else None),
        )

    def edges(self, claim: Claim) -> None:
        """Plain edges, between parties and between their sides: only for what the text itself says has happened."""
        if claim.status != "actual" or claim.attributed_to:
            return
        name = KG[(claim.event or "").lower()]
        for actor, recipient in dyads(claim.event in JOINT, claim.actors, claim.recipients):
            for left, right in ((actor.id, recipient.id), (_side(actor, "actor"), _side(recipient, "recipient"))):
                if left != right:
                    self.say(left, (name, rdf.node(right)))


def roles(claim: Claim) -> Iterator[tuple[str, Party]]:
    """The parties of a claim with the property that ties each to it."""
    yield from (("actor", party) for party in claim.actors)
    yield from (("recipient", party) for party in claim.recipients)
    yield from (("attributedTo", party) for party in claim.attributed_to)
    yield from (("party", party) for party in claim.parties)
    if claim.person:
        yield "person", claim.person
    if claim.of:
        yield "of", claim.of


def dyads(joint: bool, actors: Iterable[T], recipients: Iterable[T]) -> Iterable[tuple[T, T]]:
    """Who does it to whom, ordered; those who do a joint act without a recipient do it to each other."""
    actors, recipients = list(actors), list(recipients)
    return permutations(actors, 2) if joint and not recipients else product(actors, recipients)


def ties(code: str, status: str, pairs: Iterable[tuple[str, str]]) -> set[str]:
    """The ties that acts between sides belong to (all IRIs); a mutual act counts both ways."""
    both = {pair for one, other in pairs for pair in ((one, other), (other, one))} if code in MUTUAL_CODES else pairs
    return {iri.tie(one, code, other, status) for one, other in both}


def _ties(claim: Claim) -> set[str]:
    actors = {_side(party, "actor") for party in claim.actors}
    recipients = {_side(party, "recipient") for party in claim.recipients}
    pairs = dyads(claim.event in JOINT, sorted(actors), sorted(recipients))
    return ties(PLOVER[claim.event or ""], KG[claim.status or ""], pairs)


def claim_iri(document: str, claim: Claim) -> str:
    """The IRI of a claim of a document (an IRI): made of who and what it tells, and where."""
    parties = sorted(f"{role} {party.id}" for role, party in roles(claim))
    return iri.claim(
        document, claim.kind, claim.sentence.start, claim.trigger.start, claim.event, claim.mode, claim.status,
        claim.office, claim.relation, *parties,
    )  # fmt: skip


def _side(party: Party, role: str) -> str:
    """The state that a party is or acts for, else the party itself.

    What is done to a people is done to its state, but what some of them do is not done by it.
    """
    state = None if party.kind == "people" and role != "recipient" else _state(party.country)
    return state.iri if state else party.id


@cache
def _state(country: str | None) -> Actor | None:
    """The state with an ISO alpha-3 code; None where nobody has it."""
    return catalogue().states.get(country) if country else None
