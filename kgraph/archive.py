"""A whole store in one file, and back again.

The file is N-Quads in canonical order, so that the same store gives the same bytes, between two comment lines. The
first tells the layout, the last the number of quads and their SHA-256: what was cut short or changed is known by them.
"""

import gzip
import hashlib
import io
import re
import shutil
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, cast

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat

from kgraph.errors import KgraphError, StoreError
from kgraph.export import rdf, replacing
from kgraph.store import MARKER, GraphStore, Store, open_store
from kgraph.store.embedded import VERSION

STANDARD = Path("-")  # standard input or output
GRAPH = "graph"
Watcher = Callable[[float, int], None]  # told the share that is done (0 to 1) and the number of quads

_HEAD = "# kgraph dump, layout {}\n"
_END = "# end of kgraph dump: {} quads, sha256 {}\n"
_HEAD_LINE = re.compile(rb"# kgraph dump, layout (\d{1,9})\n")
_END_LINE = re.compile(rb"# end of kgraph dump: (\d+) quads, sha256 ([0-9a-f]{64})\n")
_LONGEST = 2**28  # bytes of a line
_PIECE = 2**25  # bytes that are parsed at once
_BUFFER = 2**16  # bytes
_BATCH = 5_000  # quads that a server is given at once
_GZIP = b"\x1f\x8b"
_DAMAGE = (OSError, EOFError, zlib.error, SyntaxError, ValueError, RuntimeError)


def _unwatched(done: float, quads: int) -> None:
    """Nobody wants to know."""


# -- there


def dump(store: GraphStore, file: Path, watch: Watcher = _unwatched) -> int:
    """Write all graphs to a ``.nq.gz`` or ``.nq`` file, or as N-Quads to standard output; returns the number of quads.

    KgraphError for another suffix, and where the file can't be written; an older one is then as it was.
    """
    with ExitStack() as open_:
        if file == STANDARD:
            out: IO[bytes] = sys.stdout.buffer
        elif file.name.endswith((".nq", ".nq.gz")):
            out = open_.enter_context(replacing(file))
        else:
            raise KgraphError(f"{file} is no name for a dump; let it end in .nq.gz, or in .nq to have it uncompressed.")
        if file.suffix == ".gz":  # with neither a name nor a time in it
            packed = gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=out, mtime=0)
            out = open_.enter_context(cast(IO[bytes], packed))
        return _write(store, out, watch)


def _write(store: GraphStore, out: IO[bytes], watch: Watcher) -> int:
    body = _Counted(out, store.size(), watch)
    out.write(_HEAD.format(VERSION).encode())
    rdf.nquads(store, cast(IO[bytes], body))
    out.write(_END.format(body.quads, body.sum.hexdigest()).encode())
    out.flush()
    return body.quads


class _Counted:
    """A file to write lines to, which passes them on and remembers how many and what they were."""

    def __init__(self, out: IO[bytes], expected: int, watch: Watcher) -> None:
        self._out, self._expected, self._watch = out, max(expected, 1), watch
        self.sum, self.quads = hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        self.sum.update(data)
        self.quads += data.count(b"\n")
        self._watch(min(self.quads / self._expected, 1.0), self.quads)
        return self._out.write(data)


# -- and back


def restore(file: Path, location: str | Path, watch: Watcher = _unwatched) -> int:
    """Make what ``dump`` wrote a store again, in a new or empty folder or on a server that has none of our graphs.

    All or nothing: a folder takes its name when all is in it. Returns the number of quads. StoreError where there is
    something already; KgraphError for a file that is damaged, of a newer layout, or no dump.
    """
    if "://" not in str(location):
        return _into_folder(file, Path(location).resolve(), watch)
    with open_store(location) as server:
        if server.size():
            raise StoreError(f"The store {server} holds a graph already; restore into an empty one.")
        with tempfile.TemporaryDirectory() as scratch:
            quads = _load(file, Path(scratch) / "store", watch)
            _copy(Path(scratch) / "store", server)
    return quads


def _into_folder(file: Path, path: Path, watch: Watcher) -> int:
    _refuse_what_is_there(path)
    scratch = path.with_name(f".{path.name}.restoring")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(scratch, ignore_errors=True)  # what a run that was killed has left
        quads = _load(file, scratch, watch)
        _refuse_what_is_there(path)  # it has been a while
        shutil.rmtree(path, ignore_errors=True)
        scratch.rename(path)
    except OSError as error:
        raise StoreError(f"No store can be made at {path}: {error.strerror}; name another folder.") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return quads


def _refuse_what_is_there(path: Path) -> None:
    """StoreError unless there is nothing, an empty folder, or an empty store of ours."""
    if path.is_dir():
        names = {entry.name for entry in path.iterdir()}
        if not names or (names <= {MARKER, GRAPH} and _is_empty(path)):
            return
    if path.exists() or path.is_symlink():
        raise StoreError(f"{path} is there already and not empty; restore into a new folder.")


def _is_empty(path: Path) -> bool:
    with Store(path) as store:
        return not store.size()


def _load(file: Path, folder: Path, watch: Watcher) -> int:
    """A new store in a folder with the quads of a dump; returns their number."""
    with _opened(file, watch) as stream:
        body = _Body(stream, file)
        Store(folder, create=True).close()
        made = pyoxigraph.Store(str(folder / GRAPH))
        try:
            # not the file itself: of what is no bytes, the parser takes no line of more than 16 MB
            for lines in body:
                made.bulk_load(lines, format=RdfFormat.N_QUADS)
            made.optimize()  # what comes in bulk lies in many overlapping files, and is slow to read
        except _DAMAGE as error:
            raise _unfit(file, _reason(error)) from error
        body.check(len(made))
    return body.quads


def _copy(folder: Path, server: GraphStore) -> None:
    """Put a store's quads on a server, or none of them."""
    made = pyoxigraph.Store.read_only(str(folder / GRAPH))
    quads = iter(made)
    try:
        while some := list(islice(quads, _BATCH)):
            server.change(insert=some)
    except BaseException:
        server.change(drop=[name for name in made.named_graphs() if isinstance(name, NamedNode)])
        raise


class _Body:
    """The quads of a dump, some whole lines at a time, without its first line and its last."""

    def __init__(self, stream: IO[bytes], file: Path) -> None:
        self._stream, self._file = stream, file
        self._last = b""
        self._sum, self.quads = hashlib.sha256(), 0
        self._begin()

    def _begin(self) -> None:
        try:
            head = _HEAD_LINE.fullmatch(self._stream.readline(_LONGEST))
        except _DAMAGE as error:
            raise _unfit(self._file, _reason(error)) from error
        if head is None:
            raise KgraphError(f"{self._file} does not begin as a dump of kgraph does; name a file of `kgraph dump`.")
        layout = int(head[1])
        if layout > VERSION:
            raise KgraphError(f"{self._file} is of a newer kgraph (layout {layout}); upgrade kgraph to restore it.")
        if layout < VERSION:
            raise KgraphError(
                f"{self._file} is of an older kgraph (layout {layout}); ingest its texts into a new folder."
            )

    def __iter__(self) -> Iterator[bytes]:
        lines: list[bytes] = []
        size = 0
        for line in iter(lambda: self._stream.readline(_LONGEST), b""):
            if len(line) == _LONGEST:
                raise ValueError(f"a line of more than {_LONGEST // 2**20} MB")
            if line.startswith(b"#"):
                self._last = line
                continue
            lines.append(line)
            size += len(line)
            if size > _PIECE:
                yield self._counted(lines)
                lines, size = [], 0
        yield self._counted(lines)

    def _counted(self, lines: list[bytes]) -> bytes:
        found = b"".join(lines)
        self._sum.update(found)
        self.quads += len(lines)
        return found

    def check(self, stored: int) -> None:
        """KgraphError unless what was read is what was written."""
        told = _END_LINE.fullmatch(self._last)
        if told is None:
            raise _unfit(self._file, "its last line is missing")
        if told[2].decode() != self._sum.hexdigest() or not int(told[1]) == self.quads == stored:
            raise _unfit(self._file, "its quads are not those that were written")


@contextmanager
def _opened(file: Path, watch: Watcher) -> Iterator[IO[bytes]]:
    """A dump's lines, whether it is compressed or not."""
    with ExitStack() as open_:
        try:
            raw = sys.stdin.buffer if file == STANDARD else open_.enter_context(file.open("rb"))
            size = 0 if file == STANDARD else file.stat().st_size
        except OSError as error:
            raise KgraphError(f"{file} can't be read: {error.strerror}.") from error
        source = io.BufferedReader(_Watched(raw, size, watch), _BUFFER)
        packed = source.peek(len(_GZIP)).startswith(_GZIP)
        yield cast(IO[bytes], gzip.GzipFile(fileobj=source, mode="rb") if packed else source)


class _Watched(io.RawIOBase):
    """A file of which it is told how far it is read."""

    def __init__(self, source: IO[bytes], size: int, watch: Watcher) -> None:
        self._source, self._size, self._watch, self._done = source, max(size, 1), watch, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        piece = self._source.read(len(buffer))
        buffer[: len(piece)] = piece
        self._done += len(piece)
        self._watch(min(self._done / self._size, 1.0), self._done)
        return len(piece)


def _unfit(file: Path, reason: str) -> KgraphError:
    return KgraphError(f"{file} is no whole dump ({reason}), and nothing was restored; take another copy of it.")


def _reason(error: BaseException) -> str:
    return " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__
