"""How much the extraction adds to the bare language model: words a second of both, in one run, and their ratio.

usage: python benchmarks/speed.py SOURCE...

Loading the model and the tables is left out of both; the texts are parsed twice, in batches of the same size.
"""

import sys
import time
from collections.abc import Callable, Iterable

from kgraph import nlp
from kgraph.extractors.pipeline import extract
from kgraph.model import Document
from kgraph.sources import read


def seconds(work: Callable[[], Iterable[object]]) -> float:
    """How long it takes to consume what ``work`` yields."""
    begin = time.perf_counter()
    for _ in work():
        pass
    return time.perf_counter() - begin


def main(sources: list[str]) -> None:
    """Print both rates and the ratio."""
    documents = list(read(*sources))
    warm = [Document("warm", "Officials met in Paris on Monday.", date="2024-01-02")]
    list(extract(warm))
    words = sum(len(doc) for _, doc in nlp.parse(documents))
    bare = min(seconds(lambda: nlp.parse(documents)) for _ in range(3))
    whole = min(seconds(lambda: extract(documents)) for _ in range(3))
    print(f"{len(documents)} documents, {words:,} words")
    print(f"bare model   {words / bare:8.0f} words/s")
    print(f"extraction   {words / whole:8.0f} words/s")
    print(f"ratio        {bare / whole:8.2f}")


if __name__ == "__main__":
    main(sys.argv[1:] or ["data/dispatches"])
