"""Time every packaged query on made-up news, asked about those who are most in it: five runs each, in milliseconds.

Where a question may be left open it is asked a second time, about everybody ("any").

usage: python benchmarks/queries.py [--claims N] [--store FOLDER]     100,000 event claims unless told otherwise

The store is made where FOLDER has none, in a temporary folder where none is named: the documents' quads straight into
pyoxigraph, then events and ties worked out as always. Exits with 1 where the goals for stores of that size are missed.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, Quad
from synthetic import quads

from kgraph import iri, pending
from kgraph.query import Query, library, run
from kgraph.store import Store
from kgraph.upkeep import refresh

RUNS = 5
GOALS = {100_000: (50, 500), 1_000_000: (200, 2000)}  # median and worst
BUSY = {
    "a": "USA", "b": "CHN", "of": "USA", "person": "USA", "body": "NATO", "member": "USA", "words": "China",
    "counts": "killed", "code": "AGREE", "rule": "agree:agree", "day": "2019-06-03", "place": "Bafi",
    "document": "dispatch-0001000.txt",
}  # fmt: skip
SIDES = ("a", "of", "body")  # asked about even where they may be left free


def main() -> None:
    """Make the store where it is missing, and print a line a query, the slowest last."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--claims", type=int, default=100_000)
    options.add_argument("--store", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.store or Path(folder) / "store"
        if not path.exists():
            make(path, given.claims)
        with Store(path, read_only=True) as store:
            rows = sorted(measured(store))
    sys.exit(show(rows, given.claims))


def make(path: Path, claims: int) -> None:
    """A store of made-up news, with events and ties."""
    with Store(path, create=True):
        pass
    bare = pyoxigraph.Store(str(path / "graph"))
    notes: set[Quad] = set()
    bare.bulk_extend(_noting(quads(claims), notes))
    bare.bulk_extend(notes)
    del bare
    with Store(path) as store:
        refresh(store)
        print(f"{store.size():,} quads of {claims:,} claims in {path}")
    pyoxigraph.Store(str(path / "graph")).optimize()  # what comes in bulk lies in many overlapping files


def _noting(sheets: Iterable[list[Quad]], notes: set[Quad]) -> Iterator[Quad]:
    """The quads, leaving notes of what is to be worked out."""
    for sheet in sheets:
        notes.update(pending.notes(sheet))
        yield from sheet


def measured(store: Store) -> Iterator[tuple[float, float, str]]:
    """Median and worst of each query, after one run that is not counted."""
    event = _busiest(store)
    for name, asked in library().items():
        for label, given in questions(asked):
            yield *timed(store, asked, {**given, "event": event} if name == "event" else given), label


def timed(store: Store, asked: Query, given: dict[str, str]) -> tuple[float, float]:
    """Median and worst of a question."""
    run(store, asked, given)
    times = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        run(store, asked, given)
        times.append(1000 * (time.perf_counter() - begin))
    return statistics.median(times), max(times)


def questions(asked: Query) -> Iterator[tuple[str, dict[str, str]]]:
    """Busy actors for all that must be given, and for the side that a question is about, which may be left free."""
    needed = {name: BUSY[name] for name, one in asked.parameters.items() if one.default is None and name in BUSY}
    free = {name: BUSY[name] for name in SIDES if name in asked.parameters and name not in needed}
    yield asked.name, {**needed, **free}
    if free:
        yield f"{asked.name}, any", needed


def _busiest(store: Store) -> str:
    """The event of which most claims tell."""
    counts = store.match(predicate=NamedNode("https://w3id.org/kgraph/vocab#documents"), graph=NamedNode(iri.EVENTS))
    return str(max((int(quad.object.value), quad.subject.value) for quad in counts)[1])


def show(rows: list[tuple[float, float, str]], claims: int) -> int:
    """Print the table; 1 where a goal is missed."""
    print(f"{'query':20}{'median ms':>12}{'worst ms':>12}")
    for median, worst, name in rows:
        print(f"{name:20}{median:12.1f}{worst:12.1f}")
    median, worst = statistics.median(row[0] for row in rows), max(row[1] for row in rows)
    print(f"{'all':20}{median:12.1f}{worst:12.1f}")
    goals = GOALS.get(claims)
    if goals is None:
        return 0
    print(f"goals: median under {goals[0]}, worst under {goals[1]}")
    return int(median >= goals[0] or worst >= goals[1])


if __name__ == "__main__":
    main()
