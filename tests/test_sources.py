"""Reading files, folders and standard input into documents."""

import io
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kgraph import sources
from kgraph.errors import SourceError
from kgraph.model import Document
from kgraph.sources import Defaults, plain
from tests.reading import fault, load, only, write

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

PIECES = st.lists(
    st.sampled_from(["---\n", '{"text":', '"a"', "}\n", "<rss>", "<item>", "<![", "&#xD800;", "\n", "text,id\n", "\0"])
).map(lambda pieces: "".join(pieces).encode())


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Ministers met.\n", "Ministers met.\n"),
        ("\n  Two  blanks kept. \n\n", "\n  Two  blanks kept. \n\n"),
        ("One.\r\nTwo.\rThree.\n", "One.\nTwo.\nThree.\n"),
        (b"\xef\xbb\xbfMarked.", "Marked."),
        ("Café – “talks”".encode("utf-16"), "Café – “talks”"),
        (b"\xfe\xff" + "Big end".encode("utf-16-be"), "Big end"),
        ("---\nA rule opens this text.", "---\nA rule opens this text."),
        ("---\nProse between two rules.\n---\nMore.", "---\nProse between two rules.\n---\nMore."),
        ("---\ntitle: x\n---\n\nBody.", "\nBody."),
        ("---\n---\nBody.", "Body."),
    ],
)
def test_text_is_kept_exactly(tmp_path: Path, content: str | bytes, text: str) -> None:
    """Only the byte order mark, the kind of newline and front matter are taken away."""
    assert only(write(tmp_path / "a.txt", content)).text == text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"", "holds no text"),
        ("a.txt", " \n\t", "holds no text"),
        ("a.txt", "---\ntitle: x\n---\n\n", "holds no text"),
        ("a.txt", b"\x00\x01\x02", "convert it to UTF-8, e.g. with iconv"),
        ("a.md", b"caf\xe9 in Latin-1", "convert it to UTF-8, e.g. with iconv"),
        ("a.txt", b"\xff\xfe\x00\xd8 ", "convert it to UTF-8"),
        ("a.log", bytes(range(256)), "is not text"),
        ("a.pdf", "%PDF-1.7", "pdftotext"),
        ("a.json", '{"text": "x"}', ".jsonl"),
        ("a.md", "---\ntitle: x\ndate: [2024\n---\nBody", "a.md line 4: the front matter is not valid YAML"),
        ("a.html", "<html><head><title>x</title></head><body></body></html>", "holds no text"),
        ("a.html", b"<html><meta charset=klingon><p>caf\xe9</p>", "is not text"),
        ("a.jsonl", "", "holds no records"),
        ("a.jsonl", "\n\n", "holds no records"),
        ("a.jsonl", b"\x00\x00\x01", "is not text"),
        ("a.jsonl", b'\xff\xfe{\x00"\xd8', "is not text"),
        ("a.csv", "", "found: none"),
        ("a.csv", "id,words\n1,x\n", "no field named text, body, content (found: id, words)"),
        ("a.csv", "id,text\n", "holds no records"),
        ("a.xml", "<plain>no feed</plain>", "is no RSS or Atom feed"),
    ],
)
def test_what_is_no_text_says_what_to_do(tmp_path: Path, name: str, content: str | bytes, words: str) -> None:
    """Every refusal is one sentence that begins with the file's name, or its path."""
    message = fault(write(tmp_path / name, content))
    assert words in message
    assert name in message.split(":")[0]
    assert "\n" not in message


def test_front_matter_tells_of_the_text(tmp_path: Path) -> None:
    """Values are taken as written: no number, date or truth value is made of them."""
    head = "---\nTitle: 1984\ndate: 2024-10\npublisher: No\nurl: https://post.example/1\nid: 007\n---\n"
    assert only(write(tmp_path / "a.md", head + "Body.")) == Document(
        "007", "Body.", "1984", "2024-10", "No", "https://post.example/1", os.path.realpath(tmp_path / "a.md")
    )


def test_defaults_fill_only_what_is_missing(tmp_path: Path) -> None:
    """A text's own word comes first, then its file's name, then the default."""
    told = write(tmp_path / "2024-10-09-talks.md", "---\ntitle: Own\n---\nBody.")
    bare = write(tmp_path / "b.txt", "Body.")
    assert (only(told, title="T", date="2020").title, only(told, date="2020").date) == ("Own", "2024-10-09")
    document = only(bare, title="T", date="9 October 2024", source="S")
    assert (document.title, document.date, document.source) == ("T", "2024-10-09", "S")
    with pytest.raises(SourceError, match="'soon' is no date"):
        Defaults(date="soon")
    with pytest.raises(SourceError, match="'03/04/2024' may be more than one day"):
        Defaults(date="03/04/2024")


PAGE = """<html><head><title>Ministers meet</title><meta property="og:site_name" content="The Harbour Post">
<meta property="article:published_time" content="2024-10-09T10:00:00Z"></head><body><nav><a href="/">Home</a></nav>
<article><p>The ministers met in the café on Monday and talked of the sea.</p>
<p>They agreed on quotas for fish, and on a treaty to come.</p></article></body></html>"""


@pytest.mark.parametrize(("encoding", "charset"), [("utf-8", ""), ("cp1252", '<meta charset="iso-8859-1">')])
def test_html_gives_main_text_and_metadata(tmp_path: Path, encoding: str, charset: str) -> None:
    """The page's furniture is left out; the encoding it declares is believed where it is not UTF-8."""
    page = PAGE.replace("<head>", "<head>" + charset).encode(encoding)
    document = only(write(tmp_path / "a.HTM", page))
    assert document.text.splitlines() == [
        "The ministers met in the café on Monday and talked of the sea.",
        "They agreed on quotas for fish, and on a treaty to come.",
    ]
    assert (document.title, document.date, document.source) == ("Ministers meet", "2024-10-09", "The Harbour Post")


def test_endless_html_is_read_whole(tmp_path: Path) -> None:
    """The main text is not looked for in a page of hundreds of thousands of elements: that would take hours."""
    page = PAGE.replace("<p>The", "<p>A line.</p>" * 100_000 + "<p>The", 1)
    began = time.process_time()
    document = only(write(tmp_path / "a.html", page))
    assert time.process_time() - began < 20
    assert document.text.splitlines()[-3:] == [
        "A line.",
        "The ministers met in the café on Monday and talked of the sea.",
        "They agreed on quotas for fish, and on a treaty to come.",
    ]


def test_folder_is_read_sorted_to_the_bottom(tmp_path: Path) -> None:
    """Ids are paths relative to the folder; hidden files, other suffixes and links to folders are passed over."""
    for name in ("b.txt", "a/z.md", "a/b.jsonl", ".git/c.txt", ".hidden.txt", "notes.log", "feed.xml"):
        write(tmp_path / name, '{"text": "x"}')
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    assert [entry.name for entry in sources.find([str(tmp_path)])] == ["a/b.jsonl", "a/z.md", "b.txt"]
    assert [item.id for item in load(tmp_path) if isinstance(item, Document)] == ["a/b.jsonl#1", "a/z.md", "b.txt"]


def test_the_same_file_is_read_once(tmp_path: Path) -> None:
    """By whatever way it is named; its first name stays."""
    path = write(tmp_path / "in" / "a.txt", "Body.")
    (tmp_path / "link.txt").symlink_to(path)
    [entry] = sources.find([str(path), str(tmp_path / "in"), str(tmp_path / "link.txt")])
    assert (entry.name, entry.size, entry.origin) == ("a.txt", 5, os.path.realpath(path))


def test_errors_stand_in_the_flow(tmp_path: Path) -> None:
    """What cannot be read does not keep the rest from being read; ``read`` stops at it."""
    good = write(tmp_path / "good.txt", "Body.")
    empty, pipe, knot = tmp_path / "empty", tmp_path / "pipe.txt", tmp_path / "knot.txt"
    empty.mkdir()
    os.mkfifo(pipe)
    knot.symlink_to(knot)
    *errors, document = load(
        tmp_path / "gone.txt", empty, pipe, knot, "/dev/null", "ftp://x.example/a", "", "a\0", good
    )
    wanted = (
        "no such file|holds nothing|no regular file|too many levels|no regular file|give one that starts with https"
    )
    missing = [word for word, error in zip(wanted.split("|"), errors, strict=False) if word not in str(error)]
    assert (len(errors), missing) == (8, [])
    assert isinstance(document, Document)
    assert [type(item) for item in load(tmp_path)] == [Document, SourceError, SourceError]
    with pytest.raises(SourceError, match=r"gone\.txt"):
        list(sources.read(str(good), str(tmp_path / "gone.txt")))


def test_other_suffixes_by_name_are_read_as_text(tmp_path: Path) -> None:
    """Whoever names a file means it."""
    assert only(write(tmp_path / "notes.rst", "Body.")).text == "Body."


def test_a_file_gone_since_it_was_found_is_an_error(tmp_path: Path) -> None:
    """Finding and loading may lie far apart."""
    path = write(tmp_path / "a.txt", "Body.")
    [entry] = sources.find([str(path)])
    path.unlink()
    [error] = sources.load(entry)
    assert "a.txt: cannot be read (No such file" in str(error)


@pytest.mark.parametrize(
    ("name", "content", "good"),
    [
        ("a.txt", "x" * 101, 0),
        ("a.html", PAGE, 0),
        ("a.jsonl", '{"text": "ok"}\n{"text": "' + "x" * 300 + '"}\n{"text": "ok"}\n', 2),
        ("a.csv", "text\nok\n" + "x" * 300 + "\nok\n", 1),
        ("a.csv", 'text\nok\n"' + "x\n" * 300, 1),
    ],
)
def test_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str, good: int
) -> None:
    """The limit holds for a whole file, and for each record of a file of many."""
    monkeypatch.setattr(plain, "LIMIT", 100)
    items = load(write(tmp_path / name, content))
    assert sum(isinstance(item, Document) for item in items) == good
    assert any("split it" in str(item) or "field limit" in str(item) for item in items if isinstance(item, SourceError))


@pytest.fixture
def standard_input(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.BytesIO]:
    """What the test writes there is standard input."""
    stream = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
    yield stream


def test_standard_input_is_named_by_its_text(standard_input: io.BytesIO) -> None:
    """The same text piped in twice is the same document; asked for twice, it is read once."""
    standard_input.write(b"Ministers met.\r\n")
    standard_input.seek(0)
    document = only("-")
    assert (document.text, document.id[:6], len(document.id)) == ("Ministers met.\n", "stdin-", 14)
    assert (document.origin, document.date, len(sources.find(["-", "-"]))) == (document.id, None, 1)


def test_standard_input_may_be_broken(standard_input: io.BytesIO) -> None:
    """It is named in the error."""
    assert fault("-").startswith("standard input: holds no text")


@FEW
@given(text=st.text(st.characters(exclude_characters="\0", codec="utf-8")).filter(lambda text: bool(text.strip())))
def test_any_text_reads_back(tmp_path: Path, text: str) -> None:
    """What was written as UTF-8 comes back, newlines normalised, as Python itself reads it."""
    path = write(tmp_path / "a.txt", "x" + text)
    assert only(path).text == path.read_text(encoding="utf-8")


@FEW
@given(data=st.binary() | PIECES, suffix=st.sampled_from([".txt", ".md", ".html", ".jsonl", ".csv", ".xml"]))
def test_any_bytes_give_documents_or_errors(tmp_path: Path, data: bytes, suffix: str) -> None:
    """Nothing else comes out, whatever goes in."""
    for item in load(write(tmp_path / f"a{suffix}", data)):
        assert isinstance(item, SourceError) or (item.text.strip() and item.text.encode())


def test_importing_is_cheap() -> None:
    """What takes long to import waits until it is needed."""
    heavy = {"trafilatura", "feedparser", "httpx", "dateparser", "yaml", "spacy"}
    code = f"import sys, kgraph.sources; print(sorted({heavy!r} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"
