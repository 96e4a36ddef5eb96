"""Fetching one page or feed, or asking one question, over HTTP, never from an address inside the reader's own network.

Each hop's host is resolved once, every address it has is checked, and the connection goes to a checked address: a name
that resolves differently a moment later gains nothing. ``KGRAPH_ALLOW_PRIVATE=1`` in the environment lifts the check.
"""

import ipaddress
import os
import re
import socket
import ssl
import time
from collections.abc import Mapping
from functools import cache

import httpx

import kgraph.sources.plain as plain
from kgraph.errors import SourceError
from kgraph.sources.entries import Format
from kgraph.sources.plain import Blob

TIMEOUT = 20.0  # seconds without a byte
DEADLINE = 120.0  # seconds for one page
REDIRECTS = 5
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
_USER_AGENT, _ACCEPT = "kgraph (reads diplomatic news)", ", ".join(TYPES)

Form = Mapping[str, str] | None
IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


def fetch(address: str, *, allow_private: bool | None = None) -> Blob:
    """The page or feed at ``address`` (http or https), with the format its content type names.

    SourceError where it cannot be reached, lies in a private network, is too large or of a type kgraph does not read.
    """
    if allow_private is None:
        allow_private = _private_allowed()
    try:
        url = httpx.URL(address)
        for _ in range(REDIRECTS + 1):
            reply = _get(address, _checked(address, url), allow_private)
            if isinstance(reply, Blob):
                return reply
            url = reply
    except httpx.TimeoutException:
        raise SourceError(f"{address}: no answer within {TIMEOUT:g} seconds; try again later") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SourceError(f"{address}: cannot be fetched ({_in_short(error)}); check the address") from None
    raise SourceError(f"{address}: redirects more than {REDIRECTS} times; give the address it ends at")


def ask(address: str, form: Mapping[str, str], accept: str, *, timeout: float = TIMEOUT) -> bytes:
    """What ``address`` answers to the posted ``form``; ``timeout`` in seconds without a byte. No redirects.

    SourceError as for ``fetch``, whatever the type of the answer.
    """
    try:
        url = _checked(address, httpx.URL(address))
        hosts = _addresses(address, url, _private_allowed())
        with httpx.Client(timeout=timeout, verify=_tls(), trust_env=False) as client:
            response = _send(client, url, hosts, form, accept)
            try:
                return _body(address, _succeeded(address, response))
            finally:
                response.close()
    except httpx.TimeoutException:
        raise SourceError(f"{address}: no answer within {timeout:g} seconds; try again later") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SourceError(f"{address}: cannot be fetched ({_in_short(error)}); check the address") from None


def _private_allowed() -> bool:
    return os.environ.get("KGRAPH_ALLOW_PRIVATE") == "1"


def is_public(address: IPAddress) -> bool:
    """Whether ``address`` belongs to the open internet, and so does any IPv4 address wrapped in it."""
    wrapped = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    special = address.is_multicast or address.is_reserved or getattr(address, "is_site_local", False)
    return address.is_global and not special and (wrapped is None or is_public(wrapped))


def _checked(address: str, url: httpx.URL) -> httpx.URL:
    if url.scheme not in ("http", "https") or not url.host:
        raise SourceError(f"{address}: leads to no http or https address, the only kind kgraph reads; check it")
    if url.userinfo:
        bare = url.copy_with(userinfo=b"")
        raise SourceError(
            f"{bare}: was given with a user name or password, which would end up in the graph; leave it out"
        )
    return url


def _get(address: str, url: httpx.URL, allow_private: bool) -> Blob | httpx.URL:
    """The page at ``url``, or the address it redirects to. A client for each hop, so that no cookie goes astray."""
    hosts = _addresses(address, url, allow_private)
    with httpx.Client(timeout=TIMEOUT, verify=_tls(), trust_env=False) as client:
        response = _send(client, url, hosts)
        try:
            if response.has_redirect_location:
                return url.join(response.headers["location"])
            return _blob(address, url, response)
        finally:
            response.close()


def _addresses(address: str, url: httpx.URL, allow_private: bool) -> list[IPAddress]:
    """Where ``url``'s host lives; SourceError where nobody knows it or one of its addresses is not public."""
    host = url.raw_host.decode("ascii")
    try:
        found = socket.getaddrinfo(host, url.port or url.scheme, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise SourceError(f"{address}: there is no host named {host}; check the address and the network") from None
    hosts = [ipaddress.ip_address(info[4][0]) for info in found]
    if not allow_private and not all(map(is_public, hosts)):
        raise SourceError(
            f"{address}: {host} is in a private network; set KGRAPH_ALLOW_PRIVATE=1 to read it all the same"
        )
    return hosts


def _send(
    client: httpx.Client, url: httpx.URL, hosts: list[IPAddress], form: Form = None, accept: str = _ACCEPT
) -> httpx.Response:
    """The answer of the first of ``hosts`` that takes the connection."""
    for host in hosts[:-1]:
        try:
            return client.send(_request(client, url, host, form, accept), stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            continue
    return client.send(_request(client, url, hosts[-1], form, accept), stream=True)


def _request(
    client: httpx.Client, url: httpx.URL, host: IPAddress, form: Form = None, accept: str = _ACCEPT
) -> httpx.Request:
    """A request to ``host`` itself for ``url``, by Host header and TLS server name; it posts ``form``, if any."""
    return client.build_request(
        "GET" if form is None else "POST",
        url.copy_with(host=str(host)),
        data=form,
        headers={"User-Agent": _USER_AGENT, "Accept": accept, "Host": url.netloc.decode("ascii")},
        extensions={"sni_hostname": url.raw_host.decode("ascii")},
    )


def _succeeded(address: str, response: httpx.Response) -> httpx.Response:
    if not response.is_success:
        reason = f"{response.status_code} {response.reason_phrase}".strip()
        raise SourceError(f"{address}: the server answers {reason}; check the address")
    return response


def _blob(address: str, url: httpx.URL, response: httpx.Response) -> Blob:
    _succeeded(address, response)
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in TYPES:
        raise SourceError(f"{address}: is of type {kind or 'unknown'}; kgraph reads pages, feeds and plain text")
    return Blob(address, TYPES[kind], _body(address, response), str(url), response.charset_encoding)


def _body(address: str, response: httpx.Response) -> bytes:
    data = bytearray()
    end = time.monotonic() + DEADLINE
    for chunk in response.iter_bytes():
        data += chunk
        if len(data) > plain.LIMIT:
            raise plain.too_large(address)
        if time.monotonic() > end:
            raise SourceError(f"{address}: takes more than {DEADLINE:g} seconds; save the page and read the file")
    return bytes(data)


@cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context()


def _in_short(error: Exception) -> str:
    """The first line of what ``error`` says, without the code in brackets it may begin with."""
    return re.sub(r"^\[.*?\] ", "", (str(error) or type(error).__name__).splitlines()[0]).rstrip(".")
