"""The rounds of a watch: who is asked when, and what is said of it."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from kgraph.errors import KgraphError, QueryError, SourceError, StoreError
from kgraph.sources.fetch import polite
from kgraph.sources.harvest import Harvest, Harvester, gathered
from kgraph.sources.pace import Pace
from kgraph.sources.visits import Visits
from kgraph.watching.faults import Faults
from kgraph.watching.keeping import Keeper, Kept, alone, full_name

SLICE, LONGEST_SLICE = 20_000_000, 60.0  # characters of text, and seconds, until what was gathered is stored
LONGEST = 3600.0  # seconds that a feed which can't be read is left alone, where rounds are not rarer
LONGEST_LOST = 900.0  # seconds between rounds while nobody can be reached, where they are not rarer
JITTER = 0.05  # of the time between rounds, so that many who watch one host don't come at once
_NAP = 0.2  # seconds between looks at whether to stop
_LIST, _NETWORK, _STORE, _TEXTS = "the list of feeds", "the network", "the store", "texts"
Plan = Callable[[], tuple[Sequence[str], Sequence[SourceError]]]


@dataclass(slots=True)
class Round:
    """What one round did: feeds ``asked`` and, of all ``feeds``, how many are ``up``; what was ``kept``.

    ``faults`` is how many there are now, ``news`` what of them has not been told and what has healed, ``failed`` by
    host how many of the feeds that were asked could not be read, ``stored`` whether the store could be used.
    """

    began: datetime
    asked: int = 0
    feeds: int = 0
    up: int = 0
    kept: Kept = field(default_factory=Kept)
    faults: int = 0
    news: tuple[str, ...] = ()
    failed: Counter[str] = field(default_factory=Counter)
    stored: bool = True
    seconds: float = 0.0


class Watch:
    """Keeps the store at ``location`` up to date with the feeds that ``plan`` names, each asked ``every`` seconds.

    ``folder`` is where visits are remembered. ``follow`` reads also the pages that feeds lead to. ``stopping`` is asked
    often; ``clock`` and ``sleep`` count in seconds.
    """

    def __init__(
        self, plan: Plan, location: str, every: float, folder: Path, *, follow: bool = False,
        stopping: Callable[[], bool] = lambda: False, clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:  # fmt: skip
        self._plan, self.location, self.every = plan, location, every
        self._stopping, self._clock, self._sleep = stopping, clock, sleep
        self._visits = Visits(folder, full_name(location))
        self._keeper = Keeper(location, self._visits, stopping, self._nap)
        self._harvester = Harvester(polite(Pace(self._nap, clock)), self._visits, follow, stopping)
        self._faults = Faults()
        self._feeds: Sequence[str] = ()
        self._up: set[str] = set()
        self._failed: Counter[str] = Counter()  # in how many rounds on end
        self._due: dict[str, float] = {}
        self._lost = 0  # rounds on end in which nobody could be reached

    def rounds(self) -> Iterator[Round]:
        """One round after the other until it is time to stop.

        SourceError where there is no list of feeds, StoreError where the store can never be used or has a watch.
        """
        with alone(self._visits.folder, self.location):
            if not self._keeper.is_server:
                self._keeper.check()
            while not self._stopping():
                began = self._clock()
                yield self.round()
                pause = began + backed_off(self.every, self._lost, LONGEST_LOST) - self._clock()
                self._nap(max(0.0, pause) + random.uniform(0, JITTER * self.every))

    def round(self) -> Round:
        """Ask every feed that is due, store what is new, bring events up to date."""
        began = self._clock()
        done = Round(datetime.now().astimezone())
        self._list()
        if self._checked(done):
            due = [feed for feed in self._feeds if self._due.get(feed, began) <= began]
            harvests = list(self._stored(gathered(self._harvester, due), done))
            self._judge(harvests, began)
            done.asked = len(harvests)
            done.failed = Counter(_host(one.address) for one in harvests if one.up is False)
        done.feeds, done.up = len(self._feeds), len(self._up.intersection(self._feeds))
        done.faults, done.news = len(self._faults), self._faults.news()
        done.seconds = self._clock() - began
        return done

    def _list(self) -> None:
        """Ask anew which feeds to watch; a list that can't be read leaves the one before."""
        try:
            self._feeds, odd = self._plan()
        except SourceError as error:
            if not self._feeds:
                raise
            odd = [error]
        self._faults.keep([*self._feeds, _LIST, _NETWORK, _STORE, _TEXTS])
        self._faults.note(_LIST, odd)

    # -- the store

    def _checked(self, done: Round) -> bool:
        """Whether the store can be used: else nobody need be asked."""
        try:
            self._keeper.check()
        except (StoreError, QueryError) as error:  # a server says of its own troubles that it can't answer
            return self._unusable(error, done)
        self._faults.note(_STORE)
        return True

    def _stored(self, harvests: Iterable[Harvest], done: Round) -> Iterator[Harvest]:
        """The harvests, stored as far as the store can be used; without their texts, which would fill the memory."""
        unread: list[KgraphError] = []
        for some in self._slices(harvests):
            if done.stored and not unread and not self._stopping():
                try:
                    self._keeper.keep(some, done.kept)
                except (StoreError, QueryError) as error:
                    self._unusable(error, done)
                except KgraphError as error:  # nobody can read texts just now, for want of memory or of the model
                    unread.append(error)
            yield from (replace(one, documents=()) for one in some)
        self._faults.note(_TEXTS, [*done.kept.set_aside, *unread])

    def _slices(self, harvests: Iterable[Harvest]) -> Iterator[list[Harvest]]:
        """The harvests in lists whose texts fit into memory with ease and need not wait for long; at least one list."""
        some: list[Harvest] = []
        size, until = 0, self._clock() + LONGEST_SLICE
        for harvest in harvests:
            some.append(harvest)
            size += sum(len(document.text) for document in harvest.documents)
            if size >= SLICE or self._clock() >= until:
                yield some
                some, size, until = [], 0, self._clock() + LONGEST_SLICE
        yield some

    def _unusable(self, error: StoreError | QueryError, done: Round) -> bool:
        self._keeper.doubt()
        self._faults.note(_STORE, [error])
        done.stored = False
        return False

    # -- the feeds

    def _judge(self, harvests: Sequence[Harvest], now: float) -> None:
        """Note what is wrong with whom, and when to ask again."""
        if not harvests:
            return
        away = [one for one in harvests if one.away]
        if len(away) == len(harvests):  # then it may be this machine that is cut off, and no feed is to blame
            self._lost += 1
            self._up.difference_update(one.address for one in away)
            self._faults.note(
                _NETWORK, [SourceError(f"no feed can be reached, as if the network were down: {away[0].faults[0]}")]
            )
            return
        self._lost = 0
        self._faults.note(_NETWORK)
        for one in harvests:
            self._note(one, now)

    def _note(self, harvest: Harvest, now: float) -> None:
        feed = harvest.address
        if harvest.up is not None or harvest.faults or feed not in self._up:  # who says nothing new at least says that
            self._faults.note(feed, harvest.faults)
        if harvest.up is False:
            self._up.discard(feed)
            self._failed[feed] += 1
            self._due[feed] = now + backed_off(self.every, self._failed[feed], LONGEST)
        else:
            self._up.add(feed)
            self._failed[feed] = 0
            self._due[feed] = now

    def _nap(self, seconds: float) -> None:
        """Sleep, but not when it is time to stop."""
        until = self._clock() + seconds
        while (left := until - self._clock()) > 0 and not self._stopping():
            self._sleep(min(_NAP, left))


def backed_off(every: float, failures: int, longest: float) -> float:
    """The seconds until the next attempt: twice as many after each failure but the first, within reason."""
    return min(every * 2.0 ** min(max(failures - 1, 0), 30), max(every, longest))


def _host(address: str) -> str:
    return urlsplit(address).hostname or address
