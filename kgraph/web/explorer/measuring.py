"""Measures in child processes: they compute for seconds on end, which would make all pages wait for one visitor."""

import asyncio
import contextlib
import multiprocessing
import signal
from collections import OrderedDict
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, cast

from anyio import to_thread

from kgraph.errors import KgraphError, QueryError
from kgraph.explore.bench import Bench
from kgraph.explore.measures import Found, Wish
from kgraph.store import GraphStore, open_store
from kgraph.web.explorer.graph import Graph
from kgraph.web.worker import MEMORY, limit

CHILDREN = 2
LONGEST = 300.0  # seconds
GRACE = 10.0  # seconds that a child has to finish what nobody waits for, as a new one would have to read the graph anew
KEPT = 24  # answers
TABLE, BRIEFING = "table", "briefing"
_SPAWN = multiprocessing.get_context("spawn")  # a fork would take the server's threads and sockets with it


@dataclass(frozen=True, slots=True)
class Job:
    """What a child is asked for: a wish as TABLE, BRIEFING or one of the bench's files.

    ``edition`` counts how often the store has changed.
    """

    wish: Wish
    kind: str
    edition: int


def main(pipe: "Connection[object, Job]", location: str) -> None:
    """Do the jobs that come through the pipe; return when the parent is gone."""
    limit("RLIMIT_DATA", MEMORY)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends its children itself
    edition, bench = -1, None
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError), contextlib.ExitStack() as stores:
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


class Child:
    """A process that is begun with its first job, for many servers are never asked for a measure."""

    def __init__(self, location: str) -> None:
        self._location = location
        self._begun: tuple[Connection[Job, Any], SpawnProcess] | None = None

    async def do(self, job: Job) -> Any:
        """What the child answers; EOFError if it ends before."""
        return await to_thread.run_sync(self._exchange, job, abandon_on_cancel=True)

    def _exchange(self, job: Job) -> Any:
        if self._begun is None or not self._begun[1].is_alive():
            self._begun = self._begin()
        pipe, _ = self._begun
        pipe.send(job)
        return pipe.recv()

    def _begin(self) -> "tuple[Connection[Job, Any], SpawnProcess]":
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(target=main, args=(theirs, self._location), daemon=True)
        process.start()
        theirs.close()
        return ours, process

    def end(self) -> None:
        """Kill the process, whatever it is doing; the next job begins another."""
        if self._begun is not None:
            _, process = self._begun
            self._begun = None  # what still waits for an answer gets the end of the pipe, and closes it
            process.kill()
            process.join(1)


class Measuring:
    """The children, and what they answered last."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._seen: GraphStore | None = None
        self._edition = 0
        self._known: OrderedDict[Job, Found | bytes] = OrderedDict()
        self._all = [Child(graph.location) for _ in range(CHILDREN)]
        # the child that worked last is asked first: it has the graph's events already
        self._free: asyncio.LifoQueue[Child] = asyncio.LifoQueue()
        for child in self._all:
            self._free.put_nowait(child)

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

    async def _do(self, child: Child, job: Job) -> Found | bytes:
        try:
            async with asyncio.timeout(LONGEST):
                answer = self._known.get(job) or await child.do(job)
        except TimeoutError:
            child.end()
            raise QueryError(f"This takes longer than {LONGEST:g} seconds: choose a shorter period.") from None
        except (EOFError, OSError):
            child.end()
            raise QueryError("The work broke off, perhaps for want of memory: choose a shorter period.") from None
        except asyncio.CancelledError:
            child.end()
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
        for child in self._all:
            child.end()
