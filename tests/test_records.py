"""Files of many texts (JSON Lines, CSV, feeds), and the dates that texts and files carry."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph import sources
from kgraph.errors import SourceError
from kgraph.model import Document
from kgraph.sources import dates, markup
from tests.reading import load, only, write


def test_jsonl_records_are_documents(tmp_path: Path) -> None:
    """A record goes by its own id, else by file and line; fields without meaning here are passed over."""
    path = write(
        tmp_path / "a.jsonl",
        '{"id": 7, "text": "One.\\r\\n", "title": "T", "date": "9 Oct 2024", "publisher": "S", "extra": [1]}\n\n'
        '{"body": "Two.", "url": "javascript:x", "date": true}\n'
        '{"Text": null, "content": "Three.", "url": "https://post.example/3"}\n',
    )
    real = os.path.realpath(path)
    assert load(path) == [
        Document("7", "One.\r\n", "T", "2024-10-09", "S", None, f"{real}#7"),
        Document("a.jsonl#3", "Two.", origin=f"{real}#3"),
        Document("a.jsonl#4", "Three.", url="https://post.example/3", origin=f"{real}#4"),
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b'{"text": "x"', "not valid JSON (Expecting ',' delimiter, column 13)"),
        (b'["text"]', "not a JSON object"),
        (b"[" * 100_000, "too deep"),
        (b'{"text": "x", "id": ' + b"9" * 5000 + b"}", "too large a number"),
        (b'{"id": "x"}', "no field named text, body, content (found: id)"),
        (b'{"text": " "}', "holds no text"),
        (b'{"text": ["x"]}', "holds no text"),
        (b'{"text": "a\\u0000b"}', "is not text"),
        (b'{"text": "caf\xe9"}', "is not text in UTF-8"),
        (b'{"text": "x", "id": "1"}', "the id '1' is taken by an earlier record"),
    ],
)
def test_a_broken_line_is_named_and_the_rest_goes_on(tmp_path: Path, line: bytes, words: str) -> None:
    """Here it is the seventh of eight."""
    good = [b'{"text": "x", "id": "%d"}' % number for number in range(8)]
    items = load(write(tmp_path / "a.jsonl", b"\n".join([*good[:6], line, good[7]])))
    assert [isinstance(item, Document) for item in items] == [True] * 6 + [False, True]
    assert str(items[6]).startswith("a.jsonl line 7: ")
    assert words in str(items[6])


def test_lone_surrogates_are_replaced(tmp_path: Path) -> None:
    """JSON can spell half a character, which nothing after it could write out; a whole pair stays."""
    document = only(write(tmp_path / "a.jsonl", r'{"text": "a\ud800b \ud83d\ude00", "title": "\udfff"}'))
    assert (document.text, document.title) == ("a\ufffdb \U0001f600", "\ufffd")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_rows_are_documents(tmp_path: Path, delimiter: str, encoding: str) -> None:
    """A row goes by its id, else by the line it begins on; quoted line breaks stay."""
    rows = 'Id,Body,Date\nx,"One,;\t\r\nmore.",2024\n\n,Two.,\n,,2024\ny,Three.\n,"Four.",,,5'
    table = rows.replace(",;\t", "*").replace(",", delimiter).replace("*", ",;\t")
    *first, gap, three, four = load(write(tmp_path / "a.csv", table.encode(encoding)))
    assert [(item.id, item.text, item.date) for item in first if isinstance(item, Document)] == [
        ("x", "One,;\t\r\nmore.", "2024"),
        ("a.csv#5", "Two.", None),
    ]
    assert "a.csv line 6: holds no text" in str(gap)
    assert [item.id for item in (three, four) if isinstance(item, Document)] == ["y", "a.csv#8"]


def test_csv_takes_long_fields_and_names_rows_that_are_not_utf8(tmp_path: Path) -> None:
    """Python's own limit of 131,072 characters a field is lifted."""
    content = b"text\n" + b"x" * 200_000 + b"\ncaf\xe9\nok\n"
    long, broken, good = load(write(tmp_path / "a.csv", content))
    assert isinstance(long, Document)
    assert len(long.text) == 200_000
    assert str(broken).startswith("a.csv line 3: is not text")
    assert isinstance(good, Document)


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>The Harbour Post</title>
<item><guid>g1</guid><link>https://post.example/1</link><title>Fish &amp;amp; ships</title>
<pubDate>Wed, 09 Oct 2024 23:30:00 -0400</pubDate>
<description>&lt;p&gt;Ministers &lt;b&gt;met&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;They left.&lt;/p&gt;</description></item>
<item><title>Bare</title></item><item><link>https://post.example/3</link><description>Three.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><entry><id>urn:x:1</id><title>T</title>
<updated>2024-10-09T10:00:00Z</updated><summary>Short.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Long <i>text</i>.<br/>Next.</div></content></entry>
</feed>"""


def test_rss_entries_are_documents(tmp_path: Path) -> None:
    """Their markup is taken away; the day is the publisher's own; an entry without text is an error."""
    path = write(tmp_path / "a.rss", RSS)
    first, bare, third = load(path)
    title, real, source = "Fish & ships", os.path.realpath(path), "The Harbour Post"
    text, link = "Ministers met.\nThey left.", "https://post.example/1"
    assert first == Document("g1", text, title, "2024-10-09", source, link, f"{real}#g1")
    assert str(bare) == "a.rss entry 2: holds no text; fill it or leave it out"
    assert isinstance(third, Document)
    assert (third.id, third.text) == ("https://post.example/3", "Three.")


def test_atom_content_comes_before_summary(tmp_path: Path) -> None:
    """The whole text is worth more than its teaser."""
    document = only(write(tmp_path / "a.atom", ATOM))
    assert (document.id, document.text, document.date) == ("urn:x:1", "Long text.\nNext.", "2024-10-09")


def test_a_feed_reads_no_other_file(tmp_path: Path) -> None:
    """An entity that names a file stays empty."""
    secret = write(tmp_path / "secret", "hidden words")
    entity = f'<!DOCTYPE rss [<!ENTITY leak SYSTEM "{secret.as_uri()}">]>'
    feed = f"{entity}<rss><channel><item><description>So: &leak; end</description></item></channel></rss>"
    assert "hidden" not in only(write(tmp_path / "a.xml", feed)).text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("A&nbsp;b<br>c", "A b\nc"),
        ("<p>x\n y</p><script>z()</script><ul><li>1<li>2</ul>", "x y\n1\n2"),
        ("a <![if x]>b<![endif]> c", "a b c"),
        ("1 < 2 <![![> 3", "1 < 2 3"),
    ],
)
def test_fragments_lose_their_markup(html: str, text: str) -> None:
    """Blocks become lines."""
    assert markup.words(html) == text


@given(html=st.text("<>![]-/&#;'\"=ap "))
@settings(max_examples=100, deadline=None)
def test_any_fragment_is_read(html: str) -> None:
    """However broken its markup is."""
    assert "\n\n" not in markup.words(html)


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("2024-10-09", "2024-10-09"),
        (" 2024-10 ", "2024-10"),
        ("2024", "2024"),
        ("20241009", "2024-10-09"),
        ("2024-10-09T23:30:00Z", "2024-10-09"),
        ("2024-10-09 23:30:00+02:00", "2024-10-09"),
        ("Wed, 09 Oct 2024 23:30:00 -0400", "2024-10-09"),
        ("Oct. 9, 2024 at 10:30 a.m. EDT", "2024-10-09"),
        ("9th of October 2024", "2024-10-09"),
        ("October 2024", "2024-10"),
        ("2024/10/09", "2024-10-09"),
        ("25/10/2024", "2024-10-25"),
        ("10/25/2024", "2024-10-25"),
        ("09/10/2024", "2024"),
        ("09/09/2024", "2024-09-09"),
        ("2024-13-01", None),
        ("2024-02-30", None),
        ("31 February 2024", None),
        ("9 October", None),
        ("yesterday", None),
        ("Monday", None),
        ("in 2 days", None),
        ("1728432000", None),
        ("0", None),
        ("", None),
        ("soon " * 100 + "2024", None),
    ],
)
def test_dates_become_iso(words: str, date: str | None) -> None:
    """No more precise than they were written, and never by today's date."""
    assert dates.normalise(words) == date


@given(words=st.text("2019 -/:,OctoberMayTZ+q1") | st.text())
@settings(max_examples=60, deadline=None)
def test_any_words_give_a_date_or_none(words: str) -> None:
    """Never an exception, never another shape."""
    found = dates.normalise(words)
    assert found is None or len(found) in (4, 7, 10)


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2024-10-09-talks.txt", "2024-10-09"),
        ("2024-10-09-2-talks.txt", "2024-10-09"),
        ("talks_20241009.md", "2024-10-09"),
        ("talks.2024.10.09.txt", "2024-10-09"),
        ("2024_10.txt", "2024-10"),
        ("2024-10 talks.txt", "2024-10"),
        ("19991345-2024-10-09.txt", "2024-10-09"),
        ("agenda-2030.txt", None),
        ("2024-13.txt", None),
        ("2024-10-9.txt", None),
        ("120241009.txt", None),
        ("58A3656B.txt", None),
    ],
)
def test_dates_in_file_names(tmp_path: Path, name: str, date: str | None) -> None:
    """The folder's name and a bare year say nothing."""
    assert only(write(tmp_path / "2020-01-01" / name, "Body.")).date == date


def test_read_yields_documents_of_many_sources(tmp_path: Path) -> None:
    """In order, until the first error."""
    jsonl = write(tmp_path / "a.jsonl", '{"text": "One."}\nbroken\n')
    texts = sources.read(str(write(tmp_path / "b.txt", "Two.")), str(jsonl), source="S")
    assert [(text.id, text.source) for text in (next(texts), next(texts))] == [("b.txt", "S"), ("a.jsonl#1", "S")]
    with pytest.raises(SourceError, match=r"a\.jsonl line 2"):
        next(texts)
