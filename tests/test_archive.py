"""A store as one file, and back: the same bytes, quad for quad, all of it or nothing."""

import gzip
import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad

from kgraph import archive
from kgraph.cli.app import main
from kgraph.errors import KgraphError
from kgraph.model import Document
from kgraph.store import MARKER, Store, open_store
from kgraph.store.embedded import VERSION
from kgraph.upkeep import refresh
from tests import claims as c
from tests import servers


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store with all that is worked out from its documents."""
    folder = tmp_path_factory.mktemp("archive") / "store"
    fill(folder, c.CORPUS)
    return folder


@pytest.fixture(scope="module")
def file(base: Path) -> Path:
    """What was dumped of it."""
    return dumped(base, base.parent / "dump.nq.gz")


def fill(folder: Path, corpus: object) -> None:
    with Store(folder, create=True) as store:
        for document, claims in corpus:  # type: ignore[attr-defined]
            store.add(document, claims)
        refresh(store)


def dumped(folder: Path, file: Path) -> Path:
    with Store(folder, read_only=True) as store:
        assert archive.dump(store, file) == store.size()
    return file


def quads(folder: Path) -> list[Quad]:
    with Store(folder, read_only=True) as store:
        return list(store.quads())


def run(*arguments: str | Path, given: bytes = b"") -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


# -- there


def test_a_dump_is_the_store_in_order(base: Path, file: Path) -> None:
    """The lines between the first and the last are the store's quads as they come; the last tells their number."""
    head, *lines, end = gzip.decompress(file.read_bytes()).decode().splitlines()
    assert head == f"# kgraph dump, layout {VERSION}"
    assert lines == [f"{quad} ." for quad in quads(base)]
    assert f" {len(lines)} quads" in end


def test_the_same_store_gives_the_same_bytes(base: Path, file: Path, tmp_path: Path) -> None:
    """Whenever it is dumped, under whatever name, and in whatever order the documents came."""
    fill(tmp_path / "other", reversed(c.CORPUS))
    later = dumped(tmp_path / "other", tmp_path / "later.nq.gz")
    os.utime(later)
    assert later.read_bytes() == file.read_bytes()
    plain = dumped(base, tmp_path / "plain.nq")
    assert gzip.decompress(file.read_bytes()) == plain.read_bytes()
    assert run("dump", "-", "--store", base).stdout_bytes == plain.read_bytes()


def test_a_dump_that_fails_leaves_the_older_one(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing beside it."""
    (tmp_path / "dump.nq.gz").write_text("older")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive.rdf, "nquads", fail)
    result = run("dump", tmp_path / "dump.nq.gz", "--store", base)
    assert result.exit_code == 1
    assert "No space left on device" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["dump.nq.gz"]
    assert (tmp_path / "dump.nq.gz").read_text() == "older"


def test_a_name_that_is_none_is_refused(base: Path, tmp_path: Path) -> None:
    """A dump is called what it is."""
    assert "let it end in .nq.gz" in run("dump", tmp_path / "dump.zip", "--store", base).stderr


# -- and back


@pytest.mark.parametrize("name", ["dump.nq.gz", "dump.nq", "-"])
@pytest.mark.parametrize("there", [False, True], ids=["new", "empty"])
def test_what_was_dumped_comes_back(base: Path, tmp_path: Path, name: str, there: bool) -> None:
    """Quad for quad, with our marker and nothing else beside, and a dump of it is the same file."""
    if there:
        (tmp_path / "again").mkdir()
    given = run("dump", "-", "--store", base).stdout_bytes if name == "-" else b""
    file = Path("-") if name == "-" else dumped(base, tmp_path / name)
    assert run("restore", file, "--store", tmp_path / "again", given=given).exit_code == 0
    assert quads(tmp_path / "again") == quads(base)
    assert (tmp_path / "again" / MARKER).read_bytes() == (base / MARKER).read_bytes()
    assert {path.name for path in tmp_path.iterdir()} <= {"again", name}
    if name != "-":
        assert dumped(tmp_path / "again", tmp_path / f"second-{name}").read_bytes() == file.read_bytes()


def test_a_restored_store_is_written_on(file: Path, tmp_path: Path) -> None:
    """New documents come into it as into any."""
    archive.restore(file, tmp_path / "again")
    with Store(tmp_path / "again") as store:
        assert store.add(*c.CORPUS[0]) == "unchanged"
        assert store.add(Document("new.txt", "It snowed."), ()) == "added"


def test_an_empty_store_comes_back(tmp_path: Path) -> None:
    """As an empty store; and into one that is empty."""
    Store(tmp_path / "empty", create=True).close()
    file = dumped(tmp_path / "empty", tmp_path / "dump.nq.gz")
    assert archive.restore(file, tmp_path / "again") == 0
    assert archive.restore(file, tmp_path / "again") == 0
    assert quads(tmp_path / "again") == []


@settings(max_examples=4, deadline=None)
@given(texts=st.lists(st.text(min_size=1), min_size=20, max_size=40))
def test_every_text_comes_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    """Whatever characters it has, also those that look like the end of a dump."""
    folder = tmp_path_factory.mktemp("text")
    end = f"\n# end of kgraph dump: 1 quads, sha256 {'0' * 64}\n"
    fill(folder / "store", [(Document(f"{number}.txt", text + end), ()) for number, text in enumerate(texts)])
    archive.restore(dumped(folder / "store", folder / "dump.nq"), folder / "again")
    assert quads(folder / "again") == quads(folder / "store")


@pytest.mark.slow
def test_a_very_long_text_comes_back(tmp_path: Path) -> None:
    """One of eight million characters, 28 MB in its file: more than the parser takes of a stream."""
    fill(tmp_path / "store", [(Document("long.txt", "𝄞\n" * 4_000_000), ())])
    archive.restore(dumped(tmp_path / "store", tmp_path / "dump.nq.gz"), tmp_path / "again")
    assert quads(tmp_path / "again") == quads(tmp_path / "store")


@pytest.mark.parametrize("what", ["store", "file", "other"])
def test_nothing_is_overwritten(base: Path, file: Path, tmp_path: Path, what: str) -> None:
    """A store that has something, a file and a foreign folder are left as they are."""
    place = tmp_path / "there"
    if what == "store":
        fill(place, c.CORPUS[:1])
    elif what == "file":
        place.write_text("mine")
    else:
        (place / "mine").mkdir(parents=True)
    before = sorted(path.name for path in tmp_path.rglob("*"))
    result = run("restore", file, "--store", place)
    assert result.exit_code == 1
    assert "not empty" in result.stderr
    if what != "store":
        assert sorted(path.name for path in tmp_path.rglob("*")) == before
    else:
        assert quads(place) != quads(base)


def plain(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """A change to what is compressed."""
    return lambda data: gzip.compress(change(gzip.decompress(data)))


def without_line(data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    return b"".join(lines[:5] + lines[6:])


def bomb(data: bytes) -> bytes:
    """A file of a few kB with one literal of 300 MB."""
    head = data[: data.index(b"\n") + 1]
    return gzip.compress(head + b'<urn:a> <urn:b> "' + b"a" * 300_000_000)


def forged(data: bytes) -> bytes:
    """Quads that fit their last line, but the same one twice."""
    head, line = data.splitlines(keepends=True)[:2]
    sum_ = hashlib.sha256(line * 2).hexdigest()
    return head + line * 2 + f"# end of kgraph dump: 2 quads, sha256 {sum_}\n".encode()


UNFIT: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "cut short": (lambda data: data[:-1000], "no whole dump"),
    "cut to half": (lambda data: data[: len(data) // 2], "no whole dump"),
    "cut to a few bytes": (lambda data: data[:5], "no whole dump"),
    "a byte changed": (lambda data: data[:999] + bytes([data[999] ^ 1]) + data[1000:], "no whole dump"),
    "trailing bytes": (lambda data: data + b"more", "no whole dump"),
    "no last line": (plain(lambda data: data[: data.rindex(b"# end")]), "its last line is missing"),
    "half a last line": (plain(lambda data: data[:-10]), "its last line is missing"),
    "cut within a quad": (plain(lambda data: data[:4000]), "no whole dump"),
    "a quad lost": (plain(without_line), "not those that were written"),
    "a word changed": (plain(lambda data: data.replace(b"Damascus", b"damascus")), "not those that were written"),
    "a quad twice": (plain(forged), "not those that were written"),
    "no N-Quads": (plain(lambda data: data.replace(b" .\n", b"\n")), "no whole dump"),
    "a newer layout": (plain(lambda data: data.replace(b"layout ", b"layout 9", 1)), "upgrade kgraph"),
    "an older layout": (plain(lambda data: data.replace(b"layout 3", b"layout 1", 1)), "older kgraph"),
    "other N-Quads": (plain(lambda data: data[data.index(b"\n") + 1 :]), "does not begin as a dump"),
    "something else": (lambda data: b"hello", "does not begin as a dump"),
    "nothing": (lambda data: b"", "does not begin as a dump"),
    "a bomb": (lambda data: bomb(gzip.decompress(data)), "no whole dump"),
}


@pytest.mark.parametrize(("change", "told"), UNFIT.values(), ids=UNFIT)
def test_an_unfit_file_leaves_nothing(file: Path, tmp_path: Path, change: Callable[[bytes], bytes], told: str) -> None:
    """It is refused with a sentence, and neither a store nor a part of one is there."""
    (tmp_path / "dump.nq.gz").write_bytes(change(file.read_bytes()))
    result = run("restore", tmp_path / "dump.nq.gz", "--store", tmp_path / "again")
    assert result.exit_code == 1
    assert told in result.stderr
    assert result.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["dump.nq.gz"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """With nothing left behind."""
    result = run("restore", tmp_path / "none.nq.gz", "--store", tmp_path / "again")
    assert result.exit_code == 1
    assert "none.nq.gz can't be read: No such file" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_killed_restore_leaves_no_store(base: Path, file: Path, tmp_path: Path) -> None:
    """Killed in the middle, it leaves a scratch folder, which the next run removes."""
    command = [sys.executable, "-m", "kgraph", "restore", "-", "--store", str(tmp_path / "again")]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin
        process.stdin.write(file.read_bytes()[:-100])  # it waits for the rest
        process.stdin.flush()
        until = time.monotonic() + 60
        while not (tmp_path / ".again.restoring" / "graph").exists() and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    assert [path.name for path in tmp_path.iterdir()] == [".again.restoring"]
    archive.restore(file, tmp_path / "again")
    assert [path.name for path in tmp_path.iterdir()] == ["again"]
    assert quads(tmp_path / "again") == quads(base)


def test_from_a_folder_to_a_server_and_back(base: Path, file: Path, tmp_path: Path) -> None:
    """A dump of either makes the other, and one that fails on the way leaves the server empty."""
    with servers.oxigraph(tmp_path) as address:
        assert run("restore", file, "--store", address).exit_code == 0
        assert run("restore", file, "--store", address).exit_code == 1
        with open_store(address, read_only=True) as server:
            assert list(server.quads()) == quads(base)
            assert archive.dump(server, tmp_path / "server.nq.gz") == len(quads(base))
    assert (tmp_path / "server.nq.gz").read_bytes() == file.read_bytes()


def test_a_server_that_fails_is_left_empty(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a change is refused in the middle, what was put there before goes."""
    monkeypatch.setattr(archive, "_BATCH", 50)
    with servers.oxigraph(tmp_path) as address, open_store(address) as server:
        put = type(server).change
        times = iter(range(5))

        def change(self: object, **given: object) -> None:
            if "insert" in given and next(times, None) is None:
                raise KgraphError("The server has had enough.")
            put(self, **given)  # type: ignore[arg-type]

        monkeypatch.setattr(type(server), "change", change)
        with pytest.raises(KgraphError, match="enough"):
            archive.restore(file, address)
        assert server.size() == 0
