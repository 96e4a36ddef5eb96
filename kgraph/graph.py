"""A document and its claims as RDF: a list of quads, all in the document's own named graph.

Everything is made from content: the same document and claims give the same quads in the same order.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache, lru_cache
from itertools import permutations, product

from pyoxigraph import Literal, NamedNode, Quad

from kgraph import iri
from kgraph.actors.catalogue import catalogue
from kgraph.actors.tables import Actor
from kgraph.model import Claim, Document, Kind, Party, PartyKind, Place, Value
from kgraph.vocab import KG, MUTUAL, NIF, PLOVER, PROV, RDF, RDFS, SCHEMA, XSD

CLAIM_CLASS: dict[Kind, str] = {"event": KG.EventClaim, "office": KG.OfficeClaim, "relation": KG.RelationClaim}
PARTY_CLASS: dict[PartyKind, str] = {
    "state": KG.State, "person": KG.Person, "igo": KG.IntergovernmentalOrganisation, "armed-group": KG.ArmedGroup,
    "organisation": KG.Organisation, "people": KG.People,
}  # fmt: skip
DATE_TYPES = (
    (re.compile(r"\d{4}-\d\d-\d\d"), XSD.date),
    (re.compile(r"\d{4}-\d\d"), XSD.gYearMonth),
    (re.compile(r"\d{4}"), XSD.gYear),
)

Term = NamedNode | Literal


def document_iri(document: Document) -> str:
    """The IRI of a document, which is also the name of its graph."""
    return iri.document(document.id, document.text)


def origin_key(document: Document) -> str | None:
    """What stays the same when the text at a document's origin changes; None for a text without an origin."""
    return iri.digest(document.origin, document.id) if document.origin else None


def quads(document: Document, claims: Iterable[Claim]) -> list[Quad]:
    """All that is known of ``document``, for its named graph; of claims that say the same the first one counts."""
    sheet = _Sheet(document)
    sheet.document()
    unique: dict[str, Claim] = {}
    for claim in claims:
        unique.setdefault(_claim_iri(sheet.iri, claim), claim)
    for node, claim in unique.items():
        sheet.claim(node, claim)
    return list(dict.fromkeys(sheet.quads))


class _Sheet:
    """Collects the quads of one document."""

    def __init__(self, document: Document) -> None:
        self.source = document
        self.iri = document_iri(document)
        self.graph = _node(self.iri)
        self.quads: list[Quad] = []

    def say(self, subject: str, *facts: tuple[str, Term | None]) -> None:
        """Facts about a subject; a fact whose value is None is left out."""
        node = _node(subject)
        self.quads.extend(Quad(node, _node(name), value, self.graph) for name, value in facts if value is not None)

    def document(self) -> None:
        source = self.source
        self.say(
            self.iri,
            (RDF.type, _node(KG.Document)),
            (RDF.type, _node(NIF.Context)),
            (RDF.type, _node(PROV.Entity)),
            (KG.documentId, _text(source.id)),
            (KG.textHash, _text(iri.digest(source.text, length=64))),
            (KG.originKey, _text(origin_key(source))),
            (SCHEMA.headline, _text(source.title)),
            (SCHEMA.datePublished, _date(source.date)),
            (SCHEMA.publisher, _text(source.source)),
            (SCHEMA.url, _text(source.url)),
            (NIF.isString, _text(source.text)),
        )

    def claim(self, node: str, claim: Claim) -> None:
        self.say(
            node,
            (RDF.type, _node(KG.Claim)),
            (RDF.type, _node(CLAIM_CLASS[claim.kind])),
            (PROV.wasDerivedFrom, _node(self.sentence(claim))),
            (PROV.hadPrimarySource, self.graph),
            (KG.trigger, _text(claim.trigger.text)),
            (KG.triggerBegin, _integer(claim.trigger.start)),
            (KG.triggerEnd, _integer(claim.trigger.end)),
            (KG.confidence, _decimal(claim.confidence)),
            (KG.rule, _text(claim.rule)),
            (KG.office, _text(claim.office)),
            (KG.relation, _text(claim.relation)),
        )
        for role, party in _roles(claim):
            self.party(node, role, party)
        if claim.kind == "event":
            self.event(node, claim)
            self.edges(claim)

    def sentence(self, claim: Claim) -> str:
        span = claim.sentence
        node = iri.sentence(self.iri, span.start, span.end)
        self.say(
            node,
            (RDF.type, _node(KG.Sentence)),
            (RDF.type, _node(NIF.Sentence)),
            (NIF.beginIndex, _integer(span.start)),
            (NIF.endIndex, _integer(span.end)),
            (NIF.anchorOf, _text(span.text)),
            (NIF.referenceContext, self.graph),
        )
        return node

    def event(self, node: str, claim: Claim) -> None:
        date = claim.date or self.source.date
        happening = iri.event(*_happening(self.iri, claim, date))
        code = _node(PLOVER.terms()[claim.event or ""])
        self.say(happening, (RDF.type, _node(KG.Event)), (KG.code, code), (KG.date, _date(date)))
        self.say(
            node,
            (KG.event, _node(happening)),
            (KG.code, code),
            (KG.mode, _text(claim.mode)),
            (KG.status, _node(KG.terms()[claim.status]) if claim.status else None),
            (KG.date, _date(claim.date)),
            (KG.dateText, _text(claim.date_text)),
            (KG.dateWhy, _text(claim.date_why)),
            (KG.place, self.place(claim.place)),
            (KG.score, _decimal(claim.score)),
        )
        for value in claim.values:
            self.value(node, value)

    def value(self, node: str, value: Value) -> None:
        """A figure that a claim tells, and its words."""
        figure = f"{node}-value-{value.start}"
        self.say(node, (KG.value, _node(figure)))
        self.say(
            figure,
            (RDF.type, _node(KG.Value)),
            (KG.counts, _text(value.what)),
            (KG.number, _decimal(value.number)),
            (KG.upper, _decimal(value.upper)),
            (KG.unit, _text(value.unit)),
            (KG.qualifier, _text(value.qualifier)),
            (KG.valueBegin, _integer(value.start)),
            (KG.valueEnd, _integer(value.end)),
            (KG.valueText, _text(value.text)),
        )

    def place(self, place: Place | None) -> NamedNode | None:
        if place is None:
            return None
        node = iri.place(place.name, place.country)
        self.say(
            node,
            (RDF.type, _node(SCHEMA.Place)),
            (SCHEMA.name, _text(place.name)),
            (KG.iso3, _text(place.country)),
            (SCHEMA.latitude, _decimal(place.lat)),
            (SCHEMA.longitude, _decimal(place.lon)),
        )
        return _node(node)

    def party(self, node: str, role: str, party: Party) -> None:
        """Who plays a role in a claim, the side it stands for, and the words that say so."""
        mention = f"{node}-{role}-{party.start}-{iri.digest(party.id, length=6)}"
        state = _state(party.country)
        self.actor(party.id, party.name, party.kind, party.country)
        self.say(node, (KG.terms()[role], _node(party.id)), (KG.mention, _node(mention)))
        if f"{role}For" in KG.terms():
            self.say(node, (KG.terms()[f"{role}For"], _node(_side(party, role))))
        if state and state.iri != party.id:
            self.actor(state.iri, state.name, state.kind, state.country)
        self.say(
            mention,
            (KG.mentionOf, _node(party.id)),
            (KG.mentionFor, _node(state.iri) if state and state.iri != party.id else None),
            (KG.mentionRole, _text(role)),
            (KG.mentionBegin, _integer(party.start)),
            (KG.mentionEnd, _integer(party.end)),
            (KG.mentionText, _text(party.text)),
            (KG.mentionWhy, _text(party.why or None)),
        )

    def actor(self, node: str, name: str, kind: PartyKind, country: str | None) -> None:
        self.say(
            node,
            (RDF.type, _node(KG.Actor)),
            (RDF.type, _node(PARTY_CLASS[kind])),
            (RDF.type, _node(KG.Unnamed) if iri.is_unnamed(node) else None),
            (RDFS.label, _text(name)),
            (KG.iso3, _text(country) if kind == "state" else None),
        )

    def edges(self, claim: Claim) -> None:
        """Plain edges, between parties and between their sides: only for what the text itself says has happened."""
        if claim.status != "actual" or claim.attributed_to:
            return
        name = KG.terms()[(claim.event or "").lower()]
        for actor, recipient in _dyads(claim):
            for left, right in ((actor.id, recipient.id), (_side(actor, "actor"), _side(recipient, "recipient"))):
                if left != right:
                    self.say(left, (name, _node(right)))


def _roles(claim: Claim) -> Iterator[tuple[str, Party]]:
    """The parties of a claim with the property that ties each to it."""
    yield from (("actor", party) for party in claim.actors)
    yield from (("recipient", party) for party in claim.recipients)
    yield from (("attributedTo", party) for party in claim.attributed_to)
    yield from (("party", party) for party in claim.parties)
    if claim.person:
        yield "person", claim.person
    if claim.of:
        yield "of", claim.of


def _dyads(claim: Claim) -> Iterable[tuple[Party, Party]]:
    """Who does it to whom; the actors of a mutual event that names no recipient do it to each other."""
    if claim.event in MUTUAL and not claim.recipients:
        return permutations(claim.actors, 2)
    return product(claim.actors, claim.recipients)


def _claim_iri(document: str, claim: Claim) -> str:
    parties = sorted(f"{role} {party.id}" for role, party in _roles(claim))
    return iri.claim(
        document, claim.kind, claim.sentence.start, claim.trigger.start, claim.event, claim.mode, claim.status,
        claim.office, claim.relation, *parties,
    )  # fmt: skip


def _happening(document: str, claim: Claim, date: str | None) -> tuple[object, ...]:
    """What makes two reports one event: code, sides and date.

    Where no date or nobody is known, only claims of one text can be about the same event.
    """
    actors = {_side(party, "actor") for party in claim.actors}
    recipients = {_side(party, "recipient") for party in claim.recipients}
    if claim.event in MUTUAL:
        actors, recipients = actors | recipients, set()
    within = "" if date and actors | recipients else document
    return claim.event, "|".join(sorted(actors)), "|".join(sorted(recipients)), date, within


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


_node = lru_cache(maxsize=1 << 16)(NamedNode)


@lru_cache(maxsize=1 << 12)
def _integer(value: int) -> Literal:
    return Literal(value)


@lru_cache(maxsize=1 << 12)
def _decimal(value: float | None) -> Literal | None:
    """A decimal in the form that the store keeps, so that equal numbers stay equal quads."""
    if value is None:
        return None
    plain = format(Decimal(repr(float(value))), "f")
    shortest = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return Literal("0" if shortest == "-0" else shortest, datatype=_node(XSD.decimal))


@lru_cache(maxsize=1 << 12)
def _date(value: str | None) -> Literal | None:
    """A day, month or year, typed by its form; anything else stays a string."""
    if value is None:
        return None
    datatype = next((kind for form, kind in DATE_TYPES if form.fullmatch(value)), XSD.string)
    return Literal(value, datatype=_node(datatype))


def _text(value: str | None) -> Literal | None:
    """A string; a lone surrogate, which is no character, becomes a question mark so that offsets hold."""
    return None if value is None else Literal(value.encode("utf-8", "replace").decode("utf-8"))
