"""Bad input: whatever comes in, there are documents and claims or one sentence that says what is wrong."""

import json
import os
import random
import resource
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat, parse

from kgraph import iri, nlp
from kgraph.errors import SourceError
from kgraph.export.rdf import serialise
from kgraph.extractors import pieces
from kgraph.extractors.pipeline import extract
from kgraph.graph import quads
from kgraph.model import Claim, Document
from kgraph.sources import markup, plain
from kgraph.store import Store
from tests import claims as c
from tests.reading import fault, load, only, write
from tests.serving import Server, serving

HERE = Path(__file__).parent
SECONDS, MEMORY = 120, 6 * 1024**3  # that a command of these tests may take
TAGS = ["<!--", "<a ", "<a", "<a b='", '<a href="', "</", "<![CDATA[", "<?", "<!", "&#", "<script", "<"]


# -- readers


@pytest.mark.parametrize("tag", TAGS)
def test_open_tags_take_no_time(tag: str) -> None:
    """A fragment of nothing but beginnings is read at once: the time grows with the length, not with its square."""
    begin = time.perf_counter()
    markup.words(tag * 100_000)
    assert time.perf_counter() - begin < 5


@pytest.mark.parametrize("charset", ["punycode", "idna", "unicode_escape", "utf-7", "rot13", "zip"])
def test_charsets_that_no_page_is_written_in(tmp_path: Path, charset: str) -> None:
    """A page that declares one of Python's own codes is not text, and found to be so at once."""
    begin = time.perf_counter()
    page = f"<meta charset={charset}>".encode() + b"a" * 10 + b"-" + b"b" * 200_000 + b"\xff"
    assert "is not text" in fault(write(tmp_path / "a.html", page))
    assert time.perf_counter() - begin < 5


def test_a_header_that_never_closes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quotation mark before the first column swallows the file: one sentence says so."""
    monkeypatch.setattr(plain, "LIMIT", 1000)
    assert "line 1: not valid CSV" in fault(write(tmp_path / "a.csv", '"text\n' + "Envoys met.\n" * 200))


def test_names_of_fields_are_told_in_short(tmp_path: Path) -> None:
    """However many and long they are."""
    begin = time.perf_counter()
    message = fault(
        write(tmp_path / "a.jsonl", json.dumps({"a-" * 2_000_000: 1, **{str(n): n for n in range(99_999)}}))
    )
    assert len(message) < 500
    assert time.perf_counter() - begin < 5


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", "---\nid: " + "[" * 15_000 + "\n---\nBody."),
        ("a.md", "---\nid: " + "{a: " * 4_000 + "\n---\nBody."),
        ("a.jsonl", '{"text": ' + "[" * 100_000 + "]" * 100_000 + "}"),
        ("a.jsonl", '{"text": "x", "id": ' + "9" * 1_000_000 + "}"),
        ("a.html", "<div>" * 10_000 + "<p>Envoys met." + "</div>" * 10_000),
        ("a.html", "<div>" * 100_000 + "Envoys met."),
        ("a.txt", b"\x1f\x8b\x08\x00" + os.urandom(999)),
        ("a.txt", b"PK\x03\x04" + os.urandom(999)),
        ("a.txt", "Envoys met.".encode("utf-16-le")),
        ("a.csv", 'text\n"' + "x\n" * 1000),
    ],
)
def test_deep_and_packed(tmp_path: Path, name: str, content: str | bytes) -> None:
    """Nested without end, or no text at all: nothing but a document or a sentence."""
    for item in load(write(tmp_path / name, content)):
        assert isinstance(item, Document) or "\n" not in str(item)


def test_anchors_are_not_written_out(tmp_path: Path) -> None:
    """Front matter in which each line names the one before nine times stays as short as it is."""
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))]
    document = only(write(tmp_path / "a.md", "---\n" + "\n".join(lines) + "\ntitle: *a11\n---\nBody."))
    assert (document.text, document.title) == ("Body.", None)


def test_a_file_that_goes_or_grows(tmp_path: Path) -> None:
    """What is found and then taken away costs itself; what grows is read as it is then."""
    from kgraph import sources

    gone, growing, kept = (write(tmp_path / name, "Envoys met.") for name in ("a.txt", "b.txt", "c.txt"))
    entries = sources.find([str(tmp_path)])
    gone.unlink()
    growing.write_text("Envoys met again.", encoding="utf-8")
    kept.chmod(0o644)
    first, *rest = (item for entry in entries for item in sources.load(entry))
    assert isinstance(first, SourceError)
    assert [item.text for item in rest if isinstance(item, Document)] == ["Envoys met again.", "Envoys met."]


# -- IRIs


def test_iris_of_odd_names_for_three_readers() -> None:
    """Pyoxigraph, rdflib and rapper take them as they are, also those of names that are too long or no text at all."""
    odd = [
        "",
        " ",
        "\0",
        "\ud800x",
        "a" * 100_000,
        "é" * 5_000,
        "%",
        "%zz",
        "<>",
        '"',
        "\\",
        "{}|^`",
        "\u202e",
        "🕊",
        "..",
        "/",
    ]
    names = [*odd, *("".join(map(chr, random.Random(n).choices(range(0x110000), k=9))) for n in range(300))]
    found = {node for name in names for node in (iri.actor(name), iri.unnamed(name, name), iri.place(name, None))}
    assert max(map(len, found)) < 1000
    lines = "".join(f"<{node}> <{node}> <{node}> .\n" for node in sorted(found))
    assert {quad.subject.value for quad in parse(lines, format=RdfFormat.N_TRIPLES)} == found  # type: ignore[union-attr]
    assert {str(node) for node in rdflib.Graph().parse(data=lines, format="nt").subjects()} == found
    if shutil.which("rapper"):
        told = subprocess.run(
            ["rapper", "-q", "-i", "ntriples", "-", "x:y"], input=lines, capture_output=True, text=True
        )
        assert (told.returncode, told.stderr, len(told.stdout.splitlines())) == (0, "", len(found))


# -- long texts


def test_pieces_are_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Joined they are the text, none is too long, and they end between paragraphs, lines, sentences or words."""
    monkeypatch.setattr(pieces, "LONGEST", 40)
    for text in (
        "Envoys met.\n\n" * 20,
        "Envoys met.\n" * 20,
        "Envoys met. " * 20,
        "envoys " * 40,
        "x" * 200,
        "",
        "x" * 40,
    ):
        found = list(pieces.pieces(Document("a", text)))
        assert "".join(piece.part.text for piece in found) == text
        assert [piece.last for piece in found] == [False] * (len(found) - 1) + [True]
        assert all(text[piece.start :].startswith(piece.part.text) and len(piece.part.text) <= 40 for piece in found)
        assert all(piece.part.text.endswith(("\n", " ", "x")) for piece in found[:-1])
    short = Document("a", "x" * 40)
    assert [piece.part for piece in pieces.pieces(short)] == [short]


@pytest.mark.model
def test_long_texts_are_read_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each claim quotes the whole text, and the same as where each paragraph is a text of its own."""
    paragraph = "Iran condemned Israel’s attack on two ships on Monday, Oman said.\n\n"
    monkeypatch.setattr(pieces, "LONGEST", len(paragraph) + 10)
    before, long, after = Document("a", paragraph), Document("b", paragraph * 5), Document("c", paragraph)
    (_, first), (whole, claims), (_, last) = extract([before, long, after])
    assert whole == long
    assert len(claims) == 5 * len(first) > 0
    assert len(first) == len(last)
    for claim in claims:
        holds(long, claim)
    assert [claim.sentence.start for claim in claims[:: len(first)]] == [n * len(paragraph) for n in range(5)]


def test_batches_stay_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixteen short texts go together, of long ones only as many as fit; none is lost, and the order stays."""
    documents = [Document(str(n), "x" * length) for n, length in enumerate([1] * 20 + [150_000] * 3 + [1])]
    found = list(nlp._batches(documents))
    assert [len(batch) for batch in found] == [16, 5, 1, 2]
    assert [document for batch in found for document in batch] == documents


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        '"' * 50_000 + " said Iran.", "(" * 50_000 + "Iran met Israel." + ")" * 50_000,
        "Iran\ud800 condemned Israel\udfff.",
        "Iran killed " + "9" * 400 + " soldiers and paid $" + "9" * 305 + " to " + "9" * 305 + " million.",
        "Iran condemned " + "Xa" * 50_000 + " on Monday.",
    ],
)  # fmt: skip
def test_odd_texts_are_extracted(text: str) -> None:
    """Runs of signs, lone surrogates, numbers without end: claims that quote their text, within seconds."""
    begin = time.perf_counter()
    [(document, claims)] = extract([Document("a", text)])
    for claim in claims:
        holds(document, claim)
    made = quads(document, claims)
    turtle = serialise(made)
    assert {quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)} == {quad.triple for quad in made}
    rdflib.Graph().parse(data=turtle, format="turtle")
    assert time.perf_counter() - begin < 60


def holds(document: Document, claim: Claim) -> None:
    """Every part of a claim says what stands at its place."""
    parts = (claim.sentence, claim.trigger, *claim.actors, *claim.recipients, *claim.values, *claim.parties)
    for part in (*parts, *claim.attributed_to, *filter(None, (claim.person, claim.of))):
        assert document.text[part.start : part.end] == part.text


# -- a whole command


def run(command: str, *arguments: str, cwd: Path) -> "subprocess.CompletedProcess[str]":
    """A command in a process of its own that may not take too much time or memory."""
    return subprocess.run(
        [sys.executable, "-m", "kgraph", command, *arguments], capture_output=True, text=True, cwd=cwd, timeout=SECONDS,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)), errors="surrogateescape",
    )  # fmt: skip


@pytest.mark.model
def test_odd_files_all_at_once(tmp_path: Path) -> None:
    """Pipes, loops, devices, names that are no text: what can be read is, the rest costs a line each."""
    text = "Iran condemned Israel on Monday."
    folder = tmp_path / "in"
    for name in (
        "a\nb.txt",
        "\x1b[31mred.txt",
        "-n.txt",
        "--help.txt",
        "x" * 251 + ".txt",
        "ü\u202e.txt",
        "$(id).txt",
        "'.md",
    ):
        write(folder / name, text)
    Path(os.fsdecode(bytes(folder) + b"/\xff\xfe.txt")).write_text(text, encoding="utf-8")
    (folder / "x.txt").mkdir()
    os.mkfifo(folder / "pipe.txt")
    (folder / "null.txt").symlink_to("/dev/zero")
    (folder / "loop").symlink_to(folder)
    (folder / "knot.txt").symlink_to(folder / "knot.txt")
    write(folder / "wide.txt", text.encode("utf-16-le"))
    write(folder / "half.txt", "Iran met\ud800 Israel.".encode("utf-8", "surrogatepass"))
    done = run("extract", str(folder), "--format", "jsonl", "--", "-n.txt", cwd=folder)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    named = {json.loads(line)["doc"] for line in done.stdout.splitlines()}
    assert len(named) == 9
    assert not any(char < " " for name in named for char in name)
    faults = [line for line in done.stderr.splitlines() if line.startswith("kgraph: ")]
    assert len(faults) == len(done.stderr.splitlines()) == 5  # pipe, device, knot, wide, half


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    """It is named, and what stands beside it is read."""
    write(tmp_path / "in" / "closed" / "a.txt", "x")
    write(tmp_path / "in" / "b.txt", "x")
    (tmp_path / "in" / "closed").chmod(0)
    assert [type(item) for item in load(tmp_path / "in")] == [Document, SourceError]


# -- a server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """A server on a small store, and the file that its complaints go to."""
    folder = tmp_path_factory.mktemp("odd-requests")
    with Store(folder / "store", create=True) as store:
        store.add(*c.CORPUS[0])
    log = folder / "log"
    with log.open("wb") as kept:
        saved = os.dup(2)
        os.dup2(kept.fileno(), 2)
        try:
            with serving(folder / "store") as running:
                os.dup2(saved, 2)
                yield running, log
        finally:
            os.dup2(saved, 2)
            os.close(saved)


HOST = b"Host: localhost\r\n"
GET = b"GET /sparql HTTP/1.1\r\n"
LINES = [
    b"\r\n", b"GET\r\n", b"GET / HTTP/9.9\r\n", b"\0" * 2000, b"\xff\xfe\x80" * 1000, b"OPTIONS * HTTP/1.1\r\n" + HOST,
    GET + HOST + b"X: " + b"y" * 200_000, GET + HOST + b"X: y\r\n" * 20_000, GET + b"Host: [::1\r\n",
    GET + b"Host: \xff\r\n", GET + b"Host: a\r\nHost: b\r\n",
    GET + HOST + b"Accept: \xff;q=\xff,,;\r\nCookie: \xff=\xfe;\r\n",
    GET + HOST + b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 99\r\n",
]  # fmt: skip
ADDRESSES = [
    b"/sparql?query=%zz%ff", b"/%ff%00%0d%0a", b"/sparql?" + b"a=1&" * 12_000, b"/sparql?query=" + b"%00" * 900,
    b"/\xff\xfe", b"/queries/%2e%2e%2fetc", b"/queries/on?day=%00", b"/queries/between?a=%22%7D&b=%ff",
]  # fmt: skip
KINDS = [b"application/sparql-query", b"application/x-www-form-urlencoded;charset=\xff", b"\xff/;;="]
LENGTHS = [
    b"Content-Length: -5", b"Content-Length: 5\r\nContent-Length: 6", b"Content-Length: 99999999999999999999",
    b"Content-Length: x", b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked\r\nContent-Length: 3",
]  # fmt: skip
REQUESTS = [
    *LINES,
    *(b"GET " + address + b" HTTP/1.1\r\n" + HOST for address in ADDRESSES),
    *(
        b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Type: " + kind + b"\r\n" + length + b"\r\n"
        for kind, length in product(KINDS, LENGTHS)
    ),
]


def test_raw_requests(server: tuple[Server, Path]) -> None:
    """Malformed requests get a status for clients' faults, or a closed door; nothing is logged, the server goes on."""
    running, log = server
    port = int(running.address.rstrip("/").rpartition(":")[2])
    told = {}
    for request in REQUESTS:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
            try:
                line.sendall(request + b"\r\n" + b"zz\r\nnonsense")
                line.shutdown(socket.SHUT_WR)
                answer = line.recv(65536)
            except (ConnectionError, TimeoutError) as error:
                answer = b"" if isinstance(error, ConnectionError) else b"HTTP/1.1 999 hangs"
        if answer and answer.split(b" ")[1][:1] not in b"234":
            told[request[:60]] = answer[:80]
    assert told == {}
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n" + HOST + b"\r\n")
        assert line.recv(65536).startswith(b"HTTP/1.1 200")
    assert log.read_bytes() == b""
