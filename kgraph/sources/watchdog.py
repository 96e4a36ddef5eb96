"""A time limit for a whole answer: one that comes byte by byte never runs into a limit for silence."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


class Watchdog:
    """Hangs up on a server when time is over; ``trace`` is the request's extension of that name."""

    def __init__(self) -> None:
        self.barked = False
        self._socket: socket.socket | None = None

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Note the connection that a request is given; TLS takes it over from the one below."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._socket = info["return_value"].get_extra_info("socket")
            if self.barked:
                self.bark()

    def bark(self) -> None:
        self.barked = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


@contextmanager
def watchdog(seconds: float) -> Iterator[Watchdog]:
    """One that barks after ``seconds``, unless what is done under its eyes is done."""
    dog = Watchdog()
    timer = threading.Timer(seconds, dog.bark)
    timer.daemon = True
    timer.start()
    try:
        yield dog
    finally:
        timer.cancel()
