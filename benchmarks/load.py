"""How fast documents come into the store, beside bare pyoxigraph with the same quads in the same commits.

usage: python benchmarks/load.py [CLAIMS] [--folder DIR]    100,000 event claims unless told otherwise

Both stores are filled in turns, now one and now the other first, in one run, so that the ratio holds anywhere. Making
IRIs and literals from claims, looking for older versions and noting what waits is our work; bare pyoxigraph makes its
quads of terms that are there already. Then the time to work out events and ties is told, and the memory on the way,
which grows until pyoxigraph's write buffers are full, about 2 GB a store.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyoxigraph
from synthetic import PER_DOCUMENT, corpus

from kgraph import graph
from kgraph.happenings import settle
from kgraph.model import Claim, Document
from kgraph.store import Store

TURN = 100  # documents


def main() -> None:
    """Fill both stores and print what was measured."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("claims", nargs="?", type=int, default=100_000)
    options.add_argument("--folder", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder, Store(Path(folder) / "ours", create=True) as ours:
        bare = pyoxigraph.Store(str(Path(folder) / "bare"))
        mine, theirs, quads = fill(ours, bare, given.claims)
        print(f"{'quads':>12} {'bare/s':>10} {'kgraph/s':>10} {'ratio':>6}")
        print(f"{quads:12,} {quads / theirs:10,.0f} {quads / mine:10,.0f} {theirs / mine:6.2f}")
        began = time.perf_counter()
        settle(ours)
        settling = time.perf_counter() - began
        derived = ours.size() - quads
        print(
            f"events and ties: {derived:,} quads, {derived / settling:,.0f}/s, {settling / mine:.2f} of loading's time"
        )
        print(f"peak memory {_memory():,.0f} MB")


def fill(ours: Store, bare: pyoxigraph.Store, claims: int) -> tuple[float, float, int]:
    """Seconds of ours, seconds of bare pyoxigraph, and the number of quads of the documents."""
    documents = corpus(claims)
    mine = theirs = 0.0
    quads = 0
    turns = -(-claims // (TURN * PER_DOCUMENT))
    for turn, batch in enumerate(_batches(documents)):
        ready = [[tuple(quad) for quad in graph.quads(document, found)] for document, found in batch]
        quads += sum(map(len, ready))
        for ours_now in (True, False) if turn % 2 else (False, True):
            clock = time.perf_counter()
            if ours_now:
                for document, found in batch:
                    ours.add(document, found)
                mine += time.perf_counter() - clock
            else:
                for terms in ready:
                    bare.extend(pyoxigraph.Quad(*four) for four in terms)
                theirs += time.perf_counter() - clock
        if turn % max(1, turns // 10) == 0:
            print(f"{turn / turns:5.0%} {quads:12,} quads, {_memory():,.0f} MB", flush=True)
    return mine, theirs, quads


def _batches(
    documents: Iterator[tuple[Document, tuple[Claim, ...]]],
) -> Iterator[list[tuple[Document, tuple[Claim, ...]]]]:
    while batch := list(islice(documents, TURN)):
        yield batch


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
