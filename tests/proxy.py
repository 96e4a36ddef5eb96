"""A web server that stands before another one and makes trouble: as a network does, or a server with too much to do."""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

TROUBLES = ("503", "cut before", "cut after", "cut half", "hang")
HANG = 1.5  # seconds: longer than a client of the tests waits
_DROPPED = {"connection", "content-length", "host", "transfer-encoding", "content-encoding"}


class Proxy(ThreadingHTTPServer):
    """Hands requests on to ``target``; each change is met with one of the ``troubles``, in turn, with a likelihood."""

    daemon_threads = True

    def __init__(self, target: str, likelihood: float, seed: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.likelihood = likelihood
        self.draw = random.Random(seed)
        self.made = dict.fromkeys(TROUBLES, 0)
        self.link = httpx.Client(base_url=target, timeout=60, trust_env=False)

    def server_close(self) -> None:
        super().server_close()
        self.link.close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def trouble(self) -> str | None:
        """What befalls the next change."""
        if self.draw.random() >= self.likelihood:
            return None
        kind = min(TROUBLES, key=lambda one: self.made[one])
        self.made[kind] += 1
        return kind

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is no fault here."""


class _Handler(BaseHTTPRequestHandler):
    server: Proxy
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are two packets, and the second would wait for a word on the first

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        changes = "update" in self.path or self.command == "PUT" or "update" in self.headers.get("Content-Type", "")
        self._meet(body, self.server.trouble() if changes else None)

    do_PUT = do_GET = do_POST

    def _meet(self, body: bytes, trouble: str | None) -> None:
        if trouble == "503":
            self.send_response(503)
            self.send_header("Retry-After", "0")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif trouble == "cut before":
            self._cut()
        else:
            answer = self._ask(body)
            if trouble == "hang":
                threading.Event().wait(HANG)
            if trouble == "cut after":
                self._cut()
            else:
                self._answer(answer, cut=trouble == "cut half")

    def _ask(self, body: bytes) -> httpx.Response:
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _DROPPED}
        return self.server.link.request(self.command, self.path, content=body, headers=headers)

    def _answer(self, answer: httpx.Response, *, cut: bool) -> None:
        self.send_response_only(answer.status_code)  # the headers are the target's own
        for name, value in answer.headers.items():
            if name.lower() not in _DROPPED:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.content) + (10 if cut else 0)))
        self.end_headers()
        self.wfile.write(answer.content)
        if cut:
            self._cut()

    def _cut(self) -> None:
        self.close_connection = True
        self.connection.close()

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@contextmanager
def troubled(target: str, likelihood: float = 0.1, seed: int = 5) -> Iterator[Proxy]:
    """A proxy before the server at an address, from now to the end of the block."""
    proxy = Proxy(target, likelihood, seed)
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        thread.join()
        proxy.server_close()
