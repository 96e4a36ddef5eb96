"""What readers say of claims: that one is wrong, or what it should be; and the way back.

The graph of the document becomes what it would be without the claim, or with the corrected one, so that all that is
worked out from it follows without knowing of verdicts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from pyoxigraph import NamedNode, Quad

from kgraph import graph, iri, pending, rdf, recall, verdicts
from kgraph.corrections import RULE, corrected
from kgraph.errors import MisaskedError, QueryError
from kgraph.model import Claim, Document
from kgraph.store import GraphStore
from kgraph.verdicts import Review
from kgraph.vocab import KG, PROV

__all__ = ["Judged", "Review", "checked", "correct", "judged", "reject", "reviews", "undo"]

LONGEST = 80  # characters of a reader's name


def reviews(store: GraphStore) -> list[Review]:
    """All verdicts, by document and place; those on claims that are told no longer too."""
    return verdicts.read(store.match(graph=verdicts.GRAPH))


def reject(store: GraphStore, claim: str, by: str, at: str = "") -> Review:
    """Take a claim (by its IRI or the end of it) out of the graph, and keep it as read, with who says so and when.

    What it means for events waits until ``kgraph.upkeep.refresh`` is called. QueryError where there is no such claim.
    """
    place = _Place.of(store, claim)
    review = Review(place.original, place.document, place.read, None, _name(by), at or _now())
    place.put(store, None, review)
    return review


def correct(store: GraphStore, claim: str, changes: Mapping[str, str], by: str, at: str = "") -> Review:
    """Put a claim as it should be in the place of a claim (by its IRI or the end of it), which is kept as it was read.

    ``changes`` are those of ``kgraph.corrections.corrected``; of a claim that was corrected before it changes more.
    """
    place, by = _Place.of(store, claim), _name(by)
    new = corrected(store, place.claims.get(place.here or "", place.read), changes, by)
    review = Review(place.original, place.document, place.read, new, by, at or _now())
    if place.tells(review.becomes or ""):
        raise MisaskedError("The document tells that already, in another claim; reject this one instead.")
    if any(other.claim == review.becomes != review.claim for other in reviews(store)):
        raise MisaskedError(f"A reader has changed {review.becomes}, which said that; take that back instead.")
    place.put(store, new, review)
    return review


def undo(store: GraphStore, claim: str) -> Review:
    """Take a verdict back: the claim is in the graph again as it was read, if its document is there still.

    ``claim`` is the one that was read, or the corrected one. QueryError where nobody has said anything of it.
    """
    place = _Place.of(store, claim)
    if place.review is None:
        raise QueryError(f"Nobody has rejected or corrected the claim {claim!r}; see `kgraph reviews`.")
    if place.tells(place.original):
        raise MisaskedError("The document tells that already, by another correction; take that one back first.")
    place.put(store, place.read, None)
    return place.review


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict as it is listed: the claim as it was read, and as it was corrected, in a line each."""

    claim: str
    document: str
    id: str
    verdict: str
    by: str
    at: str
    sentence: str
    read: str
    corrected: str


def judged(store: GraphStore) -> list[Judged]:
    """All verdicts, the newest first."""
    found = [
        Judged(
            one.claim, one.document, one.read.doc, one.verdict, one.by, one.at, one.read.sentence.text, _told(one.read),
            _told(one.corrected) if one.corrected else "",
        )
        for one in reviews(store)
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.at, reverse=True)


def checked(store: GraphStore) -> Iterator[tuple[Document, list[tuple[Claim, bool]]]]:
    """The stored documents of which readers have judged claims, with the claims left; whether each was corrected."""
    for name in sorted({review.document for review in reviews(store)}):
        for text, claims in recall.documents(store, [NamedNode(name)]):
            yield text, [(claim, claim.rule.startswith(RULE)) for claim in claims.values()]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a claim stands: its document's IRI, text (None where it is gone) and claims, and what was said of it.

    ``original`` is the IRI of the claim as it was ``read``, ``here`` of the one that stands for it now, if any.
    """

    original: str
    document: str
    read: Claim
    review: Review | None
    here: str | None
    text: Document | None
    claims: Mapping[str, Claim]

    @classmethod
    def of(cls, store: GraphStore, claim: str) -> "_Place":
        node = iri.PREFIXES["claim"] + claim.removeprefix(iri.PREFIXES["claim"]).removeprefix("claim/")
        review = _review(store, node)
        document = review.document if review else _document(store, node)
        text, claims = next(recall.documents(store, [NamedNode(document)]), (None, {}))
        if review is None:
            return cls(node, document, claims[node], None, node, text, claims)
        return cls(review.claim, document, review.read, review, _here(review, claims), text, claims)

    def tells(self, claim: str) -> bool:
        """Whether the document has this claim, by another than what stands here."""
        return claim in self.claims and claim != self.here

    def put(self, store: GraphStore, new: Claim | None, review: Review | None) -> None:
        """Let another claim, or none, stand here, and another verdict be kept, in one change."""
        old = list(store.match(NamedNode(iri.review(self.original)), graph=verdicts.GRAPH))
        kept = verdicts.quads(review) if review else []
        gone, come, notes = self._difference(store, new)
        store.change(
            delete=[*gone, *(quad for quad in old if quad not in kept)],
            insert=[*come, *(quad for quad in kept if quad not in old), *notes],
        )

    def _difference(self, store: GraphStore, new: Claim | None) -> tuple[list[Quad], list[Quad], list[Quad]]:
        """The quads of the document that go and come, and what is to be worked out anew."""
        if self.text is None:
            return [], [], []
        others = [claim for node, claim in self.claims.items() if node != self.here]
        before = dict.fromkeys(graph.facts(self.text, self.claims.values()))
        after = dict.fromkeys(graph.facts(self.text, [*others, new] if new else others))
        gone = [quad for quad in before if quad not in after]
        come = [quad for quad in after if quad not in before]
        here = set(store.match(graph=NamedNode(self.document)))
        seal = graph.seal(self.document, here)
        if seal in here:  # what was damaged before must not look sound now
            gone.append(seal)
            come.append(graph.seal(self.document, here.difference(gone).union(come)))
        # a note takes the whole claim, of which only a part may change
        touched = {self.here, graph.claim_iri(self.document, new) if new else None}
        notes = [pending.notes(q for q in some if rdf.text(q.subject) in touched) for some in (before, after)]
        return gone, come, list(dict.fromkeys([*notes[0], *notes[1]]))


def _here(review: Review, claims: Mapping[str, Claim]) -> str | None:
    """Which of a document's claims the verdict is on: not one that says the same by another rule."""
    stands = ((review.becomes or "", review.corrected), (review.claim, review.read))
    return next((name for name, told in stands if name in claims and told and claims[name].rule == told.rule), None)


def _review(store: GraphStore, claim: str) -> Review | None:
    """The verdict on a claim, or the one that made it."""
    for predicate in (KG.reviewOf, KG.becomes):
        quads = store.having(NamedNode(predicate), [_node(claim)], graph=verdicts.GRAPH)
        if found := verdicts.read(quads):
            return found[0]
    return None


def _document(store: GraphStore, claim: str) -> str:
    """The document that tells a claim."""
    found = store.match(_node(claim), NamedNode(PROV.hadPrimarySource))
    for quad in found:
        return rdf.text(quad.graph_name)
    raise QueryError(f"There is no claim {claim} in this store; `kgraph query claims` lists those of a document.")


def _node(claim: str) -> NamedNode:
    try:
        return NamedNode(claim)
    except ValueError:
        raise QueryError(f"{claim!r} is no claim's IRI, nor the end of one; copy it from `kgraph show`.") from None


def _name(by: str) -> str:
    name = " ".join(by.split())
    if not name or len(name) > LONGEST or not name.isprintable():
        raise MisaskedError(f"A verdict needs a reader's name, of {LONGEST} characters at most; give one.")
    return name


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _told(claim: Claim) -> str:
    """A claim in a line: what, who, to whom."""
    who, whom, parties = (
        ", ".join(party.name for party in side) for side in (claim.actors, claim.recipients, claim.parties)
    )
    what = filter(None, (claim.event or claim.office or claim.relation, claim.mode, claim.status, claim.date))
    ends = filter(None, (who or parties or (claim.person.name if claim.person else ""), whom))
    return f"{' '.join(what)}: {' → '.join(ends)}"
