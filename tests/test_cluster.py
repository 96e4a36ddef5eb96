"""A Dask cluster of separate processes: the same graph, also when its workers are killed."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest

from kgraph.errors import ClusterError
from kgraph.ingesting import Ingest
from kgraph.reading import Reading
from kgraph.sources import Defaults
from kgraph.store import Store
from kgraph.workers import cluster
from kgraph.workers.crew import Dropped
from tests.news import write

TEXTS = 400


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("news") / "news.jsonl", TEXTS)


@pytest.fixture
def scheduler() -> Iterator[str]:
    """The address of a scheduler with two workers, each a process with a nanny that starts another when it dies."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs="CRITICAL"
    ) as here:
        yield here.scheduler_address


def ingest(store: Path, news: Path, **how: object) -> list[str]:
    """The dump of a new store with the texts, every one of them added."""
    with Store(store, create=True) as graph:
        run = Ingest(graph, Reading([str(news)], Defaults()), **how)  # type: ignore[arg-type]
        assert run.run() and run.settle()
        assert (run.outcomes["added"], run.faults) == (TEXTS, [])
        return list(map(str, graph.quads()))


@pytest.mark.slow
@pytest.mark.model
def test_killed_workers_lose_nothing(scheduler: str, news: Path, tmp_path: Path) -> None:
    """Workers of a cluster that are killed in the middle cost time, and the graph is that of one process."""
    from distributed import Client

    done = threading.Event()
    killed: list[int] = []

    def kill() -> None:
        with Client(scheduler) as client:
            while not done.wait(2.0) and len(killed) < 3:
                for process in client.run(os.getpid).values():
                    os.kill(process, signal.SIGKILL)
                    killed.append(process)
                    break

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        found = ingest(tmp_path / "cluster", news, dask=scheduler)
    finally:
        done.set()
        killer.join()
    assert killed
    assert found == ingest(tmp_path / "alone", news)


def test_a_wish_to_stop_is_heard() -> None:
    """While a batch is waited for, however long it takes; and workers without kgraph are told."""
    pytest.importorskip("distributed")
    crew = cluster.Cluster(Mock(), "tcp://news:8786")
    late = cluster.Ticket(Mock(**{"result.side_effect": TimeoutError}))
    with pytest.raises(Dropped):
        crew.result(late, lambda: late.future.result.call_count == 2)
    bare = cluster.Ticket(Mock(**{"result.side_effect": ModuleNotFoundError("No module named 'kgraph'")}))
    with pytest.raises(ClusterError, match="install the same kgraph there"):
        crew.result(bare, lambda: False)


def test_nobody_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scheduler that does not answer is named, with the command that starts workers."""
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "_WAITING", 0.5)
    began = time.monotonic()
    with (
        pytest.raises(ClusterError, match=r"tcp://127\.0\.0\.1:9 can't be reached .* `dask worker"),
        cluster.cluster("tcp://127.0.0.1:9", 1),
    ):
        pass
    assert time.monotonic() - began < 30


def test_no_such_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address that is none is named too."""
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "_WAITING", 0.5)
    with pytest.raises(ClusterError, match="nonsense"), cluster.cluster("nonsense://x", 1):
        pass


def test_dask_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library one sentence says how to get it."""
    import sys

    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"pip install '\.\[dask\]'"), cluster.cluster("local", 1):
        pass
