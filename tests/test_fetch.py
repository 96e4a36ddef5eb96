"""Fetching pages and feeds, from a server on this machine only."""

import ipaddress
import re
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from unittest.mock import Mock
from urllib.parse import urlsplit

import httpx
import pytest

from kgraph.errors import SourceError
from kgraph.model import Document
from kgraph.sources import fetch, hosts, pace, plain
from kgraph.sources.watchdog import Watchdog
from tests.reading import fault, load, only
from tests.site import Page, Reply, Site, running

PAGE = """<html><head><title>Ministers meet</title></head><body><article>
<p>The ministers met in the café on Monday and talked of the sea.</p>
<p>They agreed on quotas for fish, and on a treaty to come.</p></article></body></html>"""
FEED = '<rss version="2.0"><channel><item><guid>g</guid><description>One.</description></item></channel></rss>'
PAGES: dict[str, Page] = {
    "/page": Reply(200, {"Content-Type": "text/html; charset=utf-8"}, PAGE.encode()),
    "/old": Reply(
        200, {"Content-Type": "text/html; charset=ISO-8859-1"}, PAGE.replace("café", "café’s").encode("cp1252")
    ),
    "/feed": Reply(200, {"Content-Type": "application/rss+xml"}, FEED.encode()),
    "/text": Reply(200, {"Content-Type": "text/plain"}, b"One.\r\nTwo."),
    "/picture": Reply(200, {"Content-Type": "image/png"}, b"\x89PNG"),
    "/unnamed": Reply(200, {}, b"One."),
    "/binary": Reply(200, {"Content-Type": "text/plain"}, b"\x00\x01"),
    "/garbled": Reply(200, {"Content-Type": "text/plain", "Content-Encoding": "gzip"}, b"no gzip"),
    "/large": Reply(200, {"Content-Type": "text/plain"}, b"x" * 5000),
    "/moved": Reply(302, {"Location": "/text"}, b""),
    "/round": Reply(301, {"Location": "/round"}, b""),
    "/file": Reply(302, {"Location": "file:///etc/passwd"}, b""),
    "/odd": Reply(302, {"Location": "http://[broken/"}, b""),
    "/login": Reply(302, {"Location": "http://user:word@127.0.0.1/"}, b""),
}


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """A site, which is closed after the module's last test; ``/inside`` leads to another address of this machine."""
    with running(PAGES) as site:
        port = urlsplit(site.address).port
        site.pages["/inside"] = Reply(302, {"Location": f"http://127.0.0.2:{port}/text"}, b"")
        yield site


@pytest.fixture
def server(site: Site) -> str:
    return site.address


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site need not be spared."""
    monkeypatch.setattr(pace, "PAUSE", 0.0)


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


def trickle(listening: socket.socket, head: bytes) -> None:
    """Answer the first caller with ``head`` and then a letter now and then, until it hangs up."""
    with suppress(OSError):
        caller, _ = listening.accept()
        with caller:
            caller.recv(65536)
            caller.sendall(head)
            while True:
                caller.sendall(b"x")
                time.sleep(0.02)


@pytest.mark.usefixtures("private")
@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Y: "])
def test_a_trickling_server_is_left(monkeypatch: pytest.MonkeyPatch, head: bytes) -> None:
    """A page that never ends, or whose headers never do, would hold up all others."""
    monkeypatch.setattr(fetch, "DEADLINE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        talking = threading.Thread(target=trickle, args=(listening, head))
        talking.start()
        began = time.monotonic()
        assert "takes more than 0.3 seconds" in fault(f"http://127.0.0.1:{listening.getsockname()[1]}/")
        assert time.monotonic() - began < 5
        talking.join()


def bomb(window: int) -> bytes:
    """Ten gigabytes of zeros, packed into ten megabytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, window)
    head = packer.compress(b"\0" * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b"\0" * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + block * 10_000


@pytest.mark.usefixtures("private")
@pytest.mark.parametrize(("packing", "window"), [("gzip", 31), ("deflate", 15), ("deflate", -15), ("x-gzip", 31)])
def test_a_bomb_is_not_unpacked(site: Site, packing: str, window: int) -> None:
    """What counts is the size of what is unpacked, and not more than that is unpacked at any time."""
    packed = bomb(window)
    assert 9e6 < len(packed) < 13e6
    site.pages["/bomb"] = Reply(200, {"Content-Type": "text/plain", "Content-Encoding": packing}, packed)
    tracemalloc.start()
    try:
        assert "is larger than 20 MB" in fault(f"{site.address}/bomb")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 5 * plain.LIMIT


@pytest.mark.usefixtures("private")
@pytest.mark.parametrize("window", [31, 15, -15])
def test_packed_pages_are_unpacked(site: Site, window: int) -> None:
    """As gzip, and as what different servers mean by deflate."""
    packer = zlib.compressobj(9, zlib.DEFLATED, window)
    packed = packer.compress(b"Ministers met. " * 5000) + packer.flush()
    packing = "gzip" if window == 31 else "deflate"
    site.pages["/packed"] = Reply(200, {"Content-Type": "text/plain", "Content-Encoding": packing}, packed)
    assert only(f"{site.address}/packed").text == "Ministers met. " * 5000
    assert site.asked[-1][1]["accept-encoding"] == "gzip, deflate"
    site.pages["/cut"] = Reply(200, {"Content-Type": "text/plain", "Content-Encoding": packing}, packed[:-20])
    assert "ends too early" in fault(f"{site.address}/cut")


@pytest.mark.usefixtures("private")
@pytest.mark.parametrize("packing", ["br", "zstd", "gzip, gzip", "compress"])
def test_odd_packings_are_refused(site: Site, packing: str) -> None:
    """A server that packs as nobody asked it to may have anything in mind."""
    site.pages["/odd-packing"] = Reply(200, {"Content-Type": "text/plain", "Content-Encoding": packing}, b"\x0b\x00")
    assert f"packed as {packing}" in fault(f"{site.address}/odd-packing")


@pytest.mark.usefixtures("private")
@pytest.mark.parametrize("place", ["ftp://127.0.0.1/x", "gopher://127.0.0.1/", "data:text/plain,x", "javascript:1"])
def test_redirects_lead_to_the_web_only(site: Site, place: str) -> None:
    """Whatever else there is, is not for kgraph to open."""
    site.pages["/elsewhere"] = Reply(302, {"Location": place})
    assert re.search("leads to no http or https address|cannot be fetched", fault(f"{site.address}/elsewhere"))


def test_a_host_with_one_private_address_is_refused(named: Callable[..., list[str]]) -> None:
    """Else the connection might go there."""
    named(news=["93.184.216.34", "10.0.0.1"])
    assert "news.example is in a private network" in fault("http://news.example/")


def test_a_redirect_inside_is_refused(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each hop is checked: here only the first one's address counts as public."""
    monkeypatch.setattr(hosts, "is_public", lambda address: str(address) == "127.0.0.1")
    assert only(f"{server}/text").text == "One.\nTwo."
    assert "127.0.0.2 is in a private network" in fault(f"{server}/inside")


def test_the_connection_goes_to_the_checked_address(site: Site, named: Callable[..., list[str]]) -> None:
    """The name is looked up once and still told to the server; a dead address among several is passed over."""
    asked = named(news=["127.0.0.3", "127.0.0.1"])
    port = urlsplit(site.address).port
    blob = fetch.fetch(f"http://news.example:{port}/text", allow_private=True)
    assert blob.url == f"http://news.example:{port}/text"
    path, headers = site.asked[-1]
    assert (path, headers["host"]) == ("/text", f"news.example:{port}")
    assert headers["user-agent"] == fetch.agent()
    assert asked == ["news.example", "127.0.0.3", "127.0.0.1"]


def test_the_request_names_host_and_certificate() -> None:
    """The address is pinned in the URL, the name kept for the Host header and for TLS."""
    with httpx.Client() as client:
        url = httpx.URL("https://café.example:8443/a?b=1")
        request = fetch._request(client, Watchdog(), url, ipaddress.ip_address("2606:2800:220:1::1"), {})
    assert str(request.url) == "https://[2606:2800:220:1::1]:8443/a?b=1"
    assert request.headers["Host"] == "xn--caf-dma.example:8443"
    assert request.extensions["sni_hostname"] == "xn--caf-dma.example"


@pytest.mark.parametrize(
    "address",
    ["http://", "https://x:port/", "http://user:word@news.example/", "http://" + "a" * 70, "http://x.invalid:99999/"],
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


def test_the_agent_tells_who_asks() -> None:
    """By name and version, and where to read about it."""
    assert fetch.agent().startswith("kgraph/0.")
    assert fetch.agent().endswith("(+https://w3id.org/kgraph)")


@pytest.mark.parametrize(("barked", "tried"), [(False, 4), (True, 1)], ids=["in time", "late"])
def test_a_host_of_many_addresses_takes_no_longer(monkeypatch: pytest.MonkeyPatch, barked: bool, tried: int) -> None:
    """Some of its addresses are tried, and none once the time for an answer is over."""
    monkeypatch.setattr(fetch, "_request", lambda *given: None)
    client = Mock(**{"send.side_effect": httpx.ConnectTimeout("no answer")})
    places = [ipaddress.ip_address(f"203.0.113.{n}") for n in range(1, 13)]
    with pytest.raises(httpx.ConnectTimeout):
        fetch._send(client, Mock(barked=barked), httpx.URL("http://example.org"), places, {}, None)
    assert client.send.call_count == tried
