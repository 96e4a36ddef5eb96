"""The way back from the graph: documents and claims as the plain values they were stored from."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from pyoxigraph import NamedNode, Quad

from kgraph.graph import CLAIM_CLASS, PARTY_CLASS
from kgraph.model import Claim, Document, Party, Place, Span, Status, Value
from kgraph.store import GraphStore, text
from kgraph.vocab import KG, NIF, PROV, RDF, RDFS, SCHEMA

Facts = Mapping[str, list[str]]  # of one subject: predicate to values, as text

_KINDS = {node: kind for kind, node in CLAIM_CLASS.items()}
_PARTIES = {node: kind for kind, node in PARTY_CLASS.items()}


def documents(
    store: GraphStore, names: Iterable[NamedNode] | None = None
) -> Iterator[tuple[Document, dict[str, Claim]]]:
    """Every stored document, or those with ``names``, with its claims by IRI, in the order of the text.

    ``origin`` is not kept in the graph.
    """
    for name in store.graphs() if names is None else names:
        sheet = Sheet(store.match(graph=name))
        if KG.documentId in sheet.about(name.value):
            yield sheet.document(name.value), sheet.claims()


class Sheet:
    """The graph of one document, by subject and predicate."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for quad in quads:
            self.facts[text(quad.subject)][quad.predicate.value].append(text(quad.object))

    def about(self, node: str | None) -> Facts:
        return self.facts.get(node or "", {})

    def document(self, node: str) -> Document:
        facts = self.about(node)
        return Document(
            id=facts[KG.documentId][0],
            text=facts[NIF.isString][0],
            title=_one(facts, SCHEMA.headline),
            date=_one(facts, SCHEMA.datePublished),
            source=_one(facts, SCHEMA.publisher),
            url=_one(facts, SCHEMA.url),
        )

    def claims(self) -> dict[str, Claim]:
        nodes = [node for node, facts in self.facts.items() if KG.Claim in facts.get(RDF.type, ())]
        found = {node: self.claim(node) for node in sorted(nodes)}
        return dict(sorted(found.items(), key=lambda item: (item[1].sentence.start, item[1].trigger.start, item[0])))

    def claim(self, node: str) -> Claim:
        facts = self.about(node)
        parties = self.parties(facts)
        return Claim(
            doc=_one(self.about(_one(facts, PROV.hadPrimarySource)), KG.documentId) or "",
            kind=next(_KINDS[name] for name in facts[RDF.type] if name in _KINDS),
            sentence=self.sentence(facts),
            trigger=Span(int(facts[KG.triggerBegin][0]), int(facts[KG.triggerEnd][0]), facts[KG.trigger][0]),
            confidence=float(facts[KG.confidence][0]),
            rule=facts[KG.rule][0],
            event=_name(facts, KG.code),
            mode=_one(facts, KG.mode),
            actors=tuple(parties["actor"]),
            recipients=tuple(parties["recipient"]),
            attributed_to=tuple(parties["attributedTo"]),
            status=cast(Status | None, _name(facts, KG.status)),
            date=_one(facts, KG.date),
            date_text=_one(facts, KG.dateText),
            date_why=_one(facts, KG.dateWhy),
            place=self.place(facts),
            values=self.values(facts),
            score=_number(facts, KG.score),
            person=next(iter(parties["person"]), None),
            office=_one(facts, KG.office),
            of=next(iter(parties["of"]), None),
            relation=_one(facts, KG.relation),
            parties=tuple(parties["party"]),
        )

    def sentence(self, claim: Facts) -> Span:
        facts = self.about(_one(claim, PROV.wasDerivedFrom))
        return Span(int(facts[NIF.beginIndex][0]), int(facts[NIF.endIndex][0]), facts[NIF.anchorOf][0])

    def place(self, claim: Facts) -> Place | None:
        facts = self.about(_one(claim, KG.place))
        name = _one(facts, SCHEMA.name)
        if name is None:
            return None
        return Place(name, _one(facts, KG.iso3), _number(facts, SCHEMA.latitude), _number(facts, SCHEMA.longitude))

    def values(self, claim: Facts) -> tuple[Value, ...]:
        """The figures that a claim tells, in the order of the text."""
        found = map(self.value, map(self.about, claim.get(KG.value, ())))
        return tuple(sorted(found, key=lambda value: value.start))

    def value(self, facts: Facts) -> Value:
        return Value(
            what=facts[KG.counts][0],
            number=_figure(facts, KG.number),
            upper=_figure(facts, KG.upper),
            unit=_one(facts, KG.unit),
            qualifier=_one(facts, KG.qualifier),
            text=facts[KG.valueText][0],
            start=int(facts[KG.valueBegin][0]),
            end=int(facts[KG.valueEnd][0]),
        )

    def parties(self, claim: Facts) -> dict[str, list[Party]]:
        """The parties of a claim by role, in the order of the text."""
        found: dict[str, list[Party]] = defaultdict(list)
        for mention in map(self.about, claim.get(KG.mention, ())):
            found[mention[KG.mentionRole][0]].append(self.party(mention))
        return defaultdict(
            list, {role: sorted(parties, key=lambda party: (party.start, party.id)) for role, parties in found.items()}
        )

    def party(self, mention: Facts) -> Party:
        node = mention[KG.mentionOf][0]
        facts = self.about(node)
        return Party(
            id=node,
            name=min(facts[RDFS.label]),
            kind=next(_PARTIES[name] for name in sorted(facts[RDF.type]) if name in _PARTIES),
            country=_one(self.about(_one(mention, KG.mentionFor) or node), KG.iso3),
            text=mention[KG.mentionText][0],
            start=int(mention[KG.mentionBegin][0]),
            end=int(mention[KG.mentionEnd][0]),
            why=_one(mention, KG.mentionWhy) or "",
        )


def _one(facts: Facts, predicate: str) -> str | None:
    return min(facts.get(predicate, ()), default=None)


def _number(facts: Facts, predicate: str) -> float | None:
    value = _one(facts, predicate)
    return None if value is None else float(value)


def _figure(facts: Facts, predicate: str) -> int | float | None:
    """A number, whole where it can be."""
    value = _number(facts, predicate)
    return int(value) if value is not None and value.is_integer() else value


def _name(facts: Facts, predicate: str) -> str | None:
    """The last part of an IRI of ours: ``ASSAULT``, ``actual``."""
    value = _one(facts, predicate)
    return value.rpartition("#")[2] if value else None
