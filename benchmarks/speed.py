"""How much the extraction adds to the bare language model: words a second of both, in one run, and their ratio.

usage: python benchmarks/speed.py SOURCE... [--profile]

Loading the model and the tables is left out of both; the texts are parsed in batches of the same size, each way three
times, and the fastest counts. ``--profile`` also tells in which modules the time beside the parser goes.
"""

import cProfile
import pstats
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from kgraph import nlp
from kgraph.extractors.pipeline import claims, extract
from kgraph.model import Document
from kgraph.sources import read


def seconds(work: Callable[[], Iterable[object]]) -> float:
    """How long it takes to consume what ``work`` yields."""
    begin = time.perf_counter()
    for _ in work():
        pass
    return time.perf_counter() - begin


def profile(documents: list[Document]) -> None:
    """Print the share of each module in what the extraction does to parsed texts; calls into spaCy count as spaCy."""
    parsed = list(nlp.parse(documents))
    watch = cProfile.Profile()
    watch.enable()
    for document, doc in parsed:
        claims(document, doc)
    watch.disable()
    own: Counter[str] = Counter()
    for (file, _, _), (_, _, spent, _, _) in pstats.Stats(watch).stats.items():  # type: ignore[attr-defined]
        parts = Path(file).parts
        own["/".join(parts[parts.index("kgraph") :]) if "kgraph" in parts else "spaCy and Python"] += spent
    for module, spent in own.most_common(12):
        print(f"{spent / sum(own.values()):6.1%}  {module}")


def main(arguments: list[str]) -> None:
    """Print both rates and the ratio."""
    sources = [argument for argument in arguments if argument != "--profile"]
    documents = list(read(*(sources or ["data/dispatches"])))
    warm = [Document("warm", "Officials met in Paris on Monday.", date="2024-01-02")]
    list(extract(warm))
    words = sum(len(doc) for _, doc in nlp.parse(documents))
    bare = min(seconds(lambda: nlp.parse(documents)) for _ in range(3))
    whole = min(seconds(lambda: extract(documents)) for _ in range(3))
    print(f"{len(documents)} documents, {words:,} words")
    print(f"bare model   {words / bare:8.0f} words/s")
    print(f"extraction   {words / whole:8.0f} words/s")
    print(f"ratio        {bare / whole:8.2f}")
    if "--profile" in arguments:
        profile(documents)


if __name__ == "__main__":
    main(sys.argv[1:])
