"""A whole store, looked at from its documents to what follows from them, one document at a time."""

from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import NamedNode, Quad

import kgraph.checking.derived as derived
import kgraph.checking.readers as readers
from kgraph import iri, rdf
from kgraph.checking.documents import examine
from kgraph.checking.faults import Fault, Found
from kgraph.recall import Sheet
from kgraph.store import GraphStore, Store

OWN = (iri.EVENTS, iri.TIES, iri.PENDING, iri.RULES, iri.REVIEWS, iri.BACKGROUND)
Watcher = Callable[[float, int], None]  # told the share that is done (0 to 1) and the number of documents

# of graphs whose document lost its type too, which a server's ``graphs`` leaves out
_NAMES = f'SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{iri.PREFIXES["document"]}")) }}'
_READING = 0.6  # of the work, for a bar that moves evenly


def unwatched(done: float, documents: int) -> None:
    """Nobody wants to know."""


def check(store: GraphStore, watch: Watcher = unwatched) -> Found:
    """Look at everything in a store, and change nothing; StoreError where it can't be read."""
    found = Found()
    with derived.Scratch() as scratch:
        names = documents(store)
        for number, (name, quads) in enumerate(graphs(store, names), 1):
            faults = examine(name, quads, Sheet(quads))
            found.quads += len(quads)
            if faults:
                found.faults += faults
                found.damaged.append(name)
            else:
                scratch.take(quads)
            watch(number / len(names) * _READING, number)
        found.documents = len(names)
        _readers(store, found)
        if found.damaged:
            found.told.append("Events and ties rest on documents that are at fault, so they were not compared.")
        else:
            _derived(store, scratch, found, lambda done: watch(_READING + done * (1 - _READING), len(names)))
    _others(store, found)
    return found


def documents(store: GraphStore) -> list[str]:
    """The names of all graphs that are called as a document's is."""
    if isinstance(store, Store):
        names = [name.value for name in store.graphs()]
    else:
        names = [rdf.text(name) for (name,) in store.select(_NAMES).rows if name]
    return sorted(name for name in names if name.startswith(iri.PREFIXES["document"]))


def graphs(store: GraphStore, names: Iterable[str]) -> Iterator[tuple[str, list[Quad]]]:
    """The graphs of the names, each with its quads."""
    for name in names:
        yield name, list(store.match(graph=NamedNode(name)))


def _readers(store: GraphStore, found: Found) -> None:
    for unfit in readers.unfit(store):
        found.faults.append(unfit.fault)
        if unfit.document:
            found.damaged.append(unfit.document)
    if idle := readers.idle(store):
        found.told.append(f"{idle} decisions are on claims that no document tells; they hold when one does.")


def _derived(store: GraphStore, scratch: derived.Scratch, found: Found, watch: Callable[[float], None]) -> None:
    """Compare events, ties and background facts with what the documents make; what waits is worked out first."""
    waiting = len(derived.waiting(store))
    anew = scratch.anew(store, watch)
    try:
        now = scratch.caught_up(store, watch) if waiting else store
        found.faults += derived.faults(derived.changes(anew, now))
    except (IndexError, KeyError, ValueError):
        found.faults.append(Fault("event", "", iri.EVENTS, "what waits can't be worked out from what is there"))
    if waiting:
        found.told.append(f"{waiting} acts wait to be worked out into events and ties; the next ingest does it.")
    waits, changed = derived.background_changes(store)
    if waits:
        found.told.append("Background facts wait to be brought up to date; the next ingest does it.")
    else:
        found.faults += derived.faults(changed, "background")


def _others(store: GraphStore, found: Found) -> None:
    ours = (*OWN, *iri.PREFIXES.values())
    others = [name.value for name in store.graphs() if not name.value.startswith(ours)]
    if others:
        found.told.append(f"{len(others)} graphs are not kgraph's and were not looked at, such as {others[0]}.")
