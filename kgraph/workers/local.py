"""Worker processes of this machine. One that dies costs its batch, one that hangs is ended, and another takes over.

Each has a pipe of its own and nothing in common with the others: a lock or queue that they shared would be left in
disorder by one that is killed. A batch goes to a process only when it waits for one, so that no pipe is ever full both
ways, and no text is blamed for a process that ended before it had begun with it.
"""

import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait

from kgraph.errors import ClusterError
from kgraph.model import Document
from kgraph.workers.batches import Batch
from kgraph.workers.crew import Dropped, Ticket
from kgraph.workers.task import Found, Lost, answer, prepare

PATIENCE = 120.0  # seconds for a process to begin, and for a batch at least
SLOWEST = 1000  # characters a second; what takes longer hangs
LOOK = 0.5  # seconds between looks at whether the work is to stop
AHEAD = 4  # batches for each worker, so that the next one is read already
STILLBORN = 20  # processes that end, one after the other, before they have begun; then it is the machine
RETURNS = 3  # times that a batch may come back unbegun; then it may be its size that ends those who take it
_ENDED = "ended the process that read it, perhaps for want of memory; split it"
_SPAWN = multiprocessing.get_context("spawn")  # a fork would take the store's threads and lock with it


Documents = tuple[Document, ...]


class Worker:
    """A process: first it begins, then it waits for a batch or is at one, and at some time it has ended."""

    def __init__(self) -> None:
        self.pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_serve, args=(theirs, prepare, answer), daemon=True)
        with _deaf():
            self._process.start()
        theirs.close()
        self.ready = False
        self.ticket: Ticket | None = None
        self.until = time.monotonic() + PATIENCE

    @property
    def waits(self) -> bool:
        return self.ready and self.ticket is None

    @property
    def ended(self) -> bool:
        return self.pipe.closed

    def give(self, ticket: Ticket) -> None:
        """A batch to do; it may have died meanwhile, which is seen when its answer is waited for."""
        self.ticket = ticket
        self.until = time.monotonic() + PATIENCE + ticket.batch.length / SLOWEST
        with suppress(OSError):
            self.pipe.send(ticket.batch.new)

    def take(self) -> None:
        """What it says, which is there: that it has begun, an answer, or, by the end of its pipe, that it has died.

        What kept it from beginning is raised, unless it died.
        """
        try:
            said = self.pipe.recv()
        except (EOFError, OSError):
            self.end(_ENDED)
            return
        if said is None:
            self.ready = True
            if self.ticket:
                self.ticket.begun = True
        elif self.ticket:
            self.ticket.answer(said)
            self.ticket = None
        else:
            raise said

    def end(self, why: str = "") -> None:
        """End it; if it has begun a batch, that is lost, and this is why."""
        if self.ticket and self.ticket.begun:
            self.ticket.answer(Lost(why))
            self.ticket = None
        self._process.kill()
        self._process.join()
        self.pipe.close()


class Processes:
    """``jobs`` worker processes as a crew."""

    def __init__(self, jobs: int) -> None:
        self.depth = AHEAD * jobs
        self._waiting: deque[Ticket] = deque()
        self._workers: list[Worker | None] = [None] * jobs  # each is started when there is work for it
        self._stillborn = 0

    def submit(self, batch: Batch) -> Ticket:
        ticket = Ticket(batch)
        self._waiting.append(ticket)
        self.tend()
        return ticket

    def result(self, ticket: Ticket, stopping: Callable[[], bool]) -> Found:
        while not ticket.done:
            self.tend(LOOK)
            if stopping() and not (ticket.begun or ticket.done):
                raise Dropped
        return ticket.result()

    def tend(self, seconds: float = 0) -> None:
        """Take what is said, one thing at least unless ``seconds`` have gone, and give out what waits.

        ClusterError where no process can be brought to begin.
        """
        self._listen(0)  # who died idle must not be given anything
        self._give_out()
        if seconds:
            self._listen(seconds)
            self._give_out()

    def _listen(self, seconds: float) -> None:
        """Take what those who live say; the idle can only say, by the end of their pipe, that they have died."""
        living = [worker for worker in self._workers if worker and not worker.ended]
        ready = wait([worker.pipe for worker in living], seconds) if living else []
        for worker in living:
            if worker.pipe in ready:
                worker.take()
            elif not worker.waits and worker.until <= time.monotonic():
                worker.end("takes too long to read; split it into smaller texts")
            self._note(worker)

    def _note(self, worker: Worker) -> None:
        """Take back what one that ended had not begun, and count those that did not even begin themselves."""
        if worker.ended and worker.ticket:
            worker.ticket.returned += 1
            if worker.ticket.returned < RETURNS:
                self._waiting.appendleft(worker.ticket)
            else:
                worker.ticket.answer(Lost(_ENDED))
            worker.ticket = None
        if worker.ready:
            self._stillborn = 0
        elif worker.ended:
            self._stillborn += 1
            if self._stillborn == STILLBORN:
                raise ClusterError(
                    f"{STILLBORN} processes that should read texts were ended before they had begun, perhaps for want "
                    "of memory; try fewer with `--jobs`."
                )

    def _give_out(self) -> None:
        """Batches to those who wait; who is missing or has died is replaced, if there is work for another."""
        for worker in self._workers:
            if self._waiting and worker and worker.waits and not worker.ended:
                worker.give(self._waiting.popleft())
        living = [worker for worker in self._workers if worker and not worker.ended]
        wanted = len(self._waiting) - sum(not worker.ready for worker in living)
        missing = [number for number, worker in enumerate(self._workers) if worker is None or worker.ended]
        for number in missing[: max(0, wanted)]:
            self._workers[number] = Worker()

    def close(self) -> None:
        for worker in self._workers:
            if worker and not worker.ended:
                worker.end()


@contextmanager
def processes(jobs: int) -> Iterator[Processes]:
    """``jobs`` worker processes, each with a model of its own; ended on leaving, whatever they are at."""
    crew = Processes(jobs)
    try:
        yield crew
    finally:
        crew.close()


@contextmanager
def _deaf() -> Iterator[None]:
    """Who is started meanwhile never hears Ctrl-C, which reaches the whole group; its parent ends it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # whose start, else with the first process, would lift the mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(
    pipe: "Connection[Found | Exception | None, Documents]",
    prepare: Callable[[], Exception | None],
    work: Callable[[Documents], Found | Exception],
) -> None:
    """Do the batches that come through the pipe, until it ends; say of each, and before all, that it is begun."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # also where `_deaf` can't do it
    with suppress(EOFError, OSError):
        pipe.send(prepare())
        while True:
            documents = pipe.recv()
            pipe.send(None)
            pipe.send(work(documents))
