"""A store that keeps itself up to date: round by round, whatever breaks."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode

from kgraph import ingesting, iri, pending
from kgraph.errors import SourceError, StoreError
from kgraph.sources import harvest, pace
from kgraph.sources.hosts import UnreachableError
from kgraph.store import Store
from kgraph.vocab import KG
from kgraph.watching import Round, Watch, keeping, loop
from kgraph.workers import Worked
from tests.site import Page, Reply, Site, feed, running, texts

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

    def worked(given: Iterable[Any], *how: object) -> Iterator[Worked]:
        for batch in given:
            yield from (Worked(document, (), None, batch.done) for document in batch.documents)

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

    def make(*paths: str, store: str = "store", every: float = 60.0, **how: Any) -> Watch:
        feeds = [path if "//" in path else site.address + path for path in paths or ("/feed",)]
        return Watch(
            lambda: (feeds, []),
            str(tmp_path / store),
            every,
            tmp_path / "visits",
            clock=clock,
            sleep=clock.sleep,
            **how,
        )

    return make


def told(done: Round) -> str:
    return " | ".join(done.news)


def test_a_round_stores_what_is_new(make: Make, site: Site, tmp_path: Path) -> None:
    """And the next one only what is newer; who says that nothing is new is believed, and the store is not opened."""
    watch = make()
    first = watch.round()
    assert (first.asked, first.up, first.kept.documents, first.faults) == (1, 1, 1, 0)
    assert watch.round().kept.documents == 0
    assert site.paths == ["/robots.txt", "/feed", "/feed"]
    site.pages["/feed"] = tagged(feed(SECOND, FIRST))
    assert watch.round().kept.documents == 1
    assert texts(tmp_path / "store") == {FIRST[1], SECOND[1]}


def test_a_restart_adds_nothing_twice(make: Make, site: Site, tmp_path: Path) -> None:
    """What was seen is remembered between runs."""
    make().round()
    before = (tmp_path / "store" / "graph").stat().st_mtime_ns
    again = make().round()
    assert (again.up, again.kept.documents, again.faults) == (1, 0, 0)
    assert "if-none-match" in site.asked[-1][1]
    assert (tmp_path / "store" / "graph").stat().st_mtime_ns == before


def test_another_store_misses_nothing(make: Make, tmp_path: Path) -> None:
    """What one has says nothing of another."""
    make().round()
    assert make(store="other").round().kept.documents == 1
    assert texts(tmp_path / "other") == {FIRST[1]}


def test_a_new_store_at_the_same_place_misses_nothing(make: Make, tmp_path: Path) -> None:
    """Neither between two runs nor between two rounds."""
    watch = make()
    watch.round()
    shutil.rmtree(tmp_path / "store")
    assert watch.round().kept.documents == 1
    shutil.rmtree(tmp_path / "store")
    assert make().round().kept.documents == 1
    shutil.rmtree(tmp_path / "store")
    Store(tmp_path / "store", create=True).close()
    assert watch.round().kept.documents == 1


def test_a_store_from_an_older_copy_misses_nothing(make: Make, site: Site, tmp_path: Path) -> None:
    """What it does not hold is asked for again."""
    make().round()
    shutil.copytree(tmp_path / "store", tmp_path / "copy")
    site.pages["/feed"] = tagged(feed(SECOND, FIRST))
    make().round()
    shutil.rmtree(tmp_path / "store")
    shutil.copytree(tmp_path / "copy", tmp_path / "store")
    assert make().round().kept.documents == 1
    assert texts(tmp_path / "store") == {FIRST[1], SECOND[1]}


def test_a_feed_that_only_looks_new_opens_nothing(make: Make, site: Site, tmp_path: Path) -> None:
    """Many change with every request."""
    numbers = iter(range(10))
    site.pages["/feed"] = lambda headers: feed(FIRST, Note=str(next(numbers)))._replace(
        body=feed(FIRST).body + f"<!-- {len(site.asked)} -->".encode()
    )
    watch = make()
    watch.round()
    with Store(tmp_path / "store"):  # another process that writes
        done = watch.round()
    assert (done.up, done.faults, done.stored) == (1, 0, True)


def test_a_feed_breaks_and_heals(make: Make, site: Site, clock: Clock) -> None:
    """It is named once, asked more and more rarely, and said to be well again; the others go on."""
    site.pages["/other"] = feed(SECOND)
    watch = make("/feed", "/other")
    watch.round()
    site.pages["/feed"] = Reply(500)
    asked, news = [], []
    for _ in range(8):
        clock.now += 60
        done = watch.round()
        asked.append(done.asked)
        news += done.news
        assert done.faults == 1
        assert done.up == 1
    assert asked == [2, 2, 1, 2, 1, 1, 1, 2]
    assert news == [f"{site.address}/feed: the server answers 500 Internal Server Error; try again later"]
    site.pages["/feed"] = feed(FIRST)
    clock.now += loop.LONGEST
    done = watch.round()
    assert (told(done), done.faults, done.up) == (f"{site.address}/feed: is well again", 0, 2)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (
            Reply(200, {"Content-Type": "application/rss+xml"}, b"<rss><channel></channel></rss>"),
            "is no RSS or Atom feed",
        ),
        (feed(("x", "")), "holds no text"),
        (Reply(404), "404"),
        (Reply(302, {"Location": "file:///etc/passwd"}), "leads to no http or https address"),
    ],
)
def test_a_broken_feed_costs_only_itself(
    make: Make, site: Site, clock: Clock, tmp_path: Path, page: Reply, words: str
) -> None:
    """Whatever is wrong with it, it is asked again."""
    site.pages["/bad"] = page
    watch = make("/bad", "/feed")
    done = watch.round()
    assert done.kept.documents == 1
    assert words in told(done)
    site.pages["/bad"] = feed(SECOND)
    clock.now += 60
    assert watch.round().kept.documents == 1
    assert texts(tmp_path / "store") == {FIRST[1], SECOND[1]}


def test_many_faults_of_a_feed_are_one_line(make: Make, site: Site) -> None:
    """The first of them, and how many more."""
    site.pages["/feed"] = feed(*[(f"n{n}", "") for n in range(20)], FIRST)
    done = make().round()
    assert done.kept.documents == 1
    assert len(done.news) == 1
    assert "entry 1: holds no text; fill it or leave it out (and 19 more there)" in done.news[0]


def test_what_is_forbidden_is_not_asked(make: Make, site: Site) -> None:
    """By robots.txt, for feeds too."""
    site.pages["/robots.txt"] = Reply(200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /feed")
    assert "robots.txt asks programs not to read it" in told(make().round())
    assert site.paths == ["/robots.txt"]


def test_a_lost_network_is_said_once(make: Make, site: Site, clock: Clock) -> None:
    """No feed is blamed; rounds become rarer, and all feeds are asked as soon as there is a network again."""
    watch = make("/feed", "/other")
    site.pages["/other"] = feed(SECOND)
    watch.round()
    watch._harvester.fetcher.robots._known.clear()  # type: ignore[union-attr]
    real = harvest.Harvester.harvest
    gone = UnreachableError("x: there is no host named x; check the address and the network")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            harvest.Harvester, "harvest", lambda self, address: harvest.Harvest(address, (), None, (gone,), False, True)
        )
        rounds = watch.rounds()
        done = [next(rounds) for _ in range(4)]
        assert [one.asked for one in done] == [2, 2, 2, 2]
        assert [len(one.news) for one in done] == [1, 0, 0, 0]
        assert "no feed can be reached, as if the network were down" in done[0].news[0]
        patch.setattr(harvest.Harvester, "harvest", real)
        before = clock.now
        back = next(rounds)
    assert 8 * 60 <= clock.now - before <= 8 * 60 + 5  # the pause after the fourth in a row
    assert (told(back), back.up, back.faults) == ("the network: is well again", 2, 0)


def test_a_store_that_is_busy_is_waited_for(make: Make, site: Site, tmp_path: Path) -> None:
    """For a moment; then its texts wait for the next round, and the feed is asked for them anew."""
    watch = make()
    Store(tmp_path / "store", create=True).close()
    with Store(tmp_path / "store"):
        done = watch.round()
        assert (done.stored, done.kept.documents) == (False, 0)
        assert "Another process writes to the store" in told(done)
        assert watch.round().news == ()
    done = watch.round()
    assert (done.stored, done.kept.documents, told(done)) == (True, 1, "the store: is well again")


def test_a_store_that_is_soon_free_is_no_fault(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within the pauses."""
    other = Store(tmp_path / "store", create=True)
    monkeypatch.setattr(keeping, "PAUSES", (0.1, 0.1))
    watch = make(store="store")
    monkeypatch.setattr(watch._keeper, "_nap", lambda seconds: other.close())
    done = watch.round()
    assert (done.stored, done.kept.documents, done.faults) == (True, 1, 0)


def test_a_server_that_is_down_is_no_end(make: Make, site: Site, tmp_path: Path) -> None:
    """While it is, no feed is asked in vain."""
    watch = Watch(
        lambda: ([f"{site.address}/feed"], []), "http://user:secret@127.0.0.1:9/sparql", 60.0, tmp_path / "visits"
    )  # fmt: skip
    done = next(watch.rounds())
    assert not done.stored
    assert "can't be reached" in told(done)
    assert "secret" not in told(done)
    assert site.asked == []


def test_a_foreign_folder_is_an_end(make: Make, tmp_path: Path) -> None:
    """It won't become a store."""
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "file").write_text("")
    with pytest.raises(StoreError, match="is not a kgraph store"):
        next(make().rounds())


def test_one_store_has_one_watch(make: Make, tmp_path: Path) -> None:
    """The second says so; when the first has ended, it may."""
    first = make().rounds()
    next(first)
    with pytest.raises(StoreError, match="Another kgraph watch writes to the store"):
        next(make().rounds())
    next(make(store="other").rounds())
    first.close()
    next(make().rounds())


def test_events_that_wait_are_worked_out(make: Make, tmp_path: Path) -> None:
    """Where another run was ended between a text and its events, though no feed has news."""
    watch = make()
    watch.round()
    note = pending.Note(KG.terms()["consult"], "2024-03-06", KG.actual, None, None).quad
    with Store(tmp_path / "store") as store:
        store.change(insert=[note])
    make().round()
    with Store(tmp_path / "store", read_only=True) as store:
        assert not list(store.match(graph=NamedNode(iri.PENDING)))


def test_an_end_between_texts_is_taken_up(make: Make, site: Site, tmp_path: Path) -> None:
    """What is not stored yet is not taken for seen."""
    site.pages["/feed"] = tagged(feed(FIRST, SECOND))
    done = make(stopping=lambda: (tmp_path / "store").exists() and bool(texts(tmp_path / "store"))).round()
    assert done.kept.documents == 1
    assert make().round().kept.documents == 1
    assert texts(tmp_path / "store") == {FIRST[1], SECOND[1]}


def test_the_list_is_read_anew(tmp_path: Path, site: Site) -> None:
    """Feeds come and go; a list that breaks leaves the one before."""
    site.pages["/other"] = feed(SECOND)
    lists: list[Any] = [
        ([f"{site.address}/feed"], []),
        SourceError("feeds.opml: is no OPML"),
        ([f"{site.address}/other"], []),
    ]

    def plan() -> Any:
        given = lists.pop(0)
        if isinstance(given, SourceError):
            raise given
        return given

    watch = Watch(plan, str(tmp_path / "store"), 60.0, tmp_path / "visits")
    watch.round()
    broken = watch.round()
    assert (broken.asked, told(broken)) == (1, "feeds.opml: is no OPML")
    done = watch.round()
    assert (done.feeds, done.kept.documents, done.faults) == (1, 1, 0)
