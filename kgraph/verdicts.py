"""Readers' verdicts on claims as they are kept: in a graph of their own, with the claim as it was read.

A verdict is met again by the claim's IRI, which is made of the document and of what the claim says: so it holds when
the same document is told anew, and lies idle as long as no such claim is told.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kgraph import graph, iri, rdf
from kgraph.model import Claim
from kgraph.vocab import KG, RDF, XSD

GRAPH, DOCUMENT = NamedNode(iri.REVIEWS), NamedNode(KG.reviewedDocument)


@dataclass(frozen=True, slots=True)
class Review:
    """What a reader says of a claim: that it is wrong, or what it should be.

    ``claim`` and ``document`` are IRIs, ``read`` is the claim as it was read, ``corrected`` None where it is rejected;
    ``at`` is the time in UTC.
    """

    claim: str
    document: str
    read: Claim
    corrected: Claim | None
    by: str
    at: str

    @property
    def verdict(self) -> str:
        """Rejected or corrected."""
        return "corrected" if self.corrected else "rejected"

    @property
    def becomes(self) -> str | None:
        """The IRI of the corrected claim."""
        return graph.claim_iri(self.document, self.corrected) if self.corrected else None


def quads(review: Review) -> list[Quad]:
    """A verdict as it is kept."""
    facts = (
        (RDF.type, NamedNode(KG.Review)),
        (KG.reviewOf, NamedNode(review.claim)),
        (KG.reviewedDocument, NamedNode(review.document)),
        (KG.verdict, Literal(review.verdict)),
        (KG.reviewer, rdf.string(review.by)),
        (KG.reviewedAt, Literal(review.at, datatype=NamedNode(XSD.dateTime))),
        (KG.asRead, _json(review.read)),
        (KG.asCorrected, _json(review.corrected) if review.corrected else None),
        (KG.becomes, NamedNode(review.becomes) if review.becomes else None),
    )
    node = NamedNode(iri.review(review.claim))
    return [Quad(node, NamedNode(name), value, GRAPH) for name, value in facts if value is not None]


def read(quads: Iterable[Quad]) -> list[Review]:
    """The verdicts that quads tell, by document and by the place of the claim in it."""
    told: dict[str, dict[str, str]] = defaultdict(dict)
    for quad in quads:
        told[rdf.text(quad.subject)][quad.predicate.value] = rdf.text(quad.object)
    found = [_review(facts) for facts in told.values()]
    return sorted(found, key=lambda one: (one.read.doc, one.document, one.read.sentence.start, one.claim))


def applied(document: str, claims: Iterable[Claim], reviews: Iterable[Review]) -> Iterator[Claim]:
    """The claims of a document (an IRI) as readers would have them: those read so first, then the corrected ones."""
    verdicts = {review.claim: review for review in reviews}
    corrected: list[Claim] = []
    for claim in claims:
        review = verdicts.get(graph.claim_iri(document, claim)) if verdicts else None
        if review is None:
            yield claim
        elif review.corrected:
            corrected.append(review.corrected)
    yield from corrected


def _review(facts: dict[str, str]) -> Review:
    corrected = facts.get(KG.asCorrected)
    return Review(
        claim=facts[KG.reviewOf], document=facts[KG.reviewedDocument], read=_claim(facts[KG.asRead]),
        corrected=_claim(corrected) if corrected else None, by=facts[KG.reviewer], at=facts[KG.reviewedAt],
    )  # fmt: skip


def _json(claim: Claim) -> Literal | None:
    return rdf.string(json.dumps(claim.record, ensure_ascii=False))


def _claim(text: str) -> Claim:
    return Claim.from_record(json.loads(text))
