"""Who does the work: this process, processes of this machine, or a Dask cluster."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from kgraph import nlp
from kgraph.workers.crew import Alone, Crew

MOST = 8  # processes that are started unasked: each holds a model, some 600 MB


def cores() -> int:
    """The processor cores that this process may use, ``MOST`` of them at most."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, MOST)


@contextmanager
def hire(jobs: int = 1, dask: str | None = None) -> Iterator[Crew]:
    """A crew of ``jobs`` processes of this machine, or that of a Dask scheduler's address (``local``: one made here).

    ModelError where there is no language model, ClusterError where the scheduler can't be reached.
    """
    if dask is not None:
        from kgraph.workers.cluster import cluster

        with cluster(dask, jobs) as crew:
            yield crew
    elif jobs == 1:
        yield Alone()
    else:
        from kgraph.workers.local import processes

        nlp.ensure()  # once, not by each process
        with processes(jobs) as crew:
            yield crew
