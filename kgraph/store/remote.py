"""The graph on any SPARQL 1.1 server: the same named graphs as in a folder, asked and told over HTTP.

Of a server that others use too, only the graphs that kgraph names are looked at, and none but these are changed.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

import pyoxigraph
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
)

from kgraph import iri, rdf
from kgraph.errors import QueryError, StoreError
from kgraph.rdf import Term, text
from kgraph.store import base, paging
from kgraph.store.base import Answer, Dataset, GraphStore
from kgraph.store.connection import PATIENCE, TIMEOUT
from kgraph.store.protocol import Endpoint
from kgraph.vocab import KG, PREFIXES, RDF, XSD

T = TypeVar("T")

LISTED = 300  # terms in one question
# Virtuoso takes fewer than 5000 quads in one operation, and fewer than 800 operations in one request
CHUNK, OPERATIONS = 1000, 200
_OWN = (iri.EVENTS, iri.TIES, iri.PENDING, iri.RULES, iri.REVIEWS, iri.BACKGROUND)
_OURS = f'FILTER(STRSTARTS(STR(?g), "{iri.BASE}"))'
_WHOLE, _TAIL = re.compile(rb"\]\s*\}\s*\}\s*$"), 100  # how an answer in SPARQL's JSON ends, within so many bytes
_PROLOGUE = re.compile(r"\s*(?:(?:#[^\n]*\n|BASE\s*<[^>]*>|PREFIX\s+[^\s:]*:\s*<[^>]*>)\s*)*", re.IGNORECASE)
_PREFIX = re.compile(r"\bPREFIX\s+([^\s:]*):\s*<[^>]*>|<[^>]*>|#[^\n]*", re.IGNORECASE)  # none in IRIs and comments
_FORM = re.compile(r"(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)
_VERDICT = b'{"head": {}, "boolean": %s}'


class RemoteStore(GraphStore):
    """The graph on the SPARQL server at ``address``; a context manager.

    ``read_only`` refuses to change it. StoreError where no SPARQL server answers there, or it does not know the user.
    """

    def __init__(
        self, address: str, *, read_only: bool = False, timeout: float = TIMEOUT, patience: float = PATIENCE
    ) -> None:
        self._endpoint = Endpoint(address, timeout=timeout, patience=patience)
        self.address = self._endpoint.address
        self._read_only = read_only

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.address!r})"

    def __str__(self) -> str:
        """The address without credentials: fit to be printed, as the one that was given is not."""
        return self.address

    def close(self) -> None:
        self._endpoint.close()

    # -- questions

    def query(self, sparql: str, dataset: Dataset | None = None) -> Answer:
        try:
            asked = _Asked.read(sparql)
            if asked.form == "SELECT":
                return self._solutions(asked, dataset)
            if asked.form == "ASK":
                return _verdict(self._endpoint.ask(asked.text, dataset))
            with self._understanding():
                return _triples(self._endpoint.triples(asked.text, dataset))
        except QueryError as error:
            raise _explained(sparql, error) from None

    def _solutions(self, asked: "_Asked", dataset: Dataset | None = None) -> QuerySolutions:
        content, cut = self._endpoint.solutions(asked.text, dataset)
        with self._understanding():
            if cut is not None:
                content = paging.whole(
                    lambda page: self._endpoint.solutions(page, dataset)[0], asked.prologue, asked.body, content, cut
                )
            if not _WHOLE.search(content[-_TAIL:]):
                raise StoreError(f"An answer of the SPARQL server at {self.address} was cut short; try again.")
            found = pyoxigraph.parse_query_results(content, format=QueryResultsFormat.JSON)
        if isinstance(found, QueryBoolean):
            raise StoreError(f"The SPARQL server at {self.address} answers a SELECT query with yes or no; mend it.")
        return found

    @contextmanager
    def _understanding(self) -> Iterator[None]:
        """StoreError where an answer is not in the format that it is said to be in."""
        try:
            yield
        except (SyntaxError, ValueError, KeyError, TypeError) as error:
            raise self._malformed(error) from error

    def _malformed(self, error: Exception) -> StoreError:
        return StoreError(f"An answer of the SPARQL server at {self.address} is malformed ({error}); try again.")

    def reading(self, work: Callable[[], T]) -> T:
        """What ``work`` finds; StoreError where it meets a row that can't be read."""
        try:
            return work()
        except SyntaxError as error:
            raise self._malformed(error) from error

    def match(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        given = {"s": subject, "p": predicate, "o": object, "g": graph}
        s, p, o, g = (f"?{name}" if term is None else str(term) for name, term in given.items())
        pattern = f"{{ GRAPH {g} {{ {s} {p} {o} }} {'' if graph else _OURS} }}"
        open_ = [name for name, term in given.items() if term is None]
        if not open_:
            found: Iterable[Iterable[Term | None]] = [()] if self._endpoint.ask(f"ASK {pattern}") else []
        else:
            found = self._solutions(_Asked("", f"SELECT {' '.join(f'?{name}' for name in open_)} {pattern}"))
        with self._understanding():
            for row in found:
                terms = given | dict(zip(open_, map(_written, row), strict=True))
                yield Quad(terms["s"], terms["p"], terms["o"], terms["g"])

    def having(self, predicate: NamedNode, values: Iterable[Term], graph: NamedNode | None = None) -> Iterator[Quad]:
        for some in _lists(values):
            yield from self._quads(f"VALUES ?value {{ {some} }} GRAPH ?g {{ ?s {predicate} ?value ; ?p ?o }}", graph)

    def facts(
        self, subjects: Iterable[NamedNode], predicate: NamedNode | None = None, graph: NamedNode | None = None
    ) -> Iterator[Quad]:
        for some in _lists(subjects):
            only = f"VALUES ?p {{ {predicate} }}" if predicate else ""
            pattern = f"VALUES ?s {{ {some} }} {only} GRAPH ?g {{ ?s ?p ?o }}"
            yield from self._quads(pattern, graph)

    def _quads(self, pattern: str, graph: NamedNode | None) -> Iterator[Quad]:
        where = f"VALUES ?g {{ {graph} }} {pattern}" if graph else f"{pattern} {_OURS}"
        with self._understanding():
            for s, p, o, g in self._solutions(_Asked("", f"SELECT DISTINCT ?s ?p ?o ?g {{ {where} }}")):
                yield Quad(s, p, _written(o), g)

    def graphs(self) -> list[NamedNode]:
        documents = self.match(predicate=NamedNode(RDF.type), object=NamedNode(KG.Document))
        own = [NamedNode(name) for name in _OWN if self.holds(NamedNode(name))]
        names = {quad.graph_name for quad in documents if isinstance(quad.graph_name, NamedNode)}
        return sorted({*names, *own}, key=lambda name: name.value)

    def holds(self, name: NamedNode) -> bool:
        return self._endpoint.ask(f"ASK {{ GRAPH {name} {{ ?s ?p ?o }} }}")

    def size(self) -> int:
        return self._count(f"SELECT ?g ?s ?p ?o {{ GRAPH ?g {{ ?s ?p ?o }} {_OURS} }}")

    # -- changes

    def change(self, drop: Iterable[NamedNode] = (), delete: Iterable[Quad] = (), insert: Iterable[Quad] = ()) -> None:
        """One request, which is a transaction on every server that has some, unless it is longer than any server takes.

        Done twice it leaves what done once leaves, for no quad has a blank node: so it may be sent again.
        """
        if self._read_only:
            raise StoreError(f"The store {self.address} was opened for reading only; open it for writing.")
        drop, delete, insert = list(drop), list(delete), list(insert)
        services = self._endpoint.services
        if services.graphs is not None and len(drop) == 1 and not delete and _names(insert) == set(drop):
            self._endpoint.write(drop[0], (quad.triple for quad in insert))
            return
        for request in _requests(_operations(drop, delete, insert), services.server.longest):
            self._endpoint.update(request)


def _written(term: Any) -> Any:
    """A term as it was written: Virtuoso keeps truth values as numbers."""
    if isinstance(term, Literal) and term.datatype.value == XSD.boolean and term.value in {"0", "1"}:
        return rdf.boolean(term.value == "1")
    return term


def _names(quads: Iterable[Quad]) -> set[object]:
    return {quad.graph_name for quad in quads}


def _operations(drop: list[NamedNode], delete: list[Quad], insert: list[Quad]) -> Iterator[str]:
    """The operations of a change, each of a length that servers take, those on kgraph's own graphs before the others.

    Notes of what waits come first and go last, so that nothing is forgotten that was cut short between two requests.
    What a document says of itself comes last of it, for by that it is known: else it is not there yet, and is ingested
    again.
    """
    came, gone = ([quad for quad in quads if text(quad.graph_name) == iri.PENDING] for quads in (insert, delete))
    yield from _parts("+", came)
    insert = sorted(insert, key=lambda quad: quad.subject == quad.graph_name)
    for own in (True, False):
        yield from (base.update([name], (), ()) for name in drop if (name.value in _OWN) == own)
        for sign, quads in (("-", delete), ("+", insert)):
            chosen = (quad for quad in quads if (text(quad.graph_name) in _OWN) == own)
            yield from _parts(sign, [quad for quad in chosen if text(quad.graph_name) != iri.PENDING])
    yield from _parts("-", gone)


def _parts(sign: str, quads: list[Quad]) -> Iterator[str]:
    """Quads that come or go, so many at a time as any server takes."""
    for start in range(0, len(quads), CHUNK):
        some = quads[start : start + CHUNK]
        yield base.update((), some, ()) if sign == "-" else base.update((), (), some)


def _requests(operations: Iterable[str], longest: int) -> Iterator[str]:
    """As few update requests as hold the operations."""
    held: list[str] = []
    length = 0
    for operation in operations:
        size = len(operation.encode())
        if held and (length + size > longest or len(held) == OPERATIONS):
            yield " ;\n".join(held)
            held, length = [], 0
        held.append(operation)
        length += size
    if held:
        yield " ;\n".join(held)


class _Asked(NamedTuple):
    """A query without its prologue, and the prologue with kgraph's prefixes."""

    prologue: str
    body: str

    @classmethod
    def read(cls, sparql: str) -> "_Asked":
        end = _PROLOGUE.match(sparql).end()  # type: ignore[union-attr]  # it matches the empty text too
        return cls(f"{_declarations(sparql)}{sparql[:end]}", sparql[end:])

    @property
    def text(self) -> str:
        return f"{self.prologue}{self.body}"

    @property
    def form(self) -> str:
        """The query's first word; QueryError where it is none that begins a query."""
        first = _FORM.match(self.body)
        if first is None:
            raise QueryError("This is no query; it must be one SELECT, ASK, CONSTRUCT or DESCRIBE query.")
        return first[1].upper()


def _declarations(sparql: str) -> str:
    """kgraph's prefixes but for those that a query declares itself."""
    declared = set(_PREFIX.findall(sparql))
    return " ".join(f"PREFIX {name}: <{base_}>" for name, base_ in PREFIXES.items() if name not in declared) + " "


def _verdict(answer: bool) -> QueryBoolean:
    found = pyoxigraph.parse_query_results(_VERDICT % (b"true" if answer else b"false"), format=QueryResultsFormat.JSON)
    assert isinstance(found, QueryBoolean)
    return found


def _triples(content: bytes) -> QueryTriples:
    """N-Triples as what pyoxigraph's stores answer with, so that nobody need ask where an answer comes from."""
    answer = pyoxigraph.Store()
    answer.load(content, format=RdfFormat.N_TRIPLES)
    found = answer.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(found, QueryTriples)
    return found


def _explained(sparql: str, error: QueryError) -> QueryError:
    """A syntax error as the embedded store tells it, whose words are clearer than most servers'; else the server's."""
    if "service" in sparql.lower():  # which pyoxigraph would go and ask
        return error
    try:
        pyoxigraph.Store().query(sparql, prefixes=PREFIXES)
    except SyntaxError as wrong:
        return QueryError(base.fault(str(wrong)))
    except (OSError, RuntimeError, ValueError):
        return error
    return error


def _lists(terms: Iterable[Term]) -> Iterator[str]:
    """Terms in SPARQL, so many at a time as fit into a question."""
    listed = [str(term) for term in terms]
    yield from (" ".join(listed[start : start + LISTED]) for start in range(0, len(listed), LISTED))
