"""What it takes to check a store, to dump it and to restore it, beside reading all its quads once.

usage: python benchmarks/keeping.py [CLAIMS] [--store DIR]    100,000 event claims unless told otherwise

The store is made of synthetic news (see synthetic.py), with events, ties and background worked out; ``--store`` takes
one that is there already. Each task runs in a process of its own, whose time, processor time and peak memory are told.
Reading means every graph, one after the other, as quads in Python, which is the first thing that a check does.
"""

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from synthetic import build

from kgraph import archive
from kgraph.checking import check
from kgraph.store import Store
from kgraph.upkeep import refresh

FILE = "dump.nq.gz"


def read(folder: Path, scratch: Path) -> int:
    """Read all quads; returns their number."""
    with Store(folder, read_only=True) as store:
        return sum(sum(1 for _ in store.match(graph=name)) for name in store.graphs())


def look(folder: Path, scratch: Path) -> int:
    """Check the store, which must be sound."""
    with Store(folder, read_only=True) as store:
        found = check(store)
        assert not found.faults, found.faults[:3]
        return store.size()


def dump(folder: Path, scratch: Path) -> int:
    """Write the store to a file."""
    with Store(folder, read_only=True) as store:
        return archive.dump(store, scratch / FILE)


def restore(folder: Path, scratch: Path) -> int:
    """Make a store of the file."""
    return archive.restore(scratch / FILE, scratch / "again")


def measured(task: Callable[[Path, Path], int], folder: Path, scratch: Path) -> tuple[int, float, float, float]:
    """Quads, seconds, seconds of the processor, and MB at the most."""
    began, cpu = time.perf_counter(), time.process_time()
    quads = task(folder, scratch)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return quads, time.perf_counter() - began, time.process_time() - cpu, memory


def make(folder: Path, claims: int) -> None:
    """A store of so many claims."""
    build(folder, claims)
    with Store(folder) as store:
        refresh(store)


def alone(work: Callable[..., Any], *given: Any) -> Any:
    """What work gives in a process of its own; peak memory is inherited, so nothing big runs in this one."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as own:
        return own.submit(work, *given).result()


def main() -> None:
    """Do each task and print what it took."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("claims", nargs="?", type=int, default=100_000)
    options.add_argument("--store", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        folder = given.store or scratch / "store"
        if not given.store:
            alone(make, folder, given.claims)
        print(f"{'':8} {'quads':>10} {'seconds':>8} {'cpu s':>8} {'quads/s':>9} {'quads/cpu s':>11} {'MB':>6}")
        for task in (read, look, dump, restore):
            quads, seconds, cpu, memory = alone(measured, task, folder, scratch)
            rates = f"{quads / seconds:9,.0f} {quads / cpu:11,.0f}"
            print(f"{task.__name__:8} {quads:10,} {seconds:8.1f} {cpu:8.1f} {rates} {memory:6,.0f}", flush=True)


if __name__ == "__main__":
    main()
