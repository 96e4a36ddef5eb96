"""A child process that reads texts, so that the server does not load the language model, nor wait for a long text.

It is started when it is first needed, does one work at a time, and is killed where that takes too long. What it works
on is a function that tells what it finds by calls; each call is a message to the parent, and None is the last.
"""

import asyncio
from collections.abc import Callable
from multiprocessing.connection import Connection

from kgraph.errors import KgraphError, ServeError
from kgraph.web.child import Child

Tell = Callable[[object], None]
Work = Callable[[Tell], None]

SECONDS = 120.0  # that the child has for each thing it tells
STARTING = 60.0  # and beyond these to start and load the model


class Reader:
    """The child, for all who ask: they take turns."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._turn = asyncio.Lock()
        self._child: Child | None = None

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
            child = self._child = self._child or Child(main)
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
            self._child.kill()
            self._child.bury()
            self._child = None


class _Failed:
    """The last message of a work that failed."""

    def __init__(self, error: KgraphError) -> None:
        self.error = error


def main(pipe: "Connection[object, Work]") -> None:
    """Do the works that come through the pipe."""
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
