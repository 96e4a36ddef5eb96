"""A child process that reads texts, so that the server does not load the language model, nor wait for a long text.

It is started when it is first needed, does one work at a time, and is killed where that takes too long. What it works
on is a function that tells what it finds by calls; each call is a message to the parent, and None is the last.
"""

import asyncio
import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection, wait

from anyio import to_thread

from kgraph.errors import KgraphError, ServeError
from kgraph.web.worker import MEMORY, limit

Tell = Callable[[object], None]
Work = Callable[[Tell], None]

SECONDS = 120.0  # that the child has for each thing it tells
STARTING = 60.0  # and beyond these to start and load the model
_SPAWN = multiprocessing.get_context("spawn")  # a fork would take the server's threads and sockets with it


class Reader:
    """The child, for all who ask: they take turns."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._turn = asyncio.Lock()
        self._child: _Child | None = None

    @property
    def busy(self) -> bool:
        """Whether somebody's work is under way."""
        return self._turn.locked()

    @property
    def warm(self) -> bool:
        """Whether the child has been started before."""
        return self._child is not None

    async def do(self, work: Work, tell: Tell) -> None:
        """Have the child do a work, which must be picklable, and tell what it tells.

        Raises the KgraphError that the work ends with, and ServeError where it takes too long or breaks off; the child
        is then killed, as it is where this is cancelled.
        """
        async with self._turn:
            patience = self._seconds + (0 if self.warm else STARTING)
            child = self._child = self._child or _Child()
            done = False
            try:
                await child.send(work)
                while (told := await child.receive(patience)) is not None and not isinstance(told, _Failed):
                    tell(told)
                    patience = self._seconds
                done = True
            except TimeoutError:
                raise ServeError(f"It takes longer than {self._seconds:g} seconds: give shorter texts.") from None
            except (EOFError, OSError):
                raise ServeError("It broke off, perhaps for want of memory: give shorter texts.") from None
            finally:
                if not done:
                    self.close()
        if isinstance(told, _Failed):
            raise told.error

    def close(self) -> None:
        """End the child, whatever it is doing."""
        if self._child is not None:
            self._child.end()
            self._child = None


class _Child:
    """The process, and the pipe to it; what waits for it waits in a thread."""

    def __init__(self) -> None:
        self._pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=main, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    async def send(self, work: Work) -> None:
        await to_thread.run_sync(self._pipe.send, work, abandon_on_cancel=True)

    async def receive(self, seconds: float) -> object:
        """The next message; TimeoutError when none comes, EOFError or OSError from a dead child."""
        return await to_thread.run_sync(self._wait, seconds, abandon_on_cancel=True)

    def _wait(self, seconds: float) -> object:
        if not self._pipe.poll(seconds):
            raise TimeoutError
        return self._pipe.recv()

    def end(self) -> None:
        self._process.kill()
        self._process.join(5)


class _Failed:
    """The last message of a work that failed."""

    def __init__(self, error: KgraphError) -> None:
        self.error = error


def main(pipe: "Connection[object, Work]") -> None:
    """Do the works that come through the pipe, until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends its child itself
    limit("RLIMIT_DATA", MEMORY)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            pipe.send(_done(pipe.recv(), pipe.send))


def _done(work: Work, tell: Tell) -> _Failed | None:
    try:
        work(tell)
    except KgraphError as error:
        return _Failed(error)
    except MemoryError:
        return _Failed(ServeError("There is not enough memory for it: give shorter texts."))
    except (BrokenPipeError, ConnectionResetError):
        raise
    except Exception as error:
        return _Failed(ServeError(f"It can't be done: {error}."))
    return None


def _end_with_parent() -> None:
    """End at once where the parent was killed and could not do it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
