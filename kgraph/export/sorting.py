"""More lines than memory holds, sorted: what is too much at once waits in temporary files."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from types import TracebackType
from typing import IO, Self

BUDGET = 48 * 2**20  # bytes of text that are sorted in one go; while that is done, memory holds them several times over


class Sorter:
    """A file to write lines to, which gives them back in the order of their bytes; a context manager.

    A line that was written twice may come twice, one copy after the other.
    """

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget, self._size = budget, 0
        self._parts: list[bytes] = []
        self._runs: list[IO[bytes]] = []
        self._files = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.close()

    def write(self, data: bytes) -> int:
        """Take some text; it may end within a line."""
        self._parts.append(data)
        self._size += len(data)
        if self._size >= self._budget:
            self._spill()
        return len(data)

    def flush(self) -> None:
        """Nothing to do; writers of files call it."""

    def _spill(self) -> None:
        lines = self._lines()
        begun = [] if lines[-1].endswith(b"\n") else [lines.pop()]
        run = self._files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
        run.writelines(sorted(set(lines)))
        self._runs.append(run)
        self._parts, self._size = begun, sum(map(len, begun))

    def _lines(self) -> list[bytes]:
        return b"".join(self._parts).splitlines(keepends=True)

    def runs(self) -> list[Iterable[bytes]]:
        """What was written, in parts each of which is sorted."""
        for run in self._runs:
            run.seek(0)
        return [*self._runs, sorted(set(self._lines()))]


def merged(sorters: Iterable[Sorter]) -> Iterator[bytes]:
    """The lines of all of them, sorted."""
    runs = [run for sorter in sorters for run in sorter.runs()]
    return iter(runs[0]) if len(runs) == 1 else merge(*runs)
