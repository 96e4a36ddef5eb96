"""Events told of again: "the attack", "yesterday's talks" further on have the date that the text gave them before.

Only where the words point back: a definite noun for the same kind of act with nothing against it, the same harm to the
same unnamed victims, or a meeting that is announced and then described. The claim says which words it was dated by.
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
_NEAR = 3  # sentences


def carried(doc: Doc, claims: Sequence[Claim]) -> list[Claim]:
    """The claims, in their order, those without any date dated by an earlier one about the same happening."""
    number = {token.i: n for n, sentence in enumerate(doc.sents) for token in sentence}
    done: list[Claim] = []
    for claim in claims:
        token = _anchor(doc, claim)
        source = None
        if claim.kind == "event" and not claim.date and not claim.date_text and not _is_another(token):
            source = _source(doc, claim, token, done, number)
        if source is not None:
            claim = replace(claim, date=source.date, date_why=f"as told before of “{source.trigger.text}”")
        done.append(claim)
    return done


def _source(doc: Doc, claim: Claim, token: Token, told: list[Claim], number: dict[int, int]) -> Claim | None:
    """The dated claim, nearest first, that tells of the same happening."""
    definite = _is_definite(token)
    for other in reversed(told):
        if other.event != claim.event or other.date is None or other.sentence == claim.sentence:
            continue
        before = _anchor(doc, other)
        distance = number[token.i] - number[before.i]
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
