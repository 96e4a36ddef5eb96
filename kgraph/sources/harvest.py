"""What is new in feeds and pages, and in the pages that feeds lead to; hosts are asked side by side, feeds in turn."""

import hashlib
import queue
import random
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from kgraph import iri, sources
from kgraph.errors import SourceError
from kgraph.model import Document
from kgraph.sources.document import Record
from kgraph.sources.entries import Entry
from kgraph.sources.fetch import Fetched, Fetcher
from kgraph.sources.hosts import PassingError, UnreachableError
from kgraph.sources.visits import Visit, Visits

THREADS = 8  # hosts that are asked at the same time
PAGES = 50  # that one feed leads to are fetched in one go; the others wait for the next
_LOOK = 0.2  # seconds between looks at whether to stop
_WEB = re.compile(r"https?://([^/?#]+)", re.IGNORECASE)
Stopping = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Harvest:
    """What an address gave: ``documents`` that may be new, and the ``visit`` to remember once they are stored.

    ``up`` is whether the address itself could be read, None where it says nothing new; ``away``, that nobody answered.
    """

    address: str
    documents: tuple[Document, ...] = ()
    visit: Visit | None = None
    faults: tuple[SourceError, ...] = ()
    up: bool | None = True
    away: bool = False


@dataclass(frozen=True, slots=True)
class Harvester:
    """Reads addresses, each as far as it is news since the last of ``visits``; with ``follow`` also linked pages."""

    fetcher: Fetcher
    visits: Visits
    follow: bool = False
    stopping: Stopping = lambda: False

    def harvest(self, address: str) -> Harvest:
        """What is new at ``address``; faults are told and not raised."""
        try:
            return self._harvest(address)
        except SourceError as error:
            return Harvest(address, faults=(error,), up=False, away=isinstance(error, UnreachableError))
        except Exception as error:  # what strangers send may break any reader; the other feeds must go on
            fault = f"can't be read, which is a fault of kgraph ({type(error).__name__}: {error}); please report it"
            return Harvest(address, faults=(SourceError(f"{address}: {fault}"),), up=False)

    def _harvest(self, address: str) -> Harvest:
        last = self.visits.get(address)
        fetched = self.fetcher.get(address, last.seen if last else None)
        digest = hashlib.sha256(fetched.blob.data).hexdigest() if fetched else ""
        if fetched is None or (last and last.seen and last.digest == digest):
            return Harvest(address, faults=tuple(map(SourceError, last.faults if last else ())), up=None)
        return self._read(address, fetched, digest, last)

    def _read(self, address: str, fetched: Fetched, digest: str, last: Visit | None) -> Harvest:
        entry = Entry(address, "url", origin=address)
        found = list(sources.within(fetched.blob))
        up = any(isinstance(record, Record) for record in found)
        pages = _Pages(self, dict(last.pages) if last else {})
        if self.follow and fetched.blob.format == "feed":
            found = list(pages.followed(found))
        items = list(sources.documents(found, entry))
        documents = tuple(item for item in items if isinstance(item, Document))
        faults = (*pages.faults, *(item for item in items if isinstance(item, SourceError)))
        seen = None if pages.waiting else fetched.seen
        visit = Visit(seen, digest, pages.named(documents), pages.visits, tuple(map(str, faults)))
        return Harvest(address, documents, visit if up else None, faults, up)


@dataclass(slots=True)
class _Pages:
    """The pages that the entries of one feed lead to; ``known`` are the visits to them that are remembered.

    ``waiting`` is whether some are to be fetched another time.
    """

    harvester: Harvester
    known: dict[str, Visit]
    visits: dict[str, Visit] = field(default_factory=dict)
    faults: list[SourceError] = field(default_factory=list)
    waiting: bool = False
    fetched: int = 0
    _away: set[str] = field(default_factory=set)

    def followed(self, found: Sequence[Record | SourceError]) -> Iterator[Record | SourceError]:
        """The records, each with the text of the page it leads to; without those whose pages say nothing new."""
        for record in found:
            address = str(record.fields.get("url") or "") if isinstance(record, Record) else ""
            web = _WEB.match(address)
            if not isinstance(record, Record) or web is None:
                yield record
            elif (told := self._told(record, address, web[1].lower())) is not None:
                yield told

    def named(self, documents: Sequence[Document]) -> tuple[str, ...]:
        """The IRIs of all documents of the feed, those of pages that say nothing new included.

        Each page keeps those that it gave, for when it says nothing new.
        """
        given: dict[str, list[str]] = defaultdict(list)
        for one in documents:
            given[one.url or ""].append(iri.document(one.id, one.text))
        for address in given.keys() & self.visits.keys():
            self.visits[address] = replace(self.visits[address], documents=tuple(given[address]))
        known = [name for visit in self.visits.values() for name in visit.documents]
        return tuple(dict.fromkeys([*known, *(name for names in given.values() for name in names)]))

    def _told(self, record: Record, address: str, host: str) -> Record | None:
        """``record`` with its page's text, as it is where the page can't be read; None where there's nothing new."""
        digest, last = iri.digest(*sorted(map(str, record.fields.items())), length=64), self.known.get(address)
        if last and last.digest == digest:
            self.visits[address] = last
            return None
        if self.harvester.stopping() or self.fetched >= PAGES or host in self._away:
            self.waiting = True
            return None
        self.fetched += 1
        try:
            page = self.harvester.fetcher.get(address, last.seen if last else None)
            return self._page(record, address, digest, page, last)
        except SourceError as error:
            self.waiting |= isinstance(error, PassingError)
            if isinstance(error, UnreachableError):
                self._away.add(host)
            self.faults.append(error)
            return record

    def _page(
        self, record: Record, address: str, digest: str, page: Fetched | None, last: Visit | None
    ) -> Record | None:
        if page is None:
            assert last is not None  # else the host was not asked for news
            self.visits[address] = replace(last, digest=digest)
            return None
        [told, *_] = sources.within(page.blob)
        if isinstance(told, SourceError):
            raise told
        self.visits[address] = Visit(page.seen, digest)
        own = {name: value for name, value in record.fields.items() if value}
        return Record(record.where, {**told.fields, **own, "text": told.fields.get("text")}, record.number)


def gathered(harvester: Harvester, addresses: Sequence[str]) -> Iterator[Harvest]:
    """What the addresses gave, in the order that it comes; what is not there when it is time to stop is left out.

    The addresses of one host are read in turn, those of several side by side.
    """
    over = threading.Event()
    found: queue.Queue[Harvest | Exception | None] = queue.Queue(THREADS)
    groups = _by_host(addresses)
    lock = threading.Lock()

    def put(item: Harvest | Exception | None) -> None:
        placed = False
        while not placed and not over.is_set():
            with suppress(queue.Full):
                found.put(item, timeout=_LOOK)
                placed = True

    def work() -> None:
        try:
            while group := _next(groups, lock):
                for address in group:
                    if over.is_set() or harvester.stopping():
                        return
                    put(harvester.harvest(address))
        except Exception as error:
            put(error)  # for whoever waits
        finally:
            put(None)

    workers = min(THREADS, len(groups))
    for _ in range(workers):
        threading.Thread(target=work, daemon=True).start()
    try:
        yield from _taken(found, workers, harvester.stopping)
    finally:
        over.set()


def _taken(found: "queue.Queue[Harvest | Exception | None]", workers: int, stopping: Stopping) -> Iterator[Harvest]:
    while workers and not stopping():
        try:
            item = found.get(timeout=_LOOK)
        except queue.Empty:
            continue
        if isinstance(item, Exception):
            raise item
        if item is None:
            workers -= 1
        else:
            yield item


def _next(groups: list[list[str]], lock: threading.Lock) -> list[str] | None:
    with lock:
        return groups.pop() if groups else None


def _by_host(addresses: Sequence[str]) -> list[list[str]]:
    """The addresses by host, in no order that hosts could feel."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        web = _WEB.match(address)
        hosts[web[1].lower() if web else ""].append(address)
    groups = list(hosts.values())
    random.shuffle(groups)
    return groups
