"""The graph that the pages show: its store, opened anew when it has changed, and its events in columns."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from anyio import to_thread

from kgraph.analyse.project import network
from kgraph.explore.events import Events
from kgraph.explore.names import people
from kgraph.store import GraphStore, open_store
from kgraph.vocab import STATUSES

T = TypeVar("T")


class Graph:
    """A store for reading, shared by all pages; its work is done in threads, so that no page waits for another's."""

    def __init__(self, location: str) -> None:
        self.location = location
        self._lock = threading.Lock()
        self._store: GraphStore | None = None
        self._seen: object = None
        self._events: Events | None = None
        self._loading = asyncio.Lock()

    async def ask(self, work: Callable[[GraphStore], T]) -> T:
        """What ``work`` finds in the store as it is now."""
        return await to_thread.run_sync(lambda: work(self._current()))

    async def events(self) -> Events:
        """All events, read once and again when the store has changed: it takes seconds where there are many."""
        async with self._loading:
            return await to_thread.run_sync(self._read_events)

    def close(self) -> None:
        """Let the store go."""
        if self._store is not None:
            self._store.close()

    def _read_events(self) -> Events:
        store = self._current()
        with self._lock:
            known = self._events if self._store is store else None
        if known is not None:
            return known
        found = Events(network(store, statuses=STATUSES), people(store))
        with self._lock:
            if self._store is store:  # else it has changed meanwhile, and they are of yesterday
                self._events = found
        return found

    def _current(self) -> GraphStore:
        with self._lock:
            seen = _mark(self.location)
            if self._store is None or seen != self._seen:
                self._store, self._seen, self._events = open_store(self.location, read_only=True), seen, None
            return self._store


def _mark(location: str) -> object:
    """What changes when a store in a folder does; a server's store is taken as it was when it was first read."""
    folder = Path(location, "graph")
    if location.startswith(("http://", "https://")) or not folder.is_dir():
        return location
    found = []
    for file in folder.glob("*.[ls][os][gt]"):
        with suppress(FileNotFoundError):  # a writer tidies
            found.append((file.name, file.stat().st_size))
    return sorted(found)
