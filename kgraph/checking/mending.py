"""Mends a store: documents are read again from their own text, and what rests on them is worked out anew.

Nothing is thrown away: what can't be mended goes from the store into a file beside it.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat

import kgraph.checking.derived as derived
import kgraph.checking.readers as readers
from kgraph import graph, iri, pending, verdicts
from kgraph.checking.documents import has_text
from kgraph.checking.faults import Found
from kgraph.checking.survey import Watcher, documents, graphs, unwatched
from kgraph.errors import StoreError
from kgraph.extractors.pipeline import extract
from kgraph.model import Document
from kgraph.recall import Sheet
from kgraph.store import GraphStore, Store
from kgraph.vocab import KG

ASIDE = "damaged.nq"

_PENDING = NamedNode(iri.PENDING)


@dataclass(frozen=True, slots=True)
class Mended:
    """What was done, in sentences, and the ids of documents that had lost their text and were taken out."""

    done: Sequence[str]
    lost: Sequence[str]


def mend(store: GraphStore, found: Found, watch: Watcher = unwatched) -> Mended:
    """Mend what a check found.

    A document with its text is read again and keeps its date, title, source, address and origin, and what readers have
    said; one without goes into ``aside(store)``. ModelError where there is no language model to read with.
    """
    done = list(_readers(store))
    whole: list[str] = []
    lost: list[str] = []
    for name, quads in graphs(store, dict.fromkeys(found.damaged)):
        if has_text(name, sheet := Sheet(quads)):
            whole.append(name)
        elif quads:
            _set_aside(store, quads, [NamedNode(name)])
            lost.append(min(sheet.about(name).get(KG.documentId, ()), default=name))
            done.append(
                f"{lost[-1]} has another text than it was stored with, and went into {aside(store)}; ingest it again."
            )
    for number, document in enumerate(_reread(store, whole), 1):
        done.append(
            f"{document.id} was read again from its text; its title, date and publisher are as they were found."
        )
        watch(number / len(whole) / 2, number)
    done += _derived(store, watch)
    return Mended(done, lost)


def aside(store: GraphStore) -> Path:
    """The file for what is taken out: in the store's folder, for a server's in the working one."""
    return store.path / ASIDE if isinstance(store, Store) else Path(ASIDE)


def _set_aside(store: GraphStore, quads: Iterable[Quad], drop: Iterable[NamedNode] = ()) -> None:
    """Take quads, or whole graphs, out of the store when they are safe in the file."""
    file, quads = aside(store), list(quads)
    try:
        with file.open("ab") as out:
            pyoxigraph.serialize(quads, output=out, format=RdfFormat.N_QUADS)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise StoreError(f"{file} can't be written ({error.strerror}), so nothing was taken out of {store}.") from error
    drop = list(drop)
    store.change(drop=drop, delete=[] if drop else quads, insert=_notes(quads))


def _reread(store: GraphStore, names: list[str]) -> Iterator[Document]:
    """Read documents again from their stored text, and put each in its own place."""
    if not names:  # then no model is needed
        return
    sheets = ((Sheet(quads), name) for name, quads in graphs(store, names))
    for document, claims in extract(sheet.document(name) for sheet, name in sheets):
        name = NamedNode(graph.document_iri(document))
        old = list(store.match(graph=name))
        reviews = verdicts.read(store.having(verdicts.DOCUMENT, [name], graph=verdicts.GRAPH))
        kept = [quad for quad in old if quad.predicate.value == KG.originKey and quad.subject == name][:1]
        merge = not any(quad.predicate.value == KG.notMerged for quad in old)
        new = graph.quads(document, verdicts.applied(name.value, claims, reviews), merge=merge)
        notes = dict.fromkeys([*_notes(old), *pending.notes(new)])
        store.change(drop=[name], insert=[*new, *kept, *notes])
        yield document


def _notes(quads: Iterable[Quad]) -> list[Quad]:
    """The notes that the claims which are whole enough leave."""
    quads = list(quads)
    kinds = (KG.code, KG.status)
    coded, stated = ({quad.subject for quad in quads if quad.predicate.value == kind} for kind in kinds)
    return pending.notes(quad for quad in quads if quad.subject in coded & stated)


def _readers(store: GraphStore) -> Iterator[str]:
    """Write reviews as their claims say, and take out what is none, nor a decision or a note."""
    for unfit in list(readers.unfit(store)):
        if unfit.should:
            gone = [quad for quad in unfit.quads if quad not in unfit.should]
            _set_aside(store, gone)
            store.change(insert=[quad for quad in unfit.should if quad not in unfit.quads])
            yield f"The {unfit.fault.kind} {unfit.fault.node} was written anew."
        elif unfit.quads:
            _set_aside(store, unfit.quads)
            yield f"The {unfit.fault.kind} {unfit.fault.node} was taken out into {aside(store)}."


def _derived(store: GraphStore, watch: Watcher) -> Iterator[str]:
    """Change what differs from what the documents make; then nothing waits any more."""
    with derived.Scratch() as scratch:
        names = documents(store)
        for number, (_, quads) in enumerate(graphs(store, names), 1):
            scratch.take(quads)
            watch(0.5 + number / len(names) / 4, number)
        anew = scratch.anew(store, lambda done: watch(0.75 + done / 4, len(names)))
        changed = derived.apply(store, derived.changes(anew, store))
        changed += derived.apply(store, derived.background_changes(store)[1])
    store.change(delete=list(store.match(graph=_PENDING)))
    if changed:
        yield f"{changed} facts on events, ties and background were set right."
