"""More lines than memory holds, sorted: what is too much at once waits in temporary files."""

import tempfile
from collections.abc import Iterable, Iterator
from heapq import merge
from types import TracebackType
from typing import IO, Self

BUDGET = 32 * 2**20  # bytes of text that are sorted in one go; while that is done, memory holds them several times over
FILES = 64  # temporary files; when there are so many, they are made one


class Sorter:
    """A file to write lines to, which gives them back in the order of their bytes; a context manager.

    A line that was written twice may come twice, one copy after the other.
    """

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget, self._size = budget, 0
        self._parts: list[bytes] = []
        self._runs: list[IO[bytes]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for run in self._runs:
            run.close()

    def write(self, data: bytes) -> int:
        """Take some text; it may end within a line."""
        self._parts.append(data)
        self._size += len(data)
        if self._size >= self._budget:
            self._spill()
        return len(data)

    def take(self, run: IO[bytes]) -> None:
        """Take lines that are sorted already, each with its line break; the file is closed with the others."""
        self._runs.append(run)

    def flush(self) -> None:
        """Nothing to do; writers of files call it."""

    def _spill(self) -> None:
        lines = self._lines()
        begun = [] if lines[-1].endswith(b"\n") else [lines.pop()]
        self._runs.append(_kept(sorted(set(lines))))
        self._parts, self._size = begun, sum(map(len, begun))
        if len(self._runs) == FILES:
            many, self._runs = self._runs, [_kept(merge(*self._rewound()))]
            for run in many:
                run.close()

    def _rewound(self) -> list[IO[bytes]]:
        for run in self._runs:
            run.seek(0)
        return self._runs

    def _lines(self) -> list[bytes]:
        return b"".join(self._parts).splitlines(keepends=True)

    def lines(self) -> Iterator[bytes]:
        """What was written, sorted."""
        last = sorted(set(self._lines()))
        return merge(*self._rewound(), last) if self._runs else iter(last)


def _kept(lines: Iterable[bytes]) -> IO[bytes]:
    run = tempfile.TemporaryFile()  # noqa: SIM115
    run.writelines(lines)
    return run
