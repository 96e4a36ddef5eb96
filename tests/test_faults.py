"""Faults in short: `python -m tests.faults` does each of them fifty times to ten thousand texts."""

import signal
import subprocess
from pathlib import Path

import pytest

from kgraph.errors import StoreError
from kgraph.model import Document
from kgraph.store import MARKER, Store
from tests import faults
from tests.faults import Bench

TEXTS = 120  # enough for workers to be started


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return faults.bench(tmp_path_factory.mktemp("faults"), TEXTS)


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_a_run_that_is_ended_is_taken_up(bench: Bench, number: signal.Signals) -> None:
    """What is ended at a random moment loses nothing, and the next run begins where it ended."""
    assert faults.interrupted(bench, 2, number, (2.0, 5.0)).sound


@pytest.mark.slow
@pytest.mark.model
def test_a_worker_may_die(bench: Bench) -> None:
    """Worker processes that are killed take nothing with them."""
    one = faults.bereft(bench, 2, (0.1, 1.0))
    assert one.sound
    assert one.tried


@pytest.mark.slow
@pytest.mark.model
def test_a_disk_may_be_full(bench: Bench) -> None:
    """A full disk ends a run with a sentence, and the next run goes on when there is room."""
    try:
        one = faults.full(bench, 1, megabytes=4)
    except subprocess.CalledProcessError as error:
        pytest.skip(f"no small disk can be mounted here: {error.stderr!r}")
    assert one.sound
    assert one.tried == 1


def test_a_lock_that_is_taken_away(tmp_path: Path) -> None:
    """Who has lost the lock writes no more, for another may be writing; the store is as it was."""
    with Store(tmp_path / "store", create=True) as store:
        store.add(Document(id="a", text="One."), ())
        (tmp_path / "store" / "graph" / "LOCK").unlink()
        with pytest.raises(StoreError, match="its lock taken away"):
            store.add(Document(id="b", text="Two."), ())
    with Store(tmp_path / "store") as store:
        assert store.stats()["documents"] == 1


def test_a_store_that_is_moved(tmp_path: Path) -> None:
    """A folder that is moved while it is written to takes nothing more by its old name."""
    with Store(tmp_path / "store", create=True) as store:
        store.add(Document(id="a", text="One."), ())
        (tmp_path / "store").rename(tmp_path / "elsewhere")
        with pytest.raises(StoreError, match="was moved"):
            store.add(Document(id="b", text="Two."), ())
    with Store(tmp_path / "elsewhere") as store:
        assert store.stats()["documents"] == 1


def test_a_store_half_made(tmp_path: Path) -> None:
    """What was killed while it made a folder, or our marker in it, has left a place for a store."""
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / f".{MARKER}").write_text('{"kg', encoding="utf-8")
    with pytest.raises(StoreError, match="There is no store"):
        Store(tmp_path / "store")
    with Store(tmp_path / "store", create=True) as store:
        assert store.size() == 0
