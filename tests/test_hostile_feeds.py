"""Feeds and lists of feeds that mean harm: nothing hangs, nothing grows, nothing else is read."""

import os
import time
import tracemalloc
from pathlib import Path

import pytest

from kgraph import sources
from kgraph.errors import SourceError
from kgraph.sources import feeds, opml
from kgraph.sources.document import Record
from kgraph.sources.plain import Blob
from tests.serving import Elsewhere
from tests.site import rss

LAUGHS = "".join(f'<!ENTITY a{n} "' + f"&a{n - 1};" * 10 + '">' for n in range(1, 12))
NAMES = " ".join(f"xmlns:a{n}='x{n}'" for n in range(5000))
SECRET = "what only the disk knows"


def item(words: str, head: str = "") -> str:
    entry = f"<item><guid>g</guid><description>{words}</description></item>"
    return f'{head}<rss version="2.0"><channel>{entry}</channel></rss>'


HARM = {
    "a billion laughs": item("Met. &a11;", f'<!DOCTYPE r [<!ENTITY a0 "ha">{LAUGHS}]>'),
    "quadratic": item("Met. " + "&a;" * 10_000, "<!DOCTYPE r [<!ENTITY a '" + "x" * 20_000 + "'>]>"),
    "many entities": item("Met.", "<!DOCTYPE r [" + "<!ENTITY a 'b'>" * 50_000 + "]>"),
    "open doctypes": "<!DOCTYPE " * 50_000,
    "deep": item("<a>" * 10_000 + "Met." + "</a>" * 10_000),
    "deep and escaped": item("&lt;div&gt;" * 10_000 + "Met."),
    "deep from the root": "<a>" * 10_000,
    "attributes": item("&lt;a " + "b=&quot;c&quot; " * 20_000 + "&gt;Met."),
    "names": f'<rss version="2.0" {NAMES}><channel></channel></rss>',
    "angles": "<" * 50_000,
    "open comments": item("<!--" * 50_000),
    "open sections": item("<![CDATA[" * 50_000),
}


def read(data: str | bytes) -> list[Record | SourceError]:
    raw = data.encode() if isinstance(data, str) else data
    return list(sources.within(Blob("feed", "feed", raw)))


@pytest.mark.parametrize("harm", HARM)
def test_nothing_hangs_or_grows(harm: str) -> None:
    """It is read as far as it is a feed, or is an error."""
    began = time.monotonic()
    found = read(HARM[harm])
    assert found
    assert time.monotonic() - began < 20
    assert all(len(str(record.fields["text"])) <= len(HARM[harm]) for record in found if isinstance(record, Record))


@pytest.mark.parametrize("harm", ["a billion laughs", "quadratic"])
def test_entities_take_no_memory(harm: str) -> None:
    """Not even for a moment."""
    read(rss(("g", "Met.")))  # what reads feeds is loaded
    tracemalloc.start()
    try:
        read(HARM[harm])
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 5e7


def outward(path: Path, address: str, public: str) -> str:
    return (
        f'<!DOCTYPE r {public} [<!ENTITY disk SYSTEM "{path.as_uri()}"><!ENTITY web SYSTEM "{address}">'
        f'<!ENTITY % more SYSTEM "{address}more.dtd">%more;]>'
    )


@pytest.mark.parametrize("public", ["", 'SYSTEM "{address}"', 'PUBLIC "x" "{address}"'])
def test_a_feed_leads_nowhere_else(tmp_path: Path, public: str) -> None:
    """Neither to the disk nor to the network."""
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    with Elsewhere() as elsewhere:
        head = outward(path, elsewhere.address, public.format(address=elsewhere.address))
        found = read(item("Met. &disk; &web; and xi:include", head))
        assert elsewhere.calls == 0
    assert found
    assert SECRET not in str(found)


def test_a_feed_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """For broken ones take long to read."""
    monkeypatch.setattr(feeds, "LIMIT", 1000)
    [error] = read(rss(("g", "word " * 1000)))
    assert "too large for a feed" in str(error)


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "feeds.opml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_list_of_feeds(tmp_path: Path) -> None:
    """Groups within groups, each address once; what is no address of the web is named and not opened."""
    body = """<?xml version="1.0"?><opml version="2.0"><head><title>Ours</title></head><body>
    <outline text="Ministries">
      <outline text="A" type="rss" xmlUrl="https://a.example/feed?x=1&amp;y=2" htmlUrl="https://a.example/"/>
      <outline text="B" xmlURL=" HTTPS://b.example/feed "/></outline>
    <outline text="A again" xmlUrl="https://a.example/feed?x=1&amp;y=2"/><outline text="Empty" xmlUrl=""/>
    <outline text="Odd" xmlUrl="/etc/passwd"/><outline text="Odder" xmlUrl="file:///etc/passwd"/></body></opml>"""
    addresses, odd = opml.feeds(written(tmp_path, body))
    assert addresses == ["https://a.example/feed?x=1&y=2", "HTTPS://b.example/feed"]
    assert len(odd) == 2
    assert "lists /etc/passwd, which is no http or https address" in str(odd[0])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is no OPML (no element found)"),
        ("https://a.example/feed\n", "line 1: is no OPML"),
        ("<opml><body>", "is no OPML"),
        ("<opml><body/></opml>", "lists no feeds"),
        ("<opml>" * 10_000, "is no OPML"),
        ("<opml>" * 10_000 + "</opml>" * 10_000, "lists no feeds"),
        (f'<!DOCTYPE o [<!ENTITY a0 "ha">{LAUGHS}]><opml><outline xmlUrl="&a11;"/></opml>', "declares entities"),
        ('<!DOCTYPE o [<!ENTITY % x SYSTEM "file:///etc/passwd">%x;]><opml/>', "declares entities"),
        ('<!DOCTYPE o SYSTEM "file:///etc/passwd"><opml><outline xmlUrl="&x;"/></opml>', "lists no feeds"),
        (b"\xff\xfe\x00", "is no OPML"),
        ("<opml>" + " " * opml.LIMIT, "too large for a list of feeds"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_odd_lists_are_refused(tmp_path: Path, content: str | bytes, words: str) -> None:
    """In a sentence that names the file."""
    path = written(tmp_path, content)
    with pytest.raises(SourceError) as error:
        opml.feeds(path)
    assert words in str(error.value)
    assert str(path) in str(error.value)


def test_only_files_are_lists(tmp_path: Path) -> None:
    """A pipe is not waited for."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "missing", "a\0b"):
        with pytest.raises(SourceError, match="neither an http or https address nor a file"):
            opml.feeds(path)
