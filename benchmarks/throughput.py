"""Documents a second by one and by several processes and by Dask, beside the bare parser in the same run.

usage: python benchmarks/throughput.py [--times N] [--jobs N ...]    the sample dispatches 40 times over by default

Every copy of a dispatch has another name and another day, so that it is a document of its own. Each way reads all of
them into a new store from a process of its own, model loaded and workers started within the time; events are worked out
afterwards and timed apart. The bare parser is timed in one process and in as many as the first number of jobs, side by
side: cores share a memory, and no more can be gained by several of them than it gains. One process is timed on one core
alone, and also free to use others, as the store does when it tidies. The stores must be the same, quad for quad. At
the end stands what docs/scaling.md reckons with.
"""

import hashlib
import multiprocessing
import os
import pickle
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib.resources import as_file
from pathlib import Path
from typing import TypeVar

import click

from kgraph import nlp, resources, sources
from kgraph.ingesting import Ingest
from kgraph.model import Document
from kgraph.reading import Reading
from kgraph.sources import Defaults
from kgraph.store import Store
from kgraph.store.commits import Commits
from kgraph.workers import batches, claims_of

T = TypeVar("T")
_SPAWN = multiprocessing.get_context("spawn")


@dataclass
class Given(Reading):
    """A reading of documents that are there already."""

    given: tuple[Document, ...] = ()

    def documents(self) -> Iterator[Document]:
        for number, document in enumerate(self.given, 1):
            self.done = number / len(self.given)
            yield document


@dataclass
class Run:
    """A way to do it: seconds for the texts and for the events, processor seconds of the writer, and what it stored."""

    name: str
    seconds: float
    events: float
    writer: float
    digest: str = ""


def copies(times: int) -> tuple[Document, ...]:
    """The sample dispatches, many times over."""
    with as_file(resources.data("dispatches")) as folder:
        dispatches = list(sources.read(str(folder)))
    return tuple(
        replace(one, id=f"{turn}-{one.id}", date=_later(one.date, turn), origin=f"{turn}-{one.id}")
        for turn in range(times)
        for one in dispatches
    )


def _later(day: str | None, turn: int) -> str:
    return str(date.fromisoformat(day or "2024-01-01") + timedelta(days=3 * turn))


def bare(documents: tuple[Document, ...]) -> None:
    """Have the parser alone read the documents."""
    for _ in nlp.parse(documents):
        pass


def side_by_side(jobs: int, documents: tuple[Document, ...]) -> float:
    """Seconds that so many bare parsers need together, each in a process of its own."""
    began = time.perf_counter()
    with ProcessPoolExecutor(jobs, _SPAWN) as pool:
        list(pool.map(bare, [documents[number::jobs] for number in range(jobs)]))
    return time.perf_counter() - began


def apart(way: Callable[..., T], *given: object, cores: int | None = None) -> T:
    """What a function gives in a process of its own, kept to so many cores where the system can do that."""
    with ProcessPoolExecutor(1, _SPAWN, _keep_to, (cores,)) as pool:
        return pool.submit(way, *given).result()


def _keep_to(cores: int | None) -> None:
    if cores and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])


def ingest(name: str, documents: tuple[Document, ...], folder: Path, jobs: int, dask: str | None = None) -> Run:
    """Read the documents into a new store."""
    shutil.rmtree(folder, ignore_errors=True)
    with Store(folder, create=True) as store:
        began, before = time.perf_counter(), _computing()
        run = Ingest(store, Given((), Defaults(), given=documents), jobs, dask)
        run.run()
        seconds, writer = time.perf_counter() - began, _computing() - before
        assert run.count == len(documents) and not run.faults
        began = time.perf_counter()
        run.settle()
        events = time.perf_counter() - began
        digest = hashlib.sha256()
        for quad in store.quads():
            digest.update(str(quad).encode())
    return Run(name, seconds, events, writer, digest.hexdigest())


def writing(documents: tuple[Document, ...], folder: Path) -> float:
    """Seconds that the writer needs when all is worked out already, as it comes from other processes."""
    shutil.rmtree(folder, ignore_errors=True)
    found = [(batch.new, pickle.dumps(claims_of(batch.new))) for batch in batches(documents)]
    with Store(folder, create=True) as store:
        began = time.perf_counter()
        with Commits(store, lambda outcome, claims: None) as commits:
            for some, answer in found:
                for document, claims in zip(some, pickle.loads(answer), strict=True):
                    commits.add(document, claims)
        return time.perf_counter() - began


def _computing() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def reckoning(folder: Path, documents: tuple[Document, ...]) -> dict[str, float]:
    """What a document is worth in words, claims, quads and bytes."""
    with Store(folder, read_only=True) as store:
        stats = store.stats()
    claims = stats["event claims"] + stats["office claims"] + stats["relation claims"]
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {
        "words a document": sum(len(one.text.split()) for one in documents) / len(documents),
        "claims a document": claims / len(documents),
        "quads a claim": stats["triples"] / claims,
        "bytes a claim on disk": size / claims,
    }


@click.command()
@click.option("--times", default=40, show_default=True)
@click.option("--jobs", multiple=True, type=int, default=(2,), show_default=True)
@click.option("--dask/--no-dask", default=True, show_default=True, help="With Dask too, by two processes.")
def main(times: int, jobs: tuple[int, ...], dask: bool) -> None:
    """Time each way and print the table."""
    documents = copies(times)
    words = sum(len(one.text.split()) for one in documents)
    print(f"{len(documents):,} documents, {words:,} words, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "store"
        nlp.load()  # from here on the model is in the file cache
        print(
            f"{'':<16}{'documents/s':>12}{'words/s':>10}{'of bare':>9}{'of one':>8}{'events, s':>11}{'writer, s':>11}"
        )
        parser = 0.0
        for number in (1, jobs[0]):
            seconds = side_by_side(number, documents)
            parser = parser or seconds
            name = f"{number} × nlp.pipe"
            print(f"{name:<16}{len(documents) / seconds:>12.1f}{words / seconds:>10,.0f}{parser / seconds:>9.2f}")
        runs = [apart(ingest, "1 core", documents, folder, 1, cores=1)]
        _print(runs[0], runs[0], parser, len(documents), words)
        for number in (1, *jobs):
            name = f"{number} process{'es' if number > 1 else ''}"
            runs.append(apart(ingest, name, documents, folder, number))
            _print(runs[-1], runs[0], parser, len(documents), words)
        if dask:
            runs.append(apart(ingest, "Dask, 2", documents, folder, 2, "local"))
            _print(runs[-1], runs[0], parser, len(documents), words)
        assert len({run.digest for run in runs}) == 1, "the stores differ"
        print("all stores are the same, quad for quad")
        for what, number in reckoning(folder, documents).items():
            print(f"{number:>12,.1f} {what}")
        print(f"{words / runs[0].seconds:>12,.0f} words a second and core, parsed, coded and stored")
        some = documents[: len(documents) // 2]
        alone = len(some) / writing(some, folder)
        print(f"{alone:>12.1f} documents a second are written when all is worked out")
        print(f"{alone * runs[0].seconds / len(documents):>12.1f} workers are what one writer keeps up with")


def _print(run: Run, one: Run, parser: float, documents: int, words: int) -> None:
    print(
        f"{run.name:<16}{documents / run.seconds:>12.1f}{words / run.seconds:>10,.0f}{parser / run.seconds:>9.2f}"
        f"{one.seconds / run.seconds:>8.2f}{run.events:>11.1f}{run.writer:>11.1f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
