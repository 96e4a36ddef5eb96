"""What a crew is, and the simplest one: this process."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from kgraph.workers.batches import Batch
from kgraph.workers.task import Found, claims_of, lost


class Dropped(Exception):
    """A batch that nobody had begun when the work was to stop."""


class Crew(Protocol):
    """Takes batches as long as it is asked to."""

    @property
    def depth(self) -> int:
        """How many batches may be under way, so that nobody is idle."""

    def submit(self, batch: Batch) -> Any:
        """A batch to be worked out; gives what says whether it is ``done``, and what ``result`` is asked for."""

    def result(self, ticket: Any, stopping: Callable[[], bool]) -> Found:
        """The claims of each document of a batch, once they are there; Lost where they will never be.

        ``stopping`` is asked now and then meanwhile; Dropped where it says so and the batch is not begun.
        """

    def tend(self) -> None:
        """Give work to who waits for it: called often, and done at once."""


@dataclass
class Ticket:
    """A batch that was given out, its answer once it is there, and how often it came back before it was begun."""

    batch: Batch
    found: Found | Exception | None = None
    begun: bool = False
    returned: int = 0

    @property
    def done(self) -> bool:
        return self.found is not None

    def answer(self, found: Found | Exception) -> None:
        self.found = found

    def result(self) -> Found:
        """The answer; what a text has done to the code that reads it costs that text alone."""
        if isinstance(self.found, Exception):
            raise lost(self.found)
        assert self.found is not None
        return self.found


class Alone:
    """This process, which does each batch as soon as it is given."""

    depth = 1

    def submit(self, batch: Batch) -> Ticket:
        try:
            return Ticket(batch, claims_of(batch.new))
        except Exception as error:
            return Ticket(batch, error)

    def result(self, ticket: Ticket, stopping: Callable[[], bool]) -> Found:
        return ticket.result()

    def tend(self) -> None:
        """There is nobody to give work to."""
