"""The store that is kept up to date: open only while something is looked up or stored, so that others have it too."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from pyoxigraph import NamedNode

from kgraph import iri, pending
from kgraph.errors import QueryError, SourceError, StoreError
from kgraph.ingesting import Ingest
from kgraph.model import Document
from kgraph.reading import Reading
from kgraph.sources import Defaults
from kgraph.sources.harvest import Harvest
from kgraph.sources.visits import Visits
from kgraph.store import MARKER, GraphStore, open_store
from kgraph.vocab import KG

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)  # seconds between attempts to open a store that is busy
_LISTED = 300  # documents in one question


@dataclass(slots=True)
class Kept:
    """What came of storing: new ``documents``, their ``claims`` by kind, and texts that were ``set_aside``."""

    documents: int = 0
    claims: Counter[str] = field(default_factory=Counter)
    set_aside: list[SourceError] = field(default_factory=list)


class Keeper:
    """Stores what was harvested, and remembers the ``visits`` that gave it. Everything raises StoreError."""

    def __init__(
        self, location: str, visits: Visits, stopping: Callable[[], bool], nap: Callable[[float], object]
    ) -> None:
        self.location, self.visits = location, visits
        self.is_server = "://" in location
        self._stopping, self._nap = stopping, nap
        self._mark: object = None  # of the store whose visits were checked
        self._unsettled = False

    @property
    def exists(self) -> bool:
        """Whether there is anything at the store's place; of a server one can't tell without asking."""
        path = Path(self.location)
        return self.is_server or (path.exists() and (not path.is_dir() or any(path.iterdir())))

    def check(self) -> None:
        """Look whether the store is there and the one it was; visits whose documents it does not hold are forgotten."""
        mark = self.location if self.is_server else self._marked()
        if mark is not None and mark == self._mark:
            return
        visits = self.visits.all()
        held: set[str] = set()
        if self.exists:
            with open_store(self.location, read_only=True) as store:
                held = _held(store, [name for visit in visits.values() for name in visit.documents])
                self._unsettled = pending.waits(store)
        for address, visit in visits.items():
            if not held.issuperset(visit.documents):
                self.visits.forget(address)
        self._mark = mark

    def doubt(self) -> None:
        """Have the next check look closely."""
        self._mark = None

    def keep(self, harvests: Sequence[Harvest], kept: Kept) -> None:
        """Store what is new in the harvests, adding to ``kept``; what is cut short is left to be harvested again."""
        if self._ingest(self._new([document for one in harvests for document in one.documents]), kept):
            for one in harvests:
                if one.visit is not None:
                    self.visits.put(one.address, one.visit)

    def _ingest(self, documents: list[Document], kept: Kept) -> bool:
        """Store documents and bring events up to date; returns whether all documents are stored."""
        if not documents and not self._unsettled:
            return True
        with self._opened() as store:
            self._unsettled = True
            # in processes of their own, so that no text can end the watch, and no model stays in memory
            run = Ingest(store, _Ready(documents), jobs=2, stopping=self._stopping)
            try:
                whole = run.run()
                self._unsettled = not (whole and run.settle())
            finally:
                kept.documents += run.outcomes["added"] + run.outcomes["replaced"]
                kept.claims += run.claims
                kept.set_aside += run.set_aside
        return whole

    def _new(self, documents: list[Document]) -> list[Document]:
        """Those that the store does not hold: many feeds look new and say nothing new."""
        if not documents or not self.exists:
            return documents
        with open_store(self.location, read_only=True) as store:
            held = _held(store, [iri.document(one.id, one.text) for one in documents])
        return [one for one in documents if iri.document(one.id, one.text) not in held]

    def _opened(self) -> GraphStore:
        """The store for writing; another process may have it for a moment."""
        for pause in PAUSES:
            with suppress(StoreError, QueryError):
                return open_store(self.location, create=True)
            self._nap(pause)
        return open_store(self.location, create=True)

    def _marked(self) -> object:
        """By what a folder is told from another store that takes its place; None where there is none."""
        try:
            status = Path(self.location, MARKER).stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino, status.st_mtime_ns


class _Ready(Reading):
    """A run over documents that are there already."""

    def __init__(self, ready: Sequence[Document]) -> None:
        super().__init__((), Defaults())
        self._ready = ready

    def documents(self) -> Iterator[Document]:
        """The documents, in their order."""
        yield from self._ready


def full_name(location: str) -> str:
    """What a store is called from everywhere, without what says who may use it."""
    if "://" not in location:
        return str(Path(location).resolve())
    parts = urlsplit(location)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


@contextmanager
def alone(folder: Path, location: str) -> Iterator[None]:
    """While it lasts no other watch of this user's keeps the same store; StoreError where one does."""
    import fcntl

    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = (folder / "lock").open("w")
    except OSError:
        yield  # then nothing is remembered either, and the store's own lock still holds
        return
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StoreError(
                f"Another kgraph watch writes to the store {location}; end it first, or name another store."
            ) from None
        yield


def _held(store: GraphStore, names: Sequence[str]) -> set[str]:
    """Which of the documents the store holds."""
    held: set[str] = set()
    for start in range(0, len(names), _LISTED):
        values = " ".join(str(NamedNode(name)) for name in names[start : start + _LISTED])
        asked = f"SELECT DISTINCT ?g {{ VALUES ?g {{ {values} }} GRAPH ?g {{ ?g a <{KG.Document}> }} }}"
        held |= {term.value for (term,) in store.select(asked).rows if isinstance(term, NamedNode)}
    return held
