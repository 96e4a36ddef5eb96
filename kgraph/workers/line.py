"""The line in which batches wait: given out ahead, taken back in order, tried again where a worker was lost."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from kgraph.errors import SourceError
from kgraph.model import Claim, Document
from kgraph.workers.batches import Batch, alone
from kgraph.workers.crew import Crew, Dropped
from kgraph.workers.hiring import cores, hire
from kgraph.workers.task import Lost

FEW = 4  # batches; fewer are done by this process before another has loaded its model


@dataclass(frozen=True, slots=True)
class Worked:
    """A document with its claims, or with the error that it was set aside for, or neither: one that only passes.

    ``done`` as in ``Batch``.
    """

    document: Document
    claims: tuple[Claim, ...] | None
    error: SourceError | None
    done: float


def worked(
    given: Iterable[Batch],
    jobs: int | None = None,
    dask: str | None = None,
    stopping: Callable[[], bool] = lambda: False,
) -> Iterator[Worked]:
    """Every document of the batches, in their order, whoever of the crew is done first.

    ``jobs`` and ``dask`` say who works, as in ``hire``; unless told, all cores do where there is enough to do.

    A batch that was lost is tried again, a document at a time; what is lost twice alone is set aside. ``stopping`` is
    asked before each batch, and now and then while others work: once it is true nothing more is given out, and what is
    begun already is taken back, until something in the line is not.
    """
    coming = iter(given)
    first = list(islice(coming, FEW))
    if first:
        many = cores() if len(first) == FEW else 1
        with hire(jobs or many, dask) as crew, suppress(Dropped):
            yield from _line(chain(first, coming), crew, stopping)


def _line(given: Iterable[Batch], crew: Crew, stopping: Callable[[], bool]) -> Iterator[Worked]:
    line: deque[tuple[Batch, Any]] = deque()
    for batch in given:
        if stopping():
            break
        line.append((batch, crew.submit(batch) if batch.new else None))
        while len(line) >= crew.depth and not stopping():
            yield from _taken(*line.popleft(), crew, stopping)
    while line and (not stopping() or line[0][1] is None or line[0][1].done):
        yield from _taken(*line.popleft(), crew, stopping)


def _taken(batch: Batch, ticket: Any, crew: Crew, stopping: Callable[[], bool]) -> Iterator[Worked]:
    try:
        answers = iter(crew.result(ticket, stopping) if ticket else ())
    except Lost:
        answers = None
    new = set(map(id, batch.new))
    for document in batch.documents:
        if id(document) not in new:
            yield Worked(document, None, None, batch.done)
        elif answers is not None:
            yield Worked(document, next(answers), None, batch.done)
        elif not stopping():  # who ends us may have ended the worker too
            yield _again(alone(document, batch.done), crew, stopping, 1 if len(batch.new) == 1 else 2)
        crew.tend()


def _again(batch: Batch, crew: Crew, stopping: Callable[[], bool], tries: int) -> Worked:
    """What comes of a document alone: one among many may have been there by chance when their worker was lost."""
    (document,) = batch.documents
    why: Lost | None = None
    for _ in range(tries):
        try:
            (claims,) = crew.result(crew.submit(batch), stopping)
        except Lost as lost:
            why = lost
        else:
            return Worked(document, claims, None, batch.done)
    return Worked(document, None, SourceError(f"{document.id}: {why}"), batch.done)
