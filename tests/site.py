"""A web site of the test's making, on this machine, which notes what it is asked; and what came of its texts."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal

from kgraph.store import Store


class Reply(NamedTuple):
    """What the site says: status, headers and body."""

    status: int = 200
    headers: dict[str, str] = {}  # noqa: RUF012  (nobody changes it)
    body: bytes = b""


Page = Reply | Callable[[dict[str, str]], Reply]  # some pages depend on the request's headers, by name in lower case
GONE = Reply(404)


@dataclass
class Site:
    """A running site; ``pages`` may change while it runs, ``asked`` are the paths and headers of requests."""

    pages: dict[str, Page]
    address: str = ""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def reply(self, path: str, headers: dict[str, str]) -> Reply:
        self.asked.append((path, headers))
        page = self.pages.get(path, GONE)
        return page if isinstance(page, Reply) else page(headers)


@contextmanager
def running(pages: dict[str, Page]) -> Iterator[Site]:
    """The site, until the block ends."""
    site = Site(dict(pages))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, told, body = site.reply(self.path, headers)
            self.send_response(status)
            for name, value in {**told, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                """Whoever asked has heard enough."""

        def log_message(self, format: str, *args: object) -> None:
            """The test's output is for the test."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        site.address = f"http://127.0.0.1:{server.server_port}"
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


def text(body: str, **headers: str) -> Reply:
    return Reply(200, {"Content-Type": "text/plain", **headers}, body.encode())


def html(*paragraphs: str, title: str = "A page") -> Reply:
    """A page whose main text is the paragraphs."""
    inner = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    whole = f"<html><head><title>{title}</title></head><body><article>{inner}</article></body></html>"
    return Reply(200, {"Content-Type": "text/html; charset=utf-8"}, whole.encode())


def rss(*entries: tuple[str, str], link: str = "") -> bytes:
    """A feed of entries with an id and a text each, and a link made of ``link`` and the id, if any."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{name}</guid><pubDate>Wed, 06 Mar 2024 12:00:00 GMT</pubDate>"
        f"{f'<link>{link}{name}</link>' if link else ''}<description>{words}</description></item>"
        for name, words in entries
    )
    return f'<rss version="2.0"><channel><title>The Bureau</title>{items}</channel></rss>'.encode()


def feed(*entries: tuple[str, str], link: str = "", **headers: str) -> Reply:
    return Reply(200, {"Content-Type": "application/rss+xml", **headers}, rss(*entries, link=link))


def texts(path: Path) -> set[str]:
    """The texts in a store."""
    with Store(path, read_only=True) as store:
        rows = store.select("SELECT ?t { GRAPH ?g { ?c a nif:Context ; nif:isString ?t } }").rows
    return {str(term.value) for (term,) in rows if isinstance(term, Literal)}
