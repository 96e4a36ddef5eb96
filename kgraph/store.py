"""The graph on disk: an embedded pyoxigraph store in a folder of ours, a named graph and a commit for each document.

A folder holds ``kgraph.json``, our marker with the version of its layout, and ``graph/``, pyoxigraph's own files.
"""

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self, TypeVar

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples

from kgraph import graph
from kgraph.errors import QueryError, StoreError
from kgraph.model import Claim, Document
from kgraph.vocab import KG, PREFIXES, ROOTS

MARKER = "kgraph.json"
VERSION = 1
KINDS = {
    "documents": KG.Document, "sentences": KG.Sentence, "event claims": KG.EventClaim, "office claims": KG.OfficeClaim,
    "relation claims": KG.RelationClaim, "events": KG.Event, "actors": KG.Actor,
}  # fmt: skip

_TIDIED = "No such file or directory"
_PAUSES = (0.05, 0.2, 0.8)  # seconds before a reader opens the store anew

T = TypeVar("T")
Outcome = Literal["added", "replaced", "unchanged"]
Term = NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple
Answer = QuerySolutions | QueryBoolean | QueryTriples


@dataclass(frozen=True, slots=True)
class Rows:
    """The solutions of a SELECT query: variable names without the question mark, and a term or None for each."""

    columns: tuple[str, ...]
    rows: list[tuple[Term | None, ...]]


class Store:
    """A store in a folder; a context manager.

    ``create`` makes the folder where it is missing or empty; ``read_only`` reads beside another process that writes,
    and sees what was stored when it was opened. StoreError where there is no store, where the folder is not ours or
    of a newer kgraph, and where another process writes to it.
    """

    def __init__(self, path: str | Path, *, create: bool = False, read_only: bool = False) -> None:
        self.path = Path(path)
        if create:
            _make(self.path)
        _check(self.path)
        self._read_only = read_only
        self._open: pyoxigraph.Store | None = self.reading(self._files)

    def _files(self) -> pyoxigraph.Store:
        opened = pyoxigraph.Store.read_only if self._read_only else pyoxigraph.Store
        return opened(str(self.path / "graph"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Frees the folder for the next writer; the store can't be used afterwards."""
        self._open = None

    @property
    def _graph(self) -> pyoxigraph.Store:
        if self._open is None:
            raise StoreError(f"The store {self.path} has been closed; open it again.")
        return self._open

    def add(self, document: Document, claims: Iterable[Claim]) -> Outcome:
        """Stores a document with its claims in one commit: after a crash it is there whole, or not at all.

        Takes the place of the same document and of older texts from the same origin; says what it did.
        """
        new = graph.quads(document, claims)
        name = NamedNode(graph.document_iri(document))
        with _faults(self.path):
            here = list(self._graph.quads_for_pattern(None, None, None, name))
            old = [other for other in self._versions(document) if other != name]
            if not old and _content(here) == _content(new):
                return "unchanged"
            if not old and not here:
                self._graph.extend(new)
                return "added"
            self._graph.update(_replacement([name, *old], new))
            return "replaced"

    def has(self, document: Document) -> bool:
        """Whether this document, by id and text, is stored."""
        with _faults(self.path):
            return self._graph.contains_named_graph(NamedNode(graph.document_iri(document)))

    def _versions(self, document: Document) -> list[NamedNode]:
        """The graphs of all texts that were read from the document's origin."""
        key = graph.origin_key(document)
        found = self.match(predicate=NamedNode(KG.originKey), object=pyoxigraph.Literal(key)) if key else ()
        return [quad.subject for quad in found if isinstance(quad.subject, NamedNode)]

    def query(self, sparql: str) -> Answer:
        """The answer to a SELECT, ASK, CONSTRUCT or DESCRIBE query; kgraph's prefixes need no declaration.

        QueryError for an update, for what is malformed and for what can't be answered.
        """
        try:
            return self._graph.query(sparql, prefixes=PREFIXES)
        except SyntaxError as error:
            raise QueryError(_fault(str(error))) from None
        except OSError as error:
            raise QueryError(f"The query could not be answered: {error}.") from error

    def reading(self, work: Callable[[], T]) -> T:
        """What ``work`` finds; a reader whose files a writer has just tidied away opens the store anew."""
        with _faults(self.path):
            for pause in _PAUSES:
                try:
                    return work()
                except RuntimeError as error:
                    if not (self._read_only and _TIDIED in str(error)):
                        raise
                time.sleep(pause)
                with suppress(RuntimeError):  # the writer may be at it still
                    self._open = self._files()
            return work()

    def select(self, sparql: str) -> Rows:
        """The rows of a SELECT query, as terms."""

        def rows() -> Rows:
            found = self.query(sparql)
            if not isinstance(found, QuerySolutions):
                raise QueryError("Only a SELECT query has rows; begin the query with SELECT.")
            return Rows(tuple(variable.value for variable in found.variables), [tuple(row) for row in found])

        return self.reading(rows)

    def match(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """The quads that have these terms (None: any), in no order that means anything."""
        yield from self.reading(lambda: list(self._graph.quads_for_pattern(subject, predicate, object, graph)))

    def graphs(self) -> list[NamedNode]:
        """The named graphs, sorted: one for each document, and any that hold background."""
        names = self.reading(lambda: [n for n in self._graph.named_graphs() if isinstance(n, NamedNode)])
        return sorted(names, key=lambda name: name.value)

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
        return {**counts, "edges": self._count(edges), "triples": len(self._graph)}

    def _count(self, select: str) -> int:
        value = self.select(f"SELECT (COUNT(*) AS ?n) {{ {{ {select} }} }}").rows[0][0]
        return int(value.value) if isinstance(value, pyoxigraph.Literal) else 0


def text(term: Term | DefaultGraph) -> str:
    """What a term says: an IRI, a literal's words; the default graph has no name."""
    if isinstance(term, DefaultGraph):
        return ""
    return str(term) if isinstance(term, pyoxigraph.Triple) else term.value


def _make(path: Path) -> None:
    """A folder with our marker, unless something is there already."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        if not any(path.iterdir()):
            (path / MARKER).write_text(json.dumps({"kgraph": VERSION}) + "\n", encoding="utf-8")
    except OSError as error:
        raise StoreError(f"No store can be made at {path}: {error.strerror}; name another folder.") from error


def _check(path: Path) -> None:
    if not path.exists() or (path.is_dir() and not any(path.iterdir())):
        raise StoreError(f"There is no store at {path}; make one with `kgraph ingest SOURCE --store {path}`.")
    try:
        version = int(json.loads((path / MARKER).read_text(encoding="utf-8"))["kgraph"])
    except (OSError, ValueError, KeyError, TypeError):
        raise StoreError(
            f"{path} is not a kgraph store, for it has no {MARKER} of ours; name another folder."
        ) from None
    if version > VERSION:
        raise StoreError(f"The store {path} was made by a newer kgraph (layout {version}); upgrade kgraph to open it.")


@contextmanager
def _faults(path: Path) -> Iterator[None]:
    """Turns what pyoxigraph raises into errors that name the store."""
    try:
        yield
    except OSError as error:
        if "lock" in str(error).lower():
            message = f"Another process writes to the store {path}; wait until it is done, or open it for reading only."
            raise StoreError(message) from error
        raise StoreError(f"The store {path} can't be used: {error}.") from error
    except RuntimeError as error:
        if _TIDIED in str(error):
            raise StoreError(f"Another process is tidying the store {path}; ask again in a moment.") from error
        if "read-write" in str(error):
            raise StoreError(f"The store {path} was opened for reading only; open it for writing.") from error
        raise StoreError(f"The store {path} can't be used: {error}.") from error


def _content(quads: Iterable[Quad]) -> set[Quad]:
    """What a document's graph says. Copies of one text at two places are one document: its origin doesn't count."""
    return {quad for quad in quads if quad.predicate.value != KG.originKey}


def _replacement(old: Iterable[NamedNode], new: list[Quad]) -> str:
    """One update request, which is one transaction: the old graphs go, the new one comes."""
    drops = " ".join(f"DROP SILENT GRAPH {name};" for name in old)
    triples = " .\n".join(str(quad.triple) for quad in new)
    return f"{drops} INSERT DATA {{ GRAPH {new[0].graph_name} {{ {triples} }} }}"


def _fault(message: str) -> str:
    """pyoxigraph's account of a syntax error, without its list of all characters that a name may have."""
    where = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if where is None:
        return f"The query has a syntax error: {message}."
    line, column, reason = where.groups()
    if "Prefix not found" in reason:
        return f"The query uses a prefix at line {line}, column {column} that it does not declare; add a PREFIX line."
    wanted = " ".join(re.sub(r"\[[^]]*]", "", reason).split()).rstrip(" ,")
    wanted = f" ({wanted})" if wanted != "expected" else ""
    return (
        f"The query has a syntax error at line {line}, column {column}{wanted}; "
        "it must be one SELECT, ASK, CONSTRUCT or DESCRIBE query."
    )
