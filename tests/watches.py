"""Watches for the tests: of a site of their own, by a clock of their own, and without a language model."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kgraph import ingesting
from kgraph.sources import pace
from kgraph.watching import Round, Watch, keeping
from kgraph.workers import Worked
from tests.site import Page, Reply, Site, feed, running

FIRST, SECOND = ("n1", "France recalled its ambassador from Niger."), ("n2", "Iran denied attacking the ship.")
Make = Callable[..., Watch]


class Clock:
    """A clock that only moves when somebody sleeps."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses of this machine may be read, at any pace, and nobody waits for a language model."""

    def worked(given: Iterable[Any], jobs: int, dask: None, stopping: Callable[[], bool]) -> Iterator[Worked]:
        for batch in given:
            for document in batch.documents:
                if stopping():
                    return
                yield Worked(document, (), None, batch.done)

    monkeypatch.setenv("KGRAPH_ALLOW_PRIVATE", "1")
    monkeypatch.setattr(pace, "PAUSE", 0.0)
    monkeypatch.setattr(ingesting, "worked", worked)
    monkeypatch.setattr(keeping, "PAUSES", (0.01, 0.01))


def tagged(page: Reply) -> Page:
    """A page whose server knows its versions."""
    tag = f'"{hash(page.body)}"'
    told = Reply(page.status, {**page.headers, "ETag": tag}, page.body)
    return lambda headers: Reply(304) if headers.get("if-none-match") == tag else told


@pytest.fixture
def site() -> Iterator[Site]:
    with running({"/feed": tagged(feed(FIRST))}) as site:
        yield site


@pytest.fixture
def make(tmp_path: Path, site: Site, clock: Clock) -> Make:
    """Watches of the site's feeds, each like a process of its own."""

    def make(*paths: str, store: str = "store", server: str = "", **how: Any) -> Watch:
        feeds = [path if "//" in path else site.address + path for path in paths or ("/feed",)]
        return Watch(
            lambda: (feeds, []),
            server or str(tmp_path / store),
            60.0,
            tmp_path / "visits",
            clock=clock,
            sleep=clock.sleep,
            **how,
        )

    return make


def told(done: Round) -> str:
    return " | ".join(done.news)
