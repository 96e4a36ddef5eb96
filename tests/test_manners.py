"""How hosts are treated: at a pace, by their robots.txt, and without being asked twice for the same."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from kgraph.errors import SourceError
from kgraph.sources import pace as paces
from kgraph.sources import robots as rules
from kgraph.sources.fetch import Fetcher, Seen, polite
from kgraph.sources.hosts import PassingError, UnreachableError
from kgraph.sources.pace import Pace, retry_after
from kgraph.sources.robots import Robots, RobotsError
from tests.site import Reply, Site, running, text

pytestmark = pytest.mark.usefixtures("private")


class Clock:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def private(monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses of this machine may be read."""
    monkeypatch.setenv("KGRAPH_ALLOW_PRIVATE", "1")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(clock.sleep, clock)


@pytest.fixture
def site() -> Iterator[Site]:
    with running({"/a": text("A."), "/b": text("B."), "/private/c": text("C.")}) as site:
        yield site


# -- pace


def test_one_host_is_asked_once_a_second(pace: Pace, clock: Clock) -> None:
    """Others need not wait for it."""
    for host in ("x", "x", "y", "x", "y"):
        pace.wait("address", host)
    assert clock.slept == [1.0, 1.0]
    clock.now += 10
    pace.wait("address", "x")
    assert clock.slept == [1.0, 1.0]


def test_a_host_may_want_more_time(pace: Pace, clock: Clock) -> None:
    """Up to a bound."""
    pace.slow("x", 5.0)
    pace.slow("y", 1e9)
    for host in ("x", "x", "y", "y"):
        pace.wait("address", host)
    assert clock.slept == [5.0, paces.LONGEST_PAUSE]


def test_a_host_may_want_to_be_left_alone(pace: Pace, clock: Clock) -> None:
    """For a moment, which is waited for; for long, which is an error; not for ever."""
    assert pace.hold("x", 20.0)
    pace.wait("address", "x")
    assert clock.slept == [20.0]
    assert not pace.hold("x", 1e12)
    with pytest.raises(PassingError, match="x asks to be left alone"):
        pace.wait("address", "x")
    clock.now += paces.LONGEST_HOLD
    pace.wait("address", "x")


def test_threads_take_turns(clock: Clock) -> None:
    """Two that come at once do not ask at once."""
    slept: list[float] = []
    pace = Pace(slept.append, lambda: 0.0)
    threads = [threading.Thread(target=pace.wait, args=("address", "x")) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(slept) == [1.0, 2.0, 3.0, 4.0]


@pytest.mark.parametrize(
    ("words", "seconds"),
    [("120", 120.0), ("0", 0.0), ("", None), ("soon", None), ("-5", None), ("9" * 400, float("inf"))],
)
def test_retry_after(words: str, seconds: float | None) -> None:
    """A number of seconds; what can't be read asks for nothing."""
    assert retry_after(words) == seconds


def test_retry_after_a_date() -> None:
    """A date that is past asks for nothing."""
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    assert 90 < (retry_after(soon) or 0) <= 100
    assert retry_after("Wed, 06 Mar 2024 12:00:00 GMT") == 0.0


def test_requests_keep_the_pace(site: Site, pace: Pace, clock: Clock) -> None:
    """Redirects are requests too."""
    site.pages["/old"] = Reply(301, {"Location": "/a"})
    fetcher = Fetcher(pace)
    for path in ("/a", "/b", "/old"):
        assert fetcher.get(site.address + path) is not None
    assert site.paths == ["/a", "/b", "/old", "/a"]
    assert clock.slept == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_host_is_asked_once_more(site: Site, pace: Pace, clock: Clock, status: int) -> None:
    """After the time that it asks for."""
    replies = iter([Reply(status, {"Retry-After": "7"}), text("Now.")])
    site.pages["/busy"] = lambda headers: next(replies)
    found = Fetcher(pace).get(f"{site.address}/busy")
    assert found is not None
    assert found.blob.data == b"Now."
    assert clock.slept == [7.0]


def test_a_host_that_stays_busy_is_left(site: Site, pace: Pace, clock: Clock) -> None:
    """At once where it asks for a long time, after a second attempt else; nothing else is asked of it meanwhile."""
    site.pages["/busy"] = Reply(503, {"Retry-After": "3600"})
    site.pages["/full"] = Reply(429, {"Retry-After": "5"})
    fetcher = Fetcher(pace)
    with pytest.raises(PassingError, match="the server answers 429"):
        fetcher.get(f"{site.address}/full")
    clock.now += 100
    with pytest.raises(PassingError, match="the server answers 503"):
        fetcher.get(f"{site.address}/busy")
    with pytest.raises(PassingError, match="asks to be left alone"):
        fetcher.get(f"{site.address}/a")
    assert site.paths == ["/full", "/full", "/busy"]


# -- robots.txt


def test_robots_are_asked_first_and_once(site: Site, pace: Pace) -> None:
    """One robots.txt a host and day, whatever is fetched; what it forbids isn't asked for."""
    site.pages["/robots.txt"] = text("User-agent: *\nDisallow: /private/\nAllow: /private/c/\n")
    fetcher = polite(pace)
    assert fetcher.get(f"{site.address}/a") is not None
    with pytest.raises(RobotsError, match=r"robots\.txt asks programs not to read it"):
        fetcher.get(f"{site.address}/private/c")
    assert site.paths == ["/robots.txt", "/a"]


def test_what_a_person_names_is_fetched(site: Site, pace: Pace) -> None:
    """robots.txt is for what programs come upon themselves."""
    site.pages["/robots.txt"] = text("User-agent: *\nDisallow: /\n")
    assert Fetcher(pace).get(f"{site.address}/a") is not None
    assert site.paths == ["/a"]


def test_a_redirect_is_checked_too(site: Site, pace: Pace) -> None:
    """Nobody gets around robots.txt by way of another page."""
    site.pages |= {
        "/robots.txt": text("User-agent: kgraph\nDisallow: /private\n"),
        "/x": Reply(302, {"Location": "/private/c"}),
    }
    with pytest.raises(RobotsError):
        polite(pace).get(f"{site.address}/x")
    assert "/private/c" not in site.paths


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_host_without_robots_allows_all(site: Site, pace: Pace, status: int) -> None:
    """So says the standard of every answer from 400 to 499."""
    site.pages["/robots.txt"] = Reply(status)
    assert polite(pace).get(f"{site.address}/a") is not None


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_host_whose_robots_fail_is_left_for_now(site: Site, pace: Pace, status: int) -> None:
    """Until it answers again."""
    site.pages["/robots.txt"] = Reply(status)
    with pytest.raises(PassingError, match=f"can't be told just now .*{status}"):
        polite(pace).get(f"{site.address}/a")
    assert "/a" not in site.paths


def test_robots_of_nobody(pace: Pace) -> None:
    """Where nobody answers, nobody can be reached."""
    with pytest.raises(UnreachableError):
        polite(pace).get("http://127.0.0.1:9/feed")


def test_robots_behind_redirects(site: Site, pace: Pace) -> None:
    """Five are followed."""
    site.pages |= {f"/{n}": Reply(301, {"Location": f"/{n + 1}"}) for n in range(1, 5)}
    site.pages |= {"/robots.txt": Reply(301, {"Location": "/1"}), "/5": text("User-agent: *\nDisallow: /a\n")}
    with pytest.raises(RobotsError):
        polite(pace).get(f"{site.address}/a")


def test_long_robots_are_cut(site: Site, pace: Pace) -> None:
    """What stands behind the first half megabyte is not read."""
    head = "User-agent: *\nDisallow: /b\n"
    site.pages["/robots.txt"] = text(head + "#" * rules.LIMIT + "\nDisallow: /a\n")
    fetcher = polite(pace)
    assert fetcher.get(f"{site.address}/a") is not None
    with pytest.raises(RobotsError):
        fetcher.get(f"{site.address}/b")


def test_robots_slow_us_down(site: Site, pace: Pace, clock: Clock) -> None:
    """By Crawl-delay."""
    site.pages["/robots.txt"] = text("User-agent: *\nCrawl-delay: 4\n")
    fetcher = polite(pace)
    for path in ("/a", "/b", "/a"):
        fetcher.get(site.address + path)
    assert clock.slept == [1.0, 4.0, 4.0]


def test_rules_are_read_anew_each_day(clock: Clock) -> None:
    """Or soon, where they could not be read; old rules hold on while a host is away."""
    texts: list[str | SourceError] = [PassingError("away"), "User-agent: *\nDisallow: /x", PassingError("away"), ""]
    asked: list[float] = []

    def read(place: str) -> str:
        asked.append(clock.now)
        said = texts.pop(0)
        if isinstance(said, SourceError):
            raise said
        return said

    robots, url = Robots(read, clock), httpx.URL("https://news.example/x")
    with pytest.raises(PassingError):
        robots.check("x", url)
    with pytest.raises(PassingError):
        robots.check("x", url)
    clock.now += rules.SOON
    with pytest.raises(RobotsError):
        robots.check("x", url)
    clock.now += rules.DAY
    with pytest.raises(RobotsError):
        robots.check("x", url)
    clock.now += rules.SOON
    assert robots.check("x", url) == 0.0
    assert len(asked) == 4


@pytest.mark.parametrize(
    ("said", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /\nAllow: /news", "/news/1", True),  # the longest rule counts, not the first
        ("User-agent: *\nDisallow: /*.rss$", "/a/feed.rss", False),
        ("User-agent: *\nDisallow: /*.rss$", "/a/feed.rss?x", True),
        ("User-agent: kgraph\nDisallow: /a\nUser-agent: *\nDisallow: /b", "/b", True),  # our group counts alone
        ("User-agent: KGRAPH\nDisallow: /a\n", "/a", False),
        ("User-agent: other\nDisallow: /\n", "/a", True),
        ("\ufeffUser-agent: *\nDisallow: /a", "/a", False),
        ("\0\n<html>no rules</html>", "/a", True),
        ("User-agent: *\nDisallow: /" + "*a" * 3000 + "b", "/" + "a" * 2000, True),
    ],
)
def test_rules(said: str, path: str, allowed: bool) -> None:
    """As RFC 9309 reads them; and no pattern takes long."""
    robots = Robots(lambda place: said.lstrip("\ufeff"))
    url = httpx.URL(f"https://news.example{path}")
    if allowed:
        robots.check("x", url)
    else:
        with pytest.raises(RobotsError):
            robots.check("x", url)


# -- what was seen


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ({"ETag": '"1"'}, {"if-none-match": '"1"'}),
        ({"Last-Modified": "Wed, 06 Mar 2024 12:00:00 GMT"}, {"if-modified-since": "Wed, 06 Mar 2024 12:00:00 GMT"}),
        ({}, {}),
        ({"ETag": "x" * 5000}, {}),
    ],
)
def test_what_was_seen_need_not_be_sent(site: Site, pace: Pace, told: dict[str, str], asked: dict[str, str]) -> None:
    """A server that knows the version by the name it gave says that there is none newer."""

    def page(headers: dict[str, str]) -> Reply:
        return Reply(304) if asked and asked.items() <= headers.items() else text("A.", **told)

    site.pages["/a"] = page
    fetcher = Fetcher(pace)
    first = fetcher.get(f"{site.address}/a")
    assert first is not None
    assert (fetcher.get(f"{site.address}/a", first.seen) is None) == bool(asked)
    assert {name for name in site.asked[-1][1] if name.startswith("if-")} == asked.keys()


def test_a_version_is_one_of_its_own_page(site: Site, pace: Pace) -> None:
    """Where another page has taken its place by a redirect, the whole of that is asked for."""
    site.pages["/a"] = Reply(302, {"Location": "/b"})
    seen = Seen(f"{site.address}/a", '"1"')
    found = Fetcher(pace).get(f"{site.address}/a", seen)
    assert found is not None
    assert found.seen.url == f"{site.address}/b"
    assert [("if-none-match" in headers) for _, headers in site.asked] == [True, False]


def test_nothing_new_unasked_is_an_error(site: Site, pace: Pace) -> None:
    """A server that says 304 to whoever has nothing is broken."""
    site.pages["/a"] = Reply(304)
    with pytest.raises(SourceError, match="the server answers 304"):
        Fetcher(pace).get(f"{site.address}/a")
