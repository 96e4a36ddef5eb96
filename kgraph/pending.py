"""What waits to be worked out anew: the acts, days and sides that a change to the documents touches.

A document's commit leaves a note for each of its event claims in a graph of its own, so that nothing is lost where the
work on events is cut short. A note is a quad: the PLOVER code, ``kg:pending``, and "WHEN STATUS ACTOR RECIPIENT", where
WHEN is a date, or the document of a claim without one, and ``-`` stands for nobody. Once the events of that time are
worked out, ``-`` stands for WHEN too: only the tie between the two sides waits.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from kgraph import iri
from kgraph.graph import dyads, ties
from kgraph.rdf import text
from kgraph.vocab import JOINT_CODES, KG

if TYPE_CHECKING:
    from kgraph.store import GraphStore

_GRAPH, _PENDING = NamedNode(iri.PENDING), NamedNode(KG.pending)
_WANTED = {
    KG.code: "code", KG.status: "status", KG.eventDate: "when", KG.actorFor: "actor", KG.recipientFor: "recipient"
}  # fmt: skip
_NONE = "-"
Side = str | None


def waits(store: "GraphStore") -> bool:
    """Whether a store has notes."""
    return store.ask(f"ASK {{ GRAPH {_GRAPH} {{ ?s ?p ?o }} }}")


class Note(NamedTuple):
    """What is to be worked out anew: IRIs of code, status and sides, None for nobody; a date, or a document's IRI.

    Without ``when`` it is the tie between the sides alone.
    """

    code: str
    when: str | None
    status: str
    actor: str | None
    recipient: str | None

    @property
    def ties(self) -> set[str]:
        """The ties that a claim of the note belongs to."""
        both = self.actor is not None and self.recipient is not None
        return ties(self.code, self.status, [(self.actor or "", self.recipient or "")]) if both else set()

    @property
    def quad(self) -> Quad:
        told = " ".join(part or _NONE for part in (self.when, self.status, self.actor, self.recipient))
        return Quad(NamedNode(self.code), _PENDING, Literal(told), _GRAPH)

    @property
    def settled(self) -> "Note":
        """What is left of it once the events of its time are worked out."""
        return self._replace(when=None)


def notes(quads: Iterable[Quad]) -> list[Quad]:
    """The notes that the coming or going of a document's quads leaves."""
    claims: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    documents: dict[str, str] = {}
    for quad in quads:
        name = _WANTED.get(quad.predicate.value)
        if name is not None:
            node = text(quad.subject)
            claims[node][name].append(text(quad.object))
            documents[node] = text(quad.graph_name)
    found = {note: None for node, facts in claims.items() for note in _notes(facts, documents[node])}
    return [note.quad for note in found]


def _notes(facts: dict[str, list[str]], document: str) -> Iterator[Note]:
    when = facts["when"][0] if facts["when"] else document
    for code in facts["code"]:
        for actor, recipient in sides(code, facts["actor"], facts["recipient"]):
            yield Note(code, when, facts["status"][0], actor, recipient)


def sides(code: str, actors: Iterable[str], recipients: Iterable[str]) -> Iterator[tuple[Side, Side]]:
    """Who does it to whom, with None for nobody where only one side is told."""
    left, right = list(actors), list(recipients)
    if code in JOINT_CODES and len(left) > 1:
        yield from dyads(True, left, right)
    else:
        yield from dyads(False, left or [None], right or [None])


def read(quad: Quad) -> Note:
    """The note that a quad of the graph of notes holds."""
    when, status, actor, recipient = (None if part == _NONE else part for part in text(quad.object).split(" "))
    return Note(text(quad.subject), when, status or "", actor, recipient)
