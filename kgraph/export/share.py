"""Graphs read from a store and sorted; those of a big folder by several processes, for finding the words of each term
is most of the work.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, cast

from pyoxigraph import NamedNode

from kgraph.errors import StoreError
from kgraph.export.sorting import BUDGET, Sorter
from kgraph.store import GraphStore, Store

MANY = 2_000  # graphs; for fewer a process costs more than it saves
PROCESSES = 4  # at most: each takes memory of its own
_CHILD = "import sys; from kgraph.export.share import main; main(*sys.argv[1:])"


def read(store: GraphStore, names: Sequence[NamedNode], sorter: Sorter) -> None:
    """Give the triples of the graphs to ``sorter``. StoreError where a process that reads some of them fails."""
    processes = min(os.cpu_count() or 1, PROCESSES)
    if isinstance(store, Store) and store.read_only and len(names) >= MANY and processes > 1:
        _read_together(store.path, [names[number::processes] for number in range(processes)], sorter)
    else:
        _read(store, names, sorter)


def _read(store: GraphStore, names: Iterable[NamedNode], sorter: Sorter) -> None:
    for name in names:
        store.dump(name, cast(IO[bytes], sorter))  # which only write to it


def _read_together(folder: Path, shares: Sequence[Sequence[NamedNode]], sorter: Sorter) -> None:
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as children:
        files = [Path(scratch) / str(number) for number in range(len(shares))]
        started = []
        for share, file in zip(shares, files, strict=True):
            wanted = children.enter_context(tempfile.TemporaryFile())
            wanted.writelines(f"{name.value}\n".encode() for name in share)
            wanted.seek(0)
            command = [sys.executable, "-c", _CHILD, str(folder.absolute()), str(file)]
            # in an empty folder, with our own path: nothing that lies where kgraph was called is imported
            child = children.enter_context(subprocess.Popen(command, stdin=wanted, cwd=scratch, env=_environment()))
            children.callback(child.kill)
            started.append(child)
        if any(child.wait() for child in started):
            raise StoreError(f"The store {folder} could not be read by several processes; see the error above.")
        for file in files:
            sorter.take(file.open("rb"))


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))}


def main(folder: str, file: str) -> None:
    """Write to ``file``, sorted, the triples of the graphs that standard input names, a line each."""
    names = [NamedNode(line.decode().rstrip("\n")) for line in sys.stdin.buffer]
    with Store(folder, read_only=True) as store, Sorter(BUDGET // PROCESSES) as sorter, Path(file).open("wb") as out:
        _read(store, names, sorter)
        out.writelines(sorter.lines())
