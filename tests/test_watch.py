"""A store that keeps itself up to date with feeds: round by round, whatever breaks."""

from pathlib import Path
from typing import Any

import pytest

from kgraph.errors import SourceError
from kgraph.sources import harvest
from kgraph.sources.hosts import UnreachableError
from kgraph.store import Store
from kgraph.watching import Watch, loop
from tests.site import Reply, Site, feed, texts
from tests.watches import FIRST, SECOND, Clock, Make, tagged, told
from tests.watches import alone as alone
from tests.watches import clock as clock
from tests.watches import make as make
from tests.watches import site as site


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


def test_a_reader_that_breaks_costs_only_its_feed(make: Make, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows what strangers will send."""
    import feedparser

    real = feedparser.parse
    site.pages["/bad"] = feed(SECOND)

    def parse(stream: Any) -> Any:
        data = stream.getvalue()
        if SECOND[1].encode() in data:
            raise KeyError("odd")
        return real(stream)

    monkeypatch.setattr(feedparser, "parse", parse)
    done = make("/bad", "/feed").round()
    assert done.kept.documents == 1
    assert "/bad: can't be read, which is a fault of kgraph (KeyError: 'odd'); please report it" in told(done)


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


def test_a_fault_is_told_as_long_as_nothing_changes(make: Make, site: Site) -> None:
    """A feed with an entry that holds no text is at fault also when it says nothing new, whoever asks, until mended."""
    site.pages["/feed"] = tagged(feed(FIRST, ("n2", "")))
    first, again = make().round(), make().round()
    assert first.faults == again.faults == 1
    assert told(first) == told(again) != ""
    site.pages["/feed"] = tagged(feed(FIRST, SECOND))
    assert make().round().faults == 0
