"""A small pool of child processes, of which each runs one query at a time and is killed where that takes too long."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Coroutine
from multiprocessing.connection import Connection
from typing import Any, cast

from anyio import to_thread

from kgraph.web.child import Child
from kgraph.web.protocol import Refused
from kgraph.web.worker import DATA, END, HEAD, READY, Task, main

STARTING = 60.0  # seconds that a child has to be ready
WAITING = 5.0  # seconds that a request waits for a free worker
PAUSE = 1.0  # seconds until a child that could not start is tried anew


class Cut(Exception):
    """An answer that has begun and can't be finished."""


class Worker(Child):
    """A child that answers in messages of bytes."""

    def __init__(self, location: str, seconds: float) -> None:
        super().__init__(main, location, seconds)
        self.free = False

    async def send(self, work: object) -> None:
        self.free = False
        await super().send(work)

    @staticmethod
    def _take(pipe: "Connection[Any, Any]") -> tuple[bytes, bytes]:
        """What the next message is, and its content."""
        message = pipe.recv_bytes()
        return message[:1], message[1:]


class Answer:
    """What a worker answers, piece by piece; only the time that it takes to find the pieces counts."""

    def __init__(self, worker: Worker, seconds: float) -> None:
        self._worker = worker
        self._limit = self._left = seconds
        self.media = ""

    async def begin(self, task: Task) -> None:
        """Put the task and wait for the answer's head; Refused where there will be none."""
        try:
            await self._worker.send(task)
            kind, content = await self._next()
        except TimeoutError:
            sentence = f"The answer takes longer than the limit of {self._limit:g} seconds; ask for less."
            raise Refused(504, sentence) from None
        except (EOFError, OSError):
            raise Refused(500, "The query broke off, perhaps for want of memory; ask for less.") from None
        self._worker.free = kind != HEAD
        if kind != HEAD:
            status, _, sentence = content.decode().partition(" ")
            raise Refused(int(status), sentence, {"Retry-After": "1"} if status == "503" else None)
        self.media = content.decode()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            try:
                kind, content = await self._next()
            except (TimeoutError, EOFError):
                raise Cut from None
            if kind == DATA:
                yield content
                continue
            self._worker.free = True
            if kind == END:
                return
            raise Cut

    async def _next(self) -> tuple[bytes, bytes]:
        began = time.monotonic()
        try:
            return cast(tuple[bytes, bytes], await self._worker.receive(self._left))
        finally:
            self._left -= time.monotonic() - began


class Pool:
    """``size`` workers on a store; a worker that doesn't finish is killed, and another takes its place."""

    def __init__(self, location: str, *, size: int, seconds: float) -> None:
        self._location, self._size, self._seconds = location, size, seconds
        self._free: asyncio.Queue[Worker] = asyncio.Queue()
        self._all: set[Worker] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    async def start(self) -> None:
        for _ in range(self._size):
            self._begin(self._hire())

    async def close(self) -> None:
        """End all children, whatever they are doing."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        for worker in self._all:
            worker.kill()
        for worker in self._all:
            worker.bury()

    @contextlib.asynccontextmanager
    async def ask(self, task: Task) -> AsyncIterator[Answer]:
        """The answer to a task, the worker being ours as long as we are at it; Refused where there is none."""
        worker = await self._take()
        try:
            answer = Answer(worker, self._seconds)
            await answer.begin(task)
            yield answer
        finally:
            self._give_back(worker)

    async def _take(self) -> Worker:
        try:
            async with asyncio.timeout(WAITING):
                while not (worker := await self._free.get()).alive:
                    self._replace(worker)
        except TimeoutError:
            sentence = "All workers are busy with other queries; ask again in a moment."
            raise Refused(503, sentence, {"Retry-After": f"{WAITING:.0f}"}) from None
        return worker

    def _give_back(self, worker: Worker) -> None:
        if worker.free:
            self._free.put_nowait(worker)
        else:
            worker.kill()
            self._replace(worker)

    def _replace(self, worker: Worker) -> None:
        if not self._closed:
            self._all.discard(worker)
            self._begin(to_thread.run_sync(worker.bury))
            self._begin(self._hire())

    async def _hire(self) -> None:
        while True:
            worker = Worker(self._location, self._seconds)
            self._all.add(worker)
            with contextlib.suppress(TimeoutError, EOFError):
                kind, _ = await worker.receive(STARTING)
                if kind == READY:
                    self._free.put_nowait(worker)
                    return
            worker.kill()
            self._all.discard(worker)
            await asyncio.sleep(PAUSE)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
