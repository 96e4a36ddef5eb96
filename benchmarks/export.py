"""How fast and in how much memory RDF files are written: in order, beside bare pyoxigraph writing them in no order.

usage: python benchmarks/export.py [CLAIMS] [--store DIR] [--settle] [--only FORMAT]    100,000 event claims if not told

The store is made of synthetic news (see synthetic.py); ``--store`` takes one that is there already, ``--settle`` has
events and ties worked out first. Each file is written in a process of its own, whose peak memory is told; what merely
opening the store takes is told too. Turtle holds a triple once that several documents have, so a rate of triples in the
file and one of quads read is given; ``cpu`` counts quads read in a second of processor time, which other work on the
machine disturbs less. Turtle of a big store is read by several processes: their time counts, and the peak is the sum of
theirs, as if each had its own at the same moment.
"""

import argparse
import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyoxigraph
from pyoxigraph import RdfFormat
from synthetic import build

from kgraph.export import GRAPHS
from kgraph.export.share import PROCESSES
from kgraph.happenings import settle
from kgraph.store import Store

FORMATS = {"ttl": RdfFormat.TURTLE, "trig": RdfFormat.TRIG, "nq": RdfFormat.N_QUADS}


@dataclass(frozen=True)
class Run:
    """What writing one file took."""

    seconds: float
    cpu: float
    memory: float  # MB
    size: int  # bytes


def bare(store: pyoxigraph.Store, form: str, out: IO[bytes]) -> None:
    """The same triples in the order in which the store has them, written by pyoxigraph alone."""
    if form == "ttl":
        pyoxigraph.serialize((quad.triple for quad in store), output=out, format=RdfFormat.TURTLE)
    else:
        store.dump(out, format=FORMATS[form])


def ours(folder: Path, form: str, path: Path) -> Run:
    """Write a format from a store of ours."""
    with Store(folder, read_only=True) as store:
        return measured(lambda out: GRAPHS[form](store, out), path)


def theirs(folder: Path, form: str, path: Path) -> Run:
    """Write it with pyoxigraph alone."""
    store = pyoxigraph.Store.read_only(str(folder / "graph"))
    return measured(lambda out: bare(store, form, out), path)


def nothing(folder: Path, form: str, path: Path) -> Run:
    """Open the store and look at it, and write nothing."""
    with Store(folder, read_only=True) as store:
        return measured(lambda out: store.size(), path)


def measured(work: Callable[[IO[bytes]], object], path: Path) -> Run:
    """Do it once."""
    clock, cpu = time.perf_counter(), _cpu()
    with path.open("wb") as out:
        work(out)
    seconds, spent = time.perf_counter() - clock, _cpu() - cpu
    own, child = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Run(seconds, spent, own + child * min(os.cpu_count() or 1, PROCESSES), path.stat().st_size)


def _cpu() -> float:
    """Seconds of processor time of this process and of those that it has waited for."""
    return sum(os.times()[:4])


def alone(work: Callable[[Path, str, Path], Run], folder: Path, form: str, path: Path) -> Run:
    """In a process of its own, so that its memory is its own."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(work, folder, form, path).result()


def count(path: Path, form: str) -> int:
    """The triples or quads in a file."""
    return sum(1 for _ in pyoxigraph.parse(path=str(path), format=FORMATS[form]))


def table(folder: Path, scratch: Path, forms: list[str]) -> None:
    """Print a line a file."""
    with Store(folder, read_only=True) as store:
        quads = store.size()
    opened = alone(nothing, folder, "ttl", scratch / "nothing")
    print(f"{quads:,} quads; opening the store takes {opened.memory:,.0f} MB")
    print(f"{'':10}{'in file':>12}{'MB':>8}{'in file/s':>12}{'quads/s':>12}{'cpu':>12}{'peak MB':>9}{'of bare':>9}")
    for form in forms:
        path = scratch / f"graph.{form}"
        base = alone(theirs, folder, form, path)
        run = alone(ours, folder, form, path)
        written = count(path, form)
        for name, one in (("bare", base), ("kgraph", run)):
            print(
                f"{name + ' ' + form:10}{written if one is run else quads:12,}{one.size / 1e6:8,.0f}"
                f"{(written if one is run else quads) / one.seconds:12,.0f}{quads / one.seconds:12,.0f}"
                f"{quads / one.cpu:12,.0f}{one.memory:9,.0f}{base.seconds / one.seconds:9.2f}",
                flush=True,
            )
        path.unlink()


def main() -> None:
    """Make the store where there is none, and measure."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("claims", nargs="?", type=int, default=100_000)
    options.add_argument("--store", type=Path)
    options.add_argument("--settle", action="store_true")
    options.add_argument("--only", choices=FORMATS)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.store or Path(scratch) / "store"
        if not folder.exists():
            build(folder, given.claims)
        if given.settle:
            with Store(folder) as store:
                settle(store)
        table(folder, Path(scratch), [given.only] if given.only else list(FORMATS))


if __name__ == "__main__":
    main()
