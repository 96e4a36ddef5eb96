"""What a reader may correct of an event claim, and the claim that comes of it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from pyoxigraph import NamedNode

from kgraph import isodate, naming, recall, vocab
from kgraph.actors.catalogue import catalogue
from kgraph.errors import MisaskedError
from kgraph.graph import roles
from kgraph.model import Claim, Party, Span
from kgraph.store import GraphStore
from kgraph.vocab import KG, ROOTS, STATUSES, plover

SIDES = ("actors", "recipients", "attributed_to")
FIELDS = ("event", "mode", "status", *SIDES, "date")
BETWEEN = ";"  # names of several parties
RULE = "reader/"  # begins the rule of a claim that a reader has corrected
_SURE = 1.0


def corrected(store: GraphStore, claim: Claim, changes: Mapping[str, str], by: str) -> Claim:
    """The claim with some of ``FIELDS`` as ``by`` says they should be; an empty value takes away what stood there.

    Parties are given by name, separated by semicolons. MisaskedError for what can't be corrected so, AmbiguousName and
    QueryError for a party that is not clear.
    """
    if claim.kind != "event":
        raise MisaskedError("Only claims of events can be corrected; an office or a relation can be rejected.")
    if unknown := changes.keys() - set(FIELDS):
        raise MisaskedError(f"{min(unknown)!r} is nothing to correct; take {', '.join(FIELDS)}.")
    values: dict[str, Any] = {}
    for name in FIELDS:
        if name in changes:
            given = changes[name].strip()
            values[name] = _sides(store, claim, given, by) if name in SIDES else _READ[name](given)
    if "event" in values:
        values.setdefault("mode", claim.mode if (values["event"], claim.mode) in plover() else None)
    if "date" in values:
        values |= {"date_text": None, "date_why": f"{by} says so" if values["date"] else None}
    found = replace(claim, **values)
    _check(claim, found)
    return replace(found, score=vocab.score(found), confidence=_SURE, rule=f"{RULE}{by}")


def _check(before: Claim, found: Claim) -> None:
    """Whether it is a claim, and another one than before."""
    if (found.event or "", found.mode) not in plover():
        modes = ", ".join(code.mode for code in plover().values() if code.root == found.event and code.mode)
        raise MisaskedError(f"{found.event} has no mode {found.mode!r}; take {modes or 'none'}, or leave it empty.")
    if not (found.actors or found.recipients):
        raise MisaskedError("A claim names somebody who acts or is acted upon; give one, or reject the claim.")
    if all(getattr(found, name) == getattr(before, name) for name in FIELDS):
        raise MisaskedError("The claim says that already; name what is wrong in it.")


def _among(known: tuple[str, ...], change: Callable[[str], str]) -> Callable[[str], str]:
    def read(value: str) -> str:
        if change(value) not in known:
            raise MisaskedError(f"{value!r} is none of {', '.join(known)}; take one of these.")
        return change(value)

    return read


def _date(value: str) -> str | None:
    if value and not isodate.is_date(value):
        raise MisaskedError(f"{value!r} is no date; write it like 2024, 2024-03 or 2024-03-05, or leave it empty.")
    return value or None


_READ: dict[str, Callable[[str], str | None]] = {
    "event": _among(ROOTS, str.upper), "status": _among(STATUSES, str.lower), "mode": lambda value: value or None,
    "date": _date,
}  # fmt: skip


# -- who is meant


def _sides(store: GraphStore, claim: Claim, given: str, by: str) -> tuple[Party, ...]:
    names = filter(None, (name.strip() for name in given.split(BETWEEN)))
    found = {party.id: party for party in (_party(store, claim, name, by) for name in names)}
    # in the order of the text, as the graph gives them back
    return tuple(sorted(found.values(), key=lambda party: (party.start, party.id)))


def _party(store: GraphStore, claim: Claim, name: str, by: str) -> Party:
    """Whom a reader means: a party of the claim, with its words, or somebody whom the store or the tables know."""
    for _, party in roles(claim):
        if name.casefold() in {party.name.casefold(), party.text.casefold(), party.id.casefold()}:
            return party
    node = naming.resolve(store, name)
    known = catalogue().get(node)
    party = Party(node, known.name, known.kind, known.country, "", 0, 0) if known else _stored(store, node)
    span = _words(claim.sentence, (name, party.name, *(known.aliases if known else ())))
    return replace(party, text=span.text, start=span.start, end=span.end, why=f"{by} says so")


def _stored(store: GraphStore, node: str) -> Party:
    """Somebody whom the tables don't know, as a document has it; MisaskedError where none names it."""
    mentions = store.match(predicate=NamedNode(KG.mentionOf), object=NamedNode(node))
    graphs = sorted({quad.graph_name for quad in mentions if isinstance(quad.graph_name, NamedNode)}, key=str)
    for _, claims in recall.documents(store, graphs[:1]):
        return next(party for claim in claims.values() for _, party in roles(claim) if party.id == node)
    raise MisaskedError(f"Nobody with the IRI {node} is known here; give a name, or the IRI of an actor in the store.")


def _words(sentence: Span, names: Iterable[str]) -> Span:
    """Where the sentence names somebody; no words, where it begins, if it doesn't."""
    for name in sorted(names, key=len, reverse=True):
        if found := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sentence.text):
            return Span(sentence.start + found.start(), sentence.start + found.end(), found[0])
    return Span(sentence.start, sentence.start, "")
