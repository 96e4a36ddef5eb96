"""A child process that does one work after the other: what takes too long, or too much memory, is ended with it."""

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from typing import Any

from anyio import to_thread

MEMORY = 4 * 1024**3  # bytes that a child may fill
_SPAWN = multiprocessing.get_context("spawn")  # a fork would take the server's threads and sockets with it


class Child:
    """The process, and the pipe to it; what waits for it waits in a thread, so that the server goes on.

    ``main`` does the works that come through its end of the pipe, its first argument, for ever.
    """

    def __init__(self, main: Callable[..., None], *given: object) -> None:
        self._pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_run, args=(main, theirs, *given), daemon=True)
        self._process.start()
        theirs.close()

    async def send(self, work: object) -> None:
        """Give it a work; OSError from a dead child."""
        await to_thread.run_sync(self._pipe.send, work, abandon_on_cancel=True)

    async def receive(self, seconds: float) -> Any:
        """The next message; TimeoutError when none comes, EOFError from a dead child."""
        return await to_thread.run_sync(self._wait, seconds, abandon_on_cancel=True)

    def _wait(self, seconds: float) -> Any:
        try:
            if self._pipe.poll(max(seconds, 0)):
                return self._take(self._pipe)
        except OSError:
            raise EOFError from None
        raise TimeoutError

    @staticmethod
    def _take(pipe: "Connection[Any, Any]") -> Any:
        return pipe.recv()

    @property
    def alive(self) -> bool:
        """Whether it can take a work."""
        return self._process.is_alive()

    def kill(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()

    def bury(self) -> None:
        """Wait until it has ended."""
        self._process.join(5)


def _run(main: Callable[..., None], pipe: "Connection[Any, Any]", *given: object) -> None:
    """The child's life, until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends its children itself
    limit("RLIMIT_DATA", MEMORY)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        main(pipe, *given)


def _end_with_parent() -> None:
    """End at once where the parent was killed and could not do it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def limit(name: str, most: int) -> None:
    """Bound what this process may use, where the system knows such bounds."""
    with contextlib.suppress(ImportError, ValueError):
        import resource

        kind = getattr(resource, name)
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
