"""Faults in short: `python -m tests.faults` does each of them fifty times to ten thousand texts."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

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
    assert faults.interrupted(bench, 2, number, (0.0, 0.5), storing=True).sound


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


_STEPS = """
import sys
from pyoxigraph import Literal, NamedNode, Quad
from kgraph.store import Store

with Store(sys.argv[1], create=True) as store:
    print("open", flush=True)
    for step in range(int(sys.argv[2]), 1_000_000):
        graph = NamedNode(f"https://example.org/{step}")
        words = (Literal(f"what is said at {number} of {step}") for number in range(5_000))
        quads = (Quad(NamedNode(f"{graph.value}/{number}"), graph, one, graph) for number, one in enumerate(words))
        store.change(insert=quads)
        print(step, flush=True)
"""


@pytest.mark.slow
def test_many_quads_come_all_or_none(tmp_path: Path) -> None:
    """A process that inserts many quads at once may be killed: they are all there, in every index, or none is."""
    draw, step = random.Random(faults.SEED), 0
    for _ in range(12):
        command = [sys.executable, "-c", _STEPS, str(tmp_path / "store"), str(step)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
            assert run.stdout is not None
            run.stdout.readline()
            time.sleep(draw.uniform(0.05, 0.6))
            run.kill()
            told = run.stdout.read().split()
        with Store(tmp_path / "store") as store:
            size = store.size()
            last = NamedNode(f"https://example.org/{size // 5_000 - 1}")
            found = [sum(1 for _ in store.match(**{by: last})) for by in ("graph", "predicate")]
        assert size % 5_000 == 0
        assert found == ([5_000, 5_000] if size else [0, 0])
        assert size // 5_000 >= (int(told[-1]) + 1 if told else step)
        step = size // 5_000
    assert step
    assert not [path for path in (tmp_path / "store" / "graph").iterdir() if path.name.startswith("bulk-")]


def test_what_a_killed_process_left_is_swept_away(tmp_path: Path) -> None:
    """Files that were about to be loaded when their process was killed go when the store is next opened for writing."""
    with Store(tmp_path / "store", create=True) as store:
        store.add(Document(id="a", text="One."), ())
    files = tmp_path / "store" / "graph"
    for name in ("bulk-295379457241957444722199089298736507743.sst", "17632685232708271986000576868717575029"):
        (files / name).write_bytes(b"half")
    before = {path.name for path in files.glob("0*.sst")}
    with Store(tmp_path / "store", read_only=True):
        assert list(files.glob("bulk-*"))
    with Store(tmp_path / "store") as store:
        assert before <= {path.name for path in files.iterdir()}
        assert store.stats()["documents"] == 1
    assert not [path for path in files.iterdir() if len(path.name) > 30]
    assert len(list(files.glob("LOG*"))) == 1


@pytest.mark.parametrize("read_only", [True, False])
def test_a_file_that_is_missing(tmp_path: Path, read_only: bool) -> None:
    """A store that lacks one of its files says so, and what to do."""
    with Store(tmp_path / "store", create=True) as store:
        store.add(Document(id="a", text="One."), ())
    for path in (tmp_path / "store" / "graph").glob("0*.sst"):
        path.unlink()
    with pytest.raises(StoreError, match="lacks one of its files"):
        Store(tmp_path / "store", read_only=read_only)


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
