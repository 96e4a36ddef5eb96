"""What hosts ask of programs in their robots.txt (RFC 9309), for whatever is fetched without a person naming it."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx
from protego import Protego

from kgraph.errors import SourceError
from kgraph.sources.hosts import PassingError, UnreachableError

AGENT = "kgraph"
LIMIT = 500 * 1024  # bytes of a robots.txt that are read
DAY, SOON = 24 * 3600.0, 600.0  # seconds until it is read again: where it was read, and where it could not be


class RobotsError(SourceError):
    """A host asks programs not to read an address."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """A host's rules, or why they can't be known just now; good ``until`` then."""

    until: float
    rules: Protego | None
    fault: SourceError | None = None


class Robots:
    """The rules of the hosts met, each read once a day; for several threads.

    ``read`` gives the text of a robots.txt, empty where a host has none; SourceError where that can't be told.
    """

    def __init__(self, read: Callable[[str], str], clock: Callable[[], float] = time.monotonic) -> None:
        self._read, self._clock = read, clock
        self._lock = threading.Lock()
        self._known: dict[str, _Rules] = {}

    def check(self, address: str, url: httpx.URL) -> float:
        """The seconds that ``url``'s host wants between requests; RobotsError where it asks not to read ``url``.

        PassingError where its wishes can't be known just now.
        """
        found = self._rules(url)
        if found.rules is None:
            assert found.fault is not None
            raise _unknown(address, found.fault)
        if not found.rules.can_fetch(str(url), AGENT):
            raise RobotsError(f"{address}: its host's robots.txt asks programs not to read it; ask the publisher")
        return found.rules.crawl_delay(AGENT) or 0.0

    def _rules(self, url: httpx.URL) -> _Rules:
        place = str(url.copy_with(raw_path=b"/robots.txt", fragment=None))
        with self._lock:
            known = self._known.get(place)
        if known is None or known.until <= self._clock():
            known = self._asked(place, known)
            with self._lock:
                self._known[place] = known
        return known

    def _asked(self, place: str, old: _Rules | None) -> _Rules:
        try:
            return _Rules(self._clock() + DAY, Protego.parse(self._read(place)))
        except SourceError as error:
            # rules that were known go on to hold while the host is away
            return _Rules(self._clock() + SOON, old.rules if old else None, error)


def _unknown(address: str, fault: SourceError) -> SourceError:
    if not isinstance(fault, PassingError):
        return fault
    kind = UnreachableError if isinstance(fault, UnreachableError) else PassingError
    return kind(f"{address}: whether programs may read it can't be told just now ({fault})")
