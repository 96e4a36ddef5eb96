"""What a crew is, and the simplest one: this process."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol

from kgraph.errors import KgraphError
from kgraph.workers.batches import Batch
from kgraph.workers.task import Found, claims_of


class Lost(Exception):
    """A batch brought no result; the text says why, to follow the name of a document."""


class Crew(Protocol):
    """Takes batches as long as it is asked to."""

    @property
    def depth(self) -> int:
        """How many batches may be under way, so that nobody is idle."""

    def submit(self, batch: Batch) -> Any:
        """A batch to be worked out; gives what ``done`` and ``result`` are asked about."""

    def done(self, ticket: Any) -> bool:
        """Whether the result of a batch is there."""

    def result(self, ticket: Any) -> Found:
        """The claims of each document of a batch, once they are there; Lost where they will never be."""


class Alone:
    """This process, which does each batch as soon as it is given."""

    depth = 1

    def submit(self, batch: Batch) -> "Future[Found]":
        ticket: Future[Found] = Future()
        try:
            ticket.set_result(claims_of(batch.documents))
        except Exception as error:
            ticket.set_exception(error)
        return ticket

    def done(self, ticket: "Future[Found]") -> bool:
        return ticket.done()

    def result(self, ticket: "Future[Found]") -> Found:
        return checked(ticket.result)


def checked(result: Callable[[], Found]) -> Found:
    """A result; what a text has done to the code that reads it costs that text alone."""
    try:
        return result()
    except (KgraphError, Lost):
        raise
    except Exception as error:
        name = type(error).__name__
        raise Lost(f"can't be worked out, which is a fault of kgraph ({name}: {error}); please report it") from error
