"""Does memory stay flat? Many short texts through `kgraph ingest --jobs 2`, watched from outside.

usage: python -m tests.soak [--texts N] [--jobs N]    100,000 texts by two processes unless told otherwise

Prints the memory (resident, MB) of the run and of its largest worker when a tenth, half and all of the texts are read,
and the texts a second up to there. Exit code 1 where both together have grown by a quarter since the first tenth. Linux
only.
"""

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import click
import psutil

from tests.news import write
from tests.processes import gone, memory, workers

MARKS = (0.1, 0.5, 2.0)  # of the texts; the last look is the one before the end
GROWTH = 1.25
PAUSE = 0.5  # seconds between two looks


@dataclass
class Look:
    """A look at a run: the part of the texts that is read, seconds since it began, and memory in MB."""

    done: float
    seconds: float
    run: float
    worker: float


def sizes(process: int) -> tuple[float, float]:
    """Resident memory of a process and of the largest of its workers, in MB; 0 of one that has ended."""
    own = memory(psutil.Process(process)) if not gone(process) else 0.0
    return own, max(map(memory, workers(process)), default=0.0)


def read(process: int, source: Path) -> float:
    """How much of the source a run has read, from 0 to 1, by the position in its open file; 0 where it is not open."""
    for handle in Path(f"/proc/{process}/fd").iterdir():
        if handle.resolve() == source.resolve():
            words = Path(f"/proc/{process}/fdinfo", handle.name).read_text(encoding="ascii")
            return int(words.split()[1]) / source.stat().st_size
    return 0.0


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
        looks = watch(run, source)
        print(run.communicate()[0].strip())
    for look in looks:
        print(
            f"{look.done:>5.0%} after {look.seconds:>6.0f} s, {look.done * texts / look.seconds:>6.1f} texts a second;"
            f" run {look.run:>6.0f} MB, largest worker {look.worker:>6.0f} MB"
        )
    grown = any(look.run + look.worker > GROWTH * (looks[0].run + looks[0].worker) for look in looks)
    sys.exit(run.returncode or int(grown or len(looks) < len(MARKS)))


def watch(run: "subprocess.Popen[str]", source: Path) -> list[Look]:
    """A look at each of the marks, the last of them when the source has just been closed."""
    looks: list[Look] = []
    began = time.perf_counter()
    latest = Look(0.0, 0.0, 0.0, 0.0)
    while run.poll() is None:
        done = read(run.pid, source)
        if not done and latest.done:
            break
        latest = Look(done, time.perf_counter() - began, *sizes(run.pid))
        if done >= MARKS[len(looks)]:
            looks.append(latest)
        time.sleep(PAUSE)
    return [*looks, latest]


if __name__ == "__main__":
    main()
