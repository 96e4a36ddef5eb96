"""Worker processes of this machine. One that dies costs its batch, one that hangs is ended, and another takes over.

Each has a pipe of its own and nothing in common with the others: a lock or queue that they shared would be left in
disorder by one that is killed. A batch goes to a process only when it waits for one, so that no pipe is ever full both
ways.
"""

import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait

from kgraph.model import Document
from kgraph.workers.batches import Batch
from kgraph.workers.crew import Ticket
from kgraph.workers.task import Found, Lost, answer

STARTING = 120.0  # seconds that a batch has at least: the first of a process waits for the model
SLOWEST = 1000  # characters a second; what takes longer hangs
AHEAD = 4  # batches for each worker, so that the next one is read already
_SPAWN = multiprocessing.get_context("spawn")  # a fork would take the store's threads and lock with it


Documents = tuple[Document, ...]


class Worker:
    """A process, and what it is at."""

    def __init__(self) -> None:
        self.pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_serve, args=(theirs, answer), daemon=True)
        self._process.start()
        theirs.close()
        self.ticket: Ticket | None = None
        self.until = 0.0

    def give(self, ticket: Ticket) -> None:
        """A batch to do; it may have died meanwhile, which is seen when its answer is waited for."""
        self.ticket = ticket
        self.until = time.monotonic() + STARTING + ticket.batch.length / SLOWEST
        with suppress(OSError):
            self.pipe.send(ticket.batch.new)

    def take(self) -> None:
        """Its answer, or the end of its pipe, which is there."""
        assert self.ticket is not None
        try:
            self.ticket.answer(self.pipe.recv())
        except (EOFError, OSError):
            self.ticket.answer(Lost("ended the process that read it, perhaps for want of memory; split it"))
            self.end()
        self.ticket = None

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self.pipe.close()

    @property
    def ended(self) -> bool:
        return self.pipe.closed


class Processes:
    """``jobs`` worker processes as a crew."""

    def __init__(self, jobs: int) -> None:
        self.depth = AHEAD * jobs
        self._waiting: deque[Ticket] = deque()
        self._workers: list[Worker | None] = [None] * jobs  # each is started when there is work for it

    def submit(self, batch: Batch) -> Ticket:
        ticket = Ticket(batch)
        self._waiting.append(ticket)
        self.tend()
        return ticket

    def result(self, ticket: Ticket) -> Found:
        while not ticket.done:
            self.tend(None)
        return ticket.result()

    def tend(self, seconds: float | None = 0) -> None:
        """Take what answers are there, at least one unless ``seconds`` have gone, and give out what waits."""
        self._give_out()
        busy = [worker for worker in self._workers if worker and worker.ticket]
        if busy:
            left = max(0.0, min(worker.until for worker in busy) - time.monotonic())
            ready = wait([worker.pipe for worker in busy], left if seconds is None else min(left, seconds))
            for worker in busy:
                if worker.pipe in ready:
                    worker.take()
                elif worker.ticket and worker.until <= time.monotonic():
                    worker.ticket.answer(Lost("takes too long to read; split it into smaller texts"))
                    worker.ticket = None
                    worker.end()
            self._give_out()

    def _give_out(self) -> None:
        """Batches to those who have none; who has died is replaced, if there is work for another."""
        for number, worker in enumerate(self._workers):
            if self._waiting and (worker is None or worker.ticket is None):
                if worker is None or worker.ended:
                    self._workers[number] = worker = Worker()
                worker.give(self._waiting.popleft())

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


def _serve(pipe: "Connection[Found | Exception, Documents]", work: Callable[[Documents], Found | Exception]) -> None:
    """Do the batches that come through the pipe, until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends its workers itself
    with suppress(EOFError, OSError):
        while True:
            pipe.send(work(pipe.recv()))
