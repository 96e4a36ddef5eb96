"""Texts that come again and again, changed and unchanged, and go: is the graph in the end that of a clean ingest?

usage: python benchmarks/repeats.py [INGESTS]    10,000 unless told otherwise

Some hundred made-up documents, each in four versions, are put into one store in random order; now and then one is
forgotten. Events are worked out every so often. Then a second store gets the last version of each document that is
left, once, and both dumps are compared, quad by quad. Exit code 1 where they differ.
"""

import random
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from pyoxigraph import NamedNode
from synthetic import corpus

from kgraph import graph
from kgraph.model import Claim, Document
from kgraph.store import Store
from kgraph.upkeep import refresh

DOCUMENTS, VERSIONS, BETWEEN = 300, 4, 250
FORGET = 0.02

Text = tuple[Document, tuple[Claim, ...]]


def main(ingests: int) -> int:
    """Run both and print what came of it."""
    versions = [list(corpus(DOCUMENTS * 5, seed)) for seed in range(VERSIONS)]
    draw = random.Random(7)
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "worn", create=True) as worn:
        began = time.perf_counter()
        last, counts = repeat(worn, versions, ingests, draw)
        seconds = time.perf_counter() - began
        with Store(Path(folder) / "clean", create=True) as clean:
            for document, claims in last.values():
                clean.add(document, claims)
            refresh(clean)
            differ = len({*map(str, worn.quads())} ^ {*map(str, clean.quads())})
            print(
                f"{ingests:,} ingests in {seconds:,.0f} s: " + ", ".join(f"{n:,} {what}" for what, n in counts.items())
            )
            print(f"{len(last)} documents, {clean.size():,} quads; {differ:,} quads differ from a clean ingest")
    return 1 if differ else 0


def repeat(
    store: Store, versions: list[list[Text]], ingests: int, draw: random.Random
) -> tuple[dict[str, Text], dict[str, int]]:
    """The texts that are in the store in the end, by origin, and what happened how often."""
    last: dict[str, Text] = {}
    counts = dict.fromkeys(("added", "replaced", "unchanged", "forgotten"), 0)
    for number in range(1, ingests + 1):
        place = draw.randrange(DOCUMENTS)
        document, claims = versions[draw.randrange(VERSIONS)][place]
        document = replace(document, id=f"{place}.txt", origin=f"/{place}.txt")
        if document.origin in last and draw.random() < FORGET:
            store.forget(NamedNode(graph.document_iri(last.pop(document.origin)[0])))
            counts["forgotten"] += 1
        else:
            counts[store.add(document, claims)] += 1
            last[document.origin] = document, claims
        if number % BETWEEN == 0:
            refresh(store)
            if sys.stderr.isatty():
                print(f"\r{number / ingests:5.0%}", end="", file=sys.stderr, flush=True)
    refresh(store)
    return last, counts


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
