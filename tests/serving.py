"""A ``kgraph serve`` process for the tests, on a free port, ended by its process id."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.processes import workers

PATIENCE = 60.0  # seconds


@dataclass(frozen=True)
class Server:
    """A running server."""

    address: str
    process: "subprocess.Popen[str]"
    said: str  # at the start

    @property
    def sparql(self) -> str:
        return f"{self.address}sparql"

    def children(self) -> set[int]:
        """Its workers' process ids."""
        return {worker.pid for worker in workers(self.process.pid)}

    def end(self, by: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(by)
        return self.process.wait(PATIENCE)


@contextmanager
def serving(store: Path, *options: str, environment: dict[str, str] | None = None) -> Iterator[Server]:
    """A server on a store; it is ended if it has not ended already."""
    command = [sys.executable, "-m", "kgraph", "serve", "--store", str(store), "--port", "0", *options]
    environment = os.environ | (environment or {})
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            told = re.search(r"http://\S+/(?= )", said)
            assert told, "the server did not start"
            yield Server(told[0], process, said)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def eventually(holds: Callable[[], object]) -> bool:
    """Whether something becomes true before patience ends."""
    until = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


class Elsewhere:
    """Another server, which counts how often it is called; a context manager."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._socket.accept()
                self.calls += 1
                caller.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
