"""Documents stored in steps by a thread, so that who works them out need not wait until they are written."""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from kgraph import graph
from kgraph.model import Claim, Document
from kgraph.store.base import Addition, GraphStore, Outcome

SECONDS = 1.0  # of gathering: what was read in that time a kill can cost
STEPS = 2  # under way; who adds more waits

Stored = Callable[[Outcome, Sequence[Claim]], None]


@dataclass
class _Step:
    """Documents that are stored together, none of which takes the place of another."""

    additions: list[tuple[Addition, Sequence[Claim]]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    quads: int = 0
    began: float = field(default_factory=time.monotonic)

    @property
    def is_due(self) -> bool:
        return time.monotonic() - self.began >= SECONDS

    def make(self, store: GraphStore) -> None:
        additions = [one for one, _ in self.additions]
        if new := [quad for one in additions if not one.drop for quad in one.insert]:
            store.change(insert=new)
        for one in additions:
            if one.drop:
                store.change(one.drop, insert=one.insert)


class Commits:
    """Adds documents to a store by a thread; a context manager, left when all is stored.

    Unless ``beside``, or where a store takes each document alone, it is who calls that stores them.

    ``stored`` is told of each document, in the order they were added, once it is. What the thread stumbles over is
    raised by a later call, or on leaving; nothing more is added then, and what was under way is stored where it can be.
    """

    def __init__(self, store: GraphStore, stored: Stored, *, beside: bool = True) -> None:
        self._store, self._stored = store, stored
        self._step = _Step()
        self._line: deque[tuple[_Step, Future[None]]] = deque()
        # a server may let one wait for a minute, and who wants to end at once should not wait for a thread
        self._thread = ThreadPoolExecutor(1, "commit") if beside and store.STEP > 1 else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: BaseException | TracebackType | None) -> None:
        faults = [*self._left()]
        if self._thread:
            self._thread.shutdown()
        if kind is None and faults:
            raise faults[0]

    def add(self, document: Document, claims: Sequence[Claim], *, merge: bool = True) -> None:
        """Store a document as ``GraphStore.add`` does, soon."""
        keys = set(filter(None, (graph.document_iri(document), graph.origin_key(document))))
        self._after(keys)  # it must see what it may take the place of
        addition = self._store.weigh(document, claims, merge=merge)
        step = self._step
        step.additions.append((addition, claims))
        step.keys |= keys.union(name.value for name in addition.drop)
        step.quads += len(addition.insert)
        if step.quads >= self._store.STEP or step.is_due:
            self._give()

    def tend(self) -> None:
        """Have what has waited long enough stored: to be called now and then, and before what may take long."""
        if self._step.additions and (self._step.is_due or not self._thread):
            self._give()

    def has(self, document: Document) -> bool:
        """Whether this document is stored, when all is that was added before."""
        self._after({graph.document_iri(document)})
        return self._store.has(document)

    def _after(self, keys: set[str]) -> None:
        """Wait for what is under way, if one of the documents that it adds or takes away has one of the keys."""
        if not keys.isdisjoint(self._step.keys.union(*(step.keys for step, _ in self._line))):
            self._give()
            while self._line:
                self._first()

    def _give(self) -> None:
        """Have the step stored that was gathered, and begin another."""
        step, self._step = self._step, _Step()
        if self._thread:
            self._line.append((step, self._thread.submit(step.make, self._store)))
            while self._line and (len(self._line) > STEPS or self._line[0][1].done()):
                self._first()
        else:
            step.make(self._store)
            self._tell(step)

    def _left(self) -> Iterator[Exception]:
        """Have all stored that can be; gives what was stumbled over."""
        try:
            self._give()
        except Exception as error:
            yield error
        while self._line:
            try:
                self._first()
            except Exception as error:
                yield error

    def _first(self) -> None:
        """Wait for the step that was given first."""
        step, done = self._line.popleft()
        done.result()
        self._tell(step)

    def _tell(self, step: _Step) -> None:
        for addition, claims in step.additions:
            self._stored(addition.outcome, claims)
