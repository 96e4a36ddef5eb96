"""Lasting relations: ally, member, part of, rival, leader of; from nouns, "allied with", "led by" and "-backed"."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations, product

from spacy.tokens import Token

from kgraph import resources, syntax
from kgraph.actors.resolver import Resolver
from kgraph.extractors.governors import governors
from kgraph.extractors.speech import Speech
from kgraph.extractors.status import status
from kgraph.iri import is_unnamed
from kgraph.model import Claim, Party, Span

_SYMMETRIC = {"ally", "rival", "neighbour"}
_LINKING = {"be", "become", "remain", "describe", "regard", "see", "consider", "work", "serve", "act"}
_PARTICIPLES = {
    "back": "ally",
    "support": "ally",
    "align": "ally",
    "ally": "ally",
    "lead": "leader-of",
    "head": "leader-of",
}
_TIED = re.compile(r"(.+)-(backed|supported|aligned|allied|led)")  # where the tokeniser leaves "U.S.-backed" whole
# verbs that tell members: as the object, or as what is put "to" the body
_HOLDING = {"include": "", "comprise": "", "assign": "to", "attach": "to"}
_MEMBERS = {"member", "nation", "country", "state", "partner", "ally"}
_PAST = {"former", "onetime", "once", "then"}
_ONLY = {"the", "supreme", "overall", "top", "new", "current", "longtime", "exiled"}
_PARTS = {"part-of", "member"}
_LED = {"armed-group", "organisation", "igo"}
Pair = tuple[Party, Party]


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
                if len(set(ids)) == 2 and key not in told and _can_be(relation, *parties):
                    told.add(key)
                    yield self._claim(token, relation, parties, rule)

    def _relations(self, token: Token) -> Iterator[tuple[str, Pair, str]]:
        lemma = token.lemma_.lower()
        if token.pos_ in {"NOUN", "ADJ"} and lemma in _nouns():
            relation, prepositions = _nouns()[lemma]
            bond = "between" in prepositions
            for pair in self._bond(token) if bond else self._of_noun(token, relation, prepositions):
                yield relation, pair, f"relation/noun:{lemma}"
        elif token.pos_ == "VERB" and lemma in _HOLDING:
            for pair in self._held(token):
                yield "member", pair, f"relation/verb:{lemma}"
        elif token.pos_ in {"PROPN", "NOUN"} and token.i in self._resolver.names:
            for pair in self._owned(token):
                yield "part-of", pair, "relation/possessive"
        elif lemma in _PARTICIPLES and token.pos_ in {"VERB", "ADJ"}:
            for pair in self._of_verb(token):
                yield _PARTICIPLES[lemma], pair, f"relation/participle:{lemma}"
        elif tied := _TIED.fullmatch(token.text):
            lemma = {"backed": "back", "led": "lead"}.get(tied[2], "ally")
            known = self._resolver.known.find(tied[1])[:1]
            backers = [self._resolver.party(actor, token, f"name: {tied[1]}") for actor in known]
            for one, other in product(backers, self._described(token)):
                yield _PARTICIPLES[lemma], (one, other), f"relation/participle:{lemma}"

    # -- nouns

    def _of_noun(self, noun: Token, relation: str, prepositions: tuple[str, ...]) -> Iterator[Pair]:
        """Who stands how to whom by a noun: "Syria, an ally of Iran", "Iran's ally Syria", "NATO member Norway"."""
        if any(token.lower_ in _PAST for token in noun.lefts) or (
            relation == "leader-of" and self._is_one_of_many(noun)
        ):
            return
        ones = self._bearers(noun)
        others = self._others(noun, relation, prepositions)
        if not others and len(ones) == 2 and noun.tag_ == "NNS" and relation in _SYMMETRIC:
            yield ones[0], ones[1]
        yield from product(ones, others)

    def _is_one_of_many(self, leader: Token) -> bool:
        """Whether a body has more leaders of the kind: "a leader of Hamas", "its political leader"."""
        before = syntax.children(leader, "det", "amod", "compound", "nmod")
        return any(t.i not in self._resolver.names and t.lower_ not in _ONLY for t in before)

    def _bond(self, noun: Token) -> Iterator[Pair]:
        """Those whom a bond ties: "the alliance between Iran and Syria", "Iran's alliance with Syria"."""
        yield from combinations([p for token in syntax.pobjects(noun, "between") for p in self._known(token)], 2)
        owners = [party for token in syntax.children(noun, "poss", "amod", "compound") for party in self._known(token)]
        yield from product(owners, [p for token in syntax.pobjects(noun, "with") for p in self._known(token)])

    def _others(self, noun: Token, relation: str, prepositions: tuple[str, ...]) -> list[Party]:
        """Those to whom the relation is: behind a preposition, or before the noun as its owner or its name."""
        owned = noun.head if noun.dep_ in {"compound", "amod"} else noun
        before = [*syntax.children(noun, "poss"), *(syntax.children(owned, "poss") if owned != noun else [])]
        names = [t for t in syntax.children(noun, "compound", "amod", "nmod") if t.i in self._resolver.names]
        found = [p for t in (*before, *syntax.pobjects(noun, *prepositions)) for p in self._known(t)]
        # "the Syrian branch" is in Syria, and not a part of it
        found += [p for t in names for p in self._known(t) if relation not in _PARTS or p.kind != "state"]
        return found

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
            host = next(iter(syntax.children(noun, "appos")), None) or self._name_behind(noun)
        return self._known(host) if host is not None else []

    def _name_behind(self, noun: Token) -> Token | None:
        """The head of the name that follows the noun at once: "ally Syria", "the group Hezbollah"."""
        name = self._resolver.names.get(noun.i + 1)
        return self._resolver.doc[name.start : name.end].root if name and name.start == noun.i + 1 else None

    def _as_subject(self, noun: Token) -> Token | None:
        """ "X works as part of Y", "countries that describe themselves as the closest of allies"."""
        preposition = noun.head
        while preposition.dep_ == "prep" and preposition.head.dep_ == "pobj" and preposition.lower_ == "of":
            preposition = preposition.head.head
        if preposition.head.pos_ == "ADJ" and preposition.head.head.dep_ == "prep":
            preposition = preposition.head.head
        verb = preposition.head
        linked = verb.lemma_ in _LINKING or noun.lemma_.lower() in {"part", "member"}
        if preposition.lower_ != "as" or verb.pos_ not in {"VERB", "AUX"} or not linked:
            return None
        return syntax.subject(verb) if verb.lemma_ in _LINKING else syntax.agent(verb)

    # -- who belongs to whom

    def _held(self, verb: Token) -> Iterator[Pair]:
        """Members by a verb: "the alliance includes Norway", "NATO states include Norway", "is assigned to NATO"."""
        if status(verb, governors()) != "actual":
            return
        if _HOLDING[verb.lemma_.lower()] == "to":
            members, bodies = syntax.patients(verb), syntax.pobjects(verb, "to")
        else:
            members, subject = syntax.children(verb, "dobj"), syntax.agent(verb)
            if subject is None:
                return
            named = [t for t in syntax.children(subject, "compound", "nmod", "poss") if t.i in self._resolver.names]
            bodies = (
                named if subject.lemma_.lower() in _MEMBERS else [t for t in [subject] if t.i in self._resolver.names]
            )
        found = [party for token in bodies for party in self._known(token) if party.kind in _LED]
        yield from product([party for token in members for party in self._known(token)], found)

    def _owned(self, name: Token) -> Iterator[Pair]:
        """A body of a larger one: "the Alliance's Military Committee"."""
        owners = [party for token in syntax.children(name, "poss", "nmod") for party in self._known(token)]
        parts = [party for party in self._known(name) if party.kind in {"organisation", "igo"}]
        yield from product(parts, [owner for owner in owners if owner.kind in {"organisation", "igo", "armed-group"}])

    # -- verbs and participles

    def _of_verb(self, verb: Token) -> Iterator[Pair]:
        """Who backs or leads whom: "Iran-backed rebels", "led by Stone", "is allied with", "Stone, who leads"."""
        if verb.dep_ in {"amod", "acl"}:
            yield from product(self._backers(verb), self._described(verb))
        elif _PARTICIPLES[verb.lemma_.lower()] == "leader-of":
            subject = syntax.subject(verb) if verb.dep_ == "relcl" else None
            if subject is None and syntax.is_passive(verb) and status(verb, governors()) == "actual":
                subject = syntax.agent(verb)  # "the force is led by Stone"
            led = [party for token in syntax.patients(verb) for party in self._known(token)]
            yield from product(self._known(subject) if subject is not None else [], led)
        elif verb.tag_ == "VBN" and status(verb, governors()) == "actual" and verb.lemma_.lower() in {"ally", "align"}:
            subject = syntax.subject(verb)
            others = [party for token in syntax.pobjects(verb, "with", "to") for party in self._known(token)]
            yield from product(self._known(subject) if subject is not None else [], others)

    def _described(self, participle: Token) -> list[Party]:
        """Whom a participle describes: its noun, or the name behind it: "the Iran-backed group Hezbollah"."""
        behind = self._name_behind(participle.head)
        return self._known(participle.head) or (self._known(behind) if behind is not None else [])

    def _backers(self, participle: Token) -> list[Party]:
        before = syntax.children(participle, "npadvmod", "compound", "nsubj")
        behind = syntax.pobjects(participle, "by", "with")
        inside = [
            token for token in before if self._resolver.names.get(token.i) == self._resolver.names.get(participle.i)
        ]
        if inside and inside[0].i in self._resolver.names:  # "Iran-backed Houthis", all of it a name
            known = self._resolver.known.find(inside[0].text)[:1]
            return [self._resolver.party(actor, inside[0], f"name: {inside[0].text}") for actor in known]
        return [party for token in (*before, *behind) for party in self._known(token)]

    def _known(self, head: Token) -> list[Party]:
        return [party for party in self._resolver.parties(head) if not is_unnamed(party.id)]

    def _claim(self, token: Token, relation: str, parties: Pair, rule: str) -> Claim:
        document = self._resolver.document
        start, end = syntax.sentence_bounds(token)
        ids = {party.id for party in parties}
        sayers = [party for sayer in self._speech.sayers(token) for party in self._resolver.parties(sayer)]
        return Claim(
            doc=document.id, kind="relation", sentence=Span(start, end, document.text[start:end]),
            trigger=Span(token.idx, token.idx + len(token), document.text[token.idx : token.idx + len(token)]),
            confidence=0.7, rule=rule,
            relation=relation, parties=parties, attributed_to=tuple(party for party in sayers if party.id not in ids),
        )  # fmt: skip


def _can_be(relation: str, one: Party, other: Party) -> bool:
    """Whether the two are such as can stand in the relation: groups and bodies are led, states have offices."""
    return relation != "leader-of" or (other.kind in _LED and one.kind in {"person", "state", *_LED})
