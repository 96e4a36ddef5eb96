"""What readers have said and decided, and the notes of what waits: each must be one that kgraph makes.

What is said of claims that are told no longer lies idle, and is no fault.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pyoxigraph import NamedNode, Quad

from kgraph import iri, pending, rdf, verdicts
from kgraph.checking.faults import Fault
from kgraph.corrections import RULE
from kgraph.graph import claim_iri
from kgraph.store import GraphStore
from kgraph.vocab import KG, PLOVER, PROV, STATUSES

_RULES, _PENDING = NamedNode(iri.RULES), NamedNode(iri.PENDING)
_UNREADABLE = (IndexError, KeyError, TypeError, ValueError)
_STATES = frozenset(KG[status] for status in STATUSES)


@dataclass(frozen=True, slots=True)
class Unfit:
    """A fault, the quads that make it and those that should be there, or the document that is to be read again."""

    fault: Fault
    quads: Sequence[Quad] = ()
    should: Sequence[Quad] = ()
    document: str | None = None


def unfit(store: GraphStore) -> Iterator[Unfit]:
    """All that is at fault in the graphs of notes, decisions and reviews."""
    for quad in store.match(graph=_PENDING):
        if not is_note(quad):
            yield Unfit(Fault("note", "", rdf.text(quad.subject), "is no note of an act that waits"), [quad])
    for quad in store.match(graph=_RULES):
        if not _is_decision(quad):
            yield Unfit(Fault("decision", "", rdf.text(quad.subject), "is no decision on two claims"), [quad])
    quads = sorted(store.match(graph=verdicts.GRAPH), key=str)
    for subject, found in groupby(quads, key=lambda quad: rdf.text(quad.subject)):
        yield from _review(store, subject, list(found))


def is_note(quad: Quad) -> bool:
    """Whether a quad is a note as kgraph writes it."""
    try:
        note = pending.read(quad)
    except ValueError:
        return False
    parts = note.code in PLOVER.terms().values() and note.status in _STATES
    return parts and quad.predicate.value == KG.pending


def _is_decision(quad: Quad) -> bool:
    claims = [rdf.text(quad.subject), rdf.text(quad.object)]
    named = all(claim.startswith(iri.PREFIXES["claim"]) for claim in claims) and claims[0] != claims[1]
    return named and quad.predicate.value in {KG.apart, KG.together}


def _review(store: GraphStore, node: str, quads: list[Quad]) -> Iterator[Unfit]:
    try:
        review = verdicts.read(quads)[0]
        should = verdicts.quads(review)
        fits = iri.review(review.claim) == node and claim_iri(review.document, review.read) == review.claim
    except _UNREADABLE:
        fits = False
    if not fits:
        yield Unfit(Fault("review", "", node, "can't be read back, or is on another claim than it quotes"), quads)
    elif set(should) != set(quads):
        yield Unfit(Fault("review", review.read.doc, node, "is not what the claims that it quotes make"), quads, should)
    elif _stands(store, review.claim):
        stands = Fault("claim", review.read.doc, review.claim, f"is there, though {review.by} has {review.verdict} it")
        yield Unfit(stands, document=review.document)


def _stands(store: GraphStore, claim: str) -> bool:
    """Whether a document has a claim as it was read, and not one that a reader put there."""
    rules = [rdf.text(quad.object) for quad in store.match(NamedNode(claim), NamedNode(KG.rule))]
    return any(not rule.startswith(RULE) for rule in rules)


def idle(store: GraphStore) -> int:
    """The number of decisions on claims that no document tells."""
    claims = {term for quad in store.match(graph=_RULES) for term in _claims(quad)}
    told = {claim for claim in claims if any(store.match(claim, NamedNode(PROV.hadPrimarySource)))}
    return sum(not told.issuperset(_claims(quad)) for quad in store.match(graph=_RULES))


def _claims(quad: Quad) -> Iterable[NamedNode]:
    return [term for term in (quad.subject, quad.object) if isinstance(term, NamedNode)]
