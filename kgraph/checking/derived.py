"""What is worked out from the documents, worked out anew beside the store and compared with what it holds.

So that a check says what the rules for events say, and no second set of rules need agree with them. What events and
ties rest on is a quarter of a store; it is gathered in a scratch folder, and memory holds little of it.
"""

import heapq
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import IO, Self, cast

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat

from kgraph import background, iri, pending, rdf
from kgraph.checking.faults import Fault, differences, short
from kgraph.checking.readers import is_note
from kgraph.export.sorting import Sorter
from kgraph.happenings import settle
from kgraph.store import GraphStore, Store
from kgraph.vocab import KG, RDFS, SCHEMA

GRAPHS = (NamedNode(iri.EVENTS), NamedNode(iri.TIES))
SHOWN = 100  # faults of a graph that are told one by one
Change = tuple[bool, Quad]  # whether the store lacks a quad, or has it too much

_PENDING, _RULES, _BACKGROUND = (NamedNode(name) for name in (iri.PENDING, iri.RULES, iri.BACKGROUND))
_FACTS = frozenset({
    KG.code, KG.status, KG.eventDate, KG.date, KG.actor, KG.recipient, KG.actorFor, KG.recipientFor, KG.mode, KG.place,
    KG.tie, KG.score, KG.attributedTo, KG.notMerged, SCHEMA.datePublished, SCHEMA.publisher, RDFS.label,
})  # fmt: skip
_PERSON = NamedNode(KG.Person)
_BATCH = 5_000  # quads in one change
Watcher = Callable[[float], None]


class Scratch:
    """What events and ties are worked out from, taken document by document; a context manager."""

    def __enter__(self) -> Self:
        with ExitStack() as open_:
            self._folder = Path(open_.enter_context(tempfile.TemporaryDirectory(prefix="kgraph-check-")))
            self._files = [open_.enter_context((self._folder / name).open("wb")) for name in ("facts.nq", "notes.nq")]
            self._open = open_.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def take(self, quads: Iterable[Quad]) -> None:
        """The graph of one more document, which must be whole."""
        wanted = [quad for quad in quads if quad.predicate.value in _FACTS or quad.object == _PERSON]
        for file, some in zip(self._files, (wanted, pending.notes(wanted)), strict=True):
            pyoxigraph.serialize(some, output=file, format=RdfFormat.N_QUADS)

    def anew(self, store: GraphStore, watch: Watcher) -> Store:
        """A store with the events and ties of all that was taken, and the decisions of ``store``."""
        return self._settled("anew", store, ["facts.nq", "notes.nq"], [_RULES], watch)

    def caught_up(self, store: GraphStore, watch: Watcher) -> Store:
        """A store with the events and ties of ``store`` after what waits there is worked out."""
        notes = self._folder / "waiting.nq"
        pyoxigraph.serialize(waiting(store), output=notes, format=RdfFormat.N_QUADS)
        return self._settled("caught-up", store, ["facts.nq", notes.name], [_RULES, *GRAPHS], watch)

    def _settled(
        self, name: str, store: GraphStore, files: Iterable[str], graphs: Iterable[NamedNode], watch: Watcher
    ) -> Store:
        for file in self._files:
            file.flush()
        folder = self._folder / name
        Store(folder, create=True).close()
        made = pyoxigraph.Store(str(folder / "graph"))
        for file_name in files:
            made.bulk_load(path=self._folder / file_name, format=RdfFormat.N_QUADS)
        for graph in graphs:
            with tempfile.TemporaryFile(dir=self._folder) as triples:
                store.dump(graph, triples)
                triples.seek(0)
                made.bulk_load(cast(IO[bytes], triples), format=RdfFormat.N_TRIPLES, to_graph=graph)
        made.optimize()  # what comes in bulk lies in many overlapping files, and is slow to read
        del made
        settled = Store(folder)
        self._open.callback(settled.close)
        settle(settled, watch)
        return settled


def waiting(store: GraphStore) -> list[Quad]:
    """The notes of what waits to be worked out in a store."""
    return [quad for quad in store.match(graph=_PENDING) if is_note(quad)]


def changes(right: GraphStore, store: GraphStore) -> Iterator[Change]:
    """What is to be changed in the events and ties of a store for them to be right, subject by subject."""
    for name in GRAPHS:
        with Sorter() as wanted, Sorter() as here:
            right.dump(name, cast(IO[bytes], wanted))
            store.dump(name, cast(IO[bytes], here))
            tagged = heapq.merge(((line, True) for line in wanted.lines()), ((line, False) for line in here.lines()))
            for line, found in groupby(tagged, key=itemgetter(0)):
                sides = {lacks for _, lacks in found}
                if len(sides) == 1:
                    [quad] = pyoxigraph.parse(line, format=RdfFormat.N_TRIPLES)
                    yield sides.pop(), Quad(quad.subject, quad.predicate, quad.object, name)


def background_changes(store: GraphStore) -> tuple[bool, list[Change]]:
    """Whether the background facts only wait for newer tables or documents, and what is to be changed in them."""
    named = {rdf.text(actor) for (actor,) in store.select(background.NAMED).rows if actor}
    right, here = set(background.quads(named)), set(store.match(graph=_BACKGROUND))
    changed = [(True, quad) for quad in right - here] + [(False, quad) for quad in here - right]
    version = NamedNode(SCHEMA.version)
    waits = {quad for quad in right if quad.predicate == version} != {q for q in here if q.predicate == version}
    return waits, sorted(changed, key=lambda change: str(change[1]))


def faults(changes: Iterable[Change], kind: str = "") -> Iterator[Fault]:
    """What is at fault, a line a subject; of very many the first, and how many more."""
    more = 0
    for number, (node, found) in enumerate(groupby(changes, key=lambda change: rdf.text(change[1].subject))):
        told = list(found)
        if number >= SHOWN:
            more += 1
            continue
        missing, surplus = (
            {short(quad.predicate.value): [short(rdf.text(quad.object))] for lacks, quad in told if lacks is side}
            for side in (True, False)
        )
        yield Fault(kind or _kind(node), "", node, differences(missing, surplus))
    if more:
        yield Fault(kind or "event", "", "", f"and {more} more of this kind")


def _kind(node: str) -> str:
    return "tie" if node.startswith((f"{iri.BASE}tie/", f"{iri.BASE}pair/")) else "event"


def apply(store: GraphStore, changes: Iterable[Change]) -> int:
    """Make the changes, some at a time; returns their number."""
    rest, number = iter(changes), 0
    while some := list(islice(rest, _BATCH)):
        insert, delete = ([quad for lacks, quad in some if lacks is side] for side in (True, False))
        store.change(delete=delete, insert=insert)
        number += len(some)
    return number
