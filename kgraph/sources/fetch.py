"""Fetching a page or feed, or asking one question, over HTTP, never from an address inside the reader's own network.

Each hop's host is resolved once, every address it has is checked, and the connection goes to a checked address: a name
that resolves differently a moment later gains nothing. ``KGRAPH_ALLOW_PRIVATE=1`` in the environment lifts the check.
Hosts are asked at a polite pace. Their robots.txt holds for what is fetched without a person naming that very address.
"""

import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import version
from typing import TypeVar

import httpx

import kgraph.sources.plain as plain
from kgraph.errors import SourceError
from kgraph.sources import hosts, unpacking
from kgraph.sources.entries import Format
from kgraph.sources.hosts import IPAddress, PassingError, UnreachableError
from kgraph.sources.pace import PACE, Pace, retry_after
from kgraph.sources.plain import Blob
from kgraph.sources.robots import LIMIT, Robots
from kgraph.sources.watchdog import Watchdog, watchdog

TIMEOUT = 20.0  # seconds without a byte
DEADLINE = 120.0  # seconds for one answer
REDIRECTS = 5
_PLACES = 4  # addresses of one host that are tried
TYPES: dict[str, Format] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "text",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/xml": "feed",
    "text/xml": "feed",
}
_ACCEPT = ", ".join(TYPES)
_BUSY = {httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE}
_PASSING = {httpx.codes.REQUEST_TIMEOUT, httpx.codes.TOO_EARLY, httpx.codes.TOO_MANY_REQUESTS}
_CONDITIONS = ("if-none-match", "if-modified-since")
_LONGEST_TAG = 1000  # characters of what a server calls a version

Form = Mapping[str, str] | None
Headers = Mapping[str, str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seen:
    """By what the server at ``url`` knows the version that it gave, so that it need give none but a newer one."""

    url: str
    etag: str | None = None
    modified: str | None = None

    def asked(self, url: httpx.URL) -> dict[str, str]:
        """The headers that ask for a newer version; none where ``url`` is another than it was seen at."""
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in told.items() if value} if str(url) == self.url else {}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page or feed, and how to ask whether there is a newer version."""

    blob: Blob
    seen: Seen


def fetch(address: str, *, allow_private: bool | None = None) -> Blob:
    """The page or feed at ``address`` (http or https), which a person has named, with the format its type names.

    SourceError where it cannot be reached, lies in a private network, is too large or of a type kgraph does not read.
    """
    found = Fetcher(allow_private=allow_private).get(address)
    assert found is not None  # nothing was said of what is seen already
    return found.blob


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches at a ``pace``, and not what ``robots`` forbid; ``allow_private`` None leaves it to the environment."""

    pace: Pace = PACE
    robots: Robots | None = None
    allow_private: bool | None = None

    def get(self, address: str, seen: Seen | None = None) -> Fetched | None:
        """What is at ``address``; None where it is still what was ``seen``. SourceError as for ``fetch``."""

        def prepared(url: httpx.URL) -> dict[str, str]:
            if self.robots is not None and (pause := self.robots.check(address, hosts.checked(address, url))):
                self.pace.slow(url.host, pause)
            return seen.asked(url) if seen else {}

        return self._walk(address, partial(_fetched, address), prepared)

    def robots_txt(self, address: str) -> str:
        """The robots.txt at ``address``, empty where there is none; SourceError where that can't be told."""
        return self._walk(address, partial(_rules, address), lambda url: {})

    def _walk(
        self,
        address: str,
        take: Callable[[httpx.URL, httpx.Response], T],
        prepared: Callable[[httpx.URL], dict[str, str]],
    ) -> T:
        """What is taken from the answer at the end of all redirects from ``address``."""
        with _explained(address, TIMEOUT):
            url = httpx.URL(address)
            for _ in range(REDIRECTS + 1):
                headers = {"Accept": _ACCEPT, **prepared(hosts.checked(address, url))}
                found, there = self._hop(address, url, take, headers)
                if there is None:
                    return found  # type: ignore[return-value]  # it is no redirect
                url = there
        raise SourceError(f"{address}: redirects more than {REDIRECTS} times; give the address it ends at")

    def _hop(
        self, address: str, url: httpx.URL, take: Callable[[httpx.URL, httpx.Response], T], headers: Headers
    ) -> tuple[T | None, httpx.URL | None]:
        """What is taken from the answer, or where it redirects to. A host that soon has time is asked once more."""
        allowed = hosts.private_allowed() if self.allow_private is None else self.allow_private
        places = hosts.addresses(address, url, allowed)
        for last in (False, True):
            self.pace.wait(address, url.host)
            with _answer(address, url, places, headers, TIMEOUT) as response:
                if self._may_wait(url, response) and not last:
                    continue
                if response.has_redirect_location:
                    return None, url.join(response.headers["location"])
                return take(url, response), None
        raise AssertionError  # the last answer is taken

    def _may_wait(self, url: httpx.URL, response: httpx.Response) -> bool:
        """Whether the host has no time but soon will; it is left alone until then."""
        pause = retry_after(response.headers.get("retry-after", "")) if response.status_code in _BUSY else None
        return pause is not None and self.pace.hold(url.host, pause)


def polite(pace: Pace) -> Fetcher:
    """A fetcher for what nobody names by hand: it keeps to robots.txt, of which each host's is read once a day."""
    return Fetcher(pace, Robots(Fetcher(pace).robots_txt))


def ask(address: str, form: Mapping[str, str], accept: str, *, timeout: float = TIMEOUT) -> bytes:
    """What ``address`` answers to the posted ``form``; ``timeout`` in seconds without a byte. No redirects.

    SourceError as for ``fetch``, whatever the type of the answer.
    """
    with _explained(address, timeout):
        url = hosts.checked(address, httpx.URL(address))
        places = hosts.addresses(address, url, hosts.private_allowed())
        with _answer(address, url, places, {"Accept": accept}, timeout, form) as response:
            return _body(address, _succeeded(address, response))


@contextmanager
def _explained(address: str, timeout: float) -> Iterator[None]:
    """Turns what httpx raises into errors that name the address."""
    try:
        yield
    except httpx.TimeoutException:
        raise UnreachableError(f"{address}: no answer within {timeout:g} seconds; try again later") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        kind = UnreachableError if isinstance(error, httpx.TransportError) else SourceError
        raise kind(f"{address}: cannot be fetched ({_in_short(error)}); check the address") from None


@contextmanager
def _answer(
    address: str, url: httpx.URL, places: list[IPAddress], headers: Headers, timeout: float, form: Form = None
) -> Iterator[httpx.Response]:
    """The answer to one request, which the watchdog may end. A client for each, so that no cookie goes astray."""
    too_long = PassingError(f"{address}: takes more than {DEADLINE:g} seconds; save the page and read the file")
    with watchdog(DEADLINE) as dog, httpx.Client(timeout=timeout, verify=_tls(), trust_env=False) as client:
        try:
            response = _send(client, dog, url, places, headers, form)
            try:
                yield response
            finally:
                response.close()
        except httpx.TransportError:
            if dog.barked:
                raise too_long from None
            raise
        if dog.barked:  # an answer of no stated length seems to have come to its end
            raise too_long


def _send(
    client: httpx.Client, dog: Watchdog, url: httpx.URL, places: list[IPAddress], headers: Headers, form: Form
) -> httpx.Response:
    """The answer from the first of some ``places`` that takes the connection."""
    *others, last = places[:_PLACES]
    for place in others:
        try:
            return client.send(_request(client, dog, url, place, headers, form), stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            if dog.barked:
                raise
    return client.send(_request(client, dog, url, last, headers, form), stream=True)


def _request(
    client: httpx.Client, dog: Watchdog, url: httpx.URL, place: IPAddress, headers: Headers, form: Form = None
) -> httpx.Request:
    """A request to ``place`` itself for ``url``, by Host header and TLS server name; it posts ``form``, if any."""
    host = url.raw_host.decode("ascii")
    own = {"User-Agent": agent(), "Accept-Encoding": unpacking.ACCEPTED, "Host": url.netloc.decode("ascii")}
    return client.build_request(
        "GET" if form is None else "POST",
        url.copy_with(host=str(place)),
        data=form,
        headers={**own, **headers},
        extensions={"sni_hostname": host.rstrip("."), "trace": dog.trace},
    )


def _succeeded(address: str, response: httpx.Response) -> httpx.Response:
    if not response.is_success:
        reason = f"{response.status_code} {response.reason_phrase}".strip()
        if response.is_server_error or response.status_code in _PASSING:
            raise PassingError(f"{address}: the server answers {reason}; try again later")
        raise SourceError(f"{address}: the server answers {reason}; check the address")
    return response


def _fetched(address: str, url: httpx.URL, response: httpx.Response) -> Fetched | None:
    if response.status_code == httpx.codes.NOT_MODIFIED and not response.request.headers.keys().isdisjoint(_CONDITIONS):
        return None
    _succeeded(address, response)
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in TYPES:
        raise SourceError(f"{address}: is of type {kind or 'unknown'}; kgraph reads pages, feeds and plain text")
    blob = Blob(address, TYPES[kind], _body(address, response), str(url), response.charset_encoding)
    return Fetched(blob, Seen(str(url), _tag(response, "etag"), _tag(response, "last-modified")))


def _tag(response: httpx.Response, name: str) -> str | None:
    """What a server calls a version, if it can be sent back."""
    value = str(response.headers.get(name, ""))
    return value if value.isascii() and value.isprintable() and 0 < len(value) <= _LONGEST_TAG else None


def _rules(address: str, url: httpx.URL, response: httpx.Response) -> str:
    if response.is_client_error and response.status_code not in _PASSING:
        return ""
    _succeeded(address, response)
    return b"".join(unpacking.unpacked(response, LIMIT)).decode("utf-8-sig", "replace")


def _body(address: str, response: httpx.Response) -> bytes:
    data = b"".join(unpacking.unpacked(response, plain.LIMIT + 1))
    if len(data) > plain.LIMIT:
        raise plain.too_large(address)
    return data


@cache
def agent() -> str:
    """What hosts are told of who asks."""
    return f"kgraph/{version('kgraph')} (+https://w3id.org/kgraph)"


@cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context()


def _in_short(error: Exception) -> str:
    """The first line of what ``error`` says, without the code in brackets it may begin with."""
    return re.sub(r"^\[.*?\] ", "", (str(error) or type(error).__name__).splitlines()[0]).rstrip(".")
