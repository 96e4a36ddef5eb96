"""Where it happened: places in prepositional phrases at the trigger or its clause."""

from spacy.tokens import Token

from kgraph import syntax
from kgraph.actors import places
from kgraph.actors.resolver import Resolver
from kgraph.model import Place

_SETTLEMENTS = {
    "area", "base", "camp", "capital", "city", "district", "governorate", "island", "neighbourhood", "neighborhood",
    "outskirt", "port", "province", "region", "suburb", "town", "village",
}  # fmt: skip
_AT = ("in", "at", "near", "outside", "inside", "around", "across", "off")


def of_event(trigger: Token, clause: Token, resolver: Resolver) -> Place | None:
    """The place that the text tells for an event, the nearest to the trigger first; None where it tells none."""
    for host in dict.fromkeys((trigger, clause)):
        for token in syntax.pobjects(host, *_AT):
            found = _place(token, resolver)
            if found:
                return found
    for obj in syntax.children(trigger, "dobj"):
        for token in syntax.pobjects(obj, *_AT):
            found = _place(token, resolver)
            if found:
                return found
    return None


def _place(token: Token, resolver: Resolver) -> Place | None:
    """The place that a phrase names: by its head, else "the port city of Mosul", "the capital, Muscat"."""
    near = syntax.children(token, "appos")
    if token.lemma_.lower() in _SETTLEMENTS:
        near = [*syntax.pobjects(token, "of"), *near]
    return next(filter(None, (_named(one, resolver) for one in (token, *near))), None)


def _named(token: Token, resolver: Resolver) -> Place | None:
    name = resolver.names.get(token.i)
    if name is None or (name.label and name.label not in {"GPE", "LOC", "FAC"}):
        return None
    text = name.text.removeprefix("the ").removesuffix("’s").removesuffix("'s")
    return places.find(text, resolver.document.text, resolver.known)
