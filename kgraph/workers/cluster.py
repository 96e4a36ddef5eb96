"""A Dask cluster as a crew: its workers need kgraph and the language model, nothing else.

The scheduler gives a batch whose worker was lost to another; one that loses several comes back as lost.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kgraph import nlp
from kgraph.errors import ClusterError
from kgraph.workers.batches import Batch
from kgraph.workers.crew import Lost, lost
from kgraph.workers.task import Found, claims_of

if TYPE_CHECKING:
    from distributed import Client, Future

LOCAL = "local"
AHEAD = 4  # batches for each worker
_WAITING = 30  # seconds for a scheduler to answer, and for its first worker


class Cluster:
    """A connection to a Dask scheduler as a crew."""

    def __init__(self, client: "Client") -> None:
        self._client = client

    @property
    def depth(self) -> int:
        return AHEAD * max(1, len(self._client.nthreads()))  # workers come and go

    def submit(self, batch: Batch) -> "Future":
        return self._client.submit(claims_of, batch.documents, pure=False)

    def result(self, ticket: "Future") -> Found:
        from distributed import CancelledError, KilledWorker

        try:
            found: Found = ticket.result()
        except KilledWorker as error:
            raise Lost("ended each worker that read it, perhaps for want of memory; split it") from error
        except CancelledError as error:
            raise _unreachable(str(self._client.scheduler.address)) from error
        except Exception as error:
            raise lost(error) from error
        return found

    def tend(self) -> None:
        """The scheduler does."""


@contextmanager
def cluster(address: str, jobs: int) -> Iterator[Cluster]:
    """The cluster of a scheduler's address, or with ``local`` one of ``jobs`` processes that ends with the block."""
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise ClusterError('Dask is not installed; run `pip install "kgraph[dask]"`.') from None
    for name in ("distributed.nanny", "distributed.scheduler", "distributed.core", "distributed.worker"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters of a lost worker is told with its text
    if address == LOCAL:
        nlp.ensure()  # once, not by each process
        here = LocalCluster(n_workers=jobs, threads_per_worker=1, host="127.0.0.1", dashboard_address=None)
        with here, Client(here) as client:
            yield Cluster(client)
    else:
        try:
            client = Client(address, timeout=_WAITING)
            client.wait_for_workers(1, timeout=_WAITING)
        except (OSError, ValueError, TimeoutError):
            raise _unreachable(address) from None
        with client:
            yield Cluster(client)


def _unreachable(address: str) -> ClusterError:
    return ClusterError(
        f"The Dask scheduler at {address} can't be reached or has no worker; check the address, and start workers with "
        f"`dask worker {address} --nthreads 1`."
    )
