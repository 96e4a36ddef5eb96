"""The child process that runs queries one after the other, until it is killed.

It speaks to its parent in messages of bytes, the first of which says what the message is: READY once, and for each
task either REFUSED, or HEAD with the answer's media type, DATA many times, and END. An answer is held back until CHUNK
bytes of it are there, so that one that fails early is refused whole. REFUSED after HEAD means that the rest is missing.
"""

import contextlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import IO, cast

from pyoxigraph import QueryTriples, serialize

from kgraph.errors import KgraphError, StoreError
from kgraph.query import bind, named
from kgraph.store import Answer, GraphStore, Store, open_store
from kgraph.vocab import PREFIXES
from kgraph.web.child import limit
from kgraph.web.formats import GRAPHS, RESULTS, choose
from kgraph.web.outward import calls_out
from kgraph.web.protocol import Question, Refused

READY, REFUSED, HEAD, DATA, END = b"r", b"x", b"h", b"d", b"e"
CHUNK = 64 * 1024
GRACE = 1  # seconds of computing that a worker has beyond the limit at which its parent kills it


@dataclass(frozen=True, slots=True)
class Packaged:
    """A wish for the text of a packaged query with these values for its parameters."""

    name: str
    given: Mapping[str, str]


Task = Question | Packaged


class Outlet:
    """Where an answer is written: a binary file that passes on what was written in messages to the parent."""

    def __init__(self, pipe: "Connection[bytes, object]") -> None:
        self._pipe = pipe
        self._media = ""
        self._held = bytearray()
        self._begun = False

    def begin(self, media: str) -> None:
        """An answer of this media type begins; an earlier attempt at it is forgotten."""
        if self._begun:
            raise StoreError("The store was changed while its answer was on the way; ask again.")
        self._media = media
        self._held.clear()

    def write(self, data: bytes) -> int:
        self._held += data
        if len(self._held) >= CHUNK:
            self._pass_on()
        return len(data)

    def flush(self) -> None:
        """Nothing to do: what is held is passed on when there is enough of it, or at the end."""

    def end(self) -> None:
        self._pass_on()
        self._pipe.send_bytes(END)

    def refuse(self, status: int, sentence: str) -> None:
        self._pipe.send_bytes(REFUSED + f"{status} {sentence}".encode())

    def _pass_on(self) -> None:
        if not self._begun:
            self._pipe.send_bytes(HEAD + self._media.encode())
            self._begun = True
        if self._held:
            self._pipe.send_bytes(DATA + self._held)
            self._held.clear()


def reader(location: str) -> GraphStore:
    """The store for one query, opened anew, so that it holds what was written since the last."""
    return open_store(location, read_only=True)


def main(pipe: "Connection[bytes, Task]", location: str, seconds: float) -> None:
    """Do the tasks that come through the pipe."""
    pipe.send_bytes(READY)
    while True:
        task = pipe.recv()
        _limit_computing(seconds)
        _do(task, location, Outlet(pipe))


def _do(task: Task, location: str, out: Outlet) -> None:
    try:
        if isinstance(task, Packaged):
            _fill_in(task, location, out)
        elif task.update:
            _update(task, location, out)
        else:
            _query(task, location, out)
        out.end()
    except Refused as refused:
        out.refuse(refused.status, str(refused))
    except StoreError as error:
        out.refuse(503, str(error))
    except KgraphError as error:
        out.refuse(400, str(error))
    except (BrokenPipeError, ConnectionResetError):
        raise
    except Exception as error:
        out.refuse(500, f"The answer could not be written: {error}.")


def _query(question: Question, location: str, out: Outlet) -> None:
    if calls_out(question.text, update=False):
        raise Refused(403, "The query asks another server by SERVICE, which is not done here; take SERVICE out.")
    with reader(location) as store:
        store.reading(lambda: _write(store.query(question.text, question.dataset), question.accept, out))


def _write(answer: Answer, accept: str, out: Outlet) -> None:
    if isinstance(answer, QueryTriples):
        media = _chosen(accept, GRAPHS)
        out.begin(media)
        serialize(answer, cast(IO[bytes], out), GRAPHS[media], prefixes=PREFIXES)
    else:
        media = _chosen(accept, RESULTS)
        out.begin(media)
        answer.serialize(cast(IO[bytes], out), RESULTS[media])


def _chosen(accept: str, offers: Mapping[str, object]) -> str:
    media = choose(accept, offers)
    if media is None:
        raise Refused(406, f"The answer can't be had in the form that is asked for; accept {', '.join(offers)}.")
    return media


def _update(question: Question, location: str, out: Outlet) -> None:
    if calls_out(question.text, update=True):
        raise Refused(403, "The update calls another server by LOAD or SERVICE, which is not done here; take it out.")
    with Store(location) as store:
        store.update(question.text)
    out.begin("")


def _fill_in(wish: Packaged, location: str, out: Outlet) -> None:
    with reader(location) as store:
        text = bind(store, named(wish.name), wish.given)
    out.begin("application/sparql-query")
    out.write(text.encode())


def _limit_computing(seconds: float) -> None:
    """Let the system end this process a little after the limit, where the parent can't, for it was itself killed."""
    with contextlib.suppress(ImportError):
        import resource

        used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        limit("RLIMIT_CPU", math.ceil(used + seconds) + GRACE)
