"""RDF files, of any size: Turtle for people, TriG and N-Quads with the documents' named graphs.

All of them begin with a graph's N-Triples, one a line. Lines can be sorted outside of memory and are quick to sort, and
pyoxigraph reads them back to write them in another form.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import IO

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kgraph import iri
from kgraph.export.share import read
from kgraph.export.sorting import Sorter
from kgraph.store import GraphStore
from kgraph.vocab import PREFIXES, RDF

ALL_PREFIXES = PREFIXES | iri.PREFIXES

_BATCH = 5_000  # triples that are parsed and serialised in one go
_TYPE = f" <{RDF.type}> ".encode()


def turtle(store: GraphStore, out: IO[bytes]) -> None:
    """All triples, whichever graph they are in, sorted by subject, its types first."""
    with Sorter() as sorter:
        read(store, store.graphs(), sorter)
        out.writelines(_written(sorter.lines()))


def serialise(quads: Iterable[Quad]) -> str:
    """Turtle of the triples of ``quads``."""
    return serialise_triples(quad.triple for quad in quads)


def serialise_triples(triples: Iterable[Triple]) -> str:
    """Turtle, each triple once, sorted by subject, its types first, with a blank line between subjects."""
    lines = sorted({f"{triple} .\n".encode() for triple in triples})
    return b"".join(_written(lines)).decode()


def trig(store: GraphStore, out: IO[bytes]) -> None:
    """All quads, graph by graph, each sorted as in Turtle."""
    quads = (quad for name in store.graphs() for quad in graph(store, name))
    serialize(quads, output=out, format=RdfFormat.TRIG, prefixes=ALL_PREFIXES)


def nquads(store: GraphStore, out: IO[bytes]) -> None:
    """All quads, one a line, sorted by graph and then as lines."""
    for name in store.graphs():
        with Sorter() as sorter:
            read(store, [name], sorter)
            for batch in _batches((line,) for line in _once(sorter.lines())):
                out.write(_in_graph(batch, name))


def graph(store: GraphStore, name: NamedNode) -> Iterator[Quad]:
    """The quads of one graph, sorted by subject, its types first."""
    with Sorter() as sorter:
        read(store, [name], sorter)
        for batch in _batches(_subjects(sorter.lines())):
            yield from parse(_in_graph(batch, name), format=RdfFormat.N_QUADS)


def _in_graph(batch: bytes, name: NamedNode) -> bytes:
    """Triples as quads of a graph; line breaks within literals are escaped."""
    return batch.replace(b" .\n", f" {name} .\n".encode())


def _written(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Turtle of sorted N-Triples, batch by batch; the lines with the prefixes only once."""
    for number, batch in enumerate(_batches(_subjects(lines))):
        triples = (quad.triple for quad in parse(batch, format=RdfFormat.N_TRIPLES))
        written = serialize(triples, format=RdfFormat.TURTLE, prefixes=ALL_PREFIXES) or b""
        *head, body = written.split(b"\n", len(ALL_PREFIXES))
        if not number:
            yield b"".join(line + b"\n" for line in head)
        yield b"\n" + body.replace(b" .\n", b" .\n\n")[:-1]


def _subjects(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """The lines about one subject after those about another, each line once, types first."""
    for subject, found in groupby(lines, key=_subject):
        kind = subject + _TYPE
        yield sorted(dict.fromkeys(found), key=lambda line: not line.startswith(kind))


def _subject(line: bytes) -> bytes:
    return line[: line.index(b" ")]


def _once(lines: Iterable[bytes]) -> Iterator[bytes]:
    return (line for line, _ in groupby(lines))


def _batches(subjects: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    """Lines joined, as many as are handled in one go; a subject is never torn apart."""
    batch: list[bytes] = []
    for lines in subjects:
        batch.extend(lines)
        if len(batch) >= _BATCH:
            yield b"".join(batch)
            batch = []
    if batch:
        yield b"".join(batch)
