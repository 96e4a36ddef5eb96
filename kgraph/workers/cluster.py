"""A Dask cluster as a crew: its workers need kgraph and the language model, nothing else.

The scheduler gives a batch whose worker was lost to another; one that loses several comes back as lost.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgraph import nlp
from kgraph.errors import ClusterError
from kgraph.workers.batches import Batch
from kgraph.workers.crew import Dropped
from kgraph.workers.task import Found, Lost, answer

if TYPE_CHECKING:
    from distributed import Client, Future

LOCAL = "local"
AHEAD = 4  # batches for each worker
_WAITING = 30.0  # seconds for a scheduler to answer, and for its first worker
_LOOK = 1.0  # seconds between looks at whether there are workers, and whether the work is to stop


@dataclass(frozen=True)
class Ticket:
    """A batch that the scheduler has."""

    future: "Future"

    @property
    def done(self) -> bool:
        return bool(self.future.done())


class Cluster:
    """A connection to a Dask scheduler as a crew."""

    def __init__(self, client: "Client", address: str) -> None:
        self._client, self._address = client, address

    @property
    def depth(self) -> int:
        with _reaching(self._address):
            return AHEAD * max(1, len(self._client.nthreads()))  # workers come and go

    def submit(self, batch: Batch) -> Ticket:
        with _reaching(self._address):
            return Ticket(self._client.submit(answer, batch.new, pure=False))

    def result(self, ticket: Ticket, stopping: Callable[[], bool]) -> Found:
        from distributed import KilledWorker

        try:
            with _reaching(self._address):
                found = self._waited(ticket, stopping)
        except KilledWorker:
            raise Lost("ended each worker that read it, perhaps for want of memory; split it") from None
        except (ImportError, AttributeError, TypeError) as error:  # theirs, for ours come back as an answer
            raise ClusterError(
                f"The Dask workers of {self._address} can't read texts ({error}); install the same kgraph there."
            ) from error
        if isinstance(found, Exception):
            raise found
        return found

    def _waited(self, ticket: Ticket, stopping: Callable[[], bool]) -> Found | Exception:
        """What a worker answers, as long as there are workers."""
        until = time.monotonic() + _WAITING
        while True:
            try:
                found: Found | Exception = ticket.future.result(timeout=_LOOK)
                return found
            except TimeoutError:
                if stopping():  # whether somebody has begun is not known
                    raise Dropped from None
                if self._client.nthreads():
                    until = time.monotonic() + _WAITING
                elif time.monotonic() > until:
                    raise

    def tend(self) -> None:
        """The scheduler does."""


@contextmanager
def _reaching(address: str) -> Iterator[None]:
    """ClusterError in place of what Dask raises where a scheduler or all workers are gone."""
    from distributed import CancelledError
    from distributed.client import ClosedClientError

    try:
        yield
    except (OSError, TimeoutError, CancelledError, ClosedClientError):
        raise _unreachable(address) from None


@contextmanager
def cluster(address: str, jobs: int) -> Iterator[Cluster]:
    """The cluster of a scheduler's address, or with ``local`` one of ``jobs`` processes that ends with the block."""
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise ClusterError("Dask is not installed; run `pip install '.[dask]'` in kgraph's folder.") from None
    for name in ("distributed.nanny", "distributed.scheduler", "distributed.core", "distributed.worker"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters of a lost worker is told with its text
    if address == LOCAL:
        nlp.ensure()  # once, not by each process
        here = LocalCluster(n_workers=jobs, threads_per_worker=1, host="127.0.0.1", dashboard_address=None)
        with here, Client(here) as client:
            yield Cluster(client, here.scheduler_address)
    else:
        try:
            client = Client(address, timeout=_WAITING)
        except (OSError, ValueError, TimeoutError):
            raise _unreachable(address) from None
        with client:
            with _reaching(address):
                client.wait_for_workers(1, timeout=_WAITING)
            yield Cluster(client, address)


def _unreachable(address: str) -> ClusterError:
    return ClusterError(
        f"The Dask scheduler at {address} can't be reached or has no worker; check the address, and start workers with "
        f"`dask worker {address} --nthreads 1`."
    )
