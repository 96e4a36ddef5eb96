"""A web server that says what a test has written down, and notes what it is asked."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

YES = b'{"head": {}, "boolean": true}'
JSON = "application/sparql-results+json"


@dataclass(frozen=True)
class Say:
    """An answer; ``drop`` closes the connection instead, ``wait`` comes first (seconds)."""

    status: int = 200
    body: bytes = YES
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": JSON})
    drop: bool = False
    wait: float = 0.0


@dataclass(frozen=True)
class Asked:
    """A request: its method, path with query, headers and body."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, list[str]]:
        return parse_qs(self.body.decode())


class Scripted(ThreadingHTTPServer):
    """Gives the answers in ``script`` one by one, and ``usual`` for good when they are used up."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script: list[Say] = []
        self.usual = Say()
        self.asked: list[Asked] = []
        self.done = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def since(self, number: int) -> list[str]:
        """Method and path of each request after the first ``number``."""
        return [f"{one.method} {urlsplit(one.path).path}" for one in self.asked[number:]]

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is no fault here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version, disable_nagle_algorithm = "HTTP/1.1", True
    server: Scripted

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append(Asked(self.command, self.path, dict(self.headers), body))
        say = self.server.script.pop(0) if self.server.script else self.server.usual
        self.server.done.wait(say.wait)
        if say.drop:
            self.close_connection = True
            return
        self.send_response(say.status)
        for name, value in say.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(say.body)))
        self.end_headers()
        self.wfile.write(say.body)

    do_GET = do_POST = do_PUT = answer

    def version_string(self) -> str:
        return "Scripted"

    def send_header(self, keyword: str, value: str) -> None:
        if keyword != "Server" or value != "Scripted":  # only what the test says
            super().send_header(keyword, value)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed."""


@contextmanager
def scripted() -> Iterator[Scripted]:
    """A scripted server that runs until the end of the block."""
    server = Scripted()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.done.set()
        server.shutdown()
        thread.join()
        server.server_close()
