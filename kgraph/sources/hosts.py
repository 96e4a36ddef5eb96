"""Where a host lives, and whether that is on the open internet."""

import ipaddress
import os
import socket

import httpx

from kgraph.errors import SourceError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
_PROTOCOLS = ipaddress.IPv4Network("192.0.0.0/24")  # for the network's own needs; not every Python knows all of it
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # how a network without IPv4 spells the IPv4 addresses outside


class PassingError(SourceError):
    """A fault that may be gone when asked again later."""


class UnreachableError(PassingError):
    """Nobody answered: no such host, no connection, no answer in time."""


def private_allowed() -> bool:
    """Whether the user lifts the check."""
    return os.environ.get("KGRAPH_ALLOW_PRIVATE") == "1"


def is_public(address: IPAddress) -> bool:
    """Whether ``address`` belongs to the open internet; one that wraps an IPv4 address is what that is."""
    if isinstance(address, ipaddress.IPv6Address) and (wrapped := _wrapped(address)):
        return is_public(wrapped)
    special = address.is_multicast or address.is_reserved or getattr(address, "is_site_local", False)
    return address.is_global and not special and address not in _PROTOCOLS


def _wrapped(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _NAT64:
        return ipaddress.IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour


def checked(address: str, url: httpx.URL) -> httpx.URL:
    """``url``, one of the hops from ``address``; SourceError where kgraph has no business there."""
    if url.scheme not in ("http", "https") or not url.host:
        raise SourceError(f"{address}: leads to no http or https address, the only kind kgraph reads; check it")
    if url.userinfo:
        bare = url.copy_with(userinfo=b"")
        raise SourceError(
            f"{bare}: was given with a user name or password, which would end up in the graph; leave it out"
        )
    return url


def addresses(address: str, url: httpx.URL, allow_private: bool) -> list[IPAddress]:
    """Where ``url``'s host lives; SourceError where nobody knows it or one of its addresses is not public."""
    host = url.raw_host.decode("ascii")
    try:
        found = socket.getaddrinfo(host, url.port or url.scheme, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, OverflowError):
        raise UnreachableError(f"{address}: there is no host named {host}; check the address and the network") from None
    places = [ipaddress.ip_address(info[4][0]) for info in found]
    if not allow_private and not all(map(is_public, places)):
        raise SourceError(
            f"{address}: {host} is in a private network; set KGRAPH_ALLOW_PRIVATE=1 to read it all the same"
        )
    return places
