"""The numbers of sentences, told shortly."""

from itertools import groupby

from kgraph.brief.facts import Cited

RUNS = 8  # in one place: who wants more reads on from there


def runs(cited: Cited) -> tuple[list[tuple[int, str]], list[str]]:
    """Runs of numbers, each with its first and how it is written (``3`` or ``3–7``), and a word on those left out."""
    numbers = [
        [number for _, number in run]
        for _, run in groupby(enumerate(cited.numbers), key=lambda placed: placed[1] - placed[0])
    ]
    found = [(run[0], f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0])) for run in numbers[:RUNS]]
    left = sum(map(len, numbers[RUNS:])) + cited.more
    return found, [f"{left:,} more" if found else f"{left:,} not listed"] if left else []
