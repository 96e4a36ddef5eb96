"""From sources into a store: what is new is worked out by a crew and committed in order, whole documents together.

Whatever ends a run, what it has committed stays, and the next run over the same sources goes on from there.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from kgraph.errors import SourceError
from kgraph.model import Claim, Document
from kgraph.reading import Reading, Watcher
from kgraph.store import GraphStore, Outcome
from kgraph.store.commits import Commits
from kgraph.upkeep import refresh
from kgraph.workers import Worked, batches, worked
from kgraph.workers.batches import alone


@dataclass
class Ingest:
    """A run over the documents of ``reading``.

    ``jobs`` processes share the work, or a Dask cluster, as in ``kgraph.workers``. ``again`` reads also what is stored;
    without ``merge`` nothing these texts tell is taken for an event that others tell of. ``watch`` is told how far it
    is, from 0 to 1, and how many documents were ``taken`` from who worked them out; ``stopping`` is asked between
    documents. ``done`` is how far it has come.
    """

    store: GraphStore
    reading: Reading
    jobs: int | None = 1
    dask: str | None = None
    again: bool = False
    merge: bool = True
    watch: Watcher = lambda done, documents: None
    stopping: Callable[[], bool] = lambda: False
    outcomes: Counter[str] = field(default_factory=Counter)
    claims: Counter[str] = field(default_factory=Counter)
    set_aside: list[SourceError] = field(default_factory=list)
    done: float = 0.0
    taken: int = 0

    @property
    def count(self) -> int:
        """The documents that are stored, or set aside."""
        return self.outcomes.total() + len(self.set_aside)

    @property
    def faults(self) -> list[SourceError]:
        """What could not be read, and what was set aside."""
        return [*self.reading.errors, *self.set_aside]

    def run(self) -> bool:
        """Read, work out and commit; returns whether it came to the end."""
        beside = self.jobs != 1 or self.dask is not None  # who asks for one process wants one core
        with Commits(self.store, self._stored, beside=beside) as commits:

            def between() -> bool:
                commits.tend()
                return self.stopping()

            given = batches(self._read(between), lambda: self.reading.done, self._known)
            for one in worked(given, self.jobs, self.dask, between):
                self._take(one, commits)
                self.taken += 1
                self.done = one.done
                self.watch(self.done, self.taken)
        return not self.stopping()

    def _read(self, stopping: Callable[[], bool]) -> Iterator[Document]:
        for document in self.reading.documents():
            if stopping():
                return
            yield document

    def _known(self, document: Document) -> bool:
        return not self.again and self.store.has(document)

    def _take(self, one: Worked, commits: Commits) -> None:
        """Commit what was worked out, in its turn."""
        if one.error is not None:
            self.set_aside.append(one.error)
        elif one.claims is not None:
            commits.add(one.document, one.claims, merge=self.merge)
        elif commits.has(one.document):
            self.outcomes["unchanged"] += 1
        else:  # it was there when it was read, and has gone with an older version of a text before it
            for again in worked([alone(one.document)], 1):
                self._take(again, commits)

    def _stored(self, outcome: Outcome, claims: Sequence[Claim]) -> None:
        self.outcomes[outcome] += 1
        self.claims.update(claim.kind for claim in claims)

    def settle(self, watch: Callable[[float], None] = lambda done: None) -> bool:
        """Bring events up to date with what was committed; returns whether it came to the end."""

        def between(done: float) -> None:
            watch(done)
            if self.stopping():
                raise _Stopped

        try:
            refresh(self.store, between)
        except _Stopped:
            return False
        return True


class _Stopped(Exception):
    """Somebody wants the work to end."""
