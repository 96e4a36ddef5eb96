"""Documents put together so that each batch is some tenths of a second of work, whatever the length of the texts."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kgraph.model import Document

MOST = 16  # documents to be worked out
LONGEST = 40_000  # characters of these, some seven thousand words; a longer text goes alone
MOST_KNOWN = 256  # documents that only pass


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents in their order, of which the ``new`` ones are worked out together, and the others only pass.

    ``done`` is how far the reading of sources then is, from 0 to 1.
    """

    documents: tuple[Document, ...]
    new: tuple[Document, ...]
    done: float = 1.0

    @property
    def length(self) -> int:
        """Characters of text to be worked out."""
        return sum(len(document.text) for document in self.new)


def alone(document: Document, done: float = 1.0) -> Batch:
    """A document as a batch of its own."""
    return Batch((document,), (document,), done)


def batches(
    documents: Iterable[Document],
    done: Callable[[], float] = lambda: 1.0,
    known: Callable[[Document], bool] = lambda document: False,
) -> Iterator[Batch]:
    """The documents in batches, in their order; ``done`` tells how far reading is, ``known`` which ones only pass."""
    held: list[Document] = []
    new: list[Document] = []
    length = 0
    for document in documents:
        more = 0 if known(document) else len(document.text)
        if held and (len(new) == MOST or len(held) - len(new) == MOST_KNOWN or (new and length + more > LONGEST)):
            yield Batch(tuple(held), tuple(new), done())
            held, new, length = [], [], 0
        held.append(document)
        if more:
            new.append(document)
            length += more
    if held:
        yield Batch(tuple(held), tuple(new), done())
