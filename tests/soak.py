"""Does memory stay flat? Many short texts through `kgraph ingest --jobs 2`, watched from outside.

usage: python -m tests.soak [--texts N] [--jobs N]    100,000 texts by two processes unless told otherwise

Prints the memory (resident, MB) of the run and of its largest worker when a tenth, half and all of the texts are
stored, and the documents a second up to there. Exit code 1 where memory has grown by a quarter since the first tenth.
"""

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import click

from kgraph.store import Store
from tests.news import write

MARKS = (0.1, 0.5, 1.0)
GROWTH = 1.25
PAUSE = 4.0  # seconds between two looks


@dataclass
class Look:
    """A look at a run: documents stored, seconds since it began, and memory in MB."""

    documents: int
    seconds: float
    run: float
    worker: float


def memory(process: int) -> tuple[float, float]:
    """Resident memory of a process and of the largest of its workers, in MB; 0 of one that has ended."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,ppid=,rss=", "--pid", str(process), "--ppid", str(process)], capture_output=True, text=True
    )
    found = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    own = max((rss for pid, _, rss in found if pid == process), default=0)
    return own / 1024, max((rss for pid, _, rss in found if pid != process), default=0) / 1024


def stored(folder: Path) -> int:
    """Documents in the store so far, seen from beside the run."""
    try:
        with Store(folder, read_only=True) as store:
            return len(store.graphs())
    except Exception:  # it isn't made yet
        return 0


@click.command()
@click.option("--texts", default=100_000, show_default=True)
@click.option("--jobs", default=2, show_default=True)
def main(texts: int, jobs: int) -> None:
    """Run it and print what was seen."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "store"
        source = write(Path(scratch) / "news.jsonl", texts)
        command = [sys.executable, "-m", "kgraph", "ingest", str(source), "--store", str(folder), "--jobs", str(jobs)]
        run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        looks = watch(run, folder, texts)
        print(run.communicate()[0].strip())
    for mark, look in zip(MARKS, looks, strict=False):
        print(
            f"{mark:>5.0%} {look.documents:>8,} documents, {look.documents / look.seconds:>7.1f} a second;"
            f" run {look.run:>6.0f} MB, largest worker {look.worker:>6.0f} MB"
        )
    grown = any(look.run > GROWTH * looks[0].run or look.worker > GROWTH * looks[0].worker for look in looks)
    sys.exit(run.returncode or int(grown or len(looks) < len(MARKS)))


def watch(run: "subprocess.Popen[str]", folder: Path, texts: int) -> list[Look]:
    """A look at each of the marks."""
    looks: list[Look] = []
    began = time.perf_counter()
    while run.poll() is None and len(looks) < len(MARKS):
        time.sleep(PAUSE)
        documents = stored(folder)
        if documents >= MARKS[len(looks)] * texts * 0.999:
            looks.append(Look(documents, time.perf_counter() - began, *memory(run.pid)))
    return looks


if __name__ == "__main__":
    main()
