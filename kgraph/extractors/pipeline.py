"""From documents to claims: the one place where the extractors meet."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from spacy.tokens import Doc, Token

from kgraph import nlp
from kgraph.actors.catalogue import catalogue
from kgraph.actors.headlines import sentence_case
from kgraph.actors.names import finder
from kgraph.actors.reference import References
from kgraph.actors.resolver import Resolver
from kgraph.actors.short import ShortNames
from kgraph.extractors import dating
from kgraph.extractors.carried import carried
from kgraph.extractors.events import EventExtractor
from kgraph.extractors.governors import governors
from kgraph.extractors.lexicon import lexicon
from kgraph.extractors.offices import OfficeExtractor
from kgraph.extractors.pieces import Piece, moved, pieces
from kgraph.extractors.relations import RelationExtractor
from kgraph.extractors.speech import Speech
from kgraph.extractors.values import valued
from kgraph.model import Claim, Document, Party


def extract(documents: Iterable[Document]) -> Iterator[tuple[Document, tuple[Claim, ...]]]:
    """Each document with its claims, in the order of the text. Raises ModelError where there is no language model."""
    read: deque[Piece] = deque()

    def parts() -> Iterator[Document]:
        for document in documents:
            for piece in pieces(document):
                read.append(piece)
                yield piece.part

    found: list[Claim] = []
    for part, doc in nlp.parse(parts(), sentence_case):
        piece = read.popleft()
        found += (moved(claim, piece.start) for claim in claims(part, doc))
        if piece.last:
            yield piece.whole, tuple(found)
            found = []


def _issuer(resolver: Resolver) -> Callable[[], tuple[Party, ...]]:
    """Who speaks as "we" outside quotations: the publisher where the tables know it, else whom the text names first."""

    @cache
    def issuer() -> tuple[Party, ...]:
        for actor in resolver.known.find(resolver.document.source or ""):
            return (resolver.party(actor, resolver.doc[0], f"published by {actor.name}"),)
        heads = (token for token in resolver.doc if token.dep_ == "nsubj" and token.i in resolver.names)
        for head in heads:
            parties = resolver.one(head)
            if parties and parties[0].kind in {"state", "igo", "person", "organisation"}:
                return parties
        return ()

    return issuer


def claims(document: Document, doc: Doc) -> tuple[Claim, ...]:
    """The claims of one parsed document."""
    known = catalogue()
    names = ShortNames(doc, known, finder(nlp.load()).find(doc)).find()
    resolver = Resolver(doc, document, known, names)
    speech = Speech(doc, governors())
    issuer = _issuer(resolver)

    def speaker(token: Token) -> tuple[Party, ...]:
        head = speech.speaker(token)
        return resolver.parties(head) if head is not None else issuer()

    References(resolver, speaker)
    offices = list(OfficeExtractor(resolver, speech).claims())
    written = dating.written(document, doc, offices, known)
    found = [
        *offices,
        *RelationExtractor(resolver, speech).claims(),
        *EventExtractor(resolver, speech, lexicon(), written).claims(),
    ]
    found.sort(key=lambda claim: (claim.sentence.start, claim.trigger.start, claim.kind))
    return tuple(valued(document, doc, carried(doc, found)))
