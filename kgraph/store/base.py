"""What every store of the graph can do, wherever its quads are kept: a named graph for each document.

``GraphStore`` says what a kind of store must provide, and builds upon it how documents come and go.
"""

import re
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, ClassVar, Literal, Self, TypeVar

import pyoxigraph
from pyoxigraph import NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat

from kgraph import graph, pending, verdicts
from kgraph.errors import QueryError
from kgraph.model import Claim, Document
from kgraph.rdf import Term
from kgraph.vocab import KG, RDF, ROOTS

KINDS = {
    "documents": KG.Document, "sentences": KG.Sentence, "event claims": KG.EventClaim, "office claims": KG.OfficeClaim,
    "relation claims": KG.RelationClaim, "events": KG.Event, "actors": KG.Actor,
}  # fmt: skip

T = TypeVar("T")
Outcome = Literal["added", "replaced", "unchanged"]
Answer = QuerySolutions | QueryBoolean | QueryTriples


@dataclass(frozen=True, slots=True)
class Rows:
    """The solutions of a SELECT query: variable names without the question mark, and a term or None for each."""

    columns: tuple[str, ...]
    rows: list[tuple[Term | None, ...]]


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that a query sees, by IRI: those that are its default graph together, and those it may name."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Addition:
    """What adding a document does to a store: the graphs that go, then the quads that come."""

    outcome: Outcome
    drop: tuple[NamedNode, ...] = ()
    insert: tuple[Quad, ...] = ()


class GraphStore(ABC):
    """A store of named graphs; a context manager. Everything raises StoreError where the store can't be used.

    ``STEP`` quads or more are best inserted together, if there are as many at hand.
    """

    STEP: ClassVar[int] = 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Free the store for the next writer; it can't be used afterwards."""

    # -- what a kind of store provides

    @abstractmethod
    def query(self, sparql: str, dataset: Dataset | None = None) -> Answer:
        """The answer to a SELECT, ASK, CONSTRUCT or DESCRIBE query; kgraph's prefixes need no declaration.

        A ``dataset`` takes the place of the whole store and of the query's own FROM.
        QueryError for an update, for what is malformed and for what can't be answered.
        """

    @abstractmethod
    def change(self, drop: Iterable[NamedNode] = (), delete: Iterable[Quad] = (), insert: Iterable[Quad] = ()) -> None:
        """Drop graphs, then delete quads, then insert quads: all of it or nothing, where the store has transactions."""

    @abstractmethod
    def match(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """The quads that have these terms (None: any), in no order that means anything."""

    @abstractmethod
    def having(self, predicate: NamedNode, values: Iterable[Term], graph: NamedNode | None = None) -> Iterator[Quad]:
        """All quads, each in the graph that says so, of the subjects that have one of the values."""

    @abstractmethod
    def facts(
        self, subjects: Iterable[NamedNode], predicate: NamedNode | None = None, graph: NamedNode | None = None
    ) -> Iterator[Quad]:
        """The quads with one of the subjects and the predicate (None: any)."""

    @abstractmethod
    def graphs(self) -> list[NamedNode]:
        """The named graphs, sorted: one for each document, and those of kgraph itself."""

    @abstractmethod
    def holds(self, name: NamedNode) -> bool:
        """Whether there is a graph of that name."""

    @abstractmethod
    def size(self) -> int:
        """The number of quads."""

    def dump(self, name: NamedNode, out: IO[bytes]) -> None:
        """Write the triples of a graph to ``out`` as N-Triples, a line each, in no order that means anything."""
        triples = (quad.triple for quad in self.match(graph=name))
        pyoxigraph.serialize(triples, output=out, format=RdfFormat.N_TRIPLES)

    def reading(self, work: Callable[[], T]) -> T:
        """What ``work`` finds; a kind of store whose readers may have to begin anew does so here."""
        return work()

    # -- documents

    def add(self, document: Document, claims: Iterable[Claim], *, merge: bool = True) -> Outcome:
        """Keep a document and its claims: they are stored when this returns.

        Takes the place of the same document and of older texts from the same origin; says what it did. What readers
        have said of its claims holds again. What it means for events waits until ``kgraph.happenings.settle`` is
        called; without ``merge`` its claims share no event with those of other documents.
        """
        addition = self.weigh(document, claims, merge=merge)
        if addition.outcome != "unchanged":
            self.change(addition.drop, insert=addition.insert)
        return addition.outcome

    def weigh(self, document: Document, claims: Iterable[Claim], *, merge: bool = True) -> Addition:
        """What ``add`` would do."""
        name = NamedNode(graph.document_iri(document))
        reviews = verdicts.read(self._reviews(name))
        new = graph.quads(document, verdicts.applied(name.value, claims, reviews), merge=merge)
        here = list(self.match(graph=name)) if self.holds(name) else []
        old = [other for other in self._versions(document) if other != name]
        if here and not old and _content(here) == _content(new):
            return Addition("unchanged")
        gone = [*here, *(quad for other in old for quad in self.match(graph=other))]
        drop = dict.fromkeys(quad.graph_name for quad in gone if isinstance(quad.graph_name, NamedNode))
        # a claim's IRI says nothing of its date: what was and what is leave notes of their own
        waiting = dict.fromkeys([*pending.notes(gone), *pending.notes(new)])
        return Addition("replaced" if gone else "added", tuple(drop), (*new, *waiting))

    def forget(self, name: NamedNode) -> None:
        """Take a document, by its graph's name, out of the store: its claims, and what readers have said of them."""
        self.change(drop=[name], delete=list(self._reviews(name)), insert=pending.notes(self.match(graph=name)))

    def has(self, document: Document) -> bool:
        """Whether this document, by id and text, is stored whole."""
        name = NamedNode(graph.document_iri(document))
        return any(self.match(name, NamedNode(RDF.type), NamedNode(KG.Document), name))

    def _reviews(self, name: NamedNode) -> Iterator[Quad]:
        """What readers have said of the claims of a document."""
        return self.having(verdicts.DOCUMENT, [name], graph=verdicts.GRAPH)

    def _versions(self, document: Document) -> list[NamedNode]:
        """The graphs of all texts that were read from the document's origin."""
        key = graph.origin_key(document)
        found = self.match(predicate=NamedNode(KG.originKey), object=pyoxigraph.Literal(key)) if key else ()
        return [quad.subject for quad in found if isinstance(quad.subject, NamedNode)]

    def ask(self, sparql: str) -> bool:
        """The answer to an ASK query."""
        return bool(self.reading(lambda: self.query(sparql)))

    def select(self, sparql: str) -> Rows:
        """The rows of a SELECT query, as terms."""

        def rows() -> Rows:
            found = self.query(sparql)
            if not isinstance(found, QuerySolutions):
                raise QueryError("Only a SELECT query has rows; begin the query with SELECT.")
            return Rows(tuple(variable.value for variable in found.variables), [tuple(row) for row in found])

        return self.reading(rows)

    def quads(self) -> Iterator[Quad]:
        """All quads, graph by graph, each graph sorted."""
        for name in self.graphs():
            yield from sorted(self.match(graph=name), key=str)

    def stats(self) -> dict[str, int]:
        """How much is stored, by kind of thing; ``edges`` are the plain ones, each direction and code once."""
        counts = {
            name: self._count(f"SELECT DISTINCT ?x {{ GRAPH ?g {{ ?x a <{kind}> }} }}") for name, kind in KINDS.items()
        }
        codes = " ".join(f"<{KG.terms()[root.lower()]}>" for root in ROOTS)
        edges = f"SELECT DISTINCT ?a ?p ?b {{ VALUES ?p {{ {codes} }} GRAPH ?g {{ ?a ?p ?b }} }}"
        return {**counts, "edges": self._count(edges), "triples": self.size()}

    def _count(self, select: str) -> int:
        value = self.select(f"SELECT (COUNT(*) AS ?n) {{ {{ {select} }} }}").rows[0][0]
        return int(value.value) if isinstance(value, pyoxigraph.Literal) else 0


def _content(quads: Iterable[Quad]) -> set[Quad]:
    """What a document's graph says. Copies of one text at two places are one document: its origin doesn't count."""
    return {quad for quad in quads if quad.predicate.value != KG.originKey}


def update(drop: Iterable[NamedNode], delete: Iterable[Quad], insert: Iterable[Quad]) -> str:
    """One update request, which is one transaction: graphs go, quads go, quads come."""
    parts = [f"DROP SILENT GRAPH {name}" for name in drop]
    changes = (("DELETE", delete), ("INSERT", insert))
    parts += [f"{verb} DATA {{ {_blocks(quads)} }}" for verb, quads in changes if quads]
    return " ;\n".join(parts)


def _blocks(quads: Iterable[Quad]) -> str:
    by_graph: dict[str, list[str]] = defaultdict(list)
    for quad in quads:
        by_graph[str(quad.graph_name)].append(str(quad.triple))
    return "\n".join(f"GRAPH {name} {{ {' . '.join(triples)} }}" for name, triples in by_graph.items())


def fault(message: str, form: str = "one SELECT, ASK, CONSTRUCT or DESCRIBE query") -> str:
    """pyoxigraph's account of a syntax error, without its list of all characters that a name may have."""
    where = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if where is None:
        return f"The query has a syntax error: {message}."
    line, column, reason = where.groups()
    if "Prefix not found" in reason:
        return f"The query uses a prefix at line {line}, column {column} that it does not declare; add a PREFIX line."
    wanted = " ".join(re.sub(r"\[[^]]*]", "", reason).split()).rstrip(" ,")
    wanted = f" ({wanted})" if wanted != "expected" else ""
    return f"The query has a syntax error at line {line}, column {column}{wanted}; it must be {form}."
