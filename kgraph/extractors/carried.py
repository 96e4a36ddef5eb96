"""Events told of again: "the attack", "yesterday's talks" further on have the date that the text gave them before.

Only where the words point back: a definite noun for the same kind of act with nothing against it, the same harm to the
same unnamed victims, a meeting that is announced and then described, or what "the resolution" of a moment ago demands.
The claim says which words it was dated by.
"""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from kgraph import syntax
from kgraph.iri import is_unnamed
from kgraph.model import Claim, Party
from kgraph.vocab import MUTUAL

_POINTING = {"the", "this", "that", "these", "those"}
_ANOTHER = {"also", "another", "again", "other", "further", "new", "separately", "second", "later", "then", "next"}
# what speaks when it is adopted, signed or issued
_SPEAKING = {
    "accord", "agreement", "communique", "communiqué", "deal", "declaration", "decree", "law", "memorandum", "order",
    "pact", "resolution", "ruling", "statement", "treaty", "verdict",
}  # fmt: skip
_NEAR = 3  # sentences
_MEMORY = 200  # dated claims back, which bounds the work on a book


def carried(doc: Doc, claims: Sequence[Claim]) -> list[Claim]:
    """The claims, in their order, those without any date dated by an earlier one about the same happening."""
    number = {token.i: n for n, sentence in enumerate(doc.sents) for token in sentence}
    dated: list[tuple[Claim, Token]] = []
    done: list[Claim] = []
    for claim in claims:
        token = _anchor(doc, claim)
        source = None
        if claim.kind == "event" and not claim.date and not claim.date_text and not _is_another(token):
            source = _source(claim, token, dated[-_MEMORY:], number)
        if source is not None:
            claim = replace(claim, date=source.date, date_why=f"as told before of “{source.trigger.text}”")
        if claim.date is not None:
            dated.append((claim, token))
        done.append(claim)
    return done


def _source(claim: Claim, token: Token, dated: list[tuple[Claim, Token]], number: dict[int, int]) -> Claim | None:
    """The dated claim, nearest first, that tells of the same happening."""
    definite = _is_definite(token)
    paper = _speaking_paper(token)
    for other, before in reversed(dated):
        if other.sentence == claim.sentence:
            continue
        distance = number[token.i] - number[before.i]
        if paper and distance <= _NEAR and paper in _lemmas(before):
            return other
        if other.event != claim.event:
            continue
        same_noun = definite and token.lemma_ == before.lemma_ and _same_place(claim, other)
        points_back = definite and distance <= _NEAR and _compatible(claim, other)
        goes_on = distance == 1 and claim.status == other.status == "planned" and _share(claim, other)
        if same_noun or points_back or goes_on or _same_victims(claim, other):
            return other
    return None


def _anchor(doc: Doc, claim: Claim) -> Token:
    span = doc.char_span(claim.trigger.start, claim.trigger.end, alignment_mode="expand")
    return span.root if span is not None else doc[0]


def _is_definite(token: Token) -> bool:
    """Whether a noun points back: "the attack", "these talks"."""
    return token.pos_ == "NOUN" and any(child.lower_ in _POINTING for child in syntax.children(token, "det"))


def _speaking_paper(verb: Token) -> str | None:
    """The paper told before that speaks: "the resolution demanded access"."""
    subject = syntax.subject(verb) if verb.pos_ == "VERB" else None
    if subject is None or subject.lemma_.lower() not in _SPEAKING:
        return None
    pointing = any(child.lower_ in _POINTING for child in syntax.children(subject, "det"))
    return subject.lemma_.lower() if pointing else None


def _lemmas(anchor: Token) -> set[str]:
    """An act's own words and objects: "adopted Resolution 2328"."""
    objects = syntax.children(anchor, "dobj", "nsubjpass")
    parts = [part for token in objects for part in syntax.children(token, "compound", "nmod")]
    return {token.lemma_.lower() for token in (anchor, *objects, *parts)}


def _is_another(token: Token) -> bool:
    """Whether the words say that it is another happening."""
    return any(child.lower_ in _ANOTHER or child.ent_type_ == "ORDINAL" for child in token.children)


def _same_place(claim: Claim, other: Claim) -> bool:
    return claim.place is not None and claim.place == other.place


def _same_victims(claim: Claim, other: Claim) -> bool:
    """Whether it is done to the same people without a name, whom only this text knows."""
    return any(is_unnamed(party) for party in _ids(claim.recipients) & _ids(other.recipients))


def _compatible(claim: Claim, other: Claim) -> bool:
    """Whether nothing tells the two apart: neither who did it, nor to whom, nor where."""
    if claim.place and other.place and claim.place != other.place:
        return False
    if claim.event in MUTUAL:
        return _agree(claim.actors + claim.recipients, other.actors + other.recipients)
    return _agree(claim.actors, other.actors) and _agree(claim.recipients, other.recipients)


def _agree(one: tuple[Party, ...], other: tuple[Party, ...]) -> bool:
    return not one or not other or bool(_ids(one) & _ids(other))


def _share(claim: Claim, other: Claim) -> bool:
    return bool(_ids(claim.actors + claim.recipients) & _ids(other.actors + other.recipients))


def _ids(parties: tuple[Party, ...]) -> set[str]:
    return {party.id for party in parties}
