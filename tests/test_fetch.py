"""Fetching pages and feeds, from a server on this machine only."""

import ipaddress
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from kgraph.errors import SourceError
from kgraph.model import Document
from kgraph.sources import fetch, plain
from tests.reading import fault, load, only

PAGE = """<html><head><title>Ministers meet</title></head><body><article>
<p>The ministers met in the café on Monday and talked of the sea.</p>
<p>They agreed on quotas for fish, and on a treaty to come.</p></article></body></html>"""
FEED = '<rss version="2.0"><channel><item><guid>g</guid><description>One.</description></item></channel></rss>'
Reply = tuple[int, dict[str, str], bytes]
PAGES: dict[str, Reply] = {
    "/page": (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE.encode()),
    "/old": (200, {"Content-Type": "text/html; charset=ISO-8859-1"}, PAGE.replace("café", "café’s").encode("cp1252")),
    "/feed": (200, {"Content-Type": "application/rss+xml"}, FEED.encode()),
    "/text": (200, {"Content-Type": "text/plain"}, b"One.\r\nTwo."),
    "/picture": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
    "/unnamed": (200, {}, b"One."),
    "/binary": (200, {"Content-Type": "text/plain"}, b"\x00\x01"),
    "/garbled": (200, {"Content-Type": "text/plain", "Content-Encoding": "gzip"}, b"no gzip"),
    "/large": (200, {"Content-Type": "text/plain"}, b"x" * 5000),
    "/moved": (302, {"Location": "/text"}, b""),
    "/round": (301, {"Location": "/round"}, b""),
    "/file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/odd": (302, {"Location": "http://[broken/"}, b""),
    "/login": (302, {"Location": "http://user:word@127.0.0.1/"}, b""),
}


class Handler(BaseHTTPRequestHandler):
    """Serves ``PAGES``; ``/inside`` leads to another address of this machine."""

    seen: list[tuple[str, str, str]]

    def do_GET(self) -> None:
        self.seen.append((self.path, self.headers["Host"], self.headers["User-Agent"]))
        port = self.connection.getsockname()[1]
        inside = (302, {"Location": f"http://127.0.0.2:{port}/text"}, b"")
        status, headers, body = PAGES.get(self.path, inside if self.path == "/inside" else (404, {}, b""))
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """The test's output is for the test."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server, which is closed after the module's last test."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        Handler.seen = []
        thread = threading.Thread(target=running.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


@pytest.fixture
def private(monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses of this machine may be read, as a user may allow."""
    monkeypatch.setenv("KGRAPH_ALLOW_PRIVATE", "1")


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Gives hosts the addresses of the test's choice; returns the list of the hosts asked for, as it grows."""
    real = socket.getaddrinfo
    asked: list[str] = []

    def give(**hosts: list[str]) -> list[str]:
        def lookup(host: str, *where: Any, **how: Any) -> list[Any]:
            asked.append(host)
            return [info for place in hosts.get(host.partition(".")[0], [host]) for info in real(place, *where, **how)]

        monkeypatch.setattr(socket, "getaddrinfo", lookup)
        return asked

    return give


@pytest.mark.usefixtures("private")
def test_a_page_is_a_document(server: str) -> None:
    """It goes by its address."""
    document = only(f"{server}/page")
    assert document.text.startswith("The ministers met in the café on Monday")
    assert (document.id, document.origin, document.url, document.title) == (*[f"{server}/page"] * 3, "Ministers meet")


@pytest.mark.usefixtures("private")
@pytest.mark.parametrize(
    ("path", "name", "text"),
    [
        ("/old", "/old", "The ministers met in the café’s on Monday and talked of the sea."),
        ("/feed", "g", "One."),
        ("/text", "/text", "One.\nTwo."),
        ("/moved", "/moved", "One.\nTwo."),
    ],
)
def test_the_content_type_decides(server: str, path: str, name: str, text: str) -> None:
    """Pages, feeds and plain text are read as such, also behind a redirect."""
    document = only(server + path)
    assert (document.id.removeprefix(server), document.text[: len(text)]) == (name, text)


@pytest.mark.usefixtures("private")
@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/gone", "the server answers 404 Not Found; check the address"),
        ("/picture", "is of type image/png"),
        ("/unnamed", "is of type unknown"),
        ("/binary", "is not text"),
        ("/garbled", "cannot be fetched"),
        ("/large", "is larger than 0.001 MB"),
        ("/round", "redirects more than 5 times"),
        ("/file", "leads to no http or https address"),
        ("/odd", "there is no host named"),
        ("/login", "user name or password"),
    ],
)
def test_what_cannot_be_read_says_why(server: str, monkeypatch: pytest.MonkeyPatch, path: str, words: str) -> None:
    """In one sentence that names the address."""
    monkeypatch.setattr(plain, "LIMIT", 1000)
    message = fault(server + path)
    assert words in message
    assert "http://127.0.0.1" in message
    assert "word@" not in message


@pytest.mark.usefixtures("private")
def test_nobody_there_is_an_error() -> None:
    """A port that nobody listens on, a host that does not exist, a server that keeps silent."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert "cannot be fetched (Connection refused)" in fault(f"http://127.0.0.1:{taken.getsockname()[1]}/")
    assert "there is no host named nowhere.invalid" in fault("http://nowhere.invalid/")


@pytest.mark.usefixtures("private")
def test_a_silent_server_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the timeout, here cut short."""
    monkeypatch.setattr(fetch, "TIMEOUT", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert "no answer within 0.1 seconds" in fault(f"http://127.0.0.1:{silent.getsockname()[1]}/")


@pytest.mark.usefixtures("private")
def test_a_trickling_server_is_left(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that never ends would hold up all others."""
    monkeypatch.setattr(fetch, "DEADLINE", -1.0)
    assert "save the page and read the file" in fault(f"{server}/text")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
    ],
)
def test_only_the_open_internet_is_public(address: str, public: bool) -> None:
    """An IPv4 address wrapped in an IPv6 one counts as what it is."""
    assert fetch.is_public(ipaddress.ip_address(address)) is public


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0", "[::1]", "[::ffff:127.0.0.1]"])
def test_this_machine_is_refused_by_default(host: str) -> None:
    """However it is spelt."""
    assert "is in a private network" in fault(f"http://{host}:9/")


def test_a_host_with_one_private_address_is_refused(named: Callable[..., list[str]]) -> None:
    """Else the connection might go there."""
    named(news=["93.184.216.34", "10.0.0.1"])
    assert "news.example is in a private network" in fault("http://news.example/")


def test_a_redirect_inside_is_refused(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each hop is checked: here only the first one's address counts as public."""
    monkeypatch.setattr(fetch, "is_public", lambda address: str(address) == "127.0.0.1")
    assert only(f"{server}/text").text == "One.\nTwo."
    assert "127.0.0.2 is in a private network" in fault(f"{server}/inside")


def test_the_connection_goes_to_the_checked_address(server: str, named: Callable[..., list[str]]) -> None:
    """The name is looked up once and still told to the server; a dead address among several is passed over."""
    asked = named(news=["127.0.0.3", "127.0.0.1"])
    port = urlsplit(server).port
    blob = fetch.fetch(f"http://news.example:{port}/text", allow_private=True)
    assert blob.url == f"http://news.example:{port}/text"
    assert Handler.seen[-1][:2] == ("/text", f"news.example:{port}")
    assert "kgraph" in Handler.seen[-1][2]
    assert asked == ["news.example", "127.0.0.3", "127.0.0.1"]


def test_the_request_names_host_and_certificate() -> None:
    """The address is pinned in the URL, the name kept for the Host header and for TLS."""
    with httpx.Client() as client:
        url = httpx.URL("https://café.example:8443/a?b=1")
        request = fetch._request(client, url, ipaddress.ip_address("2606:2800:220:1::1"))
    assert str(request.url) == "https://[2606:2800:220:1::1]:8443/a?b=1"
    assert request.headers["Host"] == "xn--caf-dma.example:8443"
    assert request.extensions["sni_hostname"] == "xn--caf-dma.example"


@pytest.mark.parametrize(
    "address", ["http://", "https://x:port/", "http://user:word@news.example/", "http://" + "a" * 70]
)
def test_odd_addresses_are_refused(address: str) -> None:
    """Before anything is sent."""
    with pytest.raises(SourceError) as error:
        fetch.fetch(address)
    assert "word@" not in str(error.value)


@pytest.mark.usefixtures("private")
def test_a_bad_address_does_not_stop_the_rest(server: str) -> None:
    """Addresses are read in the order given."""
    items = load(f"{server}/gone", f"{server}/text", source="S")
    assert [type(item) for item in items] == [SourceError, Document]
