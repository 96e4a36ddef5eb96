"""Time every packaged query on the graph of the sample dispatches: median and worst of eleven runs, in milliseconds.

usage: python benchmarks/queries.py [STORE]
"""

import shlex
import statistics
import sys
import tempfile
import time
from pathlib import Path

from kgraph.api import Graph
from kgraph.query import library, run
from kgraph.store import Store

RUNS = 11
DISPATCHES = Path(__file__).parent.parent / "data" / "dispatches"


def example(line: str) -> dict[str, str]:
    """The parameters in a query's own example."""
    words = shlex.split(line)
    return dict(words[n + 1].split("=", 1) for n, word in enumerate(words) if word == "-p")


def times(store: Store, name: str) -> list[float]:
    """Milliseconds of each run of a query with its example's parameters."""
    parameters = example(library()[name].example)
    found = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        run(store, name, parameters)
        found.append(1000 * (time.perf_counter() - begin))
    return found


def main(path: str) -> None:
    """Print a line a query, slowest last."""
    with Store(path, read_only=True) as store:
        rows = sorted((statistics.median(t), max(t), name) for name in library() for t in [times(store, name)])
        print(f"{store.stats()['triples']:,} triples, {store.stats()['event claims']:,} event claims")
    print(f"{'query':16}{'median ms':>12}{'worst ms':>12}")
    for median, worst, name in rows:
        print(f"{name:16}{median:12.1f}{worst:12.1f}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as folder:
            with Graph(folder + "/store") as graph:
                graph.ingest(str(DISPATCHES))
            main(folder + "/store")
