"""Pronouns and sets: "he", "they", "we", "the two countries", "both sides" are read back to who was named.

Candidates come from the sentence so far and up to three before it; subjects first, nearest first. "We" and "I" are
whoever speaks (see ``speech``), or the text's issuer.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from spacy.tokens import Span, Token

from kgraph import syntax
from kgraph.actors.resolver import Resolver
from kgraph.model import Party

_REACH = 3
_HE, _SHE = {"he", "him", "his", "himself"}, {"she", "her", "hers", "herself"}
_IT = {"it", "its", "itself"}
_THEY = {"they", "them", "their", "theirs", "themselves", "both"}
_WE = {"we", "us", "our", "ours", "ourselves", "i", "me", "my", "mine", "myself"}
# whom "the two …", "both …" can mean
_SETS = {
    **dict.fromkeys(("country", "nation", "state", "government", "neighbour", "neighbor", "capital", "army"), "states"),
    **dict.fromkeys(("leader", "minister", "president", "diplomat"), "people"),
    **dict.fromkeys(("side", "party", "delegation", "rival", "enemy"), "anybody"),
}
_SOMEBODY = {"office", "people", "group"}
Speaker = Callable[[Token], tuple[Party, ...]]


class References:
    """Reads the pronouns of one text; plugs itself into the resolver."""

    def __init__(self, resolver: Resolver, speaker: Speaker) -> None:
        self._resolver = resolver
        self._speaker = speaker
        self._sentences = list(resolver.doc.sents)
        self._number = {token.i: n for n, sentence in enumerate(self._sentences) for token in sentence}
        resolver.refer = self.refer

    def refer(self, token: Token) -> tuple[Party, ...] | None:
        """Whom the token refers back to, () where nobody is found; None where it is no reference."""
        word = token.lower_
        if token.pos_ in {"PRON", "DET"} or token.tag_ == "PRP$":
            return self._pronoun(token, word)
        if _is_set(token):
            return self._set(token)
        return None

    def _pronoun(self, token: Token, word: str) -> tuple[Party, ...]:
        if word in _WE:
            return self._as_read_from(self._speaker(token), token)
        if word in _HE | _SHE:
            gender = "m" if word in _HE else "f"
            return self._nearest(token, lambda head, parties: self._is_person(head, parties, gender))
        if word in _IT:
            return self._nearest(token, self._is_one)
        if word in _THEY:
            return self._nearest(token, self._are_many, plural=True)
        return ()

    def _is_person(self, head: Token, parties: tuple[Party, ...], gender: str) -> bool:
        role = self._resolver.known.roles.get(head.lemma_.lower()) if head.tag_ == "NN" else None
        somebody = role is not None and role.kind in _SOMEBODY  # "a militant", whose party may be his group
        if len(parties) != 1 or not (somebody or parties[0].kind == "person"):
            return False
        actor = self._resolver.known.get(parties[0].id)
        return actor is None or actor.gender in {None, gender}

    def _is_one(self, head: Token, parties: tuple[Party, ...]) -> bool:
        """Whether "it" may stand for the phrase: one body or state, and no plural of people."""
        several = head.tag_ == "NNS" and head.i not in self._resolver.names
        return len(parties) == 1 and parties[0].kind != "person" and not several

    def _are_many(self, head: Token, parties: tuple[Party, ...]) -> bool:
        """Whether the phrase names somebody rather than some things: "the rebels", not "the reports"."""
        acts = head.lemma_.lower() in self._resolver.known.roles or head.ent_type_ != ""
        return any(party.why != "unnamed" or acts for party in parties)

    def _is_thing(self, head: Token, parties: tuple[Party, ...]) -> bool:
        """Whether the phrase only belongs to somebody: in "attacks in Paris … its", "its" is not of France."""
        return parties[0].why.startswith("whose") and head.lemma_.lower() not in self._resolver.known.roles

    def _nearest(
        self, token: Token, fits: Callable[[Token, tuple[Party, ...]], bool], plural: bool = False
    ) -> tuple[Party, ...]:
        fallback: tuple[Party, ...] = ()
        last = token
        doer = _doer_to(token)
        barred = {party.id for party in self._resolver.one(doer)} if doer is not None else set()
        candidates = [*self._clause_subject(token), *self._candidates(token)]
        if plural and token.tag_ == "PRP$":  # "their" is more often of the plural just before than of the subject
            candidates.sort(key=lambda head: (self._number[head.i] != self._number[token.i], -head.i))
        here = self._number[token.i]
        for head in candidates:
            if fallback and self._number[head.i] < min(here, self._number[last.i]):
                break  # whom the nearer sentence names, even as object, is meant rather than those further back
            parties = self._resolver.parties(head) if plural else self._resolver.one(head)
            if plural and not (_is_plural(head) or any(party.kind == "armed-group" for party in parties)):
                continue
            if barred & {party.id for party in parties}:
                continue
            if fits(head, parties) and not self._is_thing(head, parties):
                named = head.dep_ != "poss" or parties[0].why != "unnamed"
                if named and (head.dep_ in {"nsubj", "nsubjpass", "poss", "agent"} or head.head.dep_ == "agent"):
                    return self._as_read_from(parties, token)
                fallback, last = (fallback, last) if fallback else (parties, head)
        return self._as_read_from(fallback, token)

    def _clause_subject(self, token: Token) -> Iterator[Token]:
        """Who does what the pronoun's clause tells, also where it is understood: "accuses Israel of … in its war".

        Before them whoever is coordinated with the pronoun's noun: "Iran and its ally".
        """
        if token.dep_ == "poss" and token.head.dep_ == "conj" and token.head.head.i < token.i:
            yield token.head.head
        verb = next((head for head in syntax.ancestors(token) if head.pos_ in {"VERB", "AUX"}), None)
        subject = syntax.subject(verb) if verb is not None else None
        if subject is not None and subject.i < token.i and token not in subject.subtree:
            yield subject

    def _candidates(self, token: Token) -> Iterator[Token]:
        """Heads of noun phrases before the token, the sentence's own first, each sentence's subjects first."""
        here = self._number[token.i]
        for number in range(here, max(-1, here - _REACH - 1), -1):
            heads = [t for t in _heads(self._sentences[number]) if t.i < token.i and token not in t.subtree]
            heads.sort(key=lambda t: (t.dep_ not in {"nsubj", "nsubjpass"}, -t.i if number == here else t.i))
            yield from heads

    def _set(self, token: Token) -> tuple[Party, ...]:
        """ "The two countries", "both leaders": the two who were named together, else the two named last."""
        beside = self._resolver.parties(token.head) if token.dep_ == "appos" else ()
        if len(beside) > 1:
            return self._as_read_from(beside, token)
        last: dict[str, Party] = {}
        for head in sorted(self._candidates(token), key=lambda head: -head.i):
            found = self._members(head, _SETS[token.lemma_.lower()])
            if len(found) == 2:
                return self._as_read_from(tuple(found), token)
            last.update((party.id, party) for party in found if party.id not in last)
            if len(last) >= 2:
                return self._as_read_from(tuple(last.values())[1::-1], token)
        return ()

    def _members(self, head: Token, kind: str) -> list[Party]:
        """Those whom a phrase names and who can belong to a set of that kind; for states, the states behind them."""
        parties = [party for party in self._resolver.parties(head) if not party.why.startswith("unnamed")]
        if kind == "people":
            return [party for party in parties if party.kind == "person"]
        if kind == "anybody":
            return [party for party in parties if party.kind != "people"]
        known = self._resolver.known.states
        states = dict.fromkeys(party.country for party in parties if party.kind in {"state", "person"})
        return [self._resolver.party(known[country], head, "") for country in states if country in known]

    def _as_read_from(self, parties: tuple[Party, ...], token: Token) -> tuple[Party, ...]:
        """The parties with the words they were read from: the name where the same sentence has it, else the pronoun."""
        first = syntax.sentence_of(token).start_char
        start, end = syntax.extent(token) if token.pos_ == "NOUN" else (token.idx, token.idx + len(token))
        words, why = self._resolver.document.text[start:end], f"meant by “{token.text}”"
        return tuple(
            replace(party, why=why)
            if first <= party.start < start
            else replace(party, text=words, start=start, end=end, why=why)
            for party in parties
        )


def _doer_to(pronoun: Token) -> Token | None:
    """Who acts on the pronoun, and so is not meant by it: the caller, in "called Stone to congratulate him"."""
    verb = pronoun.head.head if pronoun.dep_ == "pobj" and pronoun.head.dep_ in {"prep", "dative"} else pronoun.head
    acted_on = pronoun.dep_ in {"dobj", "dative", "pobj"} and verb.pos_ == "VERB"
    reflexive = pronoun.lower_.endswith(("self", "selves"))
    return syntax.agent(verb) if acted_on and not reflexive else None


def _heads(sentence: Span) -> Iterator[Token]:
    """Heads of the noun phrases that may be referred back to."""
    for token in sentence:
        if token.pos_ in {"NOUN", "PROPN"} and token.dep_ not in {"compound", "nmod", "npadvmod", "conj"}:
            yield token


def _is_plural(head: Token) -> bool:
    return head.tag_ in {"NNS", "NNPS"} or bool(syntax.children(head, "conj"))


def _is_set(token: Token) -> bool:
    """Whether the phrase is "the two countries", "both sides", "the countries"."""
    if token.lemma_.lower() not in _SETS or token.tag_ not in {"NNS", "NNPS"}:
        return False
    before = {child.lower_ for child in token.lefts}
    return bool(before & {"both", "two"}) and not any(child.ent_type_ in {"NORP", "GPE"} for child in token.lefts)
