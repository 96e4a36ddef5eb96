"""What may befall `kgraph ingest`, done to it on purpose, and what is lost by it.

usage: python -m tests.faults [--texts N] [--times K] [NAME...]    10,000 texts and 50 faults of each kind by default

Each kind of fault is done K times, at random moments, to runs over the same N made-up texts, each run going on where
the last one ended; then one run is let finish. Its store must be that of one undisturbed run, quad for quad. What a run
had stored must be left by the next: nothing is worked out twice. Exit code 1 where anything was lost.
"""

import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import click

from kgraph.store import open_store
from tests.news import write
from tests.processes import kill, workers
from tests.proxy import troubled
from tests.servers import oxigraph

LONGEST = 3600.0  # seconds for a run that is let finish
_SUMMARY = re.compile(r"(\d+) documents: (\d+) added, (\d+) replaced, (\d+) left")
SEED = 11


@dataclass
class Bench:
    """Texts, the digest of the store that they make undisturbed, and a scratch folder."""

    folder: Path
    texts: Path
    number: int
    digest: str = ""

    @property
    def store(self) -> Path:
        return self.folder / "store"

    def start(self, *options: str, store: str | Path | None = None) -> subprocess.Popen[str]:
        """A run that goes on beside us, in a process group of its own."""
        command = [sys.executable, "-m", "kgraph", "ingest", str(self.texts), "--store", str(store or self.store)]
        return subprocess.Popen(
            [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )

    def finish(self, *options: str, store: str | Path | None = None) -> "Finished":
        """A run that is let finish."""
        run = self.start(*options, store=store)
        return ended(run)

    def lost(self, store: str | Path | None = None) -> int:
        """How many documents the store has too few, or too many; -1 where only their graphs differ."""
        with open_store(str(store or self.store), read_only=True) as graph:
            if digest(graph.quads()) == self.digest:
                return 0
            return abs(self.number - graph.stats()["documents"]) or -1

    def stored(self) -> int:
        """How many documents are stored so far."""
        if not (self.store / "graph").exists():
            return 0
        with open_store(str(self.store), read_only=True) as graph:
            return graph.stats()["documents"]


@dataclass
class Finished:
    """How a run ended: exit code, words on standard error, and its counts of documents."""

    code: int
    words: str
    count: int = 0
    added: int = 0
    left: int = 0


@dataclass
class Outcome:
    """What came of a kind of fault: how often it was done, survived, and how many documents were lost or done twice."""

    kind: str
    tried: int
    survived: int
    lost: int
    twice: int
    seconds: float

    @property
    def sound(self) -> bool:
        return self.tried == self.survived and not self.lost and not self.twice


def digest(quads: Iterator[object]) -> str:
    """A fingerprint of a canonical dump."""
    found = hashlib.sha256()
    for quad in quads:
        found.update(f"{quad}\n".encode())
    return found.hexdigest()


def ended(run: subprocess.Popen[str]) -> Finished:
    """What a run says, once it has ended."""
    out, err = run.communicate(timeout=LONGEST)
    found = _SUMMARY.search(out)
    count, added, _, left = map(int, found.groups()) if found else (0, 0, 0, 0)
    return Finished(run.returncode, err, count, added, left)


def bench(folder: Path, number: int) -> Bench:
    """Texts, and the store that they make when nothing befalls them, read by one process."""
    new = Bench(folder, write(folder / "news.jsonl", number), number)
    done = new.finish("--jobs", "1", store=folder / "undisturbed")
    assert (done.code, done.added) == (0, number), done
    with open_store(str(folder / "undisturbed"), read_only=True) as graph:
        new.digest = digest(graph.quads())
    return new


# -- faults


def interrupted(
    bench: Bench, times: int, number: signal.Signals, wait: tuple[float, float], *, storing: bool = False
) -> Outcome:
    """Runs that get a signal at random moments; with SIGKILL they can't even notice.

    The moments are counted from the start, or where ``storing`` from when the run has stored something.
    """
    draw, began = random.Random(SEED), time.monotonic()
    shutil.rmtree(bench.store, ignore_errors=True)
    survived = twice = stored = 0
    for _ in range(times):
        run = bench.start("--jobs", "2")
        while storing and run.poll() is None and bench.stored() <= stored:
            time.sleep(0.1)
        time.sleep(draw.uniform(*wait))
        with suppress(ProcessLookupError):  # it may have ended
            os.killpg(run.pid, number)  # as a terminal does, and who ends a service
        end = ended(run)
        now = bench.stored()
        survived += now >= stored and _as_expected(end, number)
        stored = now
    last = bench.finish("--jobs", "2")
    twice = stored - last.left
    return Outcome(number.name, times, survived, bench.lost(), twice, time.monotonic() - began)


def _as_expected(end: Finished, number: signal.Signals) -> bool:
    """Whether a run ended by the signal, by its wish, or before it came (or before it could be heard)."""
    return (end.code in {0, -number, 128 + number} or "Aborted!" in end.words) and "Traceback" not in end.words


def bereft(bench: Bench, times: int, wait: tuple[float, float] = (3.0, 9.0)) -> Outcome:
    """One run whose worker processes are killed again and again."""
    draw, began = random.Random(SEED), time.monotonic()
    shutil.rmtree(bench.store, ignore_errors=True)
    run = bench.start("--jobs", "2")
    killed = 0
    while killed < times and run.poll() is None:
        time.sleep(draw.uniform(*wait) if workers(run.pid) else 0.05)
        if there := workers(run.pid):
            killed += kill(draw.choice(there))
    end = ended(run)
    survived = killed if end.code == 0 else 0
    return Outcome("a worker killed", killed, survived, bench.lost(), 0, time.monotonic() - began)


def unlocked(bench: Bench, times: int, wait: tuple[float, float]) -> Outcome:
    """Runs whose lock is taken away: they must end with a sentence, before another may write beside them."""
    draw, began = random.Random(SEED), time.monotonic()
    shutil.rmtree(bench.store, ignore_errors=True)
    survived = tried = 0
    for _ in range(times):
        run = bench.start("--jobs", "2")
        time.sleep(draw.uniform(*wait))
        lock = bench.store / "graph" / "LOCK"
        if run.poll() is None and lock.exists():
            lock.unlink()
            tried += 1
            end = ended(run)
            survived += end.code == 0 or "its lock taken away" in end.words
        else:
            ended(run)
    bench.finish("--jobs", "2")
    return Outcome("the lock taken away", tried, survived, bench.lost(), 0, time.monotonic() - began)


def full(bench: Bench, times: int, megabytes: int = 24) -> Outcome:
    """Runs on a disk that is too small, which then gets larger; needs the right to mount one."""
    began = time.monotonic()
    shutil.rmtree(bench.store, ignore_errors=True)
    disk = bench.folder / "disk"
    disk.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", disk], check=True, capture_output=True)
    tried = survived = 0
    try:
        for grown in range(times):
            end = bench.finish("--jobs", "2", store=disk / "store")
            tried += end.code != 0
            survived += end.code == 1 and "No space left" in end.words
            size = f"remount,size={megabytes * (grown + 2)}m"
            subprocess.run(["mount", "-o", size, disk], check=True, capture_output=True)
        subprocess.run(["mount", "-o", "remount,size=4g", disk], check=True, capture_output=True)
        bench.finish("--jobs", "2", store=disk / "store")
        return Outcome("a full disk", tried, survived, bench.lost(disk / "store"), 0, time.monotonic() - began)
    finally:
        subprocess.run(["umount", disk], check=True, capture_output=True)


def troubled_server(bench: Bench, times: int) -> Outcome:
    """A run to a SPARQL server that is busy, slow, and cut off before, in and after its answers."""
    began = time.monotonic()
    folder = _emptied(bench.folder / "server")
    with oxigraph(folder) as address, troubled(address) as proxy:
        end = bench.finish("--jobs", "2", store=proxy.address)
        tried = sum(proxy.made.values())
        survived = tried if end.code == 0 else 0
        return Outcome("a server's troubles", tried, survived, bench.lost(address), 0, time.monotonic() - began)


def restarted_server(bench: Bench, times: int, wait: tuple[float, float] = (1.0, 4.0)) -> Outcome:
    """A run to a SPARQL server that is stopped and started again and again."""
    draw, began = random.Random(SEED), time.monotonic()
    folder = _emptied(bench.folder / "server")
    tried = 0
    with ExitStack() as stack:
        address = stack.enter_context(oxigraph(folder))
        run = bench.start("--jobs", "2", store=address)
        while tried < times and run.poll() is None:
            time.sleep(draw.uniform(*wait))
            stack.close()
            time.sleep(draw.uniform(0, 1))
            stack.enter_context(oxigraph(folder, int(address.rpartition(":")[2])))
            tried += 1
        end = ended(run)
        survived = tried if end.code == 0 else 0
        return Outcome("a server restarted", tried, survived, bench.lost(address), 0, time.monotonic() - began)


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


KINDS: dict[str, Callable[[Bench, int], Outcome]] = {
    "kill": lambda bench, times: interrupted(bench, times, signal.SIGKILL, (0.2, 12.0)),
    "term": lambda bench, times: interrupted(bench, times, signal.SIGTERM, (1.0, 12.0)),
    "ctrl-c": lambda bench, times: interrupted(bench, times, signal.SIGINT, (1.0, 12.0)),
    "worker": bereft,
    "lock": lambda bench, times: unlocked(bench, times, (2.0, 12.0)),
    "disk": full,
    "trouble": troubled_server,
    "restart": restarted_server,
}


@click.command()
@click.option("--texts", default=10_000, show_default=True)
@click.option("--times", default=50, show_default=True)
@click.argument("names", nargs=-1, type=click.Choice(list(KINDS)))
def main(texts: int, times: int, names: tuple[str, ...]) -> None:
    """Do every kind of fault, or those that are named, and print what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        made = bench(Path(folder), texts)
        print(f"{texts:,} texts\n{'fault':<22}{'tried':>7}{'survived':>10}{'lost':>6}{'twice':>7}{'seconds':>9}")
        sound = True
        for name in names or KINDS:
            one = KINDS[name](made, times)
            sound &= one.sound
            print(
                f"{one.kind:<22}{one.tried:>7}{one.survived:>10}{one.lost:>6}{one.twice:>7}{one.seconds:>9.0f}",
                flush=True,
            )
    sys.exit(not sound)


if __name__ == "__main__":
    main()
