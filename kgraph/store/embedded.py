"""The graph on disk: an embedded pyoxigraph store in a folder of ours, a named graph for each document.

A folder holds ``kgraph.json``, our marker with the version of its layout, and ``graph/``, pyoxigraph's own files.
"""

import json
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, TypeVar

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat

from kgraph.errors import QueryError, StoreError
from kgraph.rdf import Term
from kgraph.store.base import Answer, Dataset, GraphStore, fault, update
from kgraph.vocab import PREFIXES

MARKER = "kgraph.json"
_SCRATCH = f".{MARKER}"
VERSION = 3  # since 3, what has no date says so; since 2, events stand in a graph of their own

BEGINS = "CURRENT"  # the file that names the others, without which pyoxigraph begins an empty store
_DATA = re.compile(r"\.(sst|log)$")  # files that hold quads
_LOCKED = re.compile(r"[/\\]LOCK: ")
_DAMAGED = re.compile("corruption|column family not found|checksum|invalid argument", re.IGNORECASE)
_TIDIED = "No such file or directory"
_MANY, _MOST = 2_000, 500_000  # quads that are loaded at once; twice the most, and they would not come all or none
_FLUSH = 500_000  # quads that are kept in memory, and read anew from the log after a kill; unasked it is ten times that
_LEFT = re.compile(r"(bulk-)?\d{20,}(\.sst)?|LOG\.old\.\d+")  # not taken in, by another name than what was; old logs
_SPOOL = 2**20  # bytes of a graph that are kept in memory
_PAUSES = (0.05, 0.2, 0.8)  # seconds before a reader opens the store anew

T = TypeVar("T")


class Store(GraphStore):
    """A store in a folder; a context manager.

    ``create`` makes the folder where it is missing or empty; ``read_only`` reads beside another process that writes,
    and sees what was stored when it was opened. StoreError where there is no store, where the folder is not ours or
    of a newer kgraph, and where another process writes to it.
    """

    STEP = 20_000

    def __init__(self, path: str | Path, *, create: bool = False, read_only: bool = False) -> None:
        self.path = Path(path)
        if create:
            _make(self.path)
        _check(self.path)
        self.read_only = read_only
        self._open: pyoxigraph.Store | None = self.reading(self._files)
        self._lock = None if read_only else self._lock_file()
        if not read_only:
            _sweep(self.path / "graph")
        self._unflushed = 0

    def _files(self) -> pyoxigraph.Store:
        opened = pyoxigraph.Store.read_only if self.read_only else pyoxigraph.Store
        return opened(str(self.path / "graph"))

    def _lock_file(self) -> tuple[int, int] | None:
        """Which file the lock is on: another of the same name would keep nobody out."""
        with suppress(OSError):
            found = (self.path / "graph" / "LOCK").stat()
            return found.st_dev, found.st_ino
        return None

    def __str__(self) -> str:
        return str(self.path)

    def close(self) -> None:
        if self._open is not None and not self.read_only:
            # readers would read the log anew; what was committed is safe in it, should this fail
            with suppress(OSError, RuntimeError):
                self._open.flush()
        self._open = None

    @property
    def _graph(self) -> pyoxigraph.Store:
        if self._open is None:
            raise StoreError(f"The store {self.path} has been closed; open it again.")
        return self._open

    @property
    def _locked(self) -> pyoxigraph.Store:
        """The graph for writing, as long as nobody else can write to it."""
        if not self.read_only and self._lock != self._lock_file():
            raise StoreError(
                f"The store {self.path} was moved, or its lock taken away, while this process wrote to it; look at it "
                "with `kgraph check`, and give the same command to go on."
            )
        return self._graph

    def query(self, sparql: str, dataset: Dataset | None = None) -> Answer:
        default, named = (dataset.default, dataset.named) if dataset else (None, None)
        try:
            return self._graph.query(
                sparql, prefixes=PREFIXES, default_graph=_names(default), named_graphs=_names(named)
            )
        except SyntaxError as error:
            raise QueryError(fault(str(error))) from None
        except OSError as error:
            if _TIDIED in str(error):  # for ``reading``
                raise
            raise QueryError(f"The query could not be answered: {error}.") from error

    def reading(self, work: Callable[[], T]) -> T:
        """What ``work`` finds; a reader whose files a writer has just tidied away opens the store anew."""
        with _faults(self.path):
            for pause in _PAUSES:
                try:
                    return work()
                except (RuntimeError, OSError) as error:
                    if not (self.read_only and _TIDIED in str(error)):
                        raise
                time.sleep(pause)
                with suppress(RuntimeError, OSError):  # the writer may be at it still
                    self._open = self._files()
            return work()

    def match(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        yield from self.reading(lambda: list(self._graph.quads_for_pattern(subject, predicate, object, graph)))

    def having(self, predicate: NamedNode, values: Iterable[Term], graph: NamedNode | None = None) -> Iterator[Quad]:
        for value in values:
            for quad in self.match(None, predicate, value, graph):
                yield from self.match(quad.subject, graph=quad.graph_name)  # type: ignore[arg-type]

    def facts(
        self, subjects: Iterable[NamedNode], predicate: NamedNode | None = None, graph: NamedNode | None = None
    ) -> Iterator[Quad]:
        for subject in subjects:
            yield from self.match(subject, predicate, None, graph)

    def dump(self, name: NamedNode, out: IO[bytes]) -> None:
        with self.reading(lambda: self._dumped(name)) as whole:
            shutil.copyfileobj(whole, out, _SPOOL)

    def _dumped(self, name: NamedNode) -> IO[bytes]:
        """A graph's triples; a reader that has to begin anew must have passed on nothing."""
        whole = tempfile.SpooledTemporaryFile(_SPOOL)  # noqa: SIM115
        self._graph.dump(whole, format=RdfFormat.N_TRIPLES, from_graph=name)
        whole.seek(0)
        return whole

    def graphs(self) -> list[NamedNode]:
        names = self.reading(lambda: [n for n in self._graph.named_graphs() if isinstance(n, NamedNode)])
        return sorted(names, key=lambda name: name.value)

    def holds(self, name: NamedNode) -> bool:
        return self.reading(lambda: self._graph.contains_named_graph(name))

    def change(self, drop: Iterable[NamedNode] = (), delete: Iterable[Quad] = (), insert: Iterable[Quad] = ()) -> None:
        drop, delete, insert = list(drop), list(delete), list(insert)
        with _faults(self.path):
            if drop or delete:
                self._locked.update(update(drop, delete, insert))
            elif _MANY <= len(insert) <= _MOST:
                self._load(insert)
                return
            else:
                self._locked.extend(insert)
            self._unflushed += len(delete) + len(insert)
            if self._unflushed >= _FLUSH:
                self._graph.flush()
                self._unflushed = 0

    def _load(self, quads: list[Quad]) -> None:
        """Insert many quads in files of their own, past the log, with half the work; as bytes, which frees Python."""
        lines = pyoxigraph.serialize(quads, format=RdfFormat.N_QUADS)
        assert lines is not None
        try:
            self._locked.bulk_load(lines, format=RdfFormat.N_QUADS, lenient=True)
        except OSError:
            _sweep(self.path / "graph")  # the disk may be full of them
            raise

    def update(self, sparql: str) -> None:
        """Do what a SPARQL update says: all of it or nothing; QueryError where it is malformed."""
        with _faults(self.path):
            try:
                self._locked.update(sparql, prefixes=PREFIXES)
            except SyntaxError as error:
                raise QueryError(fault(str(error), "a SPARQL update")) from None

    def size(self) -> int:
        return self.reading(lambda: len(self._graph))


def _names(iris: Iterable[str] | None) -> list[Any] | None:
    return None if iris is None else [NamedNode(iri) for iri in iris]


def _make(path: Path) -> None:
    """A folder with our marker, unless something is there already."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        if _is_empty(path):
            mark(path)
    except OSError as error:
        raise StoreError(f"No store can be made at {path}: {error.strerror}; name another folder.") from error


def mark(path: Path) -> None:
    """Put our marker into a folder: all of it or nothing. OSError where that can't be done."""
    (path / _SCRATCH).write_text(json.dumps({"kgraph": VERSION}) + "\n", encoding="utf-8")
    (path / _SCRATCH).replace(path / MARKER)


def _sweep(files: Path) -> None:
    """Delete what a killed process has left of quads it was about to load, and what each opening leaves of words."""
    for left in files.iterdir():
        if _LEFT.fullmatch(left.name):
            with suppress(OSError):
                left.unlink()


def _is_empty(path: Path) -> bool:
    """Whether nothing is in a folder but what a process that was ended has left of its marker."""
    return all(found.name == _SCRATCH for found in path.iterdir())


def forbidden(path: Path, error: PermissionError) -> StoreError:
    """What is told where somebody may not look into a store."""
    return StoreError(f"The store {path} may not be read ({error}); ask whoever owns it.")


def _check(path: Path) -> None:
    try:
        if not path.exists() or (path.is_dir() and _is_empty(path)):
            raise StoreError(f"There is no store at {path}; make one with `kgraph ingest SOURCE --store {path}`.")
        version = json.loads((path / MARKER).read_text(encoding="utf-8"))["kgraph"]
        if type(version) is not int:
            raise TypeError(version)
        maimed = not (path / "graph" / BEGINS).exists() and any(map(_DATA.search, map(str, path.glob("graph/*"))))
    except PermissionError as error:
        raise forbidden(path, error) from error
    except (OSError, ValueError, KeyError, TypeError):
        raise StoreError(
            f"{path} is not a kgraph store, for it has no {MARKER} of ours; name another folder."
        ) from None
    if version > VERSION:
        raise StoreError(f"The store {path} was made by a newer kgraph (layout {version}); upgrade kgraph to open it.")
    if version < VERSION:
        raise StoreError(
            f"The store {path} was made by an older kgraph (layout {version}); ingest its texts into a new folder."
        )
    if maimed:  # else pyoxigraph would begin an empty one among what is left
        raise StoreError(
            f"The store {path} has lost part of its graph; restore it from a dump, or ingest its texts again."
        )


@contextmanager
def _faults(path: Path) -> Iterator[None]:
    """Turns what pyoxigraph raises into errors that name the store."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise StoreError(_told(path, str(error).rstrip("."))) from error


def _told(path: Path, error: str) -> str:
    if _LOCKED.search(error):
        return f"Another process writes to the store {path}; wait until it is done, or open it for reading only."
    if _TIDIED in error:
        return (
            f"The store {path} lacks one of its files: ask again in a moment, for another process may be tidying it; "
            "where that does not help, make it again from a dump with `kgraph restore`, or from its texts."
        )
    if "read-write" in error:
        return f"The store {path} was opened for reading only; open it for writing."
    if _DAMAGED.search(error):
        return f"The files of the store {path} are damaged ({error}); restore it from a dump, or ingest its texts anew."
    return f"The store {path} can't be used: {error}."
