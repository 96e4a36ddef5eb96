"""Where hosts live: whatever leads into the reader's own network is refused, however it is spelt."""

import ipaddress
import re

import pytest

from kgraph.sources import hosts
from tests.reading import fault


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
        ("64:ff9b::10.0.0.1", False),
        ("64:ff9b::93.184.216.34", True),
        ("64:ff9b:1::93.184.216.34", False),
        ("::127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("::ffff:0:127.0.0.1", False),
        ("2001:0:7f00:1::", False),
        ("fe80::1%1", False),
        ("100.127.255.255", False),
        ("0.1.2.3", False),
        ("192.0.0.8", False),
        ("198.18.0.1", False),
    ],
)
def test_only_the_open_internet_is_public(address: str, public: bool) -> None:
    """An IPv4 address wrapped in an IPv6 one counts as what it is."""
    assert hosts.is_public(ipaddress.ip_address(address)) is public


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "127.1", "2130706433", "0", "0.0.0.0", "[::1]", "[::]", "[::ffff:127.0.0.1]",
        "0x7f.1", "0x7f000001", "0177.0.0.1", "017700000001", "127.0.0.1.", "localhost.", "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]", "100.64.0.1", "169.254.169.254", "LOCALHOST", "%31%32%37.0.0.1",
    ],
)  # fmt: skip
def test_this_machine_is_refused_by_default(host: str) -> None:
    """However it is spelt."""
    for port in (":9", ":80", ""):
        message = fault(f"http://{host}{port}/")
        assert re.search("is in a private network|there is no host named|Invalid IPv4 address", message)
