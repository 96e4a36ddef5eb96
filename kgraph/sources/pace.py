"""How often one host is asked: not twice within a second, and not before it wants to be asked again."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from kgraph.sources.hosts import PassingError

PAUSE = 1.0  # seconds between two requests to one host
LONGEST_PAUSE = 30.0  # seconds, however long a pause its robots.txt asks for
PATIENCE = 30.0  # seconds that a request waits for a host that asks to be left alone
LONGEST_HOLD = 24 * 3600.0  # seconds that a host is left alone, however long it asks for


class Pace:
    """When each host may be asked next; for several threads. ``sleep`` and ``clock`` count in seconds."""

    def __init__(
        self, sleep: Callable[[float], object] = time.sleep, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._sleep, self._clock = sleep, clock
        self._lock = threading.Lock()
        self._next: dict[str, float] = {}
        self._pause: dict[str, float] = {}
        self._held: dict[str, float] = {}

    def wait(self, address: str, host: str) -> None:
        """Return when ``host`` may be asked for ``address``; PassingError where it wants to be left alone for long."""
        with self._lock:
            now = self._clock()
            if (held := self._held.get(host, now)) - now > PATIENCE:
                raise PassingError(f"{address}: {host} asks to be left alone for a while; try again later")
            turn = max(now, held, self._next.get(host, now))
            self._next[host] = turn + max(PAUSE, self._pause.get(host, 0.0))
        if turn > now:
            self._sleep(turn - now)

    def slow(self, host: str, pause: float) -> None:
        """Leave ``pause`` seconds between requests to ``host``, within reason."""
        with self._lock:
            self._pause[host] = min(pause, LONGEST_PAUSE)

    def hold(self, host: str, seconds: float) -> bool:
        """Ask ``host`` nothing for that long; returns whether a request may wait for it."""
        with self._lock:
            self._held[host] = self._clock() + min(seconds, LONGEST_HOLD)
        return seconds <= PATIENCE


PACE = Pace()  # what everything in this process keeps to


def retry_after(words: str) -> float | None:
    """The seconds that a server's ``Retry-After`` asks one to wait, as a number or until a date."""
    if words.isdecimal():
        return float(words)
    try:
        until = parsedate_to_datetime(words)
    except (ValueError, OverflowError):
        return None
    zoned = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (zoned - datetime.now(UTC)).total_seconds())
