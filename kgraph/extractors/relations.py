"""Lasting relations: ally, member, part of, rival, leader of; from nouns, "allied with" and "-backed"."""

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from kgraph import resources, syntax
from kgraph.actors.resolver import Resolver
from kgraph.extractors.governors import governors
from kgraph.extractors.speech import Speech
from kgraph.extractors.status import status
from kgraph.model import Claim, Party, Span

_SYMMETRIC = {"ally", "rival", "neighbour"}
_LINKING = {"be", "become", "remain", "describe", "regard", "see", "consider", "work", "serve", "act"}
_BACKED = {"back": "ally", "support": "ally", "align": "ally", "ally": "ally"}


@cache
def _nouns() -> dict[str, tuple[str, tuple[str, ...]]]:
    rows = resources.rows("lexicon", "relations.tsv")
    return {row["noun"]: (row["relation"], tuple(row["prepositions"].split("|"))) for row in rows}


class RelationExtractor:
    """All relation claims of one text, each pair and relation once."""

    def __init__(self, resolver: Resolver, speech: Speech) -> None:
        self._resolver = resolver
        self._speech = speech

    def claims(self) -> Iterator[Claim]:
        """The claims, in the order in which the text tells them."""
        told: set[tuple[str, ...]] = set()
        for token in self._resolver.doc:
            for relation, parties, rule in self._relations(token):
                ids = [party.id for party in parties]
                key = (relation, *(sorted(ids) if relation in _SYMMETRIC else ids))
                if len(set(ids)) == 2 and key not in told:
                    told.add(key)
                    yield self._claim(token, relation, parties, rule)

    def _relations(self, token: Token) -> Iterator[tuple[str, tuple[Party, ...], str]]:
        lemma = token.lemma_.lower()
        if token.pos_ == "NOUN" and lemma in _nouns():
            relation, prepositions = _nouns()[lemma]
            for pair in self._pairs(token, prepositions):
                yield relation, pair, f"relation/noun:{lemma}"
        if token.pos_ in {"VERB", "ADJ"} and lemma in _BACKED and token.dep_ in {"amod", "acl"}:
            for pair in self._backed(token):
                yield _BACKED[lemma], pair, f"relation/participle:{lemma}"
        if lemma in {"lead", "head"} and token.dep_ == "relcl":
            led = [p for obj in syntax.patients(token) for p in self._known(obj)]
            subject = syntax.subject(token)
            for party in self._known(subject) if subject is not None else ():
                for group in led:
                    yield "leader-of", (party, group), f"relation/relative:{lemma}"

    def _pairs(self, noun: Token, prepositions: tuple[str, ...]) -> Iterator[tuple[Party, ...]]:
        if any(token.lower_ in {"former", "onetime", "once"} for token in noun.lefts):
            return
        ones = self._bearers(noun)
        others = [
            p for t in (*syntax.children(noun, "poss"), *syntax.pobjects(noun, *prepositions)) for p in self._known(t)
        ]
        if not others and len(ones) == 2 and noun.tag_ == "NNS":
            yield ones[0], ones[1]
        for one in ones:
            for other in others:
                yield one, other

    def _bearers(self, noun: Token) -> list[Party]:
        """Those of whom the relation is told: what the noun stands beside, or the subject of its linking verb."""
        host: Token | None = None
        if noun.dep_ == "appos":
            host = noun.head
        elif noun.dep_ == "attr":
            host = syntax.subject(noun.head) if status(noun.head, governors()) == "actual" else None
        elif noun.dep_ == "pobj":
            host = self._as_subject(noun)
        if host is None:
            appositions = syntax.children(noun, "appos")
            host = appositions[0] if appositions else None
        return self._known(host) if host is not None else []

    def _as_subject(self, noun: Token) -> Token | None:
        """ "X works as part of Y", "countries that describe themselves as the closest of allies"."""
        preposition = noun.head
        while preposition.dep_ == "prep" and preposition.head.dep_ == "pobj" and preposition.lower_ == "of":
            preposition = preposition.head.head
        if preposition.head.pos_ == "ADJ" and preposition.head.head.dep_ == "prep":
            preposition = preposition.head.head
        verb = preposition.head
        return syntax.subject(verb) if preposition.lower_ == "as" and verb.lemma_ in _LINKING else None

    def _backed(self, participle: Token) -> Iterator[tuple[Party, ...]]:
        backers = [
            party
            for token in (
                *syntax.children(participle, "npadvmod", "compound", "nsubj"),
                *syntax.pobjects(participle, "by", "with"),
            )
            for party in self._known(token)
        ]
        for backed in self._known(participle.head):
            for backer in backers:
                yield backer, backed

    def _known(self, head: Token) -> list[Party]:
        return [party for party in self._resolver.parties(head) if party.why != "unnamed"]

    def _claim(self, token: Token, relation: str, parties: tuple[Party, ...], rule: str) -> Claim:
        document = self._resolver.document
        start, end = syntax.sentence_bounds(token)
        ids = {party.id for party in parties}
        sayers = [party for sayer in self._speech.sayers(token) for party in self._resolver.parties(sayer)]
        return Claim(
            doc=document.id, kind="relation", sentence=Span(start, end, document.text[start:end]),
            trigger=Span(token.idx, token.idx + len(token), token.text), confidence=0.7, rule=rule,
            relation=relation, parties=parties, attributed_to=tuple(party for party in sayers if party.id not in ids),
        )  # fmt: skip
