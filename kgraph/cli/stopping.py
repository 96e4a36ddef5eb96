"""Ending long work in good order: the first Ctrl-C or SIGTERM is a wish, the second Ctrl-C is done at once."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from kgraph.cli.output import complain

_WISHES = (signal.SIGINT, signal.SIGTERM)


class Stop:
    """Whether somebody wants the work to end."""

    def __init__(self) -> None:
        self.signal: int | None = None

    def __call__(self) -> bool:
        return self.signal is not None

    @property
    def exit_code(self) -> int:
        """What a shell expects of a program that a signal has ended."""
        return 128 + (self.signal or 0)

    def _take(self, number: int, frame: FrameType | None) -> None:
        if self.signal is not None and number == signal.SIGINT:
            raise KeyboardInterrupt
        first, self.signal = self.signal is None, self.signal or number
        if first and number == signal.SIGINT:
            with suppress(OSError, RuntimeError):  # nobody may be reading, or a line be half written
                complain("stopping after the text in hand; press Ctrl-C again to stop at once.")


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Work that is asked now and then whether to stop, and need not fear for what it has in hand."""
    stop = Stop()
    before = {number: signal.signal(number, stop._take) for number in _WISHES}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
