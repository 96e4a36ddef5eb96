"""What waits to be worked out anew: the kinds of act, days and sides that a change to the documents touches.

A document's commit leaves a note for each of its event claims in a graph of its own, so that nothing is lost where the
work on events is cut short. A note is a quad: the PLOVER code, ``kg:pending``, and "WHEN ACTOR RECIPIENT", where WHEN
is a date, or the document of a claim without one, and ``-`` stands for nobody.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import permutations, product
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from kgraph import iri
from kgraph.rdf import text
from kgraph.vocab import KG, MUTUAL, PLOVER

_GRAPH, _PENDING = NamedNode(iri.PENDING), NamedNode(KG.pending)
_WANTED = {KG.code: "code", KG.eventDate: "when", KG.actorFor: "actor", KG.recipientFor: "recipient"}
_MUTUAL = frozenset(PLOVER.terms()[root] for root in MUTUAL)
_NOBODY = "-"


class Note(NamedTuple):
    """What is to be worked out anew: IRIs of code and sides, None for nobody; a date, or a document's IRI."""

    code: str
    when: str
    actor: str | None
    recipient: str | None


def notes(quads: Iterable[Quad]) -> list[Quad]:
    """The notes that the coming or going of a document's quads leaves."""
    claims: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    documents: dict[str, str] = {}
    for quad in quads:
        name = _WANTED.get(quad.predicate.value)
        if name is not None:
            claims[text(quad.subject)][name].append(text(quad.object))
            documents[text(quad.subject)] = text(quad.graph_name)
    found = {note: None for node, facts in claims.items() for note in _notes(facts, documents[node])}
    return [_quad(note) for note in found]


def _notes(facts: dict[str, list[str]], document: str) -> Iterator[Note]:
    when = facts["when"][0] if facts["when"] else document
    for code in facts["code"]:
        for actor, recipient in dyads(code, facts["actor"], facts["recipient"]):
            yield Note(code, when, actor, recipient)


def dyads(code: str, actors: Iterable[str], recipients: Iterable[str]) -> Iterable[tuple[str | None, str | None]]:
    """Who does it to whom, ordered; those who do a mutual act without a recipient do it to each other."""
    left: list[str | None] = [*actors]
    right: list[str | None] = [*recipients]
    if code in _MUTUAL and not right and len(left) > 1:
        return permutations(left, 2)
    return product(left or [None], right or [None])


def _quad(note: Note) -> Quad:
    told = Literal(f"{note.when} {note.actor or _NOBODY} {note.recipient or _NOBODY}")
    return Quad(NamedNode(note.code), _PENDING, told, _GRAPH)


def read(quad: Quad) -> Note:
    """The note that a quad of the graph of notes holds."""
    when, actor, recipient = text(quad.object).split(" ")
    none = {_NOBODY: None}
    return Note(text(quad.subject), when, none.get(actor, actor), none.get(recipient, recipient))
