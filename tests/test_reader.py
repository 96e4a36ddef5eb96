"""The child process that reads: it does one work at a time, is killed where that takes too long, and begins anew."""

import asyncio
import os
import time

import pytest

from kgraph.errors import ServeError, SourceError
from kgraph.web.reader import Reader, Tell
from tests.processes import gone
from tests.serving import eventually


def who(tell: Tell) -> None:
    """The process's id."""
    tell(os.getpid())


def sleep(tell: Tell) -> None:
    """Say who it is, and then nothing for long."""
    tell(os.getpid())
    time.sleep(60)


def fail(tell: Tell) -> None:
    """End with an error."""
    raise SourceError("This is no text.")


def die(tell: Tell) -> None:
    """End the process, as the system does where memory runs out."""
    os._exit(1)


def test_works_are_done_in_turn_by_one_child() -> None:
    """The model is loaded once, for all."""

    async def run() -> list[object]:
        reader, told = Reader(), list[object]()
        await asyncio.gather(*(reader.do(who, told.append) for _ in range(3)))
        assert reader.warm
        assert not reader.busy
        reader.close()
        return told

    told = asyncio.run(run())
    assert len(told) == 3
    assert len(set(told)) == 1
    assert os.getpid() not in told


def test_a_work_that_takes_too_long_ends_the_child() -> None:
    """The next work has another."""

    async def run() -> list[object]:
        reader, told = Reader(seconds=0.5), list[object]()
        with pytest.raises(ServeError, match=r"longer than 0\.5 seconds"):
            await reader.do(sleep, told.append)
        await reader.do(who, told.append)
        reader.close()
        return told

    slow, other = asyncio.run(run())
    assert slow != other
    assert isinstance(slow, int) and eventually(lambda: gone(slow))


def test_a_work_that_is_given_up_ends_the_child() -> None:
    """Who stops a reading need not wait for it, nor need those who come after."""

    async def run() -> object:
        reader, told = Reader(), list[object]()
        work = asyncio.create_task(reader.do(sleep, told.append))
        while not told:
            await asyncio.sleep(0.05)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        assert not reader.busy
        assert not reader.warm
        return told[0]

    child = asyncio.run(run())
    assert isinstance(child, int) and eventually(lambda: gone(child))


def test_errors() -> None:
    """A work's own error comes through and costs no child; a child that dies is told of and replaced."""

    async def run() -> list[object]:
        reader, told = Reader(), list[object]()
        await reader.do(who, told.append)
        with pytest.raises(SourceError, match="This is no text"):
            await reader.do(fail, told.append)
        await reader.do(who, told.append)
        with pytest.raises(ServeError, match="broke off"):
            await reader.do(die, told.append)
        await reader.do(who, told.append)
        reader.close()
        return told

    first, second, third = asyncio.run(run())
    assert first == second != third
