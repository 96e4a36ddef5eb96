"""Measures in child processes: they compute for seconds on end, which would make all pages wait for one visitor."""

import asyncio
import contextlib
from collections import OrderedDict
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import cast

from kgraph.errors import KgraphError, QueryError
from kgraph.explore.bench import Bench
from kgraph.explore.measures import Found, Wish
from kgraph.store import GraphStore, open_store
from kgraph.web.child import Child
from kgraph.web.explorer.graph import Graph

CHILDREN = 2
LONGEST = 300.0  # seconds
GRACE = 10.0  # seconds that a child has to finish what nobody waits for, as a new one would have to read the graph anew
KEPT = 24  # answers
TABLE, BRIEFING = "table", "briefing"


@dataclass(frozen=True, slots=True)
class Job:
    """What a child is asked for: a wish as TABLE, BRIEFING or one of the bench's files.

    ``edition`` counts how often the store has changed.
    """

    wish: Wish
    kind: str
    edition: int


def main(pipe: "Connection[object, Job]", location: str) -> None:
    """Do the jobs that come through the pipe."""
    edition, bench = -1, None
    with contextlib.ExitStack() as stores:
        while True:
            job = pipe.recv()
            try:
                if bench is None or job.edition != edition:
                    stores.close()
                    bench = Bench(stores.enter_context(open_store(location, read_only=True)))
                    edition = job.edition
                pipe.send(_done(bench, job))
            except KgraphError as error:
                pipe.send(QueryError(str(error)))


def _done(bench: Bench, job: Job) -> Found | bytes:
    if job.kind == TABLE:
        return bench.found(job.wish)
    return bench.briefing(job.wish) if job.kind == BRIEFING else bench.file(job.wish, job.kind)


class Measuring:
    """The children, and what they answered last."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._seen: GraphStore | None = None
        self._edition = 0
        self._known: OrderedDict[Job, Found | bytes] = OrderedDict()
        self._begun: set[Child] = set()
        # the child that worked last is asked first: it has the graph's events already. One is begun with its first job,
        # for many servers are never asked for a measure
        self._free: asyncio.LifoQueue[Child | None] = asyncio.LifoQueue()
        for _ in range(CHILDREN):
            self._free.put_nowait(None)

    async def table(self, wish: Wish) -> Found:
        """What a measure finds; QueryError for what can't be measured. It is let go when nobody waits for it."""
        return cast(Found, await self._ask(wish, TABLE))

    async def file(self, wish: Wish, kind: str) -> bytes:
        """A BRIEFING or one of the bench's files; errors as for ``table``."""
        return cast(bytes, await self._ask(wish, kind))

    async def _ask(self, wish: Wish, kind: str) -> Found | bytes:
        store = await self._graph.ask(lambda store: store)
        if store is not self._seen:  # it is opened anew when it has changed
            self._seen, self._edition = store, self._edition + 1
            self._known.clear()
        job = Job(wish, kind, self._edition)
        if job in self._known:
            self._known.move_to_end(job)
            return self._known[job]
        child = await self._free.get()
        work = asyncio.create_task(self._do(child, job))
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            work.add_done_callback(lambda done: done.cancelled() or done.exception())
            asyncio.get_running_loop().call_later(GRACE, work.cancel)
            raise

    async def _do(self, child: Child | None, job: Job) -> Found | bytes:
        try:
            if (answer := self._known.get(job)) is None:
                child = self._lively(child)
                await child.send(job)
                answer = await child.receive(LONGEST)
        except TimeoutError:
            self._end(child)
            raise QueryError(f"This takes longer than {LONGEST:g} seconds: choose a shorter period.") from None
        except (EOFError, OSError):
            self._end(child)
            raise QueryError("The work broke off, perhaps for want of memory: choose a shorter period.") from None
        except asyncio.CancelledError:
            self._end(child)
            raise
        finally:
            self._free.put_nowait(child)
        if isinstance(answer, Exception):
            raise answer
        self._known[job] = answer
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        return answer

    def close(self) -> None:
        """End the children, whatever they are doing."""
        for child in [*self._begun]:
            self._end(child)

    def _lively(self, child: Child | None) -> Child:
        """The child, or another where it has not been begun or has died."""
        if child is None or not child.alive:
            self._end(child)
            child = Child(main, self._graph.location)
            self._begun.add(child)
        return child

    def _end(self, child: Child | None) -> None:
        """Kill a child, whatever it is doing; the next job begins another."""
        if child is not None:
            self._begun.discard(child)
            child.kill()
            child.bury()
