"""Worker processes of this machine. One that dies costs its batch, one that hangs is ended, and another takes over."""

import multiprocessing
import signal
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLong
from contextlib import contextmanager

from pebble import ProcessExpired, ProcessPool

from kgraph.workers.batches import Batch
from kgraph.workers.crew import Lost, checked
from kgraph.workers.task import Found, claims_of

STARTING = 120.0  # seconds that a batch has at least: the first of a process waits for the model
SLOWEST = 1000  # characters a second; what takes longer hangs
AHEAD = 4  # batches for each worker, so that it finds the next one while the writer is busy
_SPAWN = multiprocessing.get_context("spawn")  # a fork would take the store's threads and lock with it


class Processes:
    """A pool of worker processes as a crew."""

    def __init__(self, pool: ProcessPool, jobs: int) -> None:
        self._pool = pool
        self.depth = AHEAD * jobs

    def submit(self, batch: Batch) -> "Future[Found]":
        seconds = STARTING + batch.length / SLOWEST
        ticket: Future[Found] = self._pool.schedule(claims_of, args=(batch.documents,), timeout=seconds)
        return ticket

    def done(self, ticket: "Future[Found]") -> bool:
        return ticket.done()

    def result(self, ticket: "Future[Found]") -> Found:
        try:
            return checked(ticket.result)
        except Lost as lost:
            raise _reason(lost) from lost.__cause__


def _reason(lost: Lost) -> Lost:
    """What became of the process, where it is not the text's fault that nothing came back."""
    cause = lost.__cause__
    if isinstance(cause, ProcessExpired):
        return Lost("ended the process that read it, perhaps for want of memory; split it into smaller texts")
    if isinstance(cause, TooLong):
        return Lost(f"takes longer than {cause.args[1]:.0f} seconds to read; split it into smaller texts")
    return lost


@contextmanager
def processes(jobs: int) -> Iterator[Processes]:
    """``jobs`` worker processes, each with a model of its own; ended on leaving, whatever they are at."""
    pool = ProcessPool(max_workers=jobs, context=_SPAWN, initializer=_begin)
    try:
        yield Processes(pool, jobs)
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends its workers itself
